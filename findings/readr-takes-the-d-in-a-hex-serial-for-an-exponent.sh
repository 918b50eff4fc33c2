#!/usr/bin/env bash
# Read a list of short serial numbers in hex, as a small authority gives them out, by R's readr.
#
# Package: r-cran-readr 2.1.4 with R 4.2.2 (Debian 12), pandas 3.1.1 (PyPI) as the comparison
# Guessed: a column with 1000 and 10D2 is text, as one of them is nothing but hex digits; the E of 10E2 would be
#   another matter, which CSV readers take for an exponent.
# Behaviour: D is an exponent as well, as Fortran writes one: 10D2 is the number 1000, and so the same as the serial
#   number 1000, with which many a list of `openssl ca` begins. Joined by their serial numbers, the two certificates
#   are one. R's own read.csv and pandas have text; so has readr, as soon as one value has another letter or a zero in
#   front.
# Output seen: 1000 and 10D2: readr 1000 1000, read.csv and pandas 1000 10D2; with 10AF among them: text for all
set -euo pipefail

Rscript -e 'library(readr)' >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends r-cran-readr >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' r-cran-readr r-base-core
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1
cat >ask.R <<'R'
file <- commandArgs(TRUE)
cat(suppressMessages(readr::read_csv(file, show_col_types = FALSE))$serial, "| ")
cat(as.character(read.csv(file)$serial), "\n")
R
bad=
check() { # what readr reads, what read.csv and pandas read, serials
    local told pandas
    printf '%s\n' serial "${@:3}" >list.csv
    told=$(TZ=UTC Rscript ask.R list.csv)
    pandas=$(venv/bin/python -c 'import pandas; print(*pandas.read_csv("list.csv")["serial"])')
    echo "${*:3}: readr: ${told% | *}; read.csv: ${told#* | }; pandas: $pandas"
    [ "$told" = "$1 | $2 " ] && [ "$pandas" = "$2" ] || bad=1
}
check "1000 1000" "1000 10D2" 1000 10D2
check "1004 10000" "1004 10D3" 1004 10D3
check "1000 10D2 10AF" "1000 10D2 10AF" 1000 10D2 10AF
check "1000 10C2" "1000 10C2" 1000 10C2
[ -z "$bad" ] || { echo "CHANGED: other values are read" >&2; exit 1; }
