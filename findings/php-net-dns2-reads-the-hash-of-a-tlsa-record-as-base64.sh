#!/usr/bin/env bash
# Read and write TLSA records, the certificates of servers in the DNS, by PHP's Net_DNS2.
#
# Package: php-net-dns2 1.5.0 with PHP 8.2, bind9-utils 9.18 (Debian 12)
# Guessed: the certificate or its hash stands in hex, as RFC 6698 says and as all zones have it; SSHFP, beside it, does.
# Behaviour: TLSA is read and written in base64, and SMIMEA, its sister for mail, as well. Hex digits are base64 too, so
#   each SHA-256 from a zone becomes 48 bytes that nobody has hashed, and goes out as such. The other way, a record from
#   the net is printed as base64, which BIND takes for no record; a comparison with the hash that openssl prints fails
#   for each right record. No error at either end, and its own round trip hides it. SSHFP is in hex.
# Output seen: TLSA and SMIMEA 3 1 1 <64 digits>: 51 bytes of data, from the net 44 characters, not for BIND; SSHFP 4 2
#   <64 digits>: 34 bytes, from the net the 64 digits
set -euo pipefail

{ command -v php && [ -e /usr/share/php/Net/DNS2.php ] && command -v named-checkzone; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli php-net-dns2 bind9-utils >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' php-net-dns2
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=a -days 30 2>/dev/null
hash=$(openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform der | sha256sum | cut -d' ' -f1)
cat >ask.php <<'PHP'
<?php
require_once 'Net/DNS2.php';
[, $kind, $fields, $hash] = $argv;
$record = Net_DNS2_RR::fromString("a.example. 300 IN $kind $fields $hash");
$packet = new Net_DNS2_Packet_Request('a.example.', 'A', 'IN');
$packet->answer[] = $record;
$packet->header->ancount = 1;
$wire = $packet->get();
# behind the TTL of 300 stand the length of the data and the data
$at = strpos($wire, "\0\0\x01\x2c") + 4;
echo unpack('n', substr($wire, $at, 2))[1], ' ';
# the record as a server sends it
$data = pack('C*', ...explode(' ', $fields)) . hex2bin($hash);
$right = substr($wire, 0, $at) . pack('n', strlen($data)) . $data;
$response = new Net_DNS2_Packet_Response($right, strlen($right));
echo explode(" $fields ", (string) $response->answer[0])[1], "\n";
PHP
bind() { # kind, fields, text
    printf '@ 300 IN SOA ns h 1 2 3 4 5\n@ 300 IN NS ns\nns 300 IN A 192.0.2.1\na 300 IN %s %s %s\n' "$@" >zone
    named-checkzone -q example zone >/dev/null 2>&1 && echo yes || echo no
}
bad=
check() { # kind, fields, expected length, expected text
    local length text
    read -r length text < <(php ask.php "$1" "$2" "$hash")
    echo "$1 $2: $length bytes of 64 hex digits; from the net: $text; BIND reads that: $(bind "$1" "$2" "$text")"
    [ "$length" = "$3" ] && [ "$text" = "$4" ] || bad=1
}
base64=$(python3 -c 'import base64, sys; print(base64.b64encode(bytes.fromhex(sys.argv[1])).decode())' "$hash")
check TLSA "3 1 1" 51 "$base64"
check SMIMEA "3 1 1" 51 "$base64"
check SSHFP "4 2" 34 "$hash"
[ "$(bind TLSA "3 1 1" "$hash") $(bind TLSA "3 1 1" "$base64")" = "yes no" ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: Net_DNS2 reads other records" >&2; exit 1; }
