#!/usr/bin/env bash
# Read an INI file with a passphrase, and the setting behind it, by PHP.
#
# Package: php-cli 8.2 (Debian 12)
# Guessed: parse_ini_string gives the text behind the equals sign; words such as yes and none are known exceptions, and
#   what the format does not allow is an error.
# Behaviour: a value without quotation marks may be an expression, for error_reporting in php.ini. Two words with a bar, an
#   ampersand or ^ between them are calculated with as integers: ab|cd is "0" and 12|3 is "15"; ~5 is "-6", and "!" with
#   anything behind it is "1" or "". An apostrophe ends the value and swallows the rest of the file: it's is "it", and no
#   setting behind it is there. None of this is an error; a parenthesis or a second equals sign, as base64 has it, is
#   one, for the whole file. INI_SCANNER_RAW reads all of these as text.
# Output seen: ab|cd: 0; 12|3: 15; ~5: -6; !x: 1; it's: it, next gone; MIIB==: error; raw: the text, next there
set -euo pipefail

command -v php >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
php -r 'echo "PHP ", PHP_VERSION, "\n";'
cat >ask.php <<'PHP'
<?php
foreach ([INI_SCANNER_NORMAL, INI_SCANNER_RAW] as $mode) {
    $seen = @parse_ini_string("passphrase = $argv[1]\nnext = x\n", false, $mode);
    $told[] = $seen === false ? "error" : $seen["passphrase"] . (isset($seen["next"]) ? ", next there" : ", next gone");
}
echo "$told[0]; raw: $told[1]\n";
PHP
bad=
check() { # passphrase, expected
    local told
    told=$(php ask.php "$1")
    echo "$1: $told"
    [ "$told" = "$2; raw: $1, next there" ] || bad=1
}
check 'secret' "secret, next there"
check 'ab|cd' "0, next there"
check '12|3' "15, next there"
check '~5' "-6, next there"
check '!x' "1, next there"
check "it's" "it, next gone"
check 'MIIB==' error
[ -z "$bad" ] || { echo "CHANGED: PHP reads other values" >&2; exit 1; }
