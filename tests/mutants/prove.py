"""Chains changed at random and signed again: what OpenSSL refuses pemvet rejects, and what only `-x509_strict`, GnuTLS or Go refuses is at
least a warning; otherwise known.json says why."""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import chains
import install
import judges
import mutate
from states.state import certificates

HERE = pathlib.Path(__file__).resolve().parent
# What pemvet remarks on the chains as they are.
USUAL = {"key-missing"}


def main() -> int:
    options = arguments()
    install.apt(("openssl", "gnutls-bin"))
    made = chains.make()
    asked = {"openssl": judges.OpenSsl(), "gnutls": judges.GnuTls(), "go": judges.Go(go_judge(), install.GO.split("==")[1])}
    print(f"{options.count} mutants from seed {options.seed}: " + ", ".join(it.version for it in asked.values()), flush=True)
    mutants = list(mutate.mutants(made, options.count, options.seed))
    began = time.monotonic()
    refusals = [refused(asked, it.certificates) for it in mutants]
    asked["go"].end()
    print(f"judged in {time.monotonic() - began:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        room = pathlib.Path(folder)
        for chain in made:
            found = said(mutate.Mutant(-1, chain.name, "nothing", "nothing", chain.certificates), options.pemvet, room)
            if set(found.values()) & {"error", "warning"}:
                print(f"FAILED: the chain {chain.name} as it is: {found}")
                return 1
        findings = dict(zip((it.number for it in mutants), pool.map(lambda it: said(it, options.pemvet, room), mutants)))
    return report(mutants, refusals, findings, options)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pemvet", default=os.environ.get("PEMVET", "pemvet"))
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the chains that are not as they should be")
    parser.add_argument("--refusals", action="store_true", help="also count what pemvet rejects and nobody who is asked refuses")
    return parser.parse_args()


def go_judge() -> pathlib.Path:
    """Builds the program in go/."""
    install.pypi((install.GO,))
    program = install.ROOM / "go-judge"
    install.run(install.VENV / "bin/go", "build", "-o", program, ".", cwd=HERE / "go",
                env=os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false", "GOPROXY": "off"})
    return program


def refused(asked: dict, certificates) -> dict[str, str]:
    """Who refuses a chain, with the words."""
    question = judges.Question(list(certificates[:-1]), [certificates[-1]])
    words = {"openssl": asked["openssl"].refuses(question, False)}
    words["strict"] = words["openssl"] or asked["openssl"].refuses(question, True)
    words |= {name: asked[name].refuses(question) for name in ("gnutls", "go")}
    return {name: it for name, it in words.items() if it is not None}


def said(mutant: mutate.Mutant, pemvet: str, folder: pathlib.Path) -> dict[str, str]:
    """What pemvet finds in it: rules with the gravest severity of each."""
    file, root = folder / f"{mutant.number}.pem", folder / f"{mutant.number}.crt"
    file.write_bytes(certificates(*mutant.certificates[:-1]))
    root.write_bytes(certificates(mutant.certificates[-1]))
    ran = subprocess.run([pemvet, "check", file, "--no-config", "--format", "json", "--profile", "server", "--trust", root,
                          "--hostname", judges.HOST.decode()], capture_output=True, text=True, errors="replace", timeout=60)
    file.unlink(), root.unlink()
    if ran.returncode == 2 and str(root) in ran.stderr:  # No root can be read: nothing is judged, and that is said.
        return {"root unreadable": "error"}
    assert ran.returncode in (0, 1), f"{mutant}: exit {ran.returncode}: {ran.stderr}"
    found = {}
    [bundle] = json.loads(ran.stdout)["bundles"]
    for it in bundle["findings"]:
        if it["rule"] not in USUAL:
            found[it["rule"]] = min(found.get(it["rule"], "note"), it["severity"], key=("error", "warning", "note").index)
    return found


def fault(words: dict[str, str], found: dict[str, str]) -> str | None:
    """What is wrong with the answer, if anything."""
    levels = set(found.values())
    if "openssl" in words and "error" not in levels:
        return "openssl"
    if words and not levels & {"error", "warning"}:
        return next(iter(words))
    return None


def report(mutants, refusals, findings, options) -> int:
    known = json.loads((HERE / "known.json").read_text())
    used, unexplained, counts = set(), [], collections.Counter()
    for it, words in zip(mutants, refusals):
        found = findings[it.number]
        counts["refused by somebody" if words else "taken by all"] += 1
        counts["rejected by pemvet"] += "error" in found.values()
        if (by := fault(words, found)) is None:
            continue
        reason = next((at for at, entry in enumerate(known) if entry["by"] == by and re.search(entry["words"], words[by])
                       and re.search(entry["made"], f"{it.of}: {it.made}")), None)
        if reason is None:
            unexplained.append((it, by, words, found))
        else:
            used.add(reason)
            counts["otherwise, for a reason"] += 1
    for it, by, words, found in unexplained:
        print(f"NOT AS {by}: {it.number} {it.chain} {it.of}: {it.made}\n    {words[by]}\n    pemvet: {found}")
        keep(it, options.keep)
    if options.refusals:
        too_much(mutants, refusals, findings)
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())) + f", {len(unexplained)} without a reason")
    return 1 if unexplained else 0


def too_much(mutants, refusals, findings):
    """Not a fault by itself: others who are not asked here may refuse them."""
    rules = collections.defaultdict(list)
    for it, words in zip(mutants, refusals):
        errors = tuple(sorted(rule for rule, level in findings[it.number].items() if level == "error"))
        if not words and errors:
            rules[errors].append(it)
    for errors, of in sorted(rules.items(), key=lambda it: -len(it[1])):
        print(f"REJECTED {len(of)}: {' '.join(errors)}\n    for example {of[0].number} {of[0].of}: {of[0].made}")


def keep(mutant, folder: pathlib.Path | None):
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{mutant.number}.pem").write_bytes(certificates(*mutant.certificates[:-1]))
        (folder / f"{mutant.number}.root").write_bytes(certificates(mutant.certificates[-1]))


if __name__ == "__main__":
    sys.exit(main())
