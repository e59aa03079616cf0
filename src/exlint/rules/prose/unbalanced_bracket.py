"""A bracket has no other half.

Why: the reader can't tell where the aside ends; often its end was lost.

Fix: write the other bracket, or remove this one.

Brackets that were meant to be a link are the rule `broken-link`'s; "a)" and ":)" are left alone.

Source: every style guide.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.placeholders import placeholders
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.prose._damage import link_like

_PAIRS = {")": "(", "]": "[", "}": "{"}
_BRACKET = lazy_pattern(r"[()\[\]{}]")
_LABEL = lazy_pattern(r"(?:^|(?<=[\s(]))(?:\w|\d\d|[ivx]+)\)|[:;]-?[()]")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each bracket without its other half, at the bracket."""
    for passage in card.passages_with(*"()[]{}"):
        text = passage.prose.text
        lonely = list(_unbalanced(text))
        matches = (*link_like(text), *placeholders(text, card.type)) if lonely else ()
        taken = {place for match in matches for place in range(*match.span())}
        for place in lonely:
            if place not in taken:
                yield Problem(passage.prose.span(place, place + 1), f"{text[place]!r} without its other half")


def _unbalanced(text: str) -> Iterator[int]:
    """The places of the brackets that have no partner, in order."""
    open_places: list[int] = []
    found = list(_LABEL.finditer(text))
    labels = {match.end() - 1 for match in found if len(found) > 1 or match.start() == 0 or match[0][0] in ":;"}
    lonely: list[int] = []
    for match in _BRACKET.finditer(text):
        place, bracket = match.start(), match[0]
        if bracket in _PAIRS.values():
            if place not in labels:
                open_places.append(place)
        elif open_places:
            lonely += [place] * (text[open_places.pop()] != _PAIRS[bracket])
        elif place not in labels:
            lonely.append(place)
    yield from sorted(lonely + open_places)


RULE = CardRule(code="EX515", name="unbalanced-bracket", since="0.1.0", severity=Severity.ERROR, check=check)
