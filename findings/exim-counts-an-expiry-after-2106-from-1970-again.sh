#!/usr/bin/env bash
# Let Exim compare the expiry of a client's certificate as a number.
#
# Package: exim4-daemon-light 4.96 on GnuTLS (Debian 12), OpenSSL 3.0.19 for the certificates; Python as the client
# Guessed: ${certextract{notafter,int}{$tls_in_peercert}} is the expiry in seconds since 1970, whatever its year:
#   numbers in Exim have 64 bits, and so has the time on this system.
# Behaviour: it is written with 32 bits. Up to 2106-02-07 06:28:15 it is right; one second later it is 0, 2262 is in
#   1990 and 9999-12-31 in 2106. The text form of the same field is right. So a rule that warns of certificates that
#   have less than so many days warns of the ones that last longest.
# Output seen: 2106-02-07 06:28:15: 4294967295; 06:28:16: 0; 2262-04-11 23:47:17: 633437445; 9999-12-31 23:59:59:
#   4294197631
set -euo pipefail

PATH=$PATH:/usr/sbin
exim4 -bV 2>/dev/null | grep -q GnuTLS || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends exim4-daemon-light >/dev/null
}
work=$(mktemp -d)
trap '[ ! -e "$work/spool/pid" ] || kill "$(cat "$work/spool/pid")" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
exim4 -bV | sed -n 1p
openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.pem -subj /CN=localhost -days 30 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
mkdir new spool
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
dates="21060207062815Z 21060207062816Z 22620411234717Z 99991231235959Z"
for date in $dates; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate $date \
        -out $date.pem -notext 2>/dev/null
done
cat ?????????????*Z.pem >clients.pem
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >exim.conf <<CONF
spool_directory = $work/spool
log_file_path = $work/spool/%slog
pid_file_path = $work/spool/pid
daemon_smtp_ports = $port
local_interfaces = 127.0.0.1
tls_advertise_hosts = *
tls_certificate = $work/server.pem
tls_privatekey = $work/server.key
tls_verify_certificates = $work/clients.pem
tls_try_verify_hosts = *
acl_smtp_mail = mail
begin acl
mail:
  deny message = \${certextract{notafter}{\$tls_in_peercert}}: \${certextract{notafter,int}{\$tls_in_peercert}}
CONF
chmod 755 .
chmod 644 ./*.pem server.key exim.conf
chmod 777 spool
exim4 -C "$work/exim.conf" -bd -oP "$work/spool/pid" 2>/dev/null
cat >ask.py <<'PY'
import smtplib
import ssl
import sys
import time

context = ssl._create_unverified_context()
context.load_cert_chain(sys.argv[2], "key.pem")
for attempt in range(50):
    try:
        server = smtplib.SMTP("127.0.0.1", int(sys.argv[1]))
        break
    except OSError:
        time.sleep(0.1)
server.starttls(context=context)
server.ehlo("localhost")
print(server.docmd("MAIL FROM:<me@example.com>")[1].decode())
PY
for date in $dates; do python3 ask.py "$port" $date.pem; done | tee out
grep -qx 'Feb  7 06:28:15 2106 UTC: 4294967295' out
grep -qx 'Feb  7 06:28:16 2106 UTC: 0' out && grep -qx 'Apr 11 23:47:17 2262 UTC: 633437445' out &&
    grep -qx 'Dec 31 23:59:59 9999 UTC: 4294197631' out || { echo "CHANGED: Exim gives other numbers" >&2; exit 1; }
