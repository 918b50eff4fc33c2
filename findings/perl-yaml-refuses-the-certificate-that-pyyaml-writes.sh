#!/usr/bin/env bash
# Read certificates from YAML by Perl's YAML, written by four libraries.
#
# Package: libyaml-perl 1.30, libyaml-pp-perl 0.035, libyaml-libyaml-perl 0.86 with Perl 5.36 (Debian 12), PyYAML 6.0.4
#   (PyPI)
# Guessed: YAML, Perl's library of that name, reads a PEM text as each other YAML library writes it; what it does not know
#   it refuses.
# Behaviour: PyYAML writes a text of several lines between apostrophes, by default, with empty lines in it, and YAML refuses
#   that: "Inconsistent indentation level". Literal blocks are read, unless the text begins with an empty line: then
#   the block's indentation is taken from that line, and each line of the certificate has a blank or more in front. That
#   is no error, and a reader of PEM that wants its markers at the start of a line finds no certificate.
# Output seen: from PyYAML: refused; from YAML, YAML::XS, YAML::PP: the same; with an empty line first: YAML::PP's indented
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q libyaml-perl libyaml-pp-perl libyaml-libyaml-perl >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export PERL5LIB=$work/usr/share/perl5
export PERL5LIB=$PERL5LIB:$(dirname "$(find "$work" -name XS.pm -path '*/YAML/*')" | sed 's,/YAML$,,')
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyyaml==6.0.4
cat >write.pl <<'PERL'
my ($library, $text) = @ARGV;
eval "require $library" or die;
no strict 'refs';
print &{"${library}::Dump"}({ certificate => $text });
PERL
cat >read.pl <<'PERL'
use YAML;
my $text = eval { YAML::LoadFile('file.yaml')->{certificate} };
my $same = $text eq $ARGV[0];
print !defined $text ? 'refused' : $same ? 'the same' : $text =~ s/^ +//mgr eq $ARGV[0] ? 'indented' : 'another text';
PERL
pem=$'-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
ask() { # library, text
    case $1 in
    PyYAML) venv/bin/python -c 'import sys, yaml; print(yaml.safe_dump({"certificate": sys.argv[1]}))' "$2" ;;
    *) perl write.pl "$1" "$2" ;;
    esac >file.yaml
    perl read.pl "$2"
}
for library in PyYAML YAML YAML::XS YAML::PP; do
    echo "from $library: $(ask $library "$pem"), with an empty line first: $(ask $library $'\n'"$pem")"
done | tee seen
cat >expected <<'SEEN'
from PyYAML: refused, with an empty line first: refused
from YAML: the same, with an empty line first: the same
from YAML::XS: the same, with an empty line first: the same
from YAML::PP: the same, with an empty line first: indented
SEEN
cmp -s seen expected || { echo "CHANGED: Perl's YAML reads otherwise" >&2; exit 1; }
