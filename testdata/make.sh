#!/usr/bin/env bash
# Writes the test certificates and keys; README.md describes the layout.
#
#   make.sh          write every file again, from the keys in keys/ (same bytes)
#   make.sh NAME     write the fixtures of one rule, in a second: what stands under its `rule NAME`, with what stands before
#                    the first rule of that section
#   make.sh --fresh  throw everything generated away first, keys too
#
# For tests only: never trust anything that these keys have signed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export LC_ALL=C
umask 022

self=$PWD/${BASH_SOURCE[0]##*/}
only=
case "${1-}" in
  '') ;;
  --fresh) rm -rf keys demo keyforms ml-dsa damaged adcs trust rules chains request shapes ;;
  -*) echo 'usage: make.sh [--fresh | NAME]' >&2; exit 2 ;;
  *)
    only=$1
    grep -q "^rule $only\( \|\$\)" "$self" || { echo "make.sh: there is no rule $only here" >&2; exit 2; }
    ;;
esac

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: > "$tmp/empty.cnf"
export OPENSSL_CONF=$tmp/empty.cnf # not the machine's own settings
mkdir -p keys demo keyforms ml-dsa damaged adcs rules chains request shapes

# ---------------------------------------------------------------- tools

# ssl ARGUMENTS: run openssl; its messages are shown only if it fails.
ssl() { openssl "$@" 2> "$tmp/messages" || { cat "$tmp/messages" >&2; exit 1; }; }

# keep FILE COMMAND...: what COMMAND prints goes to FILE, unless FILE exists.
keep() {
  local file=$1; shift
  [[ -f $file ]] || { "$@" > "$tmp/kept"; cp "$tmp/kept" "$file"; }
}

# new_key NAME TYPE: keys/NAME.key; TYPE is rsa:BITS, rsa-pss:BITS, ec:CURVE, ed25519 or ed448.
new_key() {
  local options
  case $2 in
    rsa:*) options=(-algorithm RSA -pkeyopt "rsa_keygen_bits:${2#*:}") ;;
    rsa-pss:*) options=(-algorithm RSA-PSS -pkeyopt "rsa_keygen_bits:${2#*:}") ;;
    ec:*) options=(-algorithm EC -pkeyopt "ec_paramgen_curve:${2#*:}" -pkeyopt ec_param_enc:named_curve) ;;
    *) options=(-algorithm "$2") ;;
  esac
  keep "keys/$1.key" ssl genpkey "${options[@]}"
}

# field KEY NAME: a number of keys/KEY.key in hex, by its name in `openssl pkey -text`.
field() {
  ssl pkey -in "keys/$1.key" -noout -text |
    awk -v name="$2:" '$0 == name { on = 1; next } /^[^ ]/ { on = 0 } on { gsub(/[ :]/, ""); printf "%s", $0 }'
}

# unhex DIGITS...: print the bytes.
unhex() { printf "$(printf '%s' "$@" | sed 's/../\\x&/g')"; }

# crafted LABEL LINE...: print the PEM block of what these lines describe in the
# language of `openssl asn1parse -genconf`.
crafted() {
  printf '%s\n' "${@:2}" > "$tmp/asn1.cnf"
  ssl asn1parse -genconf "$tmp/asn1.cnf" -noout -out "$tmp/asn1"
  printf '%s\n' "-----BEGIN $1-----"; openssl base64 -in "$tmp/asn1"; printf '%s\n' "-----END $1-----"
}

# ed25519_v2 SEED PUBLIC: PKCS#8 version 2, with an attribute and the public key.
ed25519_v2() {
  crafted 'PRIVATE KEY' 'asn1=SEQUENCE:key' '[key]' 'version=INTEGER:1' 'algorithm=SEQUENCE:algorithm' \
    "private=OCTWRAP,FORMAT:HEX,OCTETSTRING:$1" 'attributes=IMPLICIT:0,SET:attributes' \
    "public=IMPLICIT:1,FORMAT:HEX,BITSTRING:$2" '[algorithm]' 'id=OID:ED25519' \
    '[attributes]' 'name=SEQUENCE:name' '[name]' 'id=OID:friendlyName' 'values=SET:values' \
    '[values]' 'value=BMPSTRING:proxy'
}
# p256_v2 SCALAR PUBLIC: the same without attribute; the inner structure has no public key.
p256_v2() {
  crafted 'PRIVATE KEY' 'asn1=SEQUENCE:key' '[key]' 'version=INTEGER:1' 'algorithm=SEQUENCE:algorithm' \
    'private=OCTWRAP,SEQUENCE:inner' "public=IMPLICIT:1,FORMAT:HEX,BITSTRING:$2" \
    '[algorithm]' 'id=OID:id-ecPublicKey' 'curve=OID:prime256v1' \
    '[inner]' 'version=INTEGER:1' "scalar=FORMAT:HEX,OCTETSTRING:$1"
}
# p256_sec1 SCALAR PUBLIC
p256_sec1() {
  crafted 'EC PRIVATE KEY' 'asn1=SEQUENCE:key' '[key]' 'version=INTEGER:1' \
    "scalar=FORMAT:HEX,OCTETSTRING:$1" 'curve=EXPLICIT:0,OID:prime256v1' \
    "public=EXPLICIT:1,FORMAT:HEX,BITSTRING:$2"
}
# rsa_but FIELD KEY: keys/proxy.key in PKCS#1, except that FIELD is that of keys/KEY.key.
rsa_but() {
  local name lines=('asn1=SEQUENCE:key' '[key]' 'version=INTEGER:0') of
  for name in modulus publicExponent privateExponent prime1 prime2 exponent1 exponent2 coefficient; do
    of=proxy; [[ $name != "$1" ]] || of=$2
    if [[ $name == publicExponent ]]; then lines+=("$name=INTEGER:65537")
    else lines+=("$name=INTEGER:0x$(field "$of" "$name")"); fi
  done
  crafted 'RSA PRIVATE KEY' "${lines[@]}"
}

# sign NAME: issue a certificate as the caller's variables say, see root, issuing
# and leaf below. An empty variable leaves its extension out. Without any
# extension (no=extensions) it is a version 1 certificate.
sign() {
  # A serial number of 8 bytes, always the same for the same name.
  local serial; serial=${number:-4$(printf '%s' "$1" | sha256sum | cut -c 1-15)}
  rm -rf "$tmp/ca"; mkdir "$tmp/ca"; : > "$tmp/ca/index"; echo "$serial" > "$tmp/ca/serial"
  {
    printf '%s\n' '[ca]' 'default_ca=it' '[it]' "database=$tmp/ca/index" "serial=$tmp/ca/serial" \
      "new_certs_dir=$tmp/ca" 'policy=any' 'unique_subject=no' \
      '[any]' 'commonName=optional' '[req]' 'distinguished_name=dn' "string_mask=$mask" '[dn]' '[ext]'
    [[ -z $bc ]] || echo "basicConstraints=$bc"
    [[ -z $ku ]] || echo "keyUsage=$ku"
    [[ -z $eku ]] || echo "extendedKeyUsage=$eku"
    [[ -z $san ]] || echo "subjectAltName=$san"
    [[ -z $ski ]] || echo "subjectKeyIdentifier=$ski"
    [[ -z $aki ]] || echo "authorityKeyIdentifier=$aki"
    echo "$more"
  } > "$tmp/ca/cnf"
  local signer=(-cert "$tmp/$by.pem" -keyfile "$tmp/$by.key") ext=(-extensions ext)
  [[ $by != self ]] || signer=(-selfsign -keyfile "keys/$key.key")
  [[ $no != extensions ]] || ext=()
  ssl req -new -utf8 -config "$tmp/ca/cnf" -key "keys/$key.key" -subj "$subject" -out "$tmp/ca/csr"
  [[ -z ${pss-} ]] || signer+=(-sigopt rsa_padding_mode:pss -sigopt "rsa_pss_saltlen:$pss")
  ssl ca -batch -notext -preserveDN -config "$tmp/ca/cnf" "${signer[@]}" "${ext[@]}" -md "$md" \
    -startdate "$from" -enddate "$to" -in "$tmp/ca/csr" -out "$tmp/$1.pem"
  cp "keys/$key.key" "$tmp/$1.key"
}

four='DNS:cluster.example.com,DNS:*.cluster.example.com'
four+=',DNS:internal.cluster.example.com,DNS:*.internal.cluster.example.com'

