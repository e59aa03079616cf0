"""The file has nothing in it but white space.

Why: an export that failed, or a card that was never begun, ends as an empty page.

Fix: write the card, or delete the file.

Source: the card type; every card has a title and sections.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Problem, Severity, Span
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem at the start of an empty file."""
    if not file.source.text.strip() and not file.excess:
        yield Problem(Span(0, 0), "the file is empty")


RULE = FileRule(code="EX102", name="empty-file", since="0.1.0", severity=Severity.ERROR, check=check)
