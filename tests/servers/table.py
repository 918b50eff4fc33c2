"""The printed table, and the disagreements that are explained."""

import fnmatch
import json
import pathlib

FILE = pathlib.Path(__file__).with_name("explained.json")


class Explained:
    """Entries {cases, where, happens, reason}: patterns of names, patterns of places, and what happens there
    ("ok", or who refuses: "no start", "client", "server")."""

    def __init__(self, entries: list[dict]):
        self.entries = entries

    @staticmethod
    def read() -> "Explained":
        return Explained(json.loads(FILE.read_text()))

    def reason(self, name: str, where: str, happened: str) -> str | None:
        for entry in self.entries:
            if (matches(name, entry["cases"]) and matches(where, entry["where"])
                    and happened.split(":")[0] == entry["happens"]):
                return entry["reason"]
        return None

    def faults(self, rows: list, stale: bool) -> list[str]:
        """Disagreements without a reason and, if asked for, reasons without a disagreement."""
        found = [(row.case.name, *it) for row in rows for it in row.disagreements()]
        faults = [
            f"{name}: {where}: predicted {predicted}, happened {happened}"
            for name, where, predicted, happened in found
            if self.reason(name, where, happened) is None
        ]
        if stale:
            faults += [it for entry in self.entries for it in stale_parts(entry, found)]
        return faults

    def summary(self, rows: list) -> str:
        cells = sum(len(row.seen) for row in rows)
        wrong = [(row.case.name, *it) for row in rows for it in row.disagreements()]
        known = sum(self.reason(name, where, happened) is not None for name, where, _, happened in wrong)
        return f"{cells - len(wrong)} of {cells} as predicted, {known} otherwise with a reason, {len(wrong) - known} without"


def stale_parts(entry: dict, found: list):
    """Each pattern of an entry must meet a disagreement that the entry explains."""
    met = [
        (name, where) for name, where, _, happened in found
        if matches(name, entry["cases"]) and matches(where, entry["where"]) and happened.split(":")[0] == entry["happens"]
    ]
    for pattern in entry["cases"]:
        if not any(fnmatch.fnmatchcase(name, pattern) for name, _ in met):
            yield f"{FILE.name}: nothing disagrees any more at {pattern} ({entry['happens']})"
    for pattern in entry["where"]:
        if not any(fnmatch.fnmatchcase(where, pattern) for _, where in met):
            yield f"{FILE.name}: nothing disagrees any more at {pattern} of {entry['cases'][0]} ({entry['happens']})"


def matches(text: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)


SERVERS = ("redis", "nginx", "haproxy")


def print_table(rows: list, explained: Explained):
    width = max(len(row.case.name) for row in rows)
    print("as a server / as a client: ok, or who refuses; `=` as predicted, `*` otherwise with a reason, `!` otherwise without")
    print(f"{'bundle':{width}}  {'predicted':17}  " + "  ".join(f"{it:17}" for it in SERVERS) + "  errors of pemvet")
    for row in sorted(rows, key=lambda row: row.case.name):
        cells = "  ".join(f"{cell(row, server, explained):17}" for server in SERVERS)
        print(f"{row.case.name:{width}}  {predicted(row.prediction):17}  {cells}  {' '.join(row.prediction.errors)}")


def predicted(it) -> str:
    if not it.start:
        return "no start"
    return f"{'ok' if it.named else it.side} / {'ok' if it.peer else 'server'}"


def cell(row, server: str, explained: Explained) -> str:
    """What came of a bundle at one server, and whether that was foreseen."""
    seen = {where.split()[1]: words for where, words in row.seen.items() if where.startswith(server)}
    wrong = [(where, happened) for where, _, happened in row.disagreements() if where.startswith(server)]
    known = all(explained.reason(row.case.name, where, happened) for where, happened in wrong)
    mark = "=" if not wrong else "*" if known else "!"
    if seen["start"] != "ok":
        return f"{mark} no start"
    as_server = {words.split(":")[0] for who, words in seen.items() if who not in ("start", "peer", "redis-cli")}
    named = as_server.pop() if len(as_server) == 1 else "mixed"
    return f"{mark} {named} / {seen['peer'].split(':')[0]}"
