#!/usr/bin/env bash
# Let a client trust an intermediate authority of Python's trustme, and connect to a server with its certificate.
#
# Package: trustme 1.2.1 (PyPI) with the ssl module of Python 3.11
# Guessed: configure_trust() does what its name says, "to trust certificates signed by this CA", of each CA object: of one
#   from create_child_ca() as of a root.
# Behaviour: it loads that one certificate, and Python's ssl trusts nothing that is not self-signed unless it is told to
#   with VERIFY_X509_PARTIAL_CHAIN, which trustme does not set. The handshake fails with "unable to get issuer certificate",
#   of a client that was configured for just this authority. With the flag, or with the root, it is right.
# Output seen: root: connected; child: unable to get issuer certificate; child with the flag: connected
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check trustme==1.2.1
cat >ask.py <<'PY'
import ssl

import trustme

root = trustme.CA()
child = root.create_child_ca()
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
child.issue_cert("a.example").configure_cert(server_context)


def connect(trusted, flags):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= flags
    trusted.configure_trust(context)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server, server_hostname="a.example")
    server = server_context.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLCertVerificationError as error:
                return error.verify_message
    return "connected" if client.version() else "not connected"


print("root:", connect(root, 0))
print("child:", connect(child, 0))
print("child with the flag:", connect(child, ssl.VERIFY_X509_PARTIAL_CHAIN))
PY
venv/bin/python ask.py | tee seen
cat >expected <<'SEEN'
root: connected
child: unable to get issuer certificate
child with the flag: connected
SEEN
cmp -s seen expected || { echo "CHANGED: trustme configures trust otherwise" >&2; exit 1; }
