#!/usr/bin/env bash
# Write names with a number sign, a dollar sign or a backslash into OpenSSL's configuration file and into -subj.
#
# Package: OpenSSL 3.0.19 (the openssl program of Debian 12)
# Guessed: a comment begins at the start of a line, as in the files that come with OpenSSL, or behind a blank; a value is the
#   text behind the equals sign, the same as in -subj.
# Behaviour: a number sign begins a comment wherever it stands. "Werk #5" is certified as "Werk", and a URL in the SAN loses
#   its fragment, also in one word, "id#5". A backslash vanishes, and \n, \r, \t and \b are control characters, so that
#   the account CORP\bob is "CORP", a backspace and "ob". A dollar sign asks for a variable, and a missing one is an
#   error. In -subj number and dollar sign stay, and the backslash goes. In the file a backslash in front keeps each of
#   the three.
# Output seen: Werk #5: Werk; Werk \#5: Werk #5; -subj: Werk #5; https://x/#a: https://x/; CORP\bob: CORP, 08, ob; A$AP: error
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
show() { openssl req -in request.pem -noout "$@" -nameopt RFC2253,-esc_msb | sed 's/^subject=O=//'; }
check() { # organization in the file, expected
    local told
    printf '[req]\ndistinguished_name = d\nprompt = no\n[d]\nO = %s\n' "$1" >req.cnf
    told=$(openssl req -new -key key.pem -config req.cnf -out request.pem 2>/dev/null && show -subject || echo error)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 'Werk 5' 'Werk 5'
check 'Werk #5' Werk
check 'id#5' id
check 'Werk \#5' 'Werk #5'
check 'CORP\bob' 'CORP\08ob'
check 'A$AP' error
printf '[req]\ndistinguished_name = d\nprompt = no\nreq_extensions = e\n[d]\nO = x\n[e]\nsubjectAltName = URI:https://x/#a\n' >req.cnf
openssl req -new -key key.pem -config req.cnf -out request.pem
san=$(openssl req -in request.pem -noout -text | grep -o 'URI:.*')
openssl req -new -key key.pem -subj '/O=Werk #5' -out request.pem
subj=$(show -subject)
echo "SAN: $san; -subj: $subj"
[ "$san|$subj" = "URI:https://x/|Werk #5" ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: OpenSSL reads other values" >&2; exit 1; }
