#!/usr/bin/env bash
# Read private keys, plain and encrypted in both ways, by rustls-pki-types, the PEM reader of rustls.
#
# Package: rustls-pki-types 1.16.0 (crates.io, cargo needed), OpenSSL 3.0.19 for the keys
# Guessed: an encrypted key gives one answer, whichever of OpenSSL's two ways it was encrypted in, and one from which the
#   passphrase can be guessed.
# Behaviour: PKCS#8 is passed over, "NoItemsFound", as if the file had no key. In the traditional form the lines Proc-Type
#   and DEK-Info are taken for base64: Base64Decode("InvalidCharacter(45)"), which is the hyphen of "Proc-Type" in decimal.
#   That error ends the reading of the file, so certificates behind the key are not found either, and those before it are.
# Output seen: plain: key; PKCS#8 encrypted: NoItemsFound; traditional: Base64Decode; certificate behind it: the same error
set -euo pipefail

command -v cargo >/dev/null || { echo "cargo is needed" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "read"
version = "0.0.0"
edition = "2021"

[dependencies]
rustls-pki-types = { version = "=1.16.0", features = ["std"] }

[workspace]
TOML
cat >src/main.rs <<'RUST'
use rustls_pki_types::pem::{Error, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

fn name(error: Error) -> String {
    match error {
        Error::NoItemsFound => "NoItemsFound".into(),
        Error::Base64Decode(text) => format!("Base64Decode({text})"),
        _ => "another error".into(),
    }
}

fn main() {
    let text = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(&text).map_or_else(name, |_| "read".into());
    let certificate = CertificateDer::from_pem_slice(&text).map_or_else(name, |_| "read".into());
    println!("key {key}, certificate {certificate}");
}
RUST
CARGO_PROFILE_DEV_DEBUG=0 cargo build --quiet
openssl req -x509 -newkey rsa:2048 -nodes -keyout plain.pem -out cert.pem -days 9 -subj /CN=x 2>/dev/null
openssl pkey -in plain.pem -aes256 -passout pass:secret -out pkcs8.pem
openssl rsa -in plain.pem -traditional -aes256 -passout pass:secret -out traditional.pem 2>/dev/null
bad=
check() { # files, expected
    local told
    for file in $1; do cat "$file.pem"; done >list.pem
    told=$(target/debug/read list.pem)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check "plain cert" "key read, certificate read"
check "pkcs8 cert" "key NoItemsFound, certificate read"
check "traditional cert" 'key Base64Decode(InvalidCharacter(45)), certificate Base64Decode(InvalidCharacter(45))'
check "cert traditional" 'key Base64Decode(InvalidCharacter(45)), certificate read'
[ -z "$bad" ] || { echo "CHANGED: rustls-pki-types reads other files" >&2; exit 1; }
