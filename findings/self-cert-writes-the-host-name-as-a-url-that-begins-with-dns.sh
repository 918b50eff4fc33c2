#!/usr/bin/env bash
# Make a certificate for a host by npm's self-cert, and ask whether it is for that host.
#
# Package: self-cert 2.0.1 (npm) on Node.js v20.20.2, service-identity 26.1.0 (PyPI), OpenSSL 3.0.19 for reading
# Guessed: attrs.commonName is the host, and the SAN, which each client looks at today, has it as a DNS name.
# Behaviour: the SAN has it as a URL, and the URL is the text "DNS: www.example.com", so there is no DNS name in it. Beside it
#   stand all addresses that the machine had when the certificate was made, so that no two machines make the same one.
#   OpenSSL and Node look at the common name where there is no DNS name and accept it, so a try with these works; who
#   follows RFC 9525 and looks at the SAN alone, as browsers do, and Twisted by service-identity, refuses it. The serial
#   number is 1 each time.
# Output seen: SAN: URI:DNS: www.example.com and addresses, no DNS:; OpenSSL, Node: accepted; service-identity: refused
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts self-cert@2.0.1 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check service-identity==26.1.0
cat >ask.cjs <<'JS'
const fs = require('fs');
const { X509Certificate } = require('crypto');
const { certificate } = require('self-cert')({ attrs: { commonName: 'www.example.com' }, bits: 2048 });
fs.writeFileSync('cert.pem', certificate);
const error = require('tls').checkServerIdentity('www.example.com', new X509Certificate(certificate).toLegacyObject());
console.log(`Node: ${error ? error.code : 'accepted'}`);
JS
node ask.cjs | tee seen
venv/bin/python - <<'PY' | tee -a seen
from cryptography import x509
from service_identity import CertificateError, VerificationError
from service_identity.cryptography import verify_certificate_hostname

try:
    verify_certificate_hostname(x509.load_pem_x509_certificate(open("cert.pem", "rb").read()), "www.example.com")
    print("service-identity: accepted")
except (CertificateError, VerificationError):
    print("service-identity: refused")
PY
openssl x509 -in cert.pem -noout -ext subjectAltName | tr ',' '\n' | sed 's/^ *//' | grep -E '^(URI|DNS):' | tee -a seen
openssl x509 -in cert.pem -noout -checkhost www.example.com | tee -a seen
openssl x509 -in cert.pem -noout -serial | tee -a seen
cat >expected <<'SEEN'
Node: accepted
service-identity: refused
URI:DNS: www.example.com
Hostname www.example.com does match certificate
serial=01
SEEN
cmp -s seen expected || { echo "CHANGED: self-cert writes another certificate" >&2; exit 1; }
