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
        where = f"{paint.bold(visible(place.filename))}:{place.start.row}:{place.start.column}"
        yield f"{where}: {code} {visible(finding.message)}"
