#!/usr/bin/env bash
# Adding a certificate again under another nickname changes the trust of the first entry and drops the new name.
# Package: libnss3-tools 3.87.1 (Debian), OpenSSL 3.0.19 for the test certificate
# Guessed: "certutil -A -n NEW" with a certificate that is in the database already fails, adds a second entry, or
#   renames the entry; if it did nothing, the trust flags of the old entry would stay too.
# Behaviour: it exits 0, the nickname NEW does not exist afterwards, and the trust flags of the OLD entry are
#   overwritten with the ones given. Importing a bundle with the flags for plain intermediates (",,") thus takes the
#   trust from a root that is in the bundle and was trusted under its own name: clients lose the root, and the list
#   shows no new entry that would explain it.
# Output seen: before: site-root C,, / after -A -n from-bundle -t ,, : site-root ,, and no from-bundle, exit 0
set -euo pipefail
command -v certutil >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libnss3-tools >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libnss3-tools 2>/dev/null || true
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj "/CN=Example Root CA" -days 100 2>/dev/null
mkdir db
certutil -N -d sql:db --empty-password
certutil -A -d sql:db -n site-root -t C,, -a -i root.pem
entries() { certutil -L -d sql:db | grep -E '^(site-root|from-bundle)' | tr -s ' ' | sed 's/ $//'; }
before=$(entries)
status=0
certutil -A -d sql:db -n from-bundle -t ,, -a -i root.pem || status=$?
after=$(entries)
echo "before: $before"
echo "after : $after (exit status of the second import: $status)"
if [ "$before" != "site-root C,," ] || [ "$after" != "site-root ,," ] || [ "$status" != 0 ]; then
  echo "CHANGED: the second import does something else" >&2
  exit 1
fi
