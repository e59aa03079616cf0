"""Workflow commands of GitHub Actions, which become annotations of the commit.

The commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
How the runner reads them: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Finding, Place, Report, Severity, Trouble
from exlint.reporters.terminal import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield a command for each finding, then one for each trouble."""
    for finding in report.findings:
        yield _finding(finding)
    for trouble in report.troubles:
        yield _trouble(trouble, report)


def _finding(finding: Finding) -> str:
    properties = {"file": finding.place.filename, **_range(finding.place), "title": f"{finding.code} {finding.name}"}
    return _command(_COMMANDS[finding.severity], properties, finding.message)


def _trouble(trouble: Trouble, report: Report) -> str:
    file = {"file": trouble.filename} if trouble.filename in report.files else {}
    return _command("error", {**file, "title": "exlint could not check this"}, f"{trouble.filename}: {trouble.message}")


def _range(place: Place) -> dict[str, str]:
    """Lines and columns; an annotation over several lines may have no columns."""
    lines = {"line": str(place.start.row), "endLine": str(place.start.row + max(len(place.lines), 1) - 1)}
    if place.start.row != place.end.row:
        return lines
    return {**lines, "col": str(place.start.column), "endColumn": str(place.end.column)}


def _command(name: str, properties: dict[str, str], data: str) -> str:
    shown = ",".join(f"{key}={_safe(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {shown}::{_safe(data).translate(_DATA)}"


def _safe(text: str) -> str:
    """The text without what a terminal would obey: the runner's log shows it. Line ends are escaped as commands are."""
    return "\n".join("\r".join(map(visible, line.split("\r"))) for line in text.split("\n"))
