"""Holds what pemvet says of bundles against what servers and clients do with them; started by `run`."""

import argparse
import os
import pathlib
import sys
import time

import expected
import fixtures
import install
import matrix
import seen
from explained import Explained
from prediction import Pemvet
from stacks import CLIENTS, SERVERS


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/servers/run", description="Holds pemvet against real servers and clients.")
    parser.add_argument("words", nargs="*", metavar="CASE", help="only bundles whose names contain one of these words")
    parser.add_argument("--full", action="store_true", help="all stacks, not only the core")
    parser.add_argument("--only", default="", metavar="NAME[,NAME]", help="only these stacks, and no fixtures")
    parser.add_argument("--record", action="store_true", help="write seen.tsv")
    parser.add_argument("--draft", action="store_true", help="write explained.json anew, with empty reasons where there are none")
    parser.add_argument("--list", action="store_true", help="print the names of the stacks")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    if asked.list:
        for name, it in (SERVERS | CLIENTS).items():
            print(f"{name:24} {'server' if name in SERVERS else 'client'}  {'core' if it.core else ''}")
        return 0
    only, faults = [it for it in asked.only.split(",") if it], []
    if asked.record and asked.words:
        sys.exit("--record wants all states")
    with matrix.folder() as folder:
        work = pathlib.Path(folder)
        try:
            if not only:
                for name in ("redis", "nginx", "haproxy"):
                    install.install(SERVERS[name].needs)
                for name in ("openssl", "gnutls-cli", "redis-cli"):
                    install.install(CLIENTS[name].needs)
                faults += fixtures.try_all(work, Pemvet(os.environ["PEMVET"]), asked.words, Explained.read(of_states=False))
            faults += states(work, asked, only)
        except install.NotInstalled as error:
            faults.append(f"the fixtures could not be tried: {error}")
        finally:
            matrix.end()
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


def states(work: pathlib.Path, asked: argparse.Namespace, only: list[str]) -> list[str]:
    """Tries the states at the stacks; the faults."""
    began = time.monotonic()
    tried, room = matrix.run(work, asked.full, only, asked.words, {} if asked.record else seen.read())
    faults = list(tried.faults)
    for state, words in tried.untried.items():
        faults.append(f"states/{state} could not be shown to clients: {words}")
    print(f"{len(tried.states)} states at {len(servers(tried))} servers and {len(tried.versions) - len(servers(tried))} clients; "
          f"{len(tried.servers) + len(tried.clients)} cells in {time.monotonic() - began:.0f} s")
    for name, seconds in sorted(tried.seconds.items(), key=lambda it: -it[1])[:5]:
        print(f"  of which {name} took {seconds:.0f} s")
    for row in seen.rows(tried) if only else ():
        print("\t".join(row))
    complete = asked.full and not asked.words and not only
    if asked.draft and not complete:
        sys.exit("--draft wants --full and all states")
    faults += against_pemvet(tried, room, complete, asked.draft)
    for line in seen.other_versions(tried):
        print(line)
    if asked.record:
        seen.record(tried)
    else:
        faults += seen.differences(tried)
    return faults


def servers(tried: matrix.Matrix) -> list[str]:
    return [it for it in tried.versions if it in SERVERS]


def against_pemvet(tried: matrix.Matrix, room: matrix.Room, complete: bool, draft: bool) -> list[str]:
    try:
        answers = expected.predict(os.environ["PEMVET"], room, tried, tried.states)
    except expected.NotToBeHad as error:
        print(f"NOT COMPARED: this pemvet does not say what named servers do (check --for: {error}); "
              f"the states are held against {seen.FILE.name} alone")
        return []
    except Exception as error:
        return [f"pemvet could not be asked about the stacks: {error}"]
    places, found = expected.compare(tried, answers)
    explained = Explained.read(of_states=True)
    if draft:
        explained = explained.drafted(found)
        explained.write(beside=Explained.read(of_states=False))
    explained = explained.here(tried.versions)
    print(explained.summary(len(places), found))
    return explained.faults(found, places, complete)


sys.exit(main())
