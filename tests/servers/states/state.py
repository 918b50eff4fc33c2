"""One state: what a certificate file and a key file hold."""

import base64
from dataclasses import dataclass

Pem = bytes


@dataclass(frozen=True)
class State:
    """`chain` holds, as DER and in the order of the file, what the file is meant to hold: damage is not in it. A state whose
    `file` is false has nothing about its files that a reader could stumble over: its certificates are the matter. Those
    states are also what clients are tried with."""

    name: str
    certificates: bytes
    key: bytes
    chain: tuple[bytes, ...]
    file: bool = True
    post_quantum: bool = False
    one_file: bool = False  # The key is in the certificate file.
    trust: bytes | None = None  # What clients trust in place of the usual root, as PEM.


def pem(label: str, der: bytes) -> Pem:
    text = base64.b64encode(der)
    lines = [text[at:at + 64] for at in range(0, len(text), 64)]
    begin, end = f"-----BEGIN {label}-----".encode(), f"-----END {label}-----".encode()
    return b"\n".join([begin, *lines, end, b""])


def certificates(*chain: bytes) -> Pem:
    return b"".join(pem("CERTIFICATE", der) for der in chain)
