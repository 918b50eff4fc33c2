#!/usr/bin/env bash
# Save the subjects and files of certificates in a configuration file by Nim, and load it.
#
# Package: nim 1.6.10 (Debian 12), OpenSSL 3.0.19 for the subject
# Guessed: loadConfig reads what writeConfig has written, since the library puts quotation marks where a value needs
#   them, and where it cannot write something it says so.
# Behaviour: a value with quotation marks is put between three of them, and where it ends with one, as the subject CN =
#   x, O = "A, B" does in OpenSSL's usual form, four stand there; reading ends at the first three of these, so the last
#   mark is lost. A PEM text is right. A key with a colon, an IPv6 address, is written as it is and read as key 2001
#   with a value: the file of that host is "", without an error; as a section it gets its quotation marks.
# Output seen: CN = x, O = "A, B": CN = x, O = "A, B; O = "A, B", CN = x: right; key 2001:db8::1: empty, section: right
set -euo pipefail

command -v nim >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nim gcc libc6-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
nim --version | sed -n 1p
for subject in '/CN=x/O=A, B' '/O=A, B/CN=x'; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -subj "$subject" -days 30 2>/dev/null |
        openssl x509 -noout -subject | cut -c9-
done >subjects
cat >ask.nim <<'NIM'
import parsecfg, strutils

proc again(section, key, value: string): string =
  var config = newConfig()
  config.setSectionKey(section, key, value)
  config.writeConfig("saved.ini")
  loadConfig("saved.ini").getSectionValue(section, key)

for subject in "subjects".readFile.strip.splitLines:
  echo subject, " -> ", again("www", "subject", subject)
echo "key: '", again("files", "2001:db8::1", "a.pem"), "'"
echo "section: '", again("2001:db8::1", "file", "a.pem"), "'"
NIM
nim compile --hints:off --verbosity:0 --nimcache:cache --run ask.nim | tee out
grep -qxF 'O = "A, B", CN = x -> O = "A, B", CN = x' out && grep -qx "section: 'a.pem'" out
grep -qxF 'CN = x, O = "A, B" -> CN = x, O = "A, B' out && grep -qx "key: ''" out ||
    { echo "CHANGED: parsecfg writes or reads otherwise" >&2; exit 1; }
