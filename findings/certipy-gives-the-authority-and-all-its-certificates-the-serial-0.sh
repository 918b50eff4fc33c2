#!/usr/bin/env bash
# Make an authority and the certificates of three servers by certipy, JupyterHub's tool for that.
#
# Package: python3-certipy 0.1.3, libnss3-tools 3.87.1 for the reading (Debian 12)
# Guessed: each certificate of one authority gets a serial number of its own, counted or drawn, as a serial is for.
# Behaviour: all of them have the serial 0, the authority itself as well, and so has a second certificate for the same host,
#   made with --overwrite, of which the help says that it bumps the serial. Issuer and serial are the same for all, the root
#   included. NSS keeps the first that it is given and refuses the next with SEC_ERROR_REUSED_ISSUER_AND_SERIAL; a
#   revocation list that named one would name them all. OpenSSL says nothing.
# Output seen: root, a.example, b.example, c.example: serial 00; a.example again with --overwrite: 00; NSS: one of two
set -euo pipefail

{ command -v certipy && command -v certutil; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-certipy libnss3-tools >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' python3-certipy libnss3-tools
export PATH=/usr/bin:$PATH
certipy root >/dev/null 2>&1
for host in a.example b.example c.example; do certipy $host --ca-name root >/dev/null 2>&1; done
serial() { openssl x509 -in "out/$1/$1.crt" -noout -serial | cut -d= -f2; }
for name in root a.example b.example c.example; do
    echo "$name: serial $(serial $name)"
    openssl verify -CAfile out/root/root.crt "out/$name/$name.crt"
done | tee seen
mkdir db
certutil -N -d sql:db --empty-password
for host in a.example b.example; do
    certutil -A -d sql:db -n $host -t ,, -i out/$host/$host.crt >said 2>&1 || true
    echo "NSS, $host: $(grep -o SEC_ERROR_[A-Z_]* said || echo taken)"
done | tee -a seen
before=$(sha256sum out/a.example/a.example.crt)
certipy a.example --ca-name root --overwrite >/dev/null 2>&1
[ "$before" != "$(sha256sum out/a.example/a.example.crt)" ]
echo "a.example again: serial $(serial a.example)" | tee -a seen
[ "$(grep -c 'serial 00$' seen)" = 5 ] && [ "$(grep -c ': OK$' seen)" = 4 ] && grep -qx 'a.example again: serial 00' seen &&
    grep -qx 'NSS, a.example: taken' seen && grep -qx 'NSS, b.example: SEC_ERROR_REUSED_ISSUER_AND_SERIAL' seen ||
    { echo "CHANGED: certipy gives other serials" >&2; exit 1; }
