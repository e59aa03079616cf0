"""A question is about another card of the collection.

Why: a question copied from the sister card answers what nobody asks here.

Fix: name this card's exercise in the question, or move the question to the card that it names.

Source: seen on real cards. Questions that compare (the card type's `comparing`) rightly name others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exlint.card import Card
from exlint.facts import Collected, Json
from exlint.findings import Problem, Related, Severity, Span
from exlint.rules.base import CollectionRule, NoOptions
from exlint.rules.consistency._names import plain_words


def collect(card: Card, options: NoOptions) -> Json:
    """The title's words, and the questions that don't name it: `[title words, [[start, end, words], …]]`."""
    title = card.title if "title" not in card.disputes else None
    own = plain_words(_plain(title.text), card.type) if title else ()
    questions: list[Json] = []
    for _, section in card.known_sections:
        for question in section.questions:
            text = question.prose.text
            words = plain_words(text, card.type)
            names_own = not own or set(own) <= set(words)
            if not names_own and not (card.type.comparing and card.type.comparing.search(text)):
                span = question.prose.whole
                questions.append([span.start, span.end, " ".join(words)])
    return [" ".join(own), questions]


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each question that names a title of two words or more that its own card has not."""
    titles = {card.data[0]: card for card in collected if card.data and " " in card.data[0]}
    longest = max((name.count(" ") + 1 for name in titles), default=0)
    for card in collected:
        for start, end, words in card.data[1] if card.data else ():
            name = _longest_title(words.split(), titles, longest, set(card.data[0].split()))
            if name:
                other = titles[name]
                assert other.title is not None
                related = (Related(other.title.span, f"{other.title.text!r} is this card", other.path),)
                yield card.path, Problem(Span(start, end), f"the question is about {other.title.text!r}", related)


def _plain(title: str) -> str:
    return re.sub(r"\([^)]*\)", " ", title)


def _longest_title(words: list[str], titles: dict[str, Collected], longest: int, own: set[str]) -> str | None:
    """The longest title in the question, none of more words than `longest`, that says what the card's own does not."""
    found = [
        name
        for start in range(len(words))
        for end in range(start + 2, min(start + longest, len(words)) + 1)
        if (name := " ".join(words[start:end])) in titles and not set(words[start:end]) <= own
    ]
    return max(found, key=len, default=None)


RULE = CollectionRule(
    code="EX423", name="question-names-another", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
