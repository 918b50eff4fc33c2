#!/usr/bin/env bash
# Ask Ruby's sshkey how many bits a public key of SSH has.
#
# Package: ruby-sshkey 2.0.0 with Ruby 3.1 (Debian 12), openssh-client 9.2p1 for the keys and the comparison
# Guessed: SSHKey.ssh_public_key_bits gives what `ssh-keygen -l` prints for each kind of key that it calls valid: 256,
#   384 or 521 for ECDSA, by the curve whose name stands in the key.
# Behaviour: for ECDSA it is the length of the point, both coordinates and the byte before them: 520, 776 and 1064.
#   RSA and Ed25519 are right, so that a rule such as "at least 3072, or 256 on a curve" seems to work, and a list of
#   keys has curves that do not exist.
# Output seen: RSA 3072: 3072; Ed25519: 256; ECDSA 256, 384, 521: 520, 776, 1064
set -euo pipefail

{ command -v ruby && ruby -rsshkey -e1; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        ruby ruby-sshkey >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ruby-sshkey openssh-client
bad=
check() { # expected, kind, bits
    local told
    rm -f key key.pub
    ssh-keygen -q -t "$2" -b "$3" -N '' -C x -f key
    told=$(ruby -rsshkey -e 'key = File.read("key.pub")
        puts SSHKey.valid_ssh_public_key?(key) ? SSHKey.ssh_public_key_bits(key) : "not valid"')
    echo "$2: ssh-keygen $(ssh-keygen -lf key.pub | cut -d' ' -f1), sshkey $told"
    [ "$told" = "$1" ] || bad=1
}
check 3072 rsa 3072
check 256 ed25519 256
check 520 ecdsa 256
check 776 ecdsa 384
check 1064 ecdsa 521
[ -z "$bad" ] || { echo "CHANGED: sshkey counts other bits" >&2; exit 1; }
