#!/usr/bin/env bash
# Decode a certificate in base64 of one line, as x5c, Kubernetes and metadata have it, with `openssl base64 -d`.
#
# Package: OpenSSL 3.0.19 (Debian 12)
# Guessed: a long line is decoded like a short one, or refused with an exit code that says so; if there is a limit, then
#   one for all of them, whatever the length.
# Behaviour: without -A a line of 1024 characters or more loses its first 1024 characters without a word: of a
#   certificate of 1040 characters the last few bytes come out, with exit code 0. A line between 80 and 1023 characters
#   is decoded if a line end follows, and gives nothing at all without one, with exit code 0 again. A certificate with a
#   P-256 key is mostly short enough for the first kind, one with an RSA key is not, so a script works in its test and
#   writes a stub later.
# Output seen: 600 bytes (800 characters): 600 with a line end, 0 without; 780 bytes (1040): 12 with, 0 without; -A: 780
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
size() { # options
    local code=0
    openssl base64 -d "$@" >decoded || code=$?
    echo "$(wc -c <decoded) bytes, exit code $code"
}
for bytes in 600 780; do
    head -c $bytes /dev/zero | tr '\0' 'c' >data
    base64 -w0 <data >line
    { cat line; echo; } >line-end
    echo "$bytes bytes in $(wc -c <line) characters: line end $(size <line-end); none $(size <line); line end and -A $(size -A <line-end)"
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: OpenSSL decodes such lines otherwise" >&2; exit 1; }
600 bytes in 800 characters: line end 600 bytes, exit code 0; none 0 bytes, exit code 0; line end and -A 600 bytes, exit code 0
780 bytes in 1040 characters: line end 12 bytes, exit code 0; none 0 bytes, exit code 0; line end and -A 780 bytes, exit code 0
TEXT
