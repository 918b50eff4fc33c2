#!/usr/bin/env bash
# Read certificates by LIEF, in a process that has done nothing else yet.
#
# Package: lief 1.0.0, lief 0.17.6 as the comparison (PyPI), OpenSSL for the certificates
# Guessed: lief.PE.x509.parse() reads a certificate, from a file or from bytes, as it did in 0.17; what it reads depends
#   on the argument only.
# Behaviour: it gives an empty list, for RSA and for EC, and writes "UNKNOWN ERROR CODE (3B00)" to stderr without a line
#   end. As soon as the same process has called lief.PE.Signature.parse() once, even with a PKCS#7 file that is none and
#   for which it says so, the same call reads the same file: the parser of signatures seems to make something ready that
#   the parser of certificates forgets. A tool that looks at a signed program first never sees it; a loop over a folder of
#   certificates finds none of them, and has no exception to report.
# Output seen: 0.17.6: 1, 1; 1.0.0: 0, 0, and 1, 1 after Signature.parse() of a .p7b file
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out rsa.pem -subj /CN=a -days 30 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out ec.pem -subj /CN=a -days 30 2>/dev/null
openssl crl2pkcs7 -nocrl -certfile rsa.pem -outform der -out some.p7b
cat >ask.py <<'PY'
import lief


def read():
    return [len(lief.PE.x509.parse(name)) for name in ("rsa.pem", "ec.pem")]


before = read()
lief.PE.Signature.parse(list(open("some.p7b", "rb").read()))
print(before, read())
PY
bad=
for pair in "0.17.6=[1, 1] [1, 1]" "1.0.0=[0, 0] [1, 1]"; do
    version=${pair%%=*}
    python3 -m venv "v$version"
    "v$version/bin/pip" install --quiet --disable-pip-version-check "lief==$version"
    told=$("v$version/bin/python" ask.py 2>"err$version")
    echo "lief $version: certificates of rsa.pem and ec.pem, before and after a signature: $told"
    [ "$told" = "${pair#*=}" ] || bad=1
done
grep -q 3B00 err1.0.0 || bad=1
[ -z "$bad" ] || { echo "CHANGED: LIEF reads other certificates" >&2; exit 1; }
