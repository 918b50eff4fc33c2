#!/usr/bin/env bash
# Take the address of a revocation list from a certificate of a Windows authority through Python's URL packages.
#
# Package: furl 2.1.4, yarl 1.25.1, hyperlink 21.0.0, ldap3 2.9.1, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19
# Guessed: str(URL(address)) is the address, or one that means the same:
#   ldap:///CN=ca,DC=a,DC=example?certificateRevocationList?base?objectClass=..., with the question marks that RFC
#   4516 puts between its parts, and no host.
# Behaviour: furl writes the second and each further question mark as %3F, and all that is behind the first is then
#   one attribute's name; furl and yarl write "ldap:/CN=..." for the empty host, as urllib of Python 3.11 does too.
#   ldap3, which reads the address as it stands, takes neither for one. hyperlink keeps it.
# Output seen: hyperlink: same; yarl: ldap:/...?...?base?...; furl: ldap:/...?...%3Fbase%3F...
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check furl==2.1.4 yarl==1.25.1 hyperlink==21.0.0 ldap3==2.9.1 \
    cryptography==50.0.2
cat >cnf <<'CNF'
[req]
distinguished_name = none
[none]
[extensions]
crlDistributionPoints = @points
[points]
URI = ldap:///CN=ca,DC=a,DC=example?certificateRevocationList?base?objectClass=cRLDistributionPoint
CNF
openssl req -x509 -config cnf -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=a \
    -extensions extensions 2>/dev/null
cat >ask.py <<'PY'
import sys

import furl
import hyperlink
import yarl
from cryptography import x509
from ldap3.utils.uri import parse_uri

cert = x509.load_pem_x509_certificate(open("cert.pem", "rb").read())
[point] = cert.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
[name] = point.full_name
rest = "CN=ca,DC=a,DC=example?certificateRevocationList"
writers = {
    "hyperlink": lambda url: hyperlink.URL.from_text(url).to_text(),
    "yarl": lambda url: str(yarl.URL(url)),
    "furl": lambda url: furl.furl(url).url,
}
wanted = {
    "hyperlink": name.value,
    "yarl": f"ldap:/{rest}?base?objectClass=cRLDistributionPoint",
    "furl": f"ldap:/{rest}%3Fbase%3FobjectClass=cRLDistributionPoint",
}
changed = False
for package, write in writers.items():
    told = write(name.value)
    parts = parse_uri(told)
    print(f"{package}: {told}; ldap3: {parts['attributes'] if parts else parts}")
    changed |= told != wanted[package] or bool(parts) != (told == name.value)
sys.exit(changed)
PY
venv/bin/python ask.py || { echo "CHANGED: the address is written otherwise" >&2; exit 1; }
