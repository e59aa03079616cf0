"""The Reviewdog Diagnostic Format as one JSON document.

The format: https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from exlint.findings import Applicability, Finding, Place, Report, Severity, rule_url

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield one `DiagnosticResult`."""
    source = {"name": "exlint", "url": "https://github.com/exlint/exlint"}
    yield json.dumps({"source": source, "diagnostics": [_finding(finding) for finding in report.findings]}, indent=2)


def _finding(finding: Finding) -> dict[str, object]:
    related = [{"message": _plain(each.message), "location": _location(each.place)} for each in finding.related]
    suggestions = list(_suggestions(finding))
    return {
        "message": _plain(finding.message),
        "location": _location(finding.place),
        "severity": _SEVERITIES[finding.severity],
        "code": _code(finding),
        **({"suggestions": suggestions} if suggestions else {}),
        **({"related_locations": related} if related else {}),  # reviewdog refuses unknown fields: 0.18 knows this one
    }


def _code(finding: Finding) -> dict[str, object]:
    url = rule_url(finding.code, finding.name)
    return {"value": finding.code, **({"url": url} if url else {})}


def _suggestions(finding: Finding) -> Iterator[dict[str, object]]:
    """Yield the fixes that are one edit: a reviewer takes each suggestion by itself."""
    for fix in finding.fixes:
        if len(fix.edits) == 1 and fix.applicability is not Applicability.DISPLAY:
            yield {"range": _range(fix.edits[0].place), "text": _plain(fix.edits[0].edit.text)}


def _location(place: Place) -> dict[str, object]:
    return {"path": _plain(place.filename), "range": _range(place)}


def _range(place: Place) -> dict[str, object]:
    """The range has an exclusive end; unlike everywhere else, columns are counted in bytes of UTF-8."""
    start = {"line": place.start.row, "column": _column(place, place.start.row, place.start.column)}
    end = {"line": place.end.row, "column": _column(place, place.end.row, place.end.column)}
    return {"start": start, "end": end}


def _column(place: Place, row: int, column: int) -> int:
    index = row - place.start.row
    line = place.lines[index] if index < len(place.lines) else ""
    return len(line[: column - 1].encode("utf-8", "replace")) + 1


def _plain(text: str) -> str:
    """Without lone surrogates (bytes of a file name that are no UTF-8), which reviewdog's JSON parser refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
