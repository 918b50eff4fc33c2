#!/usr/bin/env bash
# Hand passphrases and serial numbers to a program whose command line Python Fire makes.
#
# Package: fire 0.7.1 (PyPI)
# Guessed: numbers, lists and truth values are recognised on the command line, as Fire's guide shows; what is no such thing
#   comes as the text that it is.
# Behaviour: each argument is parsed as Python, names included, so a number sign begins a comment wherever Python would see
#   one: the passphrase secret#2 is "secret", and 1234567#9 is the number 1234567. It depends on what stands before it:
#   "S3cret!#4", which is no Python, stays whole. Quotation marks in a value vanish as well, and a pair of them around it.
#   The file that was encrypted by `openssl -passout` with the same text cannot be opened, and nothing points to the sign.
# Output seen: secret#2: str secret; 1234567#9: int 1234567; S3cret!#4: str S3cret!#4; "quoted": str quoted
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fire==0.7.1
cat >app.py <<'PY'
import fire

fire.Fire(lambda passphrase: f"{type(passphrase).__name__} {passphrase}")
PY
bad=
check() { # argument, expected type and value
    local told
    told=$(venv/bin/python app.py "$1")
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check 'secret2' 'str secret2'
check 'secret#2' 'str secret'
check '1234567#9' 'int 1234567'
check 'S3cret!#4' 'str S3cret!#4'
check '"quoted"' 'str quoted'
[ -z "$bad" ] || { echo "CHANGED: Fire reads other values" >&2; exit 1; }
