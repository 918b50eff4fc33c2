#!/usr/bin/env bash
# Write texts about certificates to TOML by Perl's TOML::Tiny, and read them by it and by Python.
#
# Package: libtoml-tiny-perl 0.15 with Perl 5.36 (Debian 12), Python's tomllib
# Guessed: to_toml puts quotation marks around what is text in Perl; a number that was read from a text is Perl's old
#   trouble, and the library sees to it: 00123, 12E4 and 0x1F come with quotation marks.
# Behaviour: a text that has the form of a TOML time gets none. The short serial or fingerprint 12:34:56, and the date
#   2049-12-31 that was text, are bare, and so is "inf". TOML::Tiny itself gives text for a time and so reads its file
#   back; for every other reader the setting is a time of day, a date or an infinite number, for those certificates
#   only whose digits are possible hours, minutes and seconds: 12:34:99 has its quotation marks.
# Output seen: 00123, 12E4, 12:34:99: str; 12:34:56: time; 2049-12-31: date; inf: float; Perl: all the same
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q libtoml-tiny-perl >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export PERL5LIB=$work/usr/share/perl5
cat >ask.pl <<'PERL'
use strict;
use TOML::Tiny qw(from_toml to_toml);

print to_toml({ value => $ARGV[0] });
print "\n# ", from_toml(to_toml({ value => $ARGV[0] }))->{value} eq $ARGV[0] ? 'the same' : 'other', "\n";
PERL
bad=
check() { # text, expected type in Python
    local told
    perl ask.pl "$1" >file.toml
    told=$(python3 -c 'import tomllib; print(type(tomllib.load(open("file.toml", "rb"))["value"]).__name__)')
    echo "$(head -n 1 file.toml): Python $told, Perl$(sed -n 's/^#//p' file.toml)"
    [ "$told$(sed -n 's/^#//p' file.toml)" = "$2 the same" ] || bad=1
}
check 00123 str
check 12E4 str
check 12:34:99 str
check 12:34:56 time
check 2049-12-31 date
check inf float
[ -z "$bad" ] || { echo "CHANGED: TOML::Tiny writes otherwise" >&2; exit 1; }
