"""seen.tsv: what happened at every stack with every state, for people to read and for later runs to be held against."""

import csv
import hashlib
import pathlib

from expected import numbers
from matrix import CLIENT_WORDS, Matrix

FILE = pathlib.Path(__file__).with_name("seen.tsv")
COLUMNS = ["stack", "version", "state", "happened", "sends", "words"]


def rows(matrix: Matrix) -> list[list[str]]:
    states = {it.name: it for it in matrix.states}
    made = []
    for (name, state), seen in sorted(matrix.servers.items()):
        chain = [hashlib.sha256(der).hexdigest() for der in states[state].chain]
        sends = "" if seen.sends is None else numbers(seen.sends, chain)
        made.append([name, matrix.versions[name], state, seen.happens(), sends, seen.words])
    for (name, state), words in sorted(matrix.clients.items()):
        happened, _, rest = words.partition(": ")
        made.append([name, matrix.versions[name], state, CLIENT_WORDS[happened], "", rest])
    return [[it.replace('"', "'") for it in row] for row in made]


def read() -> dict[tuple[str, str, str], list[str]]:
    if not FILE.exists():
        return {}
    with open(FILE, newline="") as file:
        return {(it[0], it[1], it[2]): it for it in csv.reader(file, dialect="excel-tab") if it[0] != "stack"}


def record(matrix: Matrix):
    """Replaces what is known of the stacks that were tried."""
    ours = rows(matrix)
    tried = {it[0] for it in ours}
    kept = [it for it in read().values() if it[0] not in tried]
    with open(FILE, "w", newline="") as file:
        writer = csv.writer(file, dialect="excel-tab", lineterminator="\n")
        writer.writerows([COLUMNS, *sorted(kept + ours)])


def differences(matrix: Matrix) -> list[str]:
    """Where a stack did otherwise than seen.tsv says of the same version."""
    known, found = read(), []
    for row in rows(matrix):
        before = known.get((row[0], row[1], row[2]))
        if before is not None and before[3:5] != row[3:5]:
            found.append(f"states/{row[2]}: {row[0]} {row[1]}: {FILE.name} says {' '.join(before[3:5])}, "
                         f"happened {' '.join(row[3:5])}: {row[5]}")
    return found


def other_versions(matrix: Matrix) -> list[str]:
    """Stacks whose version here is not the one in seen.tsv."""
    known = {key[0]: key[1] for key in read()}
    return [f"{name} is {version} here, {known[name]} in {FILE.name}" for name, version in sorted(matrix.versions.items())
            if known.get(name, version) != version]
