#!/usr/bin/env bash
# Read the subject of a certificate by python-ldap and write it again.
#
# Package: python3-ldap 3.4.3 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: dn2str(str2dn(name)) is the name in another spelling at most; each part carries flags for what its text
#   cannot say, and dn2str gets them back.
# Behaviour: a part in hex, 1.2.3.4=#0C0378797A, as OpenSSL writes kinds that it has no name for, is read as the bytes
#   behind the #, tag and length included, and flagged as binary. dn2str does not look at the flag and writes the bytes
#   as text: a form feed, the control character 3, and xyz. Read again, the value is these five characters, so it is
#   another name, and the log has control characters. explode_dn, which calls both, gives the same.
# Output seen: 1.2.3.4=#0C0378797A,CN=x: 1.2.3.4=\x0c\x03xyz,CN=x
set -euo pipefail

/usr/bin/python3 -c 'import ldap' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-ldap >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >cnf <<'CNF'
oid_section = oids
[oids]
some = 1.2.3.4
[req]
distinguished_name = none
[none]
CNF
openssl req -x509 -config cnf -newkey ed25519 -nodes -keyout /dev/null -out cert.pem -subj '/CN=x/some=xyz' -days 30 2>/dev/null
name=$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253 | cut -c9-)
cat >ask.py <<'PY'
import sys

import ldap
from ldap.dn import dn2str, explode_dn, str2dn

name = sys.argv[1]
print("python-ldap", ldap.__version__)
print(name, str2dn(name))
written = dn2str(str2dn(name))
print(repr(written), explode_dn(name))
if written != "1.2.3.4=\x0c\x03xyz,CN=x" or explode_dn(name)[0] != "1.2.3.4=\x0c\x03xyz":
    sys.exit("CHANGED: python-ldap writes the part otherwise")
PY
/usr/bin/python3 ask.py "$name"
