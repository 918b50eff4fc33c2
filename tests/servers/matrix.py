"""Every state at every stack: what happens."""

import concurrent.futures
import contextlib
import hashlib
import os
import pathlib
import re
import tempfile
import time
from dataclasses import dataclass, field

import install
import process
import states
from observe import Seen, observe
from stacks import CLIENTS, SERVERS, Client, Stack
from stacks.clients import described, upstream
from stacks.languages import NODE_26, Node
from states.state import State

# What a client's words are called in seen.tsv.
CLIENT_WORDS = {"ok": "takes", "client": "refuses", "server": "no-handshake"}
# More at once than processors: most of the time is spent waiting for processes to start.
AT_ONCE = 2 * (os.cpu_count() or 1)

# Cells in which the same version does now this and now that, so that nothing can be held against them: seen to answer with an
# internal error on a machine that does other work, and to serve on an idle one.
VARIES = {("tomcat10", "names-5000")}


@dataclass
class Matrix:
    """What was tried and what came of it. `servers` and `clients` map (stack, state) to what was seen; a client's words begin
    with "ok", "client" or "server". `faults` are stacks that could not be installed or tried; `untried` states that no server
    could show to clients."""

    states: list[State]
    versions: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)  # What pemvet calls them, with the version: `nginx@1.22.1`.
    servers: dict[tuple[str, str], Seen] = field(default_factory=dict)
    clients: dict[tuple[str, str], str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    untried: dict[str, str] = field(default_factory=dict)
    before: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)  # The rows of seen.tsv.


def server_version(stack: Stack) -> str:
    needs = stack.needs
    if needs.unpacked:
        text = (install.ROOM / "unpacked" / needs.unpacked[0] / "VERSION").read_text()
        return f"{text} ({stack.library[1]} {upstream(install.version(stack.library[0]))})"
    if needs.apt and stack.name not in ("tomcat10", "netty"):
        return described(needs.apt[-1], stack.library)
    if needs.apt:
        return described(needs.apt[0], ("openjdk-17-jre-headless", "OpenJDK"))
    if needs.program == "rust":
        return f"{install.locked('rust', 'rustls')} (aws-lc-rs {install.locked('rust', 'aws-lc-rs')})"
    if needs.program == "s2n":
        return install.locked("s2n", "s2n-tls")
    return (needs.pypi or needs.npm)[0].replace("==", "@").rpartition("@")[2]


def asked(it: Stack | Client, version: str) -> str:
    """`gnutls@3.7.9`, from `1.4.69-1 (GnuTLS 3.7.9)` if pemvet knows the library by name, otherwise from what is before that."""
    called = it.asked or it.name
    if "@" in called:
        return called
    own, _, library = version.partition(" (")
    return f"{called}@{NUMBERS.match(library.rstrip(')').split()[-1] if it.by_library else upstream(own))[0]}"


NUMBERS = re.compile(r"\d+(\.\d+)*")


def installed(chosen: dict, matrix: Matrix) -> dict:
    """Those that could be installed; the others are faults."""
    ready = {}
    for name, it in chosen.items():
        try:
            install.install(it.needs)
            version = it.version() if isinstance(it, Client) else server_version(it)
            matrix.versions[name] = version
            if it.asked != "":
                matrix.asked[name] = asked(it, version)
            ready[name] = it
        except Exception as error:
            matrix.faults.append(f"{name} could not be installed: {error}")
    return ready


class Room:
    """The folder in which all of it happens, with each state's files."""

    def __init__(self, work: pathlib.Path, made: list[State], root: bytes):
        self.work, self.states = work, made
        self.trust = {}
        for state in made:
            path = work / f"{hashlib.sha256(state.trust or root).hexdigest()[:16]}.crt"
            path.write_bytes(state.trust or root)
            path.chmod(0o644)
            self.trust[state.name] = path