# root, issuing, leaf: NAME [variable=value...] make the certificate NAME with
# the usual contents except for the variables given.
root() {
  local name=$1 by=self key=root subject='/O=Example/CN=Example Root CA' mask=utf8only md=sha256 no='' \
    from=20200101000000Z to=20400101000000Z bc=critical,CA:TRUE ku=critical,keyCertSign,cRLSign \
    eku='' san='' aki='' more='' ski=hash number='' pss=''
  shift; (($# == 0)) || local "$@"
  sign "$name"
}
issuing() {
  local name=$1 by=root key=issuing subject='/O=Example/CN=Example Issuing CA' mask=utf8only md=sha256 no='' \
    from=20230101000000Z to=20330101000000Z bc=critical,CA:TRUE,pathlen:0 ku=critical,keyCertSign,cRLSign \
    eku='' san='' aki=keyid more='' ski=hash number='' pss=''
  shift; (($# == 0)) || local "$@"
  sign "$name"
}
leaf() {
  local name=$1 by=issuing key=proxy subject='/O=Example/CN=cluster.example.com' mask=utf8only md=sha256 no='' \
    from=20260110000000Z to=20270109000000Z bc=CA:FALSE ku=critical,digitalSignature,keyEncipherment \
    eku=serverAuth,clientAuth san=$four aki=keyid ski=hash number='' pss='' \
    more='authorityInfoAccess=caIssuers;URI:http://pki.example.com/issuing.crt'
  shift; (($# == 0)) || local "$@"
  sign "$name"
}

# quantum NAME FROM [key=…] [by=…]: the certificate FROM with another public key and another signature, see ml-dsa.py.
quantum() { python3 ml-dsa.py certificate "${@:3}" < "$tmp/$2.pem" > "$tmp/$1.pem"; }

# pem NAME...: print these certificates.
pem() { local name; for name; do cat "$tmp/$name.pem"; done; }
good() { pem leaf issuing root; }

# edit CODE: filter with awk code; b is the number of the block, l the line in it
# (1 = BEGIN).
edit() { awk "/^-----BEGIN/ { b++; l = 0 } { l++ } $1 { print }"; }

# flip NAME: makes NAME-flipped, with the last bit of its signature changed.
flip() {
  ssl x509 -in "$tmp/$1.pem" -outform DER > "$tmp/der"
  local last; last=$(tail -c 1 "$tmp/der" | od -An -tu1)
  { head -c -1 "$tmp/der"; printf "\\x$(printf '%02x' $((last ^ 1)))"; } |
    ssl x509 -inform DER -out "$tmp/$1-flipped.pem"
}

# pfx CERTIFICATE...: print a PKCS#12 file of the leaf, its key and these.
pfx() {
  pem "$@" > "$tmp/others"
  ssl pkcs12 -export -in "$tmp/leaf.pem" -inkey keys/proxy.key -certfile "$tmp/others" \
    -name proxy -passout pass:test-only
}
# from_pfx CERTIFICATE...: the same as openssl prints it in PEM.
from_pfx() { pfx "$@" > "$tmp/pfx"; ssl pkcs12 -nokeys -in "$tmp/pfx" -passin pass:test-only; }

# rule NAME [STEM]: the following cases belong to rules/NAME; with STEM the good
# chain and its key are one of them.
rule() { dir=rules/$1; mkdir -p "$dir"; (($# == 1)) || chain "$2" proxy leaf issuing root; }
# save STEM [KEY]: standard input is case STEM, given along with the key KEY.
save() { cat > "$dir/$1.pem"; (($# == 1)) || cp "keys/$2.key" "$dir/$1.key"; }
# chain STEM KEY CERTIFICATE...: case STEM is these certificates; KEY - for none.
chain() {
  pem "${@:3}" > "$dir/$1.pem"
  [[ $2 == - ]] || cp "keys/$2.key" "$dir/$1.key"
}
# with_leaf, with_issuing, with_root: STEM variable=value... make case STEM, the
# good chain with another leaf, issuing CA or root, and the leaf's key.
with_leaf() { leaf "${dir#rules/}.$1" "${@:2}"; with "$1" "${dir#rules/}.$1" issuing root; }
with_issuing() { issuing "${dir#rules/}.$1" "${@:2}"; with "$1" leaf "${dir#rules/}.$1" root; }
with_root() { root "${dir#rules/}.$1" "${@:2}"; with "$1" leaf issuing "${dir#rules/}.$1"; }
with() { pem "${@:2}" > "$dir/$1.pem"; cp "$tmp/$2.key" "$dir/$1.key"; }
# args STEM OPTIONS: the options of case STEM.
args() { printf '%s\n' "$2" > "$dir/$1.arguments"; }
proxy='--name proxy --fqdn cluster.example.com'
cabf="--profile server --hostname cluster.example.com --reading cabf"
strict="--profile server --hostname cluster.example.com --reading rfc5280"
server='--profile server --hostname cluster.example.com'
# patch STEM EDIT: the hex digits of the leaf are edited by sed; its signature is bad then.
patch() {
  ssl x509 -in "$dir/$1.pem" -outform DER | od -An -v -tx1 | tr -d ' \n' | sed "$2" |
    sed 's/../\\x&/g' > "$tmp/hex"
  { printf "$(cat "$tmp/hex")" | ssl x509 -inform DER; pem issuing root; } > "$tmp/patched"
  cp "$tmp/patched" "$dir/$1.pem"
}
# The extension 1.2.3.5 takes the number of another, by default of 1.2.3.4.
twice() { patch "$1" "s/06032a0305/0603${2:-2a0304}/"; }
# resigned NAME EXPRESSION SIGNER: the certificate NAME, of which the hex digits of what is signed are edited by sed with
# EXPRESSION, which keeps inner lengths right, signed anew with the key of SIGNER.
resigned() {
  local whole body; whole=$(ssl x509 -in "$tmp/$1.pem" -outform DER | od -An -v -tx1 | tr -d ' \n')
  body=$(printf '%s' "${whole:16:$((2 * 0x${whole:12:4}))}" | sed "$2")
  unhex "3082$(printf '%04x' $((${#body} / 2)))$body" > "$tmp/signed"
  ssl dgst -sha256 -sign "keys/$3.key" -out "$tmp/signature" "$tmp/signed"
  {
    cat "$tmp/signed"
    unhex 300d06092a864886f70d01010b0500 0382010100
    cat "$tmp/signature"
  } > "$tmp/fields"
  { unhex "3082$(printf '%04x' "$(stat -c %s "$tmp/fields")")"; cat "$tmp/fields"; } > "$tmp/whole"
  {
    printf '%s\n' '-----BEGIN CERTIFICATE-----'; openssl base64 -in "$tmp/whole"; printf '%s\n' '-----END CERTIFICATE-----'
  } > "$tmp/$1.pem"
}
# remade STEM EXPRESSION variable=value...: case STEM is the good chain with another leaf, edited and signed like that.
remade() {
  leaf "${dir#rules/}.$1" "${@:3}"
  resigned "${dir#rules/}.$1" "$2" issuing
  with "$1" "${dir#rules/}.$1" issuing root
}

# ---------------------------------------------------------------- keys

for name in root issuing issuing-renewed constrained other-root proxy other cross \
  adcs-root adcs-issuing adcs-leaf; do
  new_key "$name" rsa:2048
done
new_key rsa1024 rsa:1024
new_key rsa-pss rsa-pss:2048
for name in p256 p256-other; do new_key "$name" ec:P-256; done
new_key rsa2052 rsa:2052
new_key rsa8200 rsa:8200
keep keys/rsa-e3.key ssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3
[[ -f keys/dsa.key ]] || {
  ssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:2048 -pkeyopt dsa_paramgen_q_bits:256 > "$tmp/dsa"
  keep keys/dsa.key ssl genpkey -paramfile "$tmp/dsa"
}
keep keys/rsa-e17.key ssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:17
for name in close apart infineon factor-17 factor-23; do keep "keys/rsa-$name.key" python3 weak-rsa.py "$name"; done
new_key p384 ec:P-384
new_key p521 ec:P-521
new_key secp256k1 ec:secp256k1
new_key p224 ec:P-224
for name in ed25519 ed25519-ca; do new_key "$name" ed25519; done
for name in ed448 ed448-ca; do new_key "$name" ed448; done
keep keys/proxy-encrypted-pkcs8.key \
  ssl pkcs8 -topk8 -v2 aes-256-cbc -in keys/proxy.key -passout pass:test-only
keep keys/proxy-encrypted-traditional.key \
  ssl rsa -traditional -aes256 -in keys/proxy.key -passout pass:test-only

# ---------------------------------------------------------------- certificates used more than once

root root
issuing issuing
leaf leaf
issuing issuing-expired to=20260314090000Z
leaf leaf-sha1 md=sha1
root other-root key=other-root subject='/O=Other/CN=Other Root CA'
for name in p256 p384 p521 secp256k1 ed25519 ed448 rsa-pss rsa1024; do
  leaf "leaf-$name" key="$name" ku=critical,digitalSignature
done
keep keys/proxy.pfx pfx issuing root

# An ML-DSA leaf of the ordinary issuing CA, whose signature every provider verifies.
leaf leaf-plain ku=critical,digitalSignature
quantum leaf-ml-dsa-65 leaf-plain key=65:leaf by=keys/issuing.key

if [ -n "$only" ]; then
  awk -v only="$only" '
    /^# -----/ { section = ""; begun = 0; on = 0; next }
    /^rule / { begun = 1; on = ($2 == only); if (on) printf "%s", section }
    on { print }
    !begun { section = section $0 "\n" }
  ' "$self" > "$tmp/only"
  # shellcheck source=/dev/null
  source "$tmp/only"
  exit
fi

# ---------------------------------------------------------------- demo

cp keys/proxy.key demo/proxy.key
from_pfx root issuing > demo/from-pfx.pem
good > demo/good.pem
pem root > demo/root.pem
pem leaf issuing-expired root > demo/expired-intermediate.pem
pem leaf root issuing-expired > demo/expired-intermediate-shuffled.pem
pem leaf-sha1 issuing root > demo/sha1-leaf.pem

# ---------------------------------------------------------------- keyforms

good > keyforms/rsa.pem
cp keys/proxy.key keyforms/rsa-pkcs8.key
ssl pkey -traditional -in keys/proxy.key > keyforms/rsa-pkcs1.key
for name in rsa1024 rsa-pss p256 p384 p521 ed25519 ed448; do
  pem "leaf-$name" issuing root > "keyforms/$name.pem"
  cp "keys/$name.key" "keyforms/$name-pkcs8.key"
done
for name in p256 p384 p521; do
  ssl pkey -traditional -in "keys/$name.key" > "keyforms/$name-sec1.key"
done
{ ssl ecparam -name prime256v1; cat keyforms/p256-sec1.key; } > keyforms/p256-sec1-with-parameters.key

ssl pkey -traditional -in keys/rsa1024.key > keyforms/rsa1024-pkcs1.key
ed25519_v2 "$(field ed25519 priv)" "$(field ed25519 pub)" > keyforms/ed25519-pkcs8-v2.key
p256_v2 "$(field p256 priv)" "$(field p256 pub)" > keyforms/p256-pkcs8-v2.key

# ---------------------------------------------------------------- ml-dsa

root plain-root key=other-root subject='/O=Example/CN=Example ML-DSA Root CA'
quantum ml-dsa-root plain-root key=87:root by=87:root
issuing plain-issuing by=plain-root key=cross subject='/O=Example/CN=Example ML-DSA Issuing CA'
quantum ml-dsa-issuing plain-issuing key=65:issuing by=87:root
leaf plain-leaf by=plain-issuing ku=critical,digitalSignature
for set in 44 65 87; do quantum "leaf-by-ml-dsa-$set" plain-leaf "key=$set:leaf" by=65:issuing; done
for set in 44 65 87; do
  pem "leaf-by-ml-dsa-$set" ml-dsa-issuing ml-dsa-root > "ml-dsa/$set.pem"
  for form in seed expanded both; do python3 ml-dsa.py key "$set" leaf "$form" > "ml-dsa/$set-$form.key"; done
done
for form in mixed range bare; do python3 ml-dsa.py key 65 leaf "$form" > "ml-dsa/65-$form.key"; done
python3 ml-dsa.py key 65 other seed > ml-dsa/65-other.key
pem ml-dsa-root > ml-dsa/root.pem
leaf leaf-rsa by=plain-issuing
quantum leaf-rsa-by-ml-dsa leaf-rsa by=65:issuing
pem leaf-rsa-by-ml-dsa ml-dsa-issuing ml-dsa-root > ml-dsa/rsa-leaf.pem
flip leaf-by-ml-dsa-65
pem leaf-by-ml-dsa-65-flipped ml-dsa-issuing ml-dsa-root > ml-dsa/flipped.pem
# What RFC 9881 forbids, each signed by itself: NULL as parameters, a key one octet short.
root plain-self key=proxy subject='/O=Example/CN=cluster.example.com' ku=critical,digitalSignature bc=CA:FALSE \
  eku=serverAuth,clientAuth san="$four"
for change in null short; do
  quantum "self-$change" plain-self "key=44:leaf:$change" by=44:leaf
  pem "self-$change" > "ml-dsa/self-$change.pem"
done
# Signed with HashML-DSA, SLH-DSA and a composite.
quantum leaf-by-hash plain-leaf key=65:leaf by=2.16.840.1.101.3.4.3.33:3309
quantum leaf-by-slh plain-leaf key=65:leaf by=2.16.840.1.101.3.4.3.20:7856
for name in hash slh; do pem "leaf-by-$name" ml-dsa-issuing ml-dsa-root > "ml-dsa/by-$name.pem"; done

# ---------------------------------------------------------------- damaged

ed25519_v2 "$(field ed25519 priv)" "$(field ed25519-ca pub)" > damaged/public-half-ed25519-v2.key
p256_v2 "$(field p256 priv)" "$(field p256-other pub)" > damaged/public-half-p256-v2.key
p256_sec1 "$(field p256 priv)" "$(field p256-other pub)" > damaged/public-half-p256-sec1.key
# The order of P-256, and zero.
p256_sec1 FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 "$(field p256 pub)" > damaged/range-p256-order.key
p256_sec1 "$(printf '%064d' 0)" "$(field p256 pub)" > damaged/range-p256-zero.key
for name in modulus privateExponent prime1 prime2 exponent1 exponent2 coefficient; do
  rsa_but "$name" other > "damaged/rsa-$name.key"
done

# ---------------------------------------------------------------- adcs

# Microsoft's extensions are 1.3.6.1.4.1.311.: 20.2 template (version 1), 21.1 CA
# version, 21.7 template (version 2), 21.10 application policies.

# adcs_urls CA: where the CA's CRL and certificate are, LDAP first.
adcs_urls() {
  local services='CN=Public%20Key%20Services,CN=Services,CN=Configuration,DC=example,DC=com'
  printf '%s\n' 'crlDistributionPoints=cdp' 'authorityInfoAccess=@aia' \
    '[cdp]' 'fullname=@cdp_urls' '[cdp_urls]' \
    "URI.0=ldap:///CN=$1,CN=pki,CN=CDP,$services?certificateRevocationList?base?objectClass=cRLDistributionPoint" \
    "URI.1=http://pki.example.com/CertEnroll/$1.crl" '[aia]' \
    "caIssuers;URI.0=ldap:///CN=$1,CN=AIA,$services?cACertificate?base?objectClass=certificationAuthority" \
    "caIssuers;URI.1=http://pki.example.com/CertEnroll/$1.crt"
}

root adcs-root key=adcs-root subject='/DC=com/DC=example/CN=Example-ROOT-CA' \
  ku=digitalSignature,keyCertSign,cRLSign more='1.3.6.1.4.1.311.21.1=ASN1:INTEGER:0'
issuing adcs-issuing by=adcs-root key=adcs-issuing subject='/DC=com/DC=example/CN=Example-ISSUING-CA' \
  from=20220101000000Z to=20320101000000Z bc=critical,CA:TRUE ku=digitalSignature,keyCertSign,cRLSign \
  more="1.3.6.1.4.1.311.21.1=ASN1:INTEGER:0
1.3.6.1.4.1.311.20.2=ASN1:BMPSTRING:SubCA
$(adcs_urls Example-ROOT-CA)"
leaf adcs-leaf by=adcs-issuing key=adcs-leaf bc='' ku=digitalSignature,keyEncipherment \
  subject='/C=US/ST=State/L=City/O=Example/OU=IT/CN=cluster.example.com' \
  more="1.3.6.1.4.1.311.21.7=ASN1:SEQUENCE:template
1.3.6.1.4.1.311.21.10=ASN1:SEQUENCE:policies
$(adcs_urls Example-ISSUING-CA)
[template]
id=OID:1.3.6.1.4.1.311.21.8.1234567.7654321.1.2.3.4.5.6
major=INTEGER:100
minor=INTEGER:4
[policies]
a=SEQUENCE:server
b=SEQUENCE:client
[server]
purpose=OID:serverAuth
[client]
purpose=OID:clientAuth"
pem adcs-leaf adcs-issuing adcs-root > adcs/chain.pem
pem adcs-leaf adcs-issuing > adcs/chain-without-root.pem
cp keys/adcs-leaf.key adcs/leaf.key

# ---------------------------------------------------------------- trust

# Bundles about what may end a chain; tests/trust.rs tells what is expected of each.
mkdir -p trust
cp keys/proxy.key trust/proxy.key
pem leaf > trust/leaf.pem
pem root > trust/root.pem
pem other-root > trust/other-root.pem
flip root
pem leaf issuing root-flipped > trust/root-damaged.pem
# Named like the root, by its own word self-issued, and signed by another key with SHA-1.
root impostor by=other-root md=sha1 key=issuing-renewed
issuing issuing-by-impostor by=impostor
leaf leaf-by-impostor by=issuing-by-impostor
pem leaf-by-impostor issuing-by-impostor impostor > trust/root-signed-by-another-key.pem
# Two CAs that issued each other.
root loop-a-seed key=other-root subject='/O=Example/CN=Loop A'
root loop-b-seed key=issuing-renewed subject='/O=Example/CN=Loop B'
root loop-a by=loop-b-seed key=other-root subject='/O=Example/CN=Loop A'
root loop-b by=loop-a-seed key=issuing-renewed subject='/O=Example/CN=Loop B'
leaf leaf-under-loop by=loop-a-seed
pem leaf-under-loop loop-a loop-b > trust/loop.pem
# Name and key of the leaf, a name more, another issuer, and a signature that fits nothing.
leaf leaf-forged by=other-root san="$four,DNS:evil.example"
flip leaf-forged
pem leaf-forged-flipped > trust/forged-leaf.pem
leaf self-signed-by-ed448 by=self key=ed448 ku=critical,digitalSignature aki= more=
pem self-signed-by-ed448 > trust/ed448-self-signed.pem
# An anchor that is no CA.
issuing anchor-no-ca bc=CA:FALSE
pem leaf > trust/leaf-under-no-ca.pem
pem anchor-no-ca > trust/no-ca.pem
# The root once expired, once renewed with the same key.
root root-expired to=20260401000000Z
pem leaf issuing root-expired > trust/expired-root-copy.pem
pem root-expired root > trust/roots-expired-first.pem
pem root root-expired > trust/roots-valid-first.pem
# The root cross-signed by another, which expired with it: AddTrust in May 2020.
root root-cross-signed-expired by=other-root to=20260401000000Z
root other-root-expired key=other-root subject='/O=Other/CN=Other Root CA' to=20260401000000Z
pem leaf issuing root-cross-signed-expired other-root-expired > trust/expired-cross-and-root.pem
leaf leaf-by-root by=root
pem leaf-by-root > trust/leaf-by-root.pem
# The issuing CA twice with one key: under the root, and cross-signed by another root.
issuing issuing-cross-signed by=other-root bc=critical,CA:TRUE
pem leaf issuing issuing-cross-signed > trust/cross-signed.pem
pem leaf issuing-cross-signed issuing > trust/cross-signed-first.pem
pem leaf-sha1 > trust/sha1-leaf-only.pem
pem issuing > trust/issuing.pem
issuing issuing-sha1 md=sha1
pem leaf issuing-sha1 > trust/sha1-issuing.pem
# An intermediate of the same key with another key identifier than its leaves name.
issuing issuing-other-identifier more=2.5.29.14=DER:04140102030405060708090A0B0C0D0E0F1011121314
pem leaf issuing-other-identifier root > trust/other-key-identifier.pem

leaf self-signed-version-1 by=self no=extensions
pem self-signed-version-1 > trust/self-signed-version-1.pem
# A wildcard over a whole public suffix.
leaf leaf-of-suffix san="$four,DNS:*.co.uk"
pem leaf-of-suffix issuing root > trust/public-suffix.pem
# Names that hold the words FILE and KEYFILE, which stand for paths in the command's own texts.
root file-server key=other-root subject='/O=Example/CN=FILESERVER KEYFILE CA'
leaf leaf-of-file-server by=file-server more='authorityInfoAccess=caIssuers;URI:http://pki.example.com/KEYFILE/FILE.crt'
pem leaf-of-file-server > trust/named-file.pem

# ---------------------------------------------------------------- rules: input and PEM

rule unknown-name good-proxy
chain bad-nonsense - leaf issuing root
args bad-nonsense '--name nonsense --fqdn cluster.example.com'
chain bad-too-new proxy leaf issuing root
args bad-too-new '--name sso_service --target 7.22'
chain bad-internal proxy leaf issuing root
args bad-internal '--name mesh_ca_signed'
chain bad-placeholder proxy leaf issuing root
args bad-placeholder '--name <cert_name>'
chain bad-alias-in-request proxy leaf issuing root
args bad-alias-in-request '--name metrics --fqdn cluster.example.com --request 1'

rule name-alias good-chain
chain bad-metrics proxy leaf issuing root
args bad-metrics '--name metrics --fqdn cluster.example.com'
chain bad-file-name proxy leaf issuing root
args bad-file-name '--name proxy_cert.pem --fqdn cluster.example.com'

rule name-repeated
chain bad-twice proxy leaf issuing root
args bad-twice '--name proxy --fqdn cluster.example.com --request 2 --repeated yes'
chain good-once proxy leaf issuing root
args good-once '--name proxy --fqdn cluster.example.com --request 2'

rule certificate-not-found good-chain
: | save bad-empty
printf '%s\n' 'The certificate for the cluster is attached to the ticket. Please' \
  'install it on both nodes before Friday and let us know when it is done.' | save bad-prose
printf '\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00\xff\xdb\x00\x43\x00\x08\x06\x06\x07\x06\x05\x08\x07\x07\x07\x09\x09\x08\x0a\x0c\x14\xff\xd9' |
  save bad-jpeg
save bad-key-only < keys/proxy.key
ssl pkey -in keys/proxy.key -outform DER | save bad-der-key
ssl pkey -in keys/proxy.key -pubout -outform DER | save bad-der-public-key
printf '\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x00' | save bad-jks
printf '%s\n' '$ANSIBLE_VAULT;1.1;AES256' '62313365396662343061393464336163' | save bad-ansible-vault
printf '%s\n' 'tls.crt: ENC[AES256_GCM,data:Tr7o,iv:1=,tag:k=,type:str]' 'sops:' '    version: 3.9.0' | save bad-sops
save bad-pfx proxy < keys/proxy.pfx

rule end-marker-missing
good | head -c -500 | save bad-truncated proxy
good | edit 'b == 2 && /^-----END/ { next }' | save bad-nested proxy
good | head -c -1 | save good-no-final-newline proxy

rule end-marker-mismatch good-chain
good | edit 'b == 2 && /^-----END/ { $0 = "-----END X509 CRL-----" }' | save bad-crl proxy

rule base64-invalid
good | edit 'b == 2 && l == 9 { $0 = substr($0, 1, 31) "*" substr($0, 33) }' | save bad-star proxy
good | edit 'b != 2 || l == 1 || /^-----END/' | edit 'b == 2 && l == 1 { print; print "..."; next }' | save bad-placeholder proxy
good | sed 's/$/\r/' | save good-crlf proxy

rule certificate-unreadable
good | edit 'b == 2 && l == 9 { next }' | save bad-line-lost proxy
good | edit '!/^-----/ { printf "%s", $0; next } /^-----END/ { print "" }' | save good-one-line proxy

rule marker-malformed
good | edit 'b == 2 && l == 1 { $0 = "-----BEGIN%20CERTIFICATE-----" }' | save bad-percent proxy
good | edit 'b == 1 && l == 1 { next }' | save bad-end-alone proxy
good | sed 's/$/   /' | save good-trailing-blanks proxy

rule block-unexpected good-chain
printf '%s\n' '[req]' 'distinguished_name=dn' 'string_mask=utf8only' '[dn]' > "$tmp/req.cnf"
{ good; ssl req -new -config "$tmp/req.cnf" -key keys/proxy.key -subj '/O=Example/CN=cluster.example.com'; } |
  save bad-csr proxy
{ ssl pkey -in keys/proxy.key -pubout; good; } | save bad-public-key proxy

rule text-outside-blocks
from_pfx issuing root | save bad-bag-attributes proxy
{ echo '# my chain'; good; } | save bad-comment proxy
from_pfx issuing root | save bad-proxy-6-2-8 proxy
args bad-proxy-6-2-8 "$proxy --target 6.2.8"
good | edit 'b > 1 && l == 1 { print "" }' | save good-blank-lines proxy

rule content-outside-blocks
unmarked() { ssl x509 -in "$tmp/root.pem" -outform DER | base64; }
{ pem leaf issuing; unmarked; } | save bad-base64 proxy
{ pem leaf issuing; { echo 'subject=CN = root'; pem root; } | base64 -w 0; echo; } | save bad-base64-of-pem proxy
{ pem leaf issuing; pem root | sed 's/-/\&#45;/g'; } | save bad-escaped-markers proxy
{ pem leaf issuing; ssl x509 -in "$tmp/root.pem" -outform DER | od -An -v -tx1; } | save bad-hexadecimal proxy
{ good; echo '# the key'; ssl pkey -in keys/proxy.key -outform DER | base64; } | save bad-key proxy
{ good; echo '# the public key'; ssl pkey -in keys/proxy.key -pubout -outform DER | base64; } | save good-public-key proxy

# ---------------------------------------------------------------- rules: what is repaired

rule text-encoding-repaired good-chain
{ printf '\xff\xfe'; good | iconv -f UTF-8 -t UTF-16LE; } | save bad-utf16 proxy
{ printf '\xef\xbb\xbf'; good; } | save bad-byte-order-mark proxy
good | edit 'b == 2 && l == 5 { $0 = substr($0, 1, 20) "\302\240" substr($0, 21) }' | save bad-no-break-space proxy
{ printf '# Zertifikat f\xc3\xbcr den Cluster\n'; good; } | save good-umlaut proxy

rule layout-repaired
good | sed 's/^/    /' | save bad-indented proxy
{ echo 'tls.crt: |'; good | sed 's/^/  /'; } | save bad-yaml proxy
good | sed 's/^/> /' | save bad-quoted-mail proxy
good | cat -n | save bad-numbered proxy
good | tr '\n' '\r' | save bad-carriage-returns proxy
good | sed 's/$/\xE2\x80\xA8/' | tr -d '\n' | save bad-line-separators proxy
good | edit 'b == 2 && l == 5 { print "" }' | save bad-blank-line proxy
good | sed 's/$/\r/' | save good-crlf proxy

rule newline-escape-repaired good-chain
good | sed -z 's/\n/\\n/g' | save bad-literal proxy
good | sed -z 's/\n/\\\n/g' | save bad-backslashes proxy
good | tr '\n' ' ' | save bad-blanks proxy

rule marker-repaired
good | edit 'b == 2 && /^-----END/ { $0 = "-----END CERTIFICATE----" }' | save bad-four-dashes proxy
good | edit 'b == 2 && l == 1 { $0 = "-----begin certificate-----" }' | save bad-lower-case proxy
good | edit 'b == 3 && /^-----END/ { gsub(/-----/, "\342\200\224") }' | save bad-smart-dashes proxy
good | edit 'b < 3 && /^-----END/ { printf "%s", $0; next }' | save bad-glued proxy
good | sed 's/$/   /' | save good-trailing-blanks proxy

rule body-repaired
good | edit 'b == 2 { sub(/=+$/, "") }' | save bad-padding proxy
good | edit 'l == 1 { print $0; print "X-Origin: mail"; $0 = "" }' | save bad-headers proxy
good | sed '/^-----/! { s,+,-,g; s,/,_,g }' | save bad-url-safe proxy
good | edit '!/^-----/ { printf "%s", $0; next } /^-----END/ { print "" }' | save good-one-line proxy

rule label-repaired good-chain
good | edit 'b == 2 { sub(/CERTIFICATE/, "PUBLIC KEY") }' | save bad-public-key proxy
good | sed 's/CERTIFICATE/X509 &/' | save bad-old-label proxy
good > "$dir/bad-pkcs8.pem"
sed 's/PRIVATE KEY/RSA &/' keys/proxy.key > "$dir/bad-pkcs8.key"

rule trailing-data-cut good-chain
{ { ssl x509 -in "$tmp/leaf.pem" -outform DER; printf '\0'; } > "$tmp/der"
  echo '-----BEGIN CERTIFICATE-----'; base64 -w 64 "$tmp/der"; echo '-----END CERTIFICATE-----'
  pem issuing root; } | save bad-zero proxy

rule container-read good-chain
ssl x509 -in "$tmp/leaf.pem" -outform DER | save bad-der proxy
good > "$tmp/good"
ssl crl2pkcs7 -nocrl -certfile "$tmp/good" | save bad-pkcs7 proxy
# Without lengths, as Bouncy Castle writes it, too.
pem issuing root > "$tmp/others"
ssl cms -sign -noattr -binary -nodetach -stream -outform DER -in "$tmp/others" -signer "$tmp/leaf.pem" -inkey keys/proxy.key \
  -certfile "$tmp/others" | save bad-pkcs7-ber proxy
good | base64 -w 0 | save bad-base64 proxy
pem root | grep -v '^-' | save bad-no-markers
args bad-no-markers '--profile any'

# ---------------------------------------------------------------- rules: limits

# limit RULE LIMIT BAD GOOD: the good chain with a limit too small and large enough.
limit() {
  rule "$1" bad
  args bad "$proxy --limit $2=$3"
  chain good proxy leaf issuing root
  args good "$proxy --limit $2=$4"
}
limit input-too-large input 1000 100000
limit too-many-blocks blocks 2 3
limit certificate-too-large certificate 500 4096
limit path-too-long path 0 1
limit too-many-signature-checks signatures 1 10
limit too-many-certificates certificates 2 3
chain good proxy leaf issuing issuing root # a duplicate does not count
limit too-many-path-steps steps 1 10
limit too-many-name-comparisons comparisons 3 100
two='nameConstraints=critical,permitted;DNS:example.com,permitted;DNS:example.org'
with_issuing bad more="$two"
with_issuing good more="$two"

rule too-many-members
member='--name proxy --fqdn cluster.example.com --request 65'
chain bad-last proxy leaf issuing root
args bad-last "$member --place 64"
chain good-one-before proxy leaf issuing root
args good-one-before "$member --place 63"

rule too-many-keys
chain bad-seventeen - leaf-ed25519 issuing root
for _ in {1..17}; do cat keys/ed25519.key; done > "$dir/bad-seventeen.key"
chain good-sixteen - leaf-ed25519 issuing root
for _ in {1..16}; do cat keys/ed25519.key; done > "$dir/good-sixteen.key"

# ---------------------------------------------------------------- rules: the chain

rule leaf-ambiguous
leaf leaf-other key=other subject='/O=Example/CN=other.example.com' san=DNS:other.example.com
chain bad-two-leaves - leaf leaf-other issuing root
chain good-key-chooses proxy leaf leaf-other issuing root
chain bad-two-keys - leaf leaf-other issuing root
cat keys/proxy.key keys/other.key > "$dir/bad-two-keys.key"

rule leaf-missing good-chain
chain bad-authorities-only - issuing root
chain good-any - issuing root
args good-any '--profile any'

rule chain-out-of-order good-chain
chain bad-pfx-order proxy leaf root issuing
chain bad-reversed proxy root issuing leaf

rule other-issuer-first
issuing issuing-by-other by=other-root
issuing issuing-outdated from=20240101000000Z to=20260301000000Z
chain bad-cross-signed proxy leaf issuing-by-other issuing root
chain bad-outdated proxy leaf issuing-outdated issuing root
chain good-needed-first proxy leaf issuing issuing-by-other root
chain bad-for-openssl proxy leaf issuing-by-other issuing root
args bad-for-openssl "$proxy --for openssl,go"
chain bad-for-go proxy leaf issuing-by-other issuing root
args bad-for-go "$proxy --for go,rustls"
issuing issuing-of-itself by=self
pem root > "$dir/root.pem"
chain bad-of-itself proxy leaf issuing-of-itself issuing root
args bad-of-itself "$proxy --trust root.pem"
chain good-trusted-itself proxy leaf issuing-of-itself issuing root
pem issuing-of-itself > "$dir/itself.pem"
args good-trusted-itself "$proxy --trust itself.pem"
chain good-both-roots proxy leaf issuing-by-other issuing root other-root

rule issuer-missing
chain bad-leaf-only proxy leaf
chain bad-middle-gap proxy leaf root
chain good-without-root proxy leaf issuing

rule certificate-duplicate good-chain
chain bad-issuing-twice proxy leaf issuing issuing root

rule certificate-unrelated good-chain
chain bad-stranger proxy leaf issuing root other-root

# The CA renewed with the same key, so with another serial number, below a leaf that names the first one's.
rule authority-certificate-differs
issuing issuing-renewed-same number=4242424242424242
leaf leaf-names-serial aki=keyid,issuer:always
chain bad-leaf proxy leaf-names-serial issuing-renewed-same root
chain good-leaf proxy leaf-names-serial issuing root
chain good-preferred proxy leaf-names-serial issuing-renewed-same issuing root
issuing issuing-names-serial aki=keyid,issuer:always
root root-renewed-same number=4343434343434343
chain bad-intermediate proxy leaf issuing-names-serial root-renewed-same
pem root-renewed-same > "$dir/root.pem"
chain bad-anchor proxy leaf issuing-names-serial
args bad-anchor "$proxy --trust root.pem"

rule issuer-key-differs good-chain
root root-other-identifier ski=DER:04020102
pem root-other-identifier > "$dir/root.pem"
chain bad-anchor proxy leaf issuing
args bad-anchor "$proxy --trust root.pem"
with_issuing bad-renewed key=issuing-renewed

rule signature-bad good-chain
flip leaf
chain bad-flipped proxy leaf-flipped issuing root

rule signature-unsupported
issuing ed448-ca key=ed448-ca subject='/O=Example/CN=Example Ed448 CA'
leaf leaf-by-ed448 by=ed448-ca
issuing ed25519-ca key=ed25519-ca subject='/O=Example/CN=Example Ed25519 CA'
leaf leaf-by-ed25519 by=ed25519-ca
chain bad-ed448 proxy leaf-by-ed448 ed448-ca root
chain good-ed25519 proxy leaf-by-ed25519 ed25519-ca root
leaf leaf-by-slh-plain
quantum leaf-by-slh-dsa leaf-by-slh-plain by=2.16.840.1.101.3.4.3.25:17088
chain bad-slh-dsa proxy leaf-by-slh-dsa issuing root
quantum leaf-unsigned leaf-by-slh-plain by=1.3.6.1.5.5.7.6.36:0
chain bad-unsigned-leaf proxy leaf-unsigned issuing root

rule issuer-not-ca good-chain
with_issuing bad-ca-false bc=critical,CA:FALSE
with_root bad-root-silent bc=
root silent-root bc= ku=
pem silent-root > "$dir/silent-root.pem"
chain bad-root-without-all proxy leaf issuing silent-root
chain bad-anchor proxy leaf issuing
args bad-anchor "$proxy --trust silent-root.pem"

rule issuer-cannot-sign
with_issuing bad-key-usage ku=critical,cRLSign
issuing issuing-without-sign ku=critical,cRLSign
chain bad-list - issuing-without-sign root
args bad-list '--profile authority'
with_issuing good-no-key-usage ku=

rule root-included bad-with-root
args bad-with-root '--profile server --hostname cluster.example.com'
chain good-without-root proxy leaf issuing
# Redis Software's documentation asks for the root.
chain good-asked-for proxy leaf issuing root

rule root-absent good-with-root
chain bad-without-root proxy leaf issuing

rule leaf-self-signed-or-ca good-chain
leaf self-signed by=self bc=critical,CA:TRUE more= \
  ku=critical,digitalSignature,keyEncipherment,keyCertSign
issuing issuing-no-pathlen bc=critical,CA:TRUE
leaf leaf-ca-true by=issuing-no-pathlen bc=critical,CA:TRUE
chain bad-self-signed proxy self-signed
chain bad-ca-true proxy leaf-ca-true issuing-no-pathlen root

rule issuer-name-encoding-differs good-chain
with_issuing bad-printable-string subject='/O=EXAMPLE/CN=Example  Issuing ca' mask=MASK:2 # PrintableString
root root-printable subject='/O=EXAMPLE/CN=Example Root  CA' mask=MASK:2
pem root-printable > "$dir/root.pem"
chain bad-anchor proxy leaf issuing
args bad-anchor "$proxy --trust root.pem"

rule authority-unknown
pem root > "$dir/root.pem"
pem other-root > "$dir/other-root.pem"
chain bad-other-root proxy leaf issuing
args bad-other-root "$proxy --trust other-root.pem"
chain good-own-root proxy leaf issuing
args good-own-root "$proxy --trust root.pem"

rule anchor-not-root
pem issuing > "$dir/issuing.pem"
pem leaf > "$dir/leaf.pem"
pem root > "$dir/root.pem"
chain bad-intermediate proxy leaf
args bad-intermediate "$proxy --trust issuing.pem"
chain bad-leaf proxy leaf
args bad-leaf "$proxy --trust leaf.pem"
chain good-root proxy leaf issuing
args good-root "$proxy --trust root.pem"

# Key identifiers tell CAs of one name apart; these have none.
rule ca-names-equal
root twin-one key=other-root subject='/CN=Twin CA' ski=none
root twin-two key=cross subject='/CN=Twin CA' ski=none
leaf leaf-of-twin by=twin-two aki=none
pem twin-one twin-two > "$dir/wrong-first.pem"
pem twin-two twin-one > "$dir/right-first.pem"
chain bad-wrong-first proxy leaf-of-twin
args bad-wrong-first "$proxy --trust wrong-first.pem"
chain bad-right-first proxy leaf-of-twin
args bad-right-first "$proxy --trust right-first.pem"
chain bad-list - twin-one twin-two
args bad-list '--profile authority'
root twin-one-known key=other-root subject='/CN=Twin CA'
root twin-two-known key=cross subject='/CN=Twin CA'
chain good-list - twin-one-known twin-two-known
args good-list '--profile authority'

rule path-refused
pem root > "$dir/root.pem"
echo "$proxy --trust root.pem" > "$dir/arguments"
# webpki goes no further than six intermediates.
stair=root
for step in 7 6 5 4 3 2 1; do
  issuing "stair-$step" by="$stair" subject="/O=Example/CN=Example Step $step CA" bc=critical,CA:TRUE
  stair=stair-$step
done
leaf leaf-below-stairs by=stair-1
chain bad-seven-intermediates proxy leaf-below-stairs stair-{1,2,3,4,5,6,7}
issuing stair-6 subject="/O=Example/CN=Example Step 6 CA" bc=critical,CA:TRUE
chain good-six-intermediates proxy leaf-below-stairs stair-{1,2,3,4,5,6}

rule chain-too-large
echo '--profile server' > "$dir/arguments"
floor=root
for step in 7 6 5 4 3 2 1; do
  issuing "floor-$step" by="$floor" subject="/O=Example/CN=Example Floor $step CA" bc=critical,CA:TRUE
  floor=floor-$step
done
leaf leaf-ground by=floor-1
chain bad-seven-intermediates proxy leaf-ground floor-{1,2,3,4,5,6,7} root
# More than the limit; where stacks are named, they are followed.
storey=root
for step in {11..1}; do
  issuing "storey-$step" by="$storey" subject="/O=Example/CN=Example Storey $step CA" bc=critical,CA:TRUE
  storey=storey-$step
done
leaf leaf-on-top by=storey-1
chain bad-eleven-intermediates proxy leaf-on-top storey-{1..11} root
args bad-eleven-intermediates '--profile server --for nginx,go'
# Java takes ten certificates in a handshake.
for stranger in 1 2 3 4 5 6 7 8; do root "stranger-$stranger" key=other-root subject="/CN=Stranger $stranger CA"; done
chain bad-eleven-certificates proxy leaf issuing root stranger-{1,2,3,4,5,6,7,8}
chain good-ten-certificates proxy leaf issuing root stranger-{1,2,3,4,5,6,7}
chain good-chain proxy leaf issuing root

rule tls-feature-demanded good-chain
with_leaf bad-must-staple more=tlsfeature=status_request
with_issuing bad-of-a-ca more=tlsfeature=status_request_v2
issuing issuing-feature more=tlsfeature=status_request_v2
leaf leaf-feature by=issuing-feature more=tlsfeature=status_request_v2
chain good-met proxy leaf-feature issuing-feature root

rule chain-loops good-chain
root cross-a key=other-root subject='/O=Example/CN=Example CA A'
root cross-b key=cross subject='/O=Example/CN=Example CA B'
root a-by-b by=cross-b key=other-root subject='/O=Example/CN=Example CA A' aki=keyid
root b-by-a by=cross-a key=cross subject='/O=Example/CN=Example CA B' aki=keyid
leaf leaf-by-a by=cross-a
chain bad-cross-signed proxy leaf-by-a a-by-b b-by-a
chain good-with-root proxy leaf-by-a a-by-b b-by-a cross-a

rule authority-not-ca
echo '--profile authority' > "$dir/arguments"
chain bad-leaf - leaf root
leaf lone by=self aki=
chain bad-self-signed - lone
chain good-roots - root other-root

# ---------------------------------------------------------------- rules: what the CAs allow

# constrained CONSTRAINTS: the extension with these, critical.
constrained() { printf 'nameConstraints=critical,%s' "$1"; }

rule path-length-exceeded good-chain
issuing upper key=constrained subject='/O=Example/CN=Example Upper CA'
issuing lower by=upper subject='/O=Example/CN=Example Lower CA'
leaf leaf-lower by=lower
chain bad-two-below proxy leaf-lower lower upper root
# Java and rustls pass over the constraint of a root.
root narrow key=other-root subject='/CN=Example Narrow CA' bc=critical,CA:TRUE,pathlen:0
issuing upper-narrow by=narrow bc=critical,CA:TRUE key=constrained subject='/O=Example/CN=Example Upper CA'
issuing lower-narrow by=upper-narrow bc=critical,CA:TRUE subject='/O=Example/CN=Example Lower CA'
leaf leaf-narrow by=lower-narrow
chain bad-root proxy leaf-narrow lower-narrow upper-narrow narrow
pem narrow > "$dir/narrow.pem"
args bad-root "$proxy --trust narrow.pem --for openssl"
chain bad-root-for-java proxy leaf-narrow lower-narrow upper-narrow narrow
args bad-root-for-java "$proxy --trust narrow.pem --for java,rustls"
# A CA that changes its key signs itself, which does not count; some count it.
issuing self-issued-old key=constrained
issuing self-issued-new by=self-issued-old
chain bad-self-issued proxy leaf self-issued-new self-issued-old root
chain bad-self-issued-for-go proxy leaf self-issued-new self-issued-old root
args bad-self-issued-for-go "$proxy --for go"

rule name-constraint-violated
with_issuing bad-not-permitted more="$(constrained 'permitted;DNS:other.example')"
with_issuing bad-excluded more="$(constrained 'excluded;DNS:internal.cluster.example.com')"
with_issuing bad-directory-name more="$(constrained 'permitted;dirName:ours')
[ours]
O=Somebody else"
# The file holds the anchor's name and key in another certificate.
issuing issuing-constrained more="$(constrained 'permitted;DNS:other.example')"
pem issuing-constrained > "$dir/issuing-constrained.pem"
chain bad-anchor proxy leaf issuing
args bad-anchor "$proxy --trust issuing-constrained.pem"
with_issuing good-permitted more="$(constrained 'permitted;DNS:example.com,permitted;dirName:ours')
[ours]
O=EXAMPLE"
with_issuing good-other-form more="$(constrained 'permitted;IP:192.0.2.0/255.255.255.0,excluded;email:example.com')"
# Where no alternative name is a DNS name, the common name is one to OpenSSL.
issuing issuing-hosts more="$(constrained 'permitted;DNS:example.com')"
leaf leaf-cn by=issuing-hosts subject='/CN=cluster.example.org' san=email:a@example.org
chain bad-common-name proxy leaf-cn issuing-hosts root
chain bad-common-name-strict proxy leaf-cn issuing-hosts root
args bad-common-name-strict '--profile server --hostname cluster.example.org --reading rfc5280'
leaf leaf-cn-within by=issuing-hosts subject='/CN=cluster.example.com' san=email:a@example.org
chain good-common-name proxy leaf-cn-within issuing-hosts root
leaf leaf-no-host by=issuing-hosts subject='/CN=Example cluster' san=email:a@example.org
chain good-common-name-no-host proxy leaf-no-host issuing-hosts root
issuing issuing-mail more="$(constrained 'permitted;email:example.com')"
mailbox='otherName:1.3.6.1.5.5.7.8.9;UTF8:'
leaf leaf-mail by=issuing-mail subject='/CN=cluster.example.com/emailAddress=a@example.org' san="$four,email:a@example.com"
chain bad-email-beside proxy leaf-mail issuing-mail root
leaf leaf-mailbox by=issuing-mail san="$four,${mailbox}a@example.org"
chain bad-mailbox proxy leaf-mailbox issuing-mail root
leaf leaf-mailbox-within by=issuing-mail san="$four,${mailbox}a@example.com"
chain good-mailbox proxy leaf-mailbox-within issuing-mail root

rule wildcard-under-constraints
leaf leaf-wide san="$four,DNS:*.com"
issuing issuing-excluding more="$(constrained 'excluded;DNS:foo.example.org')"
chain bad-excluded proxy leaf-wide issuing-excluding root
issuing issuing-permitting more="$(constrained 'permitted;DNS:com')"
chain bad-permitted proxy leaf-wide issuing-permitting root
chain good-unconstrained proxy leaf-wide issuing root
chain good-two-labels proxy leaf issuing-excluding root
# That is a violation, and said as one.
issuing issuing-excluding-com more="$(constrained 'excluded;DNS:com')"
chain good-violated proxy leaf-wide issuing-excluding-com root

rule name-constraint-unsupported
with_leaf bad-mask san="$four,IP:192.0.2.7"
issuing holes more="$(constrained 'permitted;IP:192.0.2.0/255.0.255.0')"
pem name-constraint-unsupported.bad-mask holes root > "$dir/bad-mask.pem"
with_issuing good-no-such-name more="$(constrained 'permitted;RID:1.2.3.4')"
# The address in the subject is no IA5String, and the constraints are about something else.
issuing issuing-hosts more="$(constrained 'permitted;DNS:example.com')"
email=2a864886f70d010901
leaf leaf-email by=issuing-hosts subject='/CN=cluster.example.com/emailAddress=a@example.com'
whole=$(ssl x509 -in "$tmp/leaf-email.pem" -outform DER | od -An -v -tx1 | tr -d ' \n')
unhex "$(printf '%s' "${whole:8:$((8 + 2 * 0x${whole:12:4}))}" | sed "s/0609${email}16/0609${email}0c/")" > "$tmp/signed"
ssl dgst -sha256 -sign keys/issuing.key -out "$tmp/signature" "$tmp/signed"
{ cat "$tmp/signed"; unhex 300d06092a864886f70d01010b0500 0382010100; cat "$tmp/signature"; } > "$tmp/fields"
{ unhex "3082$(printf '%04x' "$(stat -c %s "$tmp/fields")")"; cat "$tmp/fields"; } > "$tmp/whole"
ssl x509 -inform DER -in "$tmp/whole" -out "$tmp/leaf-email-utf8.pem"; cp keys/proxy.key "$tmp/leaf-email-utf8.key"
chain bad-email-utf8 proxy leaf-email-utf8 issuing-hosts root
chain good-email-ia5 proxy leaf-email issuing-hosts root
# Libraries take different parts of it for the host.
issuing issuing-uris more="$(constrained 'permitted;URI:example.com')"
leaf leaf-user by=issuing-uris san="$four,URI:https://example.com:1@example.org/"
chain bad-uri-user proxy leaf-user issuing-uris root
leaf leaf-uri by=issuing-uris san="$four,URI:https://example.com:8443/a@b"
# Permitted, and rustls compares no URIs.
chain bad-uri-permitted proxy leaf-uri issuing-uris root

rule number-resources-outside good-chain
wide='sbgp-ipAddrBlock=IPv4:192.0.0.0/8,IPv6:inherit
sbgp-autonomousSysNum=AS:64500-64599'
narrow='sbgp-ipAddrBlock=IPv4:192.0.2.0/24,IPv4:192.0.4.1-192.0.4.9
sbgp-autonomousSysNum=AS:64500,AS:64510-64519'
root root-wide key=other-root subject='/CN=Wide Root CA' more="$wide"
issuing issuing-narrow by=root-wide more="$narrow"
issuing issuing-without by=root-wide
leaf leaf-narrow by=issuing-narrow more="$narrow"
leaf leaf-inherit by=issuing-narrow more='sbgp-ipAddrBlock=IPv4:inherit'
leaf leaf-wide by=issuing-narrow more='sbgp-ipAddrBlock=IPv4:192.0.0.0/16'
leaf leaf-number by=issuing-narrow more='sbgp-autonomousSysNum=AS:64501'
# 192.0.3.0/24 before 192.0.1.0/24.
leaf leaf-unsorted by=issuing-narrow more=1.3.6.1.5.5.7.1.7=DER:3014301204020001300C030400C00003030400C00001
leaf leaf-empty by=issuing-narrow more=1.3.6.1.5.5.7.1.7=DER:30083006040200013000
leaf leaf-of-without by=issuing-without more='sbgp-ipAddrBlock=IPv4:192.0.2.0/24'
root root-inherit key=other-root subject='/CN=Inheriting Root CA' more='sbgp-ipAddrBlock=IPv4:inherit'
leaf leaf-of-inherit by=root-inherit more='sbgp-ipAddrBlock=IPv4:192.0.2.0/24'
chain good-within proxy leaf-narrow issuing-narrow root-wide
chain good-inherit proxy leaf-inherit issuing-narrow root-wide
chain bad-outside proxy leaf-wide issuing-narrow root-wide
chain bad-number proxy leaf-number issuing-narrow root-wide
chain bad-unsorted proxy leaf-unsorted issuing-narrow root-wide
chain bad-empty proxy leaf-empty issuing-narrow root-wide
chain bad-ca-without proxy leaf-of-without issuing-without root-wide
chain bad-root-inherits proxy leaf-of-inherit root-inherit
# Nobody asks what a CA has where the leaf has nothing.
leaf leaf-without by=issuing-narrow
chain good-none proxy leaf-without issuing-narrow root-wide

rule critical-extension-unknown good-chain
with_leaf bad-leaf more=1.2.3.4=critical,DER:0500
with_leaf bad-netscape-type more='nsCertType=critical,server,client'
with_issuing bad-intermediate more=1.2.3.4=critical,DER:0500
# GnuTLS alone knows it.
with_leaf bad-issuer-name more='issuerAltName=critical,DNS:ca.example.com'
# Java and rustls take of a root its name and its key.
root strange-root key=other-root subject='/CN=Strange Root CA' more=1.2.3.4=critical,DER:0500
leaf leaf-by-strange by=strange-root
chain bad-root proxy leaf-by-strange strange-root
with_leaf good-not-critical more=1.2.3.4=DER:0500

rule explicit-policy-missing
demand=$'policyConstraints=critical,requireExplicitPolicy:0\ncertificatePolicies=1.2.3.4'
issuing issuing-demanding more="$demand"
chain bad-none proxy leaf issuing-demanding root
leaf leaf-other by=issuing-demanding more=certificatePolicies=1.2.3.5
chain bad-other proxy leaf-other issuing-demanding root
leaf leaf-policy by=issuing-demanding more=certificatePolicies=1.2.3.4
chain good-present proxy leaf-policy issuing-demanding root
issuing issuing-any-mapped more=$'policyMappings=2.5.29.32.0:1.2.3.5\ncertificatePolicies=1.2.3.4'
chain bad-any-mapped proxy leaf issuing-any-mapped root
issuing issuing-mapping more="$demand"$'\npolicyMappings=1.2.3.4:1.2.3.5'
leaf leaf-mapped by=issuing-mapping more=certificatePolicies=1.2.3.5
chain good-mapped proxy leaf-mapped issuing-mapping root
# Two more certificates may go without.
with_issuing good-later more=policyConstraints=critical,requireExplicitPolicy:2

rule policy-unprocessable
issuing issuing-demanding more=$'policyConstraints=critical,requireExplicitPolicy:0\ncertificatePolicies=1.2.3.4'
leaf leaf-policy by=issuing-demanding more=certificatePolicies=1.2.3.4
chain bad-policy-constraints proxy leaf-policy issuing-demanding root
with_issuing bad-inhibit-any-policy more=inhibitAnyPolicy=critical,0
with_issuing bad-policy-mappings more=policyMappings=critical,1.2.3.4:1.2.3.5
with_issuing good-policies more=certificatePolicies=2.5.29.32.0
# Of an anchor most take name and key alone; GnuTLS does not.
with_root bad-root more=policyConstraints=critical,requireExplicitPolicy:0

rule certificate-policies-critical
with_leaf bad-leaf more=certificatePolicies=critical,1.2.3.4
with_issuing bad-intermediate more=certificatePolicies=critical,2.5.29.32.0
with_leaf good-not-critical more=certificatePolicies=1.2.3.4
# rustls takes name and key of an anchor and looks at nothing else.
root root-policies more=certificatePolicies=critical,1.2.3.4
pem root-policies > "$dir/root-policies.pem"
chain good-anchor proxy leaf issuing
args good-anchor "$proxy --trust root-policies.pem"

rule policy-repeated
with_leaf bad-leaf more=certificatePolicies=1.2.3.4,1.2.3.4
with_issuing bad-intermediate more=certificatePolicies=2.5.29.32.0,1.2.3.4,2.5.29.32.0
with_leaf good-different more=certificatePolicies=1.2.3.4,1.2.3.5

rule crl-sign-missing
list=crlDistributionPoints=URI:http://pki.example.com/issuing.crl
issuing issuing-no-crl ku=critical,keyCertSign
leaf leaf-no-crl by=issuing-no-crl more="$list"
chain bad-issuing proxy leaf-no-crl issuing-no-crl root
chain bad-issuing-strict proxy leaf-no-crl issuing-no-crl root
args bad-issuing-strict "--profile server --hostname cluster.example.com --reading rfc5280"
root root-no-crl ku=critical,keyCertSign
pem root-no-crl > "$dir/root-no-crl.pem"
issuing issuing-with-list more="${list/issuing/root}"
chain bad-anchor proxy leaf issuing-with-list
args bad-anchor "$proxy --trust root-no-crl.pem"
leaf leaf-no-list by=issuing-no-crl
chain good-no-list proxy leaf-no-list issuing-no-crl root
with_leaf good-crl-sign more="$list"
# The list is another's.
leaf leaf-indirect by=issuing-no-crl more='crlDistributionPoints=indirect
[indirect]
fullname=URI:http://pki.example.com/all.crl
CRLissuer=dirName:crl_issuer
[crl_issuer]
CN=Example CRL Issuer'
chain good-indirect proxy leaf-indirect issuing-no-crl root

rule ca-eku-excludes-purpose
with_issuing bad-email-only eku=emailProtection
with_issuing bad-any eku=anyExtendedKeyUsage
with_issuing bad-gated eku=1.3.6.1.4.1.311.10.3.3
with_issuing good-both eku=serverAuth,clientAuth

# ---------------------------------------------------------------- rules: the form of names


rule san-criticality good-chain
with_leaf bad-critical san="critical,$four"
with_leaf bad-strict san="critical,$four"
args bad-strict "$strict"

rule dns-name-form good-chain
with_leaf bad-underscore san="$four,DNS:a_b.example.com"
with_leaf bad-strict san="$four,DNS:192.0.2.7"
args bad-strict "$strict"

rule wildcard-public-suffix
with_leaf bad-wildcard san="$four,DNS:*.example.com"
args bad-wildcard "$proxy --public-suffix example.com"
chain good-below proxy leaf issuing root
args good-below "$proxy --public-suffix example.com"

rule common-name-not-in-san
with_leaf bad-other subject='/O=Example/CN=other.example.com'
args bad-other "$cabf"
chain good-copy proxy leaf issuing root
args good-copy "$cabf"
with_leaf good-deployed subject='/O=Example/CN=other.example.com'
args good-deployed '--profile server --hostname cluster.example.com'

# ---------------------------------------------------------------- rules: the form of extensions

# both STEM: the case STEM.pem under the reading RFC 5280, too.
both() { cp "$dir/$1.pem" "$dir/$1-strict.pem"; cp "$dir/$1.key" "$dir/$1-strict.key"; args "$1-strict" "$strict"; }

rule extension-duplicate good-chain
with_leaf bad-twice more='1.2.3.4=DER:0500
1.2.3.5=DER:0500'
twice bad-twice
# Which of the two names the leaf is for cannot be told, so no name is missing: subjectAltName is 2.5.29.17.
with_leaf bad-names-twice san=DNS:other.example.com more=1.2.3.5=DER:30138211636c75737465722e6578616d706c652e636f6d
twice bad-names-twice 551d11

rule basic-constraints-not-critical good-chain
with_issuing bad-not-critical bc=CA:TRUE
both bad-not-critical

rule key-cert-sign-without-ca good-chain
with_leaf bad-leaf ku=critical,digitalSignature,keyEncipherment,keyCertSign
both bad-leaf

rule path-length-without-ca good-chain
with_leaf bad-leaf bc=CA:FALSE,pathlen:0
both bad-leaf

rule name-constraints-misplaced good-chain
with_leaf bad-leaf more="$(constrained 'permitted;DNS:example.com')"
both bad-leaf

rule name-constraints-not-critical
with_issuing bad-strict more='nameConstraints=permitted;DNS:example.com'
args bad-strict "$strict"
with_issuing good-deployed more='nameConstraints=permitted;DNS:example.com'
chain good-cabf proxy leaf issuing root
args good-cabf "$cabf"

rule name-constraints-form good-chain
with_issuing bad-leading-period more="$(constrained 'permitted;DNS:.example.com')"
both bad-leading-period

rule name-constraints-empty good-chain
with_issuing bad-nothing more=2.5.29.30=critical,DER:3000
both bad-nothing

rule policy-constraints-not-critical good-chain
with_issuing bad-not-critical more=policyConstraints=requireExplicitPolicy:2
both bad-not-critical

rule eku-critical good-chain
with_leaf bad-critical eku=critical,serverAuth,clientAuth

rule eku-any good-chain
with_leaf bad-both eku=serverAuth,anyExtendedKeyUsage
args bad-both "$cabf"

rule root-extended-key-usage good-chain
with_root bad-root eku=serverAuth,clientAuth
args bad-root "$cabf"

rule information-access-empty good-chain
with_leaf bad-empty more=1.3.6.1.5.5.7.1.1=DER:3000
both bad-empty

# ---------------------------------------------------------------- rules: serial numbers and key identifiers

rule distribution-point-empty
with_leaf bad-reasons more=crlDistributionPoints=DER:3006300481020540
with_issuing bad-empty more=crlDistributionPoints=DER:30023000
with_leaf good-place more=crlDistributionPoints=URI:http://pki.example.com/issuing.crl

rule distribution-point-form good-chain
with_leaf bad-critical more='crlDistributionPoints=critical,URI:http://pki.example.com/issuing.crl'
with_issuing bad-relative more=crlDistributionPoints=DER:30133011A00FA10D300B0603550403130463726C31
with_leaf good-place more=crlDistributionPoints=URI:http://pki.example.com/issuing.crl

rule proxy-certificate good-chain
with_leaf bad-names more=1.3.6.1.5.5.7.1.14=DER:300C300A06082B06010505071501
with_leaf bad-alone san= more=1.3.6.1.5.5.7.1.14=DER:300C300A06082B06010505071501

rule serial-number-form good-chain
with_leaf bad-zero number=00
with_leaf bad-too-long number=7F0102030405060708090A0B0C0D0E0F1011121314
args bad-too-long "$strict"
with_leaf bad-negative number=4142434445464748
patch bad-negative 's/02084142434445464748/02088142434445464748/'
with_leaf good-twenty number=7F0102030405060708090A0B0C0D0E0F10111213

rule ca-subject-empty good-chain
root nameless-root key=other-root subject=/
leaf leaf-by-nameless by=nameless-root
chain bad-nameless-root proxy leaf-by-nameless nameless-root

rule subject-key-identifier-missing good-chain
with_issuing bad-intermediate ski=none
both bad-intermediate

rule authority-key-identifier-missing good-chain
with_leaf bad-leaf aki=none
both bad-leaf

rule key-identifier-critical good-chain
with_issuing bad-ski ski=critical,hash

rule root-authority-key-identifier good-chain
root easy-rsa-root key=other-root subject='/CN=Easy-RSA CA' aki=keyid,issuer:always bc=CA:TRUE ku=keyCertSign,cRLSign
leaf easy-rsa-leaf by=easy-rsa-root subject='/CN=cluster.example.com' aki=keyid,issuer:always \
  ku=digitalSignature,keyEncipherment more=
chain bad-easy-rsa proxy easy-rsa-leaf easy-rsa-root
args bad-easy-rsa "$cabf"
chain good-easy-rsa proxy easy-rsa-leaf easy-rsa-root
with_root bad-another aki=DER:3006800401020304

# ---------------------------------------------------------------- rules: dates (now: 2026-06-01T00:00:00Z)

rule certificate-expired
with_leaf bad-leaf from=20250601000000Z to=20260531235959Z
with_issuing bad-intermediate to=20260314090000Z
with_root bad-root to=20260401000000Z
with_leaf good-last-second from=20250601000000Z to=20260601000000Z

rule certificate-not-yet-valid
with_leaf bad-leaf from=20260601001000Z
with_leaf bad-clock-skew from=20260601000042Z
with_issuing bad-intermediate from=20260701000000Z
with_leaf good-first-second from=20260601000000Z

rule certificate-expires-soon
with_leaf bad-leaf from=20250701000000Z to=20260629000000Z
with_issuing bad-intermediate to=20260620000000Z
with_leaf good-leaf from=20250801000000Z to=20260702000000Z
with_leaf good-short-lived from=20260528000000Z to=20260605000000Z
# A public CA's, by its policy: how long the next may be.
with_leaf bad-public from=20260101000000Z to=20260610000000Z more=certificatePolicies=2.23.140.1.2.1

rule next-validity-shorter
with_leaf bad-ends-after-limit from=20260501000000Z to=20270401000000Z more=certificatePolicies=2.23.140.1.2.1
with_leaf good-ends-before from=20260501000000Z to=20261001000000Z more=certificatePolicies=2.23.140.1.2.1
with_leaf good-private from=20260501000000Z to=20270401000000Z
for stem in bad-ends-after-limit good-ends-before good-private; do args "$stem" '--profile any --preview yes'; done

# ---------------------------------------------------------------- rules: faults of the product

rule validity-long
with_leaf bad-two-years to=20280110000000Z
with_leaf bad-three-years to=20290110000000Z
with_leaf good-year to=20270111000000Z
with_leaf bad-elsewhere to=20290110000000Z
args bad-elsewhere '--profile server --hostname cluster.example.com'
with_leaf good-elsewhere to=20280110000000Z
args good-elsewhere '--profile server --hostname cluster.example.com'

rule chain-member-without-common-name
root unit-root key=other-root subject='/O=Example/OU=Example Root CA'
issuing by-unit-root by=unit-root
leaf leaf-by-unit-root by=by-unit-root
chain bad-root proxy leaf-by-unit-root by-unit-root unit-root
args bad-root "$proxy --target 7.4"
chain good-later proxy leaf-by-unit-root by-unit-root unit-root
chain good-root-left-out proxy leaf-by-unit-root by-unit-root
args good-root-left-out "$proxy --target 7.4"

rule internode-chain-deep
between='--name ccs_internode_encryption --target'
chain bad-three-levels proxy leaf issuing root
args bad-three-levels "$between 8.0.20-67"
chain bad-root-left-out proxy leaf issuing
args bad-root-left-out "$between 7.22"
chain good-later proxy leaf issuing root
args good-later "$between 8.0.20-68"
leaf leaf-by-root by=root
chain good-two-levels proxy leaf-by-root root
args good-two-levels "$between 7.22"

rule internode-updated-together
chain bad-two proxy leaf issuing root
args bad-two "$between 8.0.18 --request 2"
chain good-alone proxy leaf issuing root
args good-alone "$between 8.0.18 --request 1"
chain good-later proxy leaf issuing root
args good-later "$between 8.2 --request 2"

# ---------------------------------------------------------------- rules: DER

rule der-not-canonical good-chain
remade bad-serial-number 's/^a0030201020208/a003020102020900/'
remade bad-boolean 's/0603551d0f0101ff/0603551d0f010101/'
with_leaf bad-named-bits ku= more=2.5.29.15=DER:030300A000

rule default-encoded good-chain
with_leaf bad-not-ca bc= more=2.5.29.19=DER:3003010100
args bad-not-ca "$strict"

rule bytes-left-over good-chain
remade bad-at-the-end 's/$/0500/'
# In the basic constraints of a CA, after the value and in it: no word about what they say.
with_issuing bad-authority bc= more=2.5.29.19=critical,DER:30030101FF00
with_issuing bad-authority-inside bc= more=2.5.29.19=critical,DER:30040101FF00
# Read to their end by pyca alone, by BoringSSL and rustls, and by GnuTLS alone.
with_leaf bad-access-information more=authorityInfoAccess=DER:3017301506082B060105050730028609687474703A2F2F782F0500
with_leaf bad-points more=crlDistributionPoints=DER:3011300FA00DA00B8609687474703A2F2F782F0500
with_leaf bad-issuer-names more=issuerAltName=DER:300382017A0500

rule time-form good-chain
remade bad-without-seconds 's/301e170d\(3.3.\)\(.\{20\}\)5a/301c170b\1\2@/;s/....@/5a/'
remade bad-long-form 's/301e170d\(3.3.\)/3020180f3230\1/'
# Before 1970, which is when the time of rustls begins.
with_leaf bad-1950 from=500101000000Z
with_leaf bad-1949 from=19490101000000Z
with_leaf good-1999 from=991231000000Z
with_leaf good-2050 to=20500101000000Z

rule name-string-form good-chain
remade bad-at-sign 's/0c074578406d706c65/13074578406d706c65/' subject='/O=Ex@mple/CN=cluster.example.com'
remade bad-asterisk 's/0c0745782a6d706c65/130745782a6d706c65/' subject='/O=Ex*mple/CN=cluster.example.com'
with_leaf good-utf8 subject='/O=Ex@mple/CN=cluster.example.com'

rule object-identifier-form good-chain
remade bad-cut-off 's/06032a0304/06032a0384/' more=1.2.3.4=DER:0500
with_leaf bad-large more=1.3.6.1.4.1.2147483648.1=DER:0500
with_leaf good-large-policy more=certificatePolicies=1.3.6.1.4.1.2147483648.1
with_leaf good-2147483647 more=1.3.6.1.4.1.2147483647.1=DER:0500

rule signature-algorithm-differs good-chain
remade bad-sha384 's/300d06092a864886f70d01010b0500/300d06092a864886f70d01010c0500/'

rule algorithm-parameters good-chain
remade bad-key 's/06092a864886f70d0101010500/06092a864886f70d0101010400/'
quantum leaf-ml-dsa-null leaf-plain key=65:leaf:null by=keys/issuing.key
chain bad-ml-dsa-null - leaf-ml-dsa-null issuing root
chain good-ml-dsa - leaf-ml-dsa-65 issuing root

rule general-name-form good-chain
remade bad-address 's/8603616263/8703616263/' san="$four,URI:abc"
with_leaf bad-mapped san="$four,IP:::ffff:192.0.2.7"
with_leaf bad-uri san="$four,URI:https://cluster.example.com:port/"
nc=nameConstraints=critical,
with_issuing bad-mask more="${nc}permitted;DNS:example.com,permitted;IP:192.0.2.0/255.0.255.0"
with_issuing bad-wildcard-constraint more="${nc}permitted;DNS:example.com,excluded;DNS:*.example.org"
with_issuing bad-rare-constraint more="${nc}permitted;DNS:example.com,excluded;RID:1.2.3.4"
with_issuing bad-no-host-constraint more="${nc}permitted;DNS:example.com,excluded;DNS:example..org"
with_issuing bad-directory-constraint more="2.5.29.30=critical,DER:301AA0183016A41430123110300E060355040A0C074578616D706C65"
with_issuing bad-mail-constraint more="${nc}permitted;DNS:example.com,excluded;email:a b"
with_issuing bad-uri-constraint more="${nc}permitted;DNS:example.com,excluded;URI:http://example.org/"
with_issuing bad-trailing-dot-constraint more="${nc}permitted;DNS:example.com,excluded;DNS:example.org."
with_leaf bad-x400-address san= more=2.5.29.17=DER:30198213636C75737465722E6578616D706C652E636F6DA3023000
args bad-x400-address '--profile server --hostname cluster.example.com'
with_leaf bad-uri-without-scheme san="$four,URI:example.com"
with_issuing bad-five-octets more=2.5.29.30=critical,DER:300BA109300787050A000000FF
with_issuing bad-mapped-constraint more="${nc}excluded;IP:::ffff:192.0.2.0/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00"
with_leaf good-address san="$four,IP:192.0.2.7,IP:2001:db8::7,URI:spiffe://example.com/a"
with_issuing good-constraint more="${nc}permitted;DNS:example.com,excluded;IP:10.1.2.3/255.0.0.0,excluded;IP:2001:db8::/ffff:ffff::"

rule extension-value-empty good-chain
with_leaf bad-key-usage ku= more=2.5.29.15=DER:03020700
with_leaf bad-policies more=2.5.29.32=DER:3000

# A qualifier of the kind cps: a UTF8String, an IA5String.
rule policy-qualifier-form good-chain
with_leaf bad-uri more=2.5.29.32=DER:3018301606032A0304300F300D06082B060105050702010C0178
with_leaf good-uri more=2.5.29.32=DER:3018301606032A0304300F300D06082B06010505070201160178

rule field-of-later-version good-chain
remade bad-version-2 's/^a003020102/a003020101/'

rule unique-identifier good-chain
remade bad-subject 's/a382[0-9a-f]\{4\}3082[0-9a-f]\{4\}30/820200ff&/'

rule rsa-modulus-invalid good-chain
remade bad-even 's/\(0282010100.\{510\}\)..0203010001/\1000203010001/'

rule rsa-key-too-large good-chain
with_leaf bad-8200 key=rsa8200
args bad-8200 "$proxy"

rule public-key-invalid
quantum leaf-ml-dsa-short leaf-plain key=65:leaf:short by=keys/issuing.key
chain bad-ml-dsa-short - leaf-ml-dsa-short issuing root
chain good-ml-dsa - leaf-ml-dsa-65 issuing root
remade bad-point 's/\(03420004.\{126\}\)../\100/' key=p256 ku=critical,digitalSignature
chain good-p256 p256 leaf-p256 issuing root

rule validity-reversed good-chain
remade bad 's/170d\(3.3.\)\(.\{22\}\)170d\(3.3.\)\(.\{22\}\)/170d\3\2170d\1\4/'

# ---------------------------------------------------------------- rules: usage and names

rule eku-purpose-missing good-both
with_leaf bad-server-only eku=serverAuth
with_leaf bad-any eku=anyExtendedKeyUsage
with_leaf bad-guideline eku=serverAuth
args bad-guideline "$proxy --target 7.22"

rule key-usage-absent good-both
with_leaf bad-absent ku=
with_leaf good-guideline ku=
args good-guideline "$proxy --target 8.0"

rule subject-attribute-missing
chain bad-organization proxy leaf issuing root
args bad-organization "$proxy --subject O=Other --subject OU"
chain bad-strict-docs proxy leaf issuing root
args bad-strict-docs "$proxy --target 7.22 --strict-docs yes"
five='/C=DE/ST=Hamburg/L=Hamburg/O=Example/OU=Data/OU=Caches/CN=cluster.example.com'
with_leaf good-five subject="$five"
args good-five "$proxy --target 7.22 --strict-docs yes --subject OU=Caches"
chain good-organization proxy leaf issuing root
args good-organization "$proxy --subject O=Example"

# A subject alternative name with a UTF8String where a name should be.
rule extension-malformed good-chain
with_leaf bad-san san= more=2.5.29.17=DER:30030C0141
# What Go alone refuses.
with_leaf bad-policies more=2.5.29.32=DER:30020500
chain_of_policies() { cp "$dir/bad-policies.pem" "$dir/$1.pem"; cp "$dir/bad-policies.key" "$dir/$1.key"; args "$1" "$2"; }
chain_of_policies bad-policies-strict '--profile server --hostname cluster.example.com --reading rfc5280'
chain_of_policies bad-policies-deployed '--profile server --hostname cluster.example.com'

with_leaf bad-key-usage ku= more=2.5.29.15=critical,DER:0500
with_leaf bad-issuer-names more=2.5.29.18=DER:0500

# The same extension is malformed and there twice: one fault.
with_leaf bad-san-twice san= more='2.5.29.17=DER:30030C0141
1.2.3.5=DER:30030C0141'
twice bad-san-twice 551d11

# What only Go decodes hides nothing that all decode.
with_leaf bad-two san= more='authorityInfoAccess=DER:0500
2.5.29.17=DER:30030C0141'
with_leaf bad-address-blocks more=1.3.6.1.5.5.7.1.7=DER:04020102
with_leaf bad-as-numbers more=1.3.6.1.5.5.7.1.8=DER:3003020101
with_leaf good-address-blocks more='sbgp-ipAddrBlock=IPv4:192.0.2.0/24,IPv4:198.51.100.1-198.51.100.9,IPv6:inherit
sbgp-autonomousSysNum=AS:64500,AS:64501-64510,RDI:inherit'
root malformed-root key=other-root subject='/CN=Malformed Root CA' more=nsCertType=DER:0300
leaf leaf-by-malformed by=malformed-root
chain bad-anchor proxy leaf-by-malformed
pem malformed-root > "$dir/malformed-root.pem"
args bad-anchor "$proxy --trust malformed-root.pem"

rule netscape-type-excludes-purpose
with_leaf bad-client-only more=nsCertType=client
with_leaf good-both more=nsCertType=server,client

rule eku-absent good-both
with_leaf bad-absent eku=
with_leaf bad-internode eku=
args bad-internode '--name ccs_internode_encryption'
with_leaf bad-strict-docs eku=
args bad-strict-docs "$proxy --strict-docs yes"

rule key-usage-no-digital-signature
with_leaf bad ku=critical,keyEncipherment
with_leaf good-no-key-usage ku=

rule key-usage-no-key-encipherment
with_leaf bad-rsa ku=critical,digitalSignature
chain good-ec p256 leaf-p256 issuing root
# The help is for the customer of a public CA.
with_leaf bad-public ku=critical,digitalSignature more=certificatePolicies=2.23.140.1.2.1
args bad-public "$server"

rule san-name-missing bad-hostname
args bad-hostname '--profile server --hostname db.other.example'
with_leaf bad-apex-only san=DNS:cluster.example.com
with_leaf bad-internal san='DNS:cluster.example.com,DNS:*.cluster.example.com'
with_leaf good-covered san='DNS:cluster.example.com,DNS:*.cluster.example.com,DNS:*.internal.cluster.example.com'
chain bad-ip proxy leaf issuing root
args bad-ip '--profile server --hostname 192.0.2.7'
with_leaf good-ip san="$four,IP:192.0.2.7"
args good-ip '--profile server --hostname 192.0.2.7'

rule server-name-absent good-chain
with_leaf bad-no-san san=
with_leaf bad-no-hostname san=
args bad-no-hostname '--profile server'
with_leaf bad-email san=email:a@example.com
args bad-email "$server"
with_leaf bad-address san= subject='/CN=192.0.2.7'
args bad-address '--profile server --hostname 192.0.2.7'
with_leaf bad-no-name san= subject=/
args bad-no-name "$server"
with_leaf good-address san=IP:192.0.2.7
args good-address '--profile server --hostname 192.0.2.7'

rule leaf-named-as-ca good-chain
root root-named key=other-root subject=/CN=cluster.example.com ski=none
leaf leaf-named by=root-named subject=/CN=cluster.example.com ski=none aki=none
chain bad-file proxy leaf-named root-named
args bad-file "$server"
pem root-named > "$dir/root.pem"
chain bad-anchor proxy leaf-named
args bad-anchor "$server --trust root.pem"
root root-named-known key=other-root subject=/CN=cluster.example.com
leaf leaf-named-known by=root-named-known subject=/CN=cluster.example.com
chain bad-told-apart proxy leaf-named-known root-named-known
args bad-told-apart "$server"

rule ca-key-usage-absent good-chain
with_root bad-root ku=
with_issuing bad-issuing ku=
args bad-issuing "$server --reading rfc5280"

rule path-length-without-cert-sign
with_issuing bad-length ku=critical,cRLSign
with_leaf bad-leaf-for-python bc=CA:TRUE,pathlen:0
args bad-leaf-for-python "$proxy --for python"
with_issuing good-no-length bc=critical,CA:TRUE ku=critical,cRLSign

rule rsa-exponent-unreadable good-chain
keep keys/rsa-e-36-bits.key ssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:34359738375
with_leaf bad-large key=rsa-e-36-bits
with_leaf bad-negative
patch bad-negative 's/0203010001/0203feffff/'

rule common-name-differs good-chain
with_leaf bad subject='/O=Example/CN=proxy.example.com'
with_leaf bad-absent subject='/O=Example'

rule names-not-checked bad-no-name
args bad-no-name '--profile server'
chain good-hostname proxy leaf issuing root
args good-hostname '--profile server --hostname cluster.example.com'

# ---------------------------------------------------------------- rules: algorithms

rule signature-hash-weak
with_leaf bad-sha1-leaf md=sha1
with_issuing bad-md5-intermediate md=md5
with_root good-sha1-root md=sha1

rule rsa-key-too-small good-2048
with_leaf bad-1024 key=rsa1024

rule ec-curve-unsupported
chain bad-secp256k1 secp256k1 leaf-secp256k1 issuing root
with_leaf bad-p224 key=p224 ku=critical,digitalSignature
chain good-p384 p384 leaf-p384 issuing root

rule rsa-modulus-length good-2048
leaf leaf-2052 key=rsa2052
chain bad-2052 - leaf-2052 issuing root # not every provider can prove such keys

rule rsa-exponent-weak good-65537
leaf leaf-e3 key=rsa-e3
chain bad-3 - leaf-e3 issuing root

rule dsa-key good-rsa
with_leaf bad-dsa key=dsa ku=critical,digitalSignature

rule key-type-unsupported
# An Ed25519 key that says it is X25519.
with_leaf bad-x25519 key=ed25519 ku=critical,digitalSignature
patch bad-x25519 's/300506032b6570032100/300506032b656e032100/'
with_leaf bad-ed25519-cabf key=ed25519 ku=critical,digitalSignature
args bad-ed25519-cabf "$cabf"
with_leaf good-ed25519 key=ed25519 ku=critical,digitalSignature
# The issuing CA's signature over keys that nothing here can use: SLH-DSA, HashML-DSA, ML-KEM, a composite.
for type in slh-dsa:2.16.840.1.101.3.4.3.25:64 hash-ml-dsa:2.16.840.1.101.3.4.3.33:1952 \
  ml-kem:2.16.840.1.101.3.4.4.2:1184 composite:1.3.6.1.5.5.7.6.45:2017; do
  quantum "leaf-${type%%:*}" leaf-plain "key=${type#*:}" by=keys/issuing.key
  chain "bad-${type%%:*}" - "leaf-${type%%:*}" issuing root
done
chain good-ml-dsa - leaf-ml-dsa-65 issuing root
chain bad-ml-dsa-cabf - leaf-ml-dsa-65 issuing root
args bad-ml-dsa-cabf '--profile server --hostname cluster.example.com --reading cabf'

rule key-type-not-everywhere
chain bad-ml-dsa - leaf-ml-dsa-65 issuing root
args bad-ml-dsa '--profile server --hostname cluster.example.com'
chain bad-ml-dsa-redis - leaf-ml-dsa-65 issuing root
for name in ed448 rsa-pss ed25519 p521; do
  chain "bad-$name" - "leaf-$name" issuing root
  args "bad-$name" '--profile server --hostname cluster.example.com'
done
chain bad-ed25519-ca proxy leaf-by-ed25519 ed25519-ca root
chain good-p384 p384 leaf-p384 issuing root
chain good-ed25519-cabf - leaf-ed25519 issuing root
args good-ed25519-cabf '--profile server --hostname cluster.example.com --reading cabf'

rule ml-dsa-key-usage
leaf leaf-enciphers
quantum leaf-enciphers-ml-dsa leaf-enciphers key=65:leaf by=keys/issuing.key
leaf leaf-agrees ku=critical,keyAgreement,decipherOnly
quantum leaf-agrees-ml-dsa leaf-agrees key=65:leaf by=keys/issuing.key
for name in enciphers agrees; do
  chain "bad-$name" - "leaf-$name-ml-dsa" issuing root
  chain "bad-$name-strict" - "leaf-$name-ml-dsa" issuing root
  args "bad-$name-strict" '--profile server --hostname cluster.example.com --reading rfc5280'
done
chain good-ml-dsa - leaf-ml-dsa-65 issuing root
with_leaf good-rsa
leaf leaf-no-usage ku=
quantum leaf-no-usage-ml-dsa leaf-no-usage key=65:leaf by=keys/issuing.key
chain good-absent - leaf-no-usage-ml-dsa issuing root

# Without a provider, so that all say the same.
# RFC 9295: nothing but signing.
with_leaf bad-ed25519 key=ed25519 ku=critical,digitalSignature,keyAgreement
with_leaf good-ed25519 key=ed25519 ku=critical,digitalSignature

rule ml-dsa-key-form
for form in seed expanded both; do
  chain "bad-$form" - leaf-ml-dsa-65 issuing root
  cp "ml-dsa/65-$form.key" "$dir/bad-$form.key"
  args "bad-$form" "$proxy --provider none"
done
chain good-p256 p256 leaf-p256 issuing root

rule root-unsigned good-signed
quantum unsigned-root root by=1.3.6.1.5.5.7.6.36:0
chain bad-in-file proxy leaf issuing unsigned-root
args bad-in-file '--profile server --hostname cluster.example.com'
chain bad-redis proxy leaf issuing unsigned-root

# The salt is random, so these are kept.
rule signature-pss-parameters
[[ -f $dir/bad-salt.pem ]] || with_leaf bad-salt pss=20
[[ -f $dir/good-pss.pem ]] || with_leaf good-pss pss=digest
# without_null STEM: the leaf signed with RSA-PSS, the identifiers of the hashes without NULL.
without_null() {
  local sha256=0609608648016503040201 usual plain whole body
  leaf "$1" pss=digest
  usual=304106092a864886f70d01010a3034a00f300d${sha256}0500a11c301a06092a864886f70d010108300d${sha256}0500a203020120
  plain=303d06092a864886f70d01010a3030a00d300b${sha256}a11a301806092a864886f70d010108300b${sha256}a203020120
  whole=$(ssl x509 -in "$tmp/$1.pem" -outform DER | od -An -v -tx1 | tr -d ' \n')
  body=$(printf '%s' "${whole:16:$((2 * 0x${whole:12:4}))}" | sed "s/$usual/$plain/")
  unhex "3082$(printf '%04x' $((${#body} / 2)))$body" > "$tmp/signed"
  ssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sign keys/issuing.key \
    -out "$tmp/signature" "$tmp/signed"
  { cat "$tmp/signed"; unhex "$plain" 0382010100; cat "$tmp/signature"; } > "$tmp/fields"
  { unhex "3082$(printf '%04x' "$(stat -c %s "$tmp/fields")")"; cat "$tmp/fields"; } > "$tmp/whole"
  ssl x509 -inform DER -in "$tmp/whole" -out "$tmp/$1.pem"
  cp keys/proxy.key "$tmp/$1.key"
}
[[ -f $dir/bad-without-null.pem ]] || { without_null leaf-without-null; with bad-without-null leaf-without-null issuing root; }

rule key-type-unsuited
chain bad-internode-p256 p256 leaf-p256 issuing root
args bad-internode-p256 '--name ccs_internode_encryption'
chain bad-api-ed25519 ed25519 leaf-ed25519 issuing root
args bad-api-ed25519 '--name api --fqdn cluster.example.com'
chain good-api-p256 p256 leaf-p256 issuing root
args good-api-p256 '--name api --fqdn cluster.example.com'
chain good-proxy-ed25519 ed25519 leaf-ed25519 issuing root
chain good-internode-rsa proxy leaf issuing root
args good-internode-rsa '--name ccs_internode_encryption'

rule certificate-version
with_leaf bad-v1-leaf no=extensions
with_root good-v1-root no=extensions
ssl x509 -in "$dir/bad-v1-leaf.pem" -noout -text | grep -q 'Version: 1 ' ||
  { echo 'this openssl does not issue version 1 certificates; use 3.0' >&2; exit 1; }

# ---------------------------------------------------------------- rules: the private key

rule key-missing good-with-key
chain bad-no-key - leaf issuing root
chain good-any - leaf issuing root
args good-any '--profile any'

rule key-encrypted good-plain
chain bad-pkcs8 proxy-encrypted-pkcs8 leaf issuing root
chain bad-traditional proxy-encrypted-traditional leaf issuing root

rule key-unreadable
chain bad-line-lost - leaf issuing root
edit 'l == 9 { next }' < keys/proxy.key > "$dir/bad-line-lost.key"
chain bad-certificate - leaf issuing root
pem leaf > "$dir/bad-certificate.key"
chain bad-other-end - leaf issuing root
sed 's/END PRIVATE KEY/END RSA PRIVATE KEY/' keys/proxy.key > "$dir/bad-other-end.key"
for name in rsa-prime1 rsa-privateExponent; do
  chain "bad-$name" - leaf issuing root
  cp "damaged/$name.key" "$dir/bad-$name.key"
done
for name in public-half-p256-sec1 public-half-p256-v2 range-p256-order; do
  chain "bad-$name" - leaf-p256 issuing root
  cp "damaged/$name.key" "$dir/bad-$name.key"
done
chain bad-and-a-stranger - leaf issuing root
cat keys/other.key damaged/rsa-prime1.key > "$dir/bad-and-a-stranger.key"
chain good-pkcs1 - leaf issuing root
cp keyforms/rsa-pkcs1.key "$dir/good-pkcs1.key"

chain bad-der - leaf issuing root
ssl pkey -in keys/proxy.key -outform DER -out "$dir/bad-der.key"
chain bad-public-key - leaf issuing root
ssl pkey -in keys/proxy.key -pubout -out "$dir/bad-public-key.key"
chain bad-base64 - leaf issuing root
sed '1d; $d' keys/proxy.key > "$dir/bad-base64.key"
chain bad-beside - leaf issuing root
{ edit 'l == 2 { sub(/^.../, "&*") }' < keys/proxy.key; cat keys/proxy.key; } > "$dir/bad-beside.key"

rule key-form-unsupported
chain bad-p256 - leaf-p256 issuing root
cp keyforms/p256-pkcs8-v2.key "$dir/bad-p256.key"
chain bad-ed25519 - leaf-ed25519 issuing root
cp keyforms/ed25519-pkcs8-v2.key "$dir/bad-ed25519.key"
chain good-p256 p256 leaf-p256 issuing root

rule key-in-certificate-file good-separate
{ good; cat keys/proxy.key; } | save bad
cat keys/proxy.key | save bad-alone
args bad-alone '--profile any'

rule key-mismatch
chain bad-rsa other leaf issuing root
chain bad-ec-for-rsa p256 leaf issuing root
chain bad-two-keys - leaf issuing root
cat keys/other.key keys/p256.key > "$dir/bad-two-keys.key"
chain good-ec p256 leaf-p256 issuing root

rule key-extra good-alone
chain bad-other-first - leaf issuing root
cat keys/other.key keys/proxy.key > "$dir/bad-other-first.key"
chain bad-issuing-second - leaf issuing root
cat keys/proxy.key keys/issuing.key > "$dir/bad-issuing-second.key"
chain bad-damaged-and-encrypted - leaf issuing root
cat keys/proxy.key damaged/rsa-prime1.key keys/proxy-encrypted-pkcs8.key > "$dir/bad-damaged-and-encrypted.key"
chain good-with-parameters - leaf-p256 issuing root
cp keyforms/p256-sec1-with-parameters.key "$dir/good-with-parameters.key"

rule key-form-not-read
echo '--profile server --for netty' > "$dir/arguments"
chain bad-pkcs1 - leaf issuing root
ssl rsa -in keys/proxy.key -traditional > "$dir/bad-pkcs1.key"
chain bad-sec1 - leaf-p256 issuing root
cp keyforms/p256-sec1.key "$dir/bad-sec1.key"
chain bad-with-parameters - leaf-p256 issuing root
cp keyforms/p256-sec1-with-parameters.key "$dir/bad-with-parameters.key"
chain bad-without-public-key - leaf-p256 issuing root
ssl ec -in keyforms/p256-sec1.key -no_public > "$dir/bad-without-public-key.key"
args bad-without-public-key '--profile server --for gnutls'
chain good-pkcs8 proxy leaf issuing root
# Nobody is named.
chain good-any - leaf issuing root
cp "$dir/bad-pkcs1.key" "$dir/good-any.key"
args good-any '--profile server'

rule blanks-at-line-ends
echo '--profile server --for netty,tomcat,mbedtls,rustls,nginx' > "$dir/arguments"
good | sed '/^-----/! s/$/ /' | save bad-base64 proxy
good | sed 's/^-----BEGIN.*/& /' | save bad-begin proxy
good | sed '/^-----BEGIN/ s/$/  /' | save bad-begin-blanks proxy
good | sed '/^-----BEGIN/ s/$/\t/' | save bad-begin-tab proxy
good | sed '/^-----END/ s/$/ /' | save good-end proxy
good | sed 's/$/ /' | save good-any proxy
args good-any '--profile server'

rule critical-extension-not-loaded good-chain
echo '--profile server --for mbedtls,rustls' > "$dir/arguments"
with_issuing bad-constraints more="nameConstraints=critical,permitted;DNS:example.com,permitted;DNS:example.org"
with_leaf bad-policies more=certificatePolicies=critical,2.23.140.1.2.1
with_issuing good-constraints more="nameConstraints=permitted;DNS:example.com,permitted;DNS:example.org"
with_issuing good-for-nginx more="nameConstraints=critical,permitted;DNS:example.com,permitted;DNS:example.org"
args good-for-nginx '--profile server --for nginx'

rule key-usage-not-read good-chain
echo '--profile server --for gnutls' > "$dir/arguments"
with_issuing bad-three-octets ku= more=2.5.29.15=critical,DER:030400060001
with_issuing good-two-octets ku= more=2.5.29.15=critical,DER:0303070680
with_issuing good-for-openssl ku= more=2.5.29.15=critical,DER:030400060001
args good-for-openssl '--profile server --for openssl'

rule certificates-too-many
echo '--profile server --limit certificates=1000' > "$dir/arguments"
root stray key=ed25519-ca subject=/CN=Stray
chain bad-two-hundred proxy leaf issuing
for _ in {1..198}; do pem stray; done >> "$dir/bad-two-hundred.pem"
chain good-some proxy leaf issuing
for _ in {1..20}; do pem stray; done >> "$dir/good-some.pem"

rule key-of-another-certificate good
chain bad-issuing issuing leaf issuing root

rule key-unexpected
echo '--profile authority' > "$dir/arguments"
chain bad-authority issuing issuing root
chain good-authority - issuing root

rule key-not-proved
chain bad-ed448 ed448 leaf-ed448 issuing root
chain bad-rsa-pss rsa-pss leaf-rsa-pss issuing root
chain good-ed25519 ed25519 leaf-ed25519 issuing root
# A DSA key in OpenSSL's own form, DSA PRIVATE KEY.
with_leaf bad-dsa key=dsa ku=critical,digitalSignature
ssl dsa -in keys/dsa.key > "$dir/bad-dsa.key"

rule signature-algorithms-absent good
chain bad proxy leaf issuing root
args bad "$proxy --provider none"

rule issuer-expires-first
with_issuing bad-intermediate to=20261231000000Z
with_root bad-root to=20261231000000Z
with_leaf good-same-second to=20330101000000Z

rule baseline-validity-exceeded
baseline='--profile server --hostname cluster.example.com --reading cabf'
with_leaf bad-200-days from=20260401000000Z to=20261018000000Z
args bad-200-days "$baseline"
with_leaf good-200-days from=20260401000000Z to=20261017235959Z
args good-200-days "$baseline"
with_leaf bad-398-days from=20260110000000Z to=20270212000000Z
args bad-398-days "$baseline"
with_leaf good-398-days from=20260110000000Z to=20270211235959Z
args good-398-days "$baseline"
with_leaf good-private from=20260401000000Z to=20270401000000Z
args good-private '--profile server --hostname cluster.example.com'

# ---------------------------------------------------------------- rules: demands of the standards

# by_cabf, by_rfc: STEM COMMAND [variable=value...] make case STEM by with_leaf, with_issuing or with_root, under that standard.
by_cabf() { "$2" "$1" "${@:3}"; args "$1" "$cabf"; }
by_rfc() { "$2" "$1" "${@:3}"; args "$1" "$strict"; }
# The same with a list of public suffixes.
by_list() { "$2" "$1" "${@:3}"; args "$1" "$cabf --public-suffix example.com"; }
# One timestamp, 2026-01-14T00:00:00Z or a day earlier, by a log of zeros.
sct() {
  printf '1.3.6.1.4.1.11129.2.4.2=DER:04:3A:00:38:00:36:00%s:00:00:01:9B:%s:00:00:04:03:00:07:30:05:02:01:01:02:00\n' \
    "$(printf ':00%.0s' {1..32})" "$1"
}
# tree STEM ROOT-SUBJECT ISSUING-SUBJECT: the good chain under CAs of other names.
tree() {
  root "$1-root" subject="$2"
  issuing "$1-issuing" by="$1-root" subject="$3"
  leaf "$1-leaf" by="$1-issuing"
  chain "$1" proxy "$1-leaf" "$1-issuing" "$1-root"
}
# OpenSSL bounds names itself; not with this.
printf '%s\n' 'openssl_conf=it' '[it]' 'stbl_section=names' '[names]' 'CN=min:1,max:200' > "$tmp/long.cnf"
x64=$(printf 'x%.0s' {1..64})
cn=/CN=cluster.example.com
ec='key=p256'
sign_only='ku=critical,digitalSignature'
# notice TAG HEX: a policy with a notice whose text is an element of this tag.
notice() {
  local part=$1$(der_length "$2")$2 id
  for id in '' 06082b06010505070202 '' 06032a0304 ''; do
    part=$id$part
    part=30$(der_length "$part")$part
  done
  printf '2.5.29.32=DER:%s
' "$part"
}
# der_length HEX: how DER writes the length of these digits.
der_length() {
  local length=$((${#1} / 2))
  if ((length < 128)); then printf '%02x' "$length"
  elif ((length < 256)); then printf '81%02x' "$length"
  else printf '82%04x' "$length"; fi
}

rule rsa-primes-close
with_leaf bad-close key=rsa-close
with_leaf good-apart key=rsa-apart
root close-root key=rsa-close
chain bad-list - root close-root
args bad-list '--profile authority'

rule rsa-key-infineon
with_leaf bad-leaf key=rsa-infineon
root weak-root key=rsa-infineon
issuing by-weak-root by=weak-root
leaf under-weak-root by=by-weak-root
chain bad-root proxy under-weak-root by-weak-root weak-root
with_leaf good-other key=other

rule rsa-modulus-factor
with_leaf bad-17 key=rsa-factor-17
by_cabf bad-23 with_leaf key=rsa-factor-23
with_leaf good-not-tried key=rsa-factor-23
by_cabf good-none with_leaf key=other

rule rsa-exponent-unusual
by_cabf bad-17 with_leaf key=rsa-e17
by_cabf good-65537 with_leaf
with_leaf good-deployed key=rsa-e17
args good-deployed "$server"

rule baseline-validity-close
by_cabf bad-200-days with_leaf from=20260401000000Z to=20261017235959Z
by_cabf good-199-days with_leaf from=20260401000000Z to=20261016235959Z
by_cabf good-201-days with_leaf from=20260401000000Z to=20261018235959Z
with_leaf good-deployed from=20260401000000Z to=20261017235959Z
args good-deployed "$server"

rule common-name-too-long
OPENSSL_CONF=$tmp/long.cnf by_rfc bad-65 with_leaf subject="/CN=x$x64"
by_rfc good-64 with_leaf subject="/CN=$x64"

rule subject-text-too-long
by_rfc bad-postal-code with_leaf subject="/postalCode=12345678901234567890123456789012345678901$cn"
by_rfc good-postal-code with_leaf subject="/postalCode=1234567890123456789012345678901234567890$cn"

rule subject-string-type
by_rfc bad-teletex with_leaf mask=nombstr subject="/O=Zürich$cn"
by_rfc good-utf8 with_leaf subject="/O=Zürich$cn"
with_leaf good-deployed mask=nombstr subject="/O=Zürich$cn"
args good-deployed "$server"

# OpenSSL writes each attribute as it has to be, so tags are changed; the issuer comes first.
rule subject-attribute-form
by_rfc bad-country-utf8 remade s/06035504061302/06035504060c02/ subject="/C=DE/O=Example$cn"
by_rfc bad-country-long remade s/060355040a0c0b/0603550406130b/ subject="/O=DEUTSCHLAND$cn"
by_rfc bad-organization-ia5 remade s/060355040a0c0b/060355040a160b/ subject="/O=Example Ltd$cn"
by_rfc bad-component remade s/2c6401191607/2c6401190c07/ subject="/DC=example$cn"
issuing issuing-country subject='/C=DE/O=Example/CN=Example Issuing CA'
resigned issuing-country s/06035504061302/06035504060c02/ root
leaf leaf-country by=issuing-country
chain bad-issuer proxy leaf-country issuing-country root
args bad-issuer "$strict"
by_rfc good-types with_leaf subject="/C=DE/DC=com/DC=example/serialNumber=77/O=Example$cn"

rule subject-blank-edge
by_rfc bad-leading with_leaf subject="/O= Example$cn"
by_rfc bad-issuer with_leaf subject="/O=Example $cn"
by_rfc good-inside with_leaf subject="/O=Example Ltd$cn"

rule subject-control-character
by_rfc bad-tab with_leaf subject="/O=Exam"$'\t'"ple$cn"
by_rfc good-letters with_leaf subject="/O=Exämple$cn"

rule subject-wrongly-decoded
by_rfc bad-umlaut with_leaf subject="/O=ZÃ¼rich$cn"
by_rfc good-umlaut with_leaf subject="/O=Zürich Ã$cn"

rule subject-html-entity
by_cabf bad-ampersand with_leaf subject="/O=A &amp; B$cn"
by_cabf bad-number with_leaf subject="/O=A &#38; B$cn"
by_cabf good-ampersand with_leaf subject="/O=A & B; C$cn"

rule subject-placeholder
by_cabf bad-hyphen with_leaf subject="/L=-$cn"
by_cabf bad-words with_leaf subject="/L=N\\/A$cn"
by_cabf good-place with_leaf subject="/L=Å$cn"

rule rdn-multi-valued
by_rfc bad-two with_leaf subject="/O=Example+OU=IT$cn"
by_rfc bad-two-parts with_leaf subject="/O=Example+OU=IT/O=Example Ltd+OU=IT$cn"
by_rfc bad-twice with_leaf subject="/O=Example+O=Example Ltd+OU=IT$cn"
by_rfc good-one with_leaf subject="/O=Example/OU=IT$cn"

rule subject-attribute-repeated
by_cabf bad-locality with_leaf subject="/L=Berlin/L=Bonn$cn"
by_cabf good-components with_leaf subject="/DC=com/DC=example$cn"
by_cabf good-before with_leaf from=20230110000000Z to=20270109000000Z subject="/L=Berlin/L=Bonn$cn"

rule common-name-repeated
by_cabf bad-two with_leaf subject="$cn$cn"
by_cabf good-one with_leaf

rule common-name-discouraged
by_cabf bad-name with_leaf
by_cabf good-none with_leaf subject=/O=Example

rule common-name-reserved-address
by_cabf bad-private with_leaf subject=/CN=10.0.0.1 san="$four,IP:10.0.0.1"
by_cabf good-public with_leaf subject=/CN=8.8.8.8 san="$four,IP:8.8.8.8"

rule subject-email-not-in-san
by_rfc bad-alone with_leaf subject="/emailAddress=admin@example.com$cn"
by_rfc good-both with_leaf subject="/emailAddress=admin@example.com$cn" san="$four,email:Admin@example.com"

rule country-not-upper-case
by_rfc bad-lower with_leaf subject="/C=de$cn"
by_rfc good-upper with_leaf subject="/C=DE$cn"

rule country-unknown
by_cabf bad-uk with_leaf subject="/C=UK$cn"
by_cabf good-gb with_leaf subject="/C=GB$cn"
by_cabf good-none with_leaf subject="/C=XX$cn"

rule ca-subject-incomplete
by_cabf bad-country with_leaf
tree good-complete '/C=DE/O=Example/CN=Example Root CA' '/C=DE/O=Example/CN=Example Issuing CA'
args good-complete "$cabf"

rule host-name-internal
by_list bad-internal with_leaf san="$four,DNS:db01.corp"
by_list bad-short with_leaf san="$four,DNS:db01"
by_list good-com with_leaf san="$four,DNS:example.com.com"

rule host-name-public-suffix
by_list bad-suffix with_leaf san="$four,DNS:example.com"
by_list good-below with_leaf san="$four,DNS:www.example.com"

rule host-label-reserved
by_cabf bad-label with_leaf san="$four,DNS:ab--c.example.com"
by_cabf good-label with_leaf san="$four,DNS:a--bc.example.com,DNS:xn--bcher-kva.example.com"

rule host-label-not-decodable
by_rfc bad-digits with_leaf san="$four,DNS:xn--99999999.example.com"
by_rfc good-umlaut with_leaf san="$four,DNS:xn--bcher-kva.example.com"

rule host-label-not-normalized
# u and U+0308, and the letter of both.
by_rfc bad-apart with_leaf san="$four,DNS:xn--bucher-xyd.example.com"
by_rfc good-together with_leaf san="$four,DNS:xn--bcher-kva.example.com"

rule host-name-reverse-zone
by_cabf bad-ipv4 with_leaf from=20260401000000Z to=20261001000000Z san="$four,DNS:1.2.0.192.in-addr.arpa"
by_cabf good-before with_leaf san="$four,DNS:1.2.0.192.in-addr.arpa"
by_cabf good-home with_leaf from=20260401000000Z to=20261001000000Z san="$four,DNS:a.home.arpa"

rule host-address-reserved
by_cabf bad-private with_leaf san="$four,IP:192.168.1.1"
by_cabf bad-documentation with_leaf san="$four,IP:2001:db8::1"
by_cabf good-public with_leaf san="$four,IP:8.8.8.8,IP:2600::1"

rule alternative-name-type
by_cabf bad-uri with_leaf san="$four,URI:spiffe://example.com/a"
by_cabf bad-email with_leaf san="$four,email:a@example.com"
by_cabf good-client with_leaf eku=clientAuth san="$four,email:a@example.com"

rule alternative-name-repeated
by_rfc bad-case with_leaf san="$four,DNS:Cluster.example.com"
by_rfc good-once with_leaf

rule uri-name-form
by_rfc bad-relative with_leaf san="$four,URI:example.com/a"
by_rfc bad-short with_leaf san="$four,URI:https://localhost/"
by_rfc good-absolute with_leaf san="$four,URI:spiffe://example.com/a"

rule email-name-form
by_rfc bad-brackets with_leaf san="$four,email:<a@example.com>"
by_rfc good-bare with_leaf san="$four,email:a@example.com"

rule key-usage-not-critical
by_rfc bad-leaf with_leaf ku=digitalSignature,keyEncipherment
by_rfc good-critical with_leaf

rule key-usage-too-long
by_rfc bad-ten-bits with_leaf ku= more=2.5.29.15=critical,DER:03:03:06:80:40
by_rfc good-nine-bits with_leaf ku= more=2.5.29.15=critical,DER:03:03:07:80:80

rule key-usage-conflicts
by_rfc bad-none with_leaf ku=critical,dataEncipherment
by_rfc bad-one with_leaf ku=critical,digitalSignature,nonRepudiation
by_rfc good-all with_leaf

rule crl-sign-in-leaf
by_cabf bad-leaf with_leaf ku=critical,digitalSignature,cRLSign
by_cabf good-leaf with_leaf

rule ca-crl-sign-absent
by_cabf bad-issuing with_issuing ku=critical,keyCertSign
by_cabf good-issuing with_issuing

rule ec-key-enciphers
by_rfc bad-leaf with_leaf $ec
by_rfc good-leaf with_leaf $ec $sign_only
by_rfc good-before with_leaf $ec from=20200101000000Z

rule ec-key-usage-unsuited
by_cabf bad-leaf with_leaf $ec $sign_only,nonRepudiation
by_cabf good-leaf with_leaf $ec $sign_only

rule ec-key-agreement
by_cabf bad-leaf with_leaf $ec $sign_only,keyAgreement
by_cabf good-leaf with_leaf $ec $sign_only

rule rsa-key-usage-unsuited
by_rfc bad-leaf with_leaf $sign_only,keyAgreement
by_rfc good-ec with_leaf $ec $sign_only,keyAgreement

rule ca-key-enciphers
by_rfc bad-root with_root ku=critical,digitalSignature,keyEncipherment,keyCertSign
by_rfc good-root with_root ku=critical,digitalSignature,keyCertSign

rule server-purpose-forbidden
by_cabf bad-code with_leaf eku=serverAuth,codeSigning
by_cabf good-client with_leaf eku=serverAuth,clientAuth
by_cabf good-before with_leaf from=20230110000000Z eku=serverAuth,codeSigning

rule server-purpose-other
by_cabf bad-ipsec with_leaf eku=serverAuth,ipsecEndSystem
by_cabf good-client with_leaf eku=serverAuth,clientAuth

rule any-purpose-critical
by_rfc bad-critical with_leaf eku=critical,serverAuth,clientAuth,anyExtendedKeyUsage
by_rfc good-not-critical with_leaf eku=serverAuth,clientAuth,anyExtendedKeyUsage

rule subordinate-purposes-mixed
by_cabf bad-email with_issuing eku=serverAuth,emailProtection
by_cabf bad-any with_issuing eku=serverAuth,anyExtendedKeyUsage
by_cabf good-client with_issuing eku=serverAuth,clientAuth

rule subordinate-purposes-absent
by_cabf bad-absent with_leaf
by_cabf good-server with_issuing eku=serverAuth,clientAuth

rule public-client-auth
by_cabf bad-after with_leaf from=20270315000000Z to=20270501000000Z
by_cabf good-before with_leaf from=20270314235959Z to=20270501000000Z
by_cabf good-server with_leaf from=20270315000000Z to=20270501000000Z eku=serverAuth

rule issuer-location-not-http
by_cabf bad-https with_leaf more='authorityInfoAccess=caIssuers;URI:https://pki.example.com/issuing.crt'
by_cabf bad-ldap with_leaf more='authorityInfoAccess=OCSP;URI:http://pki.example.com/,caIssuers;URI:ldap://pki.example.com/cn=a'
by_cabf good-http with_leaf

rule issuer-location-internal
by_list bad-host with_leaf more='authorityInfoAccess=caIssuers;URI:http://pki01/issuing.crt'
by_list good-host with_leaf
by_list good-address with_leaf more='authorityInfoAccess=caIssuers;URI:http://192.0.2.1/issuing.crt'

rule crl-location-not-http
by_cabf bad-ldap with_leaf more='crlDistributionPoints=URI:ldap://pki.example.com/cn=a'
by_cabf good-http with_leaf more='crlDistributionPoints=URI:http://pki.example.com/a.crl'

rule revocation-unlocated
by_cabf bad-neither with_leaf
by_cabf good-crl with_leaf more='crlDistributionPoints=URI:http://pki.example.com/a.crl'
by_cabf good-ocsp with_leaf more='authorityInfoAccess=OCSP;URI:http://pki.example.com/'
by_cabf good-week with_leaf from=20260530000000Z to=20260605235959Z

rule certificate-backdated
by_cabf bad-four-days with_leaf more="$(sct B9:CD:54:00)"
by_cabf good-two-days with_leaf from=20260112000000Z more="$(sct B9:CD:54:00)"

rule authority-key-identifier-incomplete
by_rfc bad-serial with_leaf aki= more='2.5.29.35=DER:30:06:80:01:01:82:01:02'
by_rfc good-both with_leaf aki=keyid,issuer:always

rule authority-key-identifier-by-name
by_cabf bad-both with_leaf aki=keyid,issuer:always
by_cabf good-key with_leaf

rule leaf-key-identifier-absent
by_rfc bad-none with_leaf ski=none
by_rfc good-one with_leaf
by_cabf good-cabf with_leaf ski=none

rule leaf-key-identifier-discouraged
by_cabf bad-one with_leaf
by_cabf good-none with_leaf ski=none

rule leaf-constraints-not-critical
by_cabf bad-leaf with_leaf
by_cabf good-critical with_leaf bc=critical,CA:FALSE
by_cabf good-none with_leaf bc=

rule root-path-length
by_cabf bad-root with_root bc=critical,CA:TRUE,pathlen:1
by_cabf good-root with_root

rule inhibit-any-policy-not-critical
by_rfc bad-issuing with_issuing more=inhibitAnyPolicy=1
by_rfc good-issuing with_issuing more=inhibitAnyPolicy=critical,1

rule policy-mapping-any
by_rfc bad-leaf with_leaf more=policyMappings=2.5.29.32.0:1.2.3.4
by_rfc good-issuing with_issuing more=policyMappings=1.2.3.4:1.2.3.5

rule any-policy-qualifier-unknown
by_rfc bad-kind with_leaf more='2.5.29.32=DER:30:12:30:10:06:04:55:1D:20:00:30:08:30:06:06:02:2A:03:05:00'
by_rfc good-statement with_leaf \
  more='2.5.29.32=DER:30:1C:30:1A:06:04:55:1D:20:00:30:12:30:10:06:08:2B:06:01:05:05:07:02:01:16:04:68:74:74:70'

rule policy-qualifier-text
by_rfc bad-ia5 with_leaf more="$(notice 16 7878)"
by_rfc bad-201 with_leaf more="$(notice 0c "$(printf '78%.0s' {1..201})")"
by_rfc bad-empty with_leaf more="$(notice 0c '')"
by_rfc bad-control with_leaf more="$(notice 0c 780a78)"
by_rfc bad-not-nfc with_leaf more="$(notice 0c 75cc88)"
by_rfc bad-visible with_leaf more="$(notice 1a 7878)"
by_rfc good-200 with_leaf more="$(notice 0c "$(printf '78%.0s' {1..200})")"

rule extension-list-empty
by_rfc bad-access with_leaf more=1.3.6.1.5.5.7.1.11=DER:3000
by_rfc bad-attributes with_leaf more=2.5.29.9=DER:3000
by_rfc good-location with_leaf more=1.3.6.1.5.5.7.1.11=DER:3015301306082B06010505073005860761:3A2F2F622F63

rule issuer-empty
leaf nobody by=self subject=/ aki=
chain bad-self proxy nobody
args bad-self "$strict"
by_rfc good-named with_leaf

rule name-constraint-uri-form
by_rfc bad-uri with_issuing more='nameConstraints=critical,permitted;URI:https://example.com/'
by_rfc good-domain with_issuing more='nameConstraints=critical,permitted;URI:.example.com'

# ---------------------------------------------------------------- shapes: what well-known tools make

# Each is for cluster.example.com: leaf, CAs, the leaf's key.
dir=shapes
echo "$server" > shapes/arguments
at=DNS:cluster.example.com
root easy-rsa-ca key=cross subject='/CN=Easy-RSA CA' bc=CA:TRUE ku=keyCertSign,cRLSign aki=keyid,issuer:always
leaf easy-rsa by=easy-rsa-ca subject=$cn ku=digitalSignature,keyEncipherment eku=serverAuth san=$at aki=keyid,issuer:always more=
chain easy-rsa proxy easy-rsa easy-rsa-ca
root step-root key=p256-other subject='/O=Example/CN=Example Root CA' bc=critical,CA:TRUE,pathlen:1
issuing step-issuing key=p384 by=step-root subject='/O=Example/CN=Example Intermediate CA'
leaf step-ca key=p256 by=step-issuing subject=$cn from=20260531120000Z to=20260602120000Z $sign_only san=$at bc= \
  more='1.3.6.1.4.1.37476.9000.64.1=DER:30:0A:02:01:01:04:02:61:40:04:01:62'
keep shapes/step-ca.pem pem step-ca step-issuing
cp keys/p256.key shapes/step-ca.key
root vault-root key=cross subject='/CN=example.com' san=DNS:example.com aki=keyid
leaf vault by=vault-root subject=$cn from=20260520000000Z to=20260621000000Z san=$at bc= more= \
  ku=critical,digitalSignature,keyEncipherment,keyAgreement
chain vault proxy vault vault-root
root cert-manager-ca key=cross subject='/CN=example-ca' ku=critical,digitalSignature,keyEncipherment,keyCertSign
leaf cert-manager by=cert-manager-ca subject=/ bc=critical,CA:FALSE eku= ski=none san=critical,$at more= \
  from=20260520000000Z to=20260818000000Z
chain cert-manager proxy cert-manager cert-manager-ca
root kubeadm-ca key=other subject=/CN=kubernetes ku=critical,digitalSignature,keyEncipherment,keyCertSign san=DNS:kubernetes
leaf kubeadm by=kubeadm-ca subject=/CN=kube-apiserver bc=critical,CA:FALSE eku=serverAuth ski=none more= \
  san="$at,DNS:kubernetes,DNS:kubernetes.default.svc.cluster.local,IP:10.96.0.1"
chain kubeadm proxy kubeadm kubeadm-ca
root mkcert-root key=cross subject='/O=mkcert development CA/OU=a@b/CN=mkcert a@b' ku=critical,keyCertSign \
  bc=critical,CA:TRUE,pathlen:0
leaf mkcert by=mkcert-root subject='/O=mkcert development certificate/OU=a@b' bc= ski=none eku=serverAuth san=$at more= \
  from=20260520000000Z to=20280818000000Z
chain mkcert proxy mkcert mkcert-root
root req-x509 key=proxy subject=$cn ku= san=$at aki=keyid from=20260520000000Z to=20270520000000Z
chain req-x509 proxy req-x509
leaf ad-cs subject="/DC=com/DC=example/OU=IT$cn" ku=critical,digitalSignature,keyEncipherment eku=serverAuth bc= san=$at \
  more=$'crlDistributionPoints=URI:ldap:///CN=Example%20Issuing%20CA\nauthorityInfoAccess=caIssuers;URI:ldap:///CN=Example%20Issuing%20CA\n1.3.6.1.4.1.311.21.10=DER:30:0C:30:0A:06:08:2B:06:01:05:05:07:03:01'
chain ad-cs proxy ad-cs issuing

# ---------------------------------------------------------------- requests

# escaped: standard input as the contents of a JSON string.
escaped() { sed -z 's/\\/\\\\/g; s/"/\\"/g; s/\n/\\n/g'; }
# member NAME KEY: a member of a request with standard input as its certificate.
member() {
  printf '{\n      "name": "%s",\n      "certificate": "%s"' "$1" "$(escaped)"
  [[ $2 == - ]] || printf ',\n      "key": "%s"' "$(escaped < "keys/$2.key")"
  printf '\n    }'
}
# members MEMBER...: a request with these.
members() {
  local separator=''
  printf '{\n  "certificates": [\n    '
  for it; do printf '%s%s' "$separator" "$it"; separator=', '; done
  printf '\n  ]\n}\n'
}
dir=request
members "$(good | member proxy proxy)" "$(good | member api proxy)" > "$dir/good.json"
good | member proxy proxy > "$dir/good-update-cert.json"
members "$(good | member proxy proxy)" "$(good | member nonsense proxy)" \
  "$(pem leaf root issuing | member cm other)" > "$dir/three-members.json"
members "$(good | member metrics proxy)" > "$dir/alias.json"
members "$(good | member proxy proxy)" "$(good | member proxy proxy)" > "$dir/twice.json"
members "$(good | member proxy -)" "$(pem root | member mtls_trusted_ca root)" > "$dir/keys-amiss.json"
leaf expired-yesterday from=20250601000000Z to=20260531235959Z
members "$(good | member api proxy)" "$(pem expired-yesterday issuing root | member proxy proxy)" > "$dir/expired.json"
{ printf '{"name": "proxy", "key": "'; good | escaped; printf '", "certificate": "'; escaped < keys/proxy.key; printf '"}\n'; } \
  > "$dir/key-and-certificate-swapped.json"
{ printf '{"certificates": {"name": "proxy", "cert": "'; good | escaped; printf '"}, "dry_run": true}\n'; } > "$dir/wrong-form.json"
{ printf '{"name": "proxy", "name": "api", "certificate": "'; good | escaped; printf '"}\n'; } > "$dir/name-repeated.json"
{ printf '{"proxy_cert": "'; good | escaped; printf '",\n "proxy_key": "'; escaped < keys/proxy.key
  printf '",\n "mtls_trusted_ca_cert": "'; pem root | escaped; printf '"}\n'; } > "$dir/answer.json"
# The examples of the documentation, as the page prints them.
cat > "$dir/page-put-certificates.json" << 'END'
{
  "certificates": [
    {
      "name": "proxy",
      "certificate": "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----",
      "key": "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"
    },
    {
      "name": "api",
      "certificate": "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----",
      "key": "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"
    }
  ]
}
END
cat > "$dir/page-update-cert.json" << 'END'
{
    "name": "certificate1",
    "key": "-----BEGIN RSA PRIVATE KEY-----\n[key_content]\n-----END RSA PRIVATE KEY-----",
    "certificate": "-----BEGIN CERTIFICATE-----\n[cert_content]\n-----END CERTIFICATE-----",
}
END
cat > "$dir/page-get-certificates.json" << 'END'
{
    "api_cert": "-----BEGIN CERTIFICATE-----...-----END CERTIFICATE-----",
    "api_key": "-----BEGIN RSA PRIVATE KEY-----...-----END RSA PRIVATE KEY-----"
    "// additional certificates..."
}
END
echo '{ "name": "<cert_name>", "key": <key>, "certificate": <cert> }' > "$dir/page-update-5.4.json"
cat > "$dir/page-update-7.8.json" << 'END'
PUT https://[host][:port]/v1/cluster/update_cert
    '{ "name": "<cert_name>", "key": "<key>", "certificate": "<cert>" }'
END
echo '{ "name": "<cert_name>", "key": "<key>", "certificate": "<cert>" }' > "$dir/page-update-7.8-body.json"
# What its tip for line ends makes of real files.
{ printf '{ "name": "proxy", "key": "'; sed -z 's/\n/\\\n/g' keys/proxy.key
  printf '", "certificate": "'; good | sed -z 's/\n/\\\n/g'; printf '" }\n'; } > "$dir/page-sed-tip.json"
# Single sign-on: name and certificate in each other's place, and a key for the issuer.
{ printf '{ "name": "<IdP-certificate>", "key": "<key>", "certificate": "sso_issuer" }\n'; } > "$dir/page-saml.json"

# ---------------------------------------------------------------- rules: renewal

# renewal NAME [OPTIONS]: the following cases replace old.pem; one of them is as it should be.
renewal() {
  rule "renewal-$1"
  good > "$dir/old.pem"
  echo "${2:-$proxy} --previous old.pem" > "$dir/arguments"
  with_leaf good-renewed "${renewed[@]}"
}
renewed=(key=other from=20260520000000Z to=20270519000000Z)

renewal not-comparable
with_leaf bad-list "${renewed[@]}"
args bad-list "$proxy --previous roots.pem"
pem root other-root > "$dir/roots.pem"
with_leaf bad-no-certificate "${renewed[@]}"
args bad-no-certificate "$proxy --previous prose.txt"
echo 'The old certificate is on the server.' > "$dir/prose.txt"
leaf leaf-second key=p256 ku=critical,digitalSignature subject=/CN=second.example.com san=DNS:second.example.com
with_leaf bad-two-leaves "${renewed[@]}"
args bad-two-leaves "$proxy --previous two.pem"
pem leaf leaf-second issuing root > "$dir/two.pem"
# The key in the previous file tells which of its leaves is in use.
with_leaf good-key-chooses "${renewed[@]}"
args good-key-chooses "$proxy --previous two-with-key.pem"
{ cat keys/proxy.key; pem leaf leaf-second issuing root; } > "$dir/two-with-key.pem"

renewal same-certificate
chain bad-again proxy leaf issuing root
chain bad-other-chain proxy leaf issuing

renewal ends-earlier
with_leaf bad-swapped key=other from=20250520000000Z to=20260901000000Z
with_leaf bad-same-end key=other from=20260520000000Z

renewal name-lost '--profile server --hostname cluster.example.com'
leaf leaf-many san="$four,DNS:db.example.net,DNS:*.shop.example.net,IP:192.0.2.7,URI:https://example.com/proxy"
pem leaf-many issuing root > "$dir/old.pem"
with_leaf good-renewed "${renewed[@]}" san="$four,DNS:DB.example.net,DNS:*.shop.example.net,IP:192.0.2.7,URI:https://example.com/proxy"
with_leaf bad-two "${renewed[@]}" san="$four,DNS:*.shop.example.net,URI:https://example.com/proxy"
with_leaf bad-wildcard "${renewed[@]}" \
  san="$four,DNS:db.example.net,DNS:a.shop.example.net,IP:192.0.2.7,URI:https://example.com/proxy"
with_leaf good-covered "${renewed[@]}" \
  san="$four,DNS:*.example.net,DNS:*.shop.example.net,IP:192.0.2.7,URI:https://example.com/proxy"

renewal usage-lost '--profile server'
with_leaf bad-client-auth "${renewed[@]}" eku=serverAuth
leaf leaf-any-purpose eku=
with_leaf bad-every-purpose "${renewed[@]}" eku=serverAuth
args bad-every-purpose '--profile server --previous any-purpose.pem'
pem leaf-any-purpose issuing root > "$dir/any-purpose.pem"
with_leaf good-every-purpose "${renewed[@]}" eku=
# That is another rule's.
with_leaf good-demanded "${renewed[@]}" eku=clientAuth

renewal key-type-changed
with_leaf bad-p256 "${renewed[@]}" key=p256 ku=critical,digitalSignature
with_leaf good-longer "${renewed[@]}" key=rsa2052

renewal subject-changed '--profile server --hostname cluster.example.com'
with_leaf bad-organization "${renewed[@]}" subject='/O=Example Ltd/CN=cluster.example.com'
with_leaf good-case "${renewed[@]}" subject='/O=EXAMPLE/CN=cluster.example.com'

renewal root-changed
issuing issuing-by-other by=other-root
leaf leaf-by-other "${renewed[@]}" by=issuing-by-other
chain bad-other other leaf-by-other issuing-by-other other-root
chain bad-other-absent other leaf-by-other issuing-by-other
root root-with-other-key key=cross
issuing issuing-by-root-with-other-key by=root-with-other-key
leaf leaf-by-root-with-other-key "${renewed[@]}" by=issuing-by-root-with-other-key
chain bad-same-name other leaf-by-root-with-other-key issuing-by-root-with-other-key root-with-other-key
# The same root with a later end, and no root at all.
root root-longer to=20500101000000Z
leaf leaf-renewed "${renewed[@]}"
chain good-longer other leaf-renewed issuing root-longer
chain good-absent other leaf-renewed issuing

renewal issuer-changed
issuing issuing-second key=issuing-renewed subject='/O=Example/CN=Example Issuing CA 2'
with_leaf bad-second "${renewed[@]}" by=issuing-second
pem "renewal-issuer-changed.bad-second" issuing-second root > "$dir/bad-second.pem"
issuing issuing-with-other-key key=issuing-renewed
leaf leaf-by-other-key "${renewed[@]}" by=issuing-with-other-key
chain bad-same-name other leaf-by-other-key issuing-with-other-key root
leaf leaf-by-second "${renewed[@]}" by=issuing-second
chain bad-chain-cut other leaf-by-second
issuing issuing-longer to=20350101000000Z
chain good-longer other leaf-renewed issuing-longer root

renewal same-key
with_leaf bad-renewed "${renewed[@]}" key=proxy

# lists NAME: the cases replace old.pem, a list of two CAs.
lists() {
  rule "renewal-$1"
  echo '--profile authority --previous old.pem' > "$dir/arguments"
  pem root other-root > "$dir/old.pem"
}

lists authority-lost
chain bad-one - root
root other-root-with-other-key key=cross subject='/O=Other/CN=Other Root CA'
chain bad-other-key - root other-root-with-other-key
root other-root-expired key=other-root subject='/O=Other/CN=Other Root CA' from=20200101000000Z to=20250101000000Z
chain bad-expired - root
args bad-expired '--profile authority --previous expired.pem'
pem root other-root-expired > "$dir/expired.pem"
# Another order, and the same CA with a later end.
root other-root-longer key=other-root subject='/O=Other/CN=Other Root CA' to=20500101000000Z
chain good-longer - other-root-longer root

lists authority-added
chain bad-one - other-root root issuing
chain good-same - other-root root


# ---------------------------------------------------------------- chains: what people put into one file

dir=chains
echo '--profile server --hostname cluster.example.com' > chains/arguments
ca=critical,CA:TRUE
upper_name='/O=Example/CN=Example Upper CA' lower_name='/O=Example/CN=Example Lower CA'
issuing upper key=constrained subject="$upper_name" bc=$ca
issuing lower by=upper subject="$lower_name"
leaf leaf by=lower
# Ten measured with other tools: they have the same words for three different faults.
chain right proxy leaf lower upper
chain reversed proxy upper lower leaf
chain intermediates-swapped proxy leaf upper lower
chain middle-missing proxy leaf upper
chain leaf-only proxy leaf
chain intermediate-twice proxy leaf lower lower upper
chain with-root proxy leaf lower upper root
issuing lower-other-key by=upper key=issuing-renewed subject="$lower_name"
chain same-name-other-key proxy leaf lower-other-key upper
chain with-stranger proxy leaf lower upper other-root
chain no-leaf proxy lower upper
# Gaps.
chain middle-missing-with-root proxy leaf upper root
chain leaf-and-root proxy leaf root
chain top-missing-with-root proxy leaf lower root
chain only-root - root
# Roots.
chain root-twice proxy leaf lower upper root root
chain root-first proxy root leaf lower upper
root root-expired to=20260401000000Z
chain old-and-new-root proxy leaf lower upper root-expired root
root root-other-key key=other
chain roots-of-one-name proxy leaf lower upper root-other-key root
chain root-of-same-name-other-key proxy leaf lower upper root-other-key
# Renewed and cross-signed CAs.
issuing lower-newer by=upper subject="$lower_name" from=20250101000000Z
issuing lower-expired by=upper subject="$lower_name" to=20260314090000Z
chain renewed-same-key proxy leaf lower lower-newer upper
chain expired-and-renewed proxy leaf lower-expired lower upper root
chain expired-only proxy leaf lower-expired upper root
chain both-keys-of-one-name proxy leaf lower-other-key lower upper
issuing upper-by-other by=other-root key=constrained subject="$upper_name" bc=$ca
chain cross-signed proxy leaf lower upper upper-by-other root other-root
chain cross-signed-no-roots proxy leaf lower upper upper-by-other
chain cross-signed-one-root proxy leaf lower upper-by-other upper root
root other-root-expired key=other-root subject='/O=Other/CN=Other Root CA' to=20260401000000Z
chain cross-signed-expired-root proxy leaf lower upper-by-other upper other-root-expired root
issuing lower-by-other by=other-root subject="$lower_name"
chain cross-signed-grid proxy leaf lower lower-by-other upper upper-by-other other-root root
issuing lower-email by=upper subject="$lower_name" eku=emailProtection
chain twin-for-email proxy leaf lower-email lower upper root
leaf leaf-by-a by=cross-a
chain loop proxy leaf-by-a a-by-b b-by-a
# Leaves.
leaf leaf-other key=other subject='/O=Example/CN=other.example.com' san=DNS:other.example.com by=lower
chain two-leaves-key-chooses proxy leaf-other leaf lower upper
chain two-leaves-no-key - leaf leaf-other lower upper
leaf leaf-expired by=lower from=20250101000000Z to=20260101000000Z
chain leaf-old-and-new proxy leaf-expired leaf lower upper
leaf self-signed by=self aki=
chain self-signed proxy self-signed
chain self-signed-with-stranger proxy self-signed other-root
root localhost-ca key=other-root subject=/CN=localhost
leaf localhost by=localhost-ca subject=/CN=localhost
chain leaf-named-like-its-ca proxy localhost localhost-ca
chain two-chains-mixed proxy leaf-other issuing leaf upper lower root other-root
# Faults that two rules might tell of, and one does.
root ed448-root key=ed448-ca
leaf leaf-by-ed448 by=ed448-root
chain ed448-root proxy leaf-by-ed448 ed448-root
root sha1-root md=sha1
leaf leaf-by-sha1 by=sha1-root
chain sha1-root proxy leaf-by-sha1 sha1-root
issuing lower-version-1 by=upper subject="$lower_name" no=extensions
chain version-1-intermediate proxy leaf lower-version-1 upper root
issuing lower-no-ca by=upper subject="$lower_name" bc=CA:FALSE ku=critical,digitalSignature
chain intermediate-is-no-ca proxy leaf lower-no-ca upper root
leaf leaf-expired-too by=lower to=20260314090000Z
chain leaf-and-root-expired proxy leaf-expired-too lower upper root-expired
leaf leaf-dotted by=lower san=DNS:cluster.example.com.,DNS:a_b.example.com
chain name-with-a-dot proxy leaf-dotted lower upper root
leaf self-signed-sha1 by=self aki= md=sha1
chain self-signed-sha1 proxy self-signed-sha1
# Signatures by these keys come out different each time, so the files are kept.
root pss-root pss=20
leaf leaf-by-pss by=pss-root
keep chains/odd-pss-root.pem pem leaf-by-pss pss-root
cp keys/proxy.key chains/odd-pss-root.key
new_key secp256k1-ca ec:secp256k1
root curve-root key=secp256k1-ca
leaf leaf-by-curve by=curve-root
keep chains/secp256k1-root.pem pem leaf-by-curve curve-root
cp keys/proxy.key chains/secp256k1-root.key
# CAs with a host's name, as kubeadm makes them, and lists of them.
root kubernetes-ca key=other subject=/CN=kubernetes ku=critical,digitalSignature,keyEncipherment,keyCertSign \
  san=DNS:kubernetes
for name in kubernetes-ca kubernetes-ca-as-server; do chain "$name" - kubernetes-ca; done
args kubernetes-ca '--profile any'
root etcd-ca key=cross subject=/CN=etcd-ca ku=critical,digitalSignature,keyEncipherment,keyCertSign san=DNS:etcd-ca
chain list-of-cas - root etcd-ca kubernetes-ca lower
args list-of-cas '--profile any'
# The trust anchor itself, expired, in the file.
chain anchor-expired proxy leaf lower upper root-expired
args anchor-expired '--profile server --hostname cluster.example.com --trust anchors/root-expired.pem'
mkdir -p chains/anchors
pem root-expired > chains/anchors/root-expired.pem
