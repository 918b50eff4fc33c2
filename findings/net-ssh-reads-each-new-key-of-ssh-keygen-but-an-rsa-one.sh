#!/usr/bin/env bash
# Read private keys as ssh-keygen writes them, those for SSH certificates among them, by Ruby's Net::SSH.
#
# Package: ruby-net-ssh 7.0.1 with Ruby 3.1 and its openssl 3.0 (Debian 12), openssh-client 9.2p1 for the keys
# Guessed: KeyFactory.load_private_key reads the form that ssh-keygen writes by default, BEGIN OPENSSH PRIVATE KEY,
#   for each kind of key, since the two come from one release of Debian.
# Behaviour: Ed25519 and ECDSA are read, RSA is "rsa#set_key= is incompatible with OpenSSL 3.0": the key is put
#   together from its numbers, which OpenSSL 3 does not let one do. The same RSA key written by ssh-keygen -m PEM is
#   read. Who made a key for an SSH certificate by -t rsa has a program that fails with an error about OpenSSL.
# Output seen: Ed25519, ECDSA: read; RSA: set_key= is incompatible with OpenSSL 3.0; RSA by -m PEM: read; OpenSSH: all
#   read
set -euo pipefail

{ command -v ruby && ruby -e 'require "net/ssh"; require "ed25519"'; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        ruby ruby-net-ssh ruby-ed25519 ruby-bcrypt-pbkdf >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ruby-net-ssh ruby3.1 openssh-client
cat >ask.rb <<'RB'
require "net/ssh"
begin
  Net::SSH::KeyFactory.load_private_key("key", nil, false)
  puts "read"
rescue StandardError => error
  puts error.message
end
RB
bad=
check() { # expected, options of ssh-keygen
    local told
    rm -f key key.pub
    ssh-keygen -q -N '' -C x -f key "${@:2}"
    told=$(ruby -W0 ask.rb)
    echo "${*:2}: $(head -1 key | tr -d -): OpenSSH $(ssh-keygen -yf key >/dev/null && echo read); Net::SSH $told"
    [ "$told" = "$1" ] || bad=1
}
check read -t ed25519
check read -t ecdsa
check "rsa#set_key= is incompatible with OpenSSL 3.0" -t rsa
check read -t rsa -m PEM
[ -z "$bad" ] || { echo "CHANGED: Net::SSH reads other keys" >&2; exit 1; }
