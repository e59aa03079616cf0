"""A section holds content of a kind that it has on no other card.

Why: a paragraph among bullets is often a bullet that lost its marker, or text that belongs elsewhere.

Fix: move the content where it belongs, or mark it as the section's kind of content.

Source: the card type, `sections`, `content`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.document import Block, ListBlock, Paragraph
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.structure._content import kind_of, stray_blocks

_HELD = {
    "paragraph": "a paragraph",
    "metadata": "the metadata list",
    "numbered-list": "a numbered list",
    "bullet-list": "a bullet list",
    "questions": "questions with answers",
    "links": "links",
    "table": "a table",
    "code": "code",
}
"""The kinds of content that a card type names, for people."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section, at the first such block."""
    first = card.sections[0] if card.sections else None
    if card.preamble and first and first.spec and first.spec is card.type.sections[0]:
        yield Problem(_first_line(card, card.preamble[0]), f"text before section {first.name!r}")
    for _, section in card.known_sections:
        stray = stray_blocks(section, card)
        if stray and not _is_of_missing_section(card, section):
            held = " and ".join(_HELD[kind] for kind in section.spec.content) if section.spec else ""
            message = f"section {section.name!r} holds {held}; found {kind_of(stray[0])}"
            yield Problem(_first_line(card, stray[0]), message, fixes=_marked(card, section, stray[0]))


def _marked(card: Card, section: Section, block: Block) -> tuple[Fix, ...]:
    """A paragraph that stands right above the section's bullets as one of them."""
    source = card.document.source
    starts = [each.span.start for each in section.blocks if isinstance(each, ListBlock) and not each.ordered]
    below = source.row(block.span.end) + 1
    is_first = isinstance(block, Paragraph) and any(source.row(start) == below for start in starts)
    if not is_first or section.spec is None or not section.spec.allows("bullet-list"):
        return ()
    return fix("write '- ' before it", Edit(Span(block.span.start, block.span.start), "- "), how=Applicability.UNSAFE)


def _first_line(card: Card, block: Block) -> Span:
    source = card.document.source
    line = source.line_span(source.row(block.span.start))
    return Span(block.span.start, min(line.end, block.span.end))


def _is_of_missing_section(card: Card, section: Section) -> bool:
    """Whether the next section lost its heading, so that its content seems to be this one's."""
    level = next(level for level in card.levels if section in level.sections)
    names = [spec.name for spec in level.specs]
    after = names[names.index(section.name) + 1 :]
    return bool(after) and any(spec.name == after[0] for spec in level.missing)


RULE = CardRule(
    code="EX218",
    name="unexpected-content",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
