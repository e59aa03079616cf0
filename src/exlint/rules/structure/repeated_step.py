"""An item says the same as the item before it.

Why: a line pasted twice makes readers do the step twice. Only neighbours count: a movement may well come back later.

Fix: remove one of the two.

Source: seen in collections that were merged by script.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from exlint.card import Card, Entry
from exlint.findings import Applicability, Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._numbers import without

_MOST_FIXES = 5
"""Repeats of a section that can be taken out: each such fix has an edit for every item that it numbers anew."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the item before."""
    for spec, section in card.known_sections:
        repeats = 0
        for at, (before, entry) in enumerate(pairwise(section.entries), 1):
            if entry.prose.text.strip() and _content(entry) == _content(before):
                repeats += 1
                related = (Related(before.prose.whole, "the first one is here"),)
                message = f"{spec.item} repeats the {spec.item} before it"
                fixes = without(card, section, at) if repeats <= _MOST_FIXES else ()
                yield Problem(entry.prose.whole, message, related, fixes)


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
