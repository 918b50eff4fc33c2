#!/usr/bin/env bash
# Look at the serial numbers that npm's mkcert gives to certificates of one authority.
#
# Package: mkcert 3.2.0 (npm), OpenSSL 3.0.19 for reading
# Guessed: a serial is 64 random bits or more, as with the mkcert of the same name in Go and with all that follow the
#   CA/Browser Forum; at least it is unique for one authority.
# Behaviour: a number from 50000 to 144999 is drawn, and its decimal digits are written as ASCII: "126004" becomes the
#   serial 31:32:36:30:30:34, which looks long. One pair among 363 certificates of one authority is more likely than not
#   to share its serial. Firefox and NSS refuse the second with SEC_ERROR_REUSED_ISSUER_AND_SERIAL, keyed stores
#   overwrite the first, and the error comes and goes with each new run of the tests.
# Output seen: serials of five certificates: five or six digits of ASCII, each within that range
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts mkcert@3.2.0 >/dev/null
cat >make.cjs <<'JS'
const fs = require('fs');
const { createCA, createCert } = require('mkcert');
(async () => {
  const who = { organization: 'Example', countryCode: 'DE', state: 'Berlin', locality: 'Berlin' };
  const ca = await createCA({ ...who, validity: 30 });
  fs.writeFileSync('0.pem', ca.cert);
  for (let count = 1; count < 5; count++) {
    const { cert } = await createCert({ ca, domains: ['localhost'], validity: 30 });
    fs.writeFileSync(`${count}.pem`, cert);
  }
})();
JS
node make.cjs
for file in [0-4].pem; do
    serial=$(openssl x509 -in "$file" -noout -serial)
    digits=$(python3 -c 'import sys; print(bytes.fromhex(sys.argv[1]).decode("latin1"))' "${serial#serial=}")
    echo "$serial: $digits"
    [[ "$digits" =~ ^[0-9]{5,6}$ ]] && [ "$digits" -ge 50000 ] && [ "$digits" -lt 145000 ] ||
        { echo "CHANGED: mkcert draws other serials" >&2; exit 1; }
done
