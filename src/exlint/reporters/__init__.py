"""Reports as text, one module a format.

A format's module has `render(report, *, colour)`, which yields the lines of its output, without line endings. It sees
the report only: a finding carries its source lines, and a format that shows whole files asks for `Report.sources`, so
no reporter opens a file. The same report gives the same bytes: no date, no host, no random number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from exlint.findings import Report
from exlint.value import Value


class Render(Protocol):
    """What each format's module has as `render`."""

    def __call__(self, report: Report, *, colour: bool) -> Iterator[str]:
        """Yield a report's lines; `colour` asks for terminal colours, where the format has any."""
        ...


class Format(Value):
    """Where a format is written and what it wants.

    `terminal` formats are for people: in the terminal's own encoding and colours; all others are UTF-8. `rules` and
    `sources` say that these are to be filled in the report.
    """

    module: str
    terminal: bool = False
    rules: bool = False
    sources: bool = False


FORMATS: Mapping[str, Format] = {
    "full": Format("exlint.reporters.full", terminal=True),
    "concise": Format("exlint.reporters.concise", terminal=True),
    "json": Format("exlint.reporters.json_array"),
    "json-lines": Format("exlint.reporters.json_lines"),
    "sarif": Format("exlint.reporters.sarif", rules=True),
    "github": Format("exlint.reporters.github"),
    "gitlab": Format("exlint.reporters.gitlab"),
    "junit": Format("exlint.reporters.junit"),
    "checkstyle": Format("exlint.reporters.checkstyle"),
    "rdjson": Format("exlint.reporters.rdjson"),
    "markdown": Format("exlint.reporters.markdown"),
    "html": Format("exlint.reporters.html", rules=True, sources=True),
}
"""Format by name; its module is imported when it is asked for."""


def renderer(output_format: str) -> Render:
    """The `render` of a format that is in `FORMATS`."""
    return cast(Render, import_module(FORMATS[output_format].module).render)
