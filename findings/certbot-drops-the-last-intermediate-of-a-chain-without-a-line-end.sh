#!/usr/bin/env bash
# Split a chain whose last line has no line end by certbot, which does that with each chain that it is sent.
#
# Package: certbot 5.8.0 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: a missing line end behind the last END line makes no difference, as it makes none to OpenSSL; or the last
#   certificate is missed and then an error says so.
# Behaviour: the last certificate is not seen. Of leaf and one intermediate there is the error "less than 2 certificates
#   in chain", which sounds as if the authority had forgotten it. Of leaf and two intermediates there is no error: leaf
#   and the first one are written to chain.pem and fullchain.pem, and clients that know the root only cannot verify.
#   Whoever runs an ACME server of one's own should end the last line; many tools join PEM texts by line ends without
#   one behind.
# Output seen: leaf + 1: chain of 1, without line end "less than 2 certificates in chain"; leaf + 2: chain of 2, without
#   1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check certbot==5.8.0
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out root.pem -subj /CN=Root -days 30 2>/dev/null
printf 'basicConstraints = critical,CA:TRUE\n' >ca.ext
issue() { # name, issuer, options
    openssl req -new -key key.pem -subj "/CN=$1" |
        openssl x509 -req -CA "$2.pem" -CAkey key.pem -set_serial "$RANDOM" -days 30 -out "$1.pem" "${@:3}" 2>/dev/null
}
issue upper root -extfile ca.ext
issue lower upper -extfile ca.ext
issue leaf lower
cat leaf.pem lower.pem >one.pem
cat leaf.pem lower.pem upper.pem >two.pem
openssl verify -CAfile root.pem -untrusted two.pem leaf.pem
cat >split.py <<'PY'
from certbot import crypto_util, errors

seen = []
for name in "one.pem", "two.pem":
    with open(name) as file:
        text = file.read()
    for chain in text, text.removesuffix("\n"):
        try:
            told = crypto_util.cert_and_chain_from_fullchain(chain)[1].count("BEGIN")
        except errors.Error as error:
            told = str(error).split(": ")[-1]
        print(name, "with a line end:" if chain == text else "without:", told)
        seen.append(told)
assert seen == [1, "less than 2 certificates in chain", 2, 1], f"CHANGED: {seen}"
PY
venv/bin/python split.py
