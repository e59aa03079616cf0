"""A section that every card of the type has is not there.

Why: readers and programs look for it; what stood under its heading now belongs to another section or is lost.

Fix: write the section, or put its heading back above the content that is left.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault, Section
from exlint.cardtype import SectionSpec
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at
from exlint.rules.structure._content import stray_blocks


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, where the section belongs: at its own content if that is left."""
    for spec in card.missing_sections:
        yield Problem(
            _place(card, spec), f"section {spec.name!r} is missing; expected '{'#' * spec.level} {spec.name}'"
        )
    for spec, section in card.known_sections:
        if section.fault is HeadingFault.ABSENT:
            message = f"the heading of section {spec.name!r} is missing; expected '{'#' * spec.level} {spec.name}' here"
            yield Problem(section.heading.span, message, fixes=_headed(card, section))


def _headed(card: Card, section: Section) -> tuple[Fix, ...]:
    """The heading above the content that is left, which may stand right below another section's."""
    source = card.document.source
    line = line_at(source, section.heading.span.start)
    assert section.spec is not None
    heading = f"{'#' * section.spec.level} {section.spec.name}"
    edit = Edit(Span(line.start, line.start), f"{heading}\n\n")
    return fix(f"write {heading!r} above it", edit, how=Applicability.UNSAFE)


def _place(card: Card, spec: SectionSpec) -> Span:
    """Content that only this section holds and the one before does not; else the next section; else the end."""
    order = [each.name for each in card.type.sections]
    index = order.index(spec.name)
    before = next((section for name in reversed(order[:index]) if (section := card.section(name))), None)
    left = stray_blocks(before, card) if before else card.preamble
    if left:
        return Span(left[0].span.start, card.document.source.line_span(_row(card, left[0].span)).end)
    after = next((section for name in order[index + 1 :] if (section := card.section(name))), None)
    return after.heading.span if after else card.end


def _row(card: Card, span: Span) -> int:
    return card.document.source.position(span.start).row


RULE = CardRule(
    code="EX203",
    name="missing-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
