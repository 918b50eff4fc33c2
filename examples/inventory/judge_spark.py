#!/usr/bin/env python3
"""Judges an inventory on many machines: the same columns as judge_duckdb.py, from Spark's executors.

    spark-submit judge_spark.py CORPUS RESULTS [--parts-a-job 64] [--at 2026-06-01T00:00:00Z]

Each part of the corpus becomes a folder `part=NAME` of RESULTS. Spark commits a job whole or not at all, and what a task left
behind when its executor went away is written anew; so a run that was ended goes on with the parts that have no folder yet.
"""

import argparse
from datetime import datetime
from pathlib import PurePosixPath

# Spark has no unsigned numbers, and microseconds in UTC: the columns of pemvet are made for it.
COLUMNS = """id bigint, host string, part string, accepted boolean, class string, rule string, errors int, warnings int,
    not_after timestamp, subject string, sha256 string, findings array<struct<rule: string, severity: string, class: string,
    message: string, help: string, input: string, certificate: int, first_line: int, last_line: int>>"""


def judged(at=None):
    """What each task does with its batches. The profile is made there, once: it is not sent."""

    def judge(batches):
        import pyarrow as pa

        import pemvet

        checker = pemvet.Checker(pemvet.Profile("server", key="optional", repair="as-given"), at)
        for batch in batches:
            rows = pa.array(checker.check_arrow(batch.column("pem")))
            told = {"id": batch.column("id"), "host": batch.column("host"), "part": batch.column("part")}
            told |= dict(zip([field.name for field in rows.type], rows.flatten()))
            yield pa.RecordBatch.from_pydict(told)

    return judge


def run(spark, corpus, results, parts_a_job=64, at=None):
    from pyspark.sql import functions as F

    spark.conf.set("spark.sql.session.timeZone", "UTC")
    spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
    folder = spark._jvm.org.apache.hadoop.fs.Path(str(results))
    files = folder.getFileSystem(spark._jsc.hadoopConfiguration())
    listed = files.listStatus(folder) if files.exists(folder) else []
    done = {entry.getPath().getName() for entry in listed}
    parts = [path for path in spark.read.parquet(str(corpus)).inputFiles()]
    left = sorted(path for path in parts if f"part={PurePosixPath(path).stem}" not in done)
    for first in range(0, len(left), parts_a_job):
        rows = spark.read.parquet(*left[first : first + parts_a_job])
        rows = rows.withColumn("part", F.regexp_extract(F.input_file_name(), r"([^/]+)\.parquet$", 1))
        told = rows.select("id", "host", "part", "pem").mapInArrow(judged(at), COLUMNS)
        told.write.partitionBy("part").mode("overwrite").parquet(str(results))


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus")
    arguments.add_argument("results")
    arguments.add_argument("--parts-a-job", type=int, default=64)
    arguments.add_argument("--at", type=lambda text: datetime.fromisoformat(text.replace("Z", "+00:00")))
    run(SparkSession.builder.appName("pemvet inventory").getOrCreate(), **vars(arguments.parse_args()))
