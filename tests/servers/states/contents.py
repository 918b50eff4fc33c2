"""States of what the certificates say: nothing is wrong with the files."""

from states import der
from states.pki import (
    ANY_PURPOSE, CERTIFICATE_SIGN, CLIENT_AUTH, CRL_SIGN, DIGITAL_SIGNATURE, HOST, KEY_ENCIPHERMENT, Pki, authority_key,
    authority_serial, basic_constraints, dns, extension, key_id, key_usage, name, names, purposes, rsa_key)
from states.state import State, certificates

POLICY = der.sequence(der.oid("2.23.140.1.2.1"))


def states(pki: Pki):
    for of, leaf in leaves(pki):
        yield state(of, pki, (leaf, pki.intermediate, pki.root))
    for of, intermediate in intermediates(pki):
        yield state(of, pki, (pki.leaf, intermediate, pki.root))
    for of, root in roots(pki):
        yield state(of, pki, (pki.leaf, pki.intermediate, root), trust=certificates(root))
    yield from trees(pki)


def state(of: str, pki: Pki, chain, **more) -> State:
    return State(of, certificates(*chain), pki.key_pem, tuple(chain), file=False, **more)


def leaves(pki: Pki):
    def leaf(*, how: dict | None = None, **instead):
        return pki.make_leaf(pki.key, instead={part.replace("_", " "): it for part, it in instead.items()}, **(how or {}))

    host = dns(HOST)
    yield "expired", leaf(how={"days": (-100, -3)})
    yield "not-yet-valid", leaf(how={"days": (5, 90)})
    yield "ten-years", leaf(how={"days": (-1, 3650)})
    yield "leaf-ca-true", leaf(constraints=basic_constraints(True))
    yield "leaf-without-constraints", leaf(constraints=b"")
    yield "purpose-client-only", leaf(purposes=purposes(CLIENT_AUTH))
    yield "purpose-any-only", leaf(purposes=purposes(ANY_PURPOSE))
    yield "purposes-absent", leaf(purposes=b"")
    yield "usage-absent", leaf(usage=b"")
    yield "usage-encipherment-only", leaf(usage=key_usage(KEY_ENCIPHERMENT))
    yield "usage-leaf-signs-certificates", leaf(usage=key_usage(DIGITAL_SIGNATURE, CERTIFICATE_SIGN))
    yield "critical-extension-unknown", leaf(more=extension("1.3.6.1.4.1.55555.1.2", der.octets(b"abc"), True))
    yield "names-absent", leaf(names=b"")
    yield "names-other", leaf(names=names(dns("other.example.com")))
    yield "names-wildcard", leaf(names=names(dns("*.example.com")))
    yield "names-email-only", leaf(names=names(der.tlv(0x81, b"it@example.com")))
    yield "names-uri-unreadable", leaf(names=names(host, der.tlv(0x86, b"http://[bad/")))
    yield "names-address-mapped", leaf(names=names(host, der.tlv(0x87, bytes(10), b"\xff\xff\x7f\x00\x00\x01")))
    yield "names-5000", leaf(names=names(host, *(dns(f"h{at}.example.com") for at in range(5000))))
    yield "subject-empty", leaf(how={"subject": name(None)})
    yield "subject-empty-names-critical", leaf(how={"subject": name(None)}, names=names(host, critical=True))
    yield "identifiers-absent-leaf", leaf(subject_key=b"", authority_key=b"")
    yield "authority-key-other", leaf(authority_key=authority_key(b"x" * 20))
    yield "authority-serial-other", leaf(authority_key=authority_key(
        key_id(pki.intermediate_key), authority_serial(pki.root_name, 77)))
    yield "serial-negative", leaf(how={"serial": -5})
    yield "serial-21-octets", leaf(how={"serial": 1 << 166})
    yield "sha1-leaf", leaf(how={"hash_name": "sha1"})
    yield "md5-leaf", leaf(how={"hash_name": "md5"})
    yield "version-1-leaf", pki.make_leaf(pki.key, instead=dict.fromkeys(
        ("constraints", "usage", "purposes", "names", "subject key", "authority key"), b""), version=1)
    yield "policy-twice", leaf(more=extension("2.5.29.32", der.sequence(POLICY, POLICY)))
    yield "policies-critical", leaf(more=extension("2.5.29.32", der.sequence(POLICY), True))
    yield "must-staple", leaf(more=extension("1.3.6.1.5.5.7.1.24", der.sequence(der.integer(5))))
    yield "authority-access-unreadable", leaf(more=extension("1.3.6.1.5.5.7.1.1", b"\x30\x03\x02\x01"))


