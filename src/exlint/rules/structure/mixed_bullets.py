"""Items of one list have different bullets.

Why: to Markdown a list ends where the bullet changes, so the page shows several lists, with gaps between.

Fix: write the bullet that the others have.

Source: https://spec.commonmark.org/0.31.2/#lists
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.document import Item, ListBlock
from exlint.findings import Applicability, Edit, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each run of items with another bullet than most of the section's, at the first."""
    for _, section in card.known_sections:
        runs = _runs(card, section)
        usual = Counter(mark for mark, items in runs for _ in items).most_common(1)
        for mark, items in runs:
            if mark != usual[0][0]:
                fixes = fix(f"write {usual[0][0]!r}", *(Edit(item.marker, usual[0][0]) for item in items))
                yield Problem(items[0].marker, f"bullet {mark!r} among {usual[0][0]!r}", fixes=fixes)


def _runs(card: Card, section: Section) -> list[tuple[str, tuple[Item, ...]]]:
    """The section's bullet lists as Markdown divides them, with the bullet of each."""
    lists = (block for block in section.blocks if isinstance(block, ListBlock) and not block.ordered)
    return [(card.document.source[block.items[0].marker], block.items) for block in lists]


RULE = CardRule(
    code="EX223",
    name="mixed-bullets",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.SAFE,),
)
