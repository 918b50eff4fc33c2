#!/usr/bin/env bash
# Read certificates by RustCrypto's x509-cert whose validity begins before 1970.
#
# Package: x509-cert 0.3.0 with der 0.8 (crates.io, cargo needed), OpenSSL 3.0.19 for the certificates
# Guessed: UTCTime reaches from 1950 to 2049 (RFC 5280 4.1.2.5.1), so a certificate is read whatever year it names, and
#   the years until 1969 are the end of that range which nobody need compare with a clock.
# Behaviour: times are kept as a duration since 1970 that cannot be negative, so any earlier time is not a time: the
#   whole certificate is an Error, "malformed ASN.1 DER value for UTCTime". The DER is right. A device whose clock
#   stood one hour before its epoch when it made its certificate, or a beginning of 1950-01-01 for "always", thus makes
#   a file that cannot even be listed; one second later, from 1970-01-01 00:00:00 on, all is well, and so are 2050 and
#   9999.
# Output seen: 1969-12-31 23:59:59, 1950-01-01: Error; 1970-01-01 00:00:00: read, until 9999-12-31
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src new
touch index
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
use x509_cert::der::DecodePem;

fn main() {
    for file in std::env::args().skip(1) {
        match x509_cert::Certificate::from_pem(std::fs::read(&file).unwrap()) {
            Ok(cert) => {
                let validity = cert.tbs_certificate().validity().clone();
                println!("{file}: {} to {}", validity.not_before, validity.not_after);
            }
            Err(e) => println!("{file}: Error, {e}"),
        }
    }
}
RS
cargo build --quiet
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
for date in 19500101000000Z 19691231235959Z 19700101000000Z; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate $date -enddate 99991231235959Z \
        -out $date.pem -notext 2>/dev/null
    openssl x509 -in $date.pem -noout -startdate
done
target/debug/ask 1*.pem | tee out
grep -qx '19700101000000Z.pem: 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z' out
grep -q '^19691231235959Z.pem: Error, malformed ASN.1 DER value for UTCTime' out && grep -q '^19500101000000Z.pem: Error' out ||
    { echo "CHANGED: x509-cert reads such times otherwise" >&2; exit 1; }
