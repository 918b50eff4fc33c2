#!/usr/bin/env bash
# Save subjects and passphrases in a configuration file by Perl's Config::Simple, and read them again.
#
# Package: libconfig-simple-perl 4.59 with Perl 5.36 (Debian 12)
# Guessed: what param() and save() write, param() reads; a value with commas is a list, as the manual has it, if it was
#   set as a list.
# Behaviour: nothing is escaped on the way out, and all is split on the way in. One quotation mark in a value, or one
#   apostrophe, and the whole value is gone: the setting is there and empty, without an error. A subject with commas comes
#   back as a list of its parts. A pair of quotation marks vanishes, and \n inside a value is a line end, which the folder
#   C:\new of Windows has too.
# Output seen: O=it's: empty; pass"word: empty; CN=a, O=x: a list, CN=a and O=x; C:\new: a line end in it; a#b: a#b
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get update -qq
apt-get download -q libconfig-simple-perl >/dev/null 2>&1
for file in *.deb; do dpkg -x "$file" .; done
export PERL5LIB=$work/usr/share/perl5
cat >ask.pl <<'PERL'
use strict;
use Config::Simple;

sub write_new { open my $out, '>', 'app.ini' or die; print $out "[tls]\nfile=x\n"; close $out }
for my $value ("O=it's", 'pass"word', 'CN=a, O=x', '"x"y', 'C:\new', 'a#b') {
    write_new();
    my $config = Config::Simple->new('app.ini');
    $config->param('tls.value', $value);
    $config->save;
    my $again = Config::Simple->new('app.ini')->param('tls.value');
    $again = ref $again ? 'a list, ' . join(' and ', @$again) : $again =~ s/\n/<line end>/r;
    print "$value: ", $again eq '' ? 'empty' : $again, "\n";
}
PERL
perl ask.pl | tee seen
cat >expected <<'SEEN'
O=it's: empty
pass"word: empty
CN=a, O=x: a list, CN=a and O=x
"x"y: xy
C:\new: C:<line end>ew
a#b: a#b
SEEN
cmp -s seen expected || { echo "CHANGED: Config::Simple reads what it wrote otherwise" >&2; exit 1; }
