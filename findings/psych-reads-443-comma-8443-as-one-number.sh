#!/usr/bin/env bash
# Read lists of ports and identifiers from YAML by Ruby's own reader and by PyYAML.
#
# Package: ruby3.1 with psych 4.0.3 (Debian 12), PyYAML 6.0.4 (PyPI)
# Guessed: `443,8443`, the ports on which a certificate is looked at, is text, since no version of YAML has commas in a
#   number; and 00:11:22, the beginning of a fingerprint, is text or, in YAML 1.1, text as well, for a number to the base of
#   60 begins with 1 to 9 there.
# Behaviour: Ruby leaves out commas in an integer wherever they stand: 443,8443 is 4438443, and 30,7, the days before an
#   expiry at which to warn, is 307. Two or three groups of digits with colons are a number with zeros in front too: 05:39
#   is 20340, the same as 5:39:00, and 00:11:22 is 682. PyYAML, which writes such texts without quotation marks since they
#   are text to it, is read wrong by Ruby.
# Output seen: 443,8443: 4438443; 30,7: 307; 00:11:22: 682; 05:39: 20340; 443,8443,x: text; PyYAML: text each time
set -euo pipefail

ruby -e 'require "yaml"' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ruby -e 'require "yaml"; puts "psych #{Psych::VERSION}"'
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyyaml==6.0.4
bad=
check() { # text, what Ruby reads from PyYAML's file
    local ruby python
    venv/bin/python -c 'import sys, yaml; print(yaml.safe_dump({"v": sys.argv[1]}))' "$1" >file.yaml
    ruby=$(ruby -e 'require "yaml"; print YAML.load_file("file.yaml")["v"].inspect')
    python=$(venv/bin/python -c 'import yaml; print(repr(yaml.safe_load(open("file.yaml"))["v"]))')
    echo "$(head -n 1 file.yaml): Ruby $ruby, PyYAML $python"
    [ "$ruby, $python" = "$2, '$1'" ] || bad=1
}
check 443,8443 4438443
check 30,7 307
check 00:11:22 682
check 05:39 20340
check 443,8443,x '"443,8443,x"'
[ -z "$bad" ] || { echo "CHANGED: Ruby reads other values" >&2; exit 1; }
