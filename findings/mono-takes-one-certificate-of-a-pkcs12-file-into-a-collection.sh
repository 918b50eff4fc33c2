#!/usr/bin/env bash
# Import a PKCS#12 file with a chain by Mono.
#
# Package: mono-mcs 6.8.0.105 with libmono-security4.0-cil (Debian 12), OpenSSL 3.0.19 for the file
# Guessed: X509Certificate2Collection.Import(file, password, flags) adds each certificate of the file, which is what
#   the method is for beside the constructor of X509Certificate2, and what it does in .NET. The file is of the old kind
#   that Mono reads, with RC2 and 3DES.
# Behaviour: the collection has the leaf with its key and nothing else, without an error. A server that sends what is
#   in the collection, or a client that builds its chain from it, works on .NET and sends a lone leaf under Mono, where
#   the peer then lacks the issuer.
# Output seen: in the file: leaf issuing root; in the collection: CN=leaf, True
set -euo pipefail

command -v mcs >/dev/null && command -v mono >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mono-mcs mono-runtime \
        libmono-security4.0-cil libmono-system-core4.0-cil >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mono --version | sed -n 1p
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'subjectAltName=DNS:localhost\n'
openssl pkcs12 -export -legacy -in leaf.pem -inkey leaf.key -certfile <(cat issuing.pem root.pem) -passout pass:secret -out store.p12
names=$(openssl pkcs12 -legacy -in store.p12 -passin pass:secret -nokeys 2>/dev/null | sed -n 's/^subject=CN = //p' | paste -sd' ')
echo "in the file: $names"
[ "$names" = "leaf issuing root" ]
cat >ask.cs <<'CS'
using System;
using System.Security.Cryptography.X509Certificates;

class Ask {
    static void Main() {
        var collection = new X509Certificate2Collection();
        collection.Import("store.p12", "secret", X509KeyStorageFlags.DefaultKeySet);
        foreach (var cert in collection)
            Console.WriteLine("in the collection: {0}, {1}", cert.Subject, cert.HasPrivateKey);
    }
}
CS
mcs ask.cs
mono ask.exe | tee out
[ "$(cat out)" = "in the collection: CN=leaf, True" ] || { echo "CHANGED: Mono imports something else" >&2; exit 1; }
