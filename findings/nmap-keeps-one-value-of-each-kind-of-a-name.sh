#!/usr/bin/env bash
# Take an inventory of certificates by nmap's ssl-cert, whose XML has the subject part by part.
#
# Package: nmap 7.93 (Debian 12), OpenSSL 3.0.19 for the certificates, the server and the comparison
# Guessed: the table "subject" has all parts, and the text with -v too; where there are two of a kind, there are two
#   elements.
# Behaviour: the script keeps a name as a table by kinds, so of several values of a kind only the last is left, and the
#   order is lost: the XML sorts the kinds, the text puts the common name first. A domain controller's
#   DC=com,DC=example,DC=corp is DC=corp, so the authorities of all companies that call their domain "corp" have one
#   name. Of two units, or two common names, the first is gone. No sign of it is in the output; two different issuers in
#   a report can look the same.
# Output seen: /DC=com/DC=example/DC=corp/CN=CA: commonName CA, domainComponent corp; /O=E/OU=A/OU=B: OU B; /CN=a/CN=b:
#   CN b
set -euo pipefail

command -v nmap >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nmap >/dev/null
}
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
cat >subject.py <<'PY'
import sys
import xml.etree.ElementTree as tree

table = tree.parse(sys.stdin).find(".//script[@id='ssl-cert']/table[@key='subject']")
print(*(f"{element.get('key')}={element.text}" for element in table), sep="/")
PY
bad=
check() { # subject, expected
    local told port
    openssl req -x509 -key key.pem -out cert.pem -days 30 -subj "$1"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    openssl s_server -accept "$port" -cert cert.pem -key key.pem -www -quiet </dev/null >/dev/null 2>&1 &
    pid=$!
    for _ in $(seq 20); do
        openssl s_client -connect "127.0.0.1:$port" </dev/null >/dev/null 2>&1 && break
        sleep 0.5
    done
    told=$(nmap -Pn -p "$port" --script ssl-cert -oX - 127.0.0.1 | python3 subject.py)
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    pid=
    echo "$(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253): $told"
    [ "$told" = "$2" ] || bad=1
}
check /C=DE/O=E/OU=A/CN=a commonName=a/countryName=DE/organizationName=E/organizationalUnitName=A
check /DC=com/DC=example/DC=corp/CN=CA commonName=CA/domainComponent=corp
check /O=E/OU=A/OU=B/CN=a commonName=a/organizationName=E/organizationalUnitName=B
check /CN=a/CN=b commonName=b
[ -z "$bad" ] || { echo "CHANGED: nmap shows other parts" >&2; exit 1; }
