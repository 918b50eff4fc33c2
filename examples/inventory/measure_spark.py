#!/usr/bin/env python3
"""Measures judge_spark.py beside a function that only accepts or refuses with cryptography: CPU time of all processes, and memory.

    python3 measure_spark.py CORPUS [--turns 3]     the CPU time of a bundle, in Spark's processes and Python's together
    python3 measure_spark.py CORPUS --memory        the most memory of one of Spark's Python workers, over the corpus and ten times it

A corpus that is read ten times is as long as one of ten times the bundles for what is remembered: of leaves that is 64.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import judge_spark
import measure
from test_spark import descendants

ANSWER = "accepted boolean"


def session(cores):
    from pyspark.sql import SparkSession

    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{cores}]").appName("pemvet inventory")
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    # One worker for each core, which stays: what it took can be asked when it is done.
    spark = builder.config("spark.python.worker.reuse", "true").config("spark.driver.memory", "2g").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def processor_seconds():
    """Of this process and all below it, those included that have ended."""
    ticks = 0
    for pid in [os.getpid(), *(pid for pid, _ in descendants(os.getpid()))]:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            ticks += sum(map(int, fields[11:15]))
        except OSError:
            pass  # It has ended.
    return ticks / os.sysconf("SC_CLK_TCK")


def nothing(batches):
    for batch in batches:
        yield pa.RecordBatch.from_pydict({"accepted": pa.nulls(batch.num_rows, pa.bool_())})


def accepts(root):
    def judge(batches):
        others = measure.Others(measure.parsed(root)[0])
        for batch in batches:
            rows = zip(batch.column("pem").to_pylist(), batch.column("host").to_pylist())
            yield pa.RecordBatch.from_pydict({"accepted": pa.array([others.accepts(*row) for row in rows])})

    return judge


def spent(rows, function, columns):
    start = processor_seconds()
    rows.mapInArrow(function, columns).write.format("noop").mode("overwrite").save()
    return processor_seconds() - start


def rates(corpus, turns):
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyspark.sql import functions as F

    files = sorted(Path(corpus).glob("*.parquet"))
    count = sum(pq.read_metadata(file).num_rows for file in files)
    root = measure.root_of(pq.read_table(files[0])["pem"].to_pylist()[:100]).public_bytes(Encoding.PEM)
    rows = session(2).read.parquet(str(corpus)).select("id", "host", F.lit("all").alias("part"), "pem")
    kinds = {
        "nothing but rows": (nothing, ANSWER),
        "cryptography, accepts or refuses": (accepts(root), ANSWER),
        "pemvet, all columns": (judge_spark.judged(measure.AT), judge_spark.COLUMNS),
    }
    for kind in kinds.values():
        # What the virtual machine compiles and loads once is no part of it.
        spent(rows.limit(count // 10), *kind)
    times = {name: [] for name in kinds}
    for _ in range(turns):
        for name, kind in kinds.items():
            times[name].append(spent(rows, *kind))
            print(f"{name}: {times[name][-1] / count * 1e6:.1f} µs", flush=True)
    for name, seconds in times.items():
        seconds = statistics.median(seconds)
        print(f"{name}: {seconds / count * 1e6:.1f} µs a bundle, {count / seconds:,.0f}/s of a core")
    _, others, ours = times.values()
    print(f"{statistics.median(other / our for other, our in zip(others, ours)):.2f} times as fast")


def memory(corpus, times):
    spark = session(1)
    # Workers read columns for as long as the partition is: one partition, and so one worker.
    one = spark.read.parquet(*[str(corpus)] * times) if times > 1 else spark.read.parquet(str(corpus))
    from pyspark.sql import functions as F

    rows = one.select("id", "host", F.lit("all").alias("part"), "pem").coalesce(1)
    rows.mapInArrow(judge_spark.judged(measure.AT), judge_spark.COLUMNS).write.format("noop").mode("overwrite").save()
    most = 0
    for pid, line in descendants(os.getpid()):
        if b"pyspark" in line and b"daemon" in line:
            status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
            most = max(most, int(status["VmHWM"].split()[0]))
    assert most, "no worker was seen"
    print(most)


def compared(corpus):
    import subprocess

    told = []
    for times in (1, 10):
        words = [sys.executable, __file__, str(corpus), "--memory", "--times", str(times)]
        told.append(int(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1]))
        print(f"{times} times the corpus: {told[-1] / 1024:.1f} MiB at most")
    print(f"{(told[1] / told[0] - 1) * 100:+.1f} %")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus")
    arguments.add_argument("--turns", type=int, default=3)
    arguments.add_argument("--memory", action="store_true")
    arguments.add_argument("--times", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.times:
        memory(given.corpus, given.times)
    elif given.memory:
        compared(given.corpus)
    else:
        rates(given.corpus, given.turns)
