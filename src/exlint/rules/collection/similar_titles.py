"""The titles of two cards differ only in word order, spelling or form.

Why: `Curl with a Band` and `Band Curls` are one thing twice: readers find one of the cards by chance, and the other is
forgotten when the first is corrected.

Fix: merge the cards, or say in the titles what differs. Titles that are the same but for letter case and punctuation
are `duplicate-title`.

Plural endings, hyphens, doubled letters, and one word written as two count for nothing, if another title writes it as
one. Words that mean the same in a title stand together in the list `title-synonyms` of the card type; the words of
`title-fillers` don't count.

Source: 465 real cards have no such pair, though 66 pairs of titles differ in one word that matters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from exlint.card import Card
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Member, Severity
from exlint.prose import lower_words
from exlint.rules.base import CollectionRule, NoOptions
from exlint.rules.collection._copies import named
from exlint.rules.collection._nearness import singular
from exlint.template import slug

_DOUBLED = re.compile(r"(.)\1")


def collect(card: Card, options: NoOptions) -> Json:
    """The words of the title that count, each in the form under which it is compared."""
    if card.title is None:
        return None
    first_of = {name: group.split()[0] for group in card.type.word_list("title-synonyms") for name in group.split()}
    fillers = card.type.word_list("title-fillers")
    parts = [part for word in lower_words(card.title.text) for part in word.replace("'", "-").split("-")]
    return " ".join(_DOUBLED.sub(r"\1", singular(first_of.get(part, part))) for part in parts if part not in fillers)


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[GroupProblem]:
    """Yield one problem for each group of titles that are one but for their form."""
    vocabulary = {part for card in collected for part in (card.data or "").split()}
    groups: dict[tuple[str, ...], dict[str, Collected]] = {}
    for card in collected:
        if card.data and card.title:
            key = tuple(sorted(_joined(card.data.split(), vocabulary)))
            groups.setdefault(key, {}).setdefault(slug(card.title.text), card)
    for group in groups.values():
        if len(group) > 1:
            yield _problem(tuple(group.values()))


def _joined(parts: Sequence[str], vocabulary: Collection[str]) -> Iterator[str]:
    """The words, two of them as one where another title writes them so."""
    index = 0
    while index < len(parts):
        pair = "".join(parts[index : index + 2])
        is_one = index + 1 < len(parts) and pair in vocabulary
        yield pair if is_one else parts[index]
        index += 2 if is_one else 1


def _problem(cards: Sequence[Collected]) -> GroupProblem:
    members = tuple(
        Member(card.path, card.title.span, "almost the same title") for card in (*cards[1:], cards[0]) if card.title
    )
    return GroupProblem(f"{len(cards)} titles differ only in word order or form: {named(cards)}", members)


RULE = CollectionRule(
    code="EX706", name="similar-titles", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
