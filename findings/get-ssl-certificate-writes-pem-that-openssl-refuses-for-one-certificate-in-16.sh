#!/usr/bin/env bash
# Fetch the certificate of a server as PEM by npm's get-ssl-certificate, and read what it gives by OpenSSL.
#
# Package: get-ssl-certificate 2.3.3 (npm) on Node.js v20.20.2, OpenSSL 3.0.19
# Guessed: pemEncoded is the certificate in PEM, as the server has it in its file, for each certificate.
# Behaviour: a line end is put behind each 64 characters and one before the end marker. Where the base64 ends with a full
#   line, both stand there, and the empty line between base64 and marker makes a file that neither openssl nor Node itself
#   reads. That is so for certificates of 46, 47 or 48 bytes more than a multiple of 48, one in sixteen. The others are read.
#   A renewal, a byte longer by its signature or serial, breaks what worked for a year.
# Output seen: 16 lengths in a row, from a padded subject: the last line empty where the length is a multiple of 48, or one
#   or two less; OpenSSL reads the others only
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund get-ssl-certificate@2.3.3
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
# subjects of other lengths make certificates of other lengths; 60 lengths have all remainders by 48
for count in $(seq 60); do
    openssl req -x509 -key key.pem -days 9 -set_serial 1 -subj "/CN=$(printf 'x%.0s' $(seq "$count"))" -out "$count.pem"
done
cat >ask.cjs <<'JS'
const { X509Certificate } = require('crypto');
const fs = require('fs');
const https = require('https');
const { get } = require('get-ssl-certificate');
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
process.removeAllListeners('warning');
const listen = (cert) =>
  new Promise((done) => {
    const server = https.createServer({ cert, key: fs.readFileSync('key.pem') }, (_, answer) => answer.end());
    server.listen(0, '127.0.0.1', () => done(server));
  });
(async () => {
  for (let count = 1; count <= 60; count++) {
    const file = fs.readFileSync(`${count}.pem`, 'utf8');
    const server = await listen(file);
    const { pemEncoded } = await get('127.0.0.1', 5000, server.address().port, 'https:');
    server.close();
    fs.writeFileSync('got.pem', pemEncoded);
    fs.writeFileSync(`${count}.got`, pemEncoded);
    let node = 'Node-reads';
    try {
      new X509Certificate(pemEncoded);
    } catch {
      node = 'Node-does-not';
    }
    console.log(count, new X509Certificate(file).raw.length % 48, pemEncoded.includes('\n\n') ? 'empty' : 'full', node);
  }
  process.exit();
})();
JS
timeout 100 node ask.cjs 2>/dev/null >list
bad=
seen=0
while read -r count rest line node; do
    read="$node OpenSSL-does-not"
    openssl x509 -in "$count.got" -noout 2>/dev/null && read="$node OpenSSL-reads"
    case $rest in
    0 | 46 | 47) expected="empty Node-does-not OpenSSL-does-not" ;;
    *) expected="full Node-reads OpenSSL-reads" ;;
    esac
    [ "$expected" = "full Node-reads OpenSSL-reads" ] || { seen=$((seen + 1)); echo "length % 48 = $rest: the last line $line, $read"; }
    [ "$line $read" = "$expected" ] || { echo "length % 48 = $rest: $line $read"; bad=1; }
done <list
echo "the other $(($(wc -l <list) - seen)) are read"
[ "$(wc -l <list)" = 60 ] && [ "$seen" -ge 3 ] && [ -z "$bad" ] ||
    { echo "CHANGED: get-ssl-certificate writes other files" >&2; exit 1; }
