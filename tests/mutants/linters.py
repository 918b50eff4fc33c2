#!/usr/bin/env python3
"""A second judge of single certificates: pkilint as its lint_pkix_cert does it, and zlint where ZLINT names that program.

    tests/mutants/linters.py FILE [SUITE]    a suite in the format of x509-limbo, counted as docs/conformance.md counts it; with
                                             its name there, held against what tests/conformance.json has recorded
    tests/mutants/linters.py --fixtures      every leaf in testdata/rules that pemvet judges by RFC 5280: where a linter finds an
                                             error, pemvet has to say something, or linters.json the reason
    tests/mutants/linters.py --mutants N     the same of the leafs and intermediates of N chains changed at random (mutate.py), by
                                             the command that PEMVET names

Installs pkilint into target/linters, in the version below. Cases with intermediates are not asked: a linter sees one certificate."""

import base64
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PKILINT = "0.13.3"
CRYPTOGRAPHY = "50.0.2"  # Makes the mutants.
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ROOM = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "linters"
CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


class Pkilint:
    name = f"pkilint {PKILINT}"

    def __init__(self):
        from pkilint import loader
        from pkilint.pkix import certificate, extension, name

        self.load = loader.load_certificate
        decoding = certificate.create_decoding_validators(name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS)
        self.validator = certificate.create_pkix_certificate_validator_container(decoding, [
            certificate.create_issuer_validator_container([]), certificate.create_validity_validator_container(),
            certificate.create_subject_validator_container([]), certificate.create_extensions_validator_container([]),
            certificate.create_spki_validator_container([]),
        ])

    def errors(self, der: bytes) -> set[str]:
        try:
            results = self.validator.validate(self.load(der, "certificate").root)
        except Exception as error:  # Of many kinds: what it cannot read it does not take.
            return {f"unreadable: {type(error).__name__}"}
        found = (it.finding for result in results for it in result.finding_descriptions)
        return {it.code for it in found if it.severity.name in ("ERROR", "FATAL")}


class Zlint:
    def __init__(self, program: str):
        self.program = program
        ran = subprocess.run([program, "-version"], capture_output=True, text=True)
        self.name = (ran.stdout + ran.stderr).strip().splitlines()[0]

    def errors(self, der: bytes) -> set[str]:
        with tempfile.NamedTemporaryFile(suffix=".der") as file:
            file.write(der)
            file.flush()
            ran = subprocess.run([self.program, "-format", "der", "-includeSources", "RFC5280", file.name],
                                 capture_output=True, text=True)
        if ran.returncode:
            return {"unreadable"}
        return {lint for lint, it in json.loads(ran.stdout).items() if it["result"] in ("error", "fatal")}


def leaf(pem: str) -> bytes | None:
    """Without reading it, as many are about what cannot be read."""
    found = CERTIFICATE.search(pem)
    return base64.b64decode(found[1]) if found else None


def suite(linter, path: str) -> dict[str, int]:
    counts = collections.Counter(agree=0, accepts=0, rejects=0, skipped=0)
    for case in json.loads(pathlib.Path(path).read_text())["testcases"]:
        if case["untrusted_intermediates"]:
            counts["skipped"] += 1
            continue
        refused, right = linter.errors(leaf(case["peer_certificate"])), case["expected_result"] == "SUCCESS"
        counts["agree" if right != bool(refused) else "rejects" if refused else "accepts"] += 1
    return dict(counts)


def recorded(name: str, linter) -> dict[str, int]:
    suites = {it["name"]: it for it in json.loads((ROOT / "tests/conformance.json").read_text())["suites"]}
    found = next((it for it in suites[name]["results"] if it["who"].startswith(linter.name)), {})
    return {key: it for key, it in found.items() if key != "who"}


