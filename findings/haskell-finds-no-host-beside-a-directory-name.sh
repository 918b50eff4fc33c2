#!/usr/bin/env bash
# Validate a certificate in Haskell for a host that stands in it beside names of other kinds.
#
# Package: libghc-x509-dev 1.7.7, libghc-x509-store-dev 1.6.9, libghc-x509-validation-dev 1.6.12 with GHC 9.0.2 (Debian
#   12), OpenSSL 3.0.19 for the certificates
# Guessed: extensionGet gives the alternative names that the library knows, DNS names among them; a kind that it has no
#   constructor for is left out, as a client that looks for a host has no use for it.
# Behaviour: one directory name, otherName or registeredID in the list, and the whole list is Nothing, as if the
#   extension were not there. No error tells of it: validate goes on with the common name alone, and ends in
#   NameMismatch for a host that is in the certificate. Domain controllers have an otherName by default, so programs on
#   this library (its users are most HTTPS clients in Haskell) cannot be pointed to them, whatever curl says about the
#   same server.
# Output seen: only DNS, with URI, with email: []; with dirName, otherName, RID: [NameMismatch "www.example.com"]
set -euo pipefail

dpkg -s libghc-x509-dev libghc-x509-store-dev libghc-x509-validation-dev >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ghc libghc-x509-dev \
        libghc-x509-store-dev libghc-x509-validation-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >Ask.hs <<'HS'
import Data.X509
import Data.X509.CertificateStore
import Data.X509.File
import Data.X509.Validation

main :: IO ()
main = do
  chain <- readSignedObject "cert.pem"
  let store = makeCertificateStore chain
      cache = exceptionValidationCache []
  faults <- validate HashSHA256 defaultHooks defaultChecks store cache ("www.example.com", mempty) (CertificateChain chain)
  print faults
HS
ghc -v0 -O0 Ask.hs -o ask
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # what stands beside the host, expected
    local told
    cat >req.cnf <<CNF
[req]
distinguished_name = dn
[dn]
[other]
CN = other
[v3]
basicConstraints = critical,CA:TRUE
subjectAltName = DNS:www.example.com$1
CNF
    openssl req -x509 -key key.pem -out cert.pem -days 30 -subj "/CN=Web server 7" -config req.cnf -extensions v3
    told=$(./ask)
    echo "DNS:www.example.com$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check "" "[]"
check ",URI:spiffe://example.com/web" "[]"
check ",email:web@example.com" "[]"
check ",dirName:other" '[NameMismatch "www.example.com"]'
check ",otherName:1.2.3.4;UTF8:web" '[NameMismatch "www.example.com"]'
check ",RID:1.2.3.4" '[NameMismatch "www.example.com"]'
[ -z "$bad" ] || { echo "CHANGED: Haskell's x509 reads such names otherwise" >&2; exit 1; }
