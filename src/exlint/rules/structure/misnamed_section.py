"""A section stands under another name than the type gives it.

Why: links and programs find a section by its name.

Fix: write the name as the message gives it.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at, replaced
from exlint.rules.structure._headings import filled, heading, heading_of, name_of
from exlint.suggest import nearest

_ALIKE = 0.8
"""A name that is so much like the right one is a slip; another is a guess by where the section stands."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its heading."""
    for section in card.all_sections:
        if section.spec and section.fault is HeadingFault.NAME:
            expected, name = heading_of(section.spec, card), name_of(section.spec, card)
            message = f"section is called {section.heading.text!r}; expected '{expected}'"
            shown, source = section.heading.text, card.document.source
            how = Applicability.SAFE if nearest(shown, (name,), _ALIKE) else Applicability.UNSAFE
            edits = [replaced(source, section.heading.span, shown, name)]
            if not shown:
                edits = [filled(source, section.heading.span, expected)]
            elif section.level != section.spec.level:
                edits += heading(source, section.heading.span, section.spec.level, shown)
            place = section.heading.span if shown else line_at(source, section.heading.span.start)
            yield Problem(place, message, fixes=fix(f"write '{expected}'", *edits, how=how))


RULE = CardRule(
    code="EX209",
    name="misnamed-section",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
