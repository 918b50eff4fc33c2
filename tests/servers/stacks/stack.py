"""What a server stack is: how it is installed, started with a bundle, and seen to be ready."""

import contextlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

import process
from install import Needs
from states.state import State


@dataclass
class Running:
    """A server with a bundle: the port on which it listens, or its last words if it does not. Some listen first and look at the
    bundle afterwards: `gave_up` tells whether it has ended by now, `words` what it has said."""

    port: int = 0
    refusal: str | None = None
    gave_up: Callable[[], bool] = lambda: False
    words: Callable[[], str] = lambda: ""


@dataclass(frozen=True)
class Files:
    """A bundle in a folder of its own, which may be given to another user."""

    folder: pathlib.Path
    certificates: pathlib.Path
    key: pathlib.Path
    one_file: bool

    @staticmethod
    def write(state: State, into: pathlib.Path, user: str | None = None) -> "Files":
        folder = pathlib.Path(tempfile.mkdtemp(dir=into))
        certificates, key = folder / "bundle.pem", folder / "bundle.pem.key"
        certificates.write_bytes(state.certificates)
        key.write_bytes(state.key)
        files = Files(folder, certificates, certificates if state.one_file else key, state.one_file)
        for path in (certificates, key):
            path.chmod(0o600)
        for path in (folder, certificates, key) if user else ():
            files.give(path, user)
        return files

    @staticmethod
    def give(path: pathlib.Path, user: str):
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)

    def put(self, name: str, text: str, user: str | None = None) -> pathlib.Path:
        path = self.folder / name
        path.write_text(text)
        if user:
            self.give(path, user)
        return path


class Stack:
    """One server. Subclasses say what is special about it."""

    name = ""
    # What pemvet calls it; by default as it is called here. Nothing if pemvet does not know it. With `by_library` it is the
    # library that pemvet knows, and its version that counts.
    asked: str | None = None
    by_library = False
    needs = Needs()
    core = False
    # Debian package that holds the library, and what the library is called.
    library: tuple[str, str] | None = ("libssl3", "OpenSSL")
    # How openssl asks for TLS, or which protocol of ALPN the server insists on.
    starttls: str | None = None
    alpn: str | None = None
    # Starts without a usable bundle, and has no TLS then.
    lazy = False
    # Has a folder of data that only one process may have at a time.
    exclusive = False

    def open(self, work: pathlib.Path):
        """Called once before all states."""

    def close(self):
        """Called once after them."""

    def serve(self, state: State, work: pathlib.Path):
        """A context in which the server has the bundle: Running."""
        raise NotImplementedError


class Daemon(Stack):
    """Started anew for each bundle."""

    # Seconds until it must listen or have given up.
    patience = 10.0
    # Seconds from then on in which it may still give up.
    settles = 0.0
    user: str | None = None
    logs: tuple[str, ...] = ()
    ends_by = signal.SIGKILL
    environment: dict = {}

    def command(self, files: Files, port: int) -> list:
        raise NotImplementedError

    @contextlib.contextmanager
    def serve(self, state: State, work: pathlib.Path):
        files = Files.write(state, work, self.user)
        port = process.free_port()
        it = process.Process(self.command(files, port), files.folder, self.environment_of(files))
        try:
            up = it.listens(port, self.patience)
            if up and self.settles:
                time.sleep(self.settles)
            if up and it.alive():
                yield Running(port, gave_up=lambda: it.ends_within(0.3), words=lambda: self.last_words(files.folder))
            else:
                yield Running(refusal=self.last_words(files.folder))
        finally:
            self.end(it)
            shutil.rmtree(files.folder, ignore_errors=True)

    def end(self, it: process.Process):
        it.end(self.ends_by)

    def environment_of(self, files: Files) -> dict:
        return self.environment

    def last_words(self, folder: pathlib.Path) -> str:
        """The line in which it says what it does not like."""
        texts = [path.read_text(errors="replace") for path in (folder / it for it in ("log", *self.logs)) if path.exists()]
        return telling("\n".join(texts), folder)


TELLING = re.compile(r"error|fail|emerg|alert|fatal|cannot|unable|invalid|could not|bad |panic", re.IGNORECASE)


def telling(text: str, folder: pathlib.Path) -> str:
    """The first line that tells of a fault, without what differs from run to run."""
    lines = [line.strip() for line in text.replace(str(folder) + "/", "").splitlines() if line.strip()]
    chosen = next((line for line in lines if TELLING.search(line)), lines[-1] if lines else "(nothing)")
    return plain(chosen)


# Times, numbers of processes and addresses, which differ from run to run.
FLEETING = [
    (re.compile(pattern), instead) for pattern, instead in (
        (r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[.,\d]*(Z|[+-]\d\d:?\d\d)?\]?:? ?", ""),
        (r"^[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d( \S+(?= \w+/))? ", ""), (r"^\d{10}: |\[\d{10}\] ", ""),
        (r"\[\d+(:\d+)?\]|\(\d+\)|\d+#\d+: ", ""), (r"\b[0-9A-F]{8,}:error", "error"), (r":\.\./\S+:\d+:", ":"),
        (r"127\.0\.0\.1[:@-]\d+", "127.0.0.1"), (r"0x[0-9a-f]{6,}", "0x…"), (r"/tmp/[^\s'\"]*/", ""),
        (r"#(PORT|Ref)?<[\d.]+>", "…"), (r"port=\d+", "port"), (r"%3A\d+", ""),
    )]


def plain(words: str) -> str:
    """Without what differs from run to run, and no longer than is needed to tell one fault from another."""
    for pattern, instead in FLEETING:
        words = pattern.sub(instead, words)
    return " ".join(words.split())[:120]


class Program(Stack):
    """A program of ours in programs/, started once, that serves every bundle on a port of its own."""

    library = None

    def command(self) -> list:
        raise NotImplementedError

    def environment(self) -> dict:
        return {}

    def open(self, work: pathlib.Path):
        self.talk = process.Talk(self.command(), pathlib.Path(tempfile.mkdtemp(dir=work)), self.environment())

    def close(self):
        self.talk.end()

    @contextlib.contextmanager
    def serve(self, state: State, work: pathlib.Path):
        files = Files.write(state, work)
        first, rest = self.talk.ask("serve", files.certificates, files.key)
        yield Running(int(rest)) if first == "listening" else Running(refusal=plain(rest.replace(str(files.folder) + "/", "")))
        shutil.rmtree(files.folder, ignore_errors=True)
