#!/usr/bin/env bash
# Sign a picture by C2PA, the format for the origin of media, and ask who signed it.
#
# Package: c2pa-python 0.38.1 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: in what Reader gives about the signature, "issuer" is the issuer of the certificate, as in all other listings of
#   certificates, and "common_name" and "cert_serial_number" say which of the issuer's certificates it is.
# Behaviour: "issuer" is the organization in the subject: of a certificate for Example News, issued by Example Trust, it is
#   Example News. The issuer does not appear at all. A subject without an organization has no "issuer", though an authority
#   issued it. Issuer and serial, by which a certificate is known everywhere else, are here of two different names, and two
#   authorities' certificates for one newspaper look alike.
# Output seen: O=Example News issued by O=Example Trust: issuer "Example News"; no O in the subject: no issuer
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check c2pa-python==0.38.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/O=Example Trust/CN=issuing" \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=emailProtection \
    subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >ext
make() { # file, subject
    openssl req -new -key key.pem -subj "$2" |
        openssl x509 -req -CA ca.pem -CAkey ca.key -set_serial 77 -days 9 -extfile ext -out leaf.pem 2>/dev/null
    cat leaf.pem ca.pem >"$1"
}
make with.pem "/O=Example News/CN=signer"
make without.pem /CN=signer
cat >try.py <<'PY'
import io
import json
import struct
import sys
import zlib

import c2pa


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", 8, 8, 8, 0, 0, 0, 0))
picture += chunk(b"IDAT", zlib.compress(bytes(9 * 8))) + chunk(b"IEND", b"")
created = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}
manifest = {"claim_generator_info": [{"name": "x", "version": "1"}], "assertions": [{"label": "c2pa.actions", "data": {"actions": [created]}}]}
seen = []
for name in ("with.pem", "without.pem"):
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=open(name, "rb").read(), private_key=open("key.pem", "rb").read(), ta_url=None)
    signed = io.BytesIO()
    c2pa.Builder(json.dumps(manifest)).sign(c2pa.Signer.from_info(info), "image/png", io.BytesIO(picture), signed)
    signed.seek(0)
    told = json.loads(c2pa.Reader("image/png", signed).json())
    signature = told["manifests"][told["active_manifest"]]["signature_info"]
    print(f"{name}:", signature)
    seen.append((signature.get("issuer"), signature["common_name"], signature["cert_serial_number"]))
sys.exit(seen != [("Example News", "signer", "77"), (None, "signer", "77")])
PY
for file in with without; do openssl x509 -in $file.pem -noout -subject -issuer; done
venv/bin/python -W ignore try.py || { echo "CHANGED: C2PA tells other names" >&2; exit 1; }
