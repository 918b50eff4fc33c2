#!/usr/bin/env bash
# Write a comment, or a blank, behind a name in certtool's template.
#
# Package: gnutls-bin 3.7.9 (Debian 12); OpenSSL 3.0.19 for reading
# Guessed: in a template, whose documented example is full of comments with "#", a comment may stand behind a value, and
#   blanks at the end of a line are no part of it: so it is in OpenSSL's configuration, and certtool trims on the left.
# Behaviour: all up to the line's end is the value. The certificate is for "a.example.com # web" and "b.example.com  ",
#   and certtool says nothing: it looks at a DNS name only to convert what is not ASCII. Clients then find no such name.
#   In most listings the blanks cannot be seen. In quotation marks the value ends where it should, and what follows is
#   passed over.
# Output seen: "a.example.com # web", "b.example.com  ", "c.example.com"
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
certtool --generate-privkey --key-type ecdsa --outfile key.pem >/dev/null 2>&1
printf '%s\n' '# the site' 'cn = x' 'dns_name =   a.example.com # web' 'dns_name = b.example.com  ' 'dns_name = "c.example.com" # web' \
    'expiration_days = 30' >template
certtool --generate-self-signed --load-privkey key.pem --template template --outfile cert.pem >log 2>&1
openssl x509 -in cert.pem -outform der | openssl asn1parse -inform der -strparse \
    "$(openssl asn1parse -in cert.pem | grep -A1 'Subject Alternative Name' | sed -n 's/^ *\([0-9]*\):.*OCTET STRING.*/\1/p')" -out san.der >/dev/null
python3 - <<'PY' | tee out
der = open("san.der", "rb").read()[2:]
while der:
    print(f'"{der[2:2 + der[1]].decode()}"')
    der = der[2 + der[1]:]
PY
[ "$(paste -sd, out)" = '"a.example.com # web","b.example.com  ","c.example.com"' ] ||
    { echo "CHANGED: certtool reads values otherwise" >&2; exit 1; }
