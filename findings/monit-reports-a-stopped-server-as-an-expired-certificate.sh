#!/usr/bin/env bash
# Watch a certificate's validity by monit, first with the server up, then with it stopped.
#
# Package: monit 5.33.0 (Debian 12), OpenSSL 3.0.19 as the server
# Guessed: `certificate valid > 30 days` is judged when a certificate was seen. Where nobody
#   listens there is one alert, about the connection.
# Behaviour: each failed connection raises a second alert of its own, "certificate expiry in
#   0 days matches check limit", since the days that were never read count as none. A
#   restart of the server thus reads like an outage by an expired certificate, and whoever
#   renews on that alert does so in vain. Take the expiry from the file instead, or let the
#   rule on the certificate depend on one on the port.
# Output seen: up: "valid for 39 days" or so; stopped: "Connection refused" and "certificate
#   expiry in 0 days"
set -euo pipefail

command -v monit >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends monit >/dev/null
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
monit -V | head -1

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=www.example.com -days 40 2>/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
openssl s_server -accept "127.0.0.1:$port" -cert cert.pem -key key.pem -quiet >/dev/null 2>&1 &
pid=$!
for _ in $(seq 50); do
    ! timeout 10 openssl s_client -connect "127.0.0.1:$port" </dev/null >/dev/null 2>&1 || break
    sleep 0.2
done
cat >monitrc <<CONF
set daemon 1
set log $work/log
set pidfile $work/pid
set idfile $work/id
set statefile $work/state
check host web with address 127.0.0.1
    if failed port $port type tcpssl certificate valid > 30 days then alert
CONF
chmod 600 monitrc

watch() { # what to wait for in the log
    rm -f log
    timeout 20 monit -v -I -c monitrc >/dev/null 2>&1 &
    local watcher=$!
    for _ in $(seq 75); do
        ! grep -qs "$1" log || break
        sleep 0.2
    done
    kill "$watcher" 2>/dev/null || true
    wait "$watcher" 2>/dev/null || true
}
watch 'valid days test succeeded'
up=$(grep -o "certificate valid days.*\|certificate expiry.*\|Connection refused" log | sort -u)
kill "$pid"
wait "$pid" 2>/dev/null || true
pid=
watch 'certificate expiry'
down=$(grep -o "certificate valid days.*\|certificate expiry.*\|Connection refused" log | sort -u)
echo "server up:"
echo "$up"
echo "server stopped:"
echo "$down"
[[ $up == *"valid for "* && $up != *expiry* ]] || { echo "CHANGED: the certificate is not judged sound" >&2; exit 1; }
[[ $down == *"Connection refused"* && $down == *"certificate expiry in 0 days"* ]] ||
    { echo "CHANGED: no alert about the certificate of a stopped server" >&2; exit 1; }
