"""A short summary in GitHub's Markdown, as for a job's page: totals, rules, the worst files, the worst findings.

How long it may be: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (1 MiB a step)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from exlint.findings import Finding, Report, Severity, Trouble, rule_url
from exlint.reporters.terminal import visible
from exlint.reporters.totals import by_code, by_file, by_severity, count, counted, rank, worst

MAX_FILES = 10
"""Files in the table of the worst."""

MAX_FINDINGS = 50
"""Findings and troubles that are listed."""

MAX_TEXT = 400
"""Characters of a message or name that are shown."""

_HEADINGS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "info"}

# All of ASCII's punctuation that Markdown, GitHub's mentions or its emoji could take for markup. As references they
# can't be (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references).
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#+!|&~@:$^=]")


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield the summary; it has the same length for ten findings and for a million."""
    yield "## exlint"
    yield ""
    yield _sentence(report)
    if report.findings:
        yield from _severities(by_severity(report.findings))
        yield from _rules(by_code(report.findings))
        yield from _files(by_file(report.findings))
        yield from _findings(report.findings)
    if report.troubles:
        yield from _troubles(report.troubles)


def _sentence(report: Report) -> str:
    if not report.findings:
        return f"✅ No findings in {count(report.checked, 'file')}."
    files = len(by_file(report.findings))
    return f"**{counted(by_severity(report.findings))}** in {files:,} of {count(report.checked, 'file')}."


def _severities(counts: Mapping[Severity, int]) -> Iterator[str]:
    yield from ("", "| severity | findings |", "|---|---:|")
    for severity, number in counts.items():
        yield f"| {severity.value} | {number:,} |"


def _rules(rules: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    yield from ("", "### By rule", "", "| rule | name | severity | findings | files |", "|---|---|---|---:|---:|")
    for code, findings in rules.items():
        name = findings[0].name
        severity = min((finding.severity for finding in findings), key=rank).value
        url = rule_url(code, name)
        link = f"[{_inert(code)}]({url})" if url else _inert(code)
        yield f"| {link} | {_inert(name)} | {severity} | {len(findings):,} | {len(by_file(findings)):,} |"


def _files(files: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    ranked = sorted(files.items(), key=lambda item: (*(-n for n in by_severity(item[1]).values()), item[0]))
    heads = " | ".join(_HEADINGS.values())
    yield from ("", "### The worst files", "", f"| file | {heads} |", f"|---|{'---:|' * len(_HEADINGS)}")
    for name, findings in ranked[:MAX_FILES]:
        numbers = " | ".join(f"{number:,}" for number in by_severity(findings).values())
        yield f"| {_code(name)} | {numbers} |"
    if len(ranked) > MAX_FILES:
        yield from ("", f"… and {count(len(ranked) - MAX_FILES, 'more file')}.")


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    shown = worst(findings, MAX_FINDINGS)
    head = "Findings" if len(shown) == len(findings) else f"The {len(shown)} worst findings"
    yield from ("", f"### {head}", "", "| place | severity | rule | message |", "|---|---|---|---|")
    for finding in shown:
        place = finding.place
        where = f"{_code(place.filename)}:{place.start.row}:{place.start.column}"
        yield f"| {where} | {finding.severity.value} | {_inert(finding.code)} | {_inert(finding.message)} |"
    if len(shown) < len(findings):
        yield from ("", f"… and {count(len(findings) - len(shown), 'more finding')}.")


def _troubles(troubles: Sequence[Trouble]) -> Iterator[str]:
    yield from ("", "### Not checked", "")
    for trouble in troubles[:MAX_FINDINGS]:
        yield f"- {_code(trouble.filename)}: {_inert(trouble.message)}"
    if len(troubles) > MAX_FINDINGS:
        yield f"- … and {len(troubles) - MAX_FINDINGS:,} more"


def _code(text: str) -> str:
    """Text in a code element, where GitHub looks for no mention; not in back quotes, which don't take any text."""
    return f"<code>{_inert(text)}</code>"


def _inert(text: str) -> str:
    """Text that no Markdown is found in, on one line."""
    cut = text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", visible(cut))
