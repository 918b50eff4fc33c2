"""The clients. Each answers "ok", or who refused and its words for it: `client: …`, `server: …`."""

import pathlib
import socket
import ssl
import subprocess

from prediction import HOST

# Seconds that one client may take; they take hundredths.
PATIENCE = 10


def openssl(port: int, trust: pathlib.Path) -> str:
    return outcome(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", HOST, "-CAfile", trust,
         "-verify_return_error", "-verify_hostname", HOST, "-verify_depth", "10"])


def gnutls(port: int, trust: pathlib.Path) -> str:
    return outcome(["gnutls-cli", "--x509cafile", trust, "--sni-hostname", HOST, "--verify-hostname", HOST,
                    "--port", str(port), "127.0.0.1"])


def redis_cli(port: int, trust: pathlib.Path) -> str:
    """It compares no host name."""
    return outcome(["redis-cli", "--tls", "--cacert", trust, "-h", "127.0.0.1", "-p", str(port), "PING"], "PONG")


def outcome(command: list, wanted: str = "") -> str:
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
    said = (ran.stdout + ran.stderr).decode(errors="replace")
    if ran.returncode == 0 and wanted in said:
        return "ok"
    lines = [line.strip() for line in said.splitlines() if any(it in line for it in WORDS)]
    words = lines[-1] if lines else (said.strip().splitlines() or ["(nothing)"])[-1]
    return f"{side(words)}: {words}"


# What lines that tell of a failure hold.
WORDS = ("error:", "rror:", "verify failed", "alert", "Status:", "reset by peer")


def side(words: str) -> str:
    """Who broke it off. An alert, or an end without a word, comes from the other end."""
    return "server" if any(it in words.lower() for it in ("alert", "reset by peer", "eof", "closed")) else "client"


def python(port: int, trust: pathlib.Path) -> str:
    context = ssl.create_default_context(cafile=trust)
    return hello(port, context)


def presenting(folder: pathlib.Path, redis: bool):
    """A client that presents the bundle and takes any server."""

    def client(port: int, _: pathlib.Path) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            context.load_cert_chain(folder / "bundle.pem", folder / "bundle.pem.key", password=b"")
        except (ssl.SSLError, OSError) as error:
            return f"client: cannot load: {error}"
        return hello(port, context, b"PING\r\n" if redis else HTTP, b"PONG" if redis else b" 200 ")

    return client


HTTP = f"GET / HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode()


def hello(port: int, context: ssl.SSLContext, request: bytes = b"", wanted: bytes = b"") -> str:
    """A handshake and, if there is a request, its answer: in TLS 1.3 a refused client learns of it only then."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plain:
            with context.wrap_socket(plain, server_hostname=HOST) as stream:
                if not request:
                    return "ok"
                stream.sendall(request)
                answer = stream.recv(4096)
                return "ok" if wanted in answer else f"server: {answer.splitlines()[:1]}"
    except ssl.SSLCertVerificationError as error:
        return f"client: {error.verify_message}"
    except (ssl.SSLError, OSError) as error:
        return f"{side(str(error)) if isinstance(error, ssl.SSLError) else 'server'}: {error}"
