"""Mail servers from Debian. They start without a usable bundle, and have no TLS then."""

import os

import install
from install import Needs
from stacks.stack import Daemon, Files
from states.pki import HOST

DOVECOT = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/messages
ssl = yes
ssl_cert = <{files.certificates}
ssl_key = <{files.key}
listen = 127.0.0.1
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}}
mail_location = maildir:/nonexistent
"""


class Dovecot(Daemon):
    name, needs, lazy, logs = "dovecot", Needs(apt=("dovecot-imapd",)), True, ("messages",)

    def command(self, files: Files, port: int) -> list:
        files.folder.chmod(0o755)
        return ["dovecot", "-F", "-c", files.put("dovecot.conf", DOVECOT.format(folder=files.folder, port=port, files=files))]


EXIM = """
primary_hostname = {host}
spool_directory = {folder}/spool
log_file_path = {folder}/exim.%s
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_on_connect_ports = {port}
tls_advertise_hosts = *
tls_certificate = {files.certificates}
tls_privatekey = {files.key}
host_lookup =
rfc1413_hosts =
"""


class Exim(Daemon):
    """Debian has one mail server at a time, and the machine may have another: it is run from where its package is unpacked."""

    name, asked, user, lazy = "exim4", "exim", "Debian-exim", True
    needs = Needs(apt=("libdb5.3", "libgnutls-dane0", "libidn12", "libnsl2", "libpcre2-8-0"), unpacked=("exim4-daemon-light",),
                  users=("Debian-exim",))
    logs, library = ("exim.main", "exim.panic"), ("libgnutls30", "GnuTLS")

    def command(self, files: Files, port: int) -> list:
        (files.folder / "spool").mkdir()
        files.give(files.folder / "spool", self.user)
        # It trusts only a configuration that root alone may write.
        path = files.put("exim.conf", EXIM.format(host=HOST, folder=files.folder, port=port, files=files))
        path.chmod(0o644)
        return [install.ROOM / "unpacked/exim4-daemon-light/usr/sbin/exim4", "-bdf", "-C", path]


MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = {root}/usr/sbin
daemon_directory = {root}/usr/lib/postfix/sbin
shlib_directory = {root}/usr/lib/postfix
meta_directory = {root}/etc/postfix
mail_owner = postfix
setgid_group = postdrop
myhostname = {host}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = {folder}/messages
maillog_file_prefixes = {folder}
smtpd_tls_security_level = may
smtpd_tls_chain_files =
smtpd_tls_cert_file = {files.certificates}
smtpd_tls_key_file = {files.key}
smtpd_tls_loglevel = 1
smtpd_peername_lookup = no
mydestination =
alias_maps =
import_environment = LD_LIBRARY_PATH={root}/usr/lib/postfix MAIL_CONFIG
export_environment = LD_LIBRARY_PATH={root}/usr/lib/postfix MAIL_CONFIG
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
rewrite unix - - n - - trivial-rewrite
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
"""
SPOOL = ("active bounce corrupt defer deferred flush hold incoming maildrop pid private public saved trace").split()


class Postfix(Daemon):
    """Run from where its package is unpacked, as Exim is."""

    name, lazy, logs = "postfix", True, ("messages",)
    needs = Needs(apt=("libdb5.3", "libicu72", "libnsl2", "libsasl2-2", "libssl3", "netbase"), unpacked=("postfix",),
                  users=("postfix", "postdrop"))
    root = install.ROOM / "unpacked/postfix"

    def command(self, files: Files, port: int) -> list:
        files.folder.chmod(0o755)
        for folder in ("etc", "spool", "data", *(f"spool/{it}" for it in SPOOL)):
            (files.folder / folder).mkdir()
            if folder not in ("etc", "spool", "spool/pid"):
                files.give(files.folder / folder, "postfix")
        values = {"folder": files.folder, "root": self.root, "host": HOST, "files": files, "port": port}
        for name, text in (("etc/main.cf", MAIN), ("etc/master.cf", MASTER.lstrip())):
            # It waits until nobody has written its configuration for two seconds.
            os.utime(files.put(name, text.format(**values)), (0, 0))
        return [self.root / "usr/lib/postfix/sbin/master", "-c", files.folder / "etc", "-d"]

    def environment_of(self, files: Files) -> dict:
        return {"LD_LIBRARY_PATH": str(self.root / "usr/lib/postfix"), "MAIL_CONFIG": str(files.folder / "etc")}


STACKS = (Dovecot(), Exim(), Postfix())
