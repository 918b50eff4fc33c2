#!/usr/bin/env bash
# Ask libcurl for the certificates of a server (CURLINFO_CERTINFO) on OpenSSL and on GnuTLS.
#
# Package: pycurl 7.49.0 (PyPI, OpenSSL), python3-pycurl 7.45.2 with libcurl3-gnutls 7.88.1 (Debian 12), OpenSSL 3.0.19
#   for the server
# Guessed: it is libcurl's own list of texts, "Subject", "Serial Number", "Start date" and so on, with the TLS library
#   as its source only; a program that reads it runs on either build.
# Behaviour: on GnuTLS libcurl reads the DER by itself, and all comes out differently. The dates are "Start Date" and
#   "Expire Date" with a capital D and as 2027-01-01, so a lookup of "Expire date" finds nothing; there is no extension
#   at all, and so no alternative names. The serial number has three forms by its size: 1 in decimal, 0x80 in hex with a
#   prefix, and a long one in hex with colons, the sign byte in front and a colon at the end. Subjects have no escapes,
#   and numbers for kinds that OpenSSL knows by a name. Debian's Python has this build, its curl command the other.
# Output seen: OpenSSL: "Expire date", 01, 80, 8000000000000005, names; GnuTLS: "Expire Date", 1, 0x80,
#   00:80:00:00:00:00:00:00:05:, no names
set -euo pipefail

/usr/bin/python3 -c 'import pycurl, sys; sys.exit("GnuTLS" not in pycurl.version)' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-pycurl >/dev/null
}
work=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycurl==7.49.0
cat >ask.py <<'PY'
import sys

import pycurl

curl = pycurl.Curl()
curl.setopt(pycurl.URL, f"https://localhost:{sys.argv[1]}/")
curl.setopt(pycurl.CAINFO, sys.argv[2])
curl.setopt(pycurl.OPT_CERTINFO, 1)
curl.setopt(pycurl.WRITEFUNCTION, lambda data: None)
curl.perform()
fields = dict(curl.getinfo(pycurl.INFO_CERTINFO)[0])
names = [name for name in fields if "Alternative" in name]
dates = [f"{name}={fields[name]}" for name in fields if name.lower() == "expire date"]
print(fields["Serial Number"], *dates, "names" if names else "no names", fields["Subject"], sep=" | ")
PY
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
told=
for serial in 1 128 0x8000000000000005; do
    openssl req -x509 -key key.pem -out "$serial.pem" -days 3650 -set_serial "$serial" -addext subjectAltName=DNS:localhost \
        -subj "/businessCategory=x, y/CN=localhost"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    openssl s_server -accept "$port" -cert "$serial.pem" -key key.pem -www -quiet </dev/null >/dev/null 2>&1 &
    servers+=($!)
    sleep 2
    for python in venv/bin/python /usr/bin/python3; do
        told+=$($python ask.py "$port" "$serial.pem")$'\n'
    done
done
echo "$told" | tee out
mask=$(sed -E 's/=[A-Z][a-z]{2} .* GMT/=Mon day time year/; s/=[0-9]{4}-.* GMT/=year-month-day/' out)
[ "$mask" = '01 | Expire date=Mon day time year | names | businessCategory = "x, y", CN = localhost
1 | Expire Date=year-month-day | no names | 2.5.4.15=x, y, CN=localhost
80 | Expire date=Mon day time year | names | businessCategory = "x, y", CN = localhost
0x80 | Expire Date=year-month-day | no names | 2.5.4.15=x, y, CN=localhost
8000000000000005 | Expire date=Mon day time year | names | businessCategory = "x, y", CN = localhost
00:80:00:00:00:00:00:00:05: | Expire Date=year-month-day | no names | 2.5.4.15=x, y, CN=localhost' ] ||
    { echo "CHANGED: libcurl's certificate information is another one" >&2; exit 1; }