def intermediates(pki: Pki):
    def authority(*, how: dict | None = None, **instead):
        return pki.authority(pki.intermediate_name, pki.intermediate_key, **(how or {}),
                             instead={part.replace("_", " "): it for part, it in instead.items()})

    yield "intermediate-expired", authority(how={"days": (-100, -3)})
    yield "intermediate-usage-absent", authority(usage=b"")
    yield "intermediate-usage-without-signing", authority(usage=key_usage(CRL_SIGN))
    yield "intermediate-ca-false", authority(constraints=basic_constraints(False))
    yield "intermediate-constraints-not-critical", authority(constraints=basic_constraints(True, 0, critical=False))
    yield "intermediate-identifiers-absent", authority(subject_key=b"", authority_key=b"")
    yield "intermediate-purpose-client-only", authority(more=purposes(CLIENT_AUTH))
    yield "intermediate-sha1", authority(how={"hash_name": "sha1"})
    yield "intermediate-md5", authority(how={"hash_name": "md5"})
    yield "intermediate-serial-negative", authority(how={"serial": -5})
    yield "intermediate-version-1", pki.authority(pki.intermediate_name, pki.intermediate_key, version=1, instead=dict.fromkeys(
        ("constraints", "usage", "subject key", "authority key"), b""))
    for of, tree, *subtrees in (
        ("permits-host", 0xA0, dns("example.com"), dns("localhost")), ("permits-other", 0xA0, dns("example.org")),
        ("excludes-host", 0xA1, dns("example.com")), ("mask-with-holes", 0xA0, der.tlv(0x87, bytes.fromhex("0a000000ff00ff00"))),
    ):
        constraint = der.sequence(der.tlv(tree, *map(der.sequence, subtrees)))
        yield f"constraint-{of}", authority(more=extension("2.5.29.30", constraint, True))
    yield "policy-constraints-critical", authority(
        more=extension("2.5.29.36", der.sequence(der.tlv(0x80, b"\x05")), True))
    yield "inhibit-any-policy-critical", authority(more=extension("2.5.29.54", der.integer(0), True))


def roots(pki: Pki):
    def root(*, how: dict | None = None, **instead):
        return pki.authority(pki.root_name, pki.root_key, **(how or {}),
                             instead={part.replace("_", " "): it for part, it in instead.items()})

    yield "root-usage-absent", root(usage=b"")
    yield "root-identifiers-absent", root(subject_key=b"", authority_key=b"")
    yield "root-constraints-not-critical", root(constraints=basic_constraints(True, critical=False))
    yield "root-constraints-absent", root(constraints=b"")
    yield "root-authority-key-other", root(authority_key=authority_key(b"x" * 20))
    yield "root-expired", root(how={"days": (-100, -3)})
    yield "root-sha1", root(how={"hash_name": "sha1"})
    yield "root-version-1", pki.authority(pki.root_name, pki.root_key, version=1, instead=dict.fromkeys(
        ("constraints", "usage", "subject key", "authority key"), b""))


def trees(pki: Pki):
    """Chains of another shape, and other things to trust."""
    self_signed = pki.make_leaf(pki.key, issuer=name(HOST), issuer_key=pki.key)
    yield state("self-signed", pki, (self_signed,), trust=certificates(self_signed))
    self_signed = pki.make_leaf(pki.key, issuer=name(HOST), issuer_key=pki.key, instead={"constraints": basic_constraints(True)})
    yield state("self-signed-ca-true", pki, (self_signed,), trust=certificates(self_signed))
    direct = pki.make_leaf(pki.key, issuer=pki.root_name, issuer_key=pki.root_key)
    yield state("leaf-of-root", pki, (direct, pki.root))
    yield state("anchor-is-intermediate", pki, (pki.leaf, pki.intermediate), trust=certificates(pki.intermediate))
    other_key = rsa_key()
    other = pki.authority(name("Example Other CA"), other_key, issuer=name("Example Other CA"), issuer_key=other_key)
    yield state("root-not-trusted", pki, pki.chain, trust=certificates(other))
    namesake = pki.authority(pki.root_name, other_key, issuer_key=other_key)
    yield state("two-roots-of-one-name", pki, pki.chain, trust=certificates(namesake, pki.root))
    for of, count in (("two", 2), ("six", 6), ("seven", 7), ("ten", 10), ("twelve", 12)):
        yield state(f"{of}-intermediates", pki, long(pki, count))
    crossed = pki.authority(pki.intermediate_name, pki.intermediate_key, issuer=name("Example Unknown CA"), issuer_key=other_key)
    yield state("cross-signed-by-unknown-first", pki, (pki.leaf, crossed, pki.intermediate, pki.root))
    short = pki.authority(name("Example Policy CA"), other_key, path_length=0)
    under = pki.authority(pki.intermediate_name, pki.intermediate_key, issuer=name("Example Policy CA"), issuer_key=other_key)
    yield state("path-length-exceeded", pki, (pki.leaf, under, short, pki.root))
    wrong = pki.make_leaf(pki.key, issuer_key=other_key, instead={"authority key": authority_key(key_id(pki.intermediate_key))})
    yield state("signature-wrong", pki, (wrong, pki.intermediate, pki.root))


def long(pki: Pki, count: int) -> tuple:
    """A chain with so many intermediates, which share one key."""
    key, chain, issuer, issuer_key = rsa_key(), [pki.root], pki.root_name, pki.root_key
    for at in range(count):
        subject = name(f"Example CA {at}")
        chain.insert(0, pki.authority(subject, key, issuer=issuer, issuer_key=issuer_key))
        issuer, issuer_key = subject, key
    return (pki.make_leaf(pki.key, issuer=issuer, issuer_key=issuer_key), *chain)
