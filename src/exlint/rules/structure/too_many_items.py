"""A list has more items than its section may have.

Why: who reads the card wants the few that matter; a longer list was often pasted from elsewhere, or two lists were
joined.

Fix: keep the most important ones, or move the rest to a section of their own.

Source: the card type, `at-most`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each section, at the first item that is too many."""
    for spec, section in card.known_sections:
        most = spec.items.at_most
        items = [each.prose.whole for each in (section.questions if spec.allows("questions") else section.entries)]
        if most is not None and len(items) > most:
            yield Problem(items[most], f"{len(items)} {spec.item}s; expected at most {most}")


RULE = CardRule(code="EX230", name="too-many-items", since="0.1.0", severity=Severity.ERROR, check=check)
