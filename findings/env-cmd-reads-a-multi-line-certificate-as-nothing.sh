#!/usr/bin/env bash
# Spell one certificate in three ways in a .env, and start a program by npm's env-cmd.
#
# Package: env-cmd 11.0.0 and dotenv 18.0.10 (npm)
# Guessed: a reader either follows dotenv, where a value in quotes may go over several
#   lines, or is line by line and yields the first line, quotation mark included. And
#   nobody decodes `\n` without quotation marks: it stays a backslash and an n.
# Behaviour: the other way round. The value over several lines is the EMPTY text, without
#   an error and with the variables below intact; `\n` becomes a line end even in a value
#   without quotes, which dotenv leaves as two characters. A program that takes an empty
#   CA as "none given" starts with its defaults. And `export NAME=` gives no NAME at all.
# Output seen: lines: dotenv whole, env-cmd ""; bare \n: dotenv two characters, env-cmd
#   whole; export: dotenv whole, env-cmd not set
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund env-cmd@11.0.0 dotenv@18.0.10

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
pem=$(cat ca.pem)
escaped=${pem//$'\n'/\\n}
printf 'TLS_CA="%s"\nTLS_PORT=8443\n' "$pem" >lines.env
printf 'TLS_CA=%s\nTLS_PORT=8443\n' "$escaped" >bare.env
printf 'export TLS_CA="%s"\nTLS_PORT=8443\n' "$escaped" >export.env

cat >show.cjs <<'JS'
const fs = require('node:fs');
const pem = fs.readFileSync('ca.pem', 'utf8').trimEnd();
const env = process.argv[2] ? require('dotenv').parse(fs.readFileSync(process.argv[2])) : process.env;
const ca = env.TLS_CA;
const told = ca === undefined ? 'not set' : ca === '' ? 'empty'
  : ca === pem ? 'whole' : ca === pem.replaceAll('\n', '\\n') ? 'backslash and n' : JSON.stringify(ca);
console.log(`${told}, port ${env.TLS_PORT}`);
JS
unset TLS_CA TLS_PORT
bad=0
check() { # file, what dotenv yields, what env-cmd yields
    local one two
    one=$(node show.cjs "$1")
    two=$(node_modules/.bin/env-cmd -f "./$1" -- node show.cjs)
    echo "$1: dotenv: $one; env-cmd: $two"
    [[ $one == "$2, port 8443" && $two == "$3, port 8443" ]] || bad=1
}
check lines.env whole empty
check bare.env 'backslash and n' whole
check export.env whole 'not set'
((bad == 0)) || { echo "CHANGED: see above" >&2; exit 1; }
