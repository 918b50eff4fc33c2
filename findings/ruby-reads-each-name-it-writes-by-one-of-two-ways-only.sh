#!/usr/bin/env bash
# Write subjects by Ruby's OpenSSL::X509::Name in its two spellings, and read each back by its own counterpart.
#
# Package: ruby3.1 with its openssl library 3.0.1 (Debian 12), OpenSSL 3.0.19
# Guessed: what to_utf8 writes, parse_rfc2253 reads; what to_s writes, parse reads; the names are equal again, with
#   any character that an organization has in its name.
# Behaviour: each way fails where the other works, and no one way does for all. parse_rfc2253 refuses, in Ruby's own
#   output, an equals sign inside a value, which the standard leaves as it is, and a blank at an end, which the
#   writer escaped by the book. parse refuses a slash, which to_s escaped; and an umlaut or a plus, which to_s
#   escaped too, it takes with their backslashes as the value: another name, with no error, so that a look-up of an
#   issuer by a stored subject finds nothing. Comma, quotation mark and backslash do come back. Keep the DER
#   instead.
# Output seen: "Example": same, same; "a=b" and "a ": error, same; "Müller" and "a+b": same, other name; "x/y":
#   same, error; 'a, "b"': same, same
set -euo pipefail

command -v ruby >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ruby -ropenssl -e 'puts "ruby #{RUBY_VERSION}, openssl #{OpenSSL::VERSION}, #{OpenSSL::OPENSSL_LIBRARY_VERSION}"'

cat >ask.rb <<'RB'
require 'openssl'
Name = OpenSSL::X509::Name

# A certificate is made and read, so that the name is one from DER.
def subject(organization)
  key = OpenSSL::PKey::EC.generate('prime256v1')
  certificate = OpenSSL::X509::Certificate.new
  certificate.subject = certificate.issuer =
    Name.new([['C', 'DE'], ['O', organization], ['CN', 'www.example.com']])
  certificate.serial = 1
  certificate.not_before = Time.now
  certificate.not_after = Time.now + 86_400
  certificate.public_key = key
  certificate.sign(key, 'SHA256')
  OpenSSL::X509::Certificate.new(certificate.to_der).subject
end

def read_back(name)
  yield == name ? 'same' : 'other name'
rescue OpenSSL::X509::NameError, TypeError
  'error'
end

expected = {
  'Example' => %w[same same], 'a, "b"' => %w[same same], 'a\\b' => %w[same same],
  'a=b' => %w[error same], 'a ' => %w[error same],
  'Müller' => ['same', 'other name'], 'a+b' => ['same', 'other name'], 'x/y' => %w[same error]
}
bad = expected.reject do |organization, told|
  name = subject(organization)
  seen = [read_back(name) { Name.parse_rfc2253(name.to_utf8) }, read_back(name) { Name.parse(name.to_s) }]
  puts "#{organization.inspect}: #{name.to_utf8}: #{seen[0]}; #{name}: #{seen[1]}"
  seen == told
end
abort "CHANGED: #{bad.keys}" unless bad.empty?
RB
LC_ALL=C.UTF-8 ruby -Ku -E UTF-8 ask.rb
