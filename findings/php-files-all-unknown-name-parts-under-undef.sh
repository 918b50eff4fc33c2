#!/usr/bin/env bash
# PHP gives every name part that it has no name for one and the same key, "UNDEF".
#
# Package: php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: in the array of openssl_x509_parse() an attribute without a short name has its dotted number as the key, as in
#   the array of extensions beside it and in the text under "name".
# Behaviour: the key is "UNDEF" ("undefined" in the long form), for all of them: two such attributes become one list of
#   two, in which nothing says which value is which, and a certificate with only the one looks like a certificate with
#   only the other. Names of devices, seals and national registers have such attributes. A lookup by "1.3.6..." finds
#   nothing, two different subjects compare equal, and the array given to openssl_csr_new() makes a request without
#   them, with "UNDEF is not a recognized name".
# Output seen: two attributes: {"CN":"x","UNDEF":["device-7","floor-2"]}; one or the other with value 7: both
#   {"CN":"x","UNDEF":"7"}; an extension of the same kind: key 1.3.6.1.4.1.99999.3
set -euo pipefail

php -r 'exit(extension_loaded("openssl") ? 0 : 1);' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
php -r 'echo "PHP ", PHP_VERSION, ", ", OPENSSL_VERSION_TEXT, "\n";'
make_cert() { # file, further lines of the name
    printf '[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=v\n[dn]\nCN=x\n%b[v]\n%s\n' "$2" \
        '1.3.6.1.4.1.99999.3=ASN1:UTF8String:y' >cnf
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out "$1.pem" \
        -days 30 2>/dev/null
    openssl x509 -in "$1.pem" -noout -subject
}
make_cert both '0.1.3.6.1.4.1.99999.1=device-7\n0.1.3.6.1.4.1.99999.2=floor-2\n'
make_cert device '0.1.3.6.1.4.1.99999.1=7\n'
make_cert floor '0.1.3.6.1.4.1.99999.2=7\n'
cat >ask.php <<'PHP'
<?php
foreach (["both", "device", "floor"] as $name) {
    $found = openssl_x509_parse(file_get_contents("$name.pem"));
    echo "$name: ", json_encode($found["subject"]), "\n";
}
echo "name: ", $found["name"], "\n";
echo "extensions: ", implode(" ", array_keys($found["extensions"])), "\n";
PHP
php ask.php | tee out
grep -qx 'name: /CN=x/1.3.6.1.4.1.99999.2=7' out && grep -qx 'extensions: .*1.3.6.1.4.1.99999.3.*' out
grep -qx 'both: {"CN":"x","UNDEF":\["device-7","floor-2"\]}' out && grep -qx 'device: {"CN":"x","UNDEF":"7"}' out &&
    grep -qx 'floor: {"CN":"x","UNDEF":"7"}' out ||
    { echo "CHANGED: PHP names such parts otherwise" >&2; exit 1; }
