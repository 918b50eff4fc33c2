"""Looks at a running server as one client does: what it sends, and whether it is taken."""

import hashlib
import pathlib
import re
import ssl
import subprocess
from dataclasses import dataclass

import clients
import process
from prediction import HOST
from stacks.stack import Running, Stack, plain

# How a server refuses a bundle; "ok" is that it does not.
NO_START, NO_TLS, NO_HANDSHAKE, OTHER_CERTIFICATE = "start", "no-tls", "handshake", "default-certificate"


@dataclass(frozen=True)
class Seen:
    """What came of a bundle at a server. `sends` holds the SHA-256 of each certificate, or None if that was not seen; `client`
    is what openssl said of them: "ok" or "client"."""

    load: str
    sends: tuple[str, ...] | None = None
    client: str | None = None
    words: str = ""

    def happens(self) -> str:
        return self.load if self.load != "ok" else self.client


def observe(stack: Stack, running: Running, trust: pathlib.Path, known: set[str], node: process.Talk | None) -> Seen:
    """`known` are the certificates of the file. `node` looks in place of openssl where that is too old for the key."""
    if running.refusal is not None:
        return Seen(NO_START, words=running.refusal)
    if node is not None:
        return by_node(stack, running, trust, known, node)
    for _ in range(3):  # Some servers break off a first connection that comes too early.
        seen = by_openssl(stack, running, trust, known)
        if not (seen.load in (NO_TLS, NO_HANDSHAKE) and "eof" in seen.words):
            break
    return seen


def by_openssl(stack: Stack, running: Running, trust: pathlib.Path, known: set[str]) -> Seen:
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{running.port}", "-servername", HOST, "-CAfile", trust,
               "-verify_hostname", HOST, "-showcerts", *(("-starttls", stack.starttls) if stack.starttls else ()),
               *(("-alpn", stack.alpn) if stack.alpn else ())]
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=clients.PATIENCE)
    except subprocess.TimeoutExpired:
        return Seen(NO_TLS if stack.lazy else NO_HANDSHAKE, words="no answer")
    said = (ran.stdout + b"\n" + ran.stderr).decode(errors="replace")
    sends = tuple(hashlib.sha256(ssl.PEM_cert_to_DER_cert(it)).hexdigest() for it in PEM.findall(said))
    error = re.search(r"verify error:num=(\d+):(.*)", said)
    faults = [line for line in said.splitlines() if re.search(r"error:|errno|refused|Didn.t find", line)]
    words = plain(error[2] if error else faults[0] if faults else said.strip()[-120:])
    if sends and known.isdisjoint(sends):
        return Seen(OTHER_CERTIFICATE, sends, words=words)
    if sends and "New, TLS" in said and not any(MID_HANDSHAKE.search(it) for it in faults):
        return Seen("ok", sends, "client" if error else "ok", words if error else "")
    if error or any(OURS.search(it) for it in faults):
        return Seen("ok", sends or None, "client", words)
    return Seen(NO_HANDSHAKE if ALERT.search(said) or not stack.lazy else NO_TLS, words=words)


PEM = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
ALERT = re.compile(r"alert number|SSL alert")
# What openssl itself stumbles over in what it was sent.
OURS = re.compile(
    r"excessive message size|certificate verify failed|bad signature|wrong signature|unable to process|asn1|unsupported algorithm"
    r"|check_peer_sigalg|unknown public key|unable to find public key|wrong certificate type|bad ecpoint|:x509 ", re.IGNORECASE)
MID_HANDSHAKE = re.compile(r"error:.*(SSL routines|rsa routines|asn1|EVP|ecp|digital env)(?!.*unexpected eof)")


def by_node(stack: Stack, running: Running, trust: pathlib.Path, known: set[str], node: process.Talk) -> Seen:
    first, rest = node.ask("connect", running.port, trust, HOST, *([stack.alpn] if stack.alpn else []))
    if first == "ok":
        return Seen("ok", None, "ok") if rest in known else Seen(OTHER_CERTIFICATE, (rest,))
    if first == "client":
        return Seen("ok", None, "client", plain(rest))
    return Seen(NO_TLS if stack.lazy and "alert" not in rest else NO_HANDSHAKE, words=plain(rest))
