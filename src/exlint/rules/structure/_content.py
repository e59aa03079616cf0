"""What kind of content a block is, in the words of a card type."""

from __future__ import annotations

from exlint.card import Card, Section
from exlint.document import Block, ListBlock, Paragraph


def stray_blocks(section: Section, card: Card) -> tuple[Block, ...]:
    """The section's blocks of a kind that it does not hold. A list of the wrong sort is still a list."""
    return tuple(block for block in section.blocks if not _is_expected(block, section, card))


def _is_expected(block: Block, section: Section, card: Card) -> bool:
    if section.spec is None or block.span == card.closing:
        return True
    match block:
        case Paragraph():
            return section.spec.allows("paragraph") or _after_rule(block, section)
        case ListBlock(ordered=ordered):
            if card.metadata and block is card.metadata.block:
                return section.spec.allows("metadata")
            wanted = section.spec.content
            if "questions" in wanted or not {"numbered-list", "bullet-list", "links"} & set(wanted):
                return False
            return True if not ordered else bool({"numbered-list", "bullet-list", "links"} & set(wanted))
        case _:
            return False


def _after_rule(block: Block, section: Section) -> bool:
    return section.rule is not None and block.span.start > section.rule.start
