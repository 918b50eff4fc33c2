"""States of the key: forms of the file, types of keys, and keys that are not the leaf's."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa

from states.openssl import openssl
from states.pki import Pki, pkcs8, rsa_key, traditional
from states.state import State, certificates

PASSWORD = "test-only"


def states(pki: Pki):
    yield from forms(pki)
    yield from others(pki)
    yield from types(pki)
    yield from as_openssl_makes(pki)


def forms(pki: Pki):
    """The leaf's own key, in other forms."""
    good, key = certificates(*pki.chain), pki.key_pem
    protected = pki.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSWORD.encode()))
    legacy = openssl("rsa", "-traditional", "-aes128", "-passout", f"pass:{PASSWORD}", "-in", key)
    attributes = b"Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n"
    for of, written in (
        ("pkcs1", traditional(pki.key)), ("byte-order-mark", b"\xef\xbb\xbf" + key), ("crlf", key.replace(b"\n", b"\r\n")),
        ("bag-attributes", attributes + key), ("encrypted-pkcs8", protected), ("encrypted-traditional", legacy),
        ("with-certificates", key + good), ("empty", b""),
    ):
        yield State(f"key-{of}", good, written, pki.chain)
    curve = ec.generate_private_key(ec.SECP256R1())
    chain = (pki.make_leaf(curve), pki.intermediate, pki.root)
    parameters = openssl("ecparam", "-name", "prime256v1")
    yield State("key-sec1", certificates(*chain), traditional(curve), chain)
    yield State("key-sec1-parameters", certificates(*chain), parameters + traditional(curve), chain)
    yield State("ec-parameters-last", certificates(*chain) + parameters, pkcs8(curve), chain)


def others(pki: Pki):
    """Keys that are not the leaf's."""
    good, other = certificates(*pki.chain), pkcs8(rsa_key())
    yield State("key-of-another", good, other, pki.chain)
    yield State("key-of-intermediate", good, pkcs8(pki.intermediate_key), pki.chain)
    yield State("keys-other-first", good, other + pki.key_pem, pki.chain)
    yield State("keys-other-second", good, pki.key_pem + other, pki.chain)
    curve = ec.generate_private_key(ec.SECP256R1())
    chain = (pki.make_leaf(curve), pki.intermediate, pki.root)
    yield State("rsa-key-for-ec", certificates(*chain), pki.key_pem, chain)
    yield State("ec-key-for-rsa", good, pkcs8(curve), pki.chain)


def types(pki: Pki):
    for of, key in (
        ("p256", ec.generate_private_key(ec.SECP256R1())), ("p384", ec.generate_private_key(ec.SECP384R1())),
        ("p521", ec.generate_private_key(ec.SECP521R1())), ("secp256k1", ec.generate_private_key(ec.SECP256K1())),
        ("ed25519", ed25519.Ed25519PrivateKey.generate()), ("ed448", ed448.Ed448PrivateKey.generate()),
        ("rsa-1024", rsa_key(1024)), ("rsa-3072", rsa_key(3072)), ("rsa-4096", rsa_key(4096)),
        ("dsa-2048", dsa.generate_private_key(2048)), ("mldsa65", mldsa.MLDSA65PrivateKey.generate()),
    ):
        chain = (pki.make_leaf(key), pki.intermediate, pki.root)
        yield State(f"type-{of}", certificates(*chain), pkcs8(key), chain, file=False, post_quantum=of == "mldsa65")
    for of, key in (("ed25519", ed25519.Ed25519PrivateKey.generate()), ("p256", ec.generate_private_key(ec.SECP256R1())),
                    ("mldsa65", mldsa.MLDSA65PrivateKey.generate())):
        authority = pki.authority(pki.intermediate_name, key, path_length=0)
        chain = (pki.make_leaf(pki.key, issuer_key=key), authority, pki.root)
        yield State(f"authority-{of}", certificates(*chain), pki.key_pem, chain, file=False, post_quantum=of == "mldsa65")


def as_openssl_makes(pki: Pki):
    """Types that only the command makes; the public key comes from it, the certificate from us."""
    for of, *options in (
        ("rsa-pss", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"),
        ("p256-explicit", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit"),
    ):
        key = openssl("genpkey", *options)
        public = openssl("pkey", "-pubout", "-outform", "DER", "-in", key)
        chain = (pki.make_leaf(public), pki.intermediate, pki.root)
        yield State(f"type-{of}", certificates(*chain), key, chain, file=False)
