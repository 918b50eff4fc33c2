#!/usr/bin/env bash
# Read the time of timestamps with fractions of a second by PyPI's rfc3161-client.
#
# Package: rfc3161-client 1.0.9, rfc3161ng 2.1.3 as the comparison (PyPI), OpenSSL 3.0.19 as the authority
# Guessed: gen_time is a datetime, which has microseconds, and RFC 3161 (2.4.2) allows fractions so that timestamps of one
#   second can be put in order; so it has what the response has.
# Behaviour: the fraction is dropped without a word. Two timestamps of one second are equal by gen_time, though the
#   responses carry `ordering` and accuracies of milliseconds, which are read. The other library has all digits of the same
#   response.
# Output seen: OpenSSL: hh:mm:ss.ffffff; rfc3161-client: microsecond 0; rfc3161ng: microseconds as in the response
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rfc3161-client==1.0.9 rfc3161ng==2.1.3
cat >read.py <<'PY'
import rfc3161_client
import rfc3161ng

response = open("reply.tsr", "rb").read()
first = rfc3161_client.decode_timestamp_response(response).tst_info.gen_time
second = rfc3161ng.get_timestamp(rfc3161ng.decode_timestamp_response(response).time_stamp_token)
print(first.strftime("%H:%M:%S"), first.microsecond, second.strftime("%H:%M:%S"), second.microsecond)
PY
printf hello >data
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out signer.pem -days 9 -subj /CN=TSA \
    -addext extendedKeyUsage=critical,timeStamping 2>/dev/null
openssl ts -query -data data -sha256 -out query.tsq 2>/dev/null
echo 01 >serial
bad=
for digits in 0 6; do
    cat >tsa.cnf <<CNF
[tsa]
default_tsa = t
[t]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = millisecs:1
ordering = yes
clock_precision_digits = $digits
CNF
    openssl ts -reply -config tsa.cnf -queryfile query.tsq -signer signer.pem -inkey key.pem -out reply.tsr 2>/dev/null
    time=$(openssl ts -reply -in reply.tsr -text 2>/dev/null | sed -n 's/^Time stamp: .* \([0-9:.]*\) [0-9]* GMT/\1/p')
    read -r first none second fraction <<<"$(venv/bin/python -W ignore read.py)"
    echo "OpenSSL: $time; rfc3161-client: $first and $none microseconds; rfc3161ng: $second and $fraction"
    whole=${time%.*}
    right=0
    [ "$time" = "$whole" ] || right=$(python3 -c 'import sys; print(round(float("0." + sys.argv[1]) * 1e6))' "${time#*.}")
    [ "$first $none $second $fraction" = "$whole 0 $whole $right" ] || bad=1
done
[ -z "$bad" ] || { echo "CHANGED: the libraries read other times" >&2; exit 1; }
