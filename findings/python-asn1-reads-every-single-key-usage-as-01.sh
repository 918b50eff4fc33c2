#!/usr/bin/env bash
# PyPI's asn1 reads the key usages digitalSignature, keyEncipherment and keyCertSign as the same byte.
#
# Package: asn1 3.3.0 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: a BIT STRING is read as its bytes, so that keyUsage can be tested with the masks that everybody uses, 0x80 for
#   digitalSignature, 0x20 for keyEncipherment, 0x04 for keyCertSign; and what was read can be written again.
# Behaviour: the bytes are shifted to the right until the unused bits are gone. DER cuts a key usage behind its last bit,
#   so that bit is the lowest afterwards, whichever it was: each single usage reads as 01, and "digitalSignature,
#   keyEncipherment" as 05. No mask fits, and which bit it was cannot be told from the value at all, only with
#   ReadFlags.WithUnused. Written again, 01 is a key usage of eight bits, encipherOnly, so a request that is copied value
#   by value asks for another usage. A public key, whose bits fill whole bytes, is right, so the usual trial shows
#   nothing.
# Output seen: digitalSignature 01, keyEncipherment 01, keyCertSign 01; written again: 03020001, not 03020780
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asn1==3.3.0
for usage in digitalSignature keyEncipherment keyCertSign digitalSignature,keyEncipherment; do
    printf '[req]\ndistinguished_name=dn\n[dn]\n[v]\nkeyUsage=%s\n' $usage >cnf
    openssl req -x509 -config cnf -extensions v -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null \
        -outform DER -out $usage.der -subj /CN=x -days 30 2>/dev/null
done
cat >ask.py <<'PY'
import asn1

def key_usage(data):
    """The DER of the key usage, behind 2.5.29.15 in the certificate."""
    start = data.index(bytes.fromhex("0603551d0f")) + 5
    assert data[start] == 4
    return data[start + 2:start + 2 + data[start + 1]]

for usage in ("digitalSignature", "keyEncipherment", "keyCertSign", "digitalSignature,keyEncipherment"):
    with open(usage + ".der", "rb") as file:
        der = key_usage(file.read())
    decoder = asn1.Decoder()
    decoder.start(der)
    tag, value = decoder.read()
    decoder.start(der)
    _, flagged = decoder.read(asn1.ReadFlags.WithUnused)
    encoder = asn1.Encoder()
    encoder.start()
    encoder.write(value, asn1.Numbers.BitString)
    print(f"{usage}: {der.hex()}, read {value.hex()}, with unused {flagged}, written again {encoder.output().hex()}")
PY
venv/bin/python ask.py | tee out
grep -q '^digitalSignature: 03020780, read 01, .* again 03020001$' out &&
    grep -q '^keyEncipherment: 03020520, read 01, ' out && grep -q '^keyCertSign: 03020204, read 01, ' out &&
    grep -q '^digitalSignature,keyEncipherment: 030205a0, read 05, ' out ||
    { echo "CHANGED: asn1 reads bit strings otherwise" >&2; exit 1; }
