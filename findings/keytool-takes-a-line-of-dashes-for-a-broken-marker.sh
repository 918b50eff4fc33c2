#!/usr/bin/env bash
# Read a bundle with a heading above its issuers, drawn in five ways, by keytool and by others.
#
# Package: openjdk-17-jre-headless 17 and gnutls-bin 3.7.9 (Debian 12), cryptography 45.0.7 (PyPI), OpenSSL 3.0.19
# Guessed: text between the blocks is passed over, as the standard for PEM has it and as keytool does with the
#   output of `openssl x509 -text`; what begins a block is the word BEGIN.
# Behaviour: in Java five dashes at the start of a line begin a block, whatever follows. A heading `----- issuers
#   -----` or a plain rule between the certificates makes the whole file unreadable, those above it included:
#   "Failed to parse input". Four dashes, or a # before them, and it is read. keytool -importcert of the same file
#   succeeds, since it looks at the first certificate only, and so do OpenSSL, GnuTLS and cryptography: a heading
#   that was in the file for years shows on the day when the first Java program gets the bundle.
# Output seen: keytool -printcert: no heading 3, words 3, # and dashes 3, four dashes 3, five dashes: Failed to
#   parse input, a rule: Failed to parse input; -importcert: added, all; OpenSSL, certtool, cryptography: 3, all
set -euo pipefail

command -v certtool >/dev/null && command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gnutls-bin openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
certtool --version | head -1
openssl version
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==45.0.7
for name in leaf sub issuing; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out $name.pem -subj /CN=$name -days 30 2>/dev/null
done
bad=
check() { # heading, expected of keytool -printcert
    local listed added others
    { cat leaf.pem; [ -z "$1" ] || printf '%s\n' "$1"; cat sub.pem issuing.pem; } >bundle
    listed=$(keytool -printcert -file bundle 2>&1 || true)
    if grep -q 'Failed to parse input' <<<"$listed"; then
        listed="Failed to parse input"
    else
        listed=$(grep -c '^Owner:' <<<"$listed" || true)
    fi
    rm -f store
    added=$(keytool -importcert -noprompt -alias x -file bundle -keystore store -storepass changeit 2>&1 | tail -1 || true)
    others="$(openssl storeutl -noout -certs bundle 2>/dev/null | sed -n 's/^Total found: //p' || true)"
    others+=" $(certtool -i --infile bundle 2>/dev/null | grep -c 'Subject:' || true)"
    others+=" $(venv/bin/python -c 'from cryptography import x509
with open("bundle", "rb") as file:
    print(len(x509.load_pem_x509_certificates(file.read())))')"
    echo "heading \"$1\": keytool: $listed; -importcert: $added; OpenSSL, certtool, cryptography: $others"
    [ "$listed" = "$2" ] && [ "$added" = "Certificate was added to keystore" ] && [ "$others" = "3 3 3" ] || bad=1
}
check "" 3
check "issuers" 3
check "# ----- issuers -----" 3
check "---- issuers ----" 3
check "----- issuers -----" "Failed to parse input"
check "------------------------------" "Failed to parse input"
[ -z "$bad" ] || { echo "CHANGED: keytool or another reads headings otherwise" >&2; exit 1; }
