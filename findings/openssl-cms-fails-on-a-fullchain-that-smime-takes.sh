#!/usr/bin/env bash
# Sign a file with the openssl program, and give it the other certificates as chain and as fullchain.
#
# Package: OpenSSL 3.0.19 (the openssl program of Debian 12)
# Guessed: `cms -sign` and `smime -sign` take the same options and write the same kind of message; a -certfile in
#   which the signer's certificate stands too puts it in once or twice, with both.
# Behaviour: `cms` refuses each certificate that is there already, and the signer's counts as already there: with
#   fullchain.pem, which every ACME client writes, signing fails. The last line of its error says "malloc failure",
#   as if memory had run out, and the output file is there, with nothing in it. The same happens when the file has
#   one issuer twice. With -nocerts, which is to leave the signer's certificate out, the fullchain works and the
#   signer's certificate is in. `smime` takes all of these, and puts the repeated ones in; its order is another one
#   too: the signer stands last, where `cms` has it first.
# Output seen: chain: cms: leaf sub issuing, smime: sub issuing leaf; fullchain: cms: malloc failure, 0 bytes,
#   smime: leaf sub issuing leaf; issuer twice: cms: malloc failure, smime: sub issuing sub leaf; -nocerts with
#   fullchain: cms: leaf sub issuing
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 "$ca"
sign issuing sub 3 "$ca"
sign sub leaf 4 'keyUsage=critical,digitalSignature\n'
cat sub.pem issuing.pem >chain
cat leaf.pem sub.pem issuing.pem >fullchain
cat sub.pem issuing.pem sub.pem >issuer-twice
echo "a message" >message

bad=
check() { # cms or smime, the file with certificates, further options, expected
    local told
    rm -f signed
    if openssl "$1" -sign -in message -signer leaf.pem -inkey leaf.key -certfile "$2" $3 \
        -outform DER -out signed 2>errors; then
        told=$(openssl pkcs7 -inform DER -in signed -print_certs -noout | sed -n 's/^subject=CN = //p' | paste -sd' ')
    else
        told="$(tail -1 errors | grep -o 'malloc failure' || echo failure), $(wc -c <signed) bytes"
    fi
    printf '%-6s %-13s%s: %s\n' "$1" "$2" "${3:+ $3}" "$told"
    [ "$told" = "$4" ] || bad=1
}
check cms chain "" "leaf sub issuing"
check smime chain "" "sub issuing leaf"
check cms fullchain "" "malloc failure, 0 bytes"
check smime fullchain "" "leaf sub issuing leaf"
check cms issuer-twice "" "malloc failure, 0 bytes"
check smime issuer-twice "" "sub issuing sub leaf"
check cms fullchain -nocerts "leaf sub issuing"
[ -z "$bad" ] || { echo "CHANGED: cms or smime treat repeated certificates otherwise" >&2; exit 1; }
