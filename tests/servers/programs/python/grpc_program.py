"""gRPC's Python library as a server. ../README.md says what is asked and answered."""

import sys
from concurrent import futures

import grpc

kept = []  # A server ends when nothing refers to it.


def serve(certificates: str, key: str) -> int:
    with open(key, "rb") as its_key, open(certificates, "rb") as its_certificates:
        credentials = grpc.ssl_server_credentials([(its_key.read(), its_certificates.read())])
    server = grpc.server(futures.ThreadPoolExecutor(1))
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    kept.append(server)
    return port


for line in sys.stdin:
    _, *files = line.rstrip("\n").split("\t")
    try:
        answer = f"listening\t{serve(*files)}"
    except Exception as error:
        answer = f"refused\t{error!r}"
    print(answer.replace("\n", " "), flush=True)
