"""The file is not called after the card's title.

Why: addresses are made from file names; a card under another's name is not found, and a copy was often only half
renamed. Only files that a type's pattern finds are looked at: another name may mean nothing.

Fix: rename the file, or correct the title.

Source: the card type, `title`, `file-name`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem, at the title."""
    if not (card.type.title.file_name_is_slug and card.found_by_pattern and card.title and card.title.text):
        return
    stem, suffix = PurePath(card.file_name).stem, PurePath(card.file_name).suffix
    expected = card.type.slug(card.title.text)
    if expected != stem and "title" not in card.disputes:
        yield Problem(
            card.title.span,
            f"the file of {card.title.text!r} is called {card.file_name!r}; expected {expected + suffix!r}",
        )


RULE = CardRule(code="EX402", name="file-name-mismatch", since="0.1.0", severity=Severity.ERROR, check=check)
