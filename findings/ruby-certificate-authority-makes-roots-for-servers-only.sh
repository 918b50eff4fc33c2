#!/usr/bin/env bash
# Make a root by Ruby's certificate_authority and issue a certificate for a client.
#
# Package: ruby-certificate-authority 1.1.0 with Ruby 3.1 (Debian 12), OpenSSL 3.0.19 for the checks
# Guessed: signing_entity = true makes a CA, with basicConstraints and keyCertSign; what the CA may issue is as open as
#   in any root, unless one says otherwise.
# Behaviour: the default extensions are those of a web server, and only basicConstraints changes: the root has an
#   extended key usage of serverAuth. A leaf with clientAuth, asked for by name and present in the leaf, is refused
#   below it, and so is one for mail or for signing code, by each verifier that looks at the usage of issuers, as
#   OpenSSL, Go and Windows do. Servers work, so it shows when the first client certificate is issued and the root is
#   everywhere.
# Output seen: root: TLS Web Server Authentication; server: OK; client: error 26, unsuitable certificate purpose
set -euo pipefail

ruby -e 'require "certificate_authority"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby ruby-certificate-authority >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >make.rb <<'RB'
require "certificate_authority"

root = CertificateAuthority::Certificate.new
root.subject.common_name = "root"
root.serial_number.number = 1
root.key_material.generate_key(2048)
root.signing_entity = true
root.sign!("extensions" => { "keyUsage" => { "usage" => %w[critical keyCertSign cRLSign] } })
File.write("root.pem", root.to_pem)
%w[serverAuth clientAuth].each_with_index do |usage, i|
  leaf = CertificateAuthority::Certificate.new
  leaf.subject.common_name = "leaf"
  leaf.serial_number.number = 2 + i
  leaf.key_material.generate_key(2048)
  leaf.parent = root
  leaf.sign!("extensions" => { "extendedKeyUsage" => { "usage" => [usage] } })
  File.write("#{usage}.pem", leaf.to_pem)
end
RB
ruby make.rb
openssl x509 -in root.pem -noout -ext basicConstraints,extendedKeyUsage | tee root
openssl verify -CAfile root.pem -purpose sslserver serverAuth.pem
openssl x509 -in clientAuth.pem -noout -ext extendedKeyUsage | grep 'Client'
openssl verify -CAfile root.pem -purpose sslclient clientAuth.pem 2>&1 | tee client || true
grep -q 'TLS Web Server Authentication' root && grep -q 'error 26 at 1 depth' client ||
    { echo "CHANGED: the root is another one" >&2; exit 1; }
