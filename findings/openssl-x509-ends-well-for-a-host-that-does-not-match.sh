#!/usr/bin/env bash
# Ask `openssl x509` in a script whether a certificate is for a host.
#
# Package: OpenSSL 3.0.19 (Debian 12)
# Guessed: -checkhost, -checkip and -checkemail end with an exit code that tells the answer, as -checkend, which stands
#   beside them in the manual, does: 0 for yes, 1 for no.
# Behaviour: the exit code is 0 for both answers; only the line that is printed differs, and it is on standard output. A
#   script with `if openssl x509 -checkhost ...` is always content. -ext for an extension that is not there ends with 0
#   too.
# Output seen: -checkhost www.example.com 0, other.example 0; -checkip 0, 0; -checkend 0, then 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl version
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout /dev/null -out cert.pem -days 30 -subj "/CN=www.example.com" \
    -addext "subjectAltName=DNS:www.example.com,IP:192.0.2.1" 2>/dev/null
ask() {
    local code=0
    openssl x509 -in cert.pem -noout "$@" >line 2>/dev/null || code=$?
    echo "$*: $(cat line) (exit code $code)"
}
{
    ask -checkhost www.example.com
    ask -checkhost other.example
    ask -checkip 192.0.2.1
    ask -checkip 192.0.2.2
    ask -checkend 86400
    ask -checkend 31536000
} | tee out
diff out - <<'TEXT' || { echo "CHANGED: the exit codes are others" >&2; exit 1; }
-checkhost www.example.com: Hostname www.example.com does match certificate (exit code 0)
-checkhost other.example: Hostname other.example does NOT match certificate (exit code 0)
-checkip 192.0.2.1: IP 192.0.2.1 does match certificate (exit code 0)
-checkip 192.0.2.2: IP 192.0.2.2 does NOT match certificate (exit code 0)
-checkend 86400: Certificate will not expire (exit code 0)
-checkend 31536000: Certificate will expire (exit code 1)
TEXT
