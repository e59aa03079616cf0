"""Items of one list have different bullets.

Why: to Markdown a list ends where the bullet changes, so the page shows several lists, with gaps between.

Fix: write the bullet that the others have.

Source: https://spec.commonmark.org/0.31.2/#lists
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from exlint.card import Card, Section
from exlint.document import ListBlock
from exlint.findings import Applicability, Edit, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each run of items with another bullet than most of the list's, at the first."""
    for _, section in card.known_sections:
        for lists in _side_by_side(section):
            runs = [(card.document.source[each.items[0].marker], each.items) for each in lists]
            ((usual, _),) = Counter(mark for mark, items in runs for _ in items).most_common(1)
            for mark, items in runs:
                if mark != usual:
                    fixes = fix(f"write {usual!r}", *(Edit(item.marker, usual) for item in items))
                    yield Problem(items[0].marker, f"bullet {mark!r} among {usual!r}", fixes=fixes)


def _side_by_side(section: Section) -> Iterator[list[ListBlock]]:
    """The section's bullet lists, those together that nothing stands between: they were meant as one."""
    for is_list, blocks in groupby(section.blocks, lambda block: isinstance(block, ListBlock) and not block.ordered):
        if is_list:
            yield [block for block in blocks if isinstance(block, ListBlock)]


RULE = CardRule(
    code="EX223",
    name="mixed-bullets",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.SAFE,),
)
