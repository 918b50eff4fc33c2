"""The command `pemvet`, as a console script."""

import signal
import sys
from typing import NoReturn

from ._native import run


def main() -> NoReturn:
    # Nothing of Python runs while the command works, so that its own handler would never get to see an interrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run(["pemvet", *sys.argv[1:]]))
