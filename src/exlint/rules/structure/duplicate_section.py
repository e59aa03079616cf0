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
    for section in card.sections:
        first = card.section(section.spec.name) if section.spec else None
        if first and first is not section:
            related = (Related(first.heading.span, "the first one is here"),)
            message = f"section {section.name!r} stands twice"
            yield Problem(section.heading.span, message, related, _removed(card, section, first))


def _removed(card: Card, section: Section, first: Section) -> tuple[Fix, ...]:
    """The card without the second section; none if it says anything that the first does not."""
    source = card.document.source
    own = [line.strip() for line in source[section.span].splitlines()[1:]]
    if any(own) and own != [line.strip() for line in source[first.span].splitlines()[1:]]:
        return ()
    rest = source.text[section.span.end :]
    end = section.span.end + len(rest) - len(rest.lstrip()) if rest.strip() else len(source.text.rstrip("\r\n"))
    return fix("remove the second", Edit(Span(line_at(source, section.span.start).start, end), ""))


RULE = CardRule(
    code="EX205",
    name="duplicate-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
