"""A word is in no word list.

Why: a misspelling makes readers doubt the rest, and search does not find it.

Fix: write the word that is meant. If the word is right, add it to the project's dictionary, or to `words: domain` of
the card type.

The words are the general list of the card type's language, the type's own lists, the project's dictionary, and what
several cards of the collection share, unless a near neighbour is much more common on the same cards. A word that the
general list has but that hardly anybody uses counts as well, if it is on one card only and one letter away from a word
of the same card ("hest" beside "chest"). Names, abbreviations, code and addresses are left alone, and a slip that makes
another word in use can't be seen here.

Source: measured over 465 exercise cards; their prose has no misspelling, and this rule finds none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from exlint.card import Card, Passage
from exlint.facts import Collected, Json
from exlint.findings import Problem, Severity, Span
from exlint.prose import Word, words
from exlint.rules.base import CollectionRule
from exlint.rules.prose._lexicon import Lexicon, is_one_edit, lexicon

_SHORTEST = 4
_HARDLY_USED = 1
"""The highest class of a word of the general list that may be a slip for another."""
_MUCH = 3
"""A neighbour with as many times the uses of a shared word makes the shared word a slip."""


@dataclass(frozen=True, slots=True)
class Options:
    """How many cards must share a word for it to be right."""

    shared_by: int = field(default=2, metadata={"doc": "cards that must share an unknown word for it to be right"})


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, or a part of a compound, in lower case and without the possessive ending."""

    text: str
    start: int
    end: int
    is_name: bool


def collect(card: Card, options: Options) -> Json:
    """Each doubtful word: `[word, in the list, suggestion, the suggestion's uses here, start, end, start, end …]`."""
    found: dict[str, list[Span]] = {}
    uses: Counter[str] = Counter()
    for passage in card.passages:
        if passage.is_running_text:
            for token in _tokens(passage):
                uses[token.text] += 1
                if not token.is_name:
                    found.setdefault(token.text, []).append(passage.prose.span(token.start, token.end))
    known = lexicon(card.type)
    title = {word.lower for word in words(card.title.text)} if card.title else set()
    fragment: list[Json] = []
    for word, spans in found.items():
        if word in title or word in known.own:
            continue
        suggestion = _suggestion(word, uses, known)
        if suggestion is not None:
            places = [offset for span in spans for offset in (span.start, span.end)]
            fragment.append([word, known.lists(word), suggestion, uses[suggestion], *places])
    return fragment


def check(collected: Sequence[Collected], options: Options) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each use of a doubtful word that the collection does not show to be right."""
    cards: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    rivals: Counter[str] = Counter()
    for card in collected:
        for word, _, _, rival_uses, *places in card.data or ():
            cards[word] += 1
            uses[word] += len(places) // 2
            rivals[word] += rival_uses
    titles = {word.lower for card in collected if card.title for word in words(card.title.text)}
    for card in collected:
        for word, is_listed, suggestion, _, *places in card.data or ():
            is_shared = cards[word] >= options.shared_by and (is_listed or rivals[word] < _MUCH * uses[word])
            if word not in titles and not is_shared:
                message = _message(word, is_listed, suggestion)
                for start, end in zip(places[::2], places[1::2], strict=True):
                    yield card.path, Problem(Span(start, end), message)


def _message(word: str, is_listed: bool, suggestion: str) -> str:
    fault = f"{word!r} is hardly ever used" if is_listed else f"{word!r} is in no word list"
    return fault + (f"; did you mean {suggestion!r}?" if suggestion else "")


def _suggestion(word: str, uses: Counter[str], known: Lexicon) -> str | None:
    """The word that is meant, "" if it can't be told; None if the word is right."""
    if known.lists(word):
        if known.general.rank(word) > _HARDLY_USED:
            return None
        rivals = [each for each in uses if is_one_edit(word, each) and known.rank(each) > _HARDLY_USED]
        return max(rivals, key=lambda each: (uses[each], each), default=None)
    if known.knows(word):
        return None
    return next(iter(known.suggestions(word, uses)), "")


def _tokens(passage: Passage) -> Iterator[_Token]:
    """The words that are to be looked up: no abbreviation, number, unit or initial, and nothing beyond ASCII."""
    for word in passage.words:
        is_name = word.text[0].isupper() and not passage.may_start_sentence(word)
        for part in _parts(word):
            text = part.text.replace("’", "'")
            lower = text.lower().removesuffix("'s").rstrip("'")
            plain = lower.replace("'", "").isalpha() and lower.isascii()
            if len(lower) >= _SHORTEST and plain and text[1:] == text[1:].lower():
                yield _Token(lower, part.start, part.start + len(lower), is_name)


def _parts(word: Word) -> Iterator[Word]:
    start = word.start
    for text in word.text.split("-"):
        if text:
            yield Word(text, start, start + len(text))
        start += len(text) + 1


RULE = CollectionRule(
    code="EX510",
    name="misspelling",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    collect=collect,
    options=Options,
)
