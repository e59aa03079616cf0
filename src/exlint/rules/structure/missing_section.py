"""A section that every card of the type has is not there.

Why: readers and programs look for it; what stood under its heading now belongs to another section or is lost.

Fix: write the section, or put its heading back above the content that is left. exlint can begin it: what the type
dictates is filled in from the metadata, and what is to be written is marked as such (EX517).

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.binding.known import known_values
from exlint.card import Card, HeadingFault, Level, Section
from exlint.cardtype import CardType, SectionSpec
from exlint.drafting import gap_of, skeleton
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.placeholders import FOUND_BY
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import block_after, fix, line_at
from exlint.rules.structure._content import stray_blocks
from exlint.rules.structure._extents import extent, rule_lines
from exlint.rules.structure._headings import heading_of
from exlint.value import replace


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, where the section belongs: at its own content if that is left."""
    for level in card.levels:
        for spec in level.missing:
            message = f"section {spec.name!r} is missing; expected '{heading_of(spec, card)}'"
            left = _left_over(card, level, spec)
            fixes = () if left else _begun(card, level, spec)
            yield Problem(left or _place(card, level, spec), message, fixes=fixes)
    for spec, section in card.known_sections:
        if section.fault is HeadingFault.ABSENT:
            heading = heading_of(spec, card)
            message = f"the heading of section {spec.name!r} is missing; expected '{heading}' here"
            yield Problem(section.heading.span, message, fixes=_headed(card, section, heading))


def _headed(card: Card, section: Section, heading: str) -> tuple[Fix, ...]:
    """The heading above the content that is left, which may stand right below another section's."""
    line = line_at(card.document.source, section.heading.span.start)
    edit = Edit(Span(line.start, line.start), f"{heading}{gap_of(card.type)}")
    return fix(f"write {heading!r} above it", edit, how=Applicability.UNSAFE)


def _begun(card: Card, level: Level, spec: SectionSpec) -> tuple[Fix, ...]:
    """The section as a new card has it, with all that the type dictates, after the content that it follows.

    None where it may be there under another heading, or where it holds the metadata that all else hangs on. What it
    says for values that aren't known waits until they are.
    """
    is_elsewhere = not level.is_open and any(section.spec is None for section in level.sections)
    if is_elsewhere or card.extra_titles or _holds_metadata(spec, card.type):
        return ()
    end, text = _end_before(card, level, spec), card.document.source.text
    rule = next((start for start in rule_lines(card) if start >= end), None)
    has_rule = rule is not None and not text[end:rule].strip()
    begun = skeleton(card.type, replace(spec, rule_after=spec.rule_after and not has_rule), known_values(card))
    edit = block_after(card.document.source, end, begun, gap_of(card.type)) if begun else None
    return tuple(replace(each, brings=(FOUND_BY,)) for each in fix("begin it", edit, how=Applicability.UNSAFE))


def _holds_metadata(spec: SectionSpec, card_type: CardType) -> bool:
    own = spec.name == card_type.metadata.section
    return own or any(_holds_metadata(each, card_type) for each in spec.sections)


def _end_before(card: Card, level: Level, spec: SectionSpec) -> int:
    """Where the text ends that the section belongs after."""
    before, after = _neighbours(level, spec)
    if before:
        last = next(each for each in reversed(level.sections) if each.spec is before.spec)
        end = extent(card, last).end
    elif after:
        end = extent(card, after).start
    elif level.owner:
        end = level.owner.span.end
    else:
        end = min([*rule_lines(card), *([card.closing.start] if card.closing else []), card.end.end])
    return len(card.document.source.text[:end].rstrip())


def _left_over(card: Card, level: Level, spec: SectionSpec) -> Span | None:
    """Content that only this section holds and the one before does not."""
    before, _ = _neighbours(level, spec)
    left = stray_blocks(before, card) if before else () if level.owner else card.preamble
    return Span(left[0].span.start, line_at(card.document.source, left[0].span.start).end) if left else None


def _place(card: Card, level: Level, spec: SectionSpec) -> Span:
    """The next section; else the end."""
    _, after = _neighbours(level, spec)
    return after.heading.span if after else level.owner.heading.span if level.owner else card.end


def _neighbours(level: Level, spec: SectionSpec) -> tuple[Section | None, Section | None]:
    """The sections that are there of those before and after it in the type's order."""
    order = [each.name for each in level.specs]
    index = order.index(spec.name)
    before = (section for name in reversed(order[:index]) if (section := level.section(name)))
    after = (section for name in order[index + 1 :] if (section := level.section(name)))
    return next(before, None), next(after, None)


RULE = CardRule(
    code="EX203",
    name="missing-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
