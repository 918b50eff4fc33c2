"""The command of the wheel, and that both say the same of the repository's fixtures."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import AT, DEMO, TESTDATA, checked_by_command, pemvet as command

import pemvet

# Findings of files and repositories, which a bundle alone does not show.
OF_FILES = {rule.name for rule in pemvet.rules() if rule.area in ("repository", "document")}
# Their words name files beside the bundle, and commands with its path.
OF_NEIGHBOURS = ("issuer-missing", "san-name-missing")
# What the command does not take, and the module does another way.
OF_TESTS = ("--provider", "--public-suffix", "--limit", "--request")


def arguments_of(path: Path) -> list[str]:
    for place in (path.with_suffix(".arguments"), path.parent / "arguments"):
        if place.exists():
            return place.read_text().split()
    return "--name proxy --fqdn cluster.example.com".split()


def cases() -> list[tuple[Path, list[str]]]:
    paths = sorted(path for path in TESTDATA.glob("rules/*/*.pem") if path.name.startswith(("bad", "good")))
    paths += sorted(path for path in TESTDATA.glob("chains/*.pem"))
    every = [(path, arguments_of(path)) for path in paths]
    return [(path, words) for path, words in every if not set(words) & set(OF_TESTS)]


def module_says(path: Path, words: list[str]) -> dict[str, Any]:
    asked = [*zip(words[::2], words[1::2])]
    given = dict(asked)
    options: dict[str, Any] = {"repair": "as-given"}
    hostnames = [value for name, value in asked if name == "--hostname"]
    readings = {"rfc5280": "rfc5280", "cabf": "ca-browser-forum"}
    if "--reading" in given:
        options["standard"] = readings[given["--reading"]]
    if "--preview" in given:
        options["preview"] = True
    if "--for" in given:
        options["stacks"] = given["--for"]
    if "--subject" in given:
        options["subject"] = [value for name, value in asked if name == "--subject"]
    if "--name" in given:
        fqdns = [value for name, value in asked if name == "--fqdn"]
        strict = "--strict-docs" in given
        profile = pemvet.Profile.redis(
            given["--name"], fqdns=fqdns, target=given.get("--target"), strict_docs=strict, **options
        )
    else:
        profile = pemvet.Profile(given.get("--profile", "any"), **options)  # type: ignore[arg-type]
    beside = {
        "trust": (path.parent / given["--trust"]).read_bytes() if "--trust" in given else None,
        "previous": (path.parent / given["--previous"]).read_bytes() if "--previous" in given else None,
        "key": path.with_suffix(".key").read_bytes() if path.with_suffix(".key").exists() else None,
    }
    return pemvet.check(path.read_bytes(), profile=profile, hostnames=hostnames, at=AT, **beside).to_dict()


def command_of(path: Path, words: list[str]) -> list[str]:
    readings = {"cabf": "ca-browser-forum"}
    words = [readings.get(word, word) for word in words if word != "yes"]
    words = [str(path.parent / word) if before in ("--trust", "--previous") else word
             for before, word in zip(["", *words], words)]
    key = path.with_suffix(".key")
    return [str(path), *words, *(["--key", str(key)] if key.exists() else [])]


def without_files(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what only the command can say, because it knows the files around."""
    findings = [finding for finding in findings if finding["rule"] not in OF_FILES]
    unsaid = {"help": None, "message": None}
    return [finding | unsaid if finding["rule"] in OF_NEIGHBOURS else finding for finding in findings]


def test_the_module_says_what_the_command_says() -> None:
    every = cases()
    assert len(every) > 300
    said = checked_by_command([command_of(*case) for case in every])
    unlike = []
    for (path, words), of_command in zip(every, said):
        of_module = module_says(path, words)
        if "error" in of_command:
            # An archive that it cannot open; the module opens none.
            assert not of_module["accepted"]
            continue
        for report in (of_module, of_command):
            report["findings"] = without_files(report["findings"])
        unlike += [(path, name) for name, value in of_module.items() if value != of_command[name]]
    assert not unlike


def test_the_console_script_is_the_command() -> None:
    script = Path(sys.executable).with_name("pemvet")
    done = subprocess.run(
        [script, "check", "from-pfx.pem", "--key", "proxy.key", "--at", "2026-06-01"],
        cwd=DEMO, capture_output=True, text=True, check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "error[chain-out-of-order] invalid" in done.stdout
    version = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.split()[-1] == pemvet.__version__


def test_statuses_and_standard_input() -> None:
    assert command("check", DEMO / "good.pem", "--at", "2026-06-01").returncode == 0
    assert command("check", "no-such-file").returncode == 2
    assert command("check", "--no-such-option").returncode == 2
    done = command("check", "-", "--at", "2026-06-01", input=(DEMO / "from-pfx.pem").read_bytes())
    assert done.returncode == 1 and b"chain-out-of-order" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_ends_the_command_at_once() -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "pemvet", "check", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(0.5)
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(10) == -signal.SIGINT
    assert waiting.stderr is not None and waiting.stderr.read() == b""
