#!/usr/bin/env python3
"""Measures pemvet beside cryptography on a corpus: CPU time on one thread, and what a second one adds.

    python3 measure.py CORPUS

Both read the same bundles. cryptography parses and verifies a chain for a name, accepts or refuses; pemvet gives all findings.
"""

import argparse
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

import pemvet
import pemvet.duckdb

AT = datetime(2026, 6, 1, tzinfo=timezone.utc)


def root_of(pems):
    for pem in pems:
        for certificate in parsed(pem):
            if certificate.subject == certificate.issuer:
                return certificate
    raise SystemExit("the corpus has no root")


def parsed(pem):
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        return []


class Others:
    """What a service writes with cryptography: accepted or not."""

    def __init__(self, root):
        self.builder = PolicyBuilder().store(Store([root])).time(AT.replace(tzinfo=None))

    def accepts(self, pem, host):
        try:
            leaf, *rest = x509.load_pem_x509_certificates(pem)
            self.builder.build_server_verifier(x509.DNSName(host)).verify(leaf, rest)
            return True
        except Exception:
            return False


def timed(work):
    """CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def main(corpus):
    table = pq.read_table(sorted(Path(corpus).glob("*.parquet")))
    pems, hosts = table["pem"].to_pylist(), table["host"].to_pylist()
    others = Others(root_of(pems[:100]))
    profile = pemvet.Profile("server", key="optional", repair="as-given")
    count = len(pems)

    def told(what, seconds, beside=None):
        ratio = f", {beside / seconds:.2f} times as fast" if beside else ""
        print(f"{what}: {seconds / count * 1e6:.1f} µs a bundle, {count / seconds:,.0f}/s{ratio}")

    by_others, _ = timed(lambda: [others.accepts(pem, host) for pem, host in zip(pems, hosts)])
    told("cryptography, parse and verify", by_others)
    many, _ = timed(lambda: pemvet.check_many(pems, profile=profile, at=AT))
    told("pemvet.check_many", many, by_others)
    single, _ = timed(lambda: [pemvet.check(pem, profile=profile, at=AT) for pem in pems[: count // 4]])
    told("pemvet.check", single * 4, by_others)

    def query(threads, register, function):
        con = duckdb.connect(config={"threads": threads})
        register(con)
        return timed(lambda: con.execute(f"CREATE TABLE told AS SELECT {function} FROM read_parquet('{corpus}/*.parquet')"))

    def add_others(con):
        def judge(pem, host):
            rows = zip(pem.to_pylist(), host.to_pylist())
            return pa.array([others.accepts(*row) for row in rows])

        con.create_function("others", judge, ["BLOB", "VARCHAR"], "BOOLEAN", type="arrow")

    def add_pemvet(con):
        pemvet.duckdb.register(con, profile=profile, at=AT)

    udf, _ = query(1, add_others, "others(pem, host)")
    told("DuckDB with a function of cryptography, one thread", udf)
    one, wall = query(1, add_pemvet, "unnest(pemvet(pem))")
    told("DuckDB with pemvet, one thread", one, udf)
    _, both = query(2, add_pemvet, "unnest(pemvet(pem))")
    print(f"two threads: {wall / both:.2f} times (wall)")
    code = "import time; start = time.process_time(); import pemvet; print(time.process_time() - start)"
    best = min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(10))
    print(f"import: {best * 1e3:.2f} ms")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpus")
    main(**vars(arguments.parse_args()))
