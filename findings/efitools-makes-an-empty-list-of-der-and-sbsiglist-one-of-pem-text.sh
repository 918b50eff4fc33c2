#!/usr/bin/env bash
# Make the lists of certificates that a firmware takes for Secure Boot, by both usual tools, from PEM and from DER.
#
# Package: efitools 1.9.2, sbsigntool 0.9.4 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: cert-to-efi-sig-list and sbsiglist make the same list, from either form or with an error for the one that they do
#   not read.
# Behaviour: the one reads PEM only, the other DER only, and both end with 0 for the other form. cert-to-efi-sig-list writes
#   a list of 44 bytes, its heads with no certificate behind them; sbsiglist puts the text of the PEM file into the list,
#   where a firmware expects DER. Either is a well-formed list by its lengths; sig-list-to-certs takes a "certificate" of
#   zero bytes or of text out of it. What fails is the boot, or the key that seemed to be enrolled.
# Output seen: PEM: cert-to-efi-sig-list: the DER; sbsiglist: the PEM text; DER: cert-to-efi-sig-list: 0 bytes; sbsiglist:
#   the DER; exit code 0 each
set -euo pipefail

{ command -v cert-to-efi-sig-list && command -v sbsiglist; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends efitools sbsigntool >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' efitools sbsigntool
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=a -days 30 2>/dev/null
openssl x509 -in cert.pem -outform DER -out cert.der
: >empty
owner=77fa9abd-0359-4d32-bd60-28f4e78f784b
bad=
check() { # program, form, what is in the list
    local code=0 told
    case $1 in
    efitools) cert-to-efi-sig-list -g $owner "cert.$2" list >/dev/null 2>&1 || code=$? ;;
    sbsigntool) sbsiglist --owner $owner --type x509 --output list "cert.$2" >/dev/null 2>&1 || code=$? ;;
    esac
    # 28 bytes of head and 16 of the owner stand before the certificate
    tail -c +45 list >inside
    told=something
    for file in empty cert.pem cert.der; do cmp -s inside $file && told=$file; done
    echo "$1, cert.$2: exit code $code, in the list: $told"
    [ "$code $told" = "0 $3" ] || bad=1
}
check efitools pem cert.der
check efitools der empty
check sbsigntool pem cert.pem
check sbsigntool der cert.der
[ -z "$bad" ] || { echo "CHANGED: other lists" >&2; exit 1; }
