#!/usr/bin/env bash
# Give the clients of Node the address of a Redis server with TLS, as Lettuce of Java and Bun write it.
#
# Package: ioredis 6.0.0, redis 6.3.1 (npm), redis 8.1.0 (PyPI) on Node.js v20.20.2 and Python 3.11
# Guessed: redis+tls://r.example:6380, a scheme that Lettuce and Bun have beside rediss, connects with TLS, or is
#   refused with the schemes that are known, as the other two clients do.
# Behaviour: ioredis connects to a Unix socket whose path is the rest of the address, "//r.example:6380", in the
#   clear; its host is "redis+tls" and its port 6379. What is seen is "connect ENOENT //r.example:6380", again and
#   again, as it tries for ever by default. rediss is read right.
# Output seen: rediss: r.example 6380, TLS; redis+tls: connect ENOENT //r.example:6380; redis: not a valid Redis
#   protocol
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ioredis@6.0.0 redis@6.3.1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redis==8.1.0
cat >ask.cjs <<'JS'
const Redis = require("ioredis"), { createClient } = require("redis");
const url = process.argv[2];
const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
const { host, port, path, tls } = client.options;
let other = "read";
try {
  createClient({ url });
} catch (error) {
  other = error.message.includes("not a valid Redis protocol") ? "refused" : error.message;
}
console.log(`redis of Node ${other}`);
if (!path) console.log(`ioredis ${host} ${port}${tls ? " TLS" : ""}`);
else client.on("error", (error) => console.log(`ioredis ${error.message}`)).connect().catch(() => client.disconnect());
JS
cat >ask.py <<'PY'
import sys

import redis

try:
    redis.Redis.from_url(sys.argv[1])
    print("redis of Python read")
except ValueError:
    print("redis of Python refused")
PY
bad=
check() { # scheme, expected
    local told
    told="$(venv/bin/python ask.py "$1://r.example:6380")
$(node ask.cjs "$1://r.example:6380")"
    told=$(paste -sd, <<<"$told")
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check rediss "redis of Python read,redis of Node read,ioredis r.example 6380 TLS"
for scheme in redis+tls redis+ssl; do
    check $scheme "redis of Python refused,redis of Node refused,ioredis connect ENOENT //r.example:6380"
done
[ -z "$bad" ] || { echo "CHANGED: ioredis reads other addresses" >&2; exit 1; }
