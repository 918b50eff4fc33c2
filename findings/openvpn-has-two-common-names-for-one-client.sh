#!/usr/bin/env bash
# Look at the variables that an OpenVPN server gives to its scripts for a client whose subject has two common names.
#
# Package: openvpn 2.6.14 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: X509_0_CN, the common name of the certificate at depth 0, and common_name, the name of the client in scripts,
#   in the status file and for client-config-dir, are the same text.
# Behaviour: X509_0_CN is the first common name (a second one is X509_0_CN_1), common_name is the last. So for
#   CN=shop,CN=4711 a --tls-verify script, which has to take X509_0_CN since common_name is not set yet, lets "shop" in,
#   and all that follows is done for "4711". Kinds without a name (an own 1.2.3.4) have no variable at all, and a
#   backslash is doubled in tls_id_0 but not in the script's argument, which is the same subject.
# Output seen: X509_0_CN=shop, X509_0_CN_1=4711, common_name=4711; argument: O=E\F, tls_id_0: O=E\\F
set -euo pipefail

command -v openvpn >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openvpn >/dev/null
}
work=$(mktemp -d)
peers=()
trap 'kill "${peers[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
printf 'oid_section = own\n[own]\nown = 1.2.3.4\n[req]\ndistinguished_name = dn\n[dn]\n' >req.cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
openssl req -x509 -key key.pem -out server.pem -days 30 -subj /CN=server
openssl req -x509 -config req.cnf -key key.pem -out client.pem -days 30 -subj '/own=x/O=E\\F/CN=shop/CN=4711'
cat >verify.sh <<'SH'
#!/bin/sh
{ echo "argument=$2"; env | grep -E '^(X509_0|tls_id_0)' | sort; } >verify.txt
SH
cat >connect.sh <<'SH'
#!/bin/sh
env | grep ^common_name >connect.txt
SH
chmod +x verify.sh connect.sh
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
openvpn --dev null --local 127.0.0.1 --port "$port" --tls-server --dh none --ca client.pem --cert server.pem --key key.pem \
    --script-security 2 --tls-verify ./verify.sh --ipchange ./connect.sh >server.log 2>&1 &
peers+=($!)
openvpn --dev null --remote 127.0.0.1 "$port" --nobind --tls-client --ca server.pem --cert client.pem --key key.pem >client.log 2>&1 &
peers+=($!)
for _ in $(seq 40); do
    [ ! -s connect.txt ] || break
    sleep 0.5
done
cat verify.txt connect.txt | tee out
diff out - <<'TXT' || { echo "CHANGED: OpenVPN gives other names to its scripts" >&2; exit 1; }
argument=1.2.3.4=x, O=E\F, CN=shop, CN=4711
X509_0_CN=shop
X509_0_CN_1=4711
X509_0_O=E\F
tls_id_0=1.2.3.4=x, O=E\\F, CN=shop, CN=4711
common_name=4711
TXT
