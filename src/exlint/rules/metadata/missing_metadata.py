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
from exlint.document import ListBlock, Paragraph, Table
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import value_said


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
        yield Problem(_place(card, section), message, fixes=_written(card, section))


def _written(card: Card, section: Section) -> tuple[Fix, ...]:
    """The list of what the card's sentences and links say, if they say a value for each key that is required."""
    paragraph = next((block for block in section.blocks if isinstance(block, Paragraph)), None)
    if paragraph is None or len(section.blocks) > 1:
        return ()
    lines = []
    for spec in card.type.metadata.fields:
        said = (value_said(card, spec.name, each.said.text) for each in card.evidence if each.name == spec.name)
        value = next((value for value in said if value), None)
        if value:
            lines.append(f"\n- **{spec.name}:** {value}")
        elif spec.required:
            return ()
    end = paragraph.span.end
    return fix("write the list", Edit(Span(end, end), f"\n{''.join(lines)}"), how=Applicability.UNSAFE)


def _place(card: Card, section: Section) -> Span:
    lines = (each for each in card.passages if each.kind is PassageKind.FIELD and each.section is section)
    first = next(lines, None)
    if first:
        return first.prose.whole
    source = card.document.source
    block = next((block for block in section.blocks if isinstance(block, ListBlock | Table)), None)
    return source.line_span(source.row(block.span.start)) if block else section.heading.span


RULE = CardRule(
    code="EX301",
    name="missing-metadata",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
