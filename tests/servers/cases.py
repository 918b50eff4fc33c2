"""The bundles: every fixture of testdata/, made anew so that it is valid now, and each again as pemvet repairs it."""

import datetime
import hashlib
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass

TESTDATA = pathlib.Path(__file__).resolve().parents[2] / "testdata"

# testdata/ is made for this time of check.
MADE_FOR = datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc)

# These turn on the second, which passes while servers start.
TO_THE_SECOND = {"rules/certificate-expired/good-last-second", "rules/certificate-not-yet-valid/bad-clock-skew"}


@dataclass(frozen=True)
class Case:
    """One bundle and the key that a server is given with it."""

    name: str
    certificates: bytes
    key: bytes


def testdata_of_today(into: pathlib.Path) -> pathlib.Path:
    """Makes testdata/ anew in `into`, every date moved by the time since that for which it is made."""
    copy = into / "testdata"
    copy.mkdir()
    shutil.copytree(TESTDATA / "keys", copy / "keys")
    shutil.copy(TESTDATA / "ml-dsa.py", copy)
    moved = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - MADE_FOR

    def move(date: re.Match) -> str:
        made = datetime.datetime.strptime(date[0], "%Y%m%d%H%M%SZ")
        return (made + moved).strftime("%Y%m%d%H%M%SZ")

    script = (TESTDATA / "make.sh").read_text()
    (copy / "make.sh").write_text(re.sub(r"\b20\d{12}Z\b", move, script))
    subprocess.run(["bash", "make.sh"], cwd=copy, check=True, timeout=600)
    return copy


def roots(testdata: pathlib.Path) -> bytes:
    """What clients trust, and servers when they verify clients: the root of most fixtures, and that of adcs/."""
    adcs = (testdata / "adcs/chain.pem").read_text()
    return ((testdata / "demo/root.pem").read_text() + adcs[adcs.rindex("-----BEGIN"):]).encode()


def gather(testdata: pathlib.Path) -> list[Case]:
    """All different pairs of bundle and key, in the order of their names."""
    found = {}
    for case in [*beside(testdata), *key_forms(testdata), *pairs(testdata)]:
        if case.name in TO_THE_SECOND:
            continue
        found.setdefault(hashlib.sha256(case.certificates + b"\0" + case.key).digest(), case)
    return sorted(found.values(), key=lambda case: case.name)


def beside(testdata: pathlib.Path):
    """The fixtures with the key beside them, else the key in their own file, else that of `proxy`."""
    proxy = (testdata / "keys/proxy.key").read_bytes()
    for folder in ("rules/*", "chains", "demo", "trust"):
        for path in testdata.glob(f"{folder}/*.pem"):
            certificates = path.read_bytes()
            key = path.with_suffix(".key")
            if key.exists():
                given = key.read_bytes()
            else:
                given = certificates if b"PRIVATE KEY-----" in certificates else proxy
            yield Case(str(path.relative_to(testdata).with_suffix("")), certificates, given)


def key_forms(testdata: pathlib.Path):
    """Each type of key in each of its forms, and with what tools put before it."""
    folder = testdata / "keyforms"
    for key in folder.glob("*.key"):
        kind = key.stem.split("-pkcs")[0].split("-sec1")[0]
        bundle = folder / f"{kind}.pem"
        yield Case(f"keyforms/{key.stem}", bundle.read_bytes(), key.read_bytes())
    chain, key = (folder / "rsa.pem").read_bytes(), (folder / "rsa-pkcs8.key").read_bytes()
    yield Case("keyforms/byte-order-mark", chain, b"\xef\xbb\xbf" + key)
    yield Case("keyforms/bag-attributes", chain, b"Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n" + key)
    yield Case("keyforms/crlf", chain, key.replace(b"\n", b"\r\n"))
    yield Case("keyforms/indented", chain, re.sub(rb"(?m)^", b"  ", key))
    yield Case("keyforms/empty", chain, b"")


def pairs(testdata: pathlib.Path):
    """Bundles whose key has another name, and files that are no PEM at all."""
    leaf = (testdata / "adcs/leaf.key").read_bytes()
    for path in (testdata / "adcs").glob("*.pem"):
        yield Case(f"adcs/{path.stem}", path.read_bytes(), leaf)
    good = (testdata / "demo/good.pem").read_bytes()
    proxy = (testdata / "demo/proxy.key").read_bytes()
    p256 = (testdata / "keyforms/p256.pem").read_bytes()
    yield Case("pairs/rsa-key-for-ec", p256, proxy)
    yield Case("pairs/pkcs12", (testdata / "keys/proxy.pfx").read_bytes(), proxy)
    yield Case("pairs/key-and-chain-in-one", proxy + good, proxy + good)
