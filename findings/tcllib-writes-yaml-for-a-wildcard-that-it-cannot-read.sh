#!/usr/bin/env bash
# Write a list of hosts and certificates as YAML by Tcl's library, and read it again.
#
# Package: tcllib 1.21 (yaml 0.4.1) with Tcl 8.6 (Debian 12), PyYAML 6.0.4 (PyPI) as the comparison
# Guessed: yaml::dict2yaml puts quotation marks around what would not be text without them, so yaml::yaml2dict and
#   other readers give the dictionary back.
# Behaviour: nothing is ever quoted. A host of *.example.com becomes an alias, and the reader, the own one as well as
#   PyYAML, fails for want of an anchor of that name. Other values come back as something else without an error: the
#   country NO as 0, a name in quotation marks without them. A PEM text becomes a block with a | and is right, which is
#   the case that one tries.
# Output seen: PEM: right; *.example.com: Could not find the anchor-name; NO: 0; "x": x
set -euo pipefail

echo 'puts [package require yaml]' | tclsh 2>/dev/null | grep -q . || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tcl tcllib >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4
openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out cert.pem -subj /CN=x -days 30 2>/dev/null
cat >ask.tcl <<'TCL'
puts "yaml [package require yaml]"
set file [open cert.pem]
set pem [read $file]
close $file
foreach {name value} [list pem $pem wildcard *.example.com country NO quoted "\"x\""] {
    set text [yaml::dict2yaml [dict create value $value last 1]]
    set file [open $name.yaml w]
    puts -nonewline $file $text
    close $file
    if {[catch {set again [dict get [yaml::yaml2dict $text] value]} error]} {
        puts "$name: error, [lindex [split $error \n] 0]"
    } elseif {$again eq $value} {
        puts "$name: right"
    } else {
        puts "$name: $again"
    }
}
TCL
tclsh ask.tcl | tee out
venv/bin/python - <<'PY' | tee -a out
import yaml

assert yaml.safe_load(open("pem.yaml"))["value"] == open("cert.pem").read()
try:
    print(yaml.safe_load(open("wildcard.yaml")))
except yaml.YAMLError as error:
    print("PyYAML, wildcard:", str(error).splitlines()[0])
PY
grep -qx 'pem: right' out
grep -q '^wildcard: error, .*Could not find the anchor-name' out && grep -q '^PyYAML, wildcard: while scanning an alias' out &&
    grep -qx 'country: 0' out && grep -qx 'quoted: x' out ||
    { echo "CHANGED: tcllib writes or reads YAML otherwise" >&2; exit 1; }
