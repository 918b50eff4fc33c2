#!/usr/bin/env bash
# Read the known hosts of OpenSSH, and who may certify hosts, by Augeas, which Puppet edits such files with.
#
# Package: augeas-tools 1.14.0 (Debian 12), openssh-client 9.2p1 for the key and the comparison
# Guessed: the lens Known_Hosts reads each line that OpenSSH writes; it has @cert-authority and @revoked, names that
#   are hashed, several hosts, and comments of a line of their own.
# Behaviour: a comment behind the key, which sshd(8) has as the last field of a line, and which a key copied from a
#   .pub file always brings along, is a parse error, and then no line of the file can be read or changed. The lens for
#   authorized_keys beside it has the comment.
# Output seen: @cert-authority with a key: read; the same with the comment: parse_failed; ssh-keygen -F: found in both
set -euo pipefail

command -v augtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends augeas-tools >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' augeas-tools augeas-lenses openssh-client
ssh-keygen -q -t ed25519 -N '' -C 'ca of a.example' -f ca
read -r kind key comment <ca.pub
bad=
check() { # expected, lens, line
    local told
    mkdir -p root
    printf '%s\n' "$3" >root/file
    told=$(printf '%s\n' "set /augeas/load/X/lens $2" 'set /augeas/load/X/incl /file' load 'print /files/file' \
        'print /augeas/files/file/error' | augtool --noautoload --root "$work/root" |
        sed -n 's/.*"\(parse_failed\)"/\1/p; s/.*\/type = .*/read/p')
    echo "$2, ${3/$key/...}: $told$([ "$2" != Known_Hosts.lns ] || echo ", ssh-keygen -F:" \
        "$(ssh-keygen -F b.a.example -f root/file >found 2>/dev/null && echo found || echo not found)")"
    [ "$told" = "$1" ] || bad=1
    [ "$2" != Known_Hosts.lns ] || [ -s found ] || bad=1
}
check read Known_Hosts.lns "@cert-authority *.a.example $kind $key"
check parse_failed Known_Hosts.lns "@cert-authority *.a.example $kind $key $comment"
check read Known_Hosts.lns "b.a.example $kind $key"
check parse_failed Known_Hosts.lns "b.a.example $kind $key $comment"
check read Authorized_Keys.lns "cert-authority $kind $key $comment"
[ -z "$bad" ] || { echo "CHANGED: Augeas reads other lines" >&2; exit 1; }
