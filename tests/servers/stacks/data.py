"""Databases, a directory and a message broker from Debian."""

import signal
import subprocess

from install import Needs
from stacks.stack import Daemon, Files


class Redis(Daemon):
    name, core, needs = "redis", True, Needs(apt=("redis-server", "redis-tools"))

    def command(self, files: Files, port: int) -> list:
        options = {
            "port": "0", "tls-port": str(port), "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": files.folder,
            "tls-cert-file": files.certificates, "tls-key-file": files.key, "tls-ca-cert-dir": "/etc/ssl/certs",
            "tls-auth-clients": "no",
        }
        return ["redis-server", *(part for name, value in options.items() for part in (f"--{name}", value))]


class Postgresql(Daemon):
    """Reads the files as the user `postgres`; its data is made once."""

    name, needs, user, starttls, exclusive = "postgresql", Needs(apt=("postgresql-15",)), "postgres", "postgres", True
    ends_by = signal.SIGQUIT
    programs = "/usr/lib/postgresql/15/bin"
    AS_USER = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")

    def open(self, work):
        self.data = work / "postgresql"
        self.data.mkdir()
        Files.give(self.data, self.user)
        subprocess.run([*self.AS_USER, f"{self.programs}/initdb", "-A", "trust", "--no-sync", "-D", self.data], check=True,
                       capture_output=True, timeout=120, cwd="/")

    def command(self, files: Files, port: int) -> list:
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": files.folder, "ssl": "on", "fsync": "off",
                   "ssl_cert_file": files.certificates, "ssl_key_file": files.key}
        return [*self.AS_USER, f"{self.programs}/postgres", "-D", self.data, "-p", str(port),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}"))]


class Mariadb(Daemon):
    name, needs, user, starttls, exclusive = "mariadb", Needs(apt=("mariadb-server",)), "mysql", "mysql", True
    patience = 20.0

    def open(self, work):
        self.data = work / "mariadb"
        self.data.mkdir()
        Files.give(self.data, self.user)
        subprocess.run(["mariadb-install-db", "--no-defaults", "--user=mysql", f"--datadir={self.data}", "--skip-test-db",
                        "--auth-root-authentication-method=normal"], check=True, capture_output=True, timeout=180)

    def command(self, files: Files, port: int) -> list:
        return ["mariadbd", "--no-defaults", "--user=mysql", f"--datadir={self.data}", f"--port={port}",
                "--bind-address=127.0.0.1", f"--socket={files.folder}/socket", f"--pid-file={files.folder}/pid", f"--ssl-cert={files.certificates}",
                f"--ssl-key={files.key}", "--innodb-flush-log-at-trx-commit=0", "--performance-schema=off",
                "--innodb-fast-shutdown=2", "--innodb-buffer-pool-size=8M", "--skip-log-bin"]


class Mosquitto(Daemon):
    name, needs, user = "mosquitto", Needs(apt=("mosquitto",)), "mosquitto"

    def command(self, files: Files, port: int) -> list:
        return ["mosquitto", "-c", files.put("mosquitto.conf", f"listener {port} 127.0.0.1\nallow_anonymous true\n"
                                             "user mosquitto\n" f"certfile {files.certificates}\nkeyfile {files.key}\n")]


class Slapd(Daemon):
    name, asked, needs, library = "slapd", "openldap", Needs(apt=("slapd",)), ("libgnutls30", "GnuTLS")

    def command(self, files: Files, port: int) -> list:
        (files.folder / "data").mkdir()
        path = files.put("slapd.conf", f"include /etc/ldap/schema/core.schema\npidfile {files.folder}/pid\n"
                         f"TLSCertificateFile {files.certificates}\nTLSCertificateKeyFile {files.key}\n"
                         f"database ldif\nsuffix dc=example,dc=com\ndirectory {files.folder}/data\n")
        return ["slapd", "-f", path, "-h", f"ldaps://127.0.0.1:{port}", "-d", "1"]


STACKS = (Redis(), Postgresql(), Mariadb(), Mosquitto(), Slapd())
