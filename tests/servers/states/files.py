"""States of the files: order, what else is in them, labels, layout and damage."""

import datetime
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from states.openssl import openssl
from states.pki import HOST, Pki, name, rsa_key
from states.state import State, certificates, pem


def states(pki: Pki):
    good = certificates(*pki.chain)
    leaf, intermediate, root = (certificates(it) for it in pki.chain)

    def state(of: str, text: bytes, chain=pki.chain, **more) -> State:
        return State(of, text, pki.key_pem, tuple(chain), **more)

    yield state("good", good, file=False)
    yield from orders(pki)
    yield from company(pki, state, good, leaf, intermediate + root)
    yield from layouts(state, good, leaf, intermediate, root)
    yield from damages(state, leaf, intermediate, root)
    for of, text in (("key-first", pki.key_pem + good), ("key-last", good + pki.key_pem)):
        yield State(f"one-file-{of}", text, text, pki.chain, one_file=True)


def orders(pki: Pki):
    leaf, intermediate, root = pki.chain
    stranger = pki.authority(name("Example Other CA"), other := rsa_key(), issuer=name("Example Other CA"), issuer_key=other)
    strangers = [pki.authority(name(f"Example Old CA {at}"), other, issuer=name(f"Example Old CA {at}"), issuer_key=other)
                 for at in range(300)]
    for of, chain, as_usual in (
        ("leaf-only", (leaf,), True), ("without-root", (leaf, intermediate), True), ("without-intermediate", (leaf, root), True),
        ("order-leaf-root-intermediate", (leaf, root, intermediate), True),
        ("order-root-intermediate-leaf", (root, intermediate, leaf), False),
        ("order-intermediate-leaf-root", (intermediate, leaf, root), False),
        ("leaf-twice", (leaf, leaf, intermediate, root), True),
        ("intermediate-twice", (leaf, intermediate, intermediate, root), True),
        ("stranger-second", (leaf, stranger, intermediate, root), True),
        ("stranger-last", (leaf, intermediate, root, stranger), True),
        ("strangers-300", (leaf, intermediate, root, *strangers), True),
    ):
        yield State(of, certificates(*chain), pki.key_pem, chain, file=not as_usual)


def company(pki: Pki, state, good: bytes, leaf: bytes, rest: bytes):
    """Other blocks beside the certificates."""
    request = x509.CertificateSigningRequestBuilder(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]))
    csr = request.sign(pki.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    crl = openssl("crl", "-in", revocations(pki))
    pkcs7 = openssl("crl2pkcs7", "-nocrl", "-certfile", rest)
    dh = openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048")
    for of, text in (
        ("csr-first", csr + good), ("csr-second", leaf + csr + rest), ("csr-last", good + csr),
        ("crl-second", leaf + crl + rest), ("pkcs7-last", good + pkcs7), ("dh-parameters-last", good + dh),
        ("dh-parameters-first", dh + good), ("public-key-last", good + pem("PUBLIC KEY", public_of(pki))),
    ):
        yield state(of, text)


def public_of(pki: Pki) -> bytes:
    return pki.key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def revocations(pki: Pki) -> bytes:
    now = datetime.datetime.now(datetime.timezone.utc)
    issuer = x509.load_der_x509_certificate(pki.intermediate).subject
    builder = x509.CertificateRevocationListBuilder(issuer, now, now + datetime.timedelta(days=9))
    return builder.sign(pki.intermediate_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def layouts(state, good: bytes, leaf: bytes, intermediate: bytes, root: bytes):
    """The same certificates, written otherwise."""
    text = openssl("x509", "-text", "-in", leaf)
    trusted = openssl("x509", "-trustout", "-addtrust", "serverAuth", "-in", leaf)
    for of, written in (
        ("byte-order-mark", b"\xef\xbb\xbf" + good), ("crlf", good.replace(b"\n", b"\r\n")),
        ("cr-only", good.replace(b"\n", b"\r")), ("utf-16", good.decode().encode("utf-16")),
        ("indented", re.sub(rb"(?m)^(?=.)", b"  ", good)), ("trailing-spaces", good.replace(b"\n", b"  \n")),
        ("trailing-space-in-body", re.sub(rb"(?m)^([^-].*)$", rb"\1 ", good)), ("trailing-space-after-begin", good.replace(b"BEGIN CERTIFICATE-----", b"BEGIN CERTIFICATE----- ")),
        ("trailing-tab-after-begin", good.replace(b"BEGIN CERTIFICATE-----", b"BEGIN CERTIFICATE-----\t")), ("trailing-space-after-end", good.replace(b"END CERTIFICATE-----", b"END CERTIFICATE----- ")),
        ("blank-line-in-leaf", blank(leaf) + intermediate + root), ("blank-line-in-intermediate", leaf + blank(intermediate) + root),
        ("one-line", b"".join(map(one_line, (leaf, intermediate, root)))), ("no-final-newline", good.rstrip(b"\n")),
        ("glued", leaf.rstrip(b"\n") + intermediate + root), ("blank-lines-between", b"\n\n".join((leaf, intermediate, root))),
        ("bag-attributes", b"".join(map(bag, (leaf, intermediate, root)))), ("text-before", text + intermediate + root),
        ("comments", b"# the leaf\n" + leaf + b"# the rest\n" + intermediate + root),
        ("label-x509", good.replace(b" CERTIFICATE", b" X509 CERTIFICATE")), ("label-trusted", trusted + intermediate + root),
    ):
        yield state(of, written)


def damages(state, leaf: bytes, intermediate: bytes, root: bytes):
    for of, text in (
        ("end-four-dashes-intermediate", leaf + intermediate.replace(b"CERTIFICATE-----\n", b"CERTIFICATE----\n", 2).replace(
            b"BEGIN CERTIFICATE----\n", b"BEGIN CERTIFICATE-----\n") + root),
        ("garbage-leaf", garbage(leaf) + intermediate + root), ("garbage-intermediate", leaf + garbage(intermediate) + root),
        ("garbage-root", leaf + intermediate + garbage(root)),
        ("truncated-leaf", truncated(leaf) + intermediate + root),
        ("truncated-intermediate", leaf + truncated(intermediate) + root), ("truncated-root", leaf + intermediate + truncated(root)),
        ("no-end-intermediate", leaf + no_end(intermediate) + root), ("no-end-root", leaf + intermediate + no_end(root)),
        ("no-begin-intermediate", leaf + intermediate.split(b"\n", 1)[1] + root), ("empty", b""),
    ):
        yield state(of, text)


def blank(block: bytes) -> bytes:
    lines = block.split(b"\n")
    return b"\n".join([*lines[:6], b"", *lines[6:]])


def one_line(block: bytes) -> bytes:
    begin, *body, end, _ = block.split(b"\n")
    return b"\n".join([begin, b"".join(body), end, b""])


def bag(block: bytes) -> bytes:
    return b"Bag Attributes\n    localKeyID: 01 \nsubject=O = Example, CN = it\n\nissuer=O = Example, CN = other\n\n" + block


def garbage(block: bytes) -> bytes:
    """Two characters that are no base64."""
    lines = block.split(b"\n")
    lines[7] = b"**" + lines[7][2:]
    return b"\n".join(lines)


def truncated(block: bytes) -> bytes:
    """Base64 of whole bytes, but the certificate in it is cut off."""
    lines = block.split(b"\n")
    return b"\n".join([*lines[:9], *lines[-2:]])


def no_end(block: bytes) -> bytes:
    return b"\n".join([*block.split(b"\n")[:-2], b""])
