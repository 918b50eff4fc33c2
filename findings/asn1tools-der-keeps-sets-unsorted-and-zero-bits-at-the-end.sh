#!/usr/bin/env bash
# Encode key usages and a set of attributes by the DER codec of asn1tools.
#
# Package: asn1tools 0.169.0 (PyPI), OpenSSL 3.0.19
# Guessed: the codec "der" writes DER: a SET OF in ascending order (X.690 11.6) and a BIT STRING with named bits without
#   zeros at its end (11.2.2), whatever the order or length that it was given; that is what tells it from "ber".
# Behaviour: neither. A SET OF stands in the order of the list, and the bits are written as they came, so that
#   digitalSignature and keyEncipherment are four bytes or five. What OpenSSL writes for the same values differs. The
#   attributes of a CMS signature are hashed as DER: who signs what asn1tools wrote has a signature that readers which
#   sort first, as OpenSSL does, call wrong, unless the list happened to be in order.
# Output seen: SET OF 5 1 300 2: 0201050201010202012c020102, by OpenSSL 0201010201020201050202012c; key usage of 8 bits:
#   030200a0, by OpenSSL 030205a0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check asn1tools==0.169.0
cat >try.py <<'PY'
import asn1tools

module = """M DEFINITIONS ::= BEGIN
Numbers ::= SET OF INTEGER
KeyUsage ::= BIT STRING { digitalSignature(0), nonRepudiation(1), keyEncipherment(2) }
END"""
codec = asn1tools.compile_string(module, "der")
print(codec.encode("Numbers", [5, 1, 300, 2])[2:].hex(), codec.encode("KeyUsage", (b"\xa0", 8)).hex())
PY
read -r set bits <<<"$(venv/bin/python try.py)"
printf 'asn1=SET:s\n[s]\na=INTEGER:5\nb=INTEGER:1\nc=INTEGER:300\nd=INTEGER:2\n' >set.cnf
openssl asn1parse -genconf set.cnf -noout -out set.der
openssl asn1parse -genstr FORMAT:BITLIST,BITSTRING:0,2 -noout -out bits.der
hex() { python3 -c 'import sys; print(open(sys.argv[1], "rb").read()[int(sys.argv[2]):].hex())' "$@"; }
echo "set: $set, by OpenSSL: $(hex set.der 2)"
echo "key usage: $bits, by OpenSSL: $(hex bits.der 0)"
[ "$(hex set.der 2)" = 0201010201020201050202012c ] && [ "$(hex bits.der 0)" = 030205a0 ]
[ "$set" = 0201050201010202012c020102 ] && [ "$bits" = 030200a0 ] || { echo "CHANGED: asn1tools writes other DER" >&2; exit 1; }
