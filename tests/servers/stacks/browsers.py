"""Chromium and Firefox without a screen. A root is trusted as a user would have it: in the NSS store of a home or a profile."""

import json
import pathlib
import re
import shutil
import socket
import tempfile

import install
import process
from install import Needs
from prediction import HOST
from stacks.clients import Client, plain

# Seconds for one page.
PATIENCE = 40


class Chromium(Client):
    """A process for each page: it keeps intermediates of earlier ones, and says what it refuses only on standard error."""

    name, asked, needs = "chromium", "chrome", Needs(apt=("chromium", "libnss3-tools"))

    def open(self, work: pathlib.Path):
        self.work, self.homes = work, {}

    def home(self, trust: pathlib.Path) -> pathlib.Path | str:
        """A home with the roots of that file, or why there is none."""
        if trust not in self.homes:
            home = pathlib.Path(tempfile.mkdtemp(dir=self.work))
            store = home / ".pki/nssdb"
            store.mkdir(parents=True)
            install.run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
            self.homes[trust] = home
            for number, root in enumerate(re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----\n", trust.read_text(), re.DOTALL)):
                file = home / "root.pem"
                file.write_text(root)
                try:
                    install.run("certutil", "-A", "-d", f"sql:{store}", "-t", "C,,", "-n", f"root {number}", "-i", file)
                except install.NotInstalled as error:
                    self.homes[trust] = plain(str(error).rpartition(": ")[2])
                    break
        return self.homes[trust]

    def connect(self, port: int, trust: pathlib.Path) -> str:
        home = self.home(trust)
        if isinstance(home, str):
            return f"client: the root: {home}"
        profile = home / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server",
                   "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
                   f"--user-data-dir={profile}", f"--host-resolver-rules=MAP {HOST} 127.0.0.1", "--dump-dom", f"https://{HOST}:{port}/"]
        it = process.Process(command, home, {"HOME": str(home)})
        try:
            if not it.ends_within(PATIENCE):
                raise RuntimeError("the page took too long")
        finally:
            it.end()
        said = it.log.read_text(errors="replace")
        failed = re.search(r"net::(ERR_\w+)", said)
        if failed is None and "hello" in said:
            return "ok"
        word = failed[1] if failed else plain(said)
        theirs = word.startswith("ERR_CONNECTION_") or word in ("ERR_EMPTY_RESPONSE", "ERR_SSL_VERSION_OR_CIPHER_MISMATCH")
        return f"{'server' if theirs else 'client'}: {word}"

    def version(self) -> str:
        return install.version("chromium")


PREFERENCES = {
    # The resolver is told that the host is here.
    "network.dns.localDomains": HOST,
    "network.proxy.type": 0, "security.OCSP.enabled": 1, "security.remote_settings.intermediates.enabled": False,
    "security.remote_settings.crlite_filters.enabled": False, "services.settings.server": "data:,", "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False, "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "dom.security.https_only_mode": False, "browser.xul.error_pages.expert_bad_cert": True,
}
# Leaves only the given roots among the certificates that are not Firefox's own; it remembers intermediates otherwise.
ROOTS = """
const [roots] = arguments;
const store = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
for (const it of store.getCerts()) {
  if (!it.isBuiltInRoot) store.deleteCertificate(it);
}
for (const it of roots) store.addCertFromBase64(it, "C,,");
"""
CODE = """
const its = document.documentURI.startsWith("about:certerror") ? "getFailedCertSecurityInfo" : "getNetErrorInfo";
return document.wrappedJSObject ? document.wrappedJSObject[its]().errorCodeString : document[its]().errorCodeString;
"""


class Firefox(Client):
    """One process for all pages, steered by its Marionette, that is given the roots before each."""

    name, needs = "firefox", Needs(apt=("firefox-esr",))

    def open(self, work: pathlib.Path):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=work))
        port = process.free_port()
        preferences = PREFERENCES | {"marionette.port": port}
        (self.folder / "profile").mkdir()
        (self.folder / "profile/user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()))
        self.it = process.Process(
            ["firefox-esr", "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile",
             self.folder / "profile"], self.folder, {"HOME": str(self.folder), "MOZ_HEADLESS": "1"})
        if not self.it.listens(port, 60):
            raise RuntimeError(f"Firefox does not listen: {self.it.log.read_text(errors='replace')[-300:]}")
        self.stream = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.number = 0
        self.receive()
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})
        self.ask("WebDriver:SetTimeouts", {"pageLoad": PATIENCE * 1000 // 2, "script": 20000})

    def close(self):
        self.stream.close()
        self.it.end()

    def receive(self):
        size = b""
        while not size.endswith(b":"):
            size += self.some(1)
        left, text = int(size[:-1]), b""
        while len(text) < left:
            text += self.some(left - len(text))
        return json.loads(text)

    def some(self, count: int) -> bytes:
        got = self.stream.recv(count)
        if not got:
            raise RuntimeError("Firefox ended")
        return got

    def ask(self, command: str, parameters: dict):
        """The answer's value. A failure is a ValueError."""
        self.number += 1
        text = json.dumps([0, self.number, command, parameters])
        self.stream.sendall(f"{len(text.encode())}:{text}".encode())
        _, _, error, result = self.receive()
        if error:
            raise ValueError(f"{error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def connect(self, port: int, trust: pathlib.Path) -> str:
        blocks = re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END", trust.read_text(), re.DOTALL)
        roots = ["".join(it.split()) for it in blocks]
        self.ask("Marionette:SetContext", {"value": "chrome"})
        try:
            self.ask("WebDriver:ExecuteScript", {"script": ROOTS, "args": [roots]})
        except ValueError as error:
            return f"client: the root: {plain(str(error))}"
        finally:
            self.ask("Marionette:SetContext", {"value": "content"})
        try:
            self.ask("WebDriver:Navigate", {"url": f"https://{HOST}:{port}/"})
            source = self.ask("WebDriver:GetPageSource", {})
            return "ok" if "hello" in source else f"client: {plain(source)}"
        except ValueError as error:
            return self.failed(str(error))

    def failed(self, words: str) -> str:
        """Firefox's name for the error on the page that it shows in place of ours."""
        try:
            code = self.ask("WebDriver:ExecuteScript", {"script": CODE, "args": [], "sandbox": "system"})
        except ValueError:
            code = None
        words = code or plain(words)
        theirs = re.search(r"ALERT|netReset|netInterrupt|NO_CYPHER|END_OF_FILE", words)
        return f"{'server' if theirs else 'client'}: {words}"

    def version(self) -> str:
        return install.version("firefox-esr")


CLIENTS = (Chromium(), Firefox())
