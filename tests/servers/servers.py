"""Starts and stops the servers, each on a free port of the loopback, with its files in a folder of its own."""

import pathlib
import socket
import subprocess
import time

from process import free_port

# Seconds until a server must listen or have given up; they take hundredths.
PATIENCE = 10

NGINX = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate bundle.pem; ssl_certificate_key bundle.pem.key;
    ssl_client_certificate {trust}; ssl_verify_client optional; ssl_verify_depth 10;
    return 200 "hello\\n";
  }}
}}
"""

HAPROXY = """
defaults
  mode http
  timeout client 5s
frontend hello
  bind 127.0.0.1:{port} ssl crt bundle.pem ca-file {trust} verify optional
  http-request return status 200 content-type text/plain string hello
"""


def redis(port: int, trust: pathlib.Path, folder: pathlib.Path) -> list:
    options = {
        "port": "0", "tls-port": str(port), "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder,
        "tls-cert-file": "bundle.pem", "tls-key-file": "bundle.pem.key", "tls-ca-cert-file": trust,
        "tls-auth-clients": "optional",
    }
    return ["redis-server", *(part for name, value in options.items() for part in (f"--{name}", value))]


def nginx(port: int, trust: pathlib.Path, folder: pathlib.Path) -> list:
    (folder / "nginx.conf").write_text(NGINX.format(port=port, trust=trust))
    return ["nginx", "-p", folder, "-c", "nginx.conf", "-e", "stderr"]


def haproxy(port: int, trust: pathlib.Path, folder: pathlib.Path) -> list:
    (folder / "haproxy.cfg").write_text(HAPROXY.format(port=port, trust=trust))
    return ["haproxy", "-db", "-f", "haproxy.cfg"]


KINDS = {"redis": redis, "nginx": nginx, "haproxy": haproxy}


class Server:
    """A running server. `refusal` holds its last words if it did not start."""

    def __init__(self, kind: str, folder: pathlib.Path, trust: pathlib.Path):
        self.refusal, self.log = None, folder / f"{kind}.log"
        for _ in range(3):  # Somebody else may take the port between the look and the start.
            self.port = free_port()
            command = KINDS[kind](self.port, trust, folder)
            with open(self.log, "wb") as log:
                self.process = subprocess.Popen(
                    command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
                )
            if self.listens():
                return
            if "in use" not in self.log.read_text(errors="replace"):
                self.refusal = last_words(self.log)
                return
        raise RuntimeError(f"{kind} found no free port")

    def listens(self) -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"neither listens nor gives up: {self.log.read_text(errors='replace')}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def last_words(log: pathlib.Path) -> str:
    """The line in which a server says what it does not like."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("Failed to", "[emerg]", "[ALERT]"))]
    return (telling or lines or ["(nothing)"])[0]
