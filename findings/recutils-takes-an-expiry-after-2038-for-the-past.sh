#!/usr/bin/env bash
# Keep a list of certificates with GNU recutils, serial numbers and expiry in seconds as integers.
#
# Package: recutils 1.9 (Debian 12)
# Guessed: a field of the type int holds integers of any length, or of 64 bits, and `recfix --check` reports what is
#   out of range, as it reports letters in such a field.
# Behaviour: recfix finds nothing wrong, and recsel compares the lowest 32 bits with a sign. An expiry from 2038-01-19
#   on is a negative number, below each "now", and 4294967308 equals 12. What has no room in 64 bits is -1, so all
#   serial numbers of that length are equal, and a query by one of them gives every certificate. -S sorts by the same
#   numbers.
# Output seen: Expiry < 2000000000: b c, b with 2147483648; Serial = the one of b: b c; Serial = -1: b c; by expiry: b
#   c a
set -euo pipefail

command -v recsel >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends recutils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
recsel --version | sed -n 1p
cat >certs.rec <<'REC'
%rec: cert
%type: Serial int
%type: Expiry int

Name: a
Serial: 12
Expiry: 2100000000

Name: b
Serial: 361144291027324992986591780290150892970071011871
Expiry: 2147483648

Name: c
Serial: 211483087616913107484808955894130445704388934802
Expiry: 1900000000
REC
recfix --check certs.rec
ask() { recsel "$@" -P Name certs.rec | sed '/^$/d' | paste -sd' '; }
{
    echo "serial 12: $(ask -e 'Serial = 12')"
    echo "expiry before 2033: $(ask -e 'Expiry < 2000000000')"
    echo "serial of b: $(ask -e 'Serial = 361144291027324992986591780290150892970071011871')"
    echo "serial -1: $(ask -e 'Serial = -1')"
    echo "by expiry: $(ask -S Expiry)"
} | tee out
grep -qx 'serial 12: a' out
grep -qx 'expiry before 2033: b c' out && grep -qx 'serial of b: b c' out && grep -qx 'serial -1: b c' out &&
    grep -qx 'by expiry: b c a' out || { echo "CHANGED: recutils treats long numbers otherwise" >&2; exit 1; }
