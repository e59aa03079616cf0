"""Checkstyle's XML, which many services read.

The schema: https://github.com/checkstyle/checkstyle/blob/master/config/checkstyle-report-1.0.0.xsd
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from exlint.findings import Finding, Report
from exlint.reporters.totals import by_file
from exlint.reporters.xml import document, element


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield the document: an element for each file that has findings or could not be checked."""
    findings = by_file(report.findings)
    exceptions = defaultdict(list)
    for trouble in report.troubles:
        exceptions[trouble.filename].append(trouble.message)
    root = element(None, "checkstyle", version="10.0")
    for name in sorted({*findings, *exceptions}):
        file = element(root, "file", name=name)
        for finding in findings.get(name, ()):
            _error(file, finding)
        for message in exceptions.get(name, ()):
            element(file, "exception", message)
    yield from document(root)


def _error(file: Element, finding: Finding) -> None:
    element(
        file,
        "error",
        line=finding.place.start.row,
        column=finding.place.start.column,
        severity=finding.severity.value,
        message=finding.message,
        source=f"exlint.{finding.code}",
    )
