#!/usr/bin/env bash
# Save the passphrase of a key in a .env by python-dotenv, and read it by python-dotenv, Node and a shell.
#
# Package: python-dotenv 1.2.4 (PyPI), Node.js v20.20.2 (`--env-file`)
# Guessed: set_key writes the value between apostrophes, between which a shell and other readers fill in nothing; so what
#   set_key has written, dotenv_values and load_dotenv read.
# Behaviour: ${name} is filled in whatever marks stand around it. A passphrase with ${x} in it comes back without these four
#   characters, or with the value of a variable of that name, and the key cannot be opened; Node and the shell read the same
#   file right. $x without braces stays. `interpolate=False` switches it off for all values.
# Output seen: a${x}b: ab in python-dotenv, a${x}b in Node and in the shell; a$x: the same in all
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dotenv==1.2.4
unset x
bad=
check() { # passphrase, expected of python-dotenv
    local python node shell
    : >.env
    venv/bin/python -c 'import dotenv, sys; dotenv.set_key(".env", "PASS", sys.argv[1])' "$1"
    python=$(venv/bin/python -c 'import dotenv; print(dotenv.dotenv_values(".env")["PASS"])')
    node=$(node --env-file=.env -p process.env.PASS)
    shell=$(. ./.env && echo "$PASS")
    echo "$(cat .env): python-dotenv $python, Node $node, shell $shell"
    [ "$python|$node|$shell" = "$2|$1|$1" ] || bad=1
}
check 'a${x}b' ab
check 'a${x:-y}b' ayb
check 'a$x' 'a$x'
[ -z "$bad" ] || { echo "CHANGED: the readers fill in otherwise" >&2; exit 1; }
