#!/usr/bin/env bash
# Load a fullchain and a CA file that an editor saved with a byte order mark, in Node, Bun and nats-server.
#
# Package: bun 1.4.5 (npm), Node 20, nats-server 2.9.10 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: the mark (UTF-8 with BOM, in editors for Windows) is passed over everywhere, or the file is refused with
#   a word about its beginning.
# Behaviour: OpenSSL, and so Node, passes over it. For Bun and for Go's reader in nats-server the first line is no
#   BEGIN line any more: the first block is skipped, and the second is the first. As a fullchain it is refused
#   because key and certificate do not belong together, though they do; the mark cannot be seen, and every
#   comparison of the moduli by openssl says they match. A CA file has one CA fewer, with no error at all: servers
#   below the first CA are unknown and those below the second are fine. A file with a comment in its first line has
#   no trouble.
# Output seen: fullchain: Node accepts; Bun: KEY_VALUES_MISMATCH; nats-server: private key does not match public
#   key; with a comment line behind the mark: all accept; CA file: Node trusts first and second, Bun the second only
set -euo pipefail

command -v nats-server >/dev/null || {
    apt-get update -qq
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nats-server >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund bun@1.4.5
echo "node $(node --version), bun $(node_modules/.bin/bun --version), $(nats-server --version)"

for name in first second; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -subj /CN=$name -days 60 2>/dev/null
    openssl req -new -newkey rsa:2048 -nodes -keyout under-$name.key -out leaf.csr -subj /CN=leaf 2>/dev/null
    openssl x509 -req -in leaf.csr -CA $name.pem -CAkey $name.key -set_serial 2 -days 40 \
        -extfile <(echo subjectAltName=DNS:localhost) -out under-$name.pem 2>/dev/null
done
mark=$'\xef\xbb\xbf'
cat under-first.pem first.pem >plain
{ printf %s "$mark"; cat plain; } >marked
{ printf %s "$mark"; echo "# localhost"; cat plain; } >commented
{ printf %s "$mark"; cat first.pem second.pem; } >marked-cas

cat >ask.cjs <<'JS'
const fs = require('node:fs');
const tls = require('node:tls');
const load = (name) => {
  try {
    tls.createServer({ cert: fs.readFileSync(name), key: fs.readFileSync('under-first.key') });
    return 'accepted';
  } catch (error) {
    return /KEY_VALUES_MISMATCH/.test(String(error.code) + error.message) ? 'KEY_VALUES_MISMATCH' : String(error.code);
  }
};
const connect = (issuer) => new Promise((resolve) => {
  const read = (end) => fs.readFileSync(`under-${issuer}.${end}`);
  const server = tls.createServer({ cert: read('pem'), key: read('key') }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  const done = (told) => { server.close(); resolve(`${issuer} ${told}`); };
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    const socket = tls.connect({ host: '127.0.0.1', port, servername: 'localhost', ca: fs.readFileSync('marked-cas') },
      () => { socket.end(); done('trusted'); });
    socket.on('error', () => done('unknown'));
  });
});
(async () => {
  const files = ['plain', 'marked', 'commented'].map((name) => `${name} ${load(name)}`);
  console.log(files.join('; ') + '; CAs: ' + [await connect('first'), await connect('second')].join(', '));
  process.exit(0);
})();
JS
for_nats() {
    local told
    printf 'listen: 127.0.0.1:4222\ntls { cert_file: "%s", key_file: "%s" }\n' "$work/$1" "$work/under-first.key" >nats.conf
    told=$(nats-server -t -c nats.conf 2>&1 || true)
    case "$told" in
    *"private key does not match public key"*) echo "$1 mismatch" ;;
    *"is valid"*) echo "$1 accepted" ;;
    *) echo "$1 $told" ;;
    esac
}
by_node=$(node ask.cjs)
by_bun=$(timeout 60 node_modules/.bin/bun ask.cjs)
by_nats=$(for name in plain marked commented; do for_nats $name; done | paste -sd';' | sed 's/;/; /g')
printf 'node: %s\nbun:  %s\nnats: %s\n' "$by_node" "$by_bun" "$by_nats"
[ "$by_node" = "plain accepted; marked accepted; commented accepted; CAs: first trusted, second trusted" ]
[ "$by_bun" = "plain accepted; marked KEY_VALUES_MISMATCH; commented accepted; CAs: first unknown, second trusted" ] &&
    [ "$by_nats" = "plain accepted; marked mismatch; commented accepted" ] ||
    { echo "CHANGED: the mark does something else" >&2; exit 1; }
