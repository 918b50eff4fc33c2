#!/usr/bin/env bash
# Give a program the passphrase of its key, and the file of its certificate, by Supervisor's setting `environment`.
#
# Package: supervisor 4.3.0 (PyPI)
# Guessed: environment=A=x,B=y sets both; what cannot be read stops supervisord, as it does for base64 with its equals sign at
#   the end, "Unexpected end of key/value pairs". A "#" begins a comment in no INI file in the middle of a value.
# Behaviour: the text is taken apart by shlex, in which a number sign does begin a comment, a blank before it or not. The
#   passphrase secret#2 is "secret", and each variable behind it does not exist; supervisord starts without
#   a word. The program sees a wrong passphrase, or misses a variable that stands in the file. Quotation marks help.
# Output seen: secret2: both; secret#2: "secret", CERT missing; "secret#2" in quotation marks: both; MIIB==: error
set -euo pipefail

work=$(mktemp -d)
supervisor=
trap '[ -z "$supervisor" ] || kill "$supervisor" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check supervisor==4.3.0
bad=
check() { # value of PASS in the file, expected
    local told
    cat >supervisord.conf <<CONF
[supervisord]
nodaemon = true
logfile = log
pidfile = pid
[program:app]
command = sh -c 'echo "PASS=\$PASS CERT=\$CERT" >told; exec sleep 60'
environment = PASS=$1,CERT=full.pem
CONF
    rm -f told
    venv/bin/supervisord -c supervisord.conf >out 2>&1 &
    supervisor=$!
    for _ in $(seq 100); do
        [ -s told ] || ! kill -0 "$supervisor" 2>/dev/null || { sleep 0.2; continue; }
        break
    done
    told=$(cat told 2>/dev/null || grep -o 'Unexpected end of key/value pairs' out | head -n 1)
    kill "$supervisor" 2>/dev/null || true
    wait "$supervisor" 2>/dev/null || true
    supervisor=
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 'secret2' "PASS=secret2 CERT=full.pem"
check 'secret#2' "PASS=secret CERT="
check '"secret#2"' "PASS=secret#2 CERT=full.pem"
check 'MIIB==' "Unexpected end of key/value pairs"
[ -z "$bad" ] || { echo "CHANGED: Supervisor sets other variables" >&2; exit 1; }
