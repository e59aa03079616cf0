"""Two cards are almost the same, as a whole or in their steps.

Why: one was copied and hardly changed, or one thing has two cards under two names. Readers can't tell which to follow,
and a correction of one misses the other. Steps that differ in a word have mostly been copied too.

Fix: merge the cards, or write what is special about each. The finding comes once for all cards that are alike.

Cards are compared by the three words in a row that their free text has in common, estimated from sketches: half of them
is far more than any two cards of one author share. Steps are compared by their pairs of words: at most four may differ,
which is one word exchanged, and not a word of a title, since `incline` for `decline` may be all that tells two
exercises apart. Steps that are the same word for word are `duplicate-steps`.

Source: measured over 465 real cards: no two share more than 29 % of their free text; of steps that differ in a word,
all were one exercise under two names, or copied to an exercise that they do not fit.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from struct import pack, unpack
from zlib import crc32

from exlint.card import Card
from exlint.document import Located
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Member, Severity, Span
from exlint.prose import lower_words
from exlint.rules.base import CollectionRule, NoOptions
from exlint.rules.collection._copies import named, section_texts
from exlint.rules.collection._sketch import candidates, clusters, likeness, parity, shingles, sketch
from exlint.value import Value

_SHINGLE = 3
_TEXT_BINS, _TEXT_ROWS = 66, 3
_ALIKE = 0.5
_STEP_BINS, _STEP_ROWS = 60, 5
_FEWEST_PAIRS = 24
"""Fewer pairs of words than this are too few to be a copy."""
_MOST_DIFFERENT = 4
_SHORTEST_NAME_WORD = 4


class _Alike(Value):
    """A card as it is compared, by what was collected from it; that stays packed until it is needed."""

    card: Collected
    title: Located

    @property
    def steps(self) -> Span:
        """Where the steps are."""
        return Span(*self.card.data[:2])

    @property
    def text(self) -> bytes:
        """The sketch of the free text."""
        return a2b_base64(self.card.data[2])

    @property
    def order(self) -> bytes:
        """The sketch of the pairs of words of the steps."""
        return a2b_base64(self.card.data[3])

    @property
    def parity(self) -> int:
        """The parity of these pairs."""
        return int(self.card.data[4])

    @property
    def pairs(self) -> frozenset[int]:
        """The pairs themselves."""
        packed = a2b_base64(self.card.data[5])
        return frozenset(unpack(f">{len(packed) // 2}H", packed))


def collect(card: Card, options: NoOptions) -> Json:
    """The place of the steps, the sketch of the free text, of the steps the sketch, the parity, the pairs of words."""
    steps = [passage for passages in section_texts(card, "numbered-list") for passage in passages]
    if not steps or card.title is None:
        return None
    written = (each for each in card.passages if each.is_running_text and not card.is_unwritten(each))
    free = [passage.lower_words for passage in written]
    text = sketch(shingles(free, _SHINGLE), _TEXT_BINS)
    neighbours = [pairwise(map(_byte, passage.lower_words)) for passage in steps]
    pairs = sorted({first << 8 | second for each in neighbours for first, second in each})
    order = sketch(pairs, _STEP_BINS) if len(pairs) >= _FEWEST_PAIRS else b""
    place = steps[0].prose.whole
    packed = pack(f">{len(pairs)}H", *pairs)
    return [place.start, place.end, _packed(text), _packed(order), parity(pairs), _packed(packed)]


@lru_cache(maxsize=4096)
def _byte(word: str) -> int:
    """What stands for a word: a pair of words is a number of two such bytes, in which each can be found again."""
    return crc32(word.encode()) * 0x9E3779B1 >> 24 & 0xFF


def _packed(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[GroupProblem]:
    """Yield one problem for each group of cards that are alike, and for each whose steps are."""
    cards = [_Alike(card, card.title) for card in collected if card.data and card.title]
    groups = clusters(_pairs_alike_in_text(cards))
    for group in groups:
        alike = [cards[index] for index in group]
        members = tuple(Member(each.card.path, each.title.span, "almost the same card") for each in _latest(alike))
        yield GroupProblem(f"{len(alike)} cards are almost the same: {_named(alike)}", members)
    group_of = {index: number for number, group in enumerate(groups) for index in group}
    for group in clusters(_pairs_alike_in_steps(cards)):
        if len({group_of.get(index, ~index) for index in group}) > 1:
            alike = [cards[index] for index in group]
            members = tuple(Member(each.card.path, each.steps, "almost the same steps") for each in _latest(alike))
            yield GroupProblem(f"{len(alike)} cards have almost the same steps: {_named(alike)}", members)


def _named(alike: Sequence[_Alike]) -> str:
    return named([each.card for each in alike])


def _latest(alike: Sequence[_Alike]) -> tuple[_Alike, ...]:
    """The first one comes last: the others are likelier to be the copies."""
    return (*alike[1:], alike[0])


def _pairs_alike_in_text(cards: Sequence[_Alike]) -> Iterator[tuple[int, int]]:
    texts = [card.text for card in cards]
    return (
        (first, second)
        for first, second in candidates(texts, _TEXT_ROWS)
        if likeness(texts[first], texts[second]) >= _ALIKE
    )


def _pairs_alike_in_steps(cards: Sequence[_Alike]) -> Iterator[tuple[int, int]]:
    parities = [card.parity for card in cards]
    return (
        (first, second)
        for first, second in candidates([card.order for card in cards], _STEP_ROWS)
        if (parities[first] ^ parities[second]).bit_count() <= _MOST_DIFFERENT  # most pairs differ in more words
        and _differ_in_a_word(cards[first], cards[second])
    )


def _differ_in_a_word(first: _Alike, second: _Alike) -> bool:
    """Whether a few pairs of words differ, and none with a word that only one of the titles has."""
    different = first.pairs ^ second.pairs
    if not 0 < len(different) <= _MOST_DIFFERENT:
        return False
    own = _name_words(first.title.text) ^ _name_words(second.title.text)
    return not any(byte in own for pair in different for byte in (pair >> 8, pair & 0xFF))


def _name_words(title: str) -> frozenset[int]:
    return frozenset(_byte(word) for word in lower_words(title) if len(word) >= _SHORTEST_NAME_WORD)


RULE = CollectionRule(
    code="EX705", name="near-duplicate-card", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
