"""What the tests share: the fixtures of the repository, and the command of the same wheel."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
TESTDATA = ROOT / "testdata"
DEMO = TESTDATA / "demo"
AT = datetime(2026, 6, 1, tzinfo=timezone.utc)
AT_TEXT = "2026-06-01T00:00:00Z"


def demo(name: str) -> bytes:
    return (DEMO / name).read_bytes()


def pemvet(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as the console script does."""
    words = [sys.executable, "-m", "pemvet", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, check=False, **options)


# Carries out many commands in one process, each with a file as its standard output.
MANY = """
import json, os, sys, tempfile
from pemvet._native import run
told = []
keep = os.dup(1)
for arguments in json.load(sys.stdin):
    with tempfile.TemporaryFile() as printed:
        os.dup2(printed.fileno(), 1)
        status = run(["pemvet", *arguments])
        printed.seek(0)
        told.append([status, json.load(printed)])
os.dup2(keep, 1)
json.dump(told, sys.stdout)
"""


def checked_by_command(files: list[list[str]]) -> list[dict[str, Any]]:
    """For each file, with its options, the one bundle of what `pemvet check --format json` prints."""
    fixed = ["--format", "json", "--at", AT_TEXT, "--no-config", "--no-next"]
    asked = json.dumps([["check", *words, *fixed] for words in files])
    done = subprocess.run([sys.executable, "-c", MANY], input=asked, capture_output=True, text=True, check=True)
    bundles = []
    for status, document in json.loads(done.stdout):
        [bundle] = document["bundles"]
        assert status == (2 if "error" in bundle else 0 if bundle["accepted"] else 1)
        bundles.append(bundle)
    return bundles