def run(work: pathlib.Path, full: bool, only: list[str], wanted: list[str], before: dict) -> tuple[Matrix, Room]:
    """`only` names stacks and clients, `wanted` words in the names of states."""
    made, root = states.make()
    chosen = [it for it in made if not wanted or any(word in f"states/{it.name}" for word in wanted)]
    matrix, room = Matrix(chosen, before=before), Room(work, chosen, root)
    unknown = [it for it in only if it not in SERVERS and it not in CLIENTS]
    matrix.faults += [f"there is no stack {it}" for it in unknown]

    def pick(of: dict) -> dict:
        return {name: it for name, it in of.items() if (name in only if only else full or it.core)}

    servers, clients = installed(pick(SERVERS), matrix), installed(pick(CLIENTS), matrix)
    with looker(work, matrix) as node:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            tasks = [pool.submit(guarded, matrix, name, try_server, it, room, matrix, node, pool) for name, it in servers.items()]
            for task in tasks:
                for later in task.result() or ():
                    later.result()
        if clients:
            try_clients(clients, room, matrix)
    return matrix, room


@contextlib.contextmanager
def looker(work: pathlib.Path, matrix: Matrix):
    """Node 26, which knows newer keys than openssl does."""
    stack = Node("node26", NODE_26, words=("looking",))
    try:
        install.install(stack.needs)
        stack.open(work)
    except Exception as error:
        matrix.faults.append(f"node26, which shows post-quantum states: {error}")
        yield None
        return
    yield stack.talk
    stack.close()


def guarded(matrix: Matrix, name: str, what, *arguments):
    """A stack that cannot be run is a fault of the run, named, and does not end the others."""
    try:
        return what(*arguments)
    except Exception as error:
        matrix.faults.append(f"{name} could not be tried: {type(error).__name__}: {error}")
        return None


def try_server(stack: Stack, room: Room, matrix: Matrix, node, pool) -> list:
    """Tries all states at one stack: in turn if it is one process, otherwise as further tasks, which are returned."""
    stack.open(room.work)
    tried = [state for state in room.states if (stack.name, state.name) not in VARIES]
    for state in room.states:
        if state not in tried:
            print(f"NOT TRIED: {stack.name} with {state.name}, which varies")

    def one(state: State):
        began = time.monotonic()
        known = {hashlib.sha256(der).hexdigest() for der in state.chain}
        before = matrix.before.get((stack.name, matrix.versions[stack.name], state.name))
        # What happened otherwise before is tried again: a busy machine runs out of somebody's seconds.
        for _ in range(2):
            with stack.serve(state, room.work) as running:
                seen = observe(stack, running, room.trust[state.name], known, node if state.post_quantum else None)
            if before is None or before[3] == seen.happens():
                break
        matrix.servers[stack.name, state.name] = seen
        matrix.seconds[stack.name] = matrix.seconds.get(stack.name, 0) + time.monotonic() - began

    if stack.exclusive or hasattr(stack, "talk"):
        for state in tried:
            guarded(matrix, f"{stack.name} with {state.name}", one, state)
        stack.close()
        return []
    return [pool.submit(guarded, matrix, f"{stack.name} with {state.name}", one, state) for state in tried]


def try_clients(clients: dict[str, Client], room: Room, matrix: Matrix):
    """All clients at one server that sends what it is given: states of files make no difference to them."""
    server = Node("as it is", NODE_26, words=("as-it-is",))
    server.open(room.work)
    ports = {}
    with contextlib.ExitStack() as stack:
        for state in (it for it in room.states if not it.file):
            running = stack.enter_context(server.serve(state, room.work))
            if running.refusal is None:
                ports[state.name] = running.port
            else:
                matrix.untried[state.name] = running.refusal
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda it: guarded(matrix, it.name, try_client, it, ports, room, matrix), clients.values()))
    server.close()


def try_client(client: Client, ports: dict[str, int], room: Room, matrix: Matrix):
    began = time.monotonic()
    client.open(room.work)
    for name, port in ports.items():
        before = matrix.before.get((client.name, matrix.versions[client.name], name))
        for _ in range(2):
            words = client.connect(port, room.trust[name])
            if before is None or before[3] == CLIENT_WORDS[words.partition(": ")[0]]:
                break
        matrix.clients[client.name, name] = words
    client.close()
    matrix.seconds[client.name] = time.monotonic() - began


def folder() -> tempfile.TemporaryDirectory:
    """A folder that servers of other users can go into."""
    made = tempfile.TemporaryDirectory(prefix="pemvet-servers-", ignore_cleanup_errors=True)
    pathlib.Path(made.name).chmod(0o711)
    return made


def end():
    process.end_all()
