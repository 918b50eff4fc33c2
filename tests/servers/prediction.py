"""What pemvet's JSON says will happen. The mapping from findings to servers and clients is here and nowhere else."""

import json
import pathlib
import subprocess
from dataclasses import dataclass, field

HOST = "cluster.example.com"

# The server that GnuTLS's client is shown, and a client of the library alone: as `gnutls` pemvet says what its server does.
GNUTLS_AT_NGINX = "nginx,wget@1.21"

# The servers of the fixtures, and a client with the library of theirs.
SERVERS, OPENSSL = ("redis", "nginx", "haproxy"), "psql"

# An error of a rule of these areas means that a server refuses to start with the files.
START_AREAS = {"encoding", "repair", "key", "key-file"}
# So does an error of these rules of other areas.
START_RULES = {"signature-hash-weak", "rsa-key-too-small"}
# What is not in the order of the chain is an error for a file as it is given, whoever loads it.
ORDER = "chain-out-of-order"
# Of these rules those that are about what certificates say, and not about the files.
ABOUT_CONTENT = START_RULES | {"extension-malformed"}
# An error of these means that it starts, and then breaks off each handshake for want of a usable certificate.
SERVER_RULES = {"dsa-key", "ec-curve-unsupported"}
# Whoever holds a weak or leaked key: no server and no client looks.
UNSEEN_KIND = "safe"
# What `check` says of a file that it could not read: an archive that wants a password, for one.
NOT_READ = "not-read"
# Any other error means that whoever verifies the bundle breaks off.


@dataclass(frozen=True)
class Prediction:
    """True: it goes well. `errors` are the rules that say why not."""

    start: bool
    named: bool  # clients that compare the host name finish the handshake
    unnamed: bool  # clients that do not
    gnutls: bool  # so does GnuTLS's client, which compares it and is asked about by name
    peer: bool  # servers take the bundle as a client's certificate
    side: str  # who breaks off a handshake in which the bundle is the server's: "client" or "server"
    errors: tuple[str, ...]
    # Of a bundle that is not loaded by all, for what is wrong with its files alone: the servers that start with it by name, as
    # `check --for` says of each, and what comes of a handshake there: "ok", "client" or "server".
    starts: dict[str, str] = field(default_factory=dict)


class Pemvet:
    """The command, and what its rules are."""

    def __init__(self, command: str):
        self.command = command
        rules = json.loads(subprocess.run([command, "rules", "--format", "json"], capture_output=True, check=True).stdout)
        self.start_rules = {rule["name"] for rule in rules["rules"] if rule["area"] in START_AREAS} | START_RULES | {ORDER, NOT_READ}
        self.unseen_rules = {rule["name"] for rule in rules["rules"] if rule["kind"] == UNSEEN_KIND}

    def predict(self, certificates: pathlib.Path, key: pathlib.Path, trust: pathlib.Path) -> Prediction:
        files = [certificates, "--key", key, "--trust", trust]
        named = self.errors("--profile", "server", "--hostname", HOST, *files)
        unnamed = self.errors("--profile", "server", *files)
        gnutls = self.errors("--profile", "server", "--hostname", HOST, "--for", GNUTLS_AT_NGINX, *files, of_all=True)
        peer = self.errors("--profile", "client", *files)
        errors = {*named, *unnamed, *peer}
        start = not self.start_rules & errors
        side = "server" if errors & SERVER_RULES else "client"
        asks = not start and self.start_rules - ABOUT_CONTENT >= errors
        starts = self.starts(files) if asks else {}
        return Prediction(
            start, start and not named, start and not unnamed, start and not gnutls, start and not peer, side,
            tuple(sorted(errors)), starts
        )

    def starts(self, files: list) -> dict[str, str]:
        """The servers that load the bundle, though not all servers do."""
        found = {}
        for name in SERVERS:
            asked = ["--profile", "server", "--hostname", HOST, "--for", f"{name},{OPENSSL}", *files]
            bundle = self.bundle(*asked)
            entry = next((it for it in bundle.get("stacks", []) if it["name"] == name), None)
            if entry is None or not entry["loads"]:
                continue
            refused = OPENSSL in entry["refused_by"]
            found[name] = "server" if entry["refusal"] else "client" if refused else "ok"
        return found

    def errors(self, *arguments, of_all: bool = False) -> list[str]:
        """The rules with error findings: those that concern OpenSSL, or `of_all` stacks that are named."""
        bundle = self.bundle(*arguments)
        # An archive that wants a password, or is damaged: nobody who wants PEM reads it.
        if "error" in bundle:
            return [NOT_READ]
        # Where the table of stacks says who refuses, and OpenSSL is not among them, the servers and clients here take it.
        def concerns_openssl(finding) -> bool:
            refusing = None if of_all or finding["rule"] == ORDER else finding.get("refused_by")
            return refusing is None or any(it.startswith("OpenSSL") for it in refusing)

        errors = [it for it in bundle["findings"] if it["severity"] == "error"]
        assert bundle["accepted"] == (not errors), bundle
        seen = [it for it in errors if it["rule"] not in self.unseen_rules or it.get("refused_by")]
        return [it["rule"] for it in seen if concerns_openssl(it)]

    def bundle(self, *arguments) -> dict:
        ran = subprocess.run([self.command, "check", "--format", "json", *arguments], capture_output=True, timeout=30)
        [bundle] = json.loads(ran.stdout)["bundles"] if ran.stdout else [None]
        if bundle is None:
            raise RuntimeError(ran.stderr.decode(errors="replace"))
        return bundle

    def fix(self, certificates: pathlib.Path, key: pathlib.Path, trust: pathlib.Path, into: pathlib.Path) -> bool:
        """Writes the repaired bundle if there is one; whether pemvet accepts it."""
        options = ["--profile", "server", "--hostname", HOST, "--trust", trust, "--output", into]
        command = [self.command, "fix", certificates, "--key", key, *options]
        return subprocess.run(command, capture_output=True, timeout=30).returncode == 0
