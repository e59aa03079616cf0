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

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import lru_cache

from exlint.card import Card, Passage
from exlint.facts import Collected, Json
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.lazy import lazy_pattern
from exlint.prose import Word, words
from exlint.rules.base import CollectionRule
from exlint.rules.edits import fix
from exlint.rules.prose._lexicon import Lexicon, is_one_edit, lexicon, neighbours
from exlint.value import Value
from exlint.wordlist import COMMON

_REMEMBERED = 100_000
"""Words of other cards that are kept: what is looked up grows with the content, which may be anything."""
_SHORTEST = 4
_LONGEST = 40  # letters; what is longer is no word, and takes long to compare with all words
_LINKED_BEFORE = lazy_pattern(r"[@_\\]$|\w[./]$|//$")
_LINKED_AFTER = lazy_pattern(r"[@_\\]|[.:]\w|://")
_HARDLY_USED = 1
"""The highest class of a word of the general list that may be a slip for another."""
_MUCH = 3
"""A neighbour with as many times the uses of a shared word makes the shared word a slip."""


class _Doubt(StrEnum):
    """Why a word is doubtful: in no list; in none, but all but a common word; in a list, but hardly ever used."""

    UNKNOWN = "unknown"
    NEAR_COMMON = "near"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Options:
    """How many cards must share a word for it to be right."""

    shared_by: int = field(default=2, metadata={"doc": "cards that must share an unknown word for it to be right"})


class _Case(IntEnum):
    """How a word is written; its value is the class that a word must have for this one to be a slip for it."""

    LOWER = 0
    CAPITAL_AT_START = 2
    CAPITAL = COMMON


class _Token(Value):
    """A word, or a part of a compound, in lower case and without the possessive ending; in offsets of its text."""

    text: str
    start: int
    has_capital: bool


@dataclass(slots=True)
class _Sharing:
    """A doubtful word over the collection: on which cards, how often, and how often what it may stand for."""

    paths: set[str] = field(default_factory=set)
    uses: int = 0
    rival_uses: int = 0

    def makes_right(self, doubt: str, shared_by: int) -> bool:
        """Whether so many cards write the word so that it is none for another."""
        needed = shared_by * (_MUCH if doubt == _Doubt.NEAR_COMMON else 1)
        return len(self.paths) >= needed and (doubt == _Doubt.RARE or self.rival_uses < _MUCH * self.uses)


def collect(card: Card, options: Options) -> Json:
    """Each doubtful word: `[word, doubt, suggestion, uses of the suggestion here, suggestion in this

    place's letter case ("" in mid-sentence, where a capital may be a name's), start, end, start, end …]`.
    """
    known = lexicon(card.type)
    title = {word.lower for word in words(card.title.text)} if card.title else set()
    if not _may_hold_doubtful_words(card, known, title):
        return []
    uses, found = _uses(card)
    fragment: list[Json] = []
    for (word, case), places in found.items():
        if word in title or known.rank(word) > _HARDLY_USED:
            continue
        verdict = _verdict_on_name(word, case, uses, known) if case else _verdict(word, uses, known)
        if verdict is not None:
            doubt, suggestion = verdict
            right = {_Case.LOWER: suggestion, _Case.CAPITAL_AT_START: suggestion.capitalize()}.get(case, "")
            if any(_is_cut(passage, start, start + len(word)) for passage, start in places):
                right = ""
            spans = [passage.prose.span(start, start + len(word)) for passage, start in places]
            offsets = [offset for span in spans for offset in (span.start, span.end)]
            fragment.append([word, doubt, suggestion, uses[suggestion], right, *offsets])
    return fragment


def check(collected: Sequence[Collected], options: Options) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each use of a doubtful word that the collection does not show to be right."""
    shared: defaultdict[str, _Sharing] = defaultdict(_Sharing)
    for card in collected:
        for word, _, _, rival_uses, _, *places in card.data or ():
            shared[word].paths.add(card.path)
            shared[word].uses += len(places) // 2
            shared[word].rival_uses += rival_uses
    titles = {word.lower for card in collected if card.title for word in words(card.title.text)}
    for card in collected:
        for word, doubt, suggestion, _, right, *places in card.data or ():
            if word not in titles and not shared[word].makes_right(doubt, options.shared_by):
                message = _message(word, doubt, suggestion)
                for start, end in zip(places[::2], places[1::2], strict=True):
                    fixes = _respelled(Span(start, end), word, right)
                    yield card.path, Problem(Span(start, end), message, fixes=fixes)


def _is_cut(passage: Passage, start: int, end: int) -> bool:
    """Whether a character that can't be seen stands beside the word, which then may be a part of one."""
    return not (passage.free[max(0, start - 1) : start] + passage.free[end : end + 1]).isprintable()


