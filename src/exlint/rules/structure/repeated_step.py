"""An item says the same as the item before it.

Why: a line pasted twice makes readers do the step twice. Only neighbours count: a movement may well come back later.

Fix: remove one of the two.

Source: seen in collections that were merged by script.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Entry
from exlint.findings import Applicability, Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._numbers import without


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the item before."""
    for spec, section in card.known_sections:
        for before, entry in zip(section.entries, section.entries[1:], strict=False):
            if entry.prose.text.strip() and _content(entry) == _content(before):
                related = (Related(before.prose.whole, "the first one is here"),)
                message = f"{spec.item} repeats the {spec.item} before it"
                yield Problem(entry.prose.whole, message, related, without(card, section, entry))


def _content(entry: Entry) -> tuple[str, ...]:
    """The text, letter case aside, and the addresses that its links lead to."""
    return (entry.prose.text.strip().casefold(), *(link.url for link in entry.links))


RULE = CardRule(
    code="EX212",
    name="repeated-step",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
