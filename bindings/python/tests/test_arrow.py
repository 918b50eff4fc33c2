"""Columns in, columns out: pyarrow, Polars and DuckDB by Arrow's PyCapsule interface."""

from __future__ import annotations

import threading
from datetime import datetime, timezone
from typing import Any

import pytest
from conftest import AT, DEMO, TESTDATA, demo

import pemvet

pa = pytest.importorskip("pyarrow")

PATHS = sorted(TESTDATA.glob("rules/*/*.pem"))[::7]
BUNDLES = [path.read_bytes() for path in PATHS]
COLUMNS = ["accepted", "class", "rule", "errors", "warnings", "not_after", "subject", "sha256", "findings"]
OF_FINDING = ["rule", "severity", "class", "message", "help", "input", "certificate", "first_line", "last_line"]


def row_of(report: pemvet.Report) -> dict[str, Any]:
    """The row that a report should be."""
    counts = {word: sum(it.severity == word for it in report.findings) for word in ("error", "warning")}
    deciding = [it.rule for it in report.findings if report.class_ and it.class_ == report.class_]
    leaf = report.certificates[report.chain[0]] if report.chain else None
    leaf = leaf or next((it for it in report.certificates if it.role == "leaf"), None)
    findings = [
        {
            "rule": it.rule, "severity": it.severity, "class": it.class_, "message": it.message, "help": it.help,
            "input": it.location and it.location.input,
            "certificate": it.location.certificate if it.location else None,
            "first_line": it.location and it.location.lines[0],
            "last_line": it.location and it.location.lines[1],
        }
        for it in report.findings
    ]
    return {
        "accepted": report.accepted, "class": report.class_, "rule": deciding[0] if deciding else None,
        "errors": counts["error"], "warnings": counts["warning"], "not_after": leaf and leaf.not_after,
        "subject": leaf and leaf.subject, "sha256": leaf and leaf.sha256, "findings": findings,
    }


def judged(array: Any, keys: Any = None, profile: str = "server") -> Any:
    checker = pemvet.Checker(profile, AT)  # type: ignore[arg-type]
    return pa.array(checker.check_arrow(array, keys))


def test_each_row_is_what_check_says_of_the_bundle() -> None:
    rows = judged(pa.array(BUNDLES, pa.binary()))
    assert [field.name for field in rows.type] == COLUMNS
    assert [field.name for field in rows.type.field("findings").type.value_type] == OF_FINDING
    assert rows.type.field("not_after").type == pa.timestamp("us", "UTC")
    wanted = [row_of(pemvet.check(pem, profile="server", at=AT)) for pem in BUNDLES]
    assert rows.to_pylist() == wanted
    assert {row["accepted"] for row in wanted} == {True, False}


def test_who_wants_other_types_converts_what_comes() -> None:
    """A type that is asked for need not be given, by Arrow's PyCapsule interface."""
    column = pa.array(BUNDLES[:7], pa.binary())
    judged = pemvet.Checker("server", AT).check_arrow(column)
    rows = pa.array(judged)
    assert pa.array(judged, rows.type).equals(rows)
    wanted = pa.struct([(it.name, pa.large_string() if it.type == pa.string() else it.type) for it in rows.type])
    assert rows.cast(wanted).to_pylist() == rows.to_pylist()
    asked = judged.__arrow_c_array__(pa.field("asked", wanted).__arrow_c_schema__())
    assert pa.Array._import_from_c_capsule(*asked).equals(rows)


@pytest.mark.parametrize(
    "kind", [pa.binary(), pa.large_binary(), pa.binary_view(), pa.string(), pa.large_string(), pa.string_view()]
)
def test_every_kind_of_text_is_read(kind: Any) -> None:
    texts = [demo("good.pem"), None, demo("from-pfx.pem"), b""]
    is_binary = kind in (pa.binary(), pa.large_binary(), pa.binary_view())
    given = texts if is_binary else [None if text is None else text.decode() for text in texts]
    rows = judged(pa.array(given, kind))
    assert rows.is_null().to_pylist() == [False, True, False, False]
    assert [row and row["accepted"] for row in rows.to_pylist()] == [True, None, True, False]
    assert judged(pa.chunked_array([given[:1], given[1:]], kind)).equals(rows)


def test_lists_of_der_are_chains() -> None:
    chain = [it.der for it in pemvet.check(demo("good.pem"), at=AT).certificates]
    for kind in (pa.list_(pa.binary()), pa.large_list(pa.large_binary())):
        rows = judged(pa.array([chain, None, chain[:1], [], [b"\x30\x00"]], kind)).to_pylist()
        assert [row and row["rule"] for row in rows][:3] == [None, None, "issuer-missing"]
        assert rows[0]["accepted"] and not rows[3]["accepted"] and not rows[4]["accepted"]


