"""A progress bar for a long run that a person watches."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any

import click

PATIENCE = 1.0
"""Seconds of silence before the bar appears."""


class Progress:
    """Counts steps; shows a bar on standard error if that is a terminal and the steps take longer than `PATIENCE`."""

    def __init__(self, length: int, *, hidden: bool = False) -> None:
        self._length = length
        self._done = 0
        self._begun = time.monotonic()
        self._watched = sys.stderr.isatty() and not hidden
        self._bar: Any = None
        self._open = ExitStack()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def step(self) -> None:
        """One more file is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(1)
        elif self._watched and time.monotonic() - self._begun > PATIENCE:
            self._bar = self._open.enter_context(
                click.progressbar(length=self._length, label="Checking", file=sys.stderr, show_pos=True)
            )
            self._bar.update(self._done)
