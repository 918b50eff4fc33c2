"""Holds what pemvet's findings say of each fixture against what Redis, nginx and HAProxy and their clients do with it."""

import concurrent.futures
import os
import pathlib
import tempfile
import time
from dataclasses import dataclass, field

import cases
import clients
import servers
from prediction import Pemvet, Prediction
from explained import Disagreement, Explained
from table import print_table

# More at once than processors: most of the time is spent waiting for processes to start.
AT_ONCE = 2 * (os.cpu_count() or 1)


@dataclass
class Row:
    """A bundle, what was said of it, and all that came of it: `seen` maps `redis openssl` and so on to words."""

    case: cases.Case
    prediction: Prediction
    seen: dict[str, str] = field(default_factory=dict)

    def disagreements(self):
        """(where, predicted, happened) for each place where pemvet was wrong."""
        for where, words in self.seen.items():
            expected = self.expected(where)
            if words.split(":")[0] not in expected:
                yield where, expected[0], words

    def expected(self, where: str) -> tuple[str, ...]:
        """What may happen there: "ok", or who refuses."""
        (kind, who), it = where.split(), self.prediction
        if who == "start":
            return ("ok",) if it.start or kind in it.starts else ("no start",)
        if kind in it.starts and who != "peer":
            return (it.starts[kind],)
        if who == "peer" and it.starts.get("nginx") == "ok":  # A client loads it as nginx does.
            return ("ok",)
        if not it.start:  # It started all the same; then at least nobody must get through.
            return ("client", "server")
        if who == "peer":
            return ("ok",) if it.peer else ("server",)
        takes = {"redis-cli": it.unnamed, "gnutls": it.gnutls}.get(who, it.named)
        return ("ok",) if takes else (it.side,)

    def refused_at_start(self) -> bool:
        return any(words != "ok" for where, words in self.seen.items() if where.endswith("start"))

    def all_ok(self) -> bool:
        return all(words == "ok" for where, words in self.seen.items() if not where.endswith("peer"))


class Proof:
    """All the work in one folder, which the caller removes."""

    def __init__(self, work: pathlib.Path, pemvet: Pemvet):
        self.work, self.pemvet = work, pemvet
        testdata = cases.testdata_of_today(work)
        self.trust = work / "trust.pem"
        self.trust.write_bytes(cases.roots(testdata))
        self.cases = cases.gather(testdata)

    def run(self, wanted: list[str]) -> tuple[list[Row], dict[str, str]]:
        """The rows, and for each bundle that pemvet says it repaired the name of the row of what it wrote."""
        chosen = [it for it in self.cases if not wanted or any(part in it.name for part in wanted)]
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            mended = pool.map(self.fix, chosen)
            bundles = {(it.certificates, it.key): it for it in chosen}
            claims = {}
            for case, (fixed, claim) in zip(chosen, mended):
                if fixed is not None and fixed.certificates != case.certificates:
                    same = bundles.setdefault((fixed.certificates, fixed.key), fixed)
                    if claim:
                        claims[case.name] = same.name
            rows = list(pool.map(self.row, bundles.values()))
        return rows, claims

    def folder(self, case: cases.Case) -> pathlib.Path:
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.work))
        (folder / "bundle.pem").write_bytes(case.certificates)
        (folder / "bundle.pem.key").write_bytes(case.key)
        return folder

    def fix(self, case: cases.Case) -> tuple[cases.Case | None, bool]:
        folder = self.folder(case)
        into = folder / "fixed.pem"
        claim = self.pemvet.fix(folder / "bundle.pem", folder / "bundle.pem.key", self.trust, into)
        fixed = cases.Case(f"{case.name} fixed", into.read_bytes(), case.key) if into.exists() else None
        return fixed, claim

    def row(self, case: cases.Case) -> Row:
        folder = self.folder(case)
        row = Row(case, self.pemvet.predict(folder / "bundle.pem", folder / "bundle.pem.key", self.trust))
        for kind in servers.KINDS:
            with servers.Server(kind, folder, self.trust) as server:
                row.seen[f"{kind} start"] = f"no start: {server.refusal}" if server.refusal else "ok"
                if server.refusal is None:
                    for name, client in who(kind, folder):
                        row.seen[f"{kind} {name}"] = client(server.port, self.trust)
        return row


def who(kind: str, folder: pathlib.Path):
    """The clients of a server, by name. Python costs no process, so it is everywhere; the others see one server each."""
    if kind == "redis":
        yield "redis-cli", clients.redis_cli
        yield "openssl", clients.openssl
    if kind == "nginx":
        yield "gnutls", clients.gnutls
    yield "python", clients.python
    yield "peer", clients.presenting(folder, kind == "redis")


def unkept(rows: list[Row], claims: dict[str, str]) -> list[str]:
    """Bundles that a server refused, that pemvet says it repaired, and that are not taken after that."""
    by_name = {row.case.name: row for row in rows}
    return [
        f"{name}: refused, repaired by pemvet, and still not taken (as {fixed})"
        for name, fixed in claims.items()
        if by_name[name].refused_at_start() and not by_name[fixed].all_ok()
    ]


def try_all(work: pathlib.Path, pemvet: Pemvet, wanted: list[str], explained: Explained) -> list[str]:
    """Prints the table; the faults."""
    began = time.monotonic()
    rows, claims = Proof(work, pemvet).run(wanted)
    print_table(rows, explained)
    refused = [row for row in rows if row.refused_at_start()]
    repaired = [row for row in refused if row.case.name in claims]
    print(f"{len(rows)} bundles, of which {sum(row.case.name.endswith(' fixed') for row in rows)} are what `fix` wrote; "
          f"{sum(len(row.seen) for row in rows)} starts and handshakes in {time.monotonic() - began:.0f} s")
    print(f"{len(refused)} bundles are refused by a server at its start; pemvet says it repaired {len(repaired)} of them")
    cells, found = sum(len(row.seen) for row in rows), disagreements(rows)
    print(explained.summary(cells, found))
    places = [(row.case.name, where) for row in rows for where in row.seen]
    return explained.faults(found, places, complete=not wanted) + unkept(rows, claims)


def disagreements(rows: list[Row]) -> list[Disagreement]:
    return [Disagreement(row.case.name, *it) for row in rows for it in row.disagreements()]
