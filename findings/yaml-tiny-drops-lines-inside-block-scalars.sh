#!/usr/bin/env bash
# Read block scalars with certificates by Perl's YAML::Tiny and by PyYAML.
#
# Package: libyaml-tiny-perl 1.73 (Debian 12), PyYAML 6.0.4 (PyPI)
# Guessed: YAML::Tiny reads a subset of YAML and stops at what it does not know. It says
#   that it knows `|` and `>`, so a value in one of them is the same as in other readers.
# Behaviour: empty lines and lines that start with `#` are thrown out of the file before
#   anything is parsed, those inside a block scalar too. With `>` an empty line between the
#   lines is what keeps a line end; without it the PEM arrives with blanks and is unread.
#   With `|` the comments that say which certificate is which are gone, so a hash of the
#   value differs from everyone else's. No error. perl's own CPAN::Meta::YAML is this code.
# Output seen: `>`: PyYAML 1 certificate, YAML::Tiny 0; `|`: PyYAML 2 comments, YAML::Tiny 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! perl -MYAML::Tiny -e1 2>/dev/null; then
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends libyaml-tiny-perl >/dev/null
fi
perl -MYAML::Tiny -e 'print "YAML::Tiny $YAML::Tiny::VERSION\n"'
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
{
    echo 'folded: >'
    sed 's/^/  /; G' ca.pem
    echo 'literal: |'
    { echo '# leaf'; cat ca.pem; echo '# issuer'; cat ca.pem; } | sed 's/^/  /'
    echo 'port: 8443'
} >values.yaml

for key in folded literal; do
    perl -MYAML::Tiny -e 'print YAML::Tiny->read("values.yaml")->[0]{$ARGV[0]}' "$key" >"tiny.$key"
    venv/bin/python -c 'import sys, yaml; sys.stdout.write(yaml.safe_load(open("values.yaml"))[sys.argv[1]])' "$key" >"pyyaml.$key"
done

read_by_openssl() { openssl x509 -noout -subject <"$1" 2>/dev/null | grep -c . || true; }
comments() { grep -c '^#' "$1" || true; }
told="$(read_by_openssl pyyaml.folded) $(read_by_openssl tiny.folded) $(comments pyyaml.literal) $(comments tiny.literal)"
read -r a b c d <<<"$told"
echo "'>' with empty lines between, certificates read: PyYAML $a, YAML::Tiny $b ($(wc -l <tiny.folded) line)"
echo "'|' with two comment lines, comments that arrive: PyYAML $c, YAML::Tiny $d"
[[ $told == '1 0 2 0' ]] || { echo "CHANGED: $told" >&2; exit 1; }
