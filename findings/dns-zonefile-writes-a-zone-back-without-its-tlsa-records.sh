#!/usr/bin/env bash
# Read a zone with what DNS says of certificates, and write it back, by zone file packages of npm.
#
# Package: dns-zonefile 0.3.2, dnsz 4.5.2 (npm) on Node.js v20.20.2, bind9-utils 9.18 (Debian 12) for the reading
# Guessed: generate(parse(zone)) has the records of the zone; a kind that the package does not know is kept as text,
#   or is an error. It does know CAA, so that it is made for zones of today.
# Behaviour: TLSA, SMIMEA, CERT, SSHFP and OPENPGPKEY records are gone, without a word; CAA and the others stay. A
#   server whose mail is looked up by DANE has no TLSA record after one edit of another line. dnsz keeps them all.
# Output seen: BIND: CAA CERT OPENPGPKEY SMIMEA SSHFP TLSA, dnsz the same; dns-zonefile: CAA
set -euo pipefail

command -v named-compilezone >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends bind9-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dns-zonefile@0.3.2 dnsz@4.5.2
hash=$(openssl rand -hex 32)
cat >zone <<ZONE
\$ORIGIN a.example.
\$TTL 300
@ IN SOA ns.a.example. h.a.example. ( 1 2 3 4 5 )
@ IN NS ns.a.example.
ns IN A 192.0.2.1
@ IN CAA 0 issue "ca.example"
_25._tcp IN TLSA 3 1 1 $hash
abc._smimecert IN SMIMEA 3 1 1 $hash
x IN CERT PKIX 0 0 MIIB
@ IN SSHFP 4 2 $hash
abc._openpgpkey IN OPENPGPKEY mQENBFVA
ZONE
cat >write.mjs <<'JS'
import fs from "fs";
import zonefile from "dns-zonefile";
import { parseZone, stringifyZone } from "dnsz";
const text = fs.readFileSync("zone", "utf8");
fs.writeFileSync("dns-zonefile", zonefile.generate(zonefile.parse(text)));
fs.writeFileSync("dnsz", stringifyZone(parseZone(text)));
JS
node write.mjs
bad=
check() { # file, kinds of records that BIND finds in it
    local told
    told=$(named-compilezone -q -o - a.example "$1" | awk '$4 !~ /^(SOA|NS|A)$/ { print $4 }' |
        LC_ALL=C sort -u | paste -sd' ')
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check zone "CAA CERT OPENPGPKEY SMIMEA SSHFP TLSA"
check dnsz "CAA CERT OPENPGPKEY SMIMEA SSHFP TLSA"
check dns-zonefile CAA
[ -z "$bad" ] || { echo "CHANGED: other records are kept" >&2; exit 1; }
