#!/usr/bin/env bash
# Drop the second copy of a certificate from a bundle in Ruby.
#
# Package: ruby 3.1 with its openssl 3.0 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: two objects that were read from one certificate are equal (the class defines ==), so bundle.uniq keeps one of
#   them, `bundle - [root]` removes the root, and a Hash finds what was filed under the other.
# Behaviour: only == is defined, eql? and hash are not: uniq keeps both, the difference of two arrays removes nothing, a
#   Hash finds nothing, while include? and delete, which ask ==, do find it. Names and serial numbers beside it have all
#   three, so grouping by subject works. A private key does not even know ==; it has compare?, for the public half.
# Output seen: ==: true; include?: true; uniq: 2; bundle - [cert]: 2; Hash: nil; subjects: uniq 1; keys: == false,
#   compare? true
set -euo pipefail

ruby -ropenssl -e '' 2>/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ruby >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout key.pem -out cert.pem -subj /CN=Root -days 30 2>/dev/null
cat cert.pem cert.pem >bundle.pem
cat >ask.rb <<'RUBY'
require "openssl"
warn "Ruby #{RUBY_VERSION}, openssl #{OpenSSL::VERSION}"
bundle = OpenSSL::X509::Certificate.load_file("bundle.pem")
cert = OpenSSL::X509::Certificate.new(File.read("cert.pem"))
puts "==: #{bundle[0] == bundle[1]}", "include?: #{bundle.include?(cert)}", "uniq: #{bundle.uniq.size}"
puts "bundle - [cert]: #{(bundle - [cert]).size}", "Hash: #{{ bundle[0] => 1 }[cert].inspect}"
puts "subjects: #{bundle.map(&:subject).uniq.size}", "serials: #{bundle.map(&:serial).uniq.size}"
keys = Array.new(2) { OpenSSL::PKey.read(File.read("key.pem")) }
puts "keys ==: #{keys[0] == keys[1]}", "keys compare?: #{keys[0].compare?(keys[1])}"
RUBY
ruby ask.rb | tee out
diff out - <<'TEXT' || { echo "CHANGED: Ruby compares certificates otherwise" >&2; exit 1; }
==: true
include?: true
uniq: 2
bundle - [cert]: 2
Hash: nil
subjects: 1
serials: 1
keys ==: false
keys compare?: true
TEXT
