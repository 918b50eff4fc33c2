#!/usr/bin/env bash
# Look at the certificates that Werkzeug makes for a development server, of Flask's --cert=adhoc too.
#
# Package: Werkzeug 3.1.9, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the comparison
# Guessed: the certificate of the moment is for localhost, where the server listens; nobody has signed it, but a client that
#   is given it as trusted can connect. make_ssl_devcert(host=...) is for the host that was named.
# Behaviour: the one of the moment is for the names * and *.*, which no client takes for any host, localhost included,
#   however much it trusts the certificate. With a host given it is for that and for *.host, and both are DNS names:
#   127.0.0.1 is DNS:127.0.0.1 with DNS:*.127.0.0.1, by which no client finds an address.
# Output seen: adhoc: DNS:*, DNS:*.*, localhost mismatch; 127.0.0.1: DNS:127.0.0.1, mismatch; a.example: match
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Werkzeug==3.1.9 cryptography==50.0.2
cat >make.py <<'PY'
import sys

from cryptography.hazmat.primitives.serialization import Encoding
from werkzeug.serving import generate_adhoc_ssl_pair

certificate, _ = generate_adhoc_ssl_pair(*sys.argv[1:])
open("cert.pem", "wb").write(certificate.public_bytes(Encoding.PEM))
PY
bad=
check() { # host asked for, option of openssl verify, host of the client, expected
    local told
    venv/bin/python -W ignore make.py ${1:+"$1"}
    told="$(openssl x509 -in cert.pem -noout -ext subjectAltName | sed -n 's/^ *\(DNS\|IP\)/\1/p');"
    told+=" $(openssl verify -CAfile cert.pem "$2" "$3" cert.pem 2>&1 | sed -nE 's/.*lookup: //p; s/.*: OK/match/p')"
    echo "${1:-adhoc}, $3: $told"
    [ "$told" = "$4" ] || bad=1
}
set +o pipefail
check "" -verify_hostname localhost "DNS:*, DNS:*.*; hostname mismatch"
check "" -verify_hostname a.example "DNS:*, DNS:*.*; hostname mismatch"
check 127.0.0.1 -verify_ip 127.0.0.1 "DNS:127.0.0.1, DNS:*.127.0.0.1; IP address mismatch"
check a.example -verify_hostname a.example "DNS:a.example, DNS:*.a.example; match"
[ -z "$bad" ] || { echo "CHANGED: Werkzeug makes other certificates" >&2; exit 1; }
