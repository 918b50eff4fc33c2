#!/usr/bin/env bash
# Read the expiry that `openssl x509 -enddate` prints by Ruby's Time.parse and DateTime.parse, in New York.
#
# Package: ruby 3.1.2 (Debian 12), OpenSSL 3.0.19 for the certificate; PHP and GNU date as the comparison
# Guessed: "Jan  9 02:01:15 2027 GMT" is one moment in all time zones; the two methods of Ruby go through one parser.
# Behaviour: Ruby looks for a zone right behind the time of day only, and here the year stands between. DateTime.parse
#   then takes UTC, since it takes that for all texts without a zone, and is right by chance. Time.parse takes the zone
#   of the machine: the certificate expires five hours later in New York, and nine hours earlier in Tokyo. "9 Jan 2027
#   02:01:15 GMT" is right in both. A check on a server in UTC never shows it; -dateopt iso_8601 of newer OpenSSL, or
#   OpenSSL::X509::Certificate#not_after, avoids it.
# Output seen: New York: Time.parse 07:01:15 UTC, DateTime.parse 02:01:15; Tokyo: Time.parse 17:01:15 on the day before
set -euo pipefail

command -v ruby >/dev/null && command -v php >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ruby php-cli >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >ca.cnf <<'CNF'
[ca]
default_ca = x
[x]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = p
[p]
commonName = supplied
CNF
: >index.txt
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out req.pem -subj /CN=a 2>/dev/null
openssl ca -batch -config ca.cnf -selfsign -keyfile key.pem -in req.pem -out cert.pem -notext \
    -startdate 20260101000000Z -enddate 20270109020115Z 2>/dev/null
end=$(openssl x509 -in cert.pem -noout -enddate | cut -d= -f2)
echo "$end"
ask() {
    ruby -rtime -rdate -e '
      iso = "%Y-%m-%dT%H:%M:%SZ"
      puts "Time " + Time.parse(ARGV[0]).utc.strftime(iso)
      puts "DateTime " + DateTime.parse(ARGV[0]).new_offset(0).strftime(iso)
      puts "Time, other order " + Time.parse("9 Jan 2027 02:01:15 GMT").utc.strftime(iso)' "$1"
    php -r 'echo "PHP ", gmdate("Y-m-d\TH:i:s\Z", strtotime($argv[1])), "\n";' "$1"
    date -u -d "$1" "+date %Y-%m-%dT%H:%M:%SZ"
}
for zone in UTC America/New_York Asia/Tokyo; do
    echo "$zone"
    TZ=$zone ask "$end"
done | tee out
right=2027-01-09T02:01:15Z
rest="DateTime $right
Time, other order $right
PHP $right
date $right"
[ "$(cat out)" = "UTC
Time $right
$rest
America/New_York
Time 2027-01-09T07:01:15Z
$rest
Asia/Tokyo
Time 2027-01-08T17:01:15Z
$rest" ] || { echo "CHANGED: other times are read" >&2; exit 1; }
