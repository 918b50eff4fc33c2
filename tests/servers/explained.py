"""The disagreements of prediction and events, and the reasons that are given for them."""

import fnmatch
import json
import pathlib
from dataclasses import dataclass

FILE = pathlib.Path(__file__).with_name("explained.json")


@dataclass(frozen=True)
class Disagreement:
    """At a case (`states/crlf`) and a place (`nginx start`)."""

    case: str
    where: str
    predicted: str
    happened: str  # One word, and after a colon more.

    def word(self) -> str:
        return self.happened.split(":")[0]


class Explained:
    """Entries {cases, where, happens, reason}: patterns of cases, patterns of places, and what happens there; with `versions`, patterns
    of a stack's versions, only where it has one of these."""

    def __init__(self, entries: list[dict]):
        self.entries = entries

    @staticmethod
    def read(of_states: bool) -> "Explained":
        """Those of the states, or those of the fixtures."""
        entries = json.loads(FILE.read_text())
        return Explained([it for it in entries if it["cases"][0].startswith("states/") == of_states])

    def here(self, versions: dict[str, str]) -> "Explained":
        """Those about the versions that are here."""
        def is_here(entry: dict) -> bool:
            stacks = {where.split()[0] for where in entry["where"]}
            return "versions" not in entry or any(matches(versions.get(it, ""), entry["versions"]) for it in stacks)
        return Explained([it for it in self.entries if is_here(it)])

    def reason(self, it: Disagreement) -> str | None:
        return next((entry["reason"] for entry in self.entries if explains(entry, it)), None)

    def faults(self, found: list[Disagreement], places: list[tuple[str, str]], complete: bool) -> list[str]:
        """Disagreements without a reason, and reasons without a disagreement: where one of `places` was tried that a pattern
        means, or everywhere if all were."""
        faults = grouped([it for it in found if not self.reason(it)])
        for entry in self.entries:
            faults += stale(entry, [it for it in found if explains(entry, it)], places, complete)
        return faults

    def summary(self, cells: int, found: list[Disagreement]) -> str:
        known = sum(bool(self.reason(it)) for it in found)
        return f"{cells - len(found)} of {cells} as predicted, {known} otherwise with a reason, {len(found) - known} without"


    def drafted(self, found: list[Disagreement]) -> "Explained":
        """Entries for all of `found` and for nothing else, with the reasons that there are; where there is none it is empty, which
        explains nothing."""
        wheres: dict[tuple[str, str, str], set[str]] = {}
        for it in found:
            reason = self.reason(it) or next((entry["reason"] for entry in self.entries if it.case in entry["cases"]), "")
            wheres.setdefault((it.case, it.word(), reason), set()).add(it.where)
        cases: dict[tuple, list[str]] = {}
        for (case, happens, reason), where in sorted(wheres.items()):
            cases.setdefault((reason, happens, tuple(sorted(where))), []).append(case)
        return Explained([{"cases": of, "where": list(where), "happens": happens, "reason": reason}
                          for (reason, happens, where), of in cases.items()])

    def write(self, beside: "Explained"):
        """With the entries of the other kind before them."""
        entries = [",\n".join(f"    {json.dumps(name)}: {json.dumps(it, ensure_ascii=False)}" for name, it in entry.items())
                   for entry in beside.entries + self.entries]
        FILE.write_text("[\n" + ",\n".join(f"  {{\n{it}\n  }}" for it in entries) + "\n]\n")


def grouped(found: list[Disagreement]) -> list[str]:
    """A line for all stacks that do the same with one case."""
    lines: dict[tuple, list[Disagreement]] = {}
    for it in found:
        lines.setdefault((it.case, it.where.split()[1], it.predicted, it.word()), []).append(it)
    return [f"{case}: {place}: predicted {predicted}, happened {word}: {' '.join(it.where.split()[0] for it in those)}"
            f" ({those[0].happened})" for (case, place, predicted, word), those in lines.items()]


def explains(entry: dict, it: Disagreement) -> bool:
    return matches(it.case, entry["cases"]) and matches(it.where, entry["where"]) and it.word() == entry["happens"]


def stale(entry: dict, met: list[Disagreement], places: list[tuple[str, str]], complete: bool):
    """Each pattern of an entry must meet a disagreement that the entry explains."""
    for part, at in (("cases", 0), ("where", 1)):
        for pattern in entry[part]:
            if any(fnmatch.fnmatchcase((it.case, it.where)[at], pattern) for it in met):
                continue
            # Without all stacks only a pattern that names one place can be out of date.
            plain = part == "where" and "*" not in "".join([pattern, *entry["cases"]]) and len(entry["cases"]) == 1
            if complete or plain and (entry["cases"][0], pattern) in places:
                yield f"{FILE.name}: nothing disagrees any more at {pattern} of {entry['cases'][0]} ({entry['happens']})"


def matches(text: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)
