"""Which sentences end before their time, and which run on into the next.

Several rules ask: one reports it, the others must not report the same fault as one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from exlint.card import Passage, PassageKind
from exlint.cardtype import CardType
from exlint.prose import OPAQUE, Word

_SHORTEST = 3
"""Words. A shorter text is a label ("Option A.") or an answer ("It can.")."""

_STRANDED = 3
"""A preposition so close behind an infinitive's "to" belongs to it: "something to hold on to"."""


def cut_off_sentences(passage: Passage, card_type: CardType) -> Iterator[tuple[Word, ...]]:
    """The words of each sentence of running text that ends after a word that needs another."""
    if not passage.is_running_text:
        return
    last_words = card_type.word_list("never-last", "last-after-verbs", "rarely-last", "copulas")
    for start, end in passage.sentences:
        words = passage.words_in(start, end)
        if len(words) < _SHORTEST or words[-1].lower not in last_words:
            continue
        mark = passage.free[words[-1].end : end].strip()
        if mark.strip(".!?…") == "" and "..." not in mark and "…" not in mark and OPAQUE not in mark:
            asks = "?" in mark or passage.kind is PassageKind.QUESTION
            if _is_cut_off(words, card_type, asks=asks):
                yield words


def _is_cut_off(words: Sequence[Word], card_type: CardType, *, asks: bool) -> bool:
    lists, last, before = card_type.word_list, words[-1].lower, words[-2].lower
    if words[-1].text.isupper() or (last == "while" and before in lists("articles")):
        return False
    if last in lists("never-last"):
        return True
    if asks:
        return False
    if last in lists("last-after-verbs"):
        return before in lists("never-before-particle") and not _has_gap(words, card_type)
    if last in lists("rarely-last"):
        return not _has_gap(words, card_type)
    compares = any(word.lower in lists("relatives", "comparers") for word in words)
    return last in lists("copulas") and before not in lists("pronouns") and not compares


def _has_gap(words: Sequence[Word], card_type: CardType) -> bool:
    """Whether the sentence has a clause whose object may stand before it: a relative or an infinitive clause."""
    return any(_opens_gap(words, index, card_type) for index in range(len(words) - 1))


def _opens_gap(words: Sequence[Word], index: int, card_type: CardType) -> bool:
    lists, word, after = card_type.word_list, words[index].lower, words[index + 1].lower
    before = words[index - 1].lower if index else ""
    if word in lists("relatives"):
        return not after.endswith("s")  # "that targets" has its object behind it
    if word == "to" and after.isalpha() and after not in lists("articles", "possessives"):
        return before in lists("infinitive-heads") or len(words) - index <= _STRANDED + 1
    is_subject = word in lists("subjects") and after not in lists("prepositions", "directions")
    return is_subject and before != "" and before not in lists("clause-openers")


_OPENERS = (
    *("sentence-openers", "prepositions", "conjunctions", "pronouns", "possessives", "demonstratives"),
    "auxiliaries",
)


@lru_cache(maxsize=8)
def _openers(words: frozenset[str], names: frozenset[str]) -> frozenset[str]:
    return words - names


def run_on_words(passage: Passage, card_type: CardType) -> Iterator[tuple[Word, Word]]:
    """Each last word of a sentence without its mark and the next, which can only begin another sentence:

    "… the chest It also …", "Yes Keep …".
    """
    if not passage.inner_capitals:
        return
    lists = card_type.word_list
    openers = _openers(lists(*_OPENERS), lists("names-too"))
    for before, word in pairwise(passage.words):
        is_capital = len(word.text) > 1 and word.text == word.text.capitalize()
        joined = passage.free[before.end : word.start] == " " and not passage.may_start_sentence(word)
        if not (joined and is_capital):
            continue
        is_answer = before.start == 0 and before.lower in lists("short-answers") and word.lower not in lists("articles")
        if is_answer or (before.text.islower() and word.lower in openers):
            yield before, word
