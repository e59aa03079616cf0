"""A title, section or question has another heading level than its kind, or has lost its marks.

Why: levels make the page's outline; a section that is one level too deep becomes part of the one before.

Fix: write as many `#` as the message says, and a space after them.

Source: the card type, `sections`; https://spec.commonmark.org/0.31.2/#atx-headings
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault, Section
from exlint.cardtype import SectionSpec
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._headings import as_heading, headed, heading_of, name_of


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such heading."""
    if card.title and card.title.level not in (1, None):
        message = f"title is a level-{card.title.level} heading; expected '{as_heading(card.title.text, 1, card)}'"
        yield Problem(card.title.span, message, fixes=headed(card, card.title.span, 1, card.title.text))
    for section in card.all_sections:
        if section.spec is None:
            continue
        if section.fault in (HeadingFault.PLAIN, HeadingFault.LEVEL):
            yield _wrong(section, section.spec, card)
        level = section.spec.level + 1
        for question in section.questions:
            if question.level != level:
                found = "plain text" if question.level is None else f"a level-{question.level} heading"
                message = f"{section.spec.item} is {found}; expected '{as_heading(question.prose.text, level, card)}'"
                fixes = headed(card, question.prose.whole, level, question.prose.text)
                yield Problem(question.prose.whole, message, fixes=fixes)


def _wrong(section: Section, spec: SectionSpec, card: Card) -> Problem:
    """What is wrong with the heading of a section that has lost its marks or has too many or few of them."""
    is_plain = section.fault is HeadingFault.PLAIN
    found = "plain text" if is_plain else f"a level-{section.level} heading"
    fixes = headed(card, section.heading.span, spec.level, name_of(spec, card, section))
    message = f"section {section.name!r} is {found}; expected '{heading_of(spec, card, section)}'"
    return Problem(section.heading.span, message, fixes=fixes)


RULE = CardRule(
    code="EX208",
    name="wrong-heading-level",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
