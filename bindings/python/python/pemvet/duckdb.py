"""`pemvet` in DuckDB's SQL: bundles judged where they lie, in tables, Parquet or CSV.

>>> con = duckdb.connect()
>>> pemvet.duckdb.register(con, profile="server")
>>> con.sql("SELECT host, unnest(pemvet(pem)) FROM 'inventory/*.parquet'")
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import pyarrow as pa

from ._native import Checker, Profile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROW = """STRUCT(accepted BOOLEAN, class VARCHAR, rule VARCHAR, errors INTEGER, warnings INTEGER, not_after TIMESTAMPTZ,
    subject VARCHAR, sha256 VARCHAR, findings STRUCT(rule VARCHAR, severity VARCHAR, class VARCHAR, message VARCHAR,
    help VARCHAR, input VARCHAR, certificate INTEGER, first_line INTEGER, last_line INTEGER)[])"""
"""What the functions return: the columns of `Checker.check_arrow`."""


def register(
    con: DuckDBPyConnection,
    profile: Profile | Literal["any", "server", "client", "mutual", "authority"] | None = None,
    at: datetime | None = None,
    *,
    name: str = "pemvet",
) -> None:
    """Adds three functions: `pemvet(pem)`, `pemvet_pair(pem, key)` and `pemvet_der(certificates)`.

    `pem` and `key` are BLOB, `certificates` is BLOB[], DER each. A bundle that is NULL gives NULL. All three judge by `profile`, at
    the time `at` or that of the query; DuckDB calls them from several threads at a time.
    """
    checker = Checker(profile, at)

    def judged(bundles: Any, keys: Any = None) -> Any:
        return pa.array(checker.check_arrow(bundles, keys))

    def alone(bundles: Any) -> Any:
        return judged(bundles)

    row = duckdb.type(ROW)
    for function, parameters, work in (
        (name, ["BLOB"], alone),
        (f"{name}_pair", ["BLOB", "BLOB"], judged),
        (f"{name}_der", ["BLOB[]"], alone),
    ):
        types = [duckdb.type(parameter) for parameter in parameters]
        con.create_function(function, work, types, row, type="arrow", null_handling="special")  # type: ignore[call-overload]
