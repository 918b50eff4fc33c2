#!/usr/bin/env bash
# Give the private key of a SAML service to Ruby's ruby-saml, as it came from openssl.
#
# Package: ruby-saml 1.13.0 with Ruby 3.1 (Debian 12), OpenSSL 3.0.19 for the keys
# Guessed: Utils.format_private_key() mends line ends and lengths, as its sister does for certificates, and keeps the
#   marker, which says what the base64 is.
# Behaviour: it knows two markers: RSA PRIVATE KEY stays, and each other becomes PRIVATE KEY. The key that `openssl ecparam
#   -genkey` writes, EC PRIVATE KEY, gets the marker of another format than its bytes have, and OpenSSL says that it could
#   not parse it; before the mending it could. The same key as PKCS#8 is read. An encrypted key, ENCRYPTED PRIVATE KEY,
#   loses the word that says so too.
# Output seen: RSA and PKCS#8 keys: read before and after; EC PRIVATE KEY, ENCRYPTED PRIVATE KEY: read before, not after
set -euo pipefail

ruby -e 'require "onelogin/ruby-saml"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-saml >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ruby-saml
openssl genrsa -traditional -out rsa.pem 2048 2>/dev/null
openssl ecparam -name prime256v1 -genkey -noout -out ec.pem
openssl pkcs8 -topk8 -nocrypt -in ec.pem -out pkcs8.pem
openssl pkcs8 -topk8 -passout pass:secret -in ec.pem -out encrypted.pem
cat >ask.rb <<'RB'
require "onelogin/ruby-saml"

def read(text)
  OpenSSL::PKey.read(text, "secret").class.name.split("::").last
rescue OpenSSL::PKey::PKeyError
  "not read"
end

ARGV.each do |file|
  text = File.read(file)
  made = OneLogin::RubySaml::Utils.format_private_key(text)
  puts "#{text.lines.first.chomp} #{read(text)}; #{made.lines.first.chomp} #{read(made)}"
end
RB
ruby -W0 ask.rb rsa.pem ec.pem pkcs8.pem encrypted.pem | tee seen
cat >expected <<'SEEN'
-----BEGIN RSA PRIVATE KEY----- RSA; -----BEGIN RSA PRIVATE KEY----- RSA
-----BEGIN EC PRIVATE KEY----- EC; -----BEGIN PRIVATE KEY----- not read
-----BEGIN PRIVATE KEY----- EC; -----BEGIN PRIVATE KEY----- EC
-----BEGIN ENCRYPTED PRIVATE KEY----- EC; -----BEGIN PRIVATE KEY----- not read
SEEN
cmp -s seen expected || { echo "CHANGED: ruby-saml keeps other markers" >&2; exit 1; }
