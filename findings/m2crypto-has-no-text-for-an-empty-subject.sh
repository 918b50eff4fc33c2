#!/usr/bin/env bash
# Print the subjects of certificates by M2Crypto, of one too that has its names as alternative names only.
#
# Package: python3-m2crypto 0.38.0 with Python 3.11 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: the text of a name without parts is the empty text; such certificates are everyday, since RFC 5280 (4.1.2.6) and
#   the public authorities allow them and SPIFFE has no subjects by design.
# Behaviour: as_text() of the name raises "TypeError: not expecting type '<class 'NoneType'>'", about no argument of the
#   caller's. str() of the same name is the empty text, its len() is 0, and the alternative names are read.
# Output seen: /CN=x: CN=x, /CN=x; empty: TypeError, "", 0 parts, DNS:a.example
set -euo pipefail

/usr/bin/python3 -c 'import M2Crypto' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-m2crypto >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >read.py <<'PY'
from M2Crypto import X509

certificate = X509.load_cert("cert.pem")
subject = certificate.get_subject()
told = []
for text in (subject.as_text, lambda: str(subject)):
    try:
        told.append(text())
    except TypeError as error:
        told.append(f"TypeError {error}".split(" '")[0])
print(*told, len(subject), certificate.get_ext("subjectAltName").get_value(), sep=", ")
PY
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # subject, names, expected
    openssl req -x509 -key key.pem -out cert.pem -days 9 -subj "$1" -addext "subjectAltName=$2"
    local told
    told=$(/usr/bin/python3 -W ignore read.py)
    echo "$1: $told"
    [ "$told" = "$3" ] || bad=1
}
check /CN=x DNS:a.example "CN=x, /CN=x, 1, DNS:a.example"
check / critical,DNS:a.example "TypeError not expecting type, , 0, DNS:a.example"
[ -z "$bad" ] || { echo "CHANGED: M2Crypto prints empty subjects otherwise" >&2; exit 1; }
