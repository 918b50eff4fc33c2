#!/usr/bin/env bash
# How fast the command feels: a repository of 10,000 files with 2,000 certificates, and one file beside openssl.
# Prints times on the clock and of the processor; the former only tell something on an idle machine.
#
#   benches/command.sh [REPETITIONS]    of the walk through the repository
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repetitions=${1-5}

cargo build --quiet --release --locked -p pemvet-cli
pemvet=${CARGO_TARGET_DIR-target}/release/pemvet
demo=$PWD/testdata/demo
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# 500 bundles of four certificates, every tenth as a Secret, and 9,500 files of other things.
python3 - "$folder" "$demo" << 'PYTHON'
import base64, pathlib, sys
folder, demo = map(pathlib.Path, sys.argv[1:])
bundle = (demo / "good.pem").read_bytes() + (demo / "root.pem").read_bytes()
code = "\n".join(f"let value_{line} = compute(value_{line - 1}, {line});" for line in range(1, 200)).encode()
for number in range(10_000):
    path = folder / f"service-{number % 100:02}" / f"part-{number // 100:02}"
    path.parent.mkdir(exist_ok=True)
    if number % 20:
        path.with_suffix(".rs").write_bytes(code)
    elif number % 200:
        path.with_suffix(".pem").write_bytes(bundle)
    else:
        secret = b"kind: Secret\ndata:\n  tls.crt: " + base64.b64encode(bundle) + b"\n"
        path.with_suffix(".yaml").write_bytes(secret)
PYTHON

TIMEFORMAT='  %3R s wall clock, %3U s user, %3S s system'
echo "10,000 files with 2,000 certificates ($(nproc) cores):"
for _ in $(seq "$repetitions"); do
  time "$pemvet" check "$folder" --at 2026-06-01T00:00:00Z --quiet > /dev/null
done
"$pemvet" check "$folder" --at 2026-06-01T00:00:00Z | tail -n 1

# Whole processes that take turns: user and system time of each, of which the median counts.
python3 - "$pemvet" "$demo" << 'PYTHON'
import os, statistics, subprocess, sys
pemvet, demo = sys.argv[1:]
bundle, root = f"{demo}/good.pem", f"{demo}/root.pem"
commands = {
    "pemvet check, trusting the root": [pemvet, "check", bundle, "--trust", root, "--at", "2026-06-01T00:00:00Z"],
    "pemvet check": [pemvet, "check", bundle, "--at", "2026-06-01T00:00:00Z"],
    "openssl verify": ["openssl", "verify", "-CAfile", root, "-untrusted", bundle, "-attime", "1780272000", bundle],
    "openssl x509 -noout": ["openssl", "x509", "-in", bundle, "-noout"],
    "a process that does nothing": ["true"],
}
times = {name: [] for name in commands}
for _ in range(51):
    for name, command in commands.items():
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, (command, message)
        times[name].append(usage.ru_utime + usage.ru_stime)
medians = {name: statistics.median(of_name) * 1e3 for name, of_name in times.items()}
print("\nCPU time of a process for one bundle of three certificates, median of 51, in milliseconds:")
for name, median in medians.items():
    print(f"  {median:6.2f}  {name} ({median / medians['openssl verify']:.2f} of openssl verify)")
PYTHON
