"""A list within a sentence ends without `and`.

Why: `also works hamstrings, glutes.` is how a database speaks, not a sentence.

Fix: write `and` before the last item; where a template does it, have it join the values so.

A list is known by its last two items, if both are values of a list in the metadata. Sentences that a template dictates
are looked at as well.

Source: seen in two templates of a collection of some 900 cards.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.prose import sentences
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.house._templates import is_dictated, where

_LAST_ITEMS = lazy_pattern(r"(?P<before>[^,]+),\s+(?P<last>[^,]+?)(?P<mark>[.!?…]*)$")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each sentence that ends in such a list."""
    values = _list_values(card)
    for passage in card.passages if values else ():
        for start, end in sentences(passage.prose.text) if passage.is_running_text else ():
            match = _LAST_ITEMS.search(passage.prose.text[:end], start)
            if match and match["last"].casefold() in values and _ends_with_any(match["before"].casefold(), values):
                place = where(dictated=is_dictated(card, passage, *match.span()))
                message = f"the list ends in {match['last']!r} without 'and'{place}"
                yield Problem(passage.prose.locate(match, "last"), message)


def _list_values(card: Card) -> frozenset[str]:
    """The values of the lists in the metadata: the known ones and the card's own."""
    known = {value for spec in card.type.metadata.fields if spec.is_list for value in spec.known}
    fields = card.metadata.fields if card.metadata else ()
    own = {part.text for each in fields if each.spec and each.spec.is_list for part in each.parts}
    return frozenset(value.casefold() for value in known | own)


def _ends_with_any(text: str, values: frozenset[str]) -> bool:
    tail = text.split()
    return any(" ".join(tail[start:]) in values for start in range(len(tail)))


RULE = CardRule(
    code="EX903", name="list-without-and", since="0.1.0", severity=Severity.WARNING, check=check, default=False
)
