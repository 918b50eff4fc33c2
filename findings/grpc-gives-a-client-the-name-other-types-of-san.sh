#!/usr/bin/env bash
# Read the names of a client's certificate in a gRPC server.
#
# Package: grpcio 1.85.3 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: auth_context()["x509_subject_alternative_name"] lists the names that have a text; kinds without one, such as
#   an otherName or a directory name, are left out.
# Behaviour: each of them is in the list as the text "other types of SAN", which looks like a name. A server that takes
#   the first alternative name for its log or its statistics, as one does for certificates with only one, has all cards
#   of Active Directory (whose first name is an otherName) under one name. peer_dns, peer_email, peer_uri and peer_ip
#   have the names of one kind only, without such texts; a rule is better written on these.
# Output seen: otherName, dirName, DNS, IP: "other types of SAN", "other types of SAN", client.example, 2001:db8::1
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check grpcio==1.85.3
cat >req.cnf <<'CNF'
[req]
distinguished_name = dn
[dn]
[other]
CN = other
[v3]
subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:user@example.com,dirName:other,DNS:client.example,IP:2001:db8::1
CNF
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out server.pem -days 30 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost 2>/dev/null
openssl req -x509 -config req.cnf -extensions v3 -key key.pem -out client.pem -days 30 -subj /CN=client
cat >ask.py <<'PY'
import json
from concurrent import futures

import grpc


class Echo(grpc.GenericRpcHandler):
    def service(self, details):
        def names(request, context):
            found = {key: [text.decode() for text in texts] for key, texts in context.auth_context().items()
                     if key == "x509_subject_alternative_name" or key.startswith("peer_") and key != "peer_cert"}
            return json.dumps(found).encode()

        return grpc.unary_unary_rpc_method_handler(names)


key, server_cert, client_cert = (open(name, "rb").read() for name in ("key.pem", "server.pem", "client.pem"))
server = grpc.server(futures.ThreadPoolExecutor(1))
server.add_generic_rpc_handlers((Echo(),))
port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, server_cert)], client_cert, True))
server.start()
credentials = grpc.ssl_channel_credentials(server_cert, key, client_cert)
options = (("grpc.ssl_target_name_override", "localhost"),)
with grpc.secure_channel(f"127.0.0.1:{port}", credentials, options) as channel:
    told = json.loads(channel.unary_unary("/names/ask")(b"", timeout=30))
server.stop(0)
for kind, names in told.items():
    print(kind, names)
other = "other types of SAN"
assert told["x509_subject_alternative_name"] == [other, other, "client.example", "2001:db8::1"], f"CHANGED: {told}"
assert told["peer_dns"] == ["client.example"] and told["peer_ip"] == ["2001:db8::1"], f"CHANGED: {told}"
PY
GRPC_VERBOSITY=NONE venv/bin/python ask.py
