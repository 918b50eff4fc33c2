#!/usr/bin/env python3
"""Makes an inventory to judge: distinct leaves of 20 issuers under one root, 15 % of the bundles faulty.

    python3 make_corpus.py FOLDER [--bundles 100000] [--part 10000] [--processes 2]

FOLDER gets part-00000.parquet, …, with columns `id`, `host`, `pem` and `fault`, the last null for a good bundle. Four issuers of
five sign with ECDSA, the fifth with RSA; leaves have keys on P-256. Needs cryptography and pyarrow. Keys are forgotten.
"""

import argparse
import random
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# The corpus is judged at this time, whenever that is.
AT = datetime(2026, 6, 1, tzinfo=timezone.utc)
ISSUERS = 20
# Of 100 bundles each.
FAULTS = {
    "expired": 3, "out-of-order": 3, "issuer-missing": 3, "wrong-issuer": 2, "damaged": 2, "no-name": 1, "not-yet-valid": 1,
}
SCHEMA = pa.schema([("id", pa.int64()), ("host", pa.string()), ("pem", pa.binary()), ("fault", pa.string())])


def name(common_name):
    return x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"),
    ])


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def authority(common_name, key, issuer=None, issuer_key=None):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common_name))
        .issuer_name(issuer.subject if issuer else name(common_name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1000))
        .not_valid_after(AT + timedelta(days=3000))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None if issuer is None else 0), critical=True)
        .add_extension(usage(True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is not None:
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    return builder.sign(issuer_key or key, hashes.SHA256())


def usage(is_authority):
    return x509.KeyUsage(
        digital_signature=not is_authority, key_cert_sign=is_authority, crl_sign=is_authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )


def hierarchy():
    """The root, and its issuers with their keys. Passed to processes as PEM and DER."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = authority("Inventory Root", root_key)
    issuers = []
    for number in range(ISSUERS):
        is_rsa = number % 5 == 4
        key = rsa.generate_private_key(65537, 2048) if is_rsa else ec.generate_private_key(ec.SECP256R1())
        issuers.append((pem(authority(f"Issuer {number}", key, root, root_key)), key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )))
    return pem(root), issuers


def leaf(host, fault, key, issuer, issuer_key):
    start, end = AT - timedelta(days=30), AT + timedelta(days=60)
    if fault == "expired":
        start, end = AT - timedelta(days=100), AT - timedelta(days=10)
    if fault == "not-yet-valid":
        start, end = AT + timedelta(days=10), AT + timedelta(days=100)
    names = [] if fault == "no-name" else [x509.SubjectAlternativeName([x509.DNSName(host)])]
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(host))
        .issuer_name(issuer.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    for names in names:
        builder = builder.add_extension(names, critical=False)
    return pem(builder.sign(issuer_key, hashes.SHA256()))


def bundle(host, fault, number, key, root, issuers):
    issuer_pem, issuer, issuer_key = issuers[number % ISSUERS]
    signed = leaf(host, fault, key, issuer, issuer_key)
    if fault == "out-of-order":
        return signed + root + issuer_pem
    if fault == "issuer-missing":
        return signed + root
    if fault == "wrong-issuer":
        return signed + issuers[(number + 1) % ISSUERS][0] + root
    if fault == "damaged":
        return signed[:300] + b"*" + signed[301:] + issuer_pem + root
    return signed + issuer_pem + root


def make_part(path, first, count, root, issuers):
    random.seed(first)
    read = [
        (text, x509.load_pem_x509_certificate(text), serialization.load_der_private_key(key, None)) for text, key in issuers
    ]
    # A key for each leaf would take longer than its signature and show nothing more: certificates differ, keys come again.
    keys = [ec.generate_private_key(ec.SECP256R1()).public_key() for _ in range(200)]
    kinds = [fault for fault, share in FAULTS.items() for _ in range(share)]
    kinds += [None] * (100 - len(kinds))
    rows = {"id": [], "host": [], "pem": [], "fault": []}
    for number in range(first, first + count):
        host, fault = f"host-{number}.example.com", random.choice(kinds)
        rows["id"].append(number)
        rows["host"].append(host)
        rows["pem"].append(bundle(host, fault, number, random.choice(keys), root, read))
        rows["fault"].append(fault)
    pq.write_table(pa.table(rows, schema=SCHEMA), path, compression="zstd")


def make(folder, bundles=100_000, part=10_000, processes=2):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    root, issuers = hierarchy()
    with ProcessPoolExecutor(processes) as pool:
        work = [
            pool.submit(make_part, folder / f"part-{number:05}.parquet", first, min(part, bundles - first), root, issuers)
            for number, first in enumerate(range(0, bundles, part))
        ]
        for done in work:
            done.result()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder")
    arguments.add_argument("--bundles", type=int, default=100_000)
    arguments.add_argument("--part", type=int, default=10_000)
    arguments.add_argument("--processes", type=int, default=2)
    make(**vars(arguments.parse_args()))
