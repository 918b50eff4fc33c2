#!/usr/bin/env bash
# Copy a certificate's subject part by part into a request with Lua's luaossl.
#
# Package: lua-luaossl 20220711 with Lua 5.4 (Debian 12), OpenSSL 3.0.19 for the certificate and the reading
# Guessed: name:add(kind, value) takes what the iteration over a name gives: Lua's texts are bytes, the ones from a
#   certificate are UTF-8, and the request gets the same name.
# Behaviour: the values come out as UTF-8 and go in as Latin-1. "Müller" is "MÃ¼ller" in the request, a sound UTF8String of
#   other letters, and grows with each renewal that copies it again. The name never equals the old one, so a CA
#   renewed in this way no longer chains by name, and an account bound to the subject is not found. ASCII is right.
# Output seen: certificate: O=Müller; copied: O=MÃ¼ller; copied twice: two letters more; O=Miller: the same
set -euo pipefail
export LC_ALL=C.UTF-8

command -v lua5.4 >/dev/null && lua5.4 -e 'require "openssl.x509"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lua5.4 lua-luaossl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' lua-luaossl
cat >copy.lua <<'LUA'
local x509, name = require "openssl.x509", require "openssl.x509.name"
local csr, pkey = require "openssl.x509.csr", require "openssl.pkey"
local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end
local key = pkey.new(read("key.pem"))
local subject = x509.new(read("cert.pem")):getSubject()
for round = 1, 2 do
  local copy = name.new()
  for kind, value in pairs(subject) do copy:add(kind, value) end
  local request = csr.new()
  request:setSubject(copy)
  request:setPublicKey(key)
  request:sign(key)
  local file = assert(io.open("copy" .. round .. ".pem", "w"))
  file:write(tostring(request))
  file:close()
  subject = copy
end
LUA
show() { openssl "$1" -in "$2" -noout -subject -nameopt RFC2253,-esc_msb,show_type | sed 's/^subject=//'; }
openssl genrsa -out key.pem 2048 2>/dev/null
for organization in Miller Müller; do
    printf '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\nO=%s\n' $organization >cnf
    openssl req -x509 -config cnf -key key.pem -out cert.pem -days 30 2>/dev/null
    lua5.4 copy.lua
    echo "certificate: $(show x509 cert.pem); copied: $(show req copy1.pem); copied twice: $(show req copy2.pem)"
done | tee out
type=O=UTF8STRING
grep -qx "certificate: $type:Miller; copied: $type:Miller; copied twice: $type:Miller" out
once=$(printf 'Müller' | iconv -f latin1 -t utf-8)
twice=$(printf %s "$once" | iconv -f latin1 -t utf-8)
grep -qxF "certificate: $type:Müller; copied: $type:$once; copied twice: $type:$twice" out ||
    { echo "CHANGED: luaossl writes such names otherwise" >&2; exit 1; }