def test_keys_are_a_column_beside() -> None:
    pem, key = demo("good.pem"), demo("proxy.key")
    other = (TESTDATA / "keys/ca.key").read_bytes() if (TESTDATA / "keys/ca.key").exists() else b"no key"
    rows = judged(pa.array([pem, pem, pem]), pa.array([key, None, other])).to_pylist()
    told = [{finding["rule"] for finding in row["findings"]} for row in rows]
    assert rows[0]["accepted"] and "key-missing" not in told[0] and "key-missing" in told[1]
    assert not rows[2]["accepted"]
    with pytest.raises(ValueError, match="as many as there are bundles"):
        judged(pa.array([pem]), pa.array([key, key]))


def test_other_columns_are_refused() -> None:
    with pytest.raises(TypeError, match="bundles: wanted binary or string, or a list of binary"):
        judged(pa.array([1, 2]))
    with pytest.raises(TypeError, match="keys: wanted binary or string, found"):
        judged(pa.array([b""]), pa.array([[b""]]))
    with pytest.raises((TypeError, ValueError)):
        judged([b""])
    assert len(judged(pa.nulls(2))) == 2 and judged(pa.nulls(2)).null_count == 2
    assert len(judged(pa.array([], pa.binary()))) == 0


def test_no_time_is_that_of_the_call() -> None:
    checker = pemvet.Checker()
    [row] = pa.array(checker.check_arrow(pa.array([demo("good.pem")]))).to_pylist()
    now = datetime.now(timezone.utc)
    assert row["accepted"] == (now < row["not_after"])


def test_threads_share_a_checker() -> None:
    checker = pemvet.Checker("server", AT)
    wanted = judged(pa.array(BUNDLES, pa.binary()))
    told: list[Any] = []

    def work() -> None:
        told.append(pa.array(checker.check_arrow(pa.array(BUNDLES, pa.binary()))))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 4 and all(rows.equals(wanted) for rows in told)


def test_polars_takes_the_same() -> None:
    pl = pytest.importorskip("polars")
    checker = pemvet.Checker("server", AT)
    frame = pl.DataFrame({"path": [path.name for path in PATHS], "pem": BUNDLES})
    eager = frame.with_columns(pl.Series(checker.check_arrow(frame["pem"])).alias("pemvet")).unnest("pemvet")
    assert eager.columns == ["path", "pem", *COLUMNS]
    kind = pl.Series(checker.check_arrow(frame["pem"].head(0))).dtype
    judge = pl.col("pem").map_batches(lambda pem: pl.Series(checker.check_arrow(pem)), return_dtype=kind)
    lazy = frame.lazy().with_columns(judge.alias("pemvet")).unnest("pemvet").collect()
    assert eager.equals(lazy)
    assert eager["accepted"].to_list() == [row_of(pemvet.check(it, profile="server", at=AT))["accepted"] for it in BUNDLES]


def test_duckdb_judges_tables_and_parquet(tmp_path: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    import pyarrow.parquet as pq

    import pemvet.duckdb as functions

    con = duckdb.connect(config={"threads": 2})
    functions.register(con, profile="server", at=AT)
    table = pa.table({"path": [path.name for path in PATHS] + ["none"], "pem": [*BUNDLES, None]})
    pq.write_table(table, tmp_path / "corpus.parquet")
    wanted = [row_of(pemvet.check(pem, profile="server", at=AT)) for pem in BUNDLES]
    rows = con.sql(f"SELECT pemvet(pem) AS told FROM '{tmp_path}/corpus.parquet'").fetchall()
    assert rows[-1] == (None,)
    assert [row[0]["findings"] for row in rows[:-1]] == [row["findings"] for row in wanted]
    assert [row[0]["not_after"] for row in rows[:-1]] == [row["not_after"] for row in wanted]
    con.register("inventory", table)
    [(accepted, most)] = con.sql(
        "SELECT count(*) FILTER (accepted), mode(rule) FROM (SELECT unnest(pemvet(pem)) FROM inventory)"
    ).fetchall()
    assert accepted == sum(row["accepted"] for row in wanted) and most is not None
    # A CSV has text, and so has a literal.
    con.execute("CREATE TABLE texts AS SELECT ?::VARCHAR AS pem", [demo("good.pem").decode()])
    assert con.sql("SELECT pemvet(pem::BLOB).accepted FROM texts").fetchall() == [(True,)]
    key, good = demo("proxy.key"), demo("good.pem")
    chain = [it.der for it in pemvet.check(good, at=AT).certificates]
    answer = con.execute(
        "SELECT pemvet_pair(?::BLOB, ?::BLOB).warnings, pemvet(?::BLOB).warnings, pemvet_der(?::BLOB[]).accepted",
        [good, key, good, chain],
    ).fetchall()
    assert answer == [(0, 1, True)], answer


def test_duckdb_takes_a_name_of_its_own() -> None:
    duckdb = pytest.importorskip("duckdb")
    import pemvet.duckdb as functions

    con = duckdb.connect()
    functions.register(con, at=AT, name="vet")
    assert con.sql("SELECT vet(''::BLOB).rule").fetchall() == [("certificate-not-found",)]
    assert (DEMO / "good.pem").exists()
