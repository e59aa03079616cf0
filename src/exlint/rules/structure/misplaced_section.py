"""A section stands out of the type's order.

Why: readers know where to look; programs that read cards by order take one section for another.

Fix: move the whole section, heading and content, to its place.

Source: the card type, the order of `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault, Level, Section
from exlint.findings import Applicability, Edit, Fix, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.structure._content import misplaced
from exlint.rules.structure._extents import extent


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section that must move, the fewest that mend the order."""
    for level in card.levels:
        order = [spec.name for spec in level.specs]
        for section in misplaced(level):
            earlier = [found for name in order[: order.index(section.name)] if (found := level.section(name))]
            anchor = earlier[-1] if earlier else None
            where = f"after {anchor.name!r}" if anchor else "first"
            related = (Related(anchor.heading.span, "it belongs after this"),) if anchor else ()
            message = f"section {section.name!r} is out of order; expected {where}"
            yield Problem(section.heading.span, message, related, _moved(card, level, section, anchor))


def _moved(card: Card, level: Level, section: Section, anchor: Section | None) -> tuple[Fix, ...]:
    """The whole section after the anchor, or before all others; none if it is not clear what belongs to it."""
    if card.extra_titles or section.fault is HeadingFault.ABSENT or level.owner:
        return ()
    source, own = card.document.source, extent(card, section)
    place = extent(card, anchor).end if anchor else extent(card, card.sections[0]).start
    before = "" if source.text[:place].endswith("\n") else "\n\n"
    moved = Edit(Span(place, place), f"{before}{source[own].rstrip()}\n\n")
    return fix(f"move section {section.name!r}", Edit(own, ""), moved)


RULE = CardRule(
    code="EX204",
    name="misplaced-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
