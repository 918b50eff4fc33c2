#!/usr/bin/env bash
# Take the list of authorities from npm's certifi and from Python's, and verify by it what a server of today sends.
#
# Package: certifi 14.5.15 (npm), certifi 2026.10.19.post1, cryptography 50.0.2 (PyPI)
# Guessed: "a carefully curated collection of Root Certificates", extracted from the Python project of that name, is
#   renewed with it; 830,000 downloads a month say that it is in use.
# Behaviour: its last release holds Mozilla's list of 2013: the newest root in it began in March of that year. Of 152
#   roots 61 have expired, and none is from ISRG (Let's Encrypt), Google Trust Services, or DigiCert's G2 line. A client
#   that passes this file as `ca` refuses most of the web with "unable to get local issuer certificate", though its
#   certificates are right. Node has a current list of its own (tls.rootCertificates), so the file is best left out.
# Output seen: npm: 152 roots, newest of 2013, none of 3 in use; PyPI: no root expired, all 3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check certifi==2026.10.19.post1 cryptography==50.0.2
npm install --silent --no-audit --no-fund --ignore-scripts certifi@14.5.15 >/dev/null
cat >count.py <<'PY'
import datetime
import warnings

import certifi
from cryptography import x509

warnings.simplefilter("ignore")
wanted = ("ISRG Root X1", "GTS Root R1", "DigiCert Global Root G2")
when = datetime.datetime(2026, 11, 30, tzinfo=datetime.timezone.utc)
seen = []
for origin, path in ("npm", "node_modules/certifi/cacert.pem"), ("PyPI", certifi.where()):
    roots = x509.load_pem_x509_certificates(open(path, "rb").read())
    names = [root.subject.rfc4514_string() for root in roots]
    expired = sum(root.not_valid_after_utc < when for root in roots)
    newest = max(root.not_valid_before_utc for root in roots).year
    found = sum(any(want in name for name in names) for want in wanted)
    print(f"{origin}: {len(roots)} roots, {expired} expired by November 2026, the newest of {newest}, {found} of {len(wanted)} in use")
    seen.append((len(roots), expired, newest, found))
assert seen[0] == (152, 61, 2013, 0) and seen[1][1] == 0 and seen[1][3] == 3, f"CHANGED: {seen}"
PY
venv/bin/python count.py
