#!/usr/bin/env bash
# gpgsm loses the whole name of a certificate if a part with two attributes is not the last one.
#
# Package: gpgsm 2.2.40 with libksba8 1.6.3 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: a name part with two attributes (CN=... + serialNumber=..., as seals, eIDAS and device certificates have it)
#   is either unknown to GnuPG everywhere, or shown with its "+" wherever it stands.
# Behaviour: as the last part it is shown. With any other part behind it the name cannot be read at all: "no subject
#   found in certificate". Such a leaf is imported and listed as "[error]", without any part of its name; a CA with such
#   a name is refused, "no issuer found in certificate", which sounds like a missing issuer and is a matter of order
#   inside the name. The same attributes in another order make it work.
# Output seen: O=x, CN=a + UID=b: CN=a+UID=b,O=x; O=x, CN=a + UID=b, OU=c: imported, Subject: [error]; a self-signed CA
#   of that name: not imported, no issuer found
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
dpkg-query -W -f '${Package} ${Version}\n' libksba8

openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
leaf() { # subject
    openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -multivalue-rdn -subj "$1" 2>/dev/null
    openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
}
import() { # files: what gpgsm says about the last one
    gpgconf --kill all
    rm -rf home
    mkdir -m 700 home
    for file in "$@"; do gpgsm --batch --disable-dirmngr --import "$file" >log 2>&1 || true; done
    grep -oE 'no (subject|issuer) found in certificate|not imported|imported: +1' log | tr -s ' ' | sort -u | paste -sd';'
}
bad=
leaf '/O=x/CN=a+UID=b'
said=$(import root.pem leaf.pem)
name=$(gpgsm --batch --dump-cert 2>/dev/null | sed -n 's/^ *Subject: //p' | tail -1)
echo "O=x, CN=a + UID=b: $said; Subject: $name"
[ "$name" = "CN=a+UID=b,O=x" ] || bad=1

leaf '/O=x/CN=a+UID=b/OU=c'
said=$(import root.pem leaf.pem)
name=$(gpgsm --batch --dump-cert 2>/dev/null | sed -n 's/^ *Subject: //p' | tail -1)
echo "O=x, CN=a + UID=b, OU=c: $said; Subject: $name"
[[ $said == *"imported: 1"*"no subject found"* && $name == "[error]" ]] || bad=1

for order in '/O=x/CN=a+UID=b/OU=c' '/O=x/OU=c/CN=a+UID=b'; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -multivalue-rdn -subj "$order" -days 60 2>/dev/null
    said=$(import ca.pem)
    echo "self-signed, ${order#/}: $said"
    case $order in
        */OU=c) [[ $said == *"no issuer found"*"not imported"* ]] || bad=1 ;;
        *) [[ $said == "imported: 1" ]] || bad=1 ;;
    esac
done
[ -z "$bad" ] || { echo "CHANGED: gpgsm reads such names otherwise" >&2; exit 1; }
