"""States of chains in which something is rare: a form of a name or a constraint, an algorithm, or another CA of the same name."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, padding

from states import der
from states.contents import state
from states.forms import constraint
from states.pki import (
    HOST, Pki, authority_key, basic_constraints, dns, extension, key_id, names, rsa_key)

# id-on-SmtpUTF8Mailbox (RFC 8398).
MAILBOX = der.tlv(0xA0, der.oid("1.3.6.1.5.5.7.8.9"), der.tlv(0xA0, der.text("example.com")))
PERMITTED, EXCLUDED = 0xA0, 0xA1
LOCALHOST = der.tlv(0x87, bytes((127, 0, 0, 1)))


def states(pki: Pki):
    yield from constraints(pki)
    yield from leaf_names(pki)
    yield from issuers(pki)
    yield from usages(pki)
    yield from algorithms(pki)


def constraints(pki: Pki):
    def under(of: str, more: bytes, *more_names: bytes):
        odd = pki.authority(pki.intermediate_name, pki.intermediate_key, instead={"more": more})
        leaf = pki.make_leaf(pki.key, instead={"names": names(dns(HOST), dns("localhost"), *more_names)})
        return state(of, pki, (leaf, odd, pki.root))

    def address(octets: str) -> bytes:
        return der.tlv(0x87, bytes.fromhex(octets))

    yield under("constraint-address-permits", constraint(PERMITTED, address("7f000000ff000000")), LOCALHOST)
    yield under("constraint-address-excludes-another", constraint(EXCLUDED, address("0a000000ff000000")), LOCALHOST)
    yield under("constraint-address-host-bits", constraint(PERMITTED, address("7f090909ff000000")), LOCALHOST)
    yield under("constraint-address-host-bits-excluded", constraint(EXCLUDED, address("0a090909ff000000")), LOCALHOST)
    yield under("constraint-address-host-bits-only-names", constraint(PERMITTED, address("7f090909ff000000")))
    yield under("constraint-mailbox-critical", constraint(EXCLUDED, MAILBOX))
    yield under("constraint-mailbox", not_critical(EXCLUDED, MAILBOX))
    other = der.tlv(0xA0, der.oid("1.3.6.1.4.1.55555.9"), der.tlv(0xA0, der.text("a")))
    yield under("constraint-other-name", not_critical(EXCLUDED, other))
    constructed = der.tlv(0xA2, dns("example.org"))
    yield under("constraint-constructed", not_critical(EXCLUDED, constructed))
    yield under("constraint-constructed-critical", constraint(EXCLUDED, constructed))
    yield under("intermediate-names-empty", extension("2.5.29.17", der.sequence()))


def not_critical(tree: int, base: bytes) -> bytes:
    return extension("2.5.29.30", der.sequence(der.tlv(tree, der.sequence(base))))


def leaf_names(pki: Pki):
    def leaf(*its_names: bytes):
        return pki.make_leaf(pki.key, instead={"names": names(*its_names)})

    host = dns(HOST)
    for of, its_names in (
        ("constructed", (host, der.tlv(0xA2, dns("a.example.com")))),
        ("underscore", (host, dns("a_b.example.com"))),
        ("wildcard-top", (host, dns("*.com"))),
        ("wildcard-partial", (dns("c*.example.com"),)),
        ("wildcard-partial-beside", (host, dns("w*.example.com"))),
        ("wildcard-inside", (host, dns("a.*.example.com"))),
        ("wildcard-alone", (host, dns("*"))),
    ):
        yield state(f"names-{of}", pki, (leaf(*its_names), pki.intermediate, pki.root))


def issuers(pki: Pki):
    issuing, key = pki.intermediate_name, pki.intermediate_key
    other_key = rsa_key()
    # The CA's new key, signed by the old one: self-issued, and not counted.
    old = pki.authority(issuing, other_key, path_length=0)
    new = pki.authority(issuing, key, issuer=issuing, issuer_key=other_key)
    yield state("self-issued-over-path-length", pki, (pki.leaf, new, old, pki.root))
    copy = pki.authority(issuing, key, issuer=issuing, issuer_key=key)
    yield state("self-signed-copy-first", pki, (pki.leaf, copy, pki.intermediate, pki.root))
    namesake = pki.authority(issuing, other_key)
    yield state("issuer-of-other-key-first", pki, (pki.leaf, namesake, pki.intermediate, pki.root))
    bare = {"authority key": b""}
    leaf = pki.make_leaf(pki.key, instead=bare)
    plain = [pki.authority(issuing, its, instead={"subject key": b""}) for its in (other_key, key)]
    yield state("issuer-of-other-key-first-unnamed", pki, (leaf, *plain, pki.root))


def usages(pki: Pki):
    usage = extension("2.5.29.15", der.bits(b"\x06\x00\x01"), True)
    odd = pki.authority(pki.intermediate_name, pki.intermediate_key, instead={"usage": usage})
    yield state("intermediate-usage-over-16-bits", pki, (pki.leaf, odd, pki.root))
    leaf = pki.make_leaf(pki.key, instead={"constraints": basic_constraints(True, 0)})
    yield state("leaf-ca-path-length-without-signing", pki, (leaf, pki.intermediate, pki.root))


def algorithms(pki: Pki):
    key = pki.intermediate_key
    for of, arc, its in (("sha224", "1.2.840.113549.1.1.14", hashes.SHA224()),
                         ("sha3", "2.16.840.1.101.3.4.3.14", hashes.SHA3_256())):
        algorithm = der.sequence(der.oid(arc), b"\x05\x00")
        yield state(f"leaf-{of}", pki, (signed(pki.leaf, algorithm, lambda it: key.sign(it, padding.PKCS1v15(), its)),
                                        pki.intermediate, pki.root))
    for of, its, mask, salt in (("salt", hashes.SHA256(), hashes.SHA256(), 40), ("hashes", hashes.SHA256(), hashes.SHA384(), 32)):
        def sign(it: bytes) -> bytes:
            return key.sign(it, padding.PSS(padding.MGF1(mask), salt), its)
        yield state(f"leaf-pss-{of}", pki, (signed(pki.leaf, pss(its, mask, salt), sign), pki.intermediate, pki.root))
    curve = ec.generate_private_key(ec.SECP256R1())
    brainpool = ec.generate_private_key(ec.BrainpoolP256R1())
    edwards = ed448.Ed448PrivateKey.generate()
    sha3 = der.sequence(der.oid("2.16.840.1.101.3.4.3.10"))
    sha224 = der.sequence(der.oid("1.2.840.10045.4.3.1"))
    for of, its, algorithm, sign in (
        ("ecdsa-sha3", curve, sha3, lambda it: curve.sign(it, ec.ECDSA(hashes.SHA3_256()))),
        ("ecdsa-sha224", curve, sha224, lambda it: curve.sign(it, ec.ECDSA(hashes.SHA224()))),
        ("authority-brainpool", brainpool, der.sequence(der.oid("1.2.840.10045.4.3.2")),
         lambda it: brainpool.sign(it, ec.ECDSA(hashes.SHA256()))),
        ("authority-ed448", edwards, der.sequence(der.oid("1.3.101.113")), edwards.sign),
    ):
        authority = pki.authority(pki.intermediate_name, its)
        leaf = pki.make_leaf(pki.key, issuer_key=curve, instead={"authority key": authority_key(key_id(its))})
        of = of if of.startswith("authority") else f"leaf-{of}"
        yield state(of, pki, (signed(leaf, algorithm, sign), authority, pki.root))


def pss(its, mask, salt: int) -> bytes:
    arcs = {"sha256": "2.16.840.1.101.3.4.2.1", "sha384": "2.16.840.1.101.3.4.2.2"}
    own, masks = (der.sequence(der.oid(arcs[it.name]), b"\x05\x00") for it in (its, mask))
    parts = (der.tlv(0xA0, own), der.tlv(0xA1, der.sequence(der.oid("1.2.840.113549.1.1.8"), masks)), der.tlv(0xA2, der.integer(salt)))
    return der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence(*parts))


def signed(certificate: bytes, algorithm: bytes, sign) -> bytes:
    """The certificate with another algorithm, signed again."""
    tbs, _, _ = inside(certificate)
    fields = inside(tbs)
    tbs = der.sequence(*fields[:2], algorithm, *fields[3:])
    return der.sequence(tbs, algorithm, der.bits(sign(tbs)))


def inside(element: bytes) -> list[bytes]:
    """The elements of one."""
    def cut(at: int) -> tuple[int, int]:
        length = element[at + 1]
        more = length & 0x7F if length & 0x80 else 0
        begin = at + 2 + more
        return begin, begin + (int.from_bytes(element[at + 2:begin], "big") if more else length)

    at, end = cut(0)
    found = []
    while at < end:
        _, after = cut(at)
        found.append(element[at:after])
        at = after
    return found
