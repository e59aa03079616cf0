"""The article is "a" before a vowel's sound, or "an" before a consonant's.

Why: readers stumble over it. Often the word after the article was exchanged or lost ("Set up an bench" had once an
incline bench).

Fix: write the other article, or the lost word. Where the noun stands right after the article, exlint's fix is unsafe,
as it would cover up a word that was lost between the two.

The sound decides, not the letter: "an hour", "a unilateral row", "a one-arm row", "an EMG study", "a TRX strap", "an
8-week plan", "an L-sit". A word that is said in both ways (herb, historic) is left alone, and so is an abbreviation
that may be read as a word or letter by letter (FAQ).

Source: measured over some 900 exercise cards: 2 of 2 true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from exlint.card import Card, Passage
from exlint.cardtype import CardType
from exlint.findings import Applicability, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.rules.prose._holes import holes

_ARTICLES = frozenset({"a", "an"})
_AFTER_A_NOUN = ("prepositions", "conjunctions", "pronouns", "auxiliaries", "articles", "directions", "closed-nouns")
_BETWEEN = lazy_pattern(r" [\"'“‘(]?")
_VOWEL_NAMES = "AEFHILMNORSX"
"""The letters whose names begin with a vowel."""

_EITHER_NAMES = "FHLMNRSXU"
"""The letters that have another sound at a word's start than in their names."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the article and the word after it; a hole is another rule's."""
    for passage in card.passages_with(_ARTICLES):
        slips = list(_slips(passage, card.type))
        before_hole = {hole.index for hole in holes(passage, card.type)} if slips else set()
        for index, article, word, right in slips:
            if index not in before_hole and _BETWEEN.fullmatch(passage.free[article.end : word.start]):
                span = passage.prose.span(article.start, word.end)
                place = passage.prose.span(article.start, article.end)
                is_noun = _ends_at(passage, index + 1, card.type)
                how = Applicability.UNSAFE if is_noun else Applicability.SAFE
                fixes = write(card.document.source, place, article.text, right, how)
                expected = f"{right!r}, or a word between them" if is_noun else repr(right)
                yield Problem(span, f"{article.text!r} before {word.text!r}; expected {expected}", fixes=fixes)


def _ends_at(passage: Passage, index: int, card_type: CardType) -> bool:
    """Whether no further word belongs to the one at `index`: the text goes on with a mark, or as after a noun."""
    word, *following = passage.words[index : index + 2]
    is_next_to_it = bool(following) and passage.free[word.end : following[0].start] == " "
    return not is_next_to_it or following[0].lower in card_type.word_list(*_AFTER_A_NOUN)


def _slips(passage: Passage, card_type: CardType) -> Iterator[tuple[int, Word, Word, str]]:
    """Each article that does not go with the word after it: its index, both words, and the article that does."""
    for index, text in enumerate(passage.lower_words[:-1]):
        if text not in _ARTICLES:
            continue
        article, word = passage.words[index : index + 2]
        if not _is_letter(article, passage):
            vowel = starts_with_vowel(word.text, card_type)
            if vowel is not None and vowel != (article.lower == "an"):
                yield index, article, word, article.text[0] + "n" * vowel


def _is_letter(article: Word, passage: Passage) -> bool:
    """Whether it is the letter of "plan A"."""
    return article.text == "A" and not passage.may_start_sentence(article)


def starts_with_vowel(word: str, card_type: CardType) -> bool | None:
    """Whether the word starts with a vowel's sound; None if that can't be told."""
    head = re.split(r"[-'/]", word.replace("’", "'"))[0]
    if head[0].isdigit():
        return _number_starts_with_vowel(head)
    if len(head) == 1 or (head.isupper() and any(char.isdigit() for char in head)):
        return head[0].upper() in _VOWEL_NAMES
    if len(head) > 1 and head.rstrip("s").isupper():
        return _abbreviation_starts_with_vowel(head.rstrip("s"))
    entries = (card_type.word_list(name) for name in ("vowel-sounds", "consonant-sounds", "either-sounds"))
    return _word_starts_with_vowel(word.lower().replace("’", "'"), *entries)


def _number_starts_with_vowel(number: str) -> bool | None:
    digits = re.match(r"\d+", number)
    if digits is None:
        return None
    whole = digits[0]
    if len(whole) == 4 and whole[:2] in ("11", "18"):
        return None  # eleven hundred, or one thousand and one hundred
    return whole[0] == "8" or whole in ("11", "18")


def _abbreviation_starts_with_vowel(text: str) -> bool | None:
    """Letter by letter or as a word: None if the two differ."""
    is_word = text[1:2] in tuple("AEIOUY") or text[0] in "AEIOU"
    if is_word and text[0] in _EITHER_NAMES:
        return None
    return text[0] in _VOWEL_NAMES


@lru_cache(maxsize=4096)
def _word_starts_with_vowel(
    word: str, vowels: frozenset[str], consonants: frozenset[str], either: frozenset[str]
) -> bool | None:
    """By the longest entry of the word lists that fits, else by the letter."""
    found = [
        (len(entry), sound)
        for entries, sound in ((vowels, True), (consonants, False), (either, None))
        for entry in entries
        if word == entry or (entry.endswith("*") and word.startswith(entry[:-1]))
    ]
    return max(found, key=lambda each: each[0])[1] if found else word[0] in "aeiouàáâäèéêëìíîïòóôöùúûü"


RULE = CardRule(
    code="EX506",
    name="wrong-article",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.SAFE, Applicability.UNSAFE),
)
