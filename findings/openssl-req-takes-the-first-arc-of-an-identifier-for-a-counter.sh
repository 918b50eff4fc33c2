#!/usr/bin/env bash
# Ask for a name part by its dotted number, in OpenSSL's configuration file and by -subj.
#
# Package: OpenSSL 3.0.19 (the openssl program of Debian 12)
# Guessed: a kind of name part may be given by its number, which needs no entry in a table; both places take the same, and
#   what they do not take is an error.
# Behaviour: in the file, digits and a dot before a name are a counter, with which a kind can stand there twice, "1.OU" and
#   "2.OU". So the first arc is cut off each number: 1.2.3.4 becomes 2.3.4 in the request, and the number of the e-mail
#   address another one, without a word; where the rest is no number, 3.6.1 for one, it is "invalid field name". -subj takes
#   the numbers that OpenSSL has a name for and leaves out the others, with a warning and the status 0. What works is a
#   name in `oid_section`, or a counter before the number: 1.1.2.3.4.
# Output seen: file 1.2.3.4: 2.3.4; 1.2.840.113549.1.9.1: 2.840...; 1.3.6.1.4.1.99999: error; 1.1.2.3.4: 1.2.3.4; -subj 1.2.3.4:
#   left out, 0; -subj 2.5.4.5: there
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # where, kind, expected
    local told
    if [ "$1" = file ]; then
        printf '[req]\ndistinguished_name = d\nprompt = no\n[d]\nO = x\n%s = y\n' "$2" >req.cnf
        set -- "$@" -config req.cnf
    else
        set -- "$@" -subj "/O=x/$2=y"
    fi
    if openssl req -new -key key.pem -out request.pem "${@:4}" 2>error; then
        told=$(openssl req -in request.pem -noout -subject -nameopt RFC2253,oid | sed 's/^subject=//')
    else
        told=$(grep -o 'invalid field name' error | head -n 1)
    fi
    echo "$1, $2: $told"
    [ "$told" = "$3" ] || bad=1
}
check file 1.2.3.4 "2.3.4=#0C0179,2.5.4.10=x"
check file 1.2.840.113549.1.9.1 "2.840.113549.1.9.1=#0C0179,2.5.4.10=x"
check file 1.3.6.1.4.1.99999 "invalid field name"
check file 1.1.2.3.4 "1.2.3.4=#0C0179,2.5.4.10=x"
check subj 1.2.3.4 "2.5.4.10=x"
check subj 2.5.4.5 "2.5.4.5=y,2.5.4.10=x"
[ -z "$bad" ] || { echo "CHANGED: OpenSSL takes other numbers" >&2; exit 1; }
