#!/usr/bin/env bash
# Read the first certificate of a fullchain whose leaf was written by `openssl x509 -trustout`, in six languages.
#
# Package: php-cli 8.2, ruby3.1, libnet-ssleay-perl 1.92 and openjdk-17-jre-headless 17 (Debian 12), cryptography
#   45.0.7 (PyPI), Node 20, OpenSSL 3.0.19
# Guessed: a reader that calls OpenSSL to read a certificate gets the one which OpenSSL's server sends from the same
#   file; a block that a reader does not know is an error.
# Behaviour: the leaf stands under BEGIN TRUSTED CERTIFICATE, which is a certificate with an addition behind it. The
#   server, Node and keytool read it. PHP, Ruby and Perl call OpenSSL's other function, which passes over such a
#   block and takes the next: they answer, without an error, with the issuer. cryptography does likewise. A monitor
#   in one of these languages thus watches the expiry of the issuer, years away, and not that of the certificate
#   that clients see. With a file that holds the leaf only, the same calls fail, so a trial with a single
#   certificate gives no hint.
# Output seen: s_server, Node, keytool: leaf; PHP, Ruby, Perl, cryptography: issuer; the leaf alone: PHP, Ruby,
#   Perl, cryptography: nothing
set -euo pipefail

command -v php >/dev/null && command -v ruby >/dev/null && command -v keytool >/dev/null && perl -MNet::SSLeay -e 1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli ruby libnet-ssleay-perl \
        openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
openssl version
dpkg-query -W -f '${Package} ${Version}\n' php8.2-cli ruby3.1 libnet-ssleay-perl openjdk-17-jre-headless 2>/dev/null || true
echo "node $(node --version)"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==45.0.7

openssl req -x509 -newkey rsa:2048 -nodes -keyout issuer.key -out issuer.pem -subj /CN=issuer -days 3000 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuer.pem -CAkey issuer.key -set_serial 2 -days 9 -out leaf.pem 2>/dev/null
openssl x509 -in leaf.pem -trustout -out alone
cat alone issuer.pem >fullchain
cat leaf.pem issuer.pem >plain

by_php() { php -r 'echo @openssl_x509_parse(file_get_contents($argv[1]))["subject"]["CN"] ?? "", "\n";' "$1"; }
by_ruby() { ruby -ropenssl -e 'puts OpenSSL::X509::Certificate.new(File.read(ARGV[0])).subject.to_a[0][1]' "$1" 2>/dev/null || true; }
by_perl() {
    perl -MNet::SSLeay -e 'my $x = Net::SSLeay::PEM_read_bio_X509(Net::SSLeay::BIO_new_file($ARGV[0], "r")) or exit;
        print Net::SSLeay::X509_NAME_get_text_by_NID(Net::SSLeay::X509_get_subject_name($x), 13), "\n"' "$1" | tr -d '\0'
}
by_cryptography() {
    venv/bin/python -c 'import sys
from cryptography import x509
with open(sys.argv[1], "rb") as file:
    print(x509.load_pem_x509_certificate(file.read()).subject.rfc4514_string()[3:])' "$1" 2>/dev/null || true
}
by_node() {
    node -e 'console.log(new (require("node:crypto").X509Certificate)(require("node:fs").readFileSync(process.argv[1])).subject.slice(3))' "$1"
}
by_keytool() { keytool -printcert -file "$1" 2>/dev/null | sed -n 's/^Owner: CN=//p' | head -1; }
by_server() {
    local name= port
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    openssl s_server -accept "127.0.0.1:$port" -cert "$1" -cert_chain "$1" -key leaf.key -quiet >/dev/null 2>&1 &
    pid=$!
    for _ in $(seq 50); do
        sleep 0.1
        name=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | sed -n 's/^ *0 s:CN = //p' || true)
        [ -z "$name" ] || break
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
    echo "$name"
}
bad=
check() { # file, expected in the order of the readers
    local reader told= name
    for reader in server node keytool php ruby perl cryptography; do
        name=$(by_$reader "$1")
        echo "$1: $reader: ${name:-nothing}"
        told+="${told:+ }${name:-nothing}"
    done
    [ "$told" = "$2" ] || bad=1
}
check plain "leaf leaf leaf leaf leaf leaf leaf"
check fullchain "leaf leaf leaf issuer issuer issuer issuer"
check alone "leaf leaf leaf nothing nothing nothing nothing"
[ -z "$bad" ] || { echo "CHANGED: other readers pass over a trusted certificate" >&2; exit 1; }
