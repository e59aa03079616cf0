"""A common noun has a capital in mid-sentence.

Why: "protect the joint from Hyperextension" is left over when a link to a card of that name is taken out. Names of
exercises, people and places have capitals; a word that is neither shouts.

Fix: write the word in lower case; if it is a name, add it to the card type's `proper-names` or `name-nouns`.

What a name is, the card type's word lists and the titles of the whole collection decide: check the collection, not
one card alone, to have all names known.

Source: measured over some 900 exercise cards: 56 of 58 true for the card type's `common-nouns` and `mass-nouns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exlint.card import Card, Passage, PassageKind
from exlint.cardtype import CardType
from exlint.facts import Collected, Json
from exlint.findings import Problem, Severity, Span
from exlint.prose import Word, words
from exlint.rules.base import CollectionRule, NoOptions

_NAME_JOINTS = frozenset({"to", "and", "on", "of", "with", "over", "in", "from"})
_LONG_NAME = 4
"""As many capitals in a row are a name or an expansion ("As Many Reps As Possible"), not a slip."""


def collect(card: Card, options: NoOptions) -> Json:
    """The capitalised phrases that no word list knows for names: `[start, end, phrase, certain]`."""
    found: list[Json] = []
    own = _folded(card.title.text) if card.title and card.title.text else ""
    for passage in card.passages:
        if passage.is_running_text and not _is_headline(passage):
            for phrase in _phrases(passage):
                if own == _folded(" ".join(word.text for word in phrase)):
                    continue
                verdict = _verdict(phrase, passage, card.type)
                if verdict is not None:
                    span = passage.prose.span(phrase[0].start, phrase[-1].end)
                    found.append([span.start, span.end, " ".join(word.text for word in phrase), verdict])
    return found


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each phrase that is no title of the collection nor part of one."""
    names = _names(card.title.text for card in collected if card.title)
    for card in collected:
        for start, end, phrase, certain in card.data or ():
            if certain or _folded(phrase) not in names:
                yield card.path, Problem(Span(start, end), f"{phrase!r} has a capital in mid-sentence and is no name")


def _is_headline(passage: Passage) -> bool:
    """Most words of a question have capitals: that is a style of its own."""
    long_words = [word for word in passage.words[1:] if len(word.text) > 3]
    capitals = sum(word.text[0].isupper() for word in long_words)
    return passage.kind is PassageKind.QUESTION and len(long_words) > 2 and capitals > 0.7 * len(long_words)


def _phrases(passage: Passage) -> Iterator[tuple[Word, ...]]:
    """Runs of capitalised words within sentences, over the small words of a name ("Elbow to Knee")."""
    run: list[Word] = []
    for index, word in enumerate(passage.words):
        joined = run and passage.free[run[-1].end : word.start] == " "
        after = passage.words[index + 1] if index + 1 < len(passage.words) else None
        is_capital = word.text[0].isupper()
        if joined and word.lower in _NAME_JOINTS and after and after.text[0].isupper():
            run.append(word)
            continue
        if run and not (joined and is_capital):
            yield tuple(run)
            run = []
        if is_capital and (run or not passage.may_start_sentence(word)):
            run.append(word)
    if run:
        yield tuple(run)


def _verdict(phrase: tuple[Word, ...], passage: Passage, card_type: CardType) -> bool | None:
    """Whether the phrase is certainly no name; False if the collection decides; None if it is one."""
    folded = _folded(" ".join(word.text for word in phrase))
    if folded in card_type.word_list("common-nouns"):
        return True
    if phrase[0].lower in card_type.word_list("mass-nouns") and len(phrase) == 1:
        return None if _has_article(phrase[0], passage, card_type) else True
    if len(phrase) >= _LONG_NAME or phrase[0].lower in card_type.word_list("articles"):
        return None
    proper = card_type.word_list("proper-names")
    if any(_is_sign(word.text) or _bare(word.lower) in proper for word in phrase):
        return None
    last = phrase[-1].lower
    forms = {last, _singular(last), last.rpartition("-")[2], _singular(last.rpartition("-")[2])}
    return None if forms & card_type.word_list("name-nouns") else False


def _has_article(word: Word, passage: Passage, card_type: CardType) -> bool:
    """Whether an article stands before the word, with at most one word between."""
    before = [each for each in passage.words if each.end <= word.start][-2:]
    return any(each.lower in card_type.word_list("articles") for each in before)


def _is_sign(text: str) -> bool:
    """A single letter, an abbreviation, or a word with a digit or an inner capital: RDL, T-bar, B12, SkiErg, I'm."""
    first = re.split(r"[-'’]", text)[0]
    return len(first) == 1 or any(char.isdigit() or char.isupper() for char in text[1:])


def _bare(word: str) -> str:
    return word.removesuffix("'s").partition("-")[0]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _folded(phrase: str) -> str:
    """The phrase in lower case with a singular last word."""
    parts = phrase.lower().replace("’", "'").split()
    return " ".join([*parts[:-1], _singular(parts[-1])])


def _names(titles: Iterator[str]) -> frozenset[str]:
    """All titles, and all runs of two words or more within one."""
    names: set[str] = set()
    for title in titles:
        found = [word.lower for word in words(title)]
        for start in range(len(found)):
            for end in range(start + 1, len(found) + 1):
                if end - start > 1 or end - start == len(found):
                    names.add(_folded(" ".join(found[start:end])))
    return frozenset(names)


RULE = CollectionRule(
    code="EX503", name="capital-common-noun", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
