"""A root, an intermediate and leaves, and the means to make others that differ in one thing."""

import datetime
import hashlib
import secrets

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, mldsa, padding, rsa

from states import der
from states.state import certificates

HOST = "cluster.example.com"
SERVER_AUTH, CLIENT_AUTH, ANY_PURPOSE = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0"
DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, CERTIFICATE_SIGN, CRL_SIGN = 0, 2, 5, 6

# Hashes of RSA signatures with PKCS #1 v1.5: the object identifier, and the hash.
RSA_WITH = {
    "md5": ("1.2.840.113549.1.1.4", hashes.MD5),
    "sha1": ("1.2.840.113549.1.1.5", hashes.SHA1),
    "sha256": ("1.2.840.113549.1.1.11", hashes.SHA256),
}


def name(common_name: str | None) -> bytes:
    """A distinguished name, or an empty one."""
    if common_name is None:
        return der.sequence()
    parts = (("2.5.4.10", "Example"), ("2.5.4.3", common_name))
    return der.sequence(*(der.set_of(der.sequence(der.oid(kind), der.text(words))) for kind, words in parts))


def public(key) -> bytes:
    """The subject public key info of a private key, which may be given as such."""
    if isinstance(key, bytes):
        return key
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


def key_id(key) -> bytes:
    return hashlib.sha1(public(key)).digest()


def extension(kind: str, value: bytes, critical: bool = False) -> bytes:
    return der.sequence(der.oid(kind), der.true() if critical else b"", der.octets(value))


def basic_constraints(ca: bool, path_length: int | None = None, critical: bool = True) -> bytes:
    length = b"" if path_length is None else der.integer(path_length)
    return extension("2.5.29.19", der.sequence(der.true() if ca else b"", length), critical)


def key_usage(*numbers: int) -> bytes:
    return extension("2.5.29.15", der.named_bits(*numbers), True)


def purposes(*kinds: str) -> bytes:
    return extension("2.5.29.37", der.sequence(*map(der.oid, kinds)))


def names(*general_names: bytes, critical: bool = False) -> bytes:
    return extension("2.5.29.17", der.sequence(*general_names), critical)


def dns(words: str) -> bytes:
    return der.tlv(0x82, words.encode())


def subject_key(key) -> bytes:
    return extension("2.5.29.14", der.octets(key_id(key)))


def authority_key(identifier: bytes, *more: bytes) -> bytes:
    return extension("2.5.29.35", der.sequence(der.tlv(0x80, identifier), *more))


def authority_serial(issuer: bytes, serial: int) -> bytes:
    """The other half of an authority key identifier: name and number of a certificate of the CA."""
    return der.tlv(0xA1, der.tlv(0xA4, issuer)) + der.tlv(0x82, der.integer(serial)[2:])


def sign(tbs: bytes, algorithm: bytes, key, hash_name: str) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(tbs, padding.PKCS1v15(), RSA_WITH[hash_name][1]())
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        signature = key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    else:
        signature = key.sign(tbs)
    return der.sequence(tbs, algorithm, der.bits(signature))


def signature_algorithm(key, hash_name: str) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return der.sequence(der.oid(RSA_WITH[hash_name][0]), b"\x05\x00")
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return der.sequence(der.oid("1.2.840.10045.4.3.2"))
    if isinstance(key, mldsa.MLDSA65PrivateKey):
        return der.sequence(der.oid("2.16.840.1.101.3.4.3.18"))
    return der.sequence(der.oid("1.3.101.112"))  # Ed25519


def certificate(subject: bytes, key, issuer: bytes, issuer_key, extensions, *, days=(-1, 90), serial: int | None = None,
                version: int = 3, hash_name: str = "sha256") -> bytes:
    """A certificate of anything. `days` are those from now at which it begins and ends to be valid. Serial numbers are of one
    length, so that everything is at the same place in each run, and damage does the same."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    algorithm = signature_algorithm(issuer_key, hash_name)
    tbs = der.sequence(
        der.tlv(0xA0, der.integer(version - 1)) if version > 1 else b"",
        der.integer(secrets.randbits(126) | 1 << 126 if serial is None else serial), algorithm, issuer,
        der.sequence(*(der.time(now + datetime.timedelta(days=it)) for it in days)),
        subject, public(key), der.tlv(0xA3, der.sequence(*extensions)) if extensions else b"")
    return sign(tbs, algorithm, issuer_key, hash_name)


class Pki:
    """The usual root, intermediate and leaf. Methods make others; what is not said is as usual."""

    def __init__(self):
        self.root_key, self.intermediate_key, self.key = (rsa_key() for _ in range(3))
        self.root_name, self.intermediate_name = name("Example Root CA"), name("Example Issuing CA")
        self.root = self.authority(self.root_name, self.root_key)
        self.intermediate = self.authority(self.intermediate_name, self.intermediate_key, path_length=0)
        self.leaf = self.make_leaf(self.key)
        self.chain = (self.leaf, self.intermediate, self.root)
        self.key_pem = pkcs8(self.key)
        self.root_pem = certificates(self.root)

    def authority(self, subject: bytes, key, *, issuer: bytes | None = None, issuer_key=None, path_length=None,
                  instead: dict | None = None, days=(-30, 3000), **how) -> bytes:
        """A CA of the root, or what else is said. `instead` replaces extensions, or leaves them out where it holds b""."""
        issuer_key = issuer_key or self.root_key
        parts = {
            "constraints": basic_constraints(True, path_length), "usage": key_usage(CERTIFICATE_SIGN, CRL_SIGN),
            "subject key": subject_key(key), "authority key": authority_key(key_id(issuer_key)),
        } | (instead or {})
        return certificate(subject, key, issuer or self.root_name, issuer_key, list(filter(None, parts.values())),
                           days=days, **how)

    def make_leaf(self, key, *, instead: dict | None = None, subject: bytes | None = None, issuer: bytes | None = None,
                  issuer_key=None, days=(-1, 90), **how) -> bytes:
        """A leaf of the intermediate. `instead` as above."""
        issuer_key = issuer_key or self.intermediate_key
        parts = {
            "constraints": basic_constraints(False), "usage": key_usage(DIGITAL_SIGNATURE), "purposes": purposes(SERVER_AUTH),
            "names": names(dns(HOST), dns("localhost")), "subject key": subject_key(key),
            "authority key": authority_key(key_id(issuer_key)),
        } | (instead or {})
        return certificate(name(HOST) if subject is None else subject, key, issuer or self.intermediate_name, issuer_key,
                           list(filter(None, parts.values())), days=days, **how)


def rsa_key(bits: int = 2048):
    return rsa.generate_private_key(65537, bits)


def pkcs8(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def traditional(key) -> bytes:
    """PKCS #1 or SEC 1."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
