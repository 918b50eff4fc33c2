#!/usr/bin/env bash
# Give clients a certificate of their own in a file that holds the whole chain.
#
# Package: fetchmail 6.4.37, w3m 0.5.3+git20230121, links2 2.28, ncat 7.93, mbsync (isync) 1.4.4, lynx 2.9.0dev.12, curl
#   7.88.1 (Debian 12); OpenSSL 3.0.19 for the files and the server
# Guessed: a file with leaf and intermediate is a valid client certificate for each program that speaks TLS by OpenSSL,
#   and both are sent, as curl, lynx and mbsync do.
# Behaviour: fetchmail's `sslcert`, w3m's `ssl_cert_file`, links' `-ssl.client-cert-crt` and ncat's `--ssl-cert` take
#   the first certificate and pass over the rest without a word. A server that knows only the root breaks the connection
#   with "unknown ca". None has an option for the rest; what helps is the intermediate in the file of trusted
#   authorities, for OpenSSL completes the chain from there: w3m with root and intermediate in ssl_ca_file sends all
#   three.
# Output seen: received from curl, lynx, mbsync: leaf issuing; fetchmail, w3m, links2, ncat: leaf; w3m that trusts both:
#   leaf issuing root
set -euo pipefail

[ "$(command -v fetchmail w3m links2 ncat mbsync lynx curl | wc -l)" = 7 ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fetchmail w3m links2 ncat isync lynx curl >/dev/null
}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' fetchmail w3m links2 ncat isync lynx curl
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'extendedKeyUsage=clientAuth\n'
sign root server 4 'subjectAltName=DNS:localhost\n'
cat leaf.pem issuing.pem >chain.pem
cat root.pem issuing.pem >both.pem
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >fetchmailrc <<RC
poll localhost protocol imap service $port user "x" password "y" ssl sslcert "$work/chain.pem" sslkey "$work/leaf.key" sslcertfile "$work/root.pem"
RC
chmod 600 fetchmailrc
cat >mbsyncrc <<RC
IMAPAccount a
Host localhost
Port $port
User x
Pass y
SSLType IMAPS
CertificateFile $work/root.pem
ClientCertificate $work/chain.pem
ClientKey $work/leaf.key

IMAPStore far
Account a

MaildirStore near
Path $work/mail/
Inbox $work/mail/Inbox

Channel c
Far :far:
Near :near:
RC
printf 'SSL_CERT_FILE:%s\nSSL_CLIENT_CERT_FILE:%s\nSSL_CLIENT_KEY_FILE:%s\n' "$work/root.pem" "$work/chain.pem" "$work/leaf.key" >lynx.cfg
bad=
check() { # who, expected, command
    local who=$1 expected=$2 got="" try
    shift 2
    for try in 1 2 3 4 5; do
        openssl s_server -accept "localhost:$port" -cert server.pem -key server.key -Verify 5 -CAfile root.pem -www -msg -tls1_2 >log 2>&1 &
        server=$!
        sleep 0.5
        HOME=$work timeout 5 "$@" </dev/null >/dev/null 2>&1 || true
        kill "$server"
        wait "$server" 2>/dev/null || true
        server=
        # The client's Certificate message: three bytes of length for the list, and for each certificate.
        got=$(python3 read.py log)
        [ -z "$got" ] || break
    done
    echo "$who: $got"
    [ "$got" = "$expected" ] || bad=1
}
cat >read.py <<'PY'
import re
import subprocess
import sys

log = open(sys.argv[1], errors="replace").read()
received = re.search(r"<<< TLS 1\.2, Handshake \[length [0-9a-f]+\], Certificate\n((?: +[0-9a-f ]+\n)+)", log)
message = bytes.fromhex("".join(received[1].split())) if received else b""
names, at = [], 7
while at < len(message):
    size = int.from_bytes(message[at : at + 3], "big")
    command = ["openssl", "x509", "-inform", "der", "-noout", "-subject", "-nameopt", "RFC2253"]
    shown = subprocess.run(command, input=message[at + 3 : at + 3 + size], capture_output=True).stdout.decode()
    names.append(shown.strip().removeprefix("subject=CN="))
    at += 3 + size
print(*names)
PY
mkdir mail
w3m=(w3m -o ssl_verify_server=1 -o ssl_cert_file="$work/chain.pem" -o ssl_key_file="$work/leaf.key" -dump)
check curl "leaf issuing" curl -s --cacert root.pem --cert chain.pem --key leaf.key "https://localhost:$port/"
check lynx "leaf issuing" lynx -cfg=lynx.cfg -dump "https://localhost:$port/"
check mbsync "leaf issuing" mbsync -c mbsyncrc c
check fetchmail leaf fetchmail -f fetchmailrc -v
check w3m leaf "${w3m[@]}" -o ssl_ca_file="$work/root.pem" "https://localhost:$port/"
check links2 leaf links2 -ssl.client-cert-crt chain.pem -ssl.client-cert-key leaf.key -ssl.certificates 0 -dump "https://localhost:$port/"
check ncat leaf ncat --ssl --ssl-cert chain.pem --ssl-key leaf.key localhost "$port"
check "w3m that trusts both" "leaf issuing root" "${w3m[@]}" -o ssl_ca_file="$work/both.pem" "https://localhost:$port/"
[ -z "$bad" ] || { echo "CHANGED: other certificates were sent" >&2; exit 1; }
