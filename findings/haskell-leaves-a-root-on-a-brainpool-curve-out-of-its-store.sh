#!/usr/bin/env bash
# Read a bundle of roots into a store by Haskell's x509-store.
#
# Package: libghc-x509-store-dev 1.6.9, libghc-x509-dev 1.7.7 with GHC 9.0 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: readCertificateStore gives a store with each certificate of the file, or Nothing if one of them cannot be read.
# Behaviour: what it cannot read it leaves out, and says nothing: a root on a Brainpool curve, as those for German passports
#   are, is not in the store, and the others of the file are. With that root alone there is Nothing, as for a file that does
#   not exist. A server below it is then from an unknown authority, though the file has it and openssl counts it.
# Output seen: RSA, P-256, Ed25519: 3 of 3; RSA, brainpoolP256r1, P-256: 2 of 3; brainpoolP256r1: Nothing; no file: Nothing
set -euo pipefail

{ command -v ghc && ghc-pkg list --simple-output x509-store | grep -q x509-store; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ghc libghc-x509-store-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libghc-x509-store-dev ghc
cat >ask.hs <<'HS'
import Data.X509.CertificateStore (listCertificates, readCertificateStore)
import System.Environment (getArgs)

main :: IO ()
main = do
  [file] <- getArgs
  store <- readCertificateStore file
  putStrLn (maybe "Nothing" (show . length . listCertificates) store)
HS
ghc -v0 -O0 ask.hs
openssl genpkey -algorithm RSA -out rsa.key 2>/dev/null
openssl genpkey -algorithm ed25519 -out ed.key
openssl ecparam -name prime256v1 -genkey -noout -out p256.key
openssl ecparam -name brainpoolP256r1 -genkey -noout -out brainpool.key
for name in rsa ed p256 brainpool; do openssl req -x509 -key $name.key -subj "/CN=$name" -days 9 -out $name.pem; done
cat rsa.pem p256.pem ed.pem >three
cat rsa.pem brainpool.pem p256.pem >mixed
cp brainpool.pem alone
bad=
check() { # file, expected
    local told count=0
    told=$(./ask "$1")
    [ ! -e "$1" ] || count=$(openssl crl2pkcs7 -nocrl -certfile "$1" | openssl pkcs7 -print_certs -noout | grep -c subject)
    echo "$1: OpenSSL $count, Haskell $told"
    [ "$told" = "$2" ] || bad=1
}
check three 3
check mixed 2
check alone Nothing
check missing Nothing
[ -z "$bad" ] || { echo "CHANGED: the store has other certificates" >&2; exit 1; }
