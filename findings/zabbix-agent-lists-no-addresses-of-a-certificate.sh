#!/usr/bin/env bash
# Let Zabbix's agent list the names of a server's certificate.
#
# Package: zabbix-agent2 6.0.14 (Debian 12), OpenSSL 3.0.19 for the certificate and the server
# Guessed: alternative_names in the answer to web.certificate.get lists the alternative names, or is called for its
#   kind.
# Behaviour: DNS names only are listed. A certificate for addresses, as appliances in a monitored network have, gives
#   null, the same as one without alternative names; the agent knows the addresses all the while, since it checks them
#   for the field "result" of the same answer. A dashboard or a trigger on this list finds that such hosts have lost
#   their names.
# Output seen: DNS:www.example.com,IP:127.0.0.1: ["www.example.com"]; IP:127.0.0.1,IP:::1: null
set -euo pipefail

PATH=$PATH:/usr/sbin
command -v zabbix_agent2 >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends zabbix-agent2 >/dev/null
}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
zabbix_agent2 -V | sed -n 1p
bad=
check() { # alternative names, expected
    local port seen=""
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=x -days 30 \
        -addext "subjectAltName=$1" 2>/dev/null
    openssl s_server -accept "$port" -cert cert.pem -key key.pem -quiet >/dev/null 2>&1 &
    server=$!
    for _ in $(seq 50); do
        seen=$(zabbix_agent2 -c /dev/null -t "web.certificate.get[127.0.0.1,$port]" 2>&1 |
            grep -oE '"alternative_names":(null|\[[^]]*\])' || true)
        [ -z "$seen" ] || break
        sleep 0.1
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    echo "$1: $seen"
    [ "$seen" = "$2" ] || bad=1
}
check DNS:www.example.com,IP:127.0.0.1 '"alternative_names":["www.example.com"]'
check IP:127.0.0.1,IP:::1 '"alternative_names":null'
[ -z "$bad" ] || { echo "CHANGED: the agent lists other names" >&2; exit 1; }
