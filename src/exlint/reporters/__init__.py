"""Reports as text, one module a format.

A format's module has `render(report, *, colour)`, which yields the lines of its output, without line endings. It sees
the report only: a finding carries its source lines, so no reporter opens a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from exlint.findings import Report


class Render(Protocol):
    """What each format's module has as `render`."""

    def __call__(self, report: Report, *, colour: bool) -> Iterator[str]:
        """Yield a report's lines; `colour` asks for terminal colours, where the format has any."""
        ...


FORMATS: Mapping[str, str] = {
    "full": "exlint.reporters.full",
    "concise": "exlint.reporters.concise",
    "json": "exlint.reporters.json_array",
}
"""Module by format; each is imported when it is asked for."""


def renderer(output_format: str) -> Render:
    """The `render` of a format that is in `FORMATS`."""
    return cast(Render, import_module(FORMATS[output_format]).render)
