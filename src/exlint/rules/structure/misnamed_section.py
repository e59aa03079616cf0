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


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its heading."""
    for section in card.sections:
        if section.fault is HeadingFault.NAME:
            marks = "#" * (section.spec.level if section.spec else 0)
            message = f"section is called {section.heading.text!r}; expected '{marks} {section.name}'"
            yield Problem(section.heading.span, message)


RULE = CardRule(code="EX209", name="misnamed-section", since="0.1.0", severity=Severity.ERROR, check=check)
