#!/usr/bin/env bash
# Make a request for one common name in PHP.
#
# Package: php-cli 8.2 (Debian 12) with the openssl.cnf of OpenSSL 3.0.19
# Guessed: openssl_csr_new(["commonName" => "www.example.com"], $key) makes a request whose subject is that common name
#   and nothing else; the configuration file is asked for hash, key size and extensions.
# Behaviour: what the array does not name is taken from the questions of `openssl req`: each line of its section
#   distinguished_name that ends in _default becomes a name part, though nobody is asked. With the file that OpenSSL and
#   Debian install the subject is from Some-State in Australia and belongs to Internet Widgits Pty Ltd. No argument turns
#   that off; an empty text for a part is an error. What helps is a configuration of one's own. Another machine with
#   another openssl.cnf makes another subject from the same script.
# Output seen: {"CN":"www.example.com","C":"AU","ST":"Some-State","O":"Internet Widgits Pty Ltd"}; own file: {"CN":...}
set -euo pipefail

php -r 'exit(extension_loaded("openssl") ? 0 : 1);' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset OPENSSL_CONF
php -r 'echo "PHP ", PHP_VERSION, ", ", OPENSSL_VERSION_TEXT, "\n";'
printf '[req]\ndistinguished_name=dn\n[dn]\n' >own.cnf
cat >ask.php <<'PHP'
<?php
$key = openssl_pkey_new(["private_key_type" => OPENSSL_KEYTYPE_EC, "curve_name" => "prime256v1"]);
foreach ([[], ["config" => "own.cnf"]] as $options) {
    $request = openssl_csr_new(["commonName" => "www.example.com"], $key, $options);
    echo $options ? "own file: " : "default: ", json_encode(openssl_csr_get_subject($request)), "\n";
}
PHP
php ask.php | tee out
diff out - <<'TEXT' || { echo "CHANGED: PHP fills the subject otherwise" >&2; exit 1; }
default: {"CN":"www.example.com","C":"AU","ST":"Some-State","O":"Internet Widgits Pty Ltd"}
own file: {"CN":"www.example.com"}
TEXT
