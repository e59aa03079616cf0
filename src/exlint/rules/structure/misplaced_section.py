"""A section stands out of the type's order.

Why: readers know where to look; programs that read cards by order take one section for another.

Fix: move the whole section, heading and content, to its place.

Source: the card type, the order of `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault, Section
from exlint.document import ThematicBreak
from exlint.findings import Applicability, Edit, Fix, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at
from exlint.rules.structure._content import misplaced


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section that must move, the fewest that mend the order."""
    order = [spec.name for spec in card.type.sections]
    for section in misplaced(card):
        earlier = [name for name in order[: order.index(section.name)] if card.section(name)]
        where = f"after {earlier[-1]!r}" if earlier else "first"
        anchor = card.section(earlier[-1]) if earlier else None
        related = (Related(anchor.heading.span, "it belongs after this"),) if anchor else ()
        message = f"section {section.name!r} is out of order; expected {where}"
        yield Problem(section.heading.span, message, related, _moved(card, section, anchor))


def _moved(card: Card, section: Section, anchor: Section | None) -> tuple[Fix, ...]:
    """The whole section after the anchor, or before all others; none if it is not clear what belongs to it."""
    if card.extra_titles or section.fault is HeadingFault.ABSENT:
        return ()
    source, own = card.document.source, _extent(card, section)
    place = _extent(card, anchor).end if anchor else _extent(card, card.sections[0]).start
    before = "" if source.text[:place].endswith("\n") else "\n\n"
    moved = Edit(Span(place, place), f"{before}{source[own].rstrip()}\n\n")
    return fix(f"move section {section.name!r}", Edit(own, ""), moved)


def _extent(card: Card, section: Section) -> Span:
    """The section's lines, up to the next section, a rule line that is not its own, the closing line or the end."""
    source, start = card.document.source, section.span.start
    ends = [each.span.start for each in card.sections if each.span.start > start]
    ends += [card.closing.start] if card.closing else []
    if section.rule is None:
        breaks = (block.span.start for block in card.document.blocks if isinstance(block, ThematicBreak))
        ends += (each for each in breaks if each > start)
    end = min(ends, default=len(source.text))
    return Span(line_at(source, start).start, line_at(source, end).start if ends else end)


RULE = CardRule(
    code="EX204",
    name="misplaced-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
