"""How headings are written, in the syntax of a card."""

from __future__ import annotations

from exlint.card import Card, Section
from exlint.cardtype import SectionSpec, Syntax


def as_heading(text: str, level: int, card: Card) -> str:
    """A text as a heading of this level; plain lines know no levels."""
    return text if card.type.syntax is Syntax.LINES else f"{'#' * level} {text}"


def heading_of(spec: SectionSpec, card: Card, section: Section | None = None) -> str:
    """The heading that a section should have in this card; that of the `section` found, if only its level is wrong."""
    is_right = section is not None and any(heading.match(section.heading.text) is not None for heading in spec.headings)
    text = section.heading.text if section and is_right else card.headings[spec.name]
    return as_heading(text, spec.level, card)
