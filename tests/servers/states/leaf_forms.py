"""States of leafs of which something does not decode, or is written in a form that not everybody reads. Servers parse their own leaf,
or do not."""

from states import der
from states.contents import state
from states.forms import CUT, access, points
from states.pki import HOST, Pki, dns, extension, names


def states(pki: Pki):
    twice = extension("1.2.3.5", b"\x05\x00")
    for of, instead in (
        ("names-undecodable", {"names": extension("2.5.29.17", CUT)}),
        ("names-empty", {"names": extension("2.5.29.17", der.sequence())}),
        ("name-not-ascii", {"names": names(dns(HOST), der.tlv(0x82, "übel.example".encode("latin-1")))}),
        ("address-of-five-octets", {"names": names(dns(HOST), der.tlv(0x87, bytes(5)))}),
        ("usage-undecodable", {"usage": extension("2.5.29.15", CUT)}),
        ("purposes-undecodable", {"purposes": extension("2.5.29.37", b"\x03\x02\x01")}),
        ("constraints-undecodable", {"constraints": extension("2.5.29.19", CUT, True)}),
        ("authority-key-undecodable", {"authority key": extension("2.5.29.35", CUT)}),
        ("subject-key-undecodable", {"subject key": extension("2.5.29.14", CUT)}),
        ("policies-undecodable", {"more": extension("2.5.29.32", CUT)}),
        ("points-undecodable", {"more": extension("2.5.29.31", CUT)}),
        ("bytes-after-points", {"more": extension("2.5.29.31", points() + b"\x05\x00")}),
        ("bytes-after-access", {"more": extension("1.3.6.1.5.5.7.1.1", access() + b"\x05\x00")}),
        ("name-constraints-undecodable", {"more": extension("2.5.29.30", CUT)}),
        ("extension-twice", {"more": twice, "again": twice}),
    ):
        yield state(f"leaf-{of}", pki, (pki.make_leaf(pki.key, instead=instead), pki.intermediate, pki.root))
