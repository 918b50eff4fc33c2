#!/usr/bin/env bash
# Read the configuration of an OpenVPN client by Augeas, which Puppet edits such files with.
#
# Package: augeas-tools 1.14.0 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: the lens OpenVPN reads a client's file with <ca> and <cert> inside, one file for each device, as easy-rsa
#   writes it under inline; the lens knows younger options, tls-version-min among them.
# Behaviour: "parse_failed", for <ca> as for any other block, and then no option of the file can be read or changed.
#   So it is for a name in quotation marks, by which OpenVPN takes the blanks of a subject: verify-x509-name 'C=DE,
#   CN=a.example' subject. With "ca file" and a name without blanks the file is read.
# Output seen: ca FILE: read; <ca>: parse_failed; verify-x509-name a.example name: read; 'C=DE, CN=a.example' subject:
#   parse_failed
set -euo pipefail

command -v augtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends augeas-tools >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' augeas-tools augeas-lenses
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 9 -subj /CN=ca 2>/dev/null
mkdir root
bad=
check() { # expected, what stands behind the usual lines
    local told
    printf '%s\n' client "remote a.example 1194" "remote-cert-tls server" "tls-version-min 1.2" "$2" >root/file
    told=$(printf '%s\n' 'set /augeas/load/X/lens OpenVPN.lns' 'set /augeas/load/X/incl /file' load \
        'print /files/file/tls-version-min' 'print /augeas/files/file/error' |
        augtool --noautoload --root "$work/root" | sed -n 's/.*"\(parse_failed\)"/\1/p; s/.*min = "1.2"/read/p')
    echo "${2%%$'\n'*}: $told"
    [ "$told" = "$1" ] || bad=1
}
check read "ca /etc/openvpn/ca.pem"
check parse_failed "<ca>
$(cat ca.pem)
</ca>"
openssl x509 -in root/file -noout -subject
check read "verify-x509-name a.example name"
check parse_failed "verify-x509-name 'C=DE, CN=a.example' subject"
check parse_failed 'verify-x509-name "C=DE, CN=a.example" subject'
[ -z "$bad" ] || { echo "CHANGED: Augeas reads other files" >&2; exit 1; }
