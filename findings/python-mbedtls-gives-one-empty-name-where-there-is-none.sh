#!/usr/bin/env bash
# List the alternative names of certificates by python-mbedtls.
#
# Package: python-mbedtls 2.10.1 (PyPI); OpenSSL for the certificates
# Guessed: subject_alternative_names is a set of texts that a certificate without the extension leaves empty; an address
#   is in it as "127.0.0.1", or is left out.
# Behaviour: without the extension the set holds one name, the empty text, so `if names` and len() find a name in every CA.
#   An address is in it as four characters, its bytes: "\x7f\x00\x00\x01" for 127.0.0.1 and "2001" for 50.48.48.49, which
#   looks like a host name. DNS names, mail addresses and URIs stand among them without their kinds.
# Output seen: no SAN: {""}; DNS and 127.0.0.1: {"a.example", "\x7f\x00\x00\x01"}; 50.48.48.49: {"2001"}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-mbedtls==2.10.1
made() { # file, further arguments
    local file=$1
    shift
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out "$file" -subj /CN=a \
        -days 30 "$@" 2>/dev/null
}
made none.pem
made mixed.pem -addext 'subjectAltName=DNS:a.example,IP:127.0.0.1'
made address.pem -addext 'subjectAltName=IP:50.48.48.49'
cat >try.py <<'PY'
from mbedtls import x509

seen = {}
for name in ("none", "mixed", "address"):
    with open(f"{name}.pem") as given:
        seen[name] = set(x509.CRT.from_PEM(given.read()).subject_alternative_names)
    print(f"{name:8} {sorted(seen[name])}")
assert seen == {"none": {""}, "mixed": {"a.example", "\x7f\x00\x00\x01"}, "address": {"2001"}}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
