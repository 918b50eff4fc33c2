#!/usr/bin/env bash
# Search an OpenLDAP directory for a stored certificate by its serial number and issuer.
#
# Package: slapd 2.5.13, ldap-utils (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: certificateExactMatch compares names as the directory does elsewhere, so (userCertificate={ serialNumber 77,
#   issuer rdnSequence:"..." }) finds the entry with the issuer as RFC 4514 writes it, case and non-ASCII letters
#   included, as a search by an attribute that holds a DN does.
# Behaviour: case does not matter, a comma with its escape is fine, but with any letter outside ASCII nothing is ever
#   found: not as UTF-8, not as \C3\BC, not composed or decomposed, not in lower case, and not in the older
#   "serial$issuer" form. There is no error. Mapping a client's certificate to its owner thus fails for everybody whose
#   authority is called "Société" or "Behörde", though the certificate is there and the filter is right.
# Output seen: O=Muller: found, as MULLER too; O=a, b: found; O=Müller, O=日本: not in any spelling; manager=...Müller: found
set -euo pipefail
export LC_ALL=C.UTF-8

slapd=$(PATH=$PATH:/usr/sbin command -v slapd || true)
if [ -z "$slapd" ] || ! command -v ldapmodify >/dev/null; then
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slapd ldap-utils >/dev/null
    slapd=/usr/sbin/slapd
fi
work=$(mktemp -d)
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' slapd
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir data
cat >slapd.conf <<CONF
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "o=x"
rootdn "cn=admin,o=x"
rootpw secret
directory $work/data
CONF
"$slapd" -f slapd.conf -h "ldap://127.0.0.1:$port" -d 0 >slapd.log 2>&1 &
pid=$!
ldap=(-x -H "ldap://127.0.0.1:$port" -D "cn=admin,o=x" -w secret)
printf 'dn: o=x\nobjectClass: organization\no: x\n\ndn: cn=user,o=x\nobjectClass: inetOrgPerson\ncn: user\nsn: user\nmanager:: %s\n' \
    "$(printf 'cn=x,o=Müller' | base64)" >entries.ldif
for _ in $(seq 50); do
    sleep 0.1
    if ldapadd "${ldap[@]}" -f entries.ldif >/dev/null 2>&1; then break; fi
done
found() { ldapsearch "${ldap[@]}" -LLL -b o=x "$1" dn | grep -c '^dn: cn=user' || true; }
bad=
store() { # organization
    printf '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\nO=%s\nCN=x\n' "$1" >cnf
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -outform DER \
        -out cert.der -set_serial 77 -days 30 2>/dev/null
    printf 'dn: cn=user,o=x\nchangetype: modify\nreplace: userCertificate;binary\nuserCertificate;binary:: %s\n' \
        "$(base64 -w0 cert.der)" | ldapmodify "${ldap[@]}" >/dev/null
    echo "stored, $(openssl x509 -inform DER -in cert.der -noout -issuer -nameopt RFC2253,-esc_msb)"
}
ask() { # issuer, expected number of entries
    local new old
    new=$(found "(userCertificate={ serialNumber 77, issuer rdnSequence:\"$1\" })")
    old=$(found "(userCertificate=77\$$1)")
    echo "  $1: $new, $old"
    [ "$new$old" = "$2$2" ] || bad=1
}
store Muller
ask 'CN=x,O=Muller' 1
ask 'cn=x,o=MULLER' 1
store 'a, b'
ask 'CN=x,O=a\5c, b' 1
store Müller
ask 'CN=x,O=Müller' 0
ask 'cn=x,o=müller' 0
ask 'CN=x,O=M\5cC3\5cBCller' 0
ask "$(printf 'CN=x,O=Mu\xcc\x88ller')" 0
ask "$(printf 'cn=x,o=mu\xcc\x88ller')" 0
store 日本
ask 'CN=x,O=日本' 0
manager=$(found '(manager=cn=x,o=Müller)')
echo "manager=cn=x,o=Müller: $manager"
[ "$manager" = 1 ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: slapd matches certificates otherwise" >&2; exit 1; }
