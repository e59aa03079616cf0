"""One JSON object a line, a line a finding: what `json` has, for programs that read a stream (https://jsonlines.org/)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from exlint.findings import Report
from exlint.reporters.json_array import as_object


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield a line for each finding, in the report's order."""
    for finding in report.findings:
        yield json.dumps(as_object(finding))
