#!/usr/bin/env bash
# certutil exports two certificates for a nickname that belongs to one.
# Package: libnss3-tools 3.87.1 (Debian), OpenSSL 3.0.19 for the test certificates
# Guessed: "certutil -L -n old-ca -a" prints the certificate that was added as "old-ca", and only that one.
# Behaviour: the nickname leads to a subject, and every certificate with this subject is printed, the one with the
#   later validity first, whatever its own nickname. After a CA renewal under the same name, exporting "old-ca" gives
#   the new CA as first block, so a script that takes the first certificate from the output never gets the old one,
#   and -n old-ca and -n new-ca agree to the byte.
# Output seen: list shows old-ca and new-ca; -n old-ca -a prints 2 certificates; first expiry is the new CA's
set -euo pipefail
command -v certutil >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libnss3-tools >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libnss3-tools 2>/dev/null || true
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout old.key -out old.pem -subj "/CN=Example CA" -days 100 2>/dev/null
sleep 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout new.key -out new.pem -subj "/CN=Example CA" -days 3650 2>/dev/null
mkdir db
certutil -N -d sql:db --empty-password
certutil -A -d sql:db -n old-ca -t C,, -a -i old.pem
certutil -A -d sql:db -n new-ca -t C,, -a -i new.pem
certutil -L -d sql:db | grep -E '^(old|new)-ca'
certutil -L -d sql:db -n old-ca -a > export-old.pem
certutil -L -d sql:db -n new-ca -a > export-new.pem
count=$(grep -c 'BEGIN CERTIFICATE' export-old.pem)
first=$(openssl x509 -in export-old.pem -noout -fingerprint -sha256)
new=$(openssl x509 -in new.pem -noout -fingerprint -sha256)
echo "-n old-ca -a printed $count certificates; the first is the $([ "$first" = "$new" ] && echo new || echo old) CA"
if [ "$count" != 2 ] || [ "$first" != "$new" ] || ! cmp -s export-old.pem export-new.pem; then
  echo "CHANGED: the nickname selects one certificate" >&2
  exit 1
fi
