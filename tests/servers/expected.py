"""What pemvet says that named servers and clients do with a bundle (`check --for`), held against what they did."""

import concurrent.futures
import json
import pathlib
import subprocess
from dataclasses import dataclass

from explained import Disagreement
from matrix import AT_ONCE, Matrix, Room
from prediction import HOST
from stacks.clients import NODE_26_CLIENT, OPENSSL_CLIENT
from stacks.stack import Files
from states.state import State


class NotToBeHad(Exception):
    """This pemvet does not predict."""


@dataclass
class Answer:
    """pemvet's entry for one stack, the certificates that it read as SHA-256, and whether an error rejects the bundle that pemvet
    says of nobody in particular, as it does of an expired certificate."""

    entry: dict
    certificates: list[str]
    refused_by_all: bool

    def sends(self) -> tuple[str, ...]:
        return tuple(self.certificates[it] for it in self.entry["sends"])

    def takes(self) -> bool:
        """Whether a client takes the chain."""
        return self.entry["loads"] and not self.refused_by_all


def predict(pemvet: str, room: Room, matrix: Matrix, states: list[State]) -> dict[tuple[str, str], Answer]:
    """By stack and state. Each stack is asked about alone, as what is said of one may depend on which others are named; servers
    together with the client that looks at them."""
    found = {}

    def one(state: State):
        files = Files.write(state, room.work)
        for name, asked in matrix.asked.items():
            beside = [looker(state)] if (name, state.name) in matrix.servers else []
            found[name, state.name] = ask(pemvet, files, room.trust[state.name], asked, *beside)

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for state in states[:1]:
            one(state)  # Fails soon if it fails.
        list(pool.map(one, states[1:]))
    return found


def looker(state: State) -> str:
    """The client that looked at what servers send."""
    return NODE_26_CLIENT if state.post_quantum else OPENSSL_CLIENT


def ask(pemvet: str, files: Files, trust: pathlib.Path, asked: str, *beside: str) -> Answer:
    command = [pemvet, "check", files.certificates, "--key", files.key, "--trust", trust, "--hostname", HOST,
               "--profile", "server", "--for", ",".join([asked, *beside]), "--format", "json", "--no-config"]
    ran = subprocess.run(command, capture_output=True, timeout=60, text=True)
    if ran.returncode not in (0, 1):
        words = ran.stderr.strip().splitlines()[0] if ran.stderr.strip() else f"exit {ran.returncode}"
        raise NotToBeHad(words) if "unexpected argument '--for'" in words else RuntimeError(words)
    [bundle] = json.loads(ran.stdout)["bundles"]
    entries = {it["name"]: it for it in bundle["stacks"]}
    certificates = [it["sha256"] for it in bundle["certificates"]]
    refused_by_all = any(it["severity"] == "error" and not it.get("refused_by") and (it.get("location") or {}).get("input") != "key"
                         for it in bundle["findings"])
    name = asked.split("@")[0]
    if name not in entries:
        raise RuntimeError(f"no answer about {name}")
    return Answer(entries[name], certificates, refused_by_all)


def compare(matrix: Matrix, answers: dict[tuple[str, str], Answer]) -> tuple[list[tuple[str, str]], list[Disagreement]]:
    """The places that were compared, and where prediction and events differ."""
    places, found = [], []
    lookers = {it.name: looker(it) for it in matrix.states}

    def at(state: str, where: str, predicted: str, happened: str, words: str = ""):
        places.append((f"states/{state}", where))
        if predicted != happened.split(":")[0]:
            found.append(Disagreement(f"states/{state}", where, predicted, f"{happened}: {words}" if words else happened))

    for (name, state), seen in sorted(matrix.servers.items()):
        if (answer := answers.get((name, state))) is None:
            continue
        loads = answer.entry["refusal"] or ("ok" if answer.entry["loads"] else "start")
        at(state, f"{name} start", loads, seen.load, seen.words)
        if loads != "ok" or seen.load != "ok":
            continue
        if seen.sends is not None:
            # What pemvet could not read has no number, though a server may send it.
            sends = [it for it in seen.sends if it in answer.certificates]
            at(state, f"{name} sends", numbers(answer.sends(), answer.certificates), numbers(sends, answer.certificates))
        takes = lookers[state].split("@")[0] not in answer.entry["refused_by"] and not answer.refused_by_all
        at(state, f"{name} openssl", "ok" if takes else "client", seen.client, seen.words)
    for (name, state), words in sorted(matrix.clients.items()):
        if (answer := answers.get((name, state))) is not None:
            at(state, f"{name} client", "ok" if answer.takes() else "client", "ok" if words == "ok" else f"client: {words}")
    return places, found


def numbers(sends, certificates) -> str:
    """`0,1,2`: which certificates of the file they are, each place of a repeated one in turn; `?` is none of them."""
    left = {}
    for at, it in enumerate(certificates):
        left.setdefault(it, []).append(at)
    return ",".join(str(left[it].pop(0) if len(left[it]) > 1 else left[it][0]) if it in left else "?" for it in sends)
