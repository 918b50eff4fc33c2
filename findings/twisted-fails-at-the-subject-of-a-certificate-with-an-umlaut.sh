#!/usr/bin/env bash
# Ask Twisted for the subject of a certificate.
#
# Package: Twisted 26.10.0 with pyOpenSSL 26.4.0, service-identity 26.1.0 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: Certificate.getSubject() and getIssuer() give the parts of the name, as pyOpenSSL below gives them, whatever
#   letters are in them.
# Behaviour: each value is brought into ASCII bytes, so that one umlaut anywhere in the name is a UnicodeEncodeError, from
#   both calls and from inspect(), by which a server logs who has connected. Punycode in a common name is read. And of a part
#   that stands twice, two units, the first only is there. pyOpenSSL has the name with all its letters and parts.
# Output seen: CN=Mueller: read; CN=Müller and O=Exämple: UnicodeEncodeError; OU one and two: one
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Twisted==26.10.0 pyOpenSSL==26.4.0 service-identity==26.1.0
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
make() { openssl req -x509 -config cnf -key key.pem -utf8 -subj "$2" -days 9 -out "$1.pem"; }
make plain /CN=Mueller
make name /CN=Müller
make organization /O=Exämple/CN=xn--mller-kva.example
make units /OU=one/OU=two/CN=a
cat >try.py <<'PY'
import sys

from twisted.internet.ssl import Certificate

seen = []
for name in ("plain", "name", "organization", "units"):
    cert = Certificate.loadPEM(open(name + ".pem").read())
    try:
        subject = cert.getSubject()
        told = (subject.CN, getattr(subject, "OU", None))
    except UnicodeEncodeError as error:
        told = type(error).__name__
    print(f"{name}: pyOpenSSL {cert.original.get_subject().get_components()}, Twisted {told}")
    seen.append(told)
sys.exit(seen != [(b"Mueller", None), "UnicodeEncodeError", "UnicodeEncodeError", (b"a", b"one")])
PY
PYTHONIOENCODING=utf-8 venv/bin/python -W ignore try.py || { echo "CHANGED: Twisted gives other subjects" >&2; exit 1; }
