"""A range of numbers is written with a hyphen.

Why: between numbers, a hyphen joins (`4-2-1 tempo`) and an en dash spans: `8–12 reps`.

Fix: write an en dash (–) without spaces, or `to`.

More than two numbers in a row, numbers that don't grow, and numbers within a word are no range.

Source: The Chicago Manual of Style, 6.78; over 1,000 uses in a collection of some 900 cards.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write

_RANGE = lazy_pattern(r"(?<![\w.,:/-])(?P<low>\d+(?:\.\d+)?)(?P<sep> ?- ?)(?P<high>\d+(?:\.\d+)?)(?![\d/:]|-\d|[.,]\d)")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each range."""
    for passage in card.passages:
        for match in _RANGE.finditer(passage.prose.text) if passage.is_running_text else ():
            if float(match["low"]) < float(match["high"]):
                message = f"{match[0]!r} has a hyphen; a range has an en dash: '{match['low']}–{match['high']}'"
                is_free = passage.free[match.start() : match.end()] == match[0]
                right = f"{match['low']}–{match['high']}"
                fixes = write(card.document.source, passage.prose.locate(match), match[0], right) if is_free else ()
                yield Problem(passage.prose.locate(match), message, fixes=fixes)


RULE = CardRule(
    code="EX904",
    name="hyphen-in-range",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    default=False,
    fixable=(Applicability.SAFE,),
)
