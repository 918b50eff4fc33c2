#!/usr/bin/env bash
# Store certificates in an OpenLDAP directory whose subjects have a part that the directory has no attribute for.
#
# Package: slapd 2.5.13, ldap-utils (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: a certificate is stored as the bytes that it is, whoever is named in it; the directory's schema is about the
#   entry's own attributes. At most a search by issuer and serial number fails to match.
# Behaviour: the names inside are turned into names of this directory on the way in, and each part must be an attribute
#   of its schema. EV certificates have jurisdictionC, eIDAS seals organizationIdentifier, routers unstructuredName: none
#   is in the schemas that Debian loads, and the whole certificate is refused: "Invalid syntax", "value #0 normalization
#   failed", which names neither the name nor the part. One such root in a bundle stops an import into cACertificate.
#   Defining the attribute type helps at once, though no entry ever uses it.
# Output seen: CN, businessCategory, postalCode: stored; jurisdictionC, organizationIdentifier, unstructuredName and a
#   private number: value #0 normalization failed; with the type defined: stored
set -euo pipefail

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
ldap=(-x -H "ldap://127.0.0.1:$port" -D "cn=admin,dc=example,dc=com" -w secret)
start() { # further lines of the configuration
    [ -z "$pid" ] || { kill "$pid"; wait "$pid" 2>/dev/null || true; }
    rm -rf data
    mkdir data
    cat >slapd.conf <<CONF
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
$1
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "dc=example,dc=com"
rootdn "cn=admin,dc=example,dc=com"
rootpw secret
directory $work/data
CONF
    "$slapd" -f slapd.conf -h "ldap://127.0.0.1:$port" -d 0 >slapd.log 2>&1 &
    pid=$!
    for _ in $(seq 50); do
        sleep 0.1
        printf 'dn: dc=example,dc=com\nobjectClass: dcObject\nobjectClass: organization\nobjectClass: pkiCA\no: x\ndc: example\n' |
            ldapadd "${ldap[@]}" >/dev/null 2>&1 && return
    done
    cat slapd.log >&2
    return 1
}
bad=
check() { # lines of the subject, expected: stored or refused
    local outcome
    printf '[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n%bCN=x\n' "$1" >cnf
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -outform DER \
        -out cert.der -days 30 2>/dev/null
    if printf 'dn: dc=example,dc=com\nchangetype: modify\nreplace: cACertificate;binary\ncACertificate;binary:: %s\n' \
        "$(base64 -w0 cert.der)" | ldapmodify "${ldap[@]}" >log 2>&1; then
        outcome=stored
    else
        grep -q 'normalization failed' log && outcome=refused || outcome=failed
    fi
    echo "$(openssl x509 -inform DER -in cert.der -noout -subject): $outcome$(sed -n 's/^.*additional info: /, /p' log)"
    [ "$outcome" = "$2" ] || bad=1
}
start ""
check 'businessCategory=Private Organization\npostalCode=1234 AB\n' stored
check 'jurisdictionC=NL\n' refused
check 'organizationIdentifier=NTRNL-12345678\n' refused
check 'unstructuredName=router.example\n' refused
check '0.1.3.6.1.4.1.99999.1=device-7\n' refused
start "attributetype ( 2.5.4.97 NAME 'organizationIdentifier' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )"
echo "organizationIdentifier defined:"
check 'organizationIdentifier=NTRNL-12345678\n' stored
[ -z "$bad" ] || { echo "CHANGED: slapd takes certificates otherwise" >&2; exit 1; }
