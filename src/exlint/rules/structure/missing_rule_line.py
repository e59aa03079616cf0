"""A `---` line that ends a section is not there.

Why: the page is divided there; without it two parts run together.

Fix: write `---` on a line of its own, with an empty line before and after it.

Source: the card type, `rule-after`; https://spec.commonmark.org/0.31.2/#thematic-breaks
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.document import Block, ListBlock, ThematicBreak
from exlint.findings import Applicability, Edit, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.structure._content import misplaced


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section, at the end of its content.

    Nothing is said of a section that is out of order, or whose line stands after a section that should not follow it.
    """
    elsewhere = [section for level in card.levels for section in misplaced(level)]
    for spec, section in card.known_sections:
        if section in elsewhere or _stands_later(card, section):
            continue
        if spec.rule_after and section.rule is None and section.blocks:
            last = _last_own_block(card, section)
            line = card.document.source.row(last.span.end)
            place = card.document.source.line_span(line)
            fixes = fix("write '---' after it", Edit(Span(place.end, place.end), "\n\n---"))
            yield Problem(place, f"no '---' line after section {spec.name!r}", fixes=fixes)


def _stands_later(card: Card, section: Section) -> bool:
    for other in card.all_sections:
        if other.span.start <= section.span.start:
            continue
        if other.spec not in (None, section.spec):
            return False
        if other.rule or any(isinstance(block, ThematicBreak) for block in other.blocks):
            return True
    return False


def _last_own_block(card: Card, section: Section) -> Block:
    """The last list, after which the line belongs; else the last block but the closing line."""
    blocks = [block for block in section.blocks if block.span != card.closing] or list(section.blocks)
    lists = [block for block in blocks if isinstance(block, ListBlock)]
    return lists[0] if lists else blocks[-1]


RULE = CardRule(
    code="EX216",
    name="missing-rule-line",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
