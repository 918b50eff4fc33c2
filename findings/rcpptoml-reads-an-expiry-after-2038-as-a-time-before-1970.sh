#!/usr/bin/env bash
# Read a TOML inventory of certificates in R, with expiries as seconds and a PEM over several lines.
#
# Package: r-cran-rcpptoml 0.2.2 with R 4.2.2 (Debian 12), Python's tomllib
# Guessed: TOML's integers have 64 bits by its own definition. R has 32, but also numbers that hold 53 bits exactly, as
#   R's readers of JSON and YAML use them; so a large one comes as such a number, or with a warning. And a text over
#   several lines comes with its line ends.
# Behaviour: each integer is cut to its low 32 bits, without a word. An expiry after January 2038 is a negative number,
#   so the certificate expired before 1970; 2^32 is 0; a serial number of eight bytes is some other number. The
#   PEM comes with a backslash and an n for each line end, and a quotation mark in a comment with a backslash before it,
#   unless `escape = FALSE`: no reader takes it as it stands.
# Output seen: 2145916800 (2037): right; 2659978852 (2054): -1634988444; 4294967296: 0; PEM: 1 line; with escape = FALSE: 9
set -euo pipefail

Rscript -e 'library(RcppTOML)' >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core r-cran-rcpptoml >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out root.pem -subj /CN=root -days 30 2>/dev/null
{
    printf 'until_2037 = 2145916800\nuntil_2054 = 2659978852\ntwo_to_32 = 4294967296\nserial = 5394239030517750101\n'
    printf 'pem = """\n'
    cat root.pem
    printf '"""\n'
} >inventory.toml
cat >ask.R <<'R'
cat("RcppTOML", as.character(packageVersion("RcppTOML")), "\n")
for (escape in c(TRUE, FALSE)) {
    found <- RcppTOML::parseTOML("inventory.toml", escape = escape)
    for (name in c("until_2037", "until_2054", "two_to_32", "serial")) cat("R:", name, format(found[[name]], scientific = FALSE), "\n")
    cat("R: lines of the PEM, escape =", escape, ":", length(strsplit(found$pem, "\n")[[1]]), "\n")
    if (identical(found, RcppTOML::parseTOML("inventory.toml"))) cat("R: escape =", escape, "is the default\n")
}
R
cat >ask.py <<'PY'
import tomllib
with open("inventory.toml", "rb") as file:
    found = tomllib.load(file)
for name in ("until_2037", "until_2054", "two_to_32", "serial"):
    print("Python:", name, found[name])
print("Python: lines of the PEM:", found["pem"].count("\n"))
PY
python3 ask.py
lines=$(wc -l <root.pem)
Rscript ask.R | tee out
grep -qx 'R: until_2037 2145916800 ' out && grep -qx "R: lines of the PEM, escape = FALSE : $lines " out
grep -qx 'R: until_2054 -1634988444 ' out && grep -qx 'R: two_to_32 0 ' out && grep -qx 'R: serial 2140068181 ' out &&
    grep -qx 'R: lines of the PEM, escape = TRUE : 1 ' out && grep -qx 'R: escape = TRUE is the default' out ||
    { echo "CHANGED: RcppTOML reads these values otherwise" >&2; exit 1; }