def _respelled(span: Span, word: str, right: str) -> tuple[Fix, ...]:
    """The right word; none where the source has more characters than the word, or where the case can't be told."""
    is_plain = span.end - span.start == len(word) and right != ""
    return fix(f"write {right!r}", Edit(span, right) if is_plain else None, how=Applicability.UNSAFE)


def _message(word: str, doubt: str, suggestion: str) -> str:
    fault = f"{word!r} is hardly ever used" if doubt == _Doubt.RARE else f"{word!r} is in no word list"
    return fault + (f"; did you mean {suggestion!r}?" if suggestion else "")


def _may_hold_doubtful_words(card: Card, known: Lexicon, title: Set[str]) -> bool:
    """Whether a word is in no list, nor in the title, or is hardly ever used and all but another word of the card."""
    if len(known.usual) > _REMEMBERED:
        known.usual.clear()
    known.usual.update(word for word in card.vocabulary - known.usual if _is_usual(word, known))
    unusual = card.vocabulary - known.usual - title
    return any(
        not known.lists(word)
        or any(
            known.rank(other) > _HARDLY_USED and _is_slip(word, other) for other in neighbours(word) & card.vocabulary
        )
        for word in unusual
    )


def _is_usual(word: str, known: Lexicon) -> bool:
    """Whether the word is in use, or is none that is looked up."""
    return all(known.rank(token.text) > _HARDLY_USED for token in _tokens(word))


def _uses(card: Card) -> tuple[Counter[str], dict[tuple[str, _Case], list[tuple[Passage, int]]]]:
    """How often each word stands in the card, and where, by the way it is written."""
    uses: Counter[str] = Counter()
    found: dict[tuple[str, _Case], list[tuple[Passage, int]]] = {}
    for passage in card.passages:
        if not passage.is_running_text:
            continue
        for word in passage.words:
            if _is_in_address(word, passage.free):
                continue
            for token in _tokens(word.text):
                uses[token.text] += 1
                case = _case(token, word, passage)
                found.setdefault((token.text, case), []).append((passage, word.start + token.start))
    return uses, found


def _case(token: _Token, word: Word, passage: Passage) -> _Case:
    if not token.has_capital:
        return _Case.LOWER
    return _Case.CAPITAL_AT_START if passage.may_start_sentence(word) else _Case.CAPITAL


def _verdict(word: str, uses: Counter[str], known: Lexicon) -> tuple[str, str] | None:
    """Why a word that is not in use is doubtful, and the word that is meant ("" if it can't be told).

    None if it is right.
    """
    if known.lists(word):
        rivals = [each for each in uses if _is_slip(word, each) and known.rank(each) > _HARDLY_USED]
        return (_Doubt.RARE, max(rivals, key=lambda each: (uses[each], each))) if rivals else None
    meant = next(iter(known.suggestions(word, uses)), "")
    if known.rank(meant) >= COMMON:
        return _Doubt.NEAR_COMMON, meant
    return None if known.is_derived(word) else (_Doubt.UNKNOWN, meant)


def _verdict_on_name(word: str, case: _Case, uses: Counter[str], known: Lexicon) -> tuple[str, str] | None:
    """The same for a word with a capital: right, unless it is all but a word of the card or one in use."""
    if known.lists(word):
        return None
    meant = next(iter(known.suggestions(word, uses)), "")
    return (_Doubt.NEAR_COMMON, meant) if uses[meant] or known.rank(meant) >= case else None


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter tells the words apart, and the one is not the plural of the other."""
    return is_one_edit(word, other) and word != f"{other}s" and other != f"{word}s"


def _is_in_address(word: Word, text: str) -> bool:
    """Whether the word is a part of a web address, a file name or the like, written as plain text."""
    before, after = text[max(0, word.start - 2) : word.start], text[word.end : word.end + 2]
    return bool(_LINKED_BEFORE.search(before) or _LINKED_AFTER.match(after))


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[_Token, ...]:
    """What is to be looked up of a word: no abbreviation, number, unit or initial, and nothing beyond ASCII."""
    tokens = []
    start = 0
    for part in text.split("-"):
        lower = part.lower().replace("’", "'").removesuffix("'s").rstrip("'")
        is_plain = lower.isascii() and lower.replace("'", "").isalpha() and not part.isupper()
        if is_plain and _SHORTEST <= len(lower) <= _LONGEST:
            tokens.append(_Token(lower, start, part != part.lower()))
        start += len(part) + 1
    return tuple(tokens)


RULE = CollectionRule(
    code="EX510",
    name="misspelling",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    collect=collect,
    options=Options,
    fixable=(Applicability.UNSAFE,),
)
