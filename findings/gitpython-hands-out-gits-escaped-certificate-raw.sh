#!/usr/bin/env bash
# Store a certificate with `git config`, and read the file by two Python libraries.
#
# Package: GitPython 3.2.1 and dulwich 1.2.21 (PyPI), git 2.47.3
# Guessed: git writes a value over several lines with `\n` and reads it back; libraries for
#   git's files know this rule, since it is the only way to store a line end there.
# Behaviour: dulwich does. GitPython returns a backslash and an n for each line end, as
#   long as the value is not in quotation marks. git writes those only where
#   it must, for instance because of a `#`: so the same certificate comes back raw when it
#   is stored alone, and whole when a comment line stands above it. Code that was tried
#   with the one fails with the other.
# Output seen: alone: git and dulwich 1 certificate, GitPython 0; with a comment line: 1, 1, 1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
git --version
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check GitPython==3.2.1 dulwich==1.2.21

openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out ca.pem \
    -subj /CN=ca.example -days 30 2>/dev/null
git config --file settings tls.alone "$(cat ca.pem)"
git config --file settings tls.commented "# the issuer
$(cat ca.pem)"
cut -c 1-70 settings

cat >try.py <<'PY'
import subprocess
import sys
import git
from dulwich.config import ConfigFile

def certificates(text):
    told = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=text, capture_output=True, text=True)
    return int(told.returncode == 0)

seen = {}
for key in ("alone", "commented"):
    values = {
        "git": subprocess.check_output(["git", "config", "--file", "settings", "tls." + key], text=True)[:-1],
        "dulwich": ConfigFile.from_path("settings").get((b"tls",), key.encode()).decode(),
        "GitPython": git.GitConfigParser("settings").get_value("tls", key),
    }
    for name, text in values.items():
        seen[key, name] = certificates(text)
        print(f"{key}: {name}: {seen[key, name]} certificate, from {text[:45]!r}")
if list(seen.values()) != [1, 1, 0, 1, 1, 1]:
    sys.exit(f"CHANGED: {seen}")
PY
venv/bin/python try.py
