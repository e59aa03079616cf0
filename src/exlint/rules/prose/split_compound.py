"""One word is written as two: "over head".

Why: search for the one word does not find the two, and the two can mean something else.

Fix: write one word, everywhere in the card. The words are the type's and the language's `split-compounds`.

Source: Merriam-Webster's entries of these words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from exlint.card import Card
from exlint.findings import Applicability, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, replaced


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each word that is split, at its first place; the others in the card are related."""
    places: dict[str, list[tuple[str, Span]]] = {}
    compounds = card.type.word_list("split-compounds")
    starts = _first_words(compounds)
    for passage in card.passages_with(starts):
        for index, (word, after) in enumerate(pairwise(passage.lower_words)):
            both = f"{word} {after}" if word in starts else ""
            if both not in compounds:
                continue
            first, second = passage.words[index : index + 2]
            if passage.free[first.end : second.start] == " ":
                place = passage.free[first.start : second.end], passage.prose.span(first.start, second.end)
                places.setdefault(both, []).append(place)
    for (found, span), *others in places.values():
        related = tuple(Related(other, "here too") for _, other in others)
        edits = (replaced(card.document.source, each, text, _joined(text)) for text, each in ((found, span), *others))
        fixes = fix(f"write {_joined(found)!r}", *edits, how=Applicability.UNSAFE)
        yield Problem(span, f"{found!r} is one word: {_joined(found)!r}", related, fixes)


def _joined(found: str) -> str:
    joined = found.replace(" ", "")
    return joined if joined.islower() else joined.capitalize()


@lru_cache(maxsize=8)
def _first_words(compounds: frozenset[str]) -> frozenset[str]:
    return frozenset(compound.partition(" ")[0] for compound in compounds)


RULE = CardRule(
    code="EX523",
    name="split-compound",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
