#!/usr/bin/env python3
"""ML-DSA keys and certificates for make.sh, which OpenSSL before 3.5 cannot make: the same bytes each time.

    ml-dsa.py key SET NAME FORM                   a private key: PKCS#8 in PEM
    ml-dsa.py certificate [key=…] [by=…] < CERT   a certificate with another public key, signed by another: PEM

SET is 44, 65 or 87. FORM is seed, expanded or both; `mixed` is both with another seed, `bare` the seed without a header,
`range` an expanded key with a number that is out of range. In `key=` and `by=`
    SET:NAME        is the ML-DSA key of this name
    SET:NAME:null   the same with NULL as parameters, SET:NAME:short with the last octet cut off
    OID:OCTETS      an algorithm that nothing here can do, with so many octets for key or signature
    FILE            (by= alone) an RSA key in a file: sha256WithRSAEncryption by openssl

Keys come from their names and signatures are of the deterministic kind (FIPS 204 section 3.4), for tests only: this is slow and
gives away what it computes with by the time it takes. Checked against aws-lc-rs, which verifies what is made here.
"""
import base64
import hashlib
import subprocess
import sys
import tempfile

Q, D = 8380417, 13
# k, l, eta, tau, log2 of gamma1, gamma2, omega, lambda, last arc of the object identifier (FIPS 204 table 1).
SETS = {
    "44": (4, 4, 2, 39, 17, (Q - 1) // 88, 80, 128, 17),
    "65": (6, 5, 4, 49, 19, (Q - 1) // 32, 55, 192, 18),
    "87": (8, 7, 2, 60, 19, (Q - 1) // 32, 75, 256, 19),
}
ZETAS = [pow(1753, int(f"{i:08b}"[::-1], 2), Q) for i in range(256)]


def shake(octets, length):
    return hashlib.shake_256(octets).digest(length)


def ntt(poly):
    w, m, length = list(poly), 0, 128
    while length:
        for start in range(0, 256, 2 * length):
            m += 1
            for j in range(start, start + length):
                t = ZETAS[m] * w[j + length] % Q
                w[j + length] = (w[j] - t) % Q
                w[j] = (w[j] + t) % Q
        length //= 2
    return w


def intt(poly):
    w, m, length = list(poly), 256, 1
    while length < 256:
        for start in range(0, 256, 2 * length):
            m -= 1
            for j in range(start, start + length):
                t = w[j]
                w[j] = (t + w[j + length]) % Q
                w[j + length] = -ZETAS[m] * (t - w[j + length]) % Q
        length *= 2
    return [c * 8347681 % Q for c in w]


def times(a, b):
    return [x * y % Q for x, y in zip(a, b)]


def plus(a, b):
    return [(x + y) % Q for x, y in zip(a, b)]


def minus(a, b):
    return [(x - y) % Q for x, y in zip(a, b)]


def signed(c):
    return c - Q if c > Q // 2 else c


def pack(numbers, bits):
    whole = 0
    for place, number in enumerate(numbers):
        whole |= number << (place * bits)
    return whole.to_bytes(len(numbers) * bits // 8, "little")


def unpack(octets, bits):
    whole = int.from_bytes(octets, "little")
    return [whole >> (place * bits) & ((1 << bits) - 1) for place in range(len(octets) * 8 // bits)]


def uniform(seed):
    stream, poly = hashlib.shake_128(seed).digest(1344), []
    for i in range(0, len(stream) - 2, 3):
        c = stream[i] | stream[i + 1] << 8 | (stream[i + 2] & 0x7F) << 16
        if c < Q and len(poly) < 256:
            poly.append(c)
    assert len(poly) == 256
    return poly


def bounded(seed, eta):
    poly = []
    for octet in shake(seed, 1024):
        for half in (octet & 15, octet >> 4):
            if eta == 2 and half < 15:
                poly.append(2 - half % 5)
            elif eta == 4 and half < 9:
                poly.append(4 - half)
    return [c % Q for c in poly[:256]]


def in_ball(seed, tau):
    stream = shake(seed, 1024)
    signs, at = int.from_bytes(stream[:8], "little"), 8
    c = [0] * 256
    for i in range(256 - tau, 256):
        while stream[at] > i:
            at += 1
        j = stream[at]
        at += 1
        c[i] = c[j]
        c[j] = Q - 1 if signs >> (i + tau - 256) & 1 else 1
    return c


def decompose(c, gamma2):
    low = c % (2 * gamma2)
    low = low - 2 * gamma2 if low > gamma2 else low
    return (0, low - 1) if c - low == Q - 1 else ((c - low) // (2 * gamma2), low)


class Key:
    def __init__(self, set_, name):
        self.set, self.seed = set_, hashlib.sha256(f"test only {name}".encode()).digest()
        k, l, eta = SETS[set_][:3]
        stream = shake(self.seed + bytes([k, l]), 128)
        self.rho, secret, self.k = stream[:32], stream[32:96], stream[96:]
        self.matrix = [[uniform(self.rho + bytes([s, r])) for s in range(l)] for r in range(k)]
        self.s1 = [bounded(secret + i.to_bytes(2, "little"), eta) for i in range(l)]
        self.s2 = [bounded(secret + (l + i).to_bytes(2, "little"), eta) for i in range(k)]
        t = [plus(row, s) for row, s in zip(self.product([ntt(s) for s in self.s1]), self.s2)]
        high = [[(c + (1 << 12) - 1) >> D for c in row] for row in t]
        self.t0 = [[(c - (h << D)) % Q for c, h in zip(row, top)] for row, top in zip(t, high)]
        self.public = self.rho + b"".join(pack(row, 10) for row in high)
        self.tr = shake(self.public, 64)
        bits = 3 if eta == 2 else 4
        small = b"".join(pack([(eta - signed(c)) for c in row], bits) for row in self.s1 + self.s2)
        rest = b"".join(pack([(1 << 12) - signed(c) for c in row], D) for row in self.t0)
        self.expanded = self.rho + self.k + self.tr + small + rest

    def product(self, vector):
        rows = []
        for row in self.matrix:
            total = [0] * 256
            for a, b in zip(row, vector):
                total = plus(total, times(a, b))
            rows.append(intt(total))
        return rows

    def sign(self, message):
        k, l, eta, tau, log, gamma2, omega, strength, _ = SETS[self.set]
        gamma1, beta = 1 << log, tau * eta
        mu = shake(self.tr + b"\0\0" + message, 64)
        secret, kappa = shake(self.k + bytes(32) + mu, 64), 0
        s1, s2, t0 = ([ntt(row) for row in rows] for rows in (self.s1, self.s2, self.t0))
        while True:
            y = []
            for r in range(l):
                octets = shake(secret + (kappa + r).to_bytes(2, "little"), 32 * (log + 1))
                y.append([(gamma1 - c) % Q for c in unpack(octets, log + 1)])
            kappa += l
            w = self.product([ntt(row) for row in y])
            high = b"".join(pack([decompose(c, gamma2)[0] for c in row], 6 if self.set == "44" else 4) for row in w)
            tilde = shake(mu + high, strength // 4)
            c = ntt(in_ball(tilde, tau))
            z = [plus(a, intt(times(c, b))) for a, b in zip(y, s1)]
            if any(abs(signed(v)) >= gamma1 - beta for row in z for v in row):
                continue
            rest = [minus(a, intt(times(c, b))) for a, b in zip(w, s2)]
            if any(abs(decompose(v, gamma2)[1]) >= gamma2 - beta for row in rest for v in row):
                continue
            ct0 = [intt(times(c, b)) for b in t0]
            if any(abs(signed(v)) >= gamma2 for row in ct0 for v in row):
                continue
            full = [plus(a, b) for a, b in zip(rest, ct0)]
            hints = [
                [i for i in range(256) if decompose(a[i], gamma2)[0] != decompose(b[i], gamma2)[0]]
                for a, b in zip(full, rest)
            ]
            if sum(map(len, hints)) > omega:
                continue
            places, ends = bytearray(), bytearray()
            for row in hints:
                places.extend(row)
                ends.append(len(places))
            hint = bytes(places).ljust(omega, b"\0") + bytes(ends)
            return tilde + b"".join(pack([gamma1 - signed(v) for v in row], log + 1) for row in z) + hint


# ---------------------------------------------------------------- DER


def tlv(tag, contents):
    length = len(contents)
    if length < 128:
        return bytes([tag, length]) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + contents


def elements(der):
    """Whole elements in a row, with where their contents begin."""
    while der:
        start, length = 2, der[1]
        if length >= 128:
            start = 2 + (length & 127)
            length = int.from_bytes(der[2:start], "big")
        yield der[: start + length], start
        der = der[start + length :]


def contents(element):
    return next(elements(element))[0][next(elements(element))[1] :]


def oid(dotted):
    first, second, *arcs = map(int, dotted.split("."))
    octets = bytearray()
    for arc in [40 * first + second, *arcs]:
        group = [arc & 0x7F]
        while arc := arc >> 7:
            group.append(0x80 | arc & 0x7F)
        octets.extend(reversed(group))
    return tlv(6, bytes(octets))


def pem(label, der):
    body = base64.b64encode(der).decode()
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    print(f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", sep="\n")


def set_oid(set_):
    return oid(f"2.16.840.1.101.3.4.3.{SETS[set_][8]}")


def filler(length):
    return shake(b"nothing", length)


def private_key(set_, name, form):
    key = Key(set_, name)
    seed, expanded = key.seed, key.expanded
    if form == "range":
        # Numbers from -2 to 2 take three bits each, of -4 to 4 four: all bits set is beyond.
        expanded = expanded[:128] + b"\xff" * 32 + expanded[160:]
    inner = {
        "seed": tlv(0x80, seed),
        "expanded": tlv(4, expanded),
        "range": tlv(4, expanded),
        "both": tlv(0x30, tlv(4, seed) + tlv(4, expanded)),
        "mixed": tlv(0x30, tlv(4, Key(set_, name + " another").seed) + tlv(4, expanded)),
        "bare": seed,
    }[form]
    pem("PRIVATE KEY", tlv(0x30, b"\2\1\0" + tlv(0x30, set_oid(set_)) + tlv(4, inner)))


def public_key(spec):
    first, rest = spec.split(":", 1)
    if first not in SETS:
        return tlv(0x30, tlv(0x30, oid(first)) + tlv(3, b"\0" + filler(int(rest))))
    name, _, change = rest.partition(":")
    public = Key(first, name).public
    parameters = b"\5\0" if change == "null" else b""
    public = public[:-1] if change == "short" else public
    return tlv(0x30, tlv(0x30, set_oid(first) + parameters) + tlv(3, b"\0" + public))


def signer(spec):
    """The algorithm, and what signs with it."""
    first, _, rest = spec.partition(":")
    if not rest:
        return tlv(0x30, oid("1.2.840.113549.1.1.11") + b"\5\0"), lambda message: by_openssl(spec, message)
    if first not in SETS:
        return tlv(0x30, oid(first)), lambda message: filler(int(rest))
    key = Key(first, rest.partition(":")[0])
    return tlv(0x30, set_oid(first)), key.sign


def by_openssl(file, message):
    with tempfile.NamedTemporaryFile() as body:
        body.write(message)
        body.flush()
        return subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", file, body.name], check=True, stdout=subprocess.PIPE
        ).stdout


def certificate(options):
    text = sys.stdin.read().split("-----")[2]
    body = next(elements(contents(base64.b64decode(text))))[0]
    fields = [element for element, _ in elements(contents(body))]
    # Version, serial number, algorithm, issuer, validity, subject, public key, extensions.
    algorithm, sign = signer(options["by"])
    fields[2] = algorithm
    if "key" in options:
        fields[6] = public_key(options["key"])
    body = tlv(0x30, b"".join(fields))
    pem("CERTIFICATE", tlv(0x30, body + algorithm + tlv(3, b"\0" + sign(body))))


if sys.argv[1:2] == ["key"] and len(sys.argv) == 5:
    private_key(*sys.argv[2:])
elif sys.argv[1:2] == ["certificate"]:
    certificate(dict(option.split("=", 1) for option in sys.argv[2:]))
else:
    sys.exit(__doc__)
