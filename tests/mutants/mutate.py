"""Changes a certificate somewhere inside what is signed, and signs it again: what is wrong with a mutant is never its signature."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass

import chains
import tree
from states import der
from states.pki import basic_constraints, key_usage, purposes, sign, signature_algorithm
from tree import Node


@dataclass
class Mutant:
    """`certificates` as those of the chain; `made` says what was done."""

    number: int
    chain: str
    of: str
    made: str
    certificates: tuple[bytes, bytes, bytes]

PLACES = ("leaf", "intermediate", "root")
# Values that replace the content of others, or stand beside them.
CONTENTS = (
    b"", b"\x00", b"\xff", b"\x01", b"\x00\x80", b"\xff\x7f", b"a", b"*", b"*.com", b".example.com", b"-", b"a..b", b"http://[", b"\xc3\xa9",
    b"xn--", b"xn--a-", b"a_b.example.com", b"example.com.", b"\x0a\x01\x02\x03", b"\x00" * 16, b"\x00" * 5, b"\x80\x01", b"\x2a\x80\x01",
    b"500101000000Z", b"491231235959Z", b"20500101000000Z", b"99991231235959Z", b"20270101000000Z", b"270101000060Z", b"2701010000Z",
    b"270101000000+0100", b"20270101000000.5Z", b"19500101000000Z", b"270230000000Z", b"x" * 65, b"x" * 300, b"@", b"a@", b"@b", b"a b",
    b"a\x00b",
)
OIDS = (
    "2.5.29.14", "2.5.29.15", "2.5.29.16", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.20", "2.5.29.24", "2.5.29.30", "2.5.29.31",
    "2.5.29.32", "2.5.29.32.0", "2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.37.0", "2.5.29.46", "2.5.29.54",
    "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.3", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8", "1.3.6.1.5.5.7.1.11", "1.3.6.1.5.5.7.1.14",
    "1.3.6.1.5.5.7.1.24", "2.16.840.1.113730.1.1", "1.3.6.1.4.1.11129.2.4.3", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.9",
    "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.2.840.10045.3.1.7", "1.3.132.0.34",
    "1.3.101.112", "2.5.4.3", "2.5.4.6", "1.2.840.113549.1.9.1", "1.3.6.1.4.1.55555.1",
)
TAGS = (0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1C, 0x1E, 0x30, 0x31, 0x80, 0x81, 0x82,
        0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5)


def mutants(of: list[chains.Chain], count: int, seed: int):
    dice = random.Random(seed)
    for number in range(count):
        chain = dice.choices(of, (3, 5, 1))[0]
        at = dice.choices(range(3), (10, 7, 2))[0]
        certificate = tree.parse(chain.certificates[at])
        made = [change(certificate.children[0], dice) for _ in range(dice.choices((1, 2), (5, 1))[0])]
        signed = list(chain.certificates)
        signed[at] = signed_again(certificate, chain.signers[at])
        yield Mutant(number, chain.name, PLACES[at], "; ".join(made), tuple(signed))


def signed_again(certificate: Node, key) -> bytes:
    """The algorithm outside is that of the key, whatever the mutant says inside."""
    return sign(certificate.children[0].encode(), signature_algorithm(key, "sha256"), key, "sha256")


def change(signed: Node, dice: random.Random) -> str:
    """One change somewhere; half of them somewhere in the extensions."""
    extensions = next((it for it in signed.children if it.tag == 0xA3), None)
    if extensions and extensions.children and extensions.children[0].children and dice.random() < 0.25:
        return change_extensions(extensions.children[0].children, dice)
    parents = [(it, at) for it in signed.walk() if it.children for at in range(len(it.children))]
    parent, at = dice.choice(parents)
    node = parent.children[at]
    where = described(signed, node)
    kind = dice.choice(("remove", "repeat", "tag", "swap", "insert", "length", "wrap") if node.children is not None else
                       ("remove", "repeat", "tag", "swap", "insert", "length", "content", "content", "content", "bit", "more", "less", "oid"))
    if kind == "remove":
        del parent.children[at]
    elif kind == "repeat":
        parent.children.insert(at, copy.deepcopy(node))
    elif kind == "tag":
        node.tag = dice.choice(TAGS)
        where += f" to {node.tag:02x}"
    elif kind == "swap":
        other = dice.randrange(len(parent.children))
        parent.children[at], parent.children[other] = parent.children[other], node
    elif kind == "insert":
        parent.children.insert(at, Node(dice.choice(TAGS), dice.choice(CONTENTS)))
    elif kind == "length":
        content = len(node.encode()) - 2
        node.length = dice.choice((bytes((0x81, content & 0xFF)), bytes((0x82, 0, content & 0xFF)), b"\x80"))
    elif kind == "wrap":
        parent.children[at] = Node(dice.choice((0x30, 0x31, 0xA0, 0xA1, 0x24)), children=[node])
    elif kind == "content":
        node.content = dice.choice(CONTENTS)
        where += f" to {node.content[:20]!r}"
    elif kind == "bit" and node.content:
        flipped = dice.randrange(8 * len(node.content))
        node.content = bytes(it ^ (0x80 >> flipped % 8 if place == flipped // 8 else 0) for place, it in enumerate(node.content))
    elif kind == "more":
        node.content += dice.choice((b"\x00", b"\xff", b"a", b"."))
    elif kind == "less":
        node.content = node.content[:-1]
    elif kind == "oid":
        parent.children[at] = tree.parse(der.oid(dice.choice(OIDS)))
    return f"{kind} {where}"


def change_extensions(extensions: list[Node], dice: random.Random) -> str:
    """Whole extensions."""
    at = dice.randrange(len(extensions))
    extension = extensions[at]
    where = name_of(extension)
    kind = dice.choice(("remove", "repeat", "critical", "value of another", "identifier", "new", "new"))
    if kind == "remove":
        del extensions[at]
    elif kind == "repeat":
        extensions.append(copy.deepcopy(extension))
    elif kind == "critical" and extension.children:
        if len(extension.children) == 3:
            del extension.children[1]
        else:
            extension.children.insert(1, Node(0x01, b"\xff"))
    elif kind == "value of another" and extension.children and (other := dice.choice(extensions)).children:
        extension.children[-1] = copy.deepcopy(other.children[-1])
        where += f" from {name_of(other)}"
    elif kind == "identifier" and extension.children:
        extension.children[0] = tree.parse(der.oid(dice.choice(OIDS)))
        where += f" to {name_of(extension)}"
    elif kind == "new":
        extension = tree.parse(dice.choice(new_extensions()))
        extensions[:] = [it for it in extensions if name_of(it) != name_of(extension)] + [extension]
        where = name_of(extension) + " " + extension.encode().hex()
    return f"extension {kind} {where}"


def new_extensions() -> list[bytes]:
    def ip(*octets: int) -> bytes:
        return der.tlv(0x87, bytes(octets))

    def constraint(tag: int, base: bytes, *more: bytes) -> bytes:
        return chains.extension("2.5.29.30", der.sequence(der.tlv(tag, der.sequence(base, *more))), True)

    directory = der.tlv(0xA4, chains.name("cluster.example.com"))
    organization = der.tlv(0xA4, der.sequence(der.set_of(der.sequence(der.oid("2.5.4.10"), der.text("Example")))))
    other = der.tlv(0xA0, der.oid("1.3.6.1.5.5.7.8.9"), der.tlv(0xA0, der.text("it@example.org")))
    return [
        basic_constraints(True), basic_constraints(False), basic_constraints(True, 0), basic_constraints(True, 0, critical=False),
        key_usage(0), key_usage(2), key_usage(4), key_usage(5), key_usage(6), key_usage(0, 5), key_usage(5, 6), key_usage(0, 2, 3, 4, 7),
        purposes("1.3.6.1.5.5.7.3.1"), purposes("1.3.6.1.5.5.7.3.2"), purposes("2.5.29.37.0"), purposes("1.3.6.1.5.5.7.3.9"), purposes(),
        *(constraint(tag, base) for tag in (0xA0, 0xA1) for base in (
            chains.dns("example.com"), chains.dns("example.org"), chains.dns(".example.com"), chains.dns(""), chains.dns("*.example.com"),
            ip(10, 0, 0, 0, 255, 0, 0, 0), ip(10, 0, 0, 0, 255, 0, 255, 0), ip(10, 0, 0, 0, 255), ip(*bytes(32)), directory, organization, other,
            der.tlv(0x81, b"example.org"), der.tlv(0x86, b"example.org"), der.tlv(0x88, b"\x2a\x03"))),
        constraint(0xA0, chains.dns("example.com"), der.tlv(0x80, b"\x01")), constraint(0xA0, chains.dns("example.com"), der.tlv(0x81, b"\x02")),
        chains.extension("2.5.29.30", der.sequence(), True),
        chains.extension("2.5.29.36", der.sequence(der.tlv(0x80, b"\x00")), True),
        chains.extension("2.5.29.36", der.sequence(der.tlv(0x81, b"\x00"))), chains.extension("2.5.29.36", der.sequence(), True),
        chains.extension("2.5.29.54", der.integer(0), True), chains.extension("2.5.29.54", der.integer(-1), True),
        chains.policies(chains.PLAIN, chains.PLAIN), chains.policies(), chains.policies(chains.ANY_POLICY),
        chains.extension("2.5.29.33", der.sequence(der.sequence(der.oid("2.23.140.1.2.1"), der.oid("1.2.3.4"))), True),
        chains.extension("2.5.29.33", der.sequence(der.sequence(der.oid("2.5.29.32.0"), der.oid("1.2.3.4")))),
        chains.extension("2.5.29.18", der.sequence(chains.uri(b"x"))), chains.extension("2.5.29.16", der.sequence(der.tlv(0x81, b"20200101000000Z"))),
        chains.extension("2.5.29.46", der.sequence(der.sequence(der.tlv(0xA0, der.tlv(0xA0, chains.uri(b"d")))))),
        chains.extension("1.3.6.1.4.1.11129.2.4.3", b"\x05\x00", True), chains.extension("1.3.6.1.5.5.7.1.24", der.sequence(der.integer(5)), True),
        chains.extension("2.16.840.1.113730.1.1", der.bits(b"\x80", 7)), chains.extension("2.16.840.1.113730.1.1", der.bits(b"\x04", 2)),
        chains.extension("1.3.6.1.5.5.7.1.7", der.sequence(der.sequence(der.octets(b"\0\1"), der.sequence(der.bits(b"\x0a"))))),
        chains.extension("1.3.6.1.5.5.7.1.7", der.sequence(der.sequence(der.octets(b"\0\1"), b"\x05\x00"))),
        chains.extension("1.3.6.1.5.5.7.1.8", der.sequence(der.tlv(0xA0, der.sequence(der.integer(64500))))),
        chains.extension("1.3.6.1.5.5.7.1.14", der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.21.1"))), True),
        chains.extension("1.2.3.4", b"\x05\x00", True), chains.extension("1.2.3.4", b""),
        chains.extension("2.5.29.9", der.sequence()), chains.extension("2.5.29.56", b"\x05\x00"),
        chains.extension("2.5.29.28", der.sequence(der.tlv(0x81, b"\xff")), True),
    ]


def name_of(extension: Node) -> str:
    """The identifier as it is written."""
    return extension.children[0].content.hex() if extension.children else "?"


def described(root: Node, wanted: Node) -> str:
    """Where in the tree a node is: `3.0.1`, counted from zero, with its tag."""
    def search(node: Node, path: tuple[int, ...]):
        if node is wanted:
            return path
        for at, child in enumerate(node.children or ()):
            if (found := search(child, (*path, at))) is not None:
                return found
        return None

    return ".".join(map(str, search(root, ()) or ())) + f" {wanted.tag:02x}"
