"""What pemvet says that named servers and clients do with a bundle (`check --for`), held against what they did."""

import concurrent.futures
import json
import pathlib
import subprocess
from dataclasses import dataclass

from explained import Disagreement
from matrix import AT_ONCE, Matrix, Room
from prediction import HOST
from stacks.stack import Files
from states.state import State


class NotToBeHad(Exception):
    """This pemvet does not predict."""


@dataclass
class Answer:
    """pemvet's entry for one stack, the certificates that it read as SHA-256, and who refuses what a server sends that sends all
    of them: for those who are server and client under one name."""

    entry: dict
    certificates: list[str]
    whole_refused_by: set[str] | None

    def sends(self) -> tuple[str, ...]:
        return tuple(self.certificates[it] for it in self.entry["sends"])

    def takes(self, name: str, is_server_too: bool) -> bool | None:
        """Whether a client of this name takes the chain; None if that is not said."""
        if not is_server_too:
            return self.entry["loads"]
        return None if self.whole_refused_by is None else name not in self.whole_refused_by


def predict(pemvet: str, room: Room, matrix: Matrix, states: list[State]) -> dict[tuple[str, str], Answer]:
    """By stack and state. pemvet is asked several times if one name is wanted in several versions, as it names stacks without."""
    rounds: list[dict[str, str]] = []
    for name, asked in sorted(matrix.asked.items()):
        fits = (it for it in rounds if all(asked.split("@")[0] != other.split("@")[0] or asked == other for other in it.values()))
        into = next(fits, None)
        if into is None:
            rounds.append(into := {})
        into[name] = asked
    found = {}

    def one(state: State):
        files = Files.write(state, room.work)
        for asked in rounds:
            for name, answer in ask(pemvet, files, room.trust[state.name], asked).items():
                found[name, state.name] = answer

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for state in states[:1]:
            one(state)  # Fails soon if it fails.
        list(pool.map(one, states[1:]))
    return found


def ask(pemvet: str, files: Files, trust: pathlib.Path, asked: dict[str, str]) -> dict[str, Answer]:
    command = [pemvet, "check", files.certificates, "--key", files.key, "--trust", trust, "--hostname", HOST,
               "--profile", "server", "--for", ",".join(sorted(set(asked.values()))), "--format", "json", "--no-config"]
    ran = subprocess.run(command, capture_output=True, timeout=60, text=True)
    if ran.returncode not in (0, 1):
        raise NotToBeHad(ran.stderr.strip().splitlines()[0] if ran.stderr.strip() else f"exit {ran.returncode}")
    [bundle] = json.loads(ran.stdout)["bundles"]
    entries = {it["name"]: it for it in bundle["stacks"]}
    certificates = [it["sha256"] for it in bundle["certificates"]]
    whole = [it for it in entries.values() if it["loads"] and it.get("sends") == list(range(len(certificates)))]
    refused_by = set().union(*(it["refused_by"] for it in whole)) if whole else None
    missing = {it.split("@")[0] for it in asked.values()} - entries.keys()
    if missing:
        raise NotToBeHad(f"no answer about {' '.join(sorted(missing))}")
    return {name: Answer(entries[it.split("@")[0]], certificates, refused_by) for name, it in asked.items()}


def compare(matrix: Matrix, answers: dict[tuple[str, str], Answer]) -> tuple[list[tuple[str, str]], list[Disagreement]]:
    """The places that were compared, and where prediction and events differ."""
    places, found = [], []

    def at(state: str, where: str, predicted: str, happened: str, words: str = ""):
        places.append((f"states/{state}", where))
        if predicted != happened.split(":")[0]:
            found.append(Disagreement(f"states/{state}", where, predicted, f"{happened}: {words}" if words else happened))

    for (name, state), seen in sorted(matrix.servers.items()):
        if (answer := answers.get((name, state))) is None:
            continue
        loads = "ok" if answer.entry["loads"] else answer.entry["refusal"] or "start"
        at(state, f"{name} start", loads, seen.load, seen.words)
        if loads != "ok" or seen.load != "ok":
            continue
        if seen.sends is not None:
            at(state, f"{name} sends", numbers(answer.sends(), answer.certificates), numbers(seen.sends, answer.certificates))
        if "openssl" in matrix.versions:
            at(state, f"{name} openssl", "client" if "openssl" in answer.entry["refused_by"] else "ok", seen.client, seen.words)
    servers = {asked.split("@")[0] for name, asked in matrix.asked.items() if (name, matrix.states[0].name) in matrix.servers}
    for (name, state), words in sorted(matrix.clients.items()):
        if (answer := answers.get((name, state))) is None:
            continue
        called = matrix.asked[name].split("@")[0]
        takes = answer.takes(called, called in servers or called in BOTH)
        if takes is not None:
            at(state, f"{name} client", "ok" if takes else "client", "ok" if words == "ok" else f"client: {words}")
    return places, found


# pemvet's names that mean a server as well as a client.
BOTH = {"openssl", "node", "bun", "grpc", "go", "rustls", "gnutls"}


def numbers(sends, certificates) -> str:
    """`0,1,2`: which certificates of the file they are, each place of a repeated one in turn; `?` is none of them."""
    left = {}
    for at, it in enumerate(certificates):
        left.setdefault(it, []).append(at)
    return ",".join(str(left[it].pop(0) if len(left[it]) > 1 else left[it][0]) if it in left else "?" for it in sends)
