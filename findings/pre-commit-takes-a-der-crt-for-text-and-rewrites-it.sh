#!/usr/bin/env bash
# Run a hook for text files over one binary certificate under two names.
#
# Package: identify 2.6.20, pre-commit 4.7.0, pre-commit-hooks 6.0.0 (PyPI)
# Guessed: whether a file is text is decided by its bytes, so a DER certificate counts as
#   binary whatever its name, and a hook with `types: [text]` never touches it.
# Behaviour: the ending `.crt` is listed as text and PEM, and the bytes are not looked at;
#   the same bytes under `.der` or `.cer` are binary. `mixed-line-ending`, which is limited
#   to text in the usual set of hooks, then finds 0D 0A and 0A inside the certificate and
#   rewrites them. The length no longer fits its header and OpenSSL cannot read the file.
#   Exclude such files by name, or keep DER out of `.crt`.
# Output seen: leaf.crt tagged text and rewritten, unreadable; leaf.der left as it was
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    identify==2.6.20 pre-commit==4.7.0 pre-commit-hooks==6.0.0
mkdir repository
cd repository
export PATH="$work/venv/bin:$PATH" PRE_COMMIT_HOME="$work/cache"
git -c init.defaultBranch=main init --quiet .

# A valid certificate whose serial number holds the bytes of both kinds of line end.
openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -outform DER -out leaf.der \
    -subj /CN=leaf.example -set_serial 0x010D0A020A030D0A040A05 -days 30 2>/dev/null
cp leaf.der leaf.crt
cp leaf.der ../before.der
cat >.pre-commit-config.yaml <<'YAML'
repos:
  - repo: local
    hooks:
      - id: mixed-line-ending
        name: mixed line ending
        entry: mixed-line-ending
        language: system
        types: [text]
YAML
git add .

echo "leaf.crt: $(identify-cli leaf.crt)"
echo "leaf.der: $(identify-cli leaf.der)"
pre-commit run --all-files --color never || true
identify-cli leaf.crt | grep -q '"text"' || { echo "CHANGED: a DER .crt is no longer text" >&2; exit 1; }
cmp -s leaf.der ../before.der || { echo "CHANGED: leaf.der was rewritten" >&2; exit 1; }
if cmp -s leaf.crt ../before.der; then echo "CHANGED: leaf.crt was left alone" >&2; exit 1; fi
openssl x509 -inform DER -in ../before.der -noout -subject
if openssl x509 -inform DER -in leaf.crt -noout -subject 2>/dev/null; then
    echo "CHANGED: leaf.crt can still be read" >&2
    exit 1
fi
echo "leaf.crt went from $(wc -c <../before.der) to $(wc -c <leaf.crt) bytes and is no certificate any more"
