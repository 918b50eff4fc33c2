"""The example of an inventory, on one machine."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from conftest import AT, ROOT

pytest.importorskip("cryptography")
duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Any:
    sys.path.insert(0, str(ROOT / "examples/inventory"))
    import make_corpus  # type: ignore[import-not-found, unused-ignore]

    folder = tmp_path_factory.mktemp("inventory")
    make_corpus.make(folder / "corpus", bundles=600, part=200, processes=2)
    return folder


def test_every_fault_is_found_and_nothing_else(corpus: Any) -> None:
    import judge_duckdb  # type: ignore[import-not-found, unused-ignore]

    judge_duckdb.judge(corpus / "corpus", corpus / "results", at=AT)
    told = duckdb.sql(f"""
        SELECT fault, count(*), count(*) FILTER (accepted), mode(rule)
        FROM '{corpus}/corpus/*.parquet' JOIN '{corpus}/results/*.parquet' USING (id, host) GROUP BY fault
    """).fetchall()
    assert sum(count for _, count, _, _ in told) == 600
    rules = {fault: rule for fault, _, _, rule in told}
    assert rules == {
        None: None, "expired": "certificate-expired", "out-of-order": "chain-out-of-order", "issuer-missing": "issuer-missing",
        "wrong-issuer": "issuer-missing", "damaged": "base64-invalid", "no-name": "server-name-absent",
        "not-yet-valid": "certificate-not-yet-valid",
    }
    for fault, count, accepted, _ in told:
        assert accepted == (count if fault is None else 0), fault


def test_a_run_goes_on_where_it_was(corpus: Any) -> None:
    import judge_duckdb

    results = corpus / "again"
    judge_duckdb.judge(corpus / "corpus", results, at=AT)
    times = {path: path.stat().st_mtime_ns for path in results.glob("*.parquet")}
    assert len(times) == 3
    gone = sorted(times)[1]
    gone.unlink()
    # What a run that was ended leaves behind is no part.
    (results / f".{gone.name}.1").write_bytes(b"half")
    judge_duckdb.judge(corpus / "corpus", results, at=AT)
    now = {path: path.stat().st_mtime_ns for path in results.glob("*.parquet")}
    assert set(now) == set(times) and all(now[path] == times[path] for path in times if path != gone)
    [(count, different)] = duckdb.sql(f"SELECT count(*), count(DISTINCT id) FROM '{results}/part-*.parquet'").fetchall()
    assert (count, different) == (600, 600)
