#!/usr/bin/env bash
# Give strongSwan's pki a subject as strongSwan's pki prints it.
#
# Package: strongswan-pki 5.9.8 (Debian 12), OpenSSL 3.0.19 for the certificates and as the reader
# Guessed: the subject line of `pki --print` can be pasted into `--dn` (and into `id =` of a connection, which is parsed
#   by the same code), as the manual does with simple names; what needs an escape gets one.
# Behaviour: nothing is escaped and no escape is read. Where a value holds ", OU=", where a part has two attributes, or
#   where a letter is not ASCII, the line is read as ANOTHER name, without a word: the "+" is printed as a comma, so one
#   part becomes two, and an umlaut is printed, and read, as two question marks. A comma before other text ("Foo, Inc.")
#   is refused, and so is a backslash or a quotation mark around it. An attribute that strongSwan has no name for is
#   printed as the bytes of its number in hex, "55:04:61=NTRNL-1" for the organizationIdentifier of every eIDAS seal,
#   which it does not read either. Compare names by their DER.
# Output seen: C, O, CN with a slash: the same; O=Müller -> O=M??ller; "Novo, OU=Bar" -> two parts; serialNumber=5+CN=x
#   -> serialNumber=5,CN=x; "Foo, Inc." and 55:04:61=... refused
set -euo pipefail
export LC_ALL=C.UTF-8

command -v pki >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strongswan-pki >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' strongswan-pki
openssl genrsa -traditional -out key.pem 2048 2>/dev/null
name_of() { openssl x509 -in "$1" -noout -subject -nameopt RFC2253,-esc_msb 2>/dev/null | sed 's/^subject=//'; }
bad=
check() { # lines of the name, expected outcome: same, other or refused
    printf '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\n%b' "$1" >cnf
    openssl req -x509 -config cnf -key key.pem -out given.pem -days 30 2>/dev/null
    local printed outcome before after
    printed=$(pki --print --in given.pem 2>/dev/null | sed -n 's/^ *subject:  "\(.*\)"$/\1/p')
    rm -f made.pem
    before=$(name_of given.pem)
    if pki --self --in key.pem --dn "$printed" --outform pem >made.pem 2>log; then
        after=$(name_of made.pem)
        if [ "$before" = "$after" ]; then outcome=same; else outcome=other; fi
    else
        grep -q 'is not a distinguished name' log && outcome=refused || outcome=failed
        after="(refused)"
    fi
    echo "$before; printed: $printed; read: $after"
    [ "$outcome" = "$2" ] || bad=1
}
check 'C=NL\nO=Novo A/S\nCN=x\n' same
check 'C=NL\nO=Müller\nCN=x\n' other
check 'O=Novo, OU=Bar\nCN=x\n' other
check 'CN=x\n+serialNumber=5\n' other
check 'O=Foo, Inc.\nCN=x\n' refused
check 'organizationIdentifier=NTRNL-1\nCN=x\n' refused
for escaped in 'O=Foo\, Inc., CN=x' 'O="Foo, Inc.", CN=x'; do
    if pki --self --in key.pem --dn "$escaped" >/dev/null 2>&1; then bad=1; else echo "refused too: $escaped"; fi
done
[ -z "$bad" ] || { echo "CHANGED: strongSwan prints or reads names otherwise" >&2; exit 1; }
