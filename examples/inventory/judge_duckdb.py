#!/usr/bin/env python3
"""Judges an inventory on one machine: every part of CORPUS becomes a part of RESULTS.

    python3 judge_duckdb.py CORPUS RESULTS [--threads 2] [--at 2026-06-01T00:00:00Z]

A part is written whole or not at all, so a run that was ended goes on where it was: parts that are there are left alone.
"""

import argparse
import os
from datetime import datetime
from pathlib import Path

import duckdb

import pemvet
import pemvet.duckdb


def judge(corpus, results, threads=2, at=None):
    results = Path(results)
    results.mkdir(parents=True, exist_ok=True)
    profile = pemvet.Profile("server", key="optional", repair="as-given")
    con = duckdb.connect(config={"threads": threads})
    pemvet.duckdb.register(con, profile=profile, at=at)
    for part in sorted(Path(corpus).glob("*.parquet")):
        done = results / part.name
        if done.exists():
            continue
        begun = results / f".{part.name}.{os.getpid()}"
        con.execute(
            f"COPY (SELECT id, host, unnest(pemvet(pem)) FROM read_parquet('{quoted(part)}')) "
            f"TO '{quoted(begun)}' (FORMAT parquet, COMPRESSION zstd)"
        )
        begun.rename(done)


def quoted(path):
    return str(path).replace("'", "''")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus")
    arguments.add_argument("results")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--at", type=lambda text: datetime.fromisoformat(text.replace("Z", "+00:00")))
    judge(**vars(arguments.parse_args()))
