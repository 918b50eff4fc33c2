#!/usr/bin/env bash
# Read two certificates from a YAML file in R, by the file's name and by its text.
#
# Package: r-cran-yaml 2.3.7 with R 4.2.2 (Debian 12), PyYAML 6.0.4 (PyPI), OpenSSL 3.0.19
# Guessed: yaml.load_file(path) and read_yaml(path) are yaml.load() of what is in the file, so `|` keeps the last line
#   end of each block, wherever the block stands.
# Behaviour: the file is read line by line and joined without the last line end. The block scalar that stands last in
#   the document thus loses its own, and only this one: of leaf and issuer, written alike, the one comes back with a line
#   end and the other without. Leaf and issuer joined then have END and BEGIN on one line, and
#   OpenSSL reads nothing; in the other order it works, and so it does when a further key is put below.
# Output seen: text: issuer and leaf end in a line end; file: the issuer does, the leaf does not; joined leaf, issuer: 2
#   certificates from the text, 0 from the file
set -euo pipefail

Rscript -e 'library(yaml)' >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core r-cran-yaml >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4
for name in issuer leaf; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out $name.pem -subj /CN=$name -days 30 2>/dev/null
    printf '%s: |\n' $name
    sed 's/^/  /' $name.pem
done >chain.yaml
cat >ask.R <<'R'
cat("yaml", as.character(packageVersion("yaml")), "\n")
found <- list(
    text = yaml::yaml.load(readChar("chain.yaml", file.size("chain.yaml"))),
    load_file = yaml::yaml.load_file("chain.yaml"),
    read_yaml = yaml::read_yaml("chain.yaml"))
for (kind in names(found)) cat(found[[kind]]$leaf, found[[kind]]$issuer, sep = "", file = paste0(kind, ".pem"))
for (kind in names(found)) cat(kind, ": issuer ends in a line end:", endsWith(found[[kind]]$issuer, "\n"),
    "leaf:", endsWith(found[[kind]]$leaf, "\n"), "\n")
R
Rscript ask.R | tee out
venv/bin/python -c '
import yaml
with open("chain.yaml") as file:
    found = yaml.safe_load(file)
print("PyYAML: leaf:", found["leaf"].endswith("\n"))
with open("pyyaml.pem", "w") as file:
    file.write(found["leaf"] + found["issuer"])'
count() { { openssl crl2pkcs7 -nocrl -certfile "$1" 2>/dev/null | openssl pkcs7 -print_certs -noout 2>/dev/null | grep -c '^subject'; } || true; }
for kind in pyyaml text load_file read_yaml; do echo "joined, $kind: $(count $kind.pem)"; done
[ "$(count pyyaml.pem)" = 2 ] && [ "$(count text.pem)" = 2 ]
grep -qx 'load_file : issuer ends in a line end: TRUE leaf: FALSE ' out && [ "$(count load_file.pem)" = 0 ] &&
    [ "$(count read_yaml.pem)" = 0 ] || { echo "CHANGED: R's yaml reads files otherwise" >&2; exit 1; }
