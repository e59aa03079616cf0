"""Counts that the summaries share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from exlint.findings import Finding, Severity

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def rank(severity: Severity) -> int:
    """0 for the worst."""
    return _RANKS[severity]


def worst(findings: Sequence[Finding], number: int) -> tuple[Finding, ...]:
    """At most this many of the findings, those of the worst severity first; they keep their order."""
    if len(findings) <= number:
        return tuple(findings)
    order = sorted(range(len(findings)), key=lambda index: (rank(findings[index].severity), index))
    return tuple(findings[index] for index in sorted(order[:number]))


def by_severity(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many of each severity, the worst first; all severities are there."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in Severity}


def by_file(findings: Iterable[Finding]) -> Mapping[str, Sequence[Finding]]:
    """The findings of each file that has any, in the order of the first of each."""
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        files[finding.place.filename].append(finding)
    return files


def by_code(findings: Iterable[Finding]) -> Mapping[str, Sequence[Finding]]:
    """The findings of each rule that has any, the most frequent rule first, then by code."""
    rules: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        rules[finding.code].append(finding)
    return dict(sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])))


def count(number: int, noun: str) -> str:
    """The number with its noun: `1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counted(counts: Mapping[Severity, int]) -> str:
    """What is counted in words, without what is not there: `2 errors, 1 warning`; info has no plural."""
    words = (f"{n:,} info" if severity is Severity.INFO else count(n, severity.value) for severity, n in counts.items())
    return ", ".join(word for word, n in zip(words, counts.values(), strict=True) if n)
