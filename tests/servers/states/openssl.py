"""The openssl command, for what the library of Python does not make."""

import pathlib
import subprocess
import tempfile


def openssl(*arguments) -> bytes:
    """What it prints. Arguments in bytes are put into files."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["openssl"]
        for number, it in enumerate(arguments):
            if isinstance(it, bytes):
                path = pathlib.Path(folder) / str(number)
                path.write_bytes(it)
                it = path
            command.append(it)
        ran = subprocess.run(command, capture_output=True, timeout=60)
        if ran.returncode != 0:
            raise RuntimeError(f"openssl {arguments[0]}: {ran.stderr.decode(errors='replace')}")
        return ran.stdout
