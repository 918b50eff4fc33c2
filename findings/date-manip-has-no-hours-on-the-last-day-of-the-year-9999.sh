#!/usr/bin/env bash
# Read the end of a certificate that never expires, as RFC 5280 writes it and as openssl prints it, by Perl's Date::Manip.
#
# Package: libdate-manip-perl 6.91 with Perl 5.36 (Debian 12)
# Guessed: dates go to Dec 31, 9999, where the manual sets the border, and so there is 99991231235959Z, the moment that the
#   RFC has for certificates without an end.
# Behaviour: the last day of 9999 has midnight and no other time: all that is later on it, in whatever form, is "Invalid date
#   in timezone", although it is in UTC and needs no zone, and whatever zone the program is in. A certificate
#   that ends at any other time can be sorted by it, and those that never end have no date. The day before and the year
#   before are read.
# Output seen: 99991231000000Z: read; 99991231120000Z, 99991231235959Z, Dec 31 23:59:59 9999 GMT: Invalid date in timezone;
#   99991230235959Z, 99981231235959Z: read
set -euo pipefail

perl -MDate::Manip -e 1 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libdate-manip-perl >/dev/null
}
dpkg-query -W -f '${Package} ${Version}\n' libdate-manip-perl
ask() { # zone, text
    perl -MDate::Manip::Date -e '
        my ($zone, $text) = @ARGV;
        my $date = Date::Manip::Date->new;
        $date->config("setdate", "now,$zone");
        print $date->parse($text) ? $date->err : $date->printf("%Y-%m-%d %H:%M:%S"), "\n"' "$@"
}
bad=
check() { # text, expected
    local told
    for zone in UTC America/New_York; do
        told=$(TZ=$zone ask "$zone" "$1")
        echo "$1, TZ=$zone: $told"
        [ "$told" = "$2" ] || bad=1
    done
}
check 99991231000000Z "9999-12-31 00:00:00"
check 99991231120000Z "[parse] Invalid date in timezone"
check 99991231235959Z "[parse] Invalid date in timezone"
check "Dec 31 23:59:59 9999 GMT" "[parse] Invalid date in timezone"
check 99991230235959Z "9999-12-30 23:59:59"
check 99981231235959Z "9998-12-31 23:59:59"
[ -z "$bad" ] || { echo "CHANGED: Date::Manip reads other dates" >&2; exit 1; }
