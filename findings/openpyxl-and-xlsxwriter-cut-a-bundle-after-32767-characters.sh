#!/usr/bin/env bash
# Put the text of certificate bundles into a spreadsheet by Python's two libraries for it.
#
# Package: openpyxl 3.1.5, xlsxwriter 3.3.1 (PyPI), OpenSSL 3.0.19 for the certificate
# Guessed: a cell that is too long for Excel, which has 32767 characters, is an error, as a control character is one in
#   openpyxl; at least there is a warning.
# Behaviour: both write the first 32767 characters and go on. openpyxl cuts when the cell is set, so that it is short in
#   memory too; xlsxwriter's write() returns -2 where it otherwise returns 0, which nobody looks at, and raises for other
#   mistakes. A bundle of some thirty certificates ends in the middle of one, and what reads it back has fewer of
#   them and a broken block at the end.
# Output seen: 10 certificates: 10 and 10; 40 certificates: fewer from both, no end marker, no exception and no warning
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 xlsxwriter==3.3.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=www.example.com 2>/dev/null
cat >ask.py <<'PY'
import pathlib
import sys
import warnings
import openpyxl
import xlsxwriter

warnings.simplefilter("error")
pem = pathlib.Path("cert.pem").read_text()
bad = False
for count in (10, 40):
    text = pem * count
    book = openpyxl.Workbook()
    book.active["A1"] = text
    book.save("openpyxl.xlsx")
    with xlsxwriter.Workbook("xlsxwriter.xlsx") as book:
        code = book.add_worksheet().write("A1", text)
    for library in ("openpyxl", "xlsxwriter"):
        again = openpyxl.load_workbook(library + ".xlsx").active["A1"].value
        told = f"{len(text)} characters, {len(again)} back, {again.count('-----END')} of {count} certificates"
        print(f"{library}: {told}")
        bad |= len(again) != min(len(text), 32767)
    bad |= code != (0 if count == 10 else -2)
if bad:
    sys.exit("CHANGED: long texts are treated otherwise")
PY
venv/bin/python ask.py
