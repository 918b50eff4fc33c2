#!/usr/bin/env bash
# Two Python Kubernetes clients, one kubeconfig with `certificate-authority` and `-data`.
#
# Package: lightkube 1.0.1 and kubernetes 37.0.2 (PyPI)
# Guessed: where a cluster has both a CA file and inline CA data, each client follows the
#   rule written at the field's definition: the data overrides the file.
# Behaviour: kubernetes does; lightkube trusts the file and never looks at the data. The
#   same kubeconfig thus leads each client to the one server that the other one refuses.
#   After a CA rotation in which only the data was renewed, one program goes on working
#   and the other fails; a check of a kubeconfig must say something about the pair itself.
# Output seen: kubernetes: server of the data's CA yes, of the file's CA no; lightkube: no, yes
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lightkube==1.0.1 kubernetes==37.0.2

for ca in file data; do
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$ca.key" -out "$ca.pem" -days 30 \
        -subj "/CN=CA of the $ca" -addext subjectAltName=IP:127.0.0.1 2>/dev/null
done

cat >try.py <<'PY'
import base64, http.server, json, logging, os, ssl, threading

logging.disable(logging.CRITICAL)
for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]


class Api(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args):
        pass


def serve(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(name + ".pem", name + ".key")
    server = Quiet(("127.0.0.1", 0), Api)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def kubeconfig(port):
    cluster = {
        "server": f"https://127.0.0.1:{port}",
        "certificate-authority": os.path.abspath("file.pem"),
        "certificate-authority-data": base64.b64encode(open("data.pem", "rb").read()).decode(),
    }
    return {
        "apiVersion": "v1", "kind": "Config", "current-context": "x",
        "clusters": [{"name": "c", "cluster": cluster}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "users": [{"name": "u", "user": {"token": "dummy"}}],
    }


def by_kubernetes(config):
    from kubernetes import client, config as loader
    made = client.Configuration()
    loader.load_kube_config_from_dict(config, client_configuration=made)
    made.retries = False
    return client.CoreV1Api(client.ApiClient(made)).read_namespace("default", _request_timeout=10).metadata.name


def by_lightkube(config):
    from lightkube import Client, KubeConfig
    from lightkube.resources.core_v1 import Namespace
    return Client(config=KubeConfig.from_dict(config).get()).get(Namespace, "default").metadata.name


seen = {}
for ca in ("data", "file"):
    config = kubeconfig(serve(ca))
    for name, ask in (("kubernetes", by_kubernetes), ("lightkube", by_lightkube)):
        try:
            seen[name, ca] = ask(config) == "default"
            told = "answers"
        except Exception as error:
            assert "CERTIFICATE_VERIFY_FAILED" in repr(error) + str(error), repr(error)
            seen[name, ca] = False
            told = "refused: certificate verify failed"
        print(f"{name:10} and the server under the CA of the {ca}: {told}")

expected = {("kubernetes", "data"): True, ("kubernetes", "file"): False,
            ("lightkube", "data"): False, ("lightkube", "file"): True}
assert seen == expected, f"CHANGED: {seen}"
PY
venv/bin/python try.py
