#!/usr/bin/env bash
# Write a certificate to XML by Perl's XML::Simple, and read it again.
#
# Package: libxml-simple-perl 2.25 with libxml-sax-perl's own parser and Perl 5.36 (Debian 12), OpenSSL 3.0.19
# Guessed: XMLin(XMLout($data)) is $data for a hash of texts, as the manual's examples have it; line ends in a text are
#   kept, since XML keeps them in the content of an element.
# Behaviour: XMLout writes texts as attributes, with their line ends as they are. A parser has to read a line end in an
#   attribute as a blank (XML 1.0, 3.3.3), so PEM comes back as one line, and OpenSSL finds no certificate in it. The
#   file looks right in an editor. With NoAttr => 1 it is an element and stays whole.
# Output seen: as attribute: 0 line ends, OpenSSL: no certificate; NoAttr: the same text
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q libxml-simple-perl libxml-sax-perl libxml-sax-base-perl libxml-namespacesupport-perl >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export PERL5LIB=$work/usr/share/perl5
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=www.example.com 2>/dev/null
cat >ask.pl <<'PERL'
use strict;
use XML::Simple;
$XML::Simple::PREFERRED_PARSER = 'XML::SAX::PurePerl';

local $/;
open my $in, '<', 'cert.pem' or die;
my $pem = <$in>;
my %options = @ARGV;
open my $out, '>', 'again.pem' or die;
print $out XMLin(XMLout({ name => 'www', certificate => $pem }, %options))->{certificate};
PERL
bad=
check() { # what, expected, options
    local told
    perl ask.pl "${@:3}"
    told="$(tr -cd '\n' <again.pem | wc -c) line ends, OpenSSL: $(openssl x509 -in again.pem -noout -subject 2>/dev/null ||
        echo no certificate)"
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check "as attribute" "0 line ends, OpenSSL: no certificate"
check "as element" "$(tr -cd '\n' <cert.pem | wc -c) line ends, OpenSSL: subject=CN = www.example.com" NoAttr 1
[ -z "$bad" ] || { echo "CHANGED: XML::Simple writes or reads otherwise" >&2; exit 1; }
