#!/usr/bin/env bash
# Take the public half of private keys that `openssl genpkey` wrote with ssh-keygen.
#
# Package: openssh-client 9.2p1 (Debian 12), OpenSSL 3.0.19 for the keys
# Guessed: ssh-keygen -y reads BEGIN PRIVATE KEY, PKCS#8, whatever kind of key it is and ssh itself knows: RSA, EC and
#   Ed25519 alike. Its -m PKCS8 writes that format for each kind too, or refuses.
# Behaviour: RSA and EC keys are read, of an Ed25519 key the same file format is an "invalid format". To write one, -m
#   PKCS8 is taken without a word and the result is in OpenSSH's own format, which OpenSSL cannot read; for the other two
#   kinds it is PKCS#8.
# Output seen: -y: RSA ssh-rsa, EC ecdsa-sha2-nistp256, ED25519 invalid format; -m PKCS8: PRIVATE KEY twice, then OPENSSH
set -euo pipefail

command -v ssh-keygen >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openssh-client >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' openssh-client
umask 077
openssl genpkey -algorithm RSA -out rsa.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ecdsa.pem
openssl genpkey -algorithm ED25519 -out ed25519.pem
for kind in rsa ecdsa ed25519; do
    told=$(ssh-keygen -y -f $kind.pem 2>&1) || true
    case $told in *'invalid format'*) told='invalid format' ;; *) told=${told%% *} ;; esac
    ssh-keygen -q -t $kind -m PKCS8 -N '' -f made-$kind
    openssl pkey -in made-$kind -noout 2>/dev/null && read=reads || read='does not read'
    echo "$kind: $(head -1 $kind.pem) $told; made with -m PKCS8: $(head -1 made-$kind), which OpenSSL $read"
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: ssh-keygen reads or writes other formats" >&2; exit 1; }
rsa: -----BEGIN PRIVATE KEY----- ssh-rsa; made with -m PKCS8: -----BEGIN PRIVATE KEY-----, which OpenSSL reads
ecdsa: -----BEGIN PRIVATE KEY----- ecdsa-sha2-nistp256; made with -m PKCS8: -----BEGIN PRIVATE KEY-----, which OpenSSL reads
ed25519: -----BEGIN PRIVATE KEY----- invalid format; made with -m PKCS8: -----BEGIN OPENSSH PRIVATE KEY-----, which OpenSSL does not read
TEXT
