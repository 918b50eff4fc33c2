#!/usr/bin/env bash
# Show a list of certificates by host with csvkit.
#
# Package: csvkit 2.2.0 with agate 1.14.2 (PyPI)
# Guessed: a column is taken for dates where its cells have the form of dates, with a day and a year; a column of names
#   that nobody takes for a date stays text, and a column of numbers one of numbers.
# Behaviour: names of days and months alone are dates too, counted from the first of January of the year 1, where no
#   calendar that anybody uses begins: "sun" is 0001-01-07, "may" 0001-05-01. It goes by whole columns, so the list is
#   right until a filter leaves only such hosts, or such short names of organisations ("Sun"). In the same list a
#   column of days left is True or False once each cell is 1 or 0: for the certificates that expire tomorrow.
# Output seen: sun, mars: text; sun, mon: 0001-01-07, 0001-01-08; may: 0001-05-01; days left 1: true
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
printf 'host,left\nsun,1\nmars,30\nmon,1\nmay,0\n' >all.csv
show() { venv/bin/csvjson "$@" | tr -d '\n'; echo; }
show all.csv | tee out
venv/bin/csvgrep -c host -r '^(sun|mon)$' all.csv >days.csv
show days.csv | tee -a out
venv/bin/csvgrep -c host -m may all.csv >may.csv
show may.csv | tee -a out
head -1 out | grep -q '"host": "sun", "left": 1.0}, {"host": "mars", "left": 30.0}'
sed -n 2p out | grep -qF '[{"host": "0001-01-07", "left": true}, {"host": "0001-01-08", "left": true}]' &&
    sed -n 3p out | grep -qF '[{"host": "0001-05-01", "left": false}]' ||
    { echo "CHANGED: csvkit takes such names otherwise" >&2; exit 1; }
