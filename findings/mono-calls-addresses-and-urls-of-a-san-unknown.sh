#!/usr/bin/env bash
# Print the alternative names of a certificate by Mono.
#
# Package: mono-mcs 6.8.0.105 with libmono-security4.0-cil (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: X509Extension.Format() prints each kind of name that OpenSSL can write into a certificate, as .NET does,
#   whose programs Mono runs: "DNS Name=", "IP Address=", "URL=", "RFC822 Name=".
# Behaviour: DNS names and e-mail addresses are printed, addresses and URLs are "Unknown (135)" and "Unknown (134)"
#   with their bytes in hex: 135 is the byte of the tag, in decimal. A program that looks for "IP Address=" in the
#   text, the usual way in .NET, works there and finds no address under Mono.
# Output seen: DNS Name=www.example.com, Unknown (135)=C0000207, RFC822 Name=me@example.com, Unknown
#   (134)=687474703A2F2F782F
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
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out cert.pem -subj /CN=x -days 30 \
    -addext 'subjectAltName=DNS:www.example.com,IP:192.0.2.7,email:me@example.com,URI:http://x/' 2>/dev/null
openssl x509 -in cert.pem -noout -ext subjectAltName | tail -1
cat >ask.cs <<'CS'
using System;
using System.Security.Cryptography.X509Certificates;

class Ask {
    static void Main() {
        foreach (var extension in new X509Certificate2("cert.pem").Extensions)
            if (extension.Oid.Value == "2.5.29.17")
                Console.WriteLine(extension.Format(false));
    }
}
CS
mcs ask.cs
mono ask.exe | tee out
grep -qxF 'DNS Name=www.example.com, Unknown (135)=C0000207, RFC822 Name=me@example.com, Unknown (134)=687474703A2F2F782F' out ||
    { echo "CHANGED: Mono prints the names otherwise" >&2; exit 1; }
