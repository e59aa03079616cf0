"""A section that every card of the type has is not there.

Why: readers and programs look for it; what stood under its heading now belongs to another section or is lost.

Fix: write the section, or put its heading back above the content that is left.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault, Level, Section
from exlint.cardtype import SectionSpec, Syntax
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at
from exlint.rules.structure._content import stray_blocks
from exlint.rules.structure._headings import heading_of


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, where the section belongs: at its own content if that is left."""
    for level in card.levels:
        for spec in level.missing:
            message = f"section {spec.name!r} is missing; expected '{heading_of(spec, card)}'"
            yield Problem(_place(card, level, spec), message)
    for spec, section in card.known_sections:
        if section.fault is HeadingFault.ABSENT:
            heading = heading_of(spec, card)
            message = f"the heading of section {spec.name!r} is missing; expected '{heading}' here"
            yield Problem(section.heading.span, message, fixes=_headed(card, section, heading))


def _headed(card: Card, section: Section, heading: str) -> tuple[Fix, ...]:
    """The heading above the content that is left, which may stand right below another section's."""
    line = line_at(card.document.source, section.heading.span.start)
    gap = "\n" if card.type.syntax is Syntax.LINES else "\n\n"
    edit = Edit(Span(line.start, line.start), f"{heading}{gap}")
    return fix(f"write {heading!r} above it", edit, how=Applicability.UNSAFE)


def _place(card: Card, level: Level, spec: SectionSpec) -> Span:
    """Content that only this section holds and the one before does not; else the next section; else the end."""
    order = [each.name for each in level.specs]
    index = order.index(spec.name)
    before = next((section for name in reversed(order[:index]) if (section := level.section(name))), None)
    left = stray_blocks(before, card) if before else () if level.owner else card.preamble
    if left:
        return Span(left[0].span.start, card.document.source.line_span(_row(card, left[0].span)).end)
    after = next((section for name in order[index + 1 :] if (section := level.section(name))), None)
    return after.heading.span if after else level.owner.heading.span if level.owner else card.end


def _row(card: Card, span: Span) -> int:
    return card.document.source.row(span.start)


RULE = CardRule(
    code="EX203",
    name="missing-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
