#!/usr/bin/env python3
"""Judges a corpus by Spark with executors in processes of their own, ends one of them in the middle, and compares with DuckDB.

    python3 test_spark.py [--bundles 20000]

Every bundle has one row, and the rows are those of judge_duckdb.py. Needs pyspark, Java, and what the other scripts need.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from datetime import datetime, timezone
from pathlib import Path

import duckdb

import judge_duckdb
import judge_spark
import make_corpus

AT = datetime(2026, 6, 1, tzinfo=timezone.utc)


def descendants(of):
    """Processes below one, with their command lines."""
    below, found = {}, []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
                below.setdefault(parent, []).append((int(entry.name), (entry / "cmdline").read_bytes()))
            except OSError:
                pass  # It has ended.
    left = [of]
    while left:
        children = below.get(left.pop(), [])
        found += children
        left += [pid for pid, _ in children]
    return found


def end_one_executor(ended, results):
    """As soon as rows are being written, with the processes of Python that it feeds."""
    while not ended.is_set():
        executors = [pid for pid, line in descendants(os.getpid()) if b"CoarseGrainedExecutorBackend" in line]
        if executors and any(Path(results).rglob("*.parquet")):
            os.kill(executors[0], signal.SIGKILL)
            ended.set()
        time.sleep(0.02)


def main(bundles):
    from pyspark.sql import SparkSession

    folder = Path(tempfile.mkdtemp(prefix="pemvet-inventory-"))
    # The executors find the same module, and the scripts beside it.
    paths = [str(Path(__file__).parent), *filter(None, sys.path)]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    make_corpus.make(folder / "corpus", bundles=bundles, part=max(1, bundles // 8))
    judge_duckdb.judge(folder / "corpus", folder / "one", at=AT)
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("pemvet inventory")
        .config("spark.ui.enabled", "false")
        .config("spark.executorEnv.PYTHONPATH", os.environ["PYTHONPATH"])
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    ended = threading.Event()
    threading.Thread(target=end_one_executor, args=(ended, folder / "many"), daemon=True).start()
    judge_spark.run(spark, folder / "corpus", folder / "many", at=AT)
    was_ended = ended.is_set()
    ended.set()
    assert was_ended, "no executor was ended: take more bundles"
    compare(folder)
    # What is missing is judged again, and nothing else.
    times = {path: path.stat().st_mtime_ns for path in (folder / "many").rglob("*.parquet")}
    gone = sorted((folder / "many").glob("part=*"))[0]
    shutil.rmtree(gone)
    judge_spark.run(spark, folder / "corpus", folder / "many", at=AT)
    compare(folder)
    again = [path for path, time in times.items() if path.parent != gone and path.stat().st_mtime_ns != time]
    assert not again, again
    spark.stop()
    shutil.rmtree(folder)
    print(f"{bundles} bundles, an executor ended in the middle: the same rows as on one machine, each once")


def compare(folder):
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    columns = "id, host, accepted, class, rule, errors, warnings, not_after, subject, sha256, findings::VARCHAR AS findings"
    one = f"SELECT {columns} FROM read_parquet('{folder}/one/*.parquet')"
    many = f"SELECT {columns} FROM read_parquet('{folder}/many/*/*.parquet', hive_partitioning = false)"
    [(wanted,)] = con.sql(f"SELECT count(*) FROM ({one})").fetchall()
    counts = con.sql(f"SELECT count(*), count(DISTINCT id) FROM ({many})").fetchall()
    assert counts == [(wanted, wanted)], counts
    for left, right in ((one, many), (many, one)):
        differ = con.sql(f"{left} EXCEPT {right} LIMIT 1").fetchall()
        assert not differ, differ


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bundles", type=int, default=20_000)
    main(**vars(arguments.parse_args()))
