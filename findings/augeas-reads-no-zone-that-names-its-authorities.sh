#!/usr/bin/env bash
# Read a zone with a CAA record by Augeas, which Puppet edits such files with.
#
# Package: augeas-tools 1.14.0 (Debian 12), bind9-utils 9.18 as the judge
# Guessed: the lens Dns_Zone reads each zone that BIND loads, or leaves a record alone that it does not know.
# Behaviour: one CAA, TLSA, SSHFP or DS record is "parse_failed", and nothing of the zone can be read or changed: of
#   the kinds of records only those of the first RFCs and a few more are known. Parentheses and comments, which are
#   harder to read, are no trouble. CAA written as RFC 3597 has unknown kinds, TYPE257, fails too.
# Output seen: A, MX, TXT, SRV: read; CAA, TLSA, SSHFP, DS, TYPE257: parse_failed; named-checkzone: OK for each
set -euo pipefail

command -v augtool >/dev/null && command -v named-checkzone >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        augeas-tools bind9-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' augeas-tools augeas-lenses bind9-utils
mkdir root
hash=$(openssl rand -hex 32)
bad=
check() { # expected, record
    local told
    printf '%s\n' '$ORIGIN a.example.' '$TTL 300' '@ 300 IN SOA ns.a.example. h.a.example. ( 1 ; serial' '2 3 4 5 )' \
        '@ IN NS ns.a.example.' 'ns IN A 192.0.2.1' "$2" >root/file
    told=$(printf '%s\n' 'set /augeas/load/X/lens Dns_Zone.lns' 'set /augeas/load/X/incl /file' load \
        'match /files/file//mname' 'print /augeas/files/file/error' |
        augtool --noautoload --root "$work/root" | sed -n 's/.*"\(parse_failed\)"/\1/p; s/.*mname = .*/read/p')
    echo "$2: $told; named-checkzone $(named-checkzone -q a.example root/file && echo OK)"
    [ "$told" = "$1" ] || bad=1
}
check read 'mail IN A 192.0.2.2'
check read '@ IN MX 10 mail.a.example.'
check read 'x IN TXT "v=spf1 -all"'
check read '_imaps._tcp IN SRV 0 0 993 mail.a.example.'
check parse_failed '@ IN CAA 0 issue "ca.example"'
check parse_failed "_25._tcp.mail IN TLSA 3 1 1 $hash"
check parse_failed "mail IN SSHFP 4 2 $hash"
check parse_failed "sub IN DS 1 13 2 $hash"
check parse_failed '@ IN TYPE257 \# 17 000569737375656361 2e6578616d706c65'
[ -z "$bad" ] || { echo "CHANGED: Augeas reads other zones" >&2; exit 1; }
