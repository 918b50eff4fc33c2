#!/usr/bin/env bash
# List a certificate's alternative names in R.
#
# Package: r-cran-openssl 2.0.5 with R 4.2.2 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: `as.list(cert)$alt_names` gives the IP addresses as text, as it gives DNS names, e-mail addresses and URLs in
#   the same vector; or it leaves out what it has no text for.
# Behaviour: each IP address, IPv4 or IPv6, is an empty text in its place, and so are a directory name and an otherName.
#   The length of the vector is right, so an inventory has as many names as the certificate, some of them blank;
#   `host %in% alt_names` is FALSE for an address that is in the certificate, two different addresses count as one after
#   unique(), and a table joined by name matches all rows that have no name.
# Output seen: DNS, two addresses, e-mail, URL: "www.example.com" "" "" "me@example.com" "http://x/"
set -euo pipefail

Rscript -e 'library(openssl)' >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core r-cran-openssl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cert.pem -subj /CN=x -days 30 \
    -addext 'subjectAltName=DNS:www.example.com,IP:192.0.2.7,IP:2001:db8::7,email:me@example.com,URI:http://x/' 2>/dev/null
openssl x509 -in cert.pem -noout -ext subjectAltName | tail -1
cat >ask.R <<'R'
cat("openssl", as.character(packageVersion("openssl")), "\n")
names <- as.list(openssl::read_cert("cert.pem"))$alt_names
cat(paste0("'", names, "'"), "\n")
cat("192.0.2.7 among them:", "192.0.2.7" %in% names, "\n")
R
Rscript ask.R 2>/dev/null | tee out
grep -qx "'www.example.com' '' '' 'me@example.com' 'http://x/' " out && grep -qx '192.0.2.7 among them: FALSE ' out ||
    { echo "CHANGED: R's openssl gives addresses otherwise" >&2; exit 1; }
