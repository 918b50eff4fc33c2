#!/usr/bin/env bash
# Export a fullchain.pem to PKCS#12 by Ansible's openssl_pkcs12, and by the openssl program.
#
# Package: ansible 12.3.0 with community.crypto 3.0.5, ansible-core 2.19.14 (PyPI); OpenSSL 3.0.19
# Guessed: `certificate_path` means what `-in` means to `openssl pkcs12 -export`: the leaf is
#   found and the rest of the file goes in beside it.
# Behaviour: only the first certificate is read, the rest is left out without a warning, and
#   the play says "changed". The archive opens everywhere; only the server that is given it
#   lacks its intermediate. Named under `other_certificates` too, the same fullchain.pem
#   adds its FIRST certificate once more, the leaf: two entries, still no issuer. It takes
#   a file for each issuer, or `other_certificates_parse_all`, under which the leaf of a
#   fullchain.pem stands twice in the archive.
# Output seen: openssl: leaf issuing root; certificate_path: leaf; other_certificates with
#   the same file: leaf leaf; with parse_all: leaf leaf issuing root
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    ansible==12.3.0 ansible-core==2.19.14 cryptography==50.0.2

ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout issuing.key -out issuing.csr -subj /CN=issuing 2>/dev/null
openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -set_serial 2 -days 50 \
    -extfile <(printf "$ca") -out issuing.pem 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -set_serial 3 -days 40 -out leaf.pem 2>/dev/null
cat leaf.pem issuing.pem root.pem >full.pem

openssl pkcs12 -export -in full.pem -inkey leaf.key -passout pass:test -out openssl.p12
cat >play.yml <<'YML'
- hosts: localhost
  connection: local
  gather_facts: false
  module_defaults:
    community.crypto.openssl_pkcs12:
      action: export
      friendly_name: site
      passphrase: test
      privatekey_path: leaf.key
      certificate_path: full.pem
  tasks:
    - community.crypto.openssl_pkcs12:
        path: path.p12
    - community.crypto.openssl_pkcs12:
        path: other.p12
        other_certificates: [full.pem]
    - community.crypto.openssl_pkcs12:
        path: all.p12
        other_certificates: [full.pem]
        other_certificates_parse_all: true
YML
export ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_INVENTORY_UNPARSED_WARNING=false
venv/bin/ansible-playbook -e ansible_python_interpreter="$work/venv/bin/python" play.yml >log 2>&1 || { cat log; exit 1; }
! grep -i warning log || { echo "CHANGED: there is a warning" >&2; exit 1; }
bad=
check() { # archive, expected
    local names
    names=$(openssl pkcs12 -in "$1.p12" -passin pass:test -nokeys 2>/dev/null | sed -n 's/^subject=CN = //p' | paste -sd' ')
    printf '%-12s %s\n' "$1.p12" "$names"
    [ "$names" = "$2" ] || bad=1
}
check openssl "leaf issuing root"
check path "leaf"
check other "leaf leaf"
check all "leaf leaf issuing root"
[ -z "$bad" ] || { echo "CHANGED: other certificates are in the archives" >&2; exit 1; }
