"""A title, section or question has another heading level than its kind, or has lost its marks.

Why: levels make the page's outline; a section that is one level too deep becomes part of the one before.

Fix: write as many `#` as the message says, and a space after them.

Source: the card type, `sections`; https://spec.commonmark.org/0.31.2/#atx-headings
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._headings import headed


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such heading."""
    source = card.document.source
    if card.title and card.title.level not in (1, None):
        message = f"title is a level-{card.title.level} heading; expected '# {card.title.text}'"
        yield Problem(card.title.span, message, fixes=headed(source, card.title.span, 1, card.title.text))
    for section in card.sections:
        if section.spec is None:
            continue
        marks = "#" * section.spec.level
        is_wrong = section.fault in (HeadingFault.PLAIN, HeadingFault.LEVEL)
        fixes = headed(source, section.heading.span, section.spec.level, section.name) if is_wrong else ()
        if section.fault is HeadingFault.PLAIN:
            message = f"section {section.name!r} is plain text; expected '{marks} {section.name}'"
            yield Problem(section.heading.span, message, fixes=fixes)
        elif section.fault is HeadingFault.LEVEL:
            message = f"section {section.name!r} is a level-{section.level} heading; expected '{marks} {section.name}'"
            yield Problem(section.heading.span, message, fixes=fixes)
        level = section.spec.level + 1
        for question in section.questions:
            if question.level != level:
                found = "plain text" if question.level is None else f"a level-{question.level} heading"
                message = f"{section.spec.item} is {found}; expected '{'#' * level} {question.prose.text}'"
                fixes = headed(source, question.prose.whole, level, question.prose.text)
                yield Problem(question.prose.whole, message, fixes=fixes)


RULE = CardRule(
    code="EX208",
    name="wrong-heading-level",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
