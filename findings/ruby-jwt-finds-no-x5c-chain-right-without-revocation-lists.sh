#!/usr/bin/env bash
# Verify a token by the chain in its x5c header with Ruby's jwt, with and without revocation lists.
#
# Package: ruby-jwt 2.5.0 with Ruby 3.1 (Debian 12), OpenSSL 3.0.19
# Guessed: the option x5c takes roots and, if there are any, lists: `crls` may be left out, and its default is none. A chain
#   to one of the roots is then right, as with every OpenSSL verification that is not told to look for lists.
# Behaviour: revocation is checked in any case, of all certificates of the chain. Without lists nothing is right, "unable to
#   get certificate CRL", and with the list of the leaf's issuer alone nothing either: the root's own list is wanted for the
#   intermediate. There is no option against it.
# Output seen: no lists: VerificationError; issuer's: VerificationError; issuer's and root's: verified
set -euo pipefail

ruby -e 'require "jwt"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-jwt >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >ask.rb <<'RB'
require 'jwt'
require 'openssl'

def certificate(name, issuer, key, issuer_key, ca)
  made = OpenSSL::X509::Certificate.new
  made.version = 2
  made.serial = name.length
  made.subject = OpenSSL::X509::Name.parse("/CN=#{name}")
  made.issuer = issuer ? issuer.subject : made.subject
  made.public_key = key
  made.not_before = Time.now - 3600
  made.not_after = Time.now + 864_000
  factory = OpenSSL::X509::ExtensionFactory.new(issuer || made, made)
  made.add_extension(factory.create_extension('basicConstraints', "CA:#{ca}", true))
  made.sign(issuer_key, 'SHA256')
end

def list(issuer, key)
  made = OpenSSL::X509::CRL.new
  made.version = 1
  made.issuer = issuer.subject
  made.last_update = Time.now - 3600
  made.next_update = Time.now + 864_000
  made.sign(key, 'SHA256')
end

root_key, issuing_key, leaf_key = Array.new(3) { OpenSSL::PKey::RSA.new(2048) }
root = certificate('root', nil, root_key, root_key, 'TRUE')
issuing = certificate('issuing', root, issuing_key, root_key, 'TRUE')
leaf = certificate('leaf-1', issuing, leaf_key, issuing_key, 'FALSE')
token = JWT.encode({ a: 1 }, leaf_key, 'RS256', x5c: [leaf, issuing].map { |c| [c.to_der].pack('m0') })
store = OpenSSL::X509::Store.new
store.add_cert(root)
puts "OpenSSL: #{store.verify(leaf, [issuing])}"
[['none', nil], ['the issuer\'s', [list(issuing, issuing_key)]],
 ['both', [list(issuing, issuing_key), list(root, root_key)]]].each do |name, crls|
  told = begin
    JWT.decode(token, nil, true, algorithms: ['RS256'], x5c: { root_certificates: [root], crls: crls }.compact)
    'verified'
  rescue JWT::VerificationError => e
    e.message.delete_prefix('Certificate verification failed: ')
  end
  puts "lists: #{name}: #{told}"
end
RB
ruby ask.rb | tee seen
cat >expected <<'SEEN'
OpenSSL: true
lists: none: unable to get certificate CRL. Certificate subject: /CN=leaf-1.
lists: the issuer's: unable to get certificate CRL. Certificate subject: /CN=issuing.
lists: both: verified
SEEN
cmp -s seen expected || { echo "CHANGED: ruby-jwt verifies chains otherwise" >&2; exit 1; }
