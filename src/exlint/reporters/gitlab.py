"""GitLab's Code Quality report, which a merge request shows.

The format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from exlint.findings import Finding, Report, Severity
from exlint.reporters.identity import fingerprints

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield one array, an object a finding; `[]` if there is none."""
    pairs = zip(report.findings, fingerprints(report.findings), strict=True)
    yield json.dumps([_finding(finding, fingerprint) for finding, fingerprint in pairs], indent=2)


def _finding(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": _plain(finding.message),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": _plain(finding.place.filename.removeprefix("./")),
            "lines": {"begin": finding.place.start.row},
        },
    }


def _plain(text: str) -> str:
    """Without lone surrogates (bytes of a file name that are no UTF-8), which GitLab's JSON parser refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
