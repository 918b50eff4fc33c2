#!/usr/bin/env bash
# asn1crypto writes a URL with an IPv6 host without its brackets, and then cannot read its own output.
# Package: asn1crypto 1.5.1 (PyPI), read on Python 3.11
# Guessed: a URI general name (for an issuer URL, a CRL distribution point, a SAN) is stored as given; at most the
#   host is put into lower case.
# Behaviour: the URL is taken apart and put together again, and the brackets around an IPv6 literal are lost, so the
#   certificate carries http://2001:db8::1/ca.crt, which is no URL. The value in memory still shows the brackets; only
#   a reader of the finished bytes sees the damage, and there asn1crypto's own .native raises ValueError.
# Output seen: given http://[2001:db8::1]/ca.crt, .native the same, bytes http://2001:db8::1/ca.crt, read back:
#   ValueError
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q asn1crypto==1.5.1
cat > ask.py <<'PY'
from asn1crypto import x509

url = "http://[2001:db8::1]/ca.crt"
name = x509.GeneralName("uniform_resource_identifier", url)
data = name.dump()
written = data[2:].decode("ascii")
try:
    back = x509.GeneralName.load(data).native
except ValueError as err:
    back = f"ValueError: {err}"
print("given    ", url)
print("in memory", name.native)
print("in bytes ", written)
print("read back", back)
if name.native != url or written != "http://2001:db8::1/ca.crt":
    raise SystemExit("CHANGED: the brackets are kept")
PY
env/bin/python ask.py
