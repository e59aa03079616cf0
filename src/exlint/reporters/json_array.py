"""One JSON array, an object a finding: a stable form that other programs read.

Positions are 1-based, columns in code points, ends exclusive. The text is plain ASCII.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from exlint.findings import Finding, Place, PlacedFix, Position, Report, rule_url


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield the array, in the report's order."""
    yield json.dumps([as_object(finding) for finding in report.findings], indent=2)


def as_object(finding: Finding) -> dict[str, object]:
    """A finding as the object that the JSON formats share."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.place),
        "related": [{"message": related.message, **_place(related.place)} for related in finding.related],
        "fix": _fix(finding.fixes[0]) if finding.fixes else None,
        "alternatives": [_fix(other) for other in finding.fixes[1:]],
        "url": rule_url(finding.code, finding.name),
    }


def _fix(fix: PlacedFix) -> dict[str, object]:
    """A fix; its edits are in order, don't overlap, and are all in places of the text as it is."""
    edits = [
        {
            "location": _position(each.place.start),
            "end_location": _position(each.place.end),
            "content": each.edit.text,
        }
        for each in fix.edits
    ]
    return {"applicability": fix.applicability.value, "message": fix.message, "edits": edits}


def _place(place: Place) -> dict[str, object]:
    return {"filename": place.filename, "location": _position(place.start), "end_location": _position(place.end)}


def _position(position: Position) -> dict[str, int]:
    return {"row": position.row, "column": position.column}
