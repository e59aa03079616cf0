"""A section stands under another name than the type gives it.

Why: links and programs find a section by its name.

Fix: write the name as the message gives it.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, HeadingFault
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._headings import heading_of


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its heading."""
    for section in card.all_sections:
        if section.spec and section.fault is HeadingFault.NAME:
            message = f"section is called {section.heading.text!r}; expected '{heading_of(section.spec, card)}'"
            yield Problem(section.heading.span, message)


RULE = CardRule(code="EX209", name="misnamed-section", since="0.1.0", severity=Severity.ERROR, check=check)
