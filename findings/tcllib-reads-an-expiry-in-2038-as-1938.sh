#!/usr/bin/env bash
# Tcl's pki package puts an expiry from 2038 on into the last century, and reads none after 2049.
#
# Package: tcllib 1.21 (pki 0.20) with Tcl 8.6.13 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: a two-digit year in a certificate means 1950 to 2049, as RFC 5280 says, and from 2050 on there is the time
#   type with four digits; pki::x509::parse_cert knows both.
# Behaviour: the two digits go to `clock scan` with Tcl's own rule, under which 38 is 1938. So a root until 2038 is
#   reported as expired for decades, one until 2037 is right, and one until 2051 is not read at all: "Expected UTCTime
#   (0x17), but got 18", with neither name nor key. The writer has no other type either: asked for a root until 2060,
#   create_cert writes "60", which means 1960 to everybody.
# Output seen: until 2037: 2037; 2038: 1938; 2049: 1949; 2051: Expected UTCTime; created until 2060: openssl says 1960
set -euo pipefail

echo 'package require pki' | tclsh >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tcllib tcl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >ask.tcl <<'TCL'
puts "pki [package require pki], Tcl [info patchlevel]"
foreach year {2037 2038 2049 2051} {
    set in [open $year.pem]
    set pem [read $in]
    close $in
    if {[catch {set cert [pki::x509::parse_cert $pem]} error]} {
        puts "until $year: $error"
    } else {
        puts "until $year: [clock format [dict get $cert notAfter] -gmt 1 -format %Y]"
    }
}
set in [open key.pem]
set key [pki::pkcs::parse_key [read $in]]
close $in
set root [concat $key [list subject "CN=Example Root CA" type rsa]]
set from [clock scan 2026-01-01 -gmt 1 -format %Y-%m-%d]
set until [clock scan 2060-01-01 -gmt 1 -format %Y-%m-%d]
set out [open made.pem w]
puts $out [pki::x509::create_cert $root $root 1 $from $until 1 [list] 1]
close $out
TCL
openssl genrsa -traditional -out key.pem 2048 2>/dev/null
for year in 2037 2038 2049 2051; do
    openssl req -x509 -key key.pem -out $year.pem -subj "/CN=Example Root CA" \
        -days $((($(date -u -d $year-06-01 +%s) - $(date +%s)) / 86400)) 2>/dev/null
    openssl x509 -in $year.pem -noout -enddate | grep -q " $year GMT"
done
tclsh ask.tcl | tee out
made=$(openssl x509 -in made.pem -noout -enddate)
echo "created until 2060, to openssl: $made"
grep -qx 'until 2037: 2037' out && grep -qx 'until 2038: 1938' out && grep -qx 'until 2049: 1949' out &&
    grep -q '^until 2051: Expected UTCTime' out && [[ $made == *" 1960 GMT" ]] ||
    { echo "CHANGED: Tcl's pki reads or writes these dates otherwise" >&2; exit 1; }
