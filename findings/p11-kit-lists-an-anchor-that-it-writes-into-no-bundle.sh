#!/usr/bin/env bash
# Put a self-signed server certificate among p11-kit's anchors.
#
# Package: p11-kit 0.24.1 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: what `trust list` shows with "trust: anchor" is in the bundles that `trust extract` writes for OpenSSL and
#   others; if one of two self-signed certificates is refused for saying nothing of being an authority, it is the older
#   form.
# Behaviour: the default filter, ca-anchors, wants an authority besides the trust. A certificate of version 3 without
#   basic constraints is listed as an anchor and is left out of each format, without a word and with exit code 0. One of
#   version 1, which cannot say that it is an authority, counts as one. OpenSSL takes both as anchors. Who adds the
#   certificate of a device in this way sees it in the list and has it in no program.
# Output seen: list: 2 anchors, version 3 as other-entry, version 1 as authority; pem-bundle, openssl-bundle: version 1
#   only
set -euo pipefail

command -v trust >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends p11-kit p11-kit-modules >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' p11-kit
mkdir -p cas/anchors out .config/pkcs11/modules
printf '[req]\ndistinguished_name=dn\n[dn]\n[v3]\nsubjectAltName=DNS:device.example\n' >cnf
make_cert() { # name, further arguments
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -days 30 \
        -out "cas/anchors/$1.pem" -subj "/CN=$1" "${@:2}" 2>/dev/null
    openssl verify -CAfile "cas/anchors/$1.pem" "cas/anchors/$1.pem"
}
make_cert version3 -extensions v3
make_cert version1
printf 'module: p11-kit-trust.so\ntrust-policy: yes\nx-init-reserved: paths=%s/cas\n' "$work" >.config/pkcs11/modules/p11-kit-trust.module
chmod -R a+rX . && chmod a+rwx out
as_user() { # the user's own module file is not read for root
    if [ "$(id -u)" = 0 ]; then HOME=$work setpriv --reuid 65534 --clear-groups "$@"; else HOME=$work "$@"; fi
}
as_user trust list | sed -n 's/^ *label: /label /p; s/^ *trust: /trust /p; s/^ *category: /category /p' | paste -d' ' - - - | sort | tee list
for format in pem-bundle openssl-bundle; do
    as_user trust extract --format=$format out/$format
    echo "$format: $(grep -c BEGIN out/$format) certificate, $(openssl x509 -in out/$format -noout -subject -nameopt RFC2253)" | tee -a list
done
printf '%s\n' 'label version1 trust anchor category authority' 'label version3 trust anchor category other-entry' \
    'pem-bundle: 1 certificate, subject=CN=version1' \
    'openssl-bundle: 1 certificate, subject=CN=version1' | diff - list ||
    { echo "CHANGED: p11-kit treats these anchors otherwise" >&2; exit 1; }
