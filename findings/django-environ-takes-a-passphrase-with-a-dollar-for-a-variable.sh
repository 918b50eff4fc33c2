#!/usr/bin/env bash
# Read a passphrase and a certificate from the environment by django-environ.
#
# Package: django-environ 0.14.0 (PyPI)
# Guessed: env.str("PASS") is the text of the variable PASS, as it is; filling in other variables is the business of a
#   shell or of the reader of a .env file.
# Behaviour: a text that begins with a dollar sign is the name of another variable, however it got into the
#   environment: $HOME gives the home folder, and the passphrase $ecret is an error that names a setting which nobody
#   knows, "Set the ecret environment variable"; with a default, the default is given and nothing is said. A dollar
#   further behind is kept. And with multiline=True, for PEM in one line, the folder C:\new has a line end in it.
# Output seen: se$cret: the same; $ecret: ImproperlyConfigured; $ecret with a default: the default; C:\new: a line end
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check django-environ==0.14.0
cat >ask.py <<'PY'
import environ

env = environ.Env()
for told in (lambda: env.str("PASS"), lambda: env.str("PASS", default="none"), lambda: env.str("PASS", multiline=True)):
    try:
        print(repr(told()), end="; ")
    except Exception as error:
        print(f"{type(error).__name__}, {error}", end="; ")
PY
bad=
check() { # passphrase, expected: as it is, with a default, with multiline
    local told
    told=$(PASS=$1 OTHER=x venv/bin/python ask.py)
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
error="ImproperlyConfigured, Set the ecret environment variable"
check 'se$cret' "'se\$cret'; 'se\$cret'; 'se\$cret'; "
check '$OTHER' "'x'; 'x'; 'x'; "
check '$ecret' "$error; 'none'; $error; "
check 'C:\new' "'C:\\\\new'; 'C:\\\\new'; 'C:\\new'; "
[ -z "$bad" ] || { echo "CHANGED: django-environ reads otherwise" >&2; exit 1; }
