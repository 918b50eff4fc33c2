// Node's tls, or Bun's or Deno's, as a server and as a client. ../README.md says what is asked and answered.
//
// With the word `as-it-is` it serves whatever it is given, at OpenSSL's security level 0. With the word `looking` it goes on where it
// would break off, and begins its answer with the leaf that it was sent.
const tls = require("node:tls"), fs = require("node:fs"), readline = require("node:readline"), crypto = require("node:crypto");

const PATIENCE = 5000;
const LOOKING = process.argv[2] === "looking";
const CIPHERS = process.argv[2] === "as-it-is" ? { ciphers: "DEFAULT@SECLEVEL=0", minVersion: "TLSv1.2" } : {};
const HELLO = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
const servers = [];

// Listens on a free port until the process ends.
function serve(certificates, key) {
  return new Promise((answer) => {
    const files = { cert: fs.readFileSync(certificates), key: fs.readFileSync(key) };
    const server = tls.createServer({ ...files, ...CIPHERS }, (stream) => {
      stream.on("error", () => {});
      stream.on("data", (asked) => stream.end(asked.includes("PING") ? "+PONG\r\n" : HELLO));
    });
    server.on("tlsClientError", () => {});
    server.on("error", (error) => answer(`refused\t${error.message}`));
    server.listen(0, "127.0.0.1", () => answer(`listening\t${server.address().port}`));
    servers.push(server);
  });
}

function connect(port, trust, name, protocol) {
  return new Promise((answer) => {
    const options = { host: "127.0.0.1", port: +port, servername: name, ca: fs.readFileSync(trust), rejectUnauthorized: !LOOKING };
    if (protocol) options.ALPNProtocols = [protocol];
    const stream = tls.connect(options);
    const end = (words) => { clearTimeout(timer); stream.destroy(); answer(words); };
    const timer = setTimeout(() => end("server\tno answer"), PATIENCE);
    stream.on("secureConnect", () => {
      const leaf = LOOKING ? `${sent(stream)} ` : "";
      end(stream.authorized ? `ok\t${leaf}` : `client\t${leaf}${stream.authorizationError}`);
    });
    stream.on("error", (error) => end(`${side(error)}\t${error.code || ""} ${error.message}`));
    stream.on("close", () => end("server\tclosed"));
  });
}

// The leaf that was sent, as pemvet names certificates: by the SHA-256 of its DER.
function sent(stream) {
  const leaf = stream.getPeerCertificate();
  return leaf && leaf.raw ? crypto.createHash("sha256").update(leaf.raw).digest("hex") : "";
}

// Who broke it off: an alert, or an end without a word, comes from the other side.
function side(error) {
  return /alert|ECONNRESET|EPIPE|disconnected|ECONNREFUSED|closed/i.test(`${error.code} ${error.message}`) ? "server" : "client";
}

async function answer(line) {
  const [asked, ...rest] = line.split("\t");
  try {
    if (asked === "serve") return await serve(...rest);
    if (asked === "connect") return await connect(...rest);
    return "what?\t";
  } catch (error) {
    return `${asked === "serve" ? "refused" : side(error)}\t${error.message}`;
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log((await answer(line)).replaceAll("\n", " "));
  }
  process.exit(0);
})();
process.on("uncaughtException", () => {});
