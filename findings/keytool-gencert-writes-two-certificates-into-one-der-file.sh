#!/usr/bin/env bash
# Let keytool sign a request by an intermediate, without -rfc, and read the file.
#
# Package: openjdk-17-jdk-headless 17.0.21 (Debian 12), cryptography 50.0.2 (PyPI), OpenSSL 3.0.19
# Guessed: -gencert writes one certificate; without -rfc that is one DER structure, as "a binary DER is created" in its
#   documentation has it and as -exportcert does.
# Behaviour: the issuers are appended as long as they are not self-signed. In PEM that makes a proper chain; in DER it
#   is two structures one behind the other, which is no DER file at all. keytool and `openssl x509` are content and the
#   latter shows only the first, so the file looks sound; cryptography refuses it with "ExtraData", as do readers that
#   hold a file to its length. With an issuer that is itself the root the same command writes one certificate, and a
#   test with such a CA shows nothing.
# Output seen: signed by root: 1; by sub: 2; keytool -printcert of the latter: 2; openssl x509: CN = leaf; cryptography:
#   ValueError, ExtraData
set -euo pipefail
export LC_ALL=C

command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
tool() { keytool "$@" -storepass changeit 2>/dev/null; }
for name in root sub; do
    tool -genkeypair -alias $name -keyalg EC -groupname secp256r1 -dname CN=$name -ext bc:c -keystore $name.p12
done
tool -certreq -alias sub -keystore sub.p12 -file sub.csr
tool -gencert -alias root -keystore root.p12 -ext bc:c -infile sub.csr -outfile sub.der
tool -exportcert -alias root -keystore root.p12 -file root.der
tool -importcert -noprompt -alias root -keystore sub.p12 -file root.der
tool -importcert -noprompt -alias sub -keystore sub.p12 -file sub.der
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
tool -gencert -alias sub -keystore sub.p12 -infile leaf.csr -outfile leaf.der
cat >ask.py <<'PY'
import sys
from cryptography import x509


def structures(der):
    count = 0
    while der:
        assert der[:2] == b"\x30\x82"
        der = der[4 + int.from_bytes(der[2:4], "big"):]
        count += 1
    return count


for name in sys.argv[1:]:
    with open(name, "rb") as file:
        der = file.read()
    try:
        subject = x509.load_der_x509_certificate(der).subject.rfc4514_string()
    except ValueError as err:
        subject = f"ValueError: {err}"
    print(f"{name}: {structures(der)}, cryptography: {subject}")
PY
venv/bin/python ask.py sub.der leaf.der | tee out
shown=$(keytool -printcert -file leaf.der | grep -c '^Owner:')
subject=$(openssl x509 -inform der -in leaf.der -noout -subject)
echo "keytool -printcert: $shown; openssl x509: $subject"
grep -qx 'sub.der: 1, cryptography: CN=sub' out
grep -q '^leaf.der: 2, cryptography: ValueError: .*ExtraData' out && [ "$shown" = 2 ] && [ "$subject" = "subject=CN = leaf" ] ||
    { echo "CHANGED: keytool writes one certificate, or the readers judge otherwise" >&2; exit 1; }
