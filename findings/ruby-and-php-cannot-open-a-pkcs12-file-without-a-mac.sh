#!/usr/bin/env bash
# Open a PKCS#12 file without a MAC.
#
# Package: ruby3.1, php-cli 8.2, openjdk-17-jre-headless 17 (Debian 12), cryptography 50.0.2 (PyPI), OpenSSL 3.0.19
# Guessed: the MAC is optional in RFC 7292, and `openssl pkcs12 -export -nomac` makes such files. What the openssl
#   program opens, the languages open that use its library, with the right password.
# Behaviour: the program checks the MAC only if there is one; PKCS12_parse, the function for everybody else, demands it
#   where there is a password. Ruby says "mac verify failure", which is what it says to a wrong password; PHP gives
#   false, with "mac absent" in a queue that few look into. Python's cryptography and Java, with readers of their own,
#   open the file.
# Output seen: openssl, Python, Java: opened; Ruby: PKCS12_parse: mac verify failure; PHP: false, mac absent
set -euo pipefail

need=
command -v ruby >/dev/null || need="$need ruby"
command -v php >/dev/null || need="$need php-cli"
command -v keytool >/dev/null || need="$need openjdk-17-jre-headless"
[ -z "$need" ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x -days 60 2>/dev/null
openssl pkcs12 -export -in cert.pem -inkey key.pem -name www -passout pass:secret -nomac -out store.p12
cat >ask.rb <<'RB'
require "openssl"
begin
  puts OpenSSL::PKCS12.new(File.binread("store.p12"), "secret").certificate.subject
rescue OpenSSL::PKCS12::PKCS12Error => e
  puts e.message
end
RB
cat >ask.php <<'PHP'
<?php
while (openssl_error_string());
echo openssl_pkcs12_read(file_get_contents('store.p12'), $store, 'secret') ? 'opened' : 'false, ' . openssl_error_string(), "\n";
PHP
cat >ask.py <<'PY'
from cryptography.hazmat.primitives.serialization import pkcs12

print(pkcs12.load_pkcs12(open("store.p12", "rb").read(), b"secret").cert.certificate.subject.rfc4514_string())
PY
{
    echo "openssl: $(openssl pkcs12 -in store.p12 -passin pass:secret -nokeys 2>&1 | sed -n 's/^subject=//p')"
    echo "Python: $(venv/bin/python ask.py)"
    echo "Java: $(keytool -list -keystore store.p12 -storetype PKCS12 -storepass secret 2>&1 | grep '^Your keystore')"
    echo "Ruby: $(ruby ask.rb)"
    echo "PHP: $(php ask.php)"
} | tee out
grep -qx 'openssl: CN = x' out && grep -qx 'Python: CN=x' out && grep -q '^Java: .*contains 1 entry' out
grep -q '^Ruby: .*mac verify failure' out && grep -q '^PHP: false, .*mac absent' out ||
    { echo "CHANGED: Ruby and PHP open the file or say something else" >&2; exit 1; }
