"""What OpenSSL, GnuTLS and Go make of a suite in the format of x509-limbo, as docs/conformance.md has it:

    bash tests/mutants/run 0 && target/servers/venv/bin/python tests/mutants/suites.py FILE

Counts the cases in which each agrees, accepts what is wrong, rejects what is right, and that it was not asked: those about
clients' certificates, and those that need something these calls do not say."""

import collections
import datetime
import json
import sys


import judges
from prove import go_judge, install


def der(pem: str) -> bytes:
    """Without reading it, as most cases are about what cannot be read."""
    body = "".join(line for line in pem.splitlines() if line and not line.startswith("-----"))
    return judges.base64.b64decode(body)


def question(case: dict) -> judges.Question | None:
    name = case.get("expected_peer_name")
    purposes = case.get("extended_key_usage") or ["serverAuth"]
    # A depth, signature algorithms and revocation are the caller's, and an address is asked about in another way.
    asks_more = case.get("max_chain_depth") is not None or case.get("signature_algorithms") or case.get("crls")
    if case["validation_kind"] != "SERVER" or purposes != ["serverAuth"] or asks_more or (name and name["kind"] != "DNS"):
        return None
    time = case.get("validation_time")
    seconds = int(datetime.datetime.fromisoformat(time).timestamp()) if time else 0
    sent = [der(it) for it in (case["peer_certificate"], *case["untrusted_intermediates"])]
    return judges.Question(sent, [der(it) for it in case["trusted_certs"]], name["value"].encode() if name else None, seconds)


def main():
    with open(sys.argv[1]) as file:
        cases = json.load(file)["testcases"]
    openssl, gnutls, go = judges.OpenSsl(), judges.GnuTls(), judges.Go(go_judge(), install.GO.split("==")[1])
    asked = {
        f"{openssl.version}, as openssl verify": lambda it: openssl.refuses(it, False),
        f"{openssl.version}, with -x509_strict": lambda it: openssl.refuses(it, True),
        gnutls.version: gnutls.refuses, go.version: go.refuses,
    }
    for who, refuses in asked.items():
        counts = collections.Counter()
        for case in cases:
            it = question(case)
            if it is None:
                counts["not asked"] += 1
                continue
            taken, right = refuses(it) is None, case["expected_result"] == "SUCCESS"
            counts["agrees" if taken == right else "accepts" if taken else "rejects"] += 1
        print(f"{who}: {dict(counts)} of {len(cases)}")
    go.end()


if __name__ == "__main__":
    main()
