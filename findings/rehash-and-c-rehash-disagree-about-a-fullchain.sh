#!/usr/bin/env bash
# Link a folder of authorities with `openssl rehash` and with `c_rehash`, which one manual page describes together.
#
# Package: openssl 3.0.19 (Debian 12), whose package has both
# Guessed: both make the same links: c_rehash is the older form of the same command. A file with several certificates is
#   skipped by both, with a warning.
# Behaviour: openssl rehash skips it with a warning. c_rehash links it, silently, under the name of its first
#   certificate: a fullchain becomes an entry for the leaf, and its issuers are found by nobody. c_rehash also makes a
#   second link for each file, by the hash of OpenSSL before 1.0; openssl rehash does that with -compat only. So which
#   links a folder has says which of the two ran last, and a bundle in it may count or not.
# Output seen: root.pem and fullchain.pem: rehash: 1 link and a warning; c_rehash: 4 links, no warning
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' openssl
make_cert() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout /dev/null -out "$1.pem" -days 30 -subj "/CN=$1" 2>/dev/null
}
make_cert root
make_cert leaf
make_cert issuer
for tool in 'openssl rehash' c_rehash; do
    rm -rf folder
    mkdir folder
    cp root.pem folder
    cat leaf.pem issuer.pem >folder/fullchain.pem
    $tool folder >out 2>&1
    echo "$tool: $(find folder -type l -printf '%l\n' | sort | uniq -c | sed 's/^ *//' | paste -sd' '), warnings: $(grep -ci 'warning' out || true)"
done | tee told
{ [ -e "folder/$(openssl x509 -in leaf.pem -noout -hash).0" ] && ! [ -e "folder/$(openssl x509 -in issuer.pem -noout -hash).0" ]; } &&
    diff told - <<'TEXT' || { echo "CHANGED: the two make other links" >&2; exit 1; }
openssl rehash: 1 root.pem, warnings: 1
c_rehash: 2 fullchain.pem 2 root.pem, warnings: 0
TEXT
