#!/usr/bin/env bash
# Join and sort a list of certificates by serial number with csvkit.
#
# Package: csvkit 2.2.0 with agate 1.14.2 (PyPI)
# Guessed: csvkit keeps numbers as Python's Decimal, so that nothing is lost as it would be in a float, and csvsort and
#   csvjoin write the cells that they have read.
# Behaviour: numbers are calculated with once while they are read, in the 28 digits of Python's usual context. Serial
#   numbers in decimal have up to 49: the rest is rounded away, so csvsort writes others than it has read, and csvjoin
#   finds a partner for a certificate that has none, if it differs behind the 28th digit only, as serials do that begin
#   with a time or a CA's own prefix. csvlook cannot show such a column at all: InvalidOperation, without the name of a
#   column or a row. At 28 digits all is well, so small trials show nothing.
# Output seen: csvsort 3.611442910273249929865917803E+47; csvjoin: a partner; csvlook: InvalidOperation; 28 digits:
#   right
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
printf 'serial,name\n361144291027324992986591780290150892970071011871,a\n' >long.csv
printf 'serial,owner\n361144291027324992986591780290150892970079999999,somebody\n' >other.csv
printf 'serial,name\n3611442910273249929865917802,a\n' >short.csv
{
    echo "sort, 28 digits: $(venv/bin/csvsort -c serial short.csv | tail -1)"
    echo "sort, 48 digits: $(venv/bin/csvsort -c serial long.csv | tail -1)"
    echo "join: $(venv/bin/csvjoin -c serial long.csv other.csv | tail -1)"
    echo "join, as text: $(venv/bin/csvjoin -I -c serial long.csv other.csv | tail -1)"
    echo "look, 48 digits: $(venv/bin/csvlook long.csv 2>&1 | tail -1)"
} | tee out
grep -qx 'sort, 28 digits: 3611442910273249929865917802,a' out && grep -qx 'join, as text: serial,name,owner' out
grep -qx 'sort, 48 digits: 3.611442910273249929865917803E+47,a' out &&
    grep -qx 'join: 3.611442910273249929865917803E+47,a,somebody' out && grep -q '^look, 48 digits: InvalidOperation' out ||
    { echo "CHANGED: csvkit treats long numbers otherwise" >&2; exit 1; }
