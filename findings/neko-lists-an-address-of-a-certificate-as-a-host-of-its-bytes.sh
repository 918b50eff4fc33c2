#!/usr/bin/env bash
# List the subject alternative names of a certificate by the Neko virtual machine, on which Haxe programs run.
#
# Package: neko 2.3.0 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: cert_get_altnames, Haxe's Certificate.altNames, lists the hosts; an address is left out or written as one.
# Behaviour: all kinds of names are in one list of texts, without their kind: URLs and mail addresses beside the hosts, and
#   an address as its bytes. 65.66.67.68 is the text "ABCD", a host name like the others. Bytes that are no letters are
#   question marks, so that 10.0.0.1 and 10.0.0.2 are both "????". What shows the list shows hosts that do not exist.
# Output seen: a.example, "ABCD", "????", "????", https://x.example/, a@example.org
set -euo pipefail

command -v nekoc >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends neko >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' neko
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x -days 9 \
    -addext subjectAltName=DNS:a.example,IP:65.66.67.68,IP:10.0.0.1,IP:10.0.0.2,URI:https://x.example/,email:a@example.org 2>/dev/null
cat >ask.neko <<'NEKO'
var load = $loader.loadprim("ssl@cert_load_file", 1);
var names = $loader.loadprim("ssl@cert_get_altnames", 1);
var list = names(load("cert.pem"));
while list != null {
    $print(list[0], "|");
    list = list[1];
}
NEKO
nekoc ask.neko
neko ask.n >seen
python3 - <<'PY' || { echo "CHANGED: Neko lists other names" >&2; exit 1; }
import sys

seen = open("seen", "rb").read().split(b"|")[:-1]
print(*seen)
sys.exit(seen != [b"a.example", b"ABCD", b"????", b"????", b"https://x.example/", b"a@example.org"])
PY
