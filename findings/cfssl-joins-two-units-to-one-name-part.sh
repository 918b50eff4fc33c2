#!/usr/bin/env bash
# Ask cfssl for a request with two organizational units.
#
# Package: golang-cfssl 1.2.0+git20160825.89.7fb22c8 with Go 1.19 (Debian 12), OpenSSL 3.0.19 for reading
# Guessed: the objects in "names" are parts of the subject, one behind the other: two units are two parts, as OpenSSL,
#   keytool and the former certificate have them, in the order that the JSON has.
# Behaviour: Go keeps one list for each kind and writes a list as one part with several values: OU=a+OU=b, in an order
#   of Go's own. Two parts and one part with two values are different names (RFC 5280 7.1): an issuer renewed in this
#   way is no longer found by certificates that name it, and rules about subjects no longer match. In the printed form
#   of OpenSSL the difference is one character. The JSON cannot say it the other way.
# Output seen: cfssl: C = DE, O = Example, OU = a + OU = b, CN = x; OpenSSL, same kinds: OU = a, OU = b; hashes differ
set -euo pipefail

command -v cfssl >/dev/null && command -v cfssljson >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-cfssl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cfssl version
cat >request.json <<'JSON'
{"CN": "x", "key": {"algo": "ecdsa", "size": 256},
 "names": [{"OU": "a"}, {"C": "DE", "O": "Example"}, {"OU": "b"}]}
JSON
cfssl genkey request.json 2>/dev/null | cfssljson -bare go
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out openssl.csr -subj /C=DE/O=Example/OU=a/OU=b/CN=x 2>/dev/null
for name in go openssl; do
    openssl req -in $name.csr -noout -subject | sed "s/^subject=/$name: /"
    openssl x509 -req -in $name.csr -signkey "$([ $name = go ] && echo go-key.pem || echo key.pem)" -out $name.pem 2>/dev/null
done | tee out
echo "hashes of the subjects: $(openssl x509 -in go.pem -noout -subject_hash) $(openssl x509 -in openssl.pem -noout -subject_hash)"
grep -qx 'openssl: C = DE, O = Example, OU = a, OU = b, CN = x' out
grep -qx 'go: C = DE, O = Example, OU = a + OU = b, CN = x' out &&
    [ "$(openssl x509 -in go.pem -noout -subject_hash)" != "$(openssl x509 -in openssl.pem -noout -subject_hash)" ] ||
    { echo "CHANGED: cfssl writes the units otherwise" >&2; exit 1; }
