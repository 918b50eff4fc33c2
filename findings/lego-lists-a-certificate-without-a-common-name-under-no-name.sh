#!/usr/bin/env bash
# List the certificates that lego has fetched, one of them without a common name, as Let's Encrypt's newer profiles make
# them.
#
# Package: lego 4.9.1 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: `lego list` names a certificate by the name under which lego keeps it, which is its file's name and what `lego
#   renew --domains` wants; below stands what it is for, hosts and addresses.
# Behaviour: the name is the subject's common name, read from the certificate. Without one the line is "Certificate Name: "
#   and nothing; `lego list --names`, the form for scripts, has an empty line for it. Where the common name is another than
#   the first domain, the list has a name that lego does not know. Addresses are not among the domains, so that a
#   certificate for an address has neither name nor domain.
# Output seen: with a common name: a.example; without: ""; for 192.0.2.7 alone: "" and no domains
set -euo pipefail

command -v lego >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends lego >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' lego
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
bad=
check() { # name of the file, subject, alternative names, expected
    local told
    rm -rf kept
    mkdir -p kept/certificates
    openssl req -x509 -config cnf -key key.pem -subj "$2" -days 9 -addext "subjectAltName=$3" -out "kept/certificates/$1.crt" 2>/dev/null
    echo "{\"domain\": \"$1\", \"certUrl\": \"https://ca.example/1\"}" >"kept/certificates/$1.json"
    told="'$(lego --path kept list --names)' '$(lego --path kept list | sed -n 's/^ *Domains: *//p')'"
    echo "$1, subject $2, $3: $told"
    [ "$told" = "$4" ] || bad=1
}
check a.example /CN=a.example DNS:a.example,DNS:b.example "'a.example' 'a.example, b.example'"
check a.example / critical,DNS:a.example,DNS:b.example "'' 'a.example, b.example'"
check a.example /CN=b.example DNS:a.example,DNS:b.example "'b.example' 'a.example, b.example'"
check 192.0.2.7 / critical,IP:192.0.2.7 "'' ''"
[ -z "$bad" ] || { echo "CHANGED: lego lists other names" >&2; exit 1; }
