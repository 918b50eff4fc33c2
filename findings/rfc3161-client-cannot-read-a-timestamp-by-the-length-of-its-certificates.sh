#!/usr/bin/env bash
# Read timestamps of OpenSSL's own authority, which sends its chain along, by PyPI's rfc3161-client.
#
# Package: rfc3161-client 1.0.9, rfc3161ng 2.1.3 as the comparison (PyPI), OpenSSL 3.0.19 as the authority
# Guessed: a granted response is read, whatever certificates it carries; RFC 3161 wants DER for the TSTInfo only, CMS allows
#   BER around it, and `openssl ts -reply` has made such responses for years.
# Behaviour: the certificates of a response are a set, and a set has to be sorted in DER; OpenSSL writes the signer's
#   first and the chain as it stands in the file. rfc3161-client takes that for an error in the whole response,
#   InvalidSetOrdering. DER sorts by the first bytes, which are the lengths, so that it reads responses whose certificates
#   grow longer from the signer to the root, and no others: a signer with an EC key under a root with RSA works, one with
#   RSA under EC does not, and a test without the chain (no `-cert` in the query) always does.
# Output seen: signer only, or shorter than its issuer: read; signer longer: ValueError, InvalidSetOrdering; OpenSSL: OK
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rfc3161-client==1.0.9 rfc3161ng==2.1.3
cat >read.py <<'PY'
import rfc3161_client
import rfc3161ng

response = open("reply.tsr", "rb").read()
assert rfc3161ng.check_timestamp(rfc3161ng.decode_timestamp_response(response).time_stamp_token,
                                 certificate=open("signer.pem", "rb").read(), data=b"hello", hashname="sha256")
try:
    rfc3161_client.decode_timestamp_response(response)
    print("read")
except ValueError as error:
    print("InvalidSetOrdering" if "kind: InvalidSetOrdering" in str(error) else error)
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
openssl genpkey -algorithm RSA -out rsa.key 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key
bad=
check() { # key of the root, what else the query has, expected, what
    openssl req -x509 -key "$1.key" -out root.pem -days 30 -subj /CN=Root
    openssl req -new -key rsa.key -subj /CN=TSA | openssl x509 -req -CA root.pem -CAkey "$1.key" -set_serial 7 -days 9 \
        -extfile <(echo "extendedKeyUsage=critical,timeStamping$4") -out signer.pem 2>/dev/null
    openssl ts -query -data data -sha256 $2 -out query.tsq 2>/dev/null
    openssl ts -reply -config tsa.cnf -queryfile query.tsq -signer signer.pem -inkey rsa.key -chain root.pem \
        -out reply.tsr 2>/dev/null
    openssl ts -verify -queryfile query.tsq -in reply.tsr -CAfile root.pem -untrusted signer.pem >/dev/null 2>&1
    local told
    told=$(venv/bin/python -W ignore read.py)
    echo "root with $1, signer of $(openssl x509 -in signer.pem -outform DER | wc -c) bytes, root of" \
        "$(openssl x509 -in root.pem -outform DER | wc -c)${2:+, certificates sent}: $told"
    [ "$told" = "$3" ] || bad=1
}
long=$'\nnsComment='$(printf 'x%.0s' {1..120})
check rsa "" read ""
check rsa -cert read ""
check rsa -cert InvalidSetOrdering "$long"
check ec -cert InvalidSetOrdering ""
check ec "" read "$long"
[ -z "$bad" ] || { echo "CHANGED: rfc3161-client reads other responses" >&2; exit 1; }
