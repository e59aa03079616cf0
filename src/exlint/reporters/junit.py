"""JUnit XML in Jenkins' flavour: a suite a file, a case a finding.

The schema: https://github.com/jenkinsci/xunit-plugin/tree/master/src/main/resources/org/jenkinsci/plugins/xunit/types
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from exlint.findings import Finding, Report, Severity, Trouble
from exlint.reporters.totals import by_file
from exlint.reporters.xml import document, element


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield the document. A clean file, and a run without any file, is one case that passes."""
    findings, troubles = by_file(report.findings), _troubles(report)
    names = sorted({*report.files, *findings, *troubles})
    failing = [finding for finding in report.findings if _fails(finding)]
    tests = sum(max(1, len(findings.get(name, ())) + len(troubles.get(name, ()))) for name in names)
    root = element(
        None, "testsuites", name="exlint", tests=tests or 1, failures=len(failing), errors=len(report.troubles)
    )
    for name in names:
        _suite(root, name, findings.get(name, ()), troubles.get(name, ()))
    if not names:
        _suite(root, "exlint", (), ())
    yield from document(root)


def _troubles(report: Report) -> Mapping[str, Sequence[Trouble]]:
    troubles: dict[str, list[Trouble]] = defaultdict(list)
    for trouble in report.troubles:
        troubles[trouble.filename].append(trouble)
    return troubles


def _suite(root: Element, filename: str, findings: Sequence[Finding], troubles: Sequence[Trouble]) -> None:
    tests = max(1, len(findings) + len(troubles))
    failures = sum(map(_fails, findings))
    suite = element(root, "testsuite", name=filename, tests=tests, failures=failures, errors=len(troubles))
    classname = _classname(filename)
    if not findings and not troubles:
        element(suite, "testcase", classname=classname, name="no findings")
    titles: Counter[str] = Counter()
    for finding in findings:
        titles[title := f"{finding.code} {finding.name}: {finding.message}"] += 1
        again = f" ({titles[title]})" if titles[title] > 1 else ""
        _finding(element(suite, "testcase", classname=classname, name=f"{title}{again}"), finding)
    for trouble in troubles:
        case = element(suite, "testcase", classname=classname, name=f"can be checked: {trouble.message}")
        element(case, "error", trouble.message, type="trouble", message=trouble.message)


def _finding(case: Element, finding: Finding) -> None:
    """What is wrong with a case. Info never fails a run, so its case passes and only tells."""
    place = finding.place
    where = f"{place.filename}:{place.start.row}:{place.start.column}: {finding.code} {finding.message}"
    text = "\n".join((where, *place.lines))
    if _fails(finding):
        element(case, "failure", text, type=finding.severity.value, message=finding.message)
    else:
        element(case, "system-out", text)


def _fails(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO


def _classname(filename: str) -> str:
    """The path without its suffix: Jenkins would take what stands before the last dot for a package."""
    return str(PurePosixPath(filename).with_suffix("")) if PurePosixPath(filename).name else filename
