#!/usr/bin/env bash
# Compare the subjects of certificates by Scapy's Cert.
#
# Package: scapy 2.8.0, cryptography 50.0.2 (PyPI); OpenSSL for the certificates
# Guessed: `subject_str` is the whole name in one line, in OpenSSL's old form; two certificates with equal ones have equal
#   subjects.
# Behaviour: the parts pass through a dict, so of two OUs or two DCs the last one is left, and the name of a host
#   in a directory, DC=com, DC=example, loses a label. The order is that of a table and not the certificate's, and what
#   the table does not know stands behind. "OU=web, OU=prod" and "OU=test, OU=prod" have one text, and so has the
#   name turned round: a table keyed by it joins three certificates with three subjects.
# Output seen: /C=NL/OU=web/OU=prod/CN=a, /C=NL/OU=test/OU=prod/CN=a, /CN=a/OU=prod/C=NL: all /C=NL/OU=prod/CN=a;
#   /DC=com/DC=example/CN=a: /CN=a/dc=example
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scapy==2.8.0 cryptography==50.0.2
number=0
for subject in /C=NL/OU=web/OU=prod/CN=a /C=NL/OU=test/OU=prod/CN=a /CN=a/OU=prod/C=NL /DC=com/DC=example/CN=a; do
    number=$((number + 1))
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out $number.pem -subj "$subject" -days 30 2>/dev/null
done
cat >try.py <<'PY'
import warnings

warnings.simplefilter("ignore")
from scapy.layers.tls.cert import Cert

seen = [Cert(f"{number}.pem").subject_str for number in range(1, 5)]
for text in seen:
    print(text)
assert seen == ["/C=NL/OU=prod/CN=a"] * 3 + ["/CN=a/dc=example"], f"CHANGED: {seen}"
PY
venv/bin/python try.py
