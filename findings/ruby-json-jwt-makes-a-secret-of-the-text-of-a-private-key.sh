#!/usr/bin/env bash
# Give Ruby's json-jwt a key and a certificate, as objects and as the text of their files.
#
# Package: ruby-json-jwt 1.14.0 with Ruby 3.1 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: text in PEM is read as what it says, or refused, by sign() as by JSON::JWK.new; and of an
#   OpenSSL::X509::Certificate the public key is taken, which is what the class is for.
# Behaviour: sign() with the text of an RSA key chooses HS256 by itself and signs with the text, markers and all, as the
#   secret: the token is good for nobody who has the public key, and the caller learned nothing. JSON::JWK.new makes "oct"
#   of the text. Of a certificate as an object it makes an empty key, {}, without an error.
# Output seen: key: RS256, kty RSA; its text: HS256, kty oct; certificate: kty none; its public_key: RSA
set -euo pipefail

ruby -e 'require "json/jwt"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-json-jwt >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' ruby-json-jwt
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=x 2>/dev/null
cat >ask.rb <<'RB'
require 'json/jwt'
require 'openssl'

text = File.read('key.pem')
key = OpenSSL::PKey.read(text)
certificate = OpenSSL::X509::Certificate.new(File.read('cert.pem'))
puts "key: #{JSON::JWT.new(a: 1).sign(key).alg}, #{JSON::JWK.new(key)[:kty]}"
puts "its text: #{JSON::JWT.new(a: 1).sign(text).alg}, #{JSON::JWK.new(text)[:kty]}"
puts "certificate: #{JSON::JWK.new(certificate).to_json}"
puts "its public_key: #{JSON::JWK.new(certificate.public_key)[:kty]}"
RB
ruby ask.rb | tee seen
cat >expected <<'SEEN'
key: RS256, RSA
its text: HS256, oct
certificate: {}
its public_key: RSA
SEEN
cmp -s seen expected || { echo "CHANGED: json-jwt makes other keys" >&2; exit 1; }
