"""Looks at a running server as one client does: what it sends, and whether it is taken."""

import hashlib
import pathlib
import re
import ssl
import subprocess
import time
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
    for tried in range(6):
        seen = by_openssl(stack, running, trust, known) if node is None else by_node(stack, running, trust, known, node)
        if seen.load == OTHER_CERTIFICATE:
            time.sleep(0.5)  # Some have a certificate of their own until they have read ours.
            continue
        if seen.load == "ok":
            return seen
        if running.gave_up():
            return Seen(NO_START, words=running.words())
        if ALERT.search(seen.words) or tried == 2:  # Some break off a first connection that comes too early.
            break
    return Seen(seen.load, words=running.words()) if seen.load == NO_TLS else seen


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
    ours = [line for line in faults if "error:" in line and not THEIRS.search(line)]
    if sends and "New, TLS" in said and not ours and not ALERT.search(said):
        return Seen("ok", sends, "client" if error else "ok", words if error else "")
    if error or ours:
        return Seen("ok", sends or None, "client", words if error else plain(ours[0]))
    return Seen(NO_HANDSHAKE if ALERT.search(said) or not stack.lazy else NO_TLS, words=words)


PEM = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)
ALERT = re.compile(r"alert number|SSL alert|sslv3 alert|tlsv1\d? alert|fatal alert|ALERT_")
# Errors of openssl that tell of the other side: alerts, ends without a word, and answers that are no TLS.
THEIRS = re.compile(
    r"alert|unexpected eof|BIO_connect|system library|wrong version number|packet length too long|errno", re.IGNORECASE)


def by_node(stack: Stack, running: Running, trust: pathlib.Path, known: set[str], node: process.Talk) -> Seen:
    """It tells the leaf before anything else."""
    first, rest = node.ask("connect", running.port, trust, HOST, *([stack.alpn] if stack.alpn else []))
    leaf, _, words = rest.partition(" ")
    if first in ("ok", "client"):
        return Seen("ok", None, first, plain(words)) if leaf in known else Seen(OTHER_CERTIFICATE, (leaf,), words=plain(words))
    return Seen(NO_TLS if stack.lazy and not ALERT.search(rest) else NO_HANDSHAKE, words=plain(rest))
