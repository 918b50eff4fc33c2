"""Processes that end with the run: daemons on a free port of the loopback, and programs that are asked line by line."""

import contextlib
import itertools
import os
import pathlib
import queue
import shutil
import signal
import socket
import subprocess
import threading
import time

# Seconds for a daemon to end by itself once it is asked to.
GRACE = 5

PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/games"])
ENVIRONMENT = os.environ | {"PATH": PATH, "LC_ALL": "C.UTF-8"}

running: set[subprocess.Popen] = set()


# Below those that outgoing connections are given, so that none of them takes a port between the look and the start.
PORTS = itertools.cycle(range(14000 + os.getpid() % 8000, 32000))


def free_port() -> int:
    """A port that nobody has now and that was not given out lately."""
    while True:
        with lock, socket.socket() as it, contextlib.suppress(OSError):
            port = next(PORTS)
            it.bind(("127.0.0.1", port))
            return port


lock = threading.Lock()


class Process:
    """A process in a group of its own, its words in `log`. Ends with the block."""

    def __init__(self, command: list, folder: pathlib.Path, environment: dict | None = None):
        self.command, self.folder, self.log = command, folder, folder / "log"
        with open(self.log, "wb") as log:
            self.it = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                env=ENVIRONMENT | (environment or {}))
        running.add(self.it)

    def listens(self, port: int, patience: float) -> bool:
        """Whether it accepts connections before it ends or patience does."""
        until = time.monotonic() + patience
        while time.monotonic() < until and self.it.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return self.it.poll() is None
            time.sleep(0.01)
        return False

    def alive(self) -> bool:
        return self.it.poll() is None

    def ends_within(self, seconds: float) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.it.wait(seconds)
        return not self.alive()

    def end(self, first: signal.Signals = signal.SIGKILL):
        """Asks it, and then makes the whole group end."""
        if self.alive() and first is not signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.it.pid, first)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.it.wait(GRACE)
        end(self.it)


def end(process: subprocess.Popen):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    running.discard(process)


def end_all():
    """Whatever was begun here and is still there."""
    for process in list(running):
        end(process)


class Talk:
    """A program that answers each line with one line; programs/README.md says which. Only one is asked at a time."""

    # Seconds for an answer. The first one waits for a virtual machine to start.
    PATIENCE = 30

    def __init__(self, command: list, folder: pathlib.Path, environment: dict | None = None):
        self.lock, self.answers = threading.Lock(), queue.Queue()
        self.log = folder / "log"
        with open(self.log, "wb") as log:
            self.it = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
                env=ENVIRONMENT | (environment or {}))
        running.add(self.it)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.it.stdout:
            self.answers.put(line.rstrip("\n"))
        self.answers.put(None)

    def ask(self, *words) -> tuple[str, str]:
        """The first word of the answer, and the rest."""
        with self.lock:
            with contextlib.suppress(BrokenPipeError):
                self.it.stdin.write("\t".join(map(str, words)) + "\n")
                self.it.stdin.flush()
            try:
                answer = self.answers.get(timeout=self.PATIENCE)
            except queue.Empty:
                raise RuntimeError(f"no answer to {words} from {self.it.args[0]}") from None
        if answer is None:
            self.answers.put(None)
            raise RuntimeError(f"{self.it.args[0]} ended: {self.log.read_text(errors='replace')[-500:]}")
        first, _, rest = answer.partition("\t")
        return first, rest

    def end(self):
        end(self.it)


def find(command: str) -> str | None:
    return shutil.which(command, path=PATH)
