"""Which lines belong to a section."""

from __future__ import annotations

from exlint.card import Card, Section
from exlint.document import ThematicBreak
from exlint.findings import Span
from exlint.rules.edits import line_at


def extent(card: Card, section: Section) -> Span:
    """The section's lines, up to the next section, a rule line that is not its own, the closing line or the end.

    Those of the sections within it are its own.
    """
    source, span = card.document.source, section.span
    ends = [each.span.start for each in card.all_sections if each.span.start > span.start and not _is_in(each, span)]
    ends += [card.closing.start] if card.closing else []
    if section.rule is None:
        ends += (start for start in rule_lines(card) if start > span.start)
    end = min(ends, default=len(source.text))
    return Span(line_at(source, span.start).start, line_at(source, end).start if ends else end)


def rule_lines(card: Card) -> tuple[int, ...]:
    """Where the card's rule lines start, in order."""
    return tuple(block.span.start for block in card.document.blocks if isinstance(block, ThematicBreak))


def _is_in(section: Section, span: Span) -> bool:
    return span.contains(section.span)
