#!/usr/bin/env bash
# Read PEM files with more than one certificate by GLib's GTlsCertificate, and look at the chain that it keeps.
#
# Package: python3-gi 3.42.2, libglib2.0-0 2.74.6, glib-networking 2.74.0 on GnuTLS (Debian 12); OpenSSL for the files
# Guessed: a certificate read from a fullchain.pem has its issuers in the property `issuer`. One that does not belong
#   there is left out, or kept where it stands, as servers on OpenSSL do.
# Behaviour: the file has to be an unbroken chain from the first to the last block, or all but the first is dropped,
#   without an error. A root of somebody else at the end, the leaf standing twice, or the root before the
#   intermediate: each leaves the lone leaf, and a server on GLib that is given it has no issuer to send.
#   list_new_from_file() returns every block of the same file, so a look at that list shows nothing wrong.
# Output seen: leaf issuing root: all three; leaf issuing stranger, leaf leaf issuing, leaf root issuing: leaf
set -euo pipefail
/usr/bin/python3 -c 'import gi; gi.require_version("Gio", "2.0"); from gi.repository import Gio
assert Gio.TlsBackend.get_default().supports_tls()' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-gi gir1.2-glib-2.0 \
        glib-networking >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
for name in root stranger; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $name.key -out $name.pem -subj /CN=$name \
        -days 60 2>/dev/null
done
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
sign issuing leaf 3 'subjectAltName=DNS:leaf.example\n'

cat >ask.py <<'PY'
import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio


def names(made):
    found = []
    while made is not None:
        found.append(made.props.subject_name.removeprefix("CN="))
        made = made.get_issuer()
    return " ".join(found)


print("backend:", type(Gio.TlsBackend.get_default()).__name__)
seen = {}
for order in ("leaf issuing root", "leaf issuing", "leaf issuing stranger", "leaf leaf issuing", "leaf root issuing"):
    with open("chain.pem", "w") as out:
        out.write("".join(open(f"{name}.pem").read() for name in order.split()))
    listed = len(Gio.TlsCertificate.list_new_from_file("chain.pem"))
    seen[order] = names(Gio.TlsCertificate.new_from_file("chain.pem"))
    print(f"{order:22} kept: {seen[order]:18} listed: {listed}")
expected = {"leaf issuing root": "leaf issuing root", "leaf issuing": "leaf issuing", "leaf issuing stranger": "leaf",
            "leaf leaf issuing": "leaf", "leaf root issuing": "leaf"}
assert seen == expected, f"CHANGED: {seen}"
PY
/usr/bin/python3 ask.py
