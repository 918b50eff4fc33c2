#!/usr/bin/env bash
# Put two CAs into /usr/local/share/ca-certificates, in two subfolders, under one file name.
#
# Package: ca-certificates 20250419 (Debian 12), run on folders of its own; OpenSSL 3.0.19
# Guessed: subfolders are allowed so that site-a/ca.crt and site-b/ca.crt can stand side by side; both CAs are trusted
#   afterwards, by each program.
# Behaviour: the bundle ca-certificates.crt gets both. The folder /etc/ssl/certs gets a link by the file's name without its
#   path, and the second one overwrites the first. So a program that reads the bundle trusts both CAs, and one that looks
#   CAs up in the folder, as OpenSSL does by default, trusts one. The report counts two added, with no warning, and which
#   of them is left depends on the order in which the search comes by them. (A file with two CAs in it is in the
#   bundle only, too, but there a warning says so.)
# Output seen: 2 added; bundle: 2 certificates; folder: 1 link; leaves verified by the file: a b; by the folder: b
set -euo pipefail

command -v update-ca-certificates >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ca-certificates
mkdir -p certs local/site-a local/site-b etc hooks
: >conf
for ca in a b; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $ca.key -out local/site-$ca/ca.crt \
        -subj "/CN=CA $ca" -days 30 2>/dev/null
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out leaf.csr -subj /CN=leaf 2>/dev/null
    openssl x509 -req -in leaf.csr -CA local/site-$ca/ca.crt -CAkey $ca.key -set_serial 2 -days 20 -out leaf-$ca.pem 2>/dev/null
done
update-ca-certificates --certsconf "$work/conf" --certsdir "$work/certs" --localcertsdir "$work/local" \
    --etccertsdir "$work/etc" --hooksdir "$work/hooks" >report 2>&1
grep 'added' report
trusted() { # options of openssl verify
    local ca names=
    for ca in a b; do
        if openssl verify -no-CAfile -no-CApath -no-CAstore "$@" leaf-$ca.pem >/dev/null 2>&1; then names="$names$ca "; fi
    done
    echo "$names"
}
by_file=$(trusted -CAfile etc/ca-certificates.crt)
by_folder=$(trusted -CApath etc)
echo "in the bundle: $(grep -c BEGIN etc/ca-certificates.crt); links to files: $(find etc -name '*.pem' | wc -l)"
echo "leaves verified by the file: $by_file; by the folder: $by_folder"
grep -q '^2 added' report && ! grep -qi warning report && [ "$by_file" = "a b " ] && [ "$(wc -w <<<"$by_folder")" = 1 ] ||
    { echo "CHANGED: update-ca-certificates treats the names otherwise" >&2; exit 1; }
