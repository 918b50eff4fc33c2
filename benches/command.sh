#!/usr/bin/env bash
# How fast the command feels: a repository of 10,000 files with 2,000 certificates, and one file beside openssl.
# Prints wall-clock and CPU seconds; compare on an idle machine. usage: benches/command.sh [REPETITIONS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repetitions=${1-5}

cargo build --quiet --release --locked --features cli
pemvet=$PWD/target/release/pemvet
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

# Whole processes, 200 at a time: one alone is too short to measure.
echo '200 times pemvet check of one bundle of three certificates, signatures verified:'
time for _ in $(seq 200); do "$pemvet" check "$demo/good.pem" --at 2026-06-01T00:00:00Z > /dev/null; done
echo '200 times openssl x509 -noout, which reads the first certificate of the file:'
time for _ in $(seq 200); do openssl x509 -in "$demo/good.pem" -noout; done
