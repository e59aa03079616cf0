"""How headings are written, in the syntax of a card."""

from __future__ import annotations

from exlint.card import Card
from exlint.cardtype import SectionSpec, Syntax


def as_heading(text: str, level: int, card: Card) -> str:
    """A text as a heading of this level; plain lines know no levels."""
    return text if card.type.syntax is Syntax.LINES else f"{'#' * level} {text}"


def heading_of(spec: SectionSpec, card: Card) -> str:
    """The heading that a section should have in this card."""
    return as_heading(card.headings[spec.name], spec.level, card)
