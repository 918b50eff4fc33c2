#!/usr/bin/env bash
# Read PEM blocks with headers, as those of encrypted keys have, by Haskell's pem, and write one.
#
# Package: libghc-pem-dev 0.2.4 with GHC 9.0 (Debian 12), OpenSSL 3.0.19 for the key
# Guessed: its type PEM has a field for the headers of a block, and pemWriteBS writes them, so that pemParseBS fills
#   the field from a block with Proc-Type and DEK-Info, and reads what pemWriteBS wrote.
# Behaviour: headers are taken for base64, "decoding failed: base64", and with them all of the file is lost: a
#   certificate with its encrypted key of the older form behind it is not read. What pemWriteBS writes with a header
#   pemParseBS refuses.
# Output seen: certificate: 1 block; with an encrypted key behind it: decoding failed; written with a header: decoding
#   failed
set -euo pipefail

{ command -v ghc && ghc-pkg list --simple-output pem | grep -q pem; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        ghc libghc-pem-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libghc-pem-dev ghc
cat >ask.hs <<'HS'
import qualified Data.ByteString.Char8 as B
import Data.PEM
import System.Environment (getArgs)

blocks :: B.ByteString -> String
blocks text = either (unwords . drop 2 . take 4 . words) (show . length) (pemParseBS text)

main :: IO ()
main = do
  arguments <- getArgs
  case arguments of
    [file] -> B.readFile file >>= putStrLn . blocks
    _ -> do
      let write headers = pemWriteBS (PEM "CERTIFICATE" headers (B.replicate 60 'x'))
      putStrLn (blocks (write []) ++ ", " ++ blocks (write [("Comment", B.pack "x")]))
HS
ghc -v0 -O0 ask.hs
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 9 -subj /CN=a.example 2>/dev/null
openssl rsa -in key.pem -traditional -aes128 -passout pass:secret -out old.pem 2>/dev/null
openssl pkcs8 -topk8 -in key.pem -passout pass:secret -out new.pem
grep -A2 BEGIN old.pem
for key in old new; do cat cert.pem $key.pem >with-$key.pem; done
bad=
check() { # expected, file or nothing
    local told
    told=$(./ask "${@:2}")
    echo "${2:-written by itself, without and with a header}: $told"
    [ "$told" = "$1" ] || bad=1
}
check 1 cert.pem
check 2 with-new.pem
check "decoding failed:" with-old.pem
openssl pkey -in with-old.pem -passin pass:secret -noout
check "1, decoding failed:"
[ -z "$bad" ] || { echo "CHANGED: Haskell reads headers" >&2; exit 1; }
