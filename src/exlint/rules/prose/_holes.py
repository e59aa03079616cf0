"""Where a noun is lost after an article.

Several rules ask: one reports the hole, the others must not report the same fault as one of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from exlint.card import Passage
from exlint.cardtype import CardType
from exlint.lazy import lazy_pattern
from exlint.prose import Word
from exlint.value import Value

_FOLLOWERS = (
    *("prepositions", "conjunctions", "pronouns", "auxiliaries", "articles", "closed-nouns", "never-after-article"),
    *("directions", "falling-verbs", "modifiers", "intensifiers"),
)
"""The lists of words that can show that an article has no noun."""
_PAUSE = re.compile(r"\s*[,;:)]")
_BRACKETS = lazy_pattern(r" \([^()]*[ \d][^()]*\) ?")


class Hole(Value):
    """The place of a lost noun: after the word `index` of its passage, an article; the evidence ends at `end`."""

    index: int
    end: int


def holes(passage: Passage, card_type: CardType) -> Iterator[Hole]:
    """The holes of a passage of running text, in order."""
    if not passage.is_running_text:
        return
    lists = card_type.word_list
    articles, followers = lists("articles"), lists(*_FOLLOWERS)
    endings = ("ing", *lists("modifier-endings"))
    reader: _Reader | None = None
    for index, word in enumerate(passage.lower_words):
        if word not in articles or not _may_lack_noun(passage, index, followers, endings):
            continue
        if not _is_letter(passage.words[index], passage):
            reader = reader or _Reader(passage, card_type)
            end = reader.end_of_hole(index)
            if end is not None:
                yield Hole(index, end)


def _may_lack_noun(passage: Passage, index: int, followers: frozenset[str], endings: tuple[str, ...]) -> bool:
    """Whether what follows the article at `index` is worth a look: no word that is in no list, as after most."""
    if index + 1 == len(passage.words):
        return True
    article, after = passage.words[index : index + 2]
    if passage.free[article.end : after.start] != " ":
        return True
    return after.lower in followers or after.lower.endswith(endings)


def _is_letter(word: Word, passage: Passage) -> bool:
    """Whether it is the letter of "plan A", or the beginning of "a)"."""
    return (word.text == "A" and not passage.may_start_sentence(word)) or passage.free[word.end : word.end + 1] in (
        "-",
        "/",
    )


@lru_cache(maxsize=8)
def _both(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return words & others


@lru_cache(maxsize=8)
def _without(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return words - others


class _Reader:
    """Reads what follows an article, with the word lists that tell it what can be a noun."""

    def __init__(self, passage: Passage, card_type: CardType) -> None:
        lists = card_type.word_list
        self.passage, self.text, self.words = passage, passage.free, passage.words
        self.lists, self.card_type = lists, card_type
        self.closed = _without(lists("prepositions", "conjunctions", "pronouns", "auxiliaries"), lists("closed-nouns"))
        self.owners = lists("articles", "possessives", "demonstratives")

    def end_of_hole(self, index: int) -> int | None:
        """The end of what shows that no noun follows the article at `index`; None if one may."""
        article = self.words[index]
        pause = _PAUSE.match(self.text, article.end)
        if pause:
            return None if pause[0].endswith(")") and not self._is_in_brackets(pause.end()) else pause.end()
        after = self._next(index)
        if after is None:
            return self._after_brackets(index)
        if (after.text.isupper() and len(after.text) > 1) or after.text[0].isdigit():
            return None
        if self._starts_no_phrase(index) or self._is_moved(index) or self._is_let(index):
            return after.end
        return self._end_of_modifiers(index)

    def _is_in_brackets(self, place: int) -> bool:
        """Whether a bracket that is open before the place can end there."""
        return self.text.count("(", 0, place) >= self.text.count(")", 0, place)

    def _next(self, index: int) -> Word | None:
        """The word after the word at `index` if only a space is between."""
        if index + 1 >= len(self.words) or self.text[self.words[index].end : self.words[index + 1].start] != " ":
            return None
        return self.words[index + 1]

    def _next_lower(self, index: int) -> str:
        after = self._next(index)
        return after.lower if after else ""

    def _after_brackets(self, index: int) -> int | None:
        """The same where brackets stand in the noun's place: "the (3 seconds) to get"."""
        brackets = _BRACKETS.match(self.text, self.words[index].end)
        if not brackets:
            return None
        if self.text[brackets.end() : brackets.end() + 1] in {",", ";", ".", "?", "!", ""}:
            return brackets.end()
        follower = self.passage.words_in(brackets.end(), brackets.end() + 1)
        return follower[0].end if follower and follower[0].lower in self.closed else None

    def _starts_no_phrase(self, index: int) -> bool:
        """Whether the word after the article, or the two words after it, can't begin what an article belongs to."""
        lists = self.lists
        after, follower = self._next_lower(index), self._next_lower(index + 1)
        if after in lists("after-a") and self.words[index].lower != "the":
            return False
        if after in self.closed or after in lists("never-after-article"):
            return True
        if after in lists("articles") and after != self.words[index].lower:
            return True
        if after in _both(lists("closed-nouns"), lists("prepositions", "conjunctions")):
            return follower in self.owners | lists("pronouns")
        if after.endswith("ing"):
            return follower in self.owners
        return after in lists("auxiliaries") and follower in lists("after-modals")

    def _is_moved(self, index: int) -> bool:
        """Whether the word after the article says where something moves, and is no noun: "lower the down"."""
        lists, article = self.lists, self.words[index]
        after, follower = self._next_lower(index), self._next(index + 1)
        if after not in lists("directions"):
            return False
        if article.text == "The" and not self.passage.may_start_sentence(article):
            return True
        also_noun = after in lists("noun-directions")
        verbs = lists("moving-verbs") if also_noun else lists("moving-verbs", "turning-verbs")
        if index == 0 or article.lower != "the" or not _is_form(self.words[index - 1].lower, verbs):
            return False
        if follower is None:
            return not also_noun  # "lower the back." may well be the back
        return follower.lower in lists("noun-direction-followers" if also_noun else "direction-followers")

    def _is_let(self, index: int) -> bool:
        """Whether the article stands between "let" and what the lost thing does: "letting the drop to the side"."""
        lists = self.lists
        if index == 0 or self.words[index - 1].lower not in lists("let-verbs"):
            return False
        if self._next_lower(index) not in lists("falling-verbs"):
            return False
        follower = self._next_lower(index + 1)
        places = (lists("prepositions") | lists("directions") | lists("modifiers")) - {"of"}
        return follower in places or follower.endswith("ly")

    def _end_of_modifiers(self, index: int) -> int | None:
        """The end of the word that stops the modifiers after the article before a noun has come; None if one may."""
        kept = index > 0 and self.words[index - 1].lower in self.lists("keep-verbs")
        if not self._is_modifier(index + 1, first=True):
            return None
        at = index + 1
        while self._is_modifier(at):
            after = self._next(at)
            if after is None:
                return self._end_at_mark(at, kept=kept)
            at += 1
        return self.words[at].end if self._stops(at, kept=kept) else None

    def _end_at_mark(self, at: int, *, kept: bool) -> int | None:
        """A mark follows the last modifier; a comma may stand between two ("a slow, controlled …")."""
        rest = self.text[self.words[at].end :].lstrip()
        if rest.startswith(",") and at + 1 < len(self.words):
            stops = self.lists("modifier-stops", "conjunctions") if kept else self.lists("relatives")
            return self.words[at].end if self.words[at + 1].lower in stops else None
        return self.words[at].end if not rest or rest[0] in ".;:!?)" else None

    def _is_modifier(self, at: int, *, first: bool = False) -> bool:
        if at >= len(self.words):
            return False
        word, lists = self.words[at].lower, self.lists
        if word in lists("modifiers", "intensifiers"):
            return True
        if not first and word in _without(lists("directions"), lists("noun-directions")):
            return True
        if not first and word in lists("adjectives"):
            return self.words[at - 1].lower in lists("intensifiers")
        is_plain = self.words[at].text.islower() and word not in lists("not-modifiers", "closed-nouns")
        return is_plain and word.endswith(tuple(lists("modifier-endings")))

    def _stops(self, at: int, *, kept: bool) -> bool:
        """Whether the word at `at` shows that no noun comes after the modifiers before it."""
        word, lists = self.words[at].lower, self.lists
        if word in lists("closed-nouns") & lists("auxiliaries"):
            return self._next_lower(at) in lists("after-modals")  # "the empty can"
        if word in lists("modifier-stops"):
            return True
        if word in lists("conjunctions"):
            return kept
        return word in lists("prepositions") and self._next_lower(at) in self.owners


def is_moving(word: str, card_type: CardType) -> bool:
    """Whether the word is a form of one of the type's moving verbs."""
    return _is_form(word, card_type.word_list("moving-verbs"))


def _is_form(word: str, verbs: frozenset[str]) -> bool:
    """Whether the word is a form of one of the verbs, the irregular ones left out."""
    stems = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("d")}
    stem = word.removesuffix("ing")
    stems |= {stem, stem + "e", stem[:-1]} if stem != word else set()
    return bool(stems & verbs)
