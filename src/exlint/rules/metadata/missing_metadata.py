"""The metadata is not there.

Why: lists, filters and the card's own sentences are made from it.

Fix: write it where the type has it: as a list of `- **Key:** value` lines in its section, as `key: value` lines between
two `---` lines at the start, or as `Key: value` lines at the start.

Source: the card type, `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, PassageKind, Section
from exlint.cardtype import MetadataSource
from exlint.document import ListBlock, Table
from exlint.findings import Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem: at what is left of it, else where it belongs.

    Front matter that can't be read is another rule's finding.
    """
    spec = card.type.metadata
    if card.metadata or not spec.fields or (card.document.head and card.document.head.fault):
        return
    keys, first = ", ".join(field.name for field in spec.fields), spec.fields[0].name
    if spec.source is not MetadataSource.BULLETS:
        if any(field.required for field in spec.fields):
            what = "the header" if spec.source is MetadataSource.HEADER else "the front matter ('---' … '---')"
            message = f"{what} is missing; expected a line such as '{first}: …' at the start for each of {keys}"
            yield Problem(card.document.source.line_span(1), message)
        return
    section = card.section(spec.section)
    if section and not section.is_empty:
        message = f"the metadata list is missing; expected a line such as '- **{first}:** …' for each of {keys}"
        yield Problem(_place(card, section), message)


def _place(card: Card, section: Section) -> Span:
    lines = (each for each in card.passages if each.kind is PassageKind.FIELD and each.section is section)
    first = next(lines, None)
    if first:
        return first.prose.whole
    source = card.document.source
    block = next((block for block in section.blocks if isinstance(block, ListBlock | Table)), None)
    return source.line_span(source.position(block.span.start).row) if block else section.heading.span


RULE = CardRule(code="EX301", name="missing-metadata", since="0.1.0", severity=Severity.ERROR, check=check)
