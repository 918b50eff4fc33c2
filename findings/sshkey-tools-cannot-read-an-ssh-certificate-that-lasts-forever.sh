#!/usr/bin/env bash
# Read the certificates of ssh-keygen by sshkey-tools.
#
# Package: sshkey-tools 0.12.2 (PyPI), openssh-client 9.2p1 (Debian 12) for the certificates
# Guessed: a certificate signed without -V, ssh-keygen's default, has no end, and is read as such; dates are moments, the
#   same on each machine.
# Behaviour: "forever" stands in the file as the number 2^64-1, which the library hands to datetime.fromtimestamp:
#   OverflowError, "timestamp out of range for platform time_t". So the plainest certificate that ssh-keygen makes cannot
#   be opened; one with -V can. Its dates are then without a zone and in the local one: the same file begins and ends
#   hours apart on two machines.
# Output seen: without -V: OverflowError; with -V, in UTC: ends 2030-01-01 00:00:00, no zone; in Tokyo: 2030-01-01 09:00:00
set -euo pipefail

command -v ssh-keygen >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssh-client >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sshkey-tools==0.12.2
ssh-keygen -q -t ed25519 -N '' -f ca
make() { # name, more options
    ssh-keygen -q -t ed25519 -N '' -C x -f "$1"
    TZ=UTC ssh-keygen -q -s ca -I id -n user "${@:2}" "$1.pub"
}
make forever
make limited -V 20250101000000:20300101000000
ssh-keygen -L -f forever-cert.pub | grep Valid
cat >ask.py <<'PY'
import sys

from sshkey_tools.cert import SSHCertificate

try:
    ends = SSHCertificate.from_file(sys.argv[1] + "-cert.pub").get("valid_before")
    ends = getattr(ends, "value", ends)
    print(ends, ends.tzinfo)
except Exception as error:
    print(f"{type(error).__name__}: {error}")
PY
bad=
check() { # zone, name, expected
    local told
    told=$(TZ=$1 venv/bin/python -W ignore ask.py "$2")
    echo "$2, TZ=$1: $told"
    [ "$told" = "$3" ] || bad=1
}
check UTC limited "2030-01-01 00:00:00 None"
check Asia/Tokyo limited "2030-01-01 09:00:00 None"
check UTC forever "OverflowError: timestamp out of range for platform time_t"
[ -z "$bad" ] || { echo "CHANGED: sshkey-tools reads other certificates" >&2; exit 1; }
