#!/usr/bin/env bash
# Verify requests and certificates with RSA-PSS by certtool, with salts of each length that OpenSSL writes.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the files and the comparison
# Guessed: the length of the salt stands in the parameters beside the signature (RFC 4055, 3.1) and is read from there; TLS
#   1.3 demands one as long as the hash, of its own messages, but not of certificates.
# Behaviour: the signature is false unless the salt is as long as the hash, and the text says so of the signature, not of
#   its parameters: "FAILED", "The signature in the certificate is invalid". OpenSSL, told to sign with PSS and nothing
#   more, takes the longest salt that there is room for, so its requests and roots all look forged to GnuTLS.
# Output seen: 32 bytes with SHA-256: verified; 20, 0, 64, OpenSSL's default: FAILED, invalid; OpenSSL: OK
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # length of the salt or nothing, expected
    local pss=(-sigopt rsa_padding_mode:pss ${1:+-sigopt "rsa_pss_saltlen:$1"}) told
    openssl req -new -key key.pem -subj /CN=x "${pss[@]}" -out request.pem
    openssl req -x509 -key key.pem -subj /CN=x "${pss[@]}" -days 9 -out root.pem
    openssl req -in request.pem -noout -verify 2>/dev/null
    openssl verify -CAfile root.pem -check_ss_sig root.pem >/dev/null
    told="$(certtool --crq-info --infile request.pem | sed -n 's/^Self signature: \([A-Za-z]*\).*/\1/p' || true)"
    told+=", $( (certtool --verify --load-ca-certificate root.pem --infile root.pem 2>&1 || true) |
        grep -o 'signature in the certificate is invalid\|certificate is trusted' | sort -u)"
    echo "salt ${1:-by default}: $told (OpenSSL: OK)"
    [ "$told" = "$2" ] || bad=1
}
check 32 "verified, certificate is trusted"
check 20 "FAILED, signature in the certificate is invalid"
check 0 "FAILED, signature in the certificate is invalid"
check 64 "FAILED, signature in the certificate is invalid"
check "" "FAILED, signature in the certificate is invalid"
[ -z "$bad" ] || { echo "CHANGED: GnuTLS verifies other salts" >&2; exit 1; }
