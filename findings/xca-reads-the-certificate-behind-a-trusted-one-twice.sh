#!/usr/bin/env bash
# Read files of several certificates, one of them in OpenSSL's form with trust settings, by xca.
#
# Package: xca 2.4.0 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: a block with the label TRUSTED CERTIFICATE is read as the certificate that it holds, as xca's library does, or it
#   is named as one that was not read, as xca does where the file has nothing else.
# Behaviour: the block is left out and the certificate behind it is read in its place, and then once more as itself: leaf,
#   issuing and root with trust settings on the leaf come as issuing, issuing, root. The count is right, a name is missing,
#   and nothing is said. Where the block is the last one, an error is shown.
# Output seen: none trusted: leaf issuing root; leaf trusted: issuing issuing root; issuing trusted: leaf root root
set -euo pipefail

command -v xca >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends xca >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export XCA_NO_GUI=1 QT_QPA_PLATFORM=offscreen HOME=$work
for name in leaf issuing root; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out $name.pem -days 9 -subj /CN=$name 2>/dev/null
    openssl x509 -in $name.pem -trustout -addtrust serverAuth -out $name-trusted.pem
done
bad=
check() { # files, expected
    local told
    for file in $1; do cat "$file.pem"; done >list.pem
    told=$(xca --no-gui --print list.pem </dev/null 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Descriptor: *//p' | paste -sd' ')
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check "leaf issuing root" "leaf issuing root"
check "leaf-trusted issuing root" "issuing issuing root"
check "leaf issuing-trusted root" "leaf root root"
[ -z "$bad" ] || { echo "CHANGED: xca reads other certificates" >&2; exit 1; }
