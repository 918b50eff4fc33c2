#!/usr/bin/env bash
# Write the TLS options of redis-py into the URL of the connection.
#
# Package: redis 8.1.0 (PyPI)
# Guessed: what redis-py documents for a URL's query holds for each option with yes and no: false, no and 0 are false, as they
#   are for ssl_check_hostname and socket_keepalive.
# Behaviour: ssl_check_hostname is converted, ssl_validate_ocsp and ssl_validate_ocsp_stapled are not: the text "false" is kept,
#   and as a text with letters it is true where the connection asks for it. So ssl_validate_ocsp=false in a URL switches
#   the check on, and each connection to a server without a responder fails; leaving it out, or "ssl_validate_ocsp=" with
#   nothing behind it, is how to have it off. ssl_min_version wants a number: 772, and TLSv1.3 and TLSv1_3 are refused.
# Output seen: ssl_check_hostname=false: False; ssl_validate_ocsp=false, no, 0: true; ssl_min_version=TLSv1.3: ValueError
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis==8.1.0
cat >ask.py <<'PY'
import redis

for option, attribute in [("ssl_check_hostname", "check_hostname"), ("ssl_validate_ocsp", "ssl_validate_ocsp"),
                          ("ssl_validate_ocsp_stapled", "ssl_validate_ocsp_stapled"), ("ssl_min_version", "ssl_min_version")]:
    for value in ["772", "TLSv1.3", "TLSv1_3"] if option == "ssl_min_version" else ["false", "no", "0", ""]:
        try:
            connection = redis.ConnectionPool.from_url(f"rediss://localhost:1/0?{option}={value}").make_connection()
            seen = getattr(connection, attribute)
            print(f"{option}={value}: {seen if option == 'ssl_min_version' else bool(seen)}")
        except ValueError as error:
            print(f"{option}={value}: ValueError")
PY
venv/bin/python ask.py | tee seen
cat >expected <<'SEEN'
ssl_check_hostname=false: False
ssl_check_hostname=no: False
ssl_check_hostname=0: False
ssl_check_hostname=: True
ssl_validate_ocsp=false: True
ssl_validate_ocsp=no: True
ssl_validate_ocsp=0: True
ssl_validate_ocsp=: False
ssl_validate_ocsp_stapled=false: True
ssl_validate_ocsp_stapled=no: True
ssl_validate_ocsp_stapled=0: True
ssl_validate_ocsp_stapled=: False
ssl_min_version=772: 772
ssl_min_version=TLSv1.3: ValueError
ssl_min_version=TLSv1_3: ValueError
SEEN
cmp -s seen expected || { echo "CHANGED: redis-py reads other options" >&2; exit 1; }
