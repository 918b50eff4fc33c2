"""States of CAs that say something in a form that some clients cannot read or do not take, and others do."""

from states import der
from states.contents import state
from states.pki import Pki, basic_constraints, extension, name, sign, signature_algorithm
from states.state import certificates

RESOURCES = "1.3.6.1.5.5.7.1.7"
CUT = b"\x30\x03\x02\x01"
URI = der.tlv(0x86, b"http://example.com/x")


def states(pki: Pki):
    for of, instead in (
        ("names-undecodable", {"more": extension("2.5.29.17", CUT)}),
        ("authority-key-undecodable", {"authority key": extension("2.5.29.35", CUT)}),
        ("issuer-names-undecodable", {"more": extension("2.5.29.18", CUT)}),
        ("points-undecodable", {"more": extension("2.5.29.31", CUT)}),
        ("bytes-after-points", {"more": extension("2.5.29.31", points() + b"\x05\x00")}),
        ("bytes-after-access", {"more": extension("1.3.6.1.5.5.7.1.1", access() + b"\x05\x00")}),
        ("policy-identifier-padded", {"more": extension("2.5.29.32", der.sequence(der.sequence(der.tlv(6, b"\x2a\x80\x01"))))}),
        ("number-of-32-bits", {"more": der.sequence(der.oid(f"1.3.6.1.4.1.{2 ** 31}.1"), der.octets(b"\x05\x00"))}),
        ("directory-names-permitted", {"more": constraint(0xA0, organization())}),
        ("mail-constraint-odd", {"more": constraint(0xA1, der.tlv(0x81, b"a b"))}),
        ("feature", {"more": extension("1.3.6.1.5.5.7.1.24", der.sequence(der.integer(17)))}),
    ):
        odd = pki.authority(pki.intermediate_name, pki.intermediate_key, instead=instead)
        yield state(f"intermediate-{of}", pki, (pki.leaf, odd, pki.root))
    yield from roots(pki)
    yield state("intermediate-algorithms-differ-in-null", pki, (pki.leaf, without_null(pki.intermediate, pki), pki.root))
    strangers = [pki.authority(name(f"Stranger {at}"), pki.root_key, issuer=name(f"Stranger {at}")) for at in range(9)]
    yield state("eleven-certificates", pki, (pki.leaf, pki.intermediate, *strangers))
    yield from resources(pki)


def roots(pki: Pki):
    root = pki.authority(pki.root_name, pki.root_key, instead={"constraints": basic_constraints(True, 0)})
    middle_key = pki.root_key
    middle = pki.authority(name("Example Middle CA"), middle_key)
    below = pki.authority(pki.intermediate_name, pki.intermediate_key, issuer=name("Example Middle CA"), issuer_key=middle_key)
    yield state("root-path-length-exceeded", pki, (pki.leaf, below, middle, root), trust=certificates(root))
    root = pki.authority(pki.root_name, pki.root_key, instead={"more": extension("1.2.3.4", b"\x05\x00", True)})
    yield state("root-critical-extension-unknown", pki, (pki.leaf, pki.intermediate, root), trust=certificates(root))
    root = without_null(pki.root, pki)
    yield state("root-algorithms-differ-in-null", pki, (pki.leaf, pki.intermediate, root), trust=certificates(root))


def resources(pki: Pki):
    """IPv4 addresses of leaf, intermediate and root, which OpenSSL alone compares."""
    def of(octets: bytes) -> dict:
        family = der.sequence(der.octets(b"\x00\x01"), der.sequence(der.bits(octets)))
        return {"more": extension(RESOURCES, der.sequence(family))}

    def chain(leaf: dict, intermediate: dict, root: dict) -> tuple:
        return (pki.make_leaf(pki.key, instead=leaf),
                pki.authority(pki.intermediate_name, pki.intermediate_key, instead=intermediate),
                pki.authority(pki.root_name, pki.root_key, instead=root))

    narrow, wide = of(bytes((192, 0, 2))), of(bytes((192,)))
    for what, made in (("within", chain(narrow, narrow, wide)), ("outside", chain(wide, narrow, wide)),
                       ("of-nobody", chain(narrow, {}, wide)), ("of-the-ca-alone", chain({}, narrow, {}))):
        yield state(f"resources-{what}", pki, made, trust=certificates(made[-1]))


def without_null(certificate: bytes, pki: Pki) -> bytes:
    """Signed by the root again, with NULL in the algorithm inside and without it outside."""
    header = 2 + (certificate[1] & 0x7F)
    length = int.from_bytes(certificate[header + 2:header + 4], "big")
    tbs = certificate[header:header + 4 + length]
    algorithm = der.sequence(signature_algorithm(pki.root_key, "sha256")[2:-2])
    return sign(tbs, algorithm, pki.root_key, "sha256")


def points() -> bytes:
    return der.sequence(der.sequence(der.tlv(0xA0, der.tlv(0xA0, URI))))


def access() -> bytes:
    return der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.2"), URI))


def constraint(tree: int, base: bytes) -> bytes:
    return extension("2.5.29.30", der.sequence(der.tlv(tree, der.sequence(base))), True)


def organization() -> bytes:
    return der.tlv(0xA4, der.sequence(der.set_of(der.sequence(der.oid("2.5.4.10"), der.text("Example")))))
