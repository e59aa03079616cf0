"""One line a finding, for editors and for `grep`: `path:row:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Report
from exlint.reporters.terminal import Paint, visible


def render(report: Report, *, colour: bool) -> Iterator[str]:
    """Yield one line for each finding."""
    paint = Paint(colour)
    for finding in report.findings:
        place = finding.place
        code = paint.by(finding.severity, finding.code)
        where = f"{paint.bold(_name(place.filename))}:{place.start.row}:{place.start.column}"
        yield f"{where}: {code} {visible(finding.message)}"


def _name(filename: str) -> str:
    """The name, which must not begin the line as a command to GitHub's runner does (it takes off white space first).

    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    shown = visible(filename)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown
