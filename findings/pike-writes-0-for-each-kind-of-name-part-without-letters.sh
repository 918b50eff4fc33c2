#!/usr/bin/env bash
# Print the subjects of certificates by Pike, whose library reads X.509 by itself.
#
# Package: pike8.0-core 8.0.1738 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: get_dn_string(), "RFC 4514 string representation", gives the letters of the kinds that the RFC lists and the
#   dotted number for all others, as the RFC asks; a part with two attributes has a "+".
# Behaviour: a kind without letters in its table is "0": 0=77 for a serialNumber, 0=web for a businessCategory, and of
#   the RFC's own nine kinds street, DC and UID are 0 as well. A part with two attributes becomes two parts. So
#   different subjects have one text, and DC=example,DC=com is 0=com,0=example.
# Output seen: serialNumber=77: 0=77; street=77: 0=77; DC=example,DC=com: 0=com,0=example; CN=x+OU=y: CN=x,OU=y
set -euo pipefail

command -v pike8.0 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends pike8.0-core >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
cat >ask.pike <<'PIKE'
int main() {
    string der = Standards.PEM.simple_decode(Stdio.read_file("cert.pem"));
    write("%s\n", Standards.PKCS.Certificate.get_dn_string(Standards.X509.decode_certificate(der)->subject));
}
PIKE
bad=
check() { # subject, expected
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 30 -multivalue-rdn -subj "$1"
    told=$(pike8.0 ask.pike)
    echo "$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253 | cut -d= -f2-): $told"
    [ "$told" = "$2" ] || bad=1
}
check "/C=DE/O=x/CN=y" "CN=y,O=x,C=DE"
check "/O=x/serialNumber=77" "0=77,O=x"
check "/O=x/street=77" "0=77,O=x"
check "/DC=com/DC=example/CN=y" "CN=y,0=example,0=com"
check "/O=x/CN=y+OU=z" "CN=y,OU=z,O=x"
[ -z "$bad" ] || { echo "CHANGED: Pike prints other names" >&2; exit 1; }
