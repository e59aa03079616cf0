"""A section stands twice.

Why: two headings of one name have one anchor, so links reach only the first; one of the two is usually a leftover.

Fix: merge the contents under one heading.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.findings import Applicability, Edit, Fix, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the first."""
    for level in card.levels:
        for section in level.sections:
            first = level.section(section.spec.name) if section.spec and not section.spec.repeats else None
            if first and first is not section:
                related = (Related(first.heading.span, "the first one is here"),)
                message = f"section {section.name!r} stands twice"
                yield Problem(section.heading.span, message, related, _removed(card, section, first))


def _removed(card: Card, section: Section, first: Section) -> tuple[Fix, ...]:
    """The card without the one that is empty, or without the second if it says what the first says; else none."""
    lines, other = (_lines(card, each) for each in (section, first))
    if section.is_empty or lines == other:
        return fix("remove the second", _without(card, section, first))
    return fix("remove the first", _without(card, first, section)) if first.is_empty else ()


def _lines(card: Card, section: Section) -> list[str]:
    """What stands under the heading."""
    return [line.strip() for line in card.document.source[section.span].splitlines()[1:]]


def _without(card: Card, section: Section, kept: Section) -> Edit:
    """The edit that takes out a section, with its rule line if the one that is kept has its own."""
    source = card.document.source
    end = section.rule.end if section.rule and kept.rule else section.span.end
    rest = source.text[end:]
    gap = len(rest) - len(rest.lstrip()) if rest.strip() else 0
    return Edit(Span(line_at(source, section.span.start).start, end + gap), "")


RULE = CardRule(
    code="EX205",
    name="duplicate-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
