"""Lists and quotes are nested deeper than the limit.

Why: what is nested so deep is a slip (lines that were indented or quoted again and again by a program), and a site's
Markdown stops at some depth and shows the marks as text.

Fix: take out the levels that are none, or raise `max-nesting` in the config.

Source: the cards' format has lists of one level; Python's Markdown parsers stop at about 20.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Problem, Severity
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for the first list or quote that is too deep."""
    if file.excess and file.excess.key == "max-nesting":
        yield Problem(file.excess.span, file.excess.message)


RULE = FileRule(
    code="EX110",
    name="too-deep-nesting",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    tells_unchecked=True,
)
