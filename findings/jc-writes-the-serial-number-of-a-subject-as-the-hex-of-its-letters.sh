#!/usr/bin/env bash
# Convert a certificate to JSON by jc, whose subject has a serialNumber, as those of companies do.
#
# Package: jc 1.26.1 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: tbs_certificate.serial_number is the certificate's number, written with colons, and subject.serial_number is the
#   text that is in the subject: the register number of the company, which the rules for extended validation demand.
# Behaviour: any field of that name is taken for a number in need of colons, wherever it stands. "HRB 12345" comes
#   out as 48:52:42:20:31:32:33:34:35, the hex of its letters, in subject and issuer. The text is in
#   serial_number_str beside it, which for the certificate itself is the number in decimal. A search in the JSON for the
#   register number as it is shown everywhere else finds nothing under its name.
# Output seen: certificate: 0a:0b, 2571; subject: 48:52:42:20:31:32:33:34:35, HRB 12345; O: Acme
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jc==1.26.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -set_serial 0x0A0B \
    -subj "/C=DE/O=Acme/serialNumber=HRB 12345/CN=www.example.com" 2>/dev/null
openssl x509 -in cert.pem -noout -subject -serial
venv/bin/jc --x509-cert <cert.pem >cert.json
told=$(python3 -c '
import json
body = json.load(open("cert.json"))[0]["tbs_certificate"]
for place in (body, body["subject"], body["issuer"]):
    print(place["serial_number"], place["serial_number_str"], sep="|")
print(body["subject"]["organization_name"])')
echo "$told"
[ "$told" = "0a:0b|2571
48:52:42:20:31:32:33:34:35|HRB 12345
48:52:42:20:31:32:33:34:35|HRB 12345
Acme" ] || { echo "CHANGED: jc writes other serial numbers" >&2; exit 1; }
