#!/usr/bin/env bash
# Describe certificates as STIX objects, the form in which reports of attacks name them, by OASIS's stix2.
#
# Package: stix2 3.0.2 (PyPI), Python 3.11
# Guessed: the id of an X509Certificate is made of its content, so that the same certificate has the same id everywhere;
#   what makes a certificate one of a kind, issuer and serial, goes into it.
# Behaviour: only the serial and one of the hashes go into it, as the standard has it. Without a hash the serial 01 of all
#   authorities is one object, and a store keeps one of them. Without a serial too, the id is random: the same certificate
#   gets another at each run. Of the hashes the first of a fixed list counts, SHA-1 before SHA-256: who knows the SHA-1 as
#   well has another object than who knows the SHA-256 only. And the hash in capital letters is another id than
#   the same in small ones; colons are refused.
# Output seen: same serial, other issuer: same id; same issuer and subject, no serial: other ids; SHA-256 alone, with SHA-1:
#   other ids; SHA-1 alone, with SHA-256: same; capital letters: other ids
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check stix2==3.0.2
cat >try.py <<'PY'
import sys

from stix2 import X509Certificate

sha1, sha256 = {"SHA-1": "ab" * 20}, {"SHA-256": "cd" * 32}
pairs = {
    "same serial, other issuer": ({"serial_number": "01", "issuer": "CN=a"}, {"serial_number": "01", "issuer": "CN=b"}, True),
    "other serial, same issuer": ({"serial_number": "01", "issuer": "CN=a"}, {"serial_number": "02", "issuer": "CN=a"}, False),
    "no serial, the same twice": ({"issuer": "CN=a", "subject": "CN=x"}, {"issuer": "CN=a", "subject": "CN=x"}, False),
    "SHA-256, and with SHA-1": ({"hashes": sha256}, {"hashes": {**sha1, **sha256}}, False),
    "SHA-1, and with SHA-256": ({"hashes": sha1}, {"hashes": {**sha1, **sha256}}, True),
    "SHA-256, and in capitals": ({"hashes": sha256}, {"hashes": {"SHA-256": "CD" * 32}}, False),
}
bad = False
for what, (one, two, expected) in pairs.items():
    same = X509Certificate(**one).id == X509Certificate(**two).id
    print(f"{what}: the same id {same}")
    bad |= same != expected
sys.exit(bad)
PY
venv/bin/python try.py || { echo "CHANGED: stix2 gives other ids" >&2; exit 1; }
