"""How headings are written, in the syntax of a card."""

from __future__ import annotations

from exlint.card import Card, Section
from exlint.cardtype import SectionSpec, Syntax
from exlint.findings import Edit, Fix, Span
from exlint.lazy import lazy_pattern
from exlint.rules.edits import fix, line_at
from exlint.source import Source

_MARKS = lazy_pattern(r" {0,3}#+[ \t]*|(?=\S)")
_LABEL = lazy_pattern(r"(?P<mark>\*\*|__|\*|_|)(?P<text>.+?):?(?P=mark):?")
_UNDERLINE = lazy_pattern(r" {0,3}(?:=+|-+)[ \t]*")


def as_heading(text: str, level: int, card: Card) -> str:
    """A text as a heading of this level; plain lines know no levels."""
    return text if card.type.syntax is Syntax.LINES else f"{'#' * level} {text}"


def heading_of(spec: SectionSpec, card: Card, section: Section | None = None) -> str:
    """The heading that a section should have in this card; that of the `section` found, if only its level is wrong."""
    return as_heading(name_of(spec, card, section), spec.level, card)


def name_of(spec: SectionSpec, card: Card, section: Section | None = None) -> str:
    """The text of it."""
    is_right = section is not None and any(heading.match(section.heading.text) is not None for heading in spec.headings)
    return section.heading.text if section and is_right else card.headings[spec.name]


def headed(card: Card, span: Span, level: int, text: str) -> tuple[Fix, ...]:
    """The fix that makes a line a heading of this level; `span` is its text, `text` what is shown of it."""
    if card.type.syntax is Syntax.LINES:
        return ()
    return fix(f"write '{as_heading(text, level, card)}'", *heading(card.document.source, span, level, text))


def heading(source: Source, span: Span, level: int, text: str) -> list[Edit | None]:
    """The edits of it. Bold type or a colon, which stood for the marks, goes; nothing else of the line is changed."""
    line = line_at(source, span.start)
    old = _MARKS.match(source[line])
    if old is None or not line.contains(span) or not text:
        return [None]
    marks = "#" * level
    edits: list[Edit | None] = [Edit(Span(line.start, line.start + old.end()), f"{marks} ")]
    rest = source[line][old.end() :].rstrip()
    label = _LABEL.fullmatch(rest)
    if "#" not in old[0] and label and label["text"] == text:
        edits = [Edit(Span(line.start, line.start + old.end() + len(rest)), f"{marks} {text}")]
    row = source.row(line.start)
    if "#" not in old[0] and row < len(source.line_starts) and _UNDERLINE.fullmatch(source.line(row + 1)):
        edits.append(Edit(Span(line.end, source.line_span(row + 1).end), ""))
    return edits


def filled(source: Source, span: Span, text: str) -> Edit | None:
    """The edit that writes a whole heading where there are its marks only; None if there is more on the line."""
    line = line_at(source, span.start)
    return Edit(line, text) if source[line].strip(" \t#") == "" else None
