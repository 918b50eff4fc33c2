#!/usr/bin/env bash
# gpgsm refuses a certificate with an empty subject and says that its signature is bad.
#
# Package: gpgsm 2.2.40 with libksba8 1.6.3 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: an empty subject beside a critical SAN is what RFC 5280 (4.1.2.6) provides for, and public CAs issue such
#   leaves when the host name is too long for a common name. gpgsm imports one and lists it by its other names.
# Behaviour: it is not imported: "unknown digest algorithm '?'", "certificate has a BAD signature". OpenSSL verifies the
#   same file against the same root. One file with one certificate is moreover counted as two that were not imported.
#   With the fullchain of such a host the issuers go in and the leaf stays out. Do not take that line for tampering.
# Output seen: OpenSSL: OK; gpgsm: BAD signature, not imported: 2; with "/CN=a.example" as subject: imported: 1
set -euo pipefail

command -v gpgsm >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gpgsm gpg-agent >/dev/null
}
work=$(mktemp -d)
export GNUPGHOME=$work/home
trap 'gpgconf --kill all; rm -rf "$work"' EXIT
cd "$work"
gpgsm --version | head -1
mkdir -m 700 home

openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
leaf() { # subject, name, whether the SAN is critical
    openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj "$1" 2>/dev/null
    openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial "$3" -days 30 -out "$2.pem" \
        -extfile <(echo "subjectAltName=$4DNS:a.example") 2>/dev/null
}
leaf / nameless 2 critical,
leaf /CN=a.example named 3 ""
gpgsm --batch --disable-dirmngr --import root.pem >/dev/null 2>&1 || true
bad=
for name in named nameless; do
    verified=$(openssl verify -x509_strict -CAfile root.pem "$name.pem" 2>&1 | tail -1 || true)
    gpgsm --batch --disable-dirmngr --import "$name.pem" >"$name.log" 2>&1 || true
    echo "$name: OpenSSL: $verified; gpgsm: $(grep -oE '(certificate has a BAD signature|(not )?imported: +[0-9])' "$name.log" |
        tr -s ' ' | paste -sd';')"
    [[ $verified == *OK ]] || bad=1
done
grep -q 'imported: *1$' named.log || bad=1
grep -q 'has a BAD signature' nameless.log && grep -q 'not imported: *2$' nameless.log || bad=1
[ -z "$bad" ] || { echo "CHANGED: gpgsm takes a certificate without a subject otherwise" >&2; exit 1; }
