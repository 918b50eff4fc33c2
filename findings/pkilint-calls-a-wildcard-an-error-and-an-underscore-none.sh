#!/usr/bin/env bash
# Lint the host names of certificates by pkilint's linter for RFC 5280 and by that for the web.
#
# Package: pkilint 0.13.3 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: *.example.org passes, as half of all certificates have one; what is refused is what is in no host name, the
#   underscore first of all, which the CA/Browser Forum forbade in 2019.
# Behaviour: lint_pkix_cert takes the "preferred name syntax" of RFC 5280 by its letter, which has no wildcards: each is
#   an ERROR pkix.invalid_domain_name_syntax, as are "localhost" and a dot at the end. An underscore inside of a label
#   passes, and only one at its beginning is refused. lint_cabf_serverauth_cert has no such finding for a wildcard. A
#   job that stops at errors of lint_pkix_cert stops at certificates that are right, so it needs the other linter or a
#   list of exceptions.
# Output seen: *.example.org, localhost, _a.example.org, example.org.: ERROR; a_b.example.org, 1.2.3.4.example,
#   A.Example: none
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pkilint==0.13.3
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # name, expected, the program
    local told
    openssl req -x509 -key key.pem -out cert.pem -days 30 -set_serial 77 -subj "/CN=a" -addext "subjectAltName=DNS:$1"
    told=$("venv/bin/${3:-lint_pkix_cert}" lint ${3:+-d} -f csv cert.pem | grep -o '[A-Z]*,pkix.invalid_domain_name_syntax' || true)
    echo "${3:-lint_pkix_cert} $1: ${told:-none}"
    [ "${told%%,*}" = "$2" ] || bad=1
}
check www.example.org ""
check "*.example.org" ERROR
check localhost ERROR
check example.org. ERROR
check _a.example.org ERROR
check a_b.example.org ""
check 1.2.3.4.example ""
check A.Example ""
check "*.example.org" "" lint_cabf_serverauth_cert
[ -z "$bad" ] || { echo "CHANGED: pkilint judges other names" >&2; exit 1; }
