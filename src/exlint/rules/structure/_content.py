"""What kind of content a block is, in the words of a card type."""

from __future__ import annotations

from exlint.card import Card, Level, Section
from exlint.document import Block, CodeBlock, Heading, ListBlock, Paragraph, Quote, Table, ThematicBreak
from exlint.sequence import out_of_order


def stray_blocks(section: Section, card: Card) -> tuple[Block, ...]:
    """The section's blocks of a kind that it does not hold. A list of the wrong sort is still a list."""
    return tuple(block for block in section.blocks if not _is_expected(block, section, card))


def _is_expected(block: Block, section: Section, card: Card) -> bool:
    if section.spec is None or not section.spec.content or block.span == card.closing:
        return True
    match block:
        case Paragraph():
            is_item = section.has_entry_in(block.span)  # without its marker
            return is_item or section.spec.allows("paragraph") or _after_rule(block, section)
        case ListBlock(ordered=ordered):
            if section.spec.allows("metadata"):
                return card.metadata is None or any(block.span.contains(each.key.span) for each in card.metadata.fields)
            if card.metadata and block is card.metadata.block:
                return False
            wanted = section.spec.content
            if "questions" in wanted or not {"numbered-list", "bullet-list", "links"} & set(wanted):
                return False
            return True if not ordered else bool({"numbered-list", "bullet-list", "links"} & set(wanted))
        case Table():
            is_metadata = section.spec.allows("metadata") and card.metadata is None  # in another form
            return is_metadata or section.spec.allows("table")
        case CodeBlock():
            return section.spec.allows("code")
        case _:
            return False


def _after_rule(block: Block, section: Section) -> bool:
    return section.rule is not None and block.span.start > section.rule.start


def kind_of(block: Block) -> str:
    """What a block is called, with its article."""
    match block:
        case Paragraph():
            return "a paragraph"
        case ListBlock(ordered=ordered):
            return "a numbered list" if ordered else "a bullet list"
        case Table():
            return "a table"
        case CodeBlock():
            return "a code block"
        case Quote():
            return "a quotation"
        case ThematicBreak():
            return "a '---' line"
        case Heading():
            return "a heading"
        case _:
            return "something else"


def misplaced(level: Level) -> tuple[Section, ...]:
    """The fewest sections that must move so that all stand in the type's order."""
    order = [spec.name for spec in level.specs]
    found = list(level.known)
    ranks = [order.index(spec.name) * len(found) + place for place, (spec, _) in enumerate(found)]  # some repeat
    return tuple(found[index][1] for index in out_of_order(ranks))
