#!/usr/bin/env bash
# Make a certificate by Heimdal's hxtool with the subject that it prints of another one.
#
# Package: heimdal-clients 7.8 (Debian 12), OpenSSL 3.0.19 for the certificates and for reading
# Guessed: --subject takes a name in the form in which `hxtool print` shows it, which looks like RFC 4514.
# Behaviour: what it prints it does not read. O "A, B" is printed as O=A\, B, and that is "Name is malformed", as are
#   quotation marks; there is no way to write a comma. An umlaut is printed with a sign of its own in place of the
#   backslash, M#c3#bcller, which is read as those eleven letters, so the new certificate has another name. Of a part
#   with two values, OU=one+OU=two, it makes one value with a plus sign. The plain umlaut is read rightly.
# Output seen: O=A\, B: Name is malformed; CN=M#c3#bcller: the same letters; CN=Müller: right; OU=one+OU=two:
#   OU=one\+OU=two
set -euo pipefail

command -v hxtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends heimdal-clients >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f 'heimdal-clients ${Version}\n' heimdal-clients
printed() { # subject: as hxtool prints it
    openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out cert.pem -utf8 -multivalue-rdn -subj "$1" -days 30 2>/dev/null
    hxtool print PEM-FILE:cert.pem 2>&1 | sed -n 's/^ *subject: "\(.*\)"$/\1/p'
}
written() { # subject: of the certificate that hxtool makes, or what it says
    rm -f new.pem
    if hxtool issue-certificate --self-signed --issue-ca --generate-key=rsa --key-bits=2048 --subject="$1" \
        --certificate=FILE:new.pem >log 2>&1; then
        openssl x509 -in new.pem -noout -subject -nameopt RFC2253 | cut -c9-
    else
        tail -1 log
    fi
}
{
    for subject in '/O=A, B/CN=x' /CN=Müller; do
        name=$(printed "$subject")
        echo "$subject, printed: $name, written: $(written "$name")"
    done
    echo "plain: $(written CN=Müller)"
    echo "two values: $(written OU=one+OU=two)"
} | tee out
grep -qx 'plain: CN=M\\C3\\BCller' out
grep -q '^/O=A, B/CN=x, printed: CN=x,O=A\\, B, written: .*Name is malformed' out &&
    grep -qx '/CN=Müller, printed: CN=M#c3#bcller, written: CN=M#c3#bcller' out &&
    grep -qx 'two values: OU=one\\+OU=two' out || { echo "CHANGED: hxtool reads or prints names otherwise" >&2; exit 1; }
