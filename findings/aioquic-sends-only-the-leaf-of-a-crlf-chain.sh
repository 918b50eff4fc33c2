#!/usr/bin/env bash
# Give aioquic one fullchain.pem with the line ends of Unix, with those of Windows, and with a comment at its end.
#
# Package: aioquic 1.7.2, cryptography 50.0.2 (PyPI), Python's ssl as the comparison; OpenSSL for the certificates
# Guessed: load_cert_chain() of a QUIC configuration reads what the method of that name in Python's ssl reads: all
#   certificates of the file, whatever ends its lines, with the text around the blocks skipped.
# Behaviour: the file is cut behind each END line, as long as one LF follows. With CRLF nothing is cut and the first
#   certificate is all that is left: the chain is empty, without a word, so HTTP/3 is served with the leaf alone while
#   the same file works over TCP beside it. A comment or an empty line at the end is a ValueError about framing.
# Output seen: LF: leaf issuing; CRLF: leaf; comment or empty line at the end: ValueError; ssl takes all four
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aioquic==1.7.2 cryptography==50.0.2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out issuing.pem -subj /CN=issuing \
    -days 30 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey ca.key -set_serial 2 -days 20 -out leaf.pem 2>/dev/null
cat leaf.pem issuing.pem >lf.pem
sed 's/$/\r/' lf.pem >crlf.pem
{ cat lf.pem; echo "# renewed in May"; } >comment.pem
{ cat lf.pem; echo; } >blank.pem

cat >try.py <<'PY'
import ssl

from aioquic.quic.configuration import QuicConfiguration

seen = {}
for name in ("lf", "crlf", "comment", "blank"):
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(f"{name}.pem", "leaf.key")
    configuration = QuicConfiguration(is_client=False)
    try:
        configuration.load_cert_chain(f"{name}.pem", "leaf.key")
        chain = [configuration.certificate, *configuration.certificate_chain]
        seen[name] = " ".join(made.subject.rfc4514_string().removeprefix("CN=") for made in chain)
    except ValueError as error:
        seen[name] = type(error).__name__
    print(f"{name:8} ssl: taken   aioquic: {seen[name]}")
assert seen == {"lf": "leaf issuing", "crlf": "leaf", "comment": "ValueError", "blank": "ValueError"}, f"CHANGED: {seen}"
PY
venv/bin/python try.py
