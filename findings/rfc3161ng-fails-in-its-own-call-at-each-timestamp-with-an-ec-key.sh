#!/usr/bin/env bash
# Check timestamps of an authority with an RSA key and of one with an EC key by PyPI's rfc3161ng.
#
# Package: rfc3161ng 2.1.3, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 as the authority
# Guessed: check_timestamp answers True, or raises ValueError with a reason; the key's kind is the matter of cryptography,
#   which does the work and knows both.
# Behaviour: it hands each key the arguments that RSA's verify() has. With EC that is one too many, so that the caller gets
#   a TypeError about "positional arguments", which no handler for bad timestamps expects. Time and serial number of the
#   same response are read as ever, so a program that logs and checks later fails later.
# Output seen: RSA: 2026..., True; EC: 2026..., TypeError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rfc3161ng==2.1.3 cryptography==50.0.2
cat >check.py <<'PY'
import rfc3161ng

token = rfc3161ng.decode_timestamp_response(open("reply.tsr", "rb").read()).time_stamp_token
time = "time read" if rfc3161ng.get_timestamp(token).year > 2000 else "no time"
try:
    told = rfc3161ng.check_timestamp(token, certificate=open("signer.pem", "rb").read(), data=b"hello", hashname="sha256")
except Exception as error:
    told = f"{type(error).__name__} {error}"
print(f"{time}, {told}")
PY
cat >tsa.cnf <<'CNF'
[tsa]
default_tsa = t
[t]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
CNF
echo 01 >serial
printf hello >data
bad=
check() { # key's options, expected
    openssl req -x509 -newkey $1 -nodes -keyout key.pem -out signer.pem -days 9 -subj /CN=TSA \
        -addext extendedKeyUsage=critical,timeStamping 2>/dev/null
    openssl ts -query -data data -sha256 -cert -out query.tsq 2>/dev/null
    openssl ts -reply -config tsa.cnf -queryfile query.tsq -signer signer.pem -inkey key.pem -out reply.tsr 2>/dev/null
    openssl ts -verify -queryfile query.tsq -in reply.tsr -CAfile signer.pem >/dev/null 2>&1
    local told
    told=$(venv/bin/python -W ignore check.py)
    echo "$1: $told (OpenSSL: OK)"
    [ "$told" = "$2" ] || bad=1
}
check rsa:2048 "time read, True"
check "ec -pkeyopt ec_paramgen_curve:P-256" \
    "time read, TypeError ECPublicKey.verify() takes 3 positional arguments but 4 were given"
[ -z "$bad" ] || { echo "CHANGED: rfc3161ng checks timestamps otherwise" >&2; exit 1; }
