#!/usr/bin/env bash
# Import certvalidator and certbuilder on a system whose OpenSSL has a patch number of two digits.
#
# Package: certvalidator 0.11.1, certbuilder 0.14.2, oscrypto 1.3.0, asn1crypto 1.5.1 (PyPI), OpenSSL 3.0.19 of Debian 12
# Guessed: a library that loads OpenSSL 3.0 works with each of its patch releases, which differ in repairs only.
# Behaviour: the version is searched for with one digit for each of its three numbers. "OpenSSL 3.0.9" is found in the
#   library's own text, "OpenSSL 3.0.19" is not, and the import ends in "Error detecting the version of libcrypto",
#   before anything was asked. Whatever stands on oscrypto, such as certvalidator, certbuilder and csrbuilder, thus
#   stopped with a security update of the system. asn1crypto of the same author, which loads no library, still reads.
# Output seen: asn1crypto: read; oscrypto, certvalidator, certbuilder: LibraryNotFoundError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check certvalidator==0.11.1 certbuilder==0.14.2 \
    oscrypto==1.3.0 asn1crypto==1.5.1
library=$(venv/bin/python -c 'from ctypes import *; from ctypes.util import find_library as f
l = CDLL(f("crypto")); l.OpenSSL_version.restype = c_char_p; print(l.OpenSSL_version(0).decode())')
echo "$library"
[[ $library =~ ^OpenSSL\ [0-9]+\.[0-9]+\.[0-9][0-9] ]] || { echo "this OpenSSL has another kind of version" >&2; exit 1; }
bad=
check() { # statement, expected
    local told
    told=$(venv/bin/python -c "$1" 2>&1 | tail -n 1 || true)
    echo "$1: ${told:-read}"
    [[ ${told:-read} == $2 ]] || bad=1
}
check "import asn1crypto.x509" read
check "import oscrypto.asymmetric" "*LibraryNotFoundError: Error detecting the version of libcrypto"
check "import certvalidator" "*LibraryNotFoundError: Error detecting the version of libcrypto"
check "import certbuilder" "*LibraryNotFoundError: Error detecting the version of libcrypto"
[ -z "$bad" ] || { echo "CHANGED: oscrypto can be imported, or not, in another way" >&2; exit 1; }
