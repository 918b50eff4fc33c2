"""The chains that mutants are made of: each is taken by everybody as it is."""

import pathlib
import sys
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))

from cryptography.hazmat.primitives.asymmetric import ec

from states import der
from states.pki import (
    CLIENT_AUTH, HOST, SERVER_AUTH, Pki, basic_constraints, dns, extension, key_usage, name, names, purposes, rsa_key)

SITE = b"http://pki.example.com/"


def ec_key():
    return ec.generate_private_key(ec.SECP256R1())


def uri(more: bytes) -> bytes:
    return der.tlv(0x86, SITE + more)


def access() -> bytes:
    return extension("1.3.6.1.5.5.7.1.1", der.sequence(
        der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), uri(b"ocsp")), der.sequence(der.oid("1.3.6.1.5.5.7.48.2"), uri(b"ca.cer"))))


def points() -> bytes:
    return extension("2.5.29.31", der.sequence(der.sequence(der.tlv(0xA0, der.tlv(0xA0, uri(b"ca.crl"))))))


def policies(*kinds: bytes) -> bytes:
    return extension("2.5.29.32", der.sequence(*kinds))


PRACTICE = der.sequence(der.oid("1.3.6.1.4.1.55555.2.1"), der.sequence(
    der.sequence(der.oid("1.3.6.1.5.5.7.2.1"), der.tlv(0x16, SITE + b"cps"))))
PLAIN = der.sequence(der.oid("2.23.140.1.2.1"))
ANY_POLICY = der.sequence(der.oid("2.5.29.32.0"))


def constraints() -> bytes:
    def subtrees(tag: int, *bases: bytes) -> bytes:
        return der.tlv(tag, *map(der.sequence, bases))

    permitted = dns("example.com"), der.tlv(0x81, b"example.com"), der.tlv(0x87, bytes((10, 0, 0, 0, 255, 0, 0, 0)))
    excluded = dns("example.net"), der.tlv(0x87, bytes(32))[:2] + bytes.fromhex("20010db8" + "00" * 12 + "ffffffff" + "00" * 12)
    return extension("2.5.29.30", der.sequence(subtrees(0xA0, *permitted), subtrees(0xA1, *excluded)), True)


@dataclass
class Chain:
    """Leaf, intermediate and root as DER, and the key that signed each."""

    name: str
    certificates: tuple[bytes, bytes, bytes]
    signers: tuple


def make() -> list[Chain]:
    return [chain("plain", ec_key, {}, {}), chain("rich", ec_key, RICH_LEAF, RICH_AUTHORITY), chain("rsa", rsa_key, {"usage": key_usage(0, 2)}, {})]


RICH_LEAF = {
    "purposes": purposes(SERVER_AUTH, CLIENT_AUTH),
    "names": names(dns(HOST), dns("*.example.com"), der.tlv(0x87, bytes((10, 1, 2, 3)))),
    "policies": policies(PLAIN, PRACTICE), "access": access(), "points": points(),
}
RICH_AUTHORITY = {
    "usage": key_usage(0, 5, 6), "constraints": basic_constraints(True, 0), "name constraints": constraints(),
    "policies": policies(ANY_POLICY), "access": access(), "points": points(),
}


def chain(of: str, new_key, leaf: dict, authority: dict) -> Chain:
    pki = Pki.__new__(Pki)
    pki.root_key, pki.intermediate_key, pki.key = (new_key() for _ in range(3))
    pki.root_name, pki.intermediate_name = name("Example Root CA"), name("Example Issuing CA")
    made = (pki.make_leaf(pki.key, instead=leaf),
            pki.authority(pki.intermediate_name, pki.intermediate_key, path_length=0, instead=authority),
            pki.authority(pki.root_name, pki.root_key))
    return Chain(of, made, (pki.intermediate_key, pki.root_key, pki.root_key))
