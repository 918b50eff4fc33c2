#!/usr/bin/env bash
# Write a configuration with serial numbers by KCL, a language for configurations.
#
# Package: kcl-lib 0.13.2 (PyPI), ruamel.yaml 0.19.1 (PyPI)
# Guessed: an integer in the source comes out in the YAML with the same digits, or it is refused where the language has
#   no room for it.
# Behaviour: from 2^63 to 2^64-1 it comes out negative, without a word: 9223372036854775813 is
#   -9223372036854775803, in YAML and in JSON. From 2^64 on it is refused, as "invalid syntax", so a test with a really long
#   number tells that there is a check. Serial numbers of 64 bits are common, and half of those with random bits have the
#   highest one set. Write them as text.
# Output seen: 9223372036854775807: itself; 9223372036854775813: -9223372036854775803; 18446744073709551615: -1;
#   18446744073709551616: InvalidSyntax
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check kcl-lib==0.13.2 ruamel.yaml==0.19.1
cat >try.py <<'PY'
import json

import kcl_lib.api
import ruamel.yaml

seen = {}
for serial in (9223372036854775807, 9223372036854775813, 18446744073709551615, 18446744073709551616):
    with open("certs.k", "w") as out:
        out.write(f"serial = {serial}\n")
    try:
        result = kcl_lib.api.API().exec_program(kcl_lib.api.ExecProgramArgs(k_filename_list=["certs.k"]))
        seen[serial] = ruamel.yaml.YAML(typ="safe").load(result.yaml_result)["serial"]
        assert json.loads(result.json_result)["serial"] == seen[serial]
    except Exception as error:
        seen[serial] = "InvalidSyntax" if "InvalidSyntax" in str(error) else repr(error)
    print(f"{serial:20} {seen[serial]}")
assert list(seen.values()) == [9223372036854775807, -9223372036854775803, -1, "InvalidSyntax"], f"CHANGED: {seen}"
PY
venv/bin/python try.py
