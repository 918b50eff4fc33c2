#!/usr/bin/env bash
# Read SSH certificates with each option that ssh-keygen offers by asyncssh, as the client that owns them.
#
# Package: asyncssh 2.24.1 (PyPI), openssh-client 9.2p1 (Debian 12) for the certificates
# Guessed: a client reads its own certificate, whatever options for the server stand in it: a server has to refuse what it
#   does not know, a client only sends it. And verify-required is one of OpenSSH's three critical options since 8.4.
# Behaviour: a critical option other than force-command and source-address makes the whole file "Invalid OpenSSH
#   certificate", with no word about the option. So a certificate with verify-required, for keys on a token with a PIN,
#   cannot be read, shown or used for logging in. no-touch-required, which is an extension, and unknown extensions are read.
# Output seen: none, force-command, source-address, no-touch-required: read; verify-required: Invalid OpenSSH certificate
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asyncssh==2.24.1
cat >read.py <<'PY'
import asyncssh

try:
    print("read", *asyncssh.read_certificate("user-cert.pub").principals)
except asyncssh.KeyImportError as error:
    print(error)
PY
ssh-keygen -q -t ed25519 -N '' -f ca
ssh-keygen -q -t ed25519 -N '' -f user
bad=
check() { # option, expected
    local told
    ssh-keygen -q -s ca -I id -n name ${1:+-O "$1"} user.pub
    ssh-keygen -L -f user-cert.pub | grep -q 'user certificate'
    told=$(venv/bin/python read.py)
    echo "${1:-no option}: $told"
    [ "$told" = "$2" ] || bad=1
}
check "" "read name"
check "force-command=ls -l" "read name"
check source-address=10.0.0.0/8 "read name"
check no-touch-required "read name"
check extension:x@example.com=y "read name"
check verify-required "Invalid OpenSSH certificate"
[ -z "$bad" ] || { echo "CHANGED: asyncssh reads other certificates" >&2; exit 1; }
