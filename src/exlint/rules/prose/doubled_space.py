"""Two or more spaces stand in a row.

Why: a browser shows one, so nobody sees it; searches and comparisons do. Often a word was cut out between them.

Fix: leave one space; look whether a word is missing.

Source: every style guide.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Edit, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix

_SPACES = lazy_pattern(r"[ \t\u00a0](?<=\S.)[ \t\u00a0]+(?=\S)")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each run of spaces within a text."""
    for passage in card.passages_with("  ", "\t", "\u00a0"):
        for match in _SPACES.finditer(passage.prose.text):
            span = passage.prose.locate(match)
            if card.document.source[span].isspace():  # not around a tag of HTML, which is no text
                fixes = fix("leave one space", Edit(span, " "))
                yield Problem(span, f"{len(match[0])} spaces in a row", fixes=fixes)


RULE = CardRule(
    code="EX509",
    name="doubled-space",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
