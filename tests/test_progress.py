"""The progress bar shows itself to a person who waits, and to nobody else."""

from __future__ import annotations

import io

import pytest

from exlint.cli import progress
from exlint.cli.progress import Progress


class Screen(io.StringIO):
    """Standard error as a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "patience", "shows"), [(True, -1.0, True), (True, 3600.0, False), (False, -1.0, False)]
)
def test_the_bar(terminal: bool, patience: float, shows: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(terminal)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    with Progress(3) as bar:
        for _ in range(3):
            bar.step()
    assert ("3/3" in screen.getvalue()) == shows
    assert bool(screen.getvalue()) == shows
