#!/usr/bin/env bash
# Write a column of certificates in DER by the shell of SQLite.
#
# Package: sqlite3 3.40.1 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: the output modes differ in quotation marks and separators; what a mode cannot carry, it writes in hex, as
#   the modes quote and insert do with a BLOB, and the amount is the same in all.
# Behaviour: csv, list, tabs and the others for tables end a BLOB at its first zero byte, without an error, quotation
#   marks closed and line complete. In DER that comes soon and by chance: behind a serial number whose first bit is
#   set, at the NULL of an algorithm, so rows have 15 or 40 bytes of their certificate, each beginning right. json has
#   all bytes but leaves those from 80 to FF as they are, so its output is no UTF-8 and no JSON reader takes it as it
#   stands.
# Output seen: 00AB as serial: csv and list 15 bytes of 747, quote and json all
set -euo pipefail

command -v sqlite3 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends sqlite3 >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
sqlite3 --version | cut -d' ' -f1
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -outform DER -out cert.der -subj /CN=x -days 30 -set_serial 0xab 2>/dev/null
sqlite3 certs.db "create table certs(der blob); insert into certs values (readfile('cert.der'))"
for mode in csv list quote json; do sqlite3 certs.db ".mode $mode" "select der from certs" >$mode; done
cat >ask.py <<'PY'
import csv
import json
import sys

der = open("cert.der", "rb").read()
first = der.index(0)
rows = list(csv.reader(open("csv", encoding="latin-1", newline="")))
text = open("list", "rb").read()
quoted = bytes.fromhex(open("quote").read().strip()[2:-1])
loaded = json.loads(open("json", "rb").read().decode("latin-1"))[0]["der"].encode("latin-1")
print(f"DER: {len(der)} bytes, first zero byte at {first}")
print(f"csv: {len(rows[0][0])}, list: {len(text) - 1}, quote: {len(quoted)}, json: {len(loaded)}")
assert quoted == der
try:
    open("json", encoding="utf-8").read()
    sys.exit("CHANGED: the JSON is UTF-8")
except UnicodeDecodeError:
    pass
if rows != [[der[:first].decode("latin-1")]] or text != der[:first] + b"\n" or loaded != der:
    sys.exit("CHANGED: sqlite3 writes such columns otherwise")
PY
python3 ask.py
