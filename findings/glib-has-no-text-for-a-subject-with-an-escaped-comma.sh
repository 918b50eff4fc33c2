#!/usr/bin/env bash
# Keep a subject and a Windows path in a key file of GLib, as NetworkManager's and GNOME's settings are, written by
#   hand.
#
# Package: python3-gi 3.42.2 with libglib2.0-0 2.74.6 (Debian 12), OpenSSL 3.0.19 for the subject, Python's configparser
#   as the comparison
# Guessed: a backslash that begins no escape that GLib knows stays as it is, or the file is refused when it is loaded,
#   with the line.
# Behaviour: the file loads. get_string() of a value with "\," (which OpenSSL prints for a comma in a name) or with
#   "\C3" raises an error at the moment of asking, "value that cannot be interpreted", which names neither line nor
#   sign. C:\tls\new is read without an error, with a tab and a line end in it. get_value() has the text as it is;
#   set_string() writes two backslashes, so only files by hand are concerned.
# Output seen: CN=x,O=A\, B and O=M\C3\BCller: error from get_string, whole from get_value; C:\tls\new: tab and line end
set -euo pipefail

/usr/bin/python3 -c 'from gi.repository import GLib' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-gi >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -utf8 -newkey rsa:2048 -nodes -keyout key.pem -out comma.pem -days 30 -subj "/O=A, B/CN=x" 2>/dev/null
openssl req -x509 -utf8 -key key.pem -out umlaut.pem -days 30 -subj "/O=Müller/CN=x"
{
    echo "[tls]"
    for name in comma umlaut; do
        echo "$name=$(openssl x509 -in $name.pem -noout -subject -nameopt RFC2253 | cut -d= -f2-)"
    done
    echo 'path=C:\tls\new'
    echo 'plain=CN=x,O=E'
} | tee settings.ini
cat >ask.py <<'PY'
import configparser

import gi
from gi.repository import GLib

by_glib = GLib.KeyFile()
by_glib.load_from_file("settings.ini", GLib.KeyFileFlags.NONE)
by_python = configparser.RawConfigParser()
by_python.read("settings.ini")
seen = {}
for name in "comma", "umlaut", "path", "plain":
    raw = by_glib.get_value("tls", name)
    try:
        text = by_glib.get_string("tls", name)
        told = "same" if text == raw else repr(text)
    except GLib.Error as error:
        told = "cannot be interpreted" if "cannot be interpreted" in error.message else error.message
    seen[name] = (told, raw == by_python["tls"][name])
    print(f"{name}: get_string {told}, get_value as configparser: {seen[name][1]}")
expected = {"comma": ("cannot be interpreted", True), "umlaut": ("cannot be interpreted", True),
            "path": (repr("C:\tls\new"), True), "plain": ("same", True)}
assert seen == expected, f"CHANGED: {seen}"
PY
/usr/bin/python3 ask.py
