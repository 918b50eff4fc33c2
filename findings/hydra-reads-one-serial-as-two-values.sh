#!/usr/bin/env bash
# Give Hydra a serial number once in the configuration file and once on the command line.
#
# Package: hydra-core 1.3.8, omegaconf 2.3.1 (PyPI)
# Guessed: `serial=00123` on the command line means what `serial: 00123` means in the file that it overrides; both are
#   read by the same project into the same kind of object.
# Behaviour: the file is YAML 1.1, the command line a grammar of its own. In the file 00123 is octal, 83; 12:34:56 is a
#   number to the base of 60, 45296; 0x1F is 31; "yes" is True. On the command line all four are text. Only what has an E
#   in it is a float in both, 12E4 being 120000.0. A short serial or a fingerprint that worked when it was tried by
#   an override is another value once it is written down. Quotation marks help in both places.
# Output seen: 00123: 83 and '00123'; 12:34:56: 45296 and '12:34:56'; 0x1F: 31 and '0x1F'; yes: True and 'yes'; 12E4:
#   120000.0 twice
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check hydra-core==1.3.8 omegaconf==2.3.1
cat >app.py <<'PY'
import hydra

@hydra.main(version_base=None, config_path=".", config_name="config")
def main(config):
    print(repr(config.serial))

main()
PY
bad=
check() { # text, expected from the file, expected from the command line
    local file line
    echo "serial: $1" >config.yaml
    file=$(venv/bin/python app.py hydra.run.dir=out)
    echo "serial: none" >config.yaml
    line=$(venv/bin/python app.py hydra.run.dir=out "serial=$1")
    echo "$1: in the file $file, on the command line $line"
    [ "$file, $line" = "$2, $3" ] || bad=1
}
check 00123 83 "'00123'"
check 12:34:56 45296 "'12:34:56'"
check 0x1F 31 "'0x1F'"
check yes True "'yes'"
check 12E4 120000.0 120000.0
[ -z "$bad" ] || { echo "CHANGED: Hydra reads other values" >&2; exit 1; }