def mutants(linter, count: int) -> bool:
    """Whether all that pemvet says nothing of has a reason."""
    import chains
    import mutate
    from states.state import certificates

    pemvet, made = os.environ.get("PEMVET", "pemvet"), {it.name: it for it in chains.make()}
    reasons = [it for it in json.loads((HERE / "linters.json").read_text()) if "made" in it]
    asked, unexplained = 0, []
    for mutant in mutate.mutants(list(made.values()), count, 1):
        pairs = list(zip(mutant.certificates, made[mutant.chain].certificates))[:-1]
        errors = set().union(*(linter.errors(it) - linter.errors(before) for it, before in pairs if it != before))
        if not errors:
            continue
        asked += 1
        if not said(pemvet, certificates(*mutant.certificates[:-1]), certificates(mutant.certificates[-1])):
            made_how = f"{mutant.of}: {mutant.made}"
            known = {it["code"] for it in reasons if re.search(it["made"], made_how)}
            unexplained += [f"{made_how}: {it}" for it in sorted(errors - known)]
    return told(linter, f"{asked} of {count} mutants in which it finds an error", unexplained)


def said(pemvet: str, sent: bytes, root: bytes) -> set[str]:
    """The rules that pemvet raises an error or a warning by."""
    with tempfile.TemporaryDirectory() as folder:
        file, trusted = pathlib.Path(folder, "chain.pem"), pathlib.Path(folder, "root.pem")
        file.write_bytes(sent), trusted.write_bytes(root)
        ran = subprocess.run([pemvet, "check", file, "--no-config", "--format", "json", "--profile", "server", "--trust", trusted,
                              "--hostname", "cluster.example.com", "--reading", "rfc5280"], capture_output=True, text=True, errors="replace")
    [bundle] = json.loads(ran.stdout)["bundles"]
    return {it["rule"] for it in bundle["findings"] if it["severity"] != "note"} - {"key-missing"}


def told(linter, what: str, unexplained: list[str]) -> bool:
    print(f"{linter.name}: {what}, {len(unexplained)} errors without a reason")
    for it in unexplained:
        print(f"NO REASON: {it}")
    return not unexplained


def fixtures(linter) -> bool:
    """Whether everything has a reason, and every reason something."""
    reasons = {it["code"] for it in json.loads((HERE / "linters.json").read_text()) if "made" not in it}
    unexplained, used, asked = [], set(), 0
    for arguments in sorted((ROOT / "testdata/rules").glob("*/*.arguments")):
        if "--reading rfc5280" not in arguments.read_text() or not arguments.with_suffix(".pem").exists():
            continue
        der = leaf(arguments.with_suffix(".pem").read_text())
        said = re.search(r"^(error|warning)\[", arguments.with_suffix(".txt").read_text(), re.MULTILINE)
        if der is None or said:
            continue
        asked += 1
        errors = linter.errors(der)
        used |= errors & reasons
        case = arguments.relative_to(ROOT / "testdata/rules").with_suffix("")
        unexplained += [f"{case}: {it}" for it in sorted(errors - reasons)]
    stale = reasons - used if isinstance(linter, Pkilint) else set()
    for it in sorted(stale):
        print(f"linters.json lists what is not found any more: {it}")
    return told(linter, f"{asked} leafs that pemvet is content with", unexplained) and not stale


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    linters, is_well = [Pkilint()], True
    if program := os.environ.get("ZLINT"):
        linters.append(Zlint(program))
    for linter in linters:
        if sys.argv[1] == "--fixtures":
            is_well &= fixtures(linter)
            continue
        if sys.argv[1] == "--mutants":
            is_well &= mutants(linter, int(sys.argv[2]))
            continue
        counts = suite(linter, sys.argv[1])
        print(f"{linter.name}: {counts}")
        # zlint is asked only where somebody has it, so nothing is recorded of it.
        if len(sys.argv) == 3 and isinstance(linter, Pkilint) and counts != (before := recorded(sys.argv[2], linter)):
            print(f"tests/conformance.json has {before}")
            is_well = False
    return 0 if is_well else 1


def install():
    """Runs again where pkilint is."""
    python = ROOM / "bin/python"
    if pathlib.Path(sys.prefix).resolve() == ROOM:
        return
    wanted = {f"pkilint=={PKILINT}", f"cryptography=={CRYPTOGRAPHY}"}
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ROOM], check=True)
    found = subprocess.run([python, "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    if not wanted <= set(found.split()):
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], check=True)
    os.execv(python, [python, __file__, *sys.argv[1:]])


if __name__ == "__main__":
    install()
    sys.exit(main())
