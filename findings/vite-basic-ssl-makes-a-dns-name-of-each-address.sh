#!/usr/bin/env bash
# Let Vite's plugin make the certificate of a development server that is reached by address.
#
# Package: @vitejs/plugin-basic-ssl 2.3.0 (npm) on Node.js v20.20.2, OpenSSL 3.0.19 for reading
# Guessed: the certificate is for localhost, 127.0.0.1 and ::1, the addresses that Vite listens on and prints, and for
#   what is given as `domains`; an address among these becomes an IP address in the SAN, as in other such tools.
# Behaviour: ::1 is in it as a DNS name, brackets included, "DNS:[::1]", which no client looks for; the IPv6 address
#   that is there as an address is fe80::1, which is no loopback. An address in `domains` becomes a DNS name too. So
#   https://[::1]:5173 and https://192.0.2.7:5173 fail by name even where the certificate is trusted, 127.0.0.1 works,
#   and the list of names looks right at a glance.
# Output seen: DNS:localhost, DNS:[::1], IP 127.0.0.1, IP fe80::1, DNS:192.0.2.7; -checkip ::1, 192.0.2.7: does NOT
#   match
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @vitejs/plugin-basic-ssl@2.3.0 >/dev/null
cat >make.mjs <<'JS'
import fs from 'node:fs';
import { getCertificate } from '@vitejs/plugin-basic-ssl';
fs.writeFileSync('both.pem', await getCertificate('cache', 'dev', ['a.example.com', '192.0.2.7']));
JS
node make.mjs
openssl x509 -in both.pem -noout -ext subjectAltName | tail -1 | tee san
for address in 127.0.0.1 ::1 192.0.2.7; do openssl x509 -in both.pem -noout -checkip $address; done | tee checks
grep -q 'DNS:localhost, DNS:\[::1\], IP Address:127.0.0.1, IP Address:FE80:0:0:0:0:0:0:1, .*DNS:192.0.2.7' san &&
    grep -qx 'IP 127.0.0.1 does match certificate' checks && grep -qx 'IP ::1 does NOT match certificate' checks &&
    grep -qx 'IP 192.0.2.7 does NOT match certificate' checks ||
    { echo "CHANGED: the certificate has other names" >&2; exit 1; }
