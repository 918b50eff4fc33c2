#!/usr/bin/env bash
# Read files with a certificate and a key in R, by read_cert and by read_cert_bundle.
#
# Package: r-cran-openssl 2.0.5 with R 4.2.2 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: read_cert_bundle() is read_cert() for more than one certificate: where the one passes over a key, EC PARAMETERS
#   or a request, as OpenSSL's own reader does, the other gives the certificates of the file.
# Behaviour: the file is cut into its PEM blocks and each of them must be a certificate. With a key anywhere in it, before,
#   between or behind, nothing is returned, "no start line", which sounds as if the file had no PEM at all. Files for
#   HAProxy, lighttpd or a mail server, certificate, key and issuers in one, are just these; read_cert() on the same
#   file gives the leaf, so a program that takes the first certificate works until somebody wants the whole chain.
# Output seen: leaf + issuer: 2; key + leaf, leaf + key + issuer, EC PARAMETERS + leaf: "no start line"; read_cert: the leaf
#   in each
set -euo pipefail

Rscript -e 'library(openssl)' >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core r-cran-openssl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for name in leaf issuer; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.pem -subj /CN=$name \
        -days 30 2>/dev/null
done
openssl ecparam -name prime256v1 -out parameters.pem
cat leaf.pem issuer.pem >chain.txt
cat leaf.key leaf.pem >key-first.txt
cat leaf.pem leaf.key issuer.pem >haproxy.txt
cat parameters.pem leaf.pem >parameters.txt
cat >ask.R <<'R'
cat("openssl", as.character(packageVersion("openssl")), "\n")
subject <- function(cert) as.list(cert)$subject
for (file in c("chain", "key-first", "haproxy", "parameters")) {
    path <- paste0(file, ".txt")
    bundle <- tryCatch(paste(length(openssl::read_cert_bundle(path)), "certificates"),
        error = function(e) if (grepl("no start line", conditionMessage(e))) "no start line" else conditionMessage(e))
    cat(file, ": read_cert ", subject(openssl::read_cert(path)), ", read_cert_bundle ", bundle, "\n", sep = "")
}
R
Rscript ask.R 2>/dev/null | tee out
grep -qx 'chain: read_cert CN=leaf, read_cert_bundle 2 certificates' out
for file in key-first haproxy parameters; do
    grep -qx "$file: read_cert CN=leaf, read_cert_bundle no start line" out ||
        { echo "CHANGED: read_cert_bundle treats $file otherwise" >&2; exit 1; }
done
