#!/usr/bin/env bash
# Makes p256.pem: leaf, intermediate and root, each with a P-256 key and signed with one, since what testdata has is
# signed with RSA. The keys are thrown away, and signatures come out different each time, so the file is kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

authority='basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash'
identified='authorityKeyIdentifier = keyid'
leaf="basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = DNS:cluster.example.com, DNS:*.cluster.example.com
subjectKeyIdentifier = hash
$identified"

# certify NAME SUBJECT SIGNER EXTENSIONS
certify() {
  touch "$tmp/index"
  cat > "$tmp/config" << CONFIG
[ca]
default_ca = any
[any]
database = $tmp/index
new_certs_dir = $tmp
default_md = sha256
rand_serial = yes
policy = any_subject
unique_subject = no
x509_extensions = extensions
[any_subject]
organizationName = optional
commonName = supplied
[extensions]
$4
CONFIG
  openssl ecparam -genkey -name prime256v1 -noout -out "$tmp/$1.key"
  openssl req -new -key "$tmp/$1.key" -subj "/O=Example/CN=$2" -out "$tmp/$1.csr"
  local signer=(-cert "$tmp/$3.crt" -keyfile "$tmp/$3.key")
  [ "$1" != "$3" ] || signer=(-selfsign -keyfile "$tmp/$3.key")
  openssl ca -batch -notext -config "$tmp/config" "${signer[@]}" -startdate 20260101000000Z -enddate 20270101000000Z \
    -in "$tmp/$1.csr" -out "$tmp/$1.crt" 2> "$tmp/messages" || { cat "$tmp/messages" >&2; exit 1; }
}

certify root 'Example Root CA' root "$authority"
certify issuing 'Example Issuing CA' root "$authority
$identified"
certify leaf cluster.example.com issuing "$leaf"
cat "$tmp/leaf.crt" "$tmp/issuing.crt" "$tmp/root.crt" > p256.pem
