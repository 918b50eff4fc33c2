#!/usr/bin/env bash
# Read a YAML document that is nothing but one literal block with a certificate.
#
# Package: php-symfony-yaml 5.4.53 (Debian 12), PyYAML 6.0.4 (PyPI)
# Guessed: `--- |` followed by the indented PEM is a document whose value is the PEM text,
#   line ends and all, in every YAML reader; PHP's best known one knows `|` well.
# Behaviour: Symfony strips the whole first line of a document if it begins with three
#   dashes, and the `|` goes with it. The rest is then a plain text over several lines,
#   which is folded: blanks in place of line ends, which no PEM reader takes. The same step
#   runs on each nested block. A plain value that starts on the line below its key loses
#   its first line, the BEGIN marker, and keeps the END marker; PyYAML keeps both. No error.
# Output seen: PyYAML "-----BEGIN CERTIFICATE-----\nMII..."; Symfony "-----BEGIN
#   CERTIFICATE----- MII..."; nested and plain: Symfony "MII..."
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
autoload=/usr/share/php/Symfony/Component/Yaml/autoload.php
if ! command -v php >/dev/null || ! [[ -f $autoload ]]; then
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends php-cli php-symfony-yaml >/dev/null
fi
dpkg-query -W php-symfony-yaml
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
{ echo '--- |'; sed 's/^/  /' ca.pem; } >literal.yaml
{ echo 'ca:'; sed 's/^/  /' ca.pem; } >plain.yaml

cat >try.php <<'PHP'
<?php
require $argv[1];
foreach (['literal', 'plain'] as $name) {
    $value = Symfony\Component\Yaml\Yaml::parseFile("$name.yaml");
    echo "$name ", json_encode(is_array($value) ? $value['ca'] : $value, JSON_UNESCAPED_SLASHES), "\n";
}
PHP
cat >try.py <<'PY'
import json, yaml
for name in ("literal", "plain"):
    value = yaml.safe_load(open(name + ".yaml"))
    print(name, json.dumps(value["ca"] if isinstance(value, dict) else value))
PY
php try.php "$autoload" >symfony.txt
venv/bin/python try.py >pyyaml.txt
for reader in pyyaml symfony; do
    while read -r name value; do
        echo "$reader, $name: ${value:0:50}... ${value: -40}"
    done <"$reader.txt"
done
grep -q '^literal "-----BEGIN CERTIFICATE-----\\nMII.*\\n-----END CERTIFICATE-----\\n"$' pyyaml.txt
grep -q '^plain "-----BEGIN CERTIFICATE----- MII.* -----END CERTIFICATE-----"$' pyyaml.txt
grep -q '^literal "-----BEGIN CERTIFICATE----- MII.* -----END CERTIFICATE-----"$' symfony.txt ||
    { echo "CHANGED: Symfony reads the literal document otherwise" >&2; exit 1; }
grep -q '^plain "MII.* -----END CERTIFICATE-----"$' symfony.txt ||
    { echo "CHANGED: Symfony reads the plain value otherwise" >&2; exit 1; }
