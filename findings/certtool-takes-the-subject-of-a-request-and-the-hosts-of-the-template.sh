#!/usr/bin/env bash
# Sign a request with certtool and a template that names subject and hosts.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the request
# Guessed: one of the two is asked, or one goes before the other for subject and hosts alike: the template decides, as
#   the CA's own file, and what it leaves open comes from the request.
# Behaviour: the subject is the request's, and the template's cn and organization are passed over without a word. The
#   hosts are the template's, and the request's are dropped without a word, also when the template names none: then there
#   are none. With honor_crq_extensions both lists are joined. So one template for two requests puts the right hosts
#   under the wrong name, and nothing says which lines of it counted.
# Output seen: request CN=req, DNS:req; template cn = tpl, dns_name = tpl: CN=req, DNS:tpl; template without hosts:
#   CN=req, none
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gnutls-bin >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout ca.key -out ca.pem -days 365 -subj /CN=ca 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj /CN=req -addext subjectAltName=DNS:req 2>/dev/null
sign() { # lines of the template
    printf '%s\n' 'expiration_days = 30' "$@" >template
    certtool --generate-certificate --load-request leaf.csr \
        --load-ca-certificate ca.pem --load-ca-privkey ca.key --template template --outfile cert.pem 2>/dev/null
    hosts=$(openssl x509 -in cert.pem -noout -text | sed -n 's/^ *\(DNS:.*\)/\1/p')
    echo "$*: $(openssl x509 -in cert.pem -noout -subject -nameopt RFC2253 | sed 's/subject=//'); ${hosts:-no hosts}"
}
{
    sign 'cn = tpl' 'organization = tpl' 'dns_name = tpl'
    sign 'cn = tpl'
    sign 'cn = tpl' honor_crq_extensions
    sign 'cn = tpl' 'dns_name = tpl' honor_crq_extensions
} | tee out
diff out - <<'TEXT' || { echo "CHANGED: certtool takes subject or hosts from elsewhere" >&2; exit 1; }
cn = tpl organization = tpl dns_name = tpl: CN=req; DNS:tpl
cn = tpl: CN=req; no hosts
cn = tpl honor_crq_extensions: CN=req; DNS:req
cn = tpl dns_name = tpl honor_crq_extensions: CN=req; DNS:req, DNS:tpl
TEXT
