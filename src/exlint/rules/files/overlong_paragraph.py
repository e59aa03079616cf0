"""A paragraph, a heading, a table cell or a line is longer than the limit.

Why: nobody reads a paragraph of several pages; it is an image that was pasted as text, or an export that lost its line
ends. Rules that look at each word's neighbours would take minutes for it, so the card is not checked any further.

Fix: divide the paragraph or take out what is none, or raise `max-paragraph` in the config.

Source: the longest paragraph of some 900 real cards has 900 characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Problem, Severity
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for the first paragraph or line that is too long."""
    if file.excess and file.excess.key == "max-paragraph":
        yield Problem(file.excess.span, file.excess.message)


RULE = FileRule(
    code="EX109",
    name="overlong-paragraph",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    tells_unchecked=True,
)
