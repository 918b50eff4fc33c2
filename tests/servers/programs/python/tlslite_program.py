"""tlslite-ng as a server. ../README.md says what is asked and answered."""

import socket
import sys
import threading

from tlslite.api import TLSConnection, X509CertChain, parsePEMKey


def serve(certificates: str, key: str) -> int:
    chain = X509CertChain()
    with open(certificates, encoding="utf-8") as file:
        chain.parsePemList(file.read())
    with open(key, encoding="utf-8") as file:
        private = parsePEMKey(file.read(), private=True)
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answer_all, args=(listener, chain, private), daemon=True).start()
    return listener.getsockname()[1]


def answer_all(listener: socket.socket, chain, private):
    while True:
        stream, _ = listener.accept()
        stream.settimeout(5)
        try:
            connection = TLSConnection(stream)
            connection.handshakeServer(certChain=chain, privateKey=private)
            connection.write(b"ok")
            connection.close()
        except Exception:
            pass  # The client says what came of it.
        finally:
            stream.close()


for line in sys.stdin:
    _, *files = line.rstrip("\n").split("\t")
    try:
        answer = f"listening\t{serve(*files)}"
    except Exception as error:
        answer = f"refused\t{error!r}"
    print(answer.replace("\n", " "), flush=True)
