"""No byte of a key in an exception, a representation or a report."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import AT, TESTDATA, demo

import pemvet

KEYS = sorted(TESTDATA.glob("keyforms/*.key")) + sorted(TESTDATA.glob("keys/*.key"))


def pieces(key: bytes) -> set[str]:
    """Every 12 characters of the key's lines of base64, as they may be shown in part."""
    lines = [line.decode("latin-1") for line in key.splitlines() if len(line) == 64 and b" " not in line]
    return {line[at : at + 12] for line in lines for at in range(0, 48, 4)}


def shown(report: pemvet.Report) -> str:
    texts = [repr(report), report.to_json(), str(report.to_dict()), repr(report.findings)]
    texts += [text for finding in report.findings for text in (str(finding), repr(finding), str(finding.details))]
    try:
        report.raise_for_errors()
    except pemvet.Rejected as error:
        texts += ["".join(traceback.format_exception(error)), repr(error), str(vars(error))]
    return "\n".join(texts)


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.name)
def test_a_key_is_never_shown(path: Path) -> None:
    key = path.read_bytes()
    wanted = pieces(key)
    damaged = key[:200] + b"!" + key[201:]
    for text in (key, bytearray(key), key.decode("latin-1"), damaged, key[: len(key) // 2]):
        for report in (
            pemvet.check(demo("good.pem"), key=text, profile="server", at=AT),
            pemvet.check(text, at=AT),
            pemvet.check(text, key=text, previous=text, at=AT),
        ):
            told = shown(report)
            assert not [piece for piece in wanted if piece in told]


def test_an_argument_that_is_refused_is_not_shown() -> None:
    key = demo("proxy.key").decode()
    wanted = pieces(key.encode())
    calls: list[Callable[[], object]] = [
        lambda: pemvet.check(key + "\ud800"),
        lambda: pemvet.check(b"", key=[key]),  # type: ignore[arg-type]
        lambda: pemvet.check(b"", hostnames=[key]),
        lambda: pemvet.check(b"", profile=key),  # type: ignore[arg-type]
        lambda: pemvet.check(b"", trust=key),
        lambda: pemvet.check(b"", trust=[key]),  # type: ignore[list-item]
        lambda: pemvet.check(b"", at=key),  # type: ignore[arg-type]
        lambda: pemvet.check_many([(b"", key, key)]),  # type: ignore[list-item]
        lambda: pemvet.Profile(key=key),  # type: ignore[arg-type]
        lambda: pemvet.Profile(severities={key: "error"}),
        lambda: pemvet.Profile(stacks=key),
        lambda: pemvet.Profile(limits={key: 1}),
        lambda: pemvet.Profile.redis("proxy", fqdns=[key]),
        lambda: pemvet.Profile.redis("proxy", target=key),
        lambda: pemvet.explain(key),
        lambda: pemvet.fix(key),
    ]
    for call in calls:
        with pytest.raises(Exception) as raised:
            call()
        error = raised.value
        chain = [error, error.__cause__, error.__context__]
        told = "\n".join(f"{it!r} {it} {getattr(it, 'object', '')} {it.args}" for it in chain if it is not None)
        assert not [piece for piece in wanted if piece in told], told
