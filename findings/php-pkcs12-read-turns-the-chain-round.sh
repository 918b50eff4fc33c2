#!/usr/bin/env bash
# Read a PKCS#12 file with a chain by PHP, and join leaf and extra certificates to a PEM file.
#
# Package: php-cli 8.2 (Debian 12), OpenSSL 3.0.19 for the files, the comparison and the client
# Guessed: `extracerts` of openssl_pkcs12_read() has the order of the file, as the openssl program shows it, and what
#   openssl_pkcs12_export() is given comes back as it was given.
# Behaviour: PHP takes the list from its end. The file has leaf, sub, issuing; `cert` and then `extracerts` is leaf,
#   issuing, sub: a chain in a wrong order, which strict clients refuse and others repair, so that it goes unnoticed.
#   With one issuer there is no order, so the usual trial shows nothing. Reading and writing again turns it back: a
#   file that PHP rewrote twice is right again. And `extracerts` given as one PEM text with the whole chain,
#   where PHP takes a PEM text for a certificate everywhere else, keeps its first certificate only.
# Output seen: openssl program: leaf sub issuing; PHP: leaf issuing sub; written by PHP itself as sub issuing: the same;
#   extracerts as one text: sub
set -euo pipefail

php -r 'exit(extension_loaded("openssl") ? 0 : 1);' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
php -r 'echo "PHP ", PHP_VERSION, ", ", OPENSSL_VERSION_TEXT, "\n";'
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
ca='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 "$ca"
sign issuing sub 3 "$ca"
sign sub leaf 4 'subjectAltName=IP:127.0.0.1\n'
cat sub.pem issuing.pem >chain.pem
openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile chain.pem -passout pass:x -out file.p12

cat >ask.php <<'PHP'
<?php
function show($label, $archive) {
    openssl_pkcs12_read($archive, $found, "x");
    $names = array_map(fn($pem) => openssl_x509_parse($pem)["subject"]["CN"],
        [$found["cert"], ...($found["extracerts"] ?? [])]);
    echo "$label: ", implode(" ", $names), "\n";
}
$text = fn($name) => file_get_contents("$name.pem");
show("openssl's file", file_get_contents("file.p12"));
$key = file_get_contents("leaf.key");
openssl_pkcs12_export($text("leaf"), $own, $key, "x", ["extracerts" => [$text("sub"), $text("issuing")]]);
file_put_contents("own.p12", $own);
show("PHP's own file", $own);
openssl_pkcs12_export($text("leaf"), $one, $key, "x", ["extracerts" => $text("chain")]);
show("extracerts as one text", $one);
PHP
for_openssl() { openssl pkcs12 -in "$1" -passin pass:x -nokeys 2>/dev/null | sed -n 's/^subject=CN = //p' | paste -sd' '; }
php ask.php | tee out
echo "openssl program: openssl's file: $(for_openssl file.p12); PHP's own file: $(for_openssl own.p12)"
[ "$(for_openssl file.p12)" = "leaf sub issuing" ] && [ "$(for_openssl own.p12)" = "leaf sub issuing" ] &&
    grep -qx "openssl's file: leaf issuing sub" out && grep -qx "PHP's own file: leaf issuing sub" out &&
    grep -qx "extracerts as one text: leaf sub" out ||
    { echo "CHANGED: PHP orders or reads the extra certificates otherwise" >&2; exit 1; }
