"""What stays the same of a finding when lines move: for services that follow findings from run to run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from exlint.findings import Finding


def fingerprints(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a fingerprint for each finding: 64 hexadecimal digits, unique among these findings.

    It is made of the file's name, the rule, the message, the first line of the place with its white space collapsed,
    and which of the findings alike it is, counted in their order. The line's number and column are no part of it, so
    that it stays when lines are inserted above or the line is indented.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        place = finding.place
        line = " ".join(place.lines[0].split()) if place.lines else ""
        content = "\0".join((place.filename, finding.code, finding.message, line))
        yield _digest(f"{content}\0{seen[content]}")
        seen[content] += 1


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
