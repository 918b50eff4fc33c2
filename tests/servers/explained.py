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
    """Entries {cases, where, happens, reason}: patterns of cases, patterns of places, and what happens there."""

    def __init__(self, entries: list[dict]):
        self.entries = entries

    @staticmethod
    def read(of_states: bool) -> "Explained":
        """Those of the states, or those of the fixtures."""
        entries = json.loads(FILE.read_text())
        return Explained([it for it in entries if it["cases"][0].startswith("states/") == of_states])

    def reason(self, it: Disagreement) -> str | None:
        return next((entry["reason"] for entry in self.entries if explains(entry, it)), None)

    def faults(self, found: list[Disagreement], places: list[tuple[str, str]], complete: bool) -> list[str]:
        """Disagreements without a reason, and reasons without a disagreement: where one of `places` was tried that a pattern
        means, or everywhere if all were."""
        faults = [f"{it.case}: {it.where}: predicted {it.predicted}, happened {it.happened}"
                  for it in found if self.reason(it) is None]
        for entry in self.entries:
            faults += stale(entry, [it for it in found if explains(entry, it)], places, complete)
        return faults

    def summary(self, cells: int, found: list[Disagreement]) -> str:
        known = sum(self.reason(it) is not None for it in found)
        return f"{cells - len(found)} of {cells} as predicted, {known} otherwise with a reason, {len(found) - known} without"


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
