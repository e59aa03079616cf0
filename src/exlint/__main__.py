"""The program as a process: `exlint`, or `python -m exlint`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

_NEW_BEFORE_COLLECTION = 100_000
"""Objects that are made before the garbage collector looks for circles; nearly all of ours are none, and stay."""


def program() -> NoReturn:
    """The command line, and out at once: to take apart what the system frees anyway takes a tenth of a short run."""
    gc.set_threshold(_NEW_BEFORE_COLLECTION)
    from exlint.cli import main  # no sooner: a short run makes most of its objects by importing

    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int):  # none of ours
            raise
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # it is closed
                stream.flush()
        os._exit(end.code)


if __name__ == "__main__":
    program()
