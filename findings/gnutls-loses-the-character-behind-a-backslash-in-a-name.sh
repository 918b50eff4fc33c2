#!/usr/bin/env bash
# Give certtool the subject that certtool has printed.
#
# Package: gnutls-bin 3.7.9 (Debian 12); OpenSSL 3.0.19 for the first certificate and for reading
# Guessed: `dn` in a template takes a name in the form of RFC 4514, which is the form in which GnuTLS prints names; the
#   escapes `\,` and `\C3\BC` are read, or the name is refused.
# Behaviour: the backslash is dropped and the character behind it too. "O=Example\, Inc." becomes "Example Inc.", "Smith
#   \+ Sons" becomes "Smith  Sons", and "M\C3\BCller", as OpenSSL prints it, becomes "M3Cller". certtool succeeds
#   without a word. Doubled backslashes and quotation marks are refused, so there is no readable way to write a comma in
#   `dn`; `organization = Example, Inc.` on a line of its own has no such trouble.
# Output seen: printed: CN=x,O=Example\, Inc.; read back: O=Example Inc.
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
certtool --generate-privkey --key-type ecdsa --outfile key.pem >/dev/null 2>&1
make() { # template
    printf '%s\n' "$1" 'expiration_days = 30' >template
    certtool --generate-self-signed --load-privkey key.pem --template template --outfile cert.pem >log 2>&1
}
organization() { openssl x509 -in cert.pem -noout -subject -nameopt multiline,utf8,-esc_msb | sed -n 's/^ *organizationName *= //p'; }
printed() { certtool -i --infile cert.pem | sed -n 's/^\tSubject: //p'; }
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cert.pem -days 30 \
    -subj '/O=Example, Inc./CN=x' 2>/dev/null
name=$(printed)
echo "certtool prints: $name"
[ "$name" = 'CN=x,O=Example\, Inc.' ]
bad=
check() { # template, expected organization
    make "$1"
    echo "$1 -> O: $(organization)"
    [ "$(organization)" = "$2" ] || bad=1
}
check "dn = $name" 'Example Inc.'
check 'dn = CN=x,O=Smith \+ Sons' 'Smith  Sons'
check 'dn = CN=x,O=M\C3\BCller' M3Cller
check 'organization = Example, Inc.' 'Example, Inc.'
for refused in 'dn = CN=x,O=Example\\, Inc.' 'dn = CN=x,O="Example, Inc."'; do
    if make "$refused"; then echo "$refused -> accepted"; bad=1; else echo "$refused -> refused"; fi
done
[ -z "$bad" ] || { echo "CHANGED: GnuTLS reads escapes otherwise" >&2; exit 1; }
