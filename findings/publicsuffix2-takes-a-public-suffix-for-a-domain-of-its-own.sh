#!/usr/bin/env bash
# Sort the names of certificates by registrable domain with three readers of the Public Suffix List.
#
# Package: publicsuffix2 2.20191221, publicsuffixlist 1.1.2.20261023 (PyPI), psl 1.15.0 (npm) on Node.js v20.20.2
# Guessed: the list's own algorithm: the domain is the public suffix and one label more, by the rule "*" where no rule
#   fits; a name that is a suffix has none. Old lists differ in entries, not in this; a name in Unicode is that in xn--.
# Behaviour: publicsuffix2.get_sld has a domain for everything. A public suffix is its own; of a name under a TLD that
#   the list does not have, as in many a company, the TLD alone is the domain; and of a name in Unicode under a suffix
#   that the list has in xn--, it is that suffix. So all hosts of a company are one domain, "corp", and all customers of
#   such a registry are one as well. A PublicSuffixList(idna=False) of it is right for Unicode, and wrong in this way
#   for xn--.
# Output seen: a.b.corp: corp, the others b.corp; co.uk: co.uk, the others none; www.食狮.公司.cn: 公司.cn, the others
#   食狮.公司.cn
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check publicsuffix2==2.20191221 publicsuffixlist==1.1.2.20261023
npm install --silent --no-audit --no-fund --ignore-scripts psl@1.15.0 >/dev/null
cat >psl.mjs <<'JS'
import psl from 'psl';
console.log(JSON.stringify(process.argv.slice(2).map((name) => psl.get(name))));
JS
cat >ask.py <<'PY'
import json
import subprocess

import publicsuffix2
from publicsuffixlist import PublicSuffixList

names = ["www.example.co.uk", "a.b.corp", "co.uk", "www.xn--85x722f.xn--55qx5d.cn", "www.食狮.公司.cn"]
node = json.loads(subprocess.check_output(["node", "psl.mjs", *names]))
other = PublicSuffixList()
seen = []
for name, by_psl in zip(names, node):
    seen.append((publicsuffix2.get_sld(name), other.privatesuffix(name), by_psl))
    print(name, *seen[-1], sep=" | ")
expected = [
    ("example.co.uk",) * 3,
    ("corp", "b.corp", "b.corp"),
    ("co.uk", None, None),
    ("xn--85x722f.xn--55qx5d.cn",) * 3,
    ("公司.cn", "食狮.公司.cn", "食狮.公司.cn"),
]
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python ask.py
