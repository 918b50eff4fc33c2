#!/usr/bin/env bash
# Read chains with text around the certificates by RustCrypto's x509-cert.
#
# Package: x509-cert 0.3.0 (crates.io, cargo needed), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: load_pem_chain passes over text outside the markers, before, between and behind the certificates, as RFC
#   7468 says; the crate reads `openssl x509 -text` output and comments between certificates, so it knows of such text.
# Behaviour: before the first certificate and between two any text will do, behind the last one only blank lines. A
#   comment there, the line "---" of `openssl s_client -showcerts`, or the private key at the end of a combined file
#   make the whole chain an Error, "PEM error in post-encapsulation boundary", which sounds like a broken END marker.
# Output seen: text before, between, blank line behind: leaf root; comment behind, key behind: Error
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "ask"
version = "0.1.0"
edition = "2021"
[dependencies]
x509-cert = { version = "=0.3.0", features = ["pem", "std"] }
[profile.dev]
debug = 0
TOML
cat >src/main.rs <<'RS'
fn main() {
    for file in std::env::args().skip(1) {
        match x509_cert::Certificate::load_pem_chain(&std::fs::read(&file).unwrap()) {
            Ok(certs) => {
                let names: Vec<String> = certs.iter().map(|c| c.tbs_certificate().subject().to_string()).collect();
                println!("{file}: {}", names.join(" "));
            }
            Err(e) => println!("{file}: Error, {e}"),
        }
    }
}
RS
cargo build --quiet
for name in leaf root; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.pem -subj /CN=$name \
        -days 30 2>/dev/null
done
cat leaf.pem root.pem >plain
{ echo '# leaf and root'; cat plain; } >before
{ cat leaf.pem; echo '# root'; cat root.pem; } >between
{ cat plain; echo; } >blank
{ cat plain; echo '# end'; } >comment
cat plain leaf.key >key
for file in plain before between blank comment key; do
    names=$(openssl crl2pkcs7 -nocrl -certfile $file | openssl pkcs7 -print_certs -noout | sed -n 's/^subject=CN = //p' | paste -sd' ')
    [ "$names" = "leaf root" ]
done
target/debug/ask plain before between blank comment key | tee out
[ "$(grep -cx '[a-z]*: CN=leaf CN=root' out)" = 4 ]
grep -q '^comment: Error, .*post-encapsulation' out && grep -q '^key: Error, .*post-encapsulation' out ||
    { echo "CHANGED: x509-cert reads such text otherwise" >&2; exit 1; }
