#!/usr/bin/env bash
# Give certtool the dates of a certificate in a template.
#
# Package: gnutls-bin 3.7.9 (Debian 12), OpenSSL 3.0.19 for the reading
# Guessed: activation_date and expiration_date, written as in the manual's example without a zone, are in UTC, as all
#   times in a certificate are: one template makes one validity.
# Behaviour: they are read in the time zone of the machine or of the user. The same template with the same key gives
#   certificates whose dates are apart by up to a day: what is made in New York for noon begins at 16:00 GMT, and an end
#   "23:59:59" falls on another day. certtool itself prints UTC, so the template's dates do not come back. With " UTC"
#   behind the time, which the example does not have, they do.
# Output seen: 2030-06-01 12:00:00: TZ=UTC 12:00 GMT, TZ=America/New_York 16:00 GMT; with UTC: 12:00 GMT for both
set -euo pipefail

command -v certtool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gnutls-bin >/dev/null
}
[ -e /usr/share/zoneinfo/America/New_York ] || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq tzdata >/dev/null; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
certtool --version | head -1
certtool --generate-privkey --key-type ecdsa --outfile key.pem 2>/dev/null
for zone in '' ' UTC'; do
    printf 'cn = "x"\nserial = 1\nactivation_date = "2030-06-01 12:00:00%s"\nexpiration_date = "2031-06-01 23:59:59%s"\n' "$zone" "$zone" >template
    for tz in UTC America/New_York; do
        TZ=$tz certtool --generate-self-signed --load-privkey key.pem --template template --outfile cert.pem 2>/dev/null
        echo "12:00:00$zone, TZ=$tz: $(openssl x509 -in cert.pem -noout -dates | sed 's/.*=//' | paste -sd/)"
    done
done | tee out
diff out - <<'TEXT' || { echo "CHANGED: certtool reads the dates otherwise" >&2; exit 1; }
12:00:00, TZ=UTC: Jun  1 12:00:00 2030 GMT/Jun  1 23:59:59 2031 GMT
12:00:00, TZ=America/New_York: Jun  1 16:00:00 2030 GMT/Jun  2 03:59:59 2031 GMT
12:00:00 UTC, TZ=UTC: Jun  1 12:00:00 2030 GMT/Jun  1 23:59:59 2031 GMT
12:00:00 UTC, TZ=America/New_York: Jun  1 12:00:00 2030 GMT/Jun  1 23:59:59 2031 GMT
TEXT
