#!/usr/bin/env bash
# Let prosody find the certificate for a host, with and without a comment above it.
#
# Package: prosody 0.12.3 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: the search through the folder `certificates` opens what looks like a certificate
#   file with the PEM reader that loads it later; text above the first block, which every
#   TLS library passes over, changes nothing.
# Behaviour: where no file has the host's name, a certificate is found by the names in it,
#   but only if the very FIRST line of the file is the BEGIN marker. A comment, the output
#   of `openssl x509 -text`, or a CR at the line's end makes the file invisible: the host
#   has no TLS, and the log says "No certificate/key found", not which file was passed
#   over. The same file in a folder with the host's name works. So a tool that puts the
#   subject above each block, or that is set to CRLF, switches such a host off.
# Output seen: in a folder named otherwise: plain found; comment, text, CRLF: No
#   'certificate' found; comment in a folder of the host's name: found
set -euo pipefail

command -v prosodyctl >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prosody >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' prosody

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 \
    -subj /CN=chat.example.com -addext subjectAltName=DNS:chat.example.com 2>/dev/null
mkdir data
cat >prosody.cfg.lua <<CONF
run_as_root = true
data_path = "$work/data"
certificates = "$work/certs"
interfaces = { "127.0.0.1" }
modules_enabled = { "tls"; "saslauth" }
authentication = "internal_plain"
log = { error = "$work/log" }
VirtualHost "chat.example.com"
CONF
bad=
check() { # folder, label, expected; the file on standard input
    local told
    rm -rf certs
    mkdir -p "certs/$1"
    cat >"certs/$1/fullchain.pem"
    cp key.pem "certs/$1/privkey.pem"
    chmod -R a+rX .
    told=$(prosodyctl --config prosody.cfg.lua --root check certs 2>&1 || true)
    if grep -q "No 'certificate' found for chat.example.com" <<<"$told"; then
        told="not found"
    elif grep -q "Certificate: .*/fullchain.pem" <<<"$told"; then
        told="found"
    fi
    printf '%-18s %-24s %s\n' "$1" "$2" "$told"
    [ "$told" = "$3" ] || bad=1
}
check web "BEGIN in the first line" "found" <cert.pem
check web "comment above" "not found" < <(echo "# chat.example.com"; cat cert.pem)
check web "openssl x509 -text" "not found" < <(openssl x509 -in cert.pem -text)
check web "CRLF" "not found" < <(sed 's/$/\r/' cert.pem)
check chat.example.com "comment above" "found" < <(echo "# chat.example.com"; cat cert.pem)
[ -z "$bad" ] || { echo "CHANGED: prosody finds other files" >&2; exit 1; }
