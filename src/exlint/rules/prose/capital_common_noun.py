"""A word that is no name has a capital in mid-sentence.

Why: "protect the joint from Hyperextension" is left over when a link to a card of that name is taken out. Names of
exercises, people and places have capitals; a word that is neither shouts.

Fix: write the word in lower case; if it is a name, add it to the card type's `proper-names` or `name-nouns`.

What a name is, the card type's word lists and the titles of the whole collection decide: check the collection, not
one card alone, to have all names known. A word that no list has is taken for a name. The last word of an exercise's
name, standing alone ("the concentration Curl"), is right if a card is called so or if several cards write it so; with
fewer cards than `habit-from` that can't be told, and the rule leaves it alone.

Source: measured over some 900 exercise cards: 56 of 58 true for the card type's `common-nouns` and `mass-nouns`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from exlint.card import Card, Passage
from exlint.cardtype import CardType
from exlint.document import Located
from exlint.facts import Collected, Json
from exlint.findings import Applicability, Edit, Problem, Severity, Span
from exlint.placeholders import placeholders
from exlint.prose import lower_words
from exlint.rules.base import CollectionRule
from exlint.rules.edits import fix
from exlint.rules.prose._capitals import (
    Phrase,
    folded,
    is_headline,
    is_verb,
    may_begin_before,
    phrases,
    singular,
    text_of,
    word_before,
)
from exlint.rules.prose._lexicon import Lexicon, lexicon
from exlint.rules.prose._seams import broken_sentences
from exlint.rules.prose._sentence_end import run_on_words

_LONG_NAME = 4
"""As many capitals in a row are a name or an expansion ("As Many Reps As Possible"), not a slip."""
_HABIT = 3
"""So many uses, on more than one card, are a habit of the collection."""


@dataclass(frozen=True, slots=True)
class Options:
    """From how many cards on the collection's habits can be told."""

    habit_from: int = field(
        default=20, metadata={"doc": "cards from which on the collection shows which single words it has as names"}
    )


class _Verdict(StrEnum):
    """What decides whether a phrase is a name: nothing, it is none; the titles; the collection's habit."""

    NO_NAME = "none"
    TITLES = "titles"
    HABIT = "habit"


def collect(card: Card, options: Options) -> Json:
    """The capitalised phrases that no word list knows for names: `[start, end, phrase, verdict, word before,

    whether its words are right in lower case]`.
    """
    found: list[Json] = []
    own, known = folded(card.title.text) if card.title and card.title.text else "", lexicon(card.type)
    for passage in card.passages:
        if passage.is_running_text and passage.inner_capitals and not is_headline(passage, card.type):
            judged = [
                (phrase, verdict)
                for phrase in phrases(passage, card.type)
                if folded(text_of(phrase)) != own and (verdict := _verdict(phrase, passage, card.type))
            ]
            no_slips = _other_faults(passage, card.type) if judged else ()
            for phrase, verdict in judged:
                is_other_fault = any(start <= phrase[0].start < end for start, end in no_slips)
                if not is_other_fault and not is_verb(phrase, passage, card.type):
                    span = passage.prose.span(phrase[0].start, phrase[-1].end)
                    before = word_before(phrase, passage, 1).lower if verdict == _Verdict.HABIT else ""
                    found.append(
                        [span.start, span.end, text_of(phrase), verdict, before, _may_be_lowered(phrase, known)]
                    )
    return found


def _other_faults(passage: Passage, card_type: CardType) -> list[tuple[int, int]]:
    """Where a capital is part of another fault: the sentence before lost its full stop, a text was not filled in, or a

    line was joined.
    """
    openers = [(word.start, word.end) for _, word in run_on_words(passage, card_type)]
    joined = [(seam.end, seam.end + 1) for each in broken_sentences(passage, card_type) for seam in each.seams]
    return openers + joined + [match.span() for match in placeholders(passage.free, card_type)]


def check(collected: Sequence[Collected], options: Options) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each phrase that is no title of the collection nor part of one, and no habit."""
    names = _names(card.title.text for card in collected if card.title)
    habits = _habits(collected)
    for card in collected:
        for start, end, phrase, verdict, before, may_be_lowered in card.data or ():
            is_name = verdict != _Verdict.NO_NAME and folded(phrase) in names
            is_habit = verdict == _Verdict.HABIT and (
                len(collected) < options.habit_from or folded(phrase) in habits or _is_own(phrase, before, card.title)
            )
            if not (is_name or is_habit):
                message = f"{phrase!r} has a capital in mid-sentence and is no name"
                is_plain = end - start == len(phrase) and may_be_lowered
                lower = Edit(Span(start, end), phrase.lower()) if is_plain else None
                fixes = fix(f"write {phrase.lower()!r}", lower, how=Applicability.UNSAFE)
                yield card.path, Problem(Span(start, end), message, fixes=fixes)


def _may_be_lowered(phrase: Phrase, known: Lexicon) -> bool:
    """Whether all words of the phrase are words as well, so that in lower case none is a misspelling."""
    parts = (part.lower().removesuffix("'s") for word in phrase for part in word.text.replace("’", "'").split("-"))
    return all(known.lists(part) or known.is_derived(part) or len(part) <= 3 for part in parts)


def _is_own(phrase: str, before: str, title: Located | None) -> bool:
    """Whether the phrase stands for the card's own name: the title ends so, and the words before have no part in it."""
    own = f" {folded(title.text)}" if title and title.text else ""
    return own.endswith(f" {folded(phrase)}") and not own.endswith(f" {before} {folded(phrase)}")


def _habits(collected: Sequence[Collected]) -> frozenset[str]:
    """The single words that several cards write with a capital."""
    uses: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    for card in collected:
        found = [folded(each[2]) for each in card.data or () if each[3] == _Verdict.HABIT]
        uses.update(found)
        cards.update(set(found))
    return frozenset(name for name, count in uses.items() if count >= _HABIT and cards[name] > 1)


def _verdict(phrase: Phrase, passage: Passage, card_type: CardType) -> _Verdict | None:
    """What decides on the phrase; None if it is a name."""
    if any("-" in word.text for word in phrase) and _is_common_compound(phrase, card_type):
        return _Verdict.NO_NAME
    name = folded(text_of(phrase))
    if name in card_type.word_list("common-nouns"):
        return _Verdict.NO_NAME
    if phrase[0].lower in card_type.word_list("mass-nouns") and len(phrase) == 1:
        return None if _has_article(phrase, passage, card_type) else _Verdict.NO_NAME
    if len(phrase) >= _LONG_NAME or phrase[0].lower in card_type.word_list("articles"):
        return None
    known, proper = lexicon(card_type), card_type.word_list("proper-names")
    if any(_is_sign(word.text) or _bare(word.lower) in proper or _is_name(word.lower, known) for word in phrase):
        return None
    if _ends_in_name_noun(phrase, card_type):
        return None if len(phrase) > 1 or may_begin_before(phrase, passage, card_type) else _Verdict.HABIT
    return _Verdict.TITLES


def _is_common_compound(phrase: Phrase, card_type: CardType) -> bool:
    """Whether a compound has a capital within that is no name's ("two-Leg"), or a name before "-related"."""
    first, *rest = phrase[0].text.split("-")
    if not rest:
        return False
    if first[:1].isupper():
        is_noun = singular(first.lower()) in card_type.word_list("name-nouns")
        return is_noun and len(phrase) == 1 and rest[-1] in card_type.word_list("compound-tails")
    known, proper = lexicon(card_type), card_type.word_list("proper-names")
    inner = [part.lower() for part in rest if part[:1].isupper() and len(part) > 1 and not _is_sign(part)]
    return any(part not in proper and not _is_name(part, known) for part in inner)


def _ends_in_name_noun(phrase: Phrase, card_type: CardType) -> bool:
    last = phrase[-1].lower
    forms = {last, singular(last), last.rpartition("-")[2], singular(last.rpartition("-")[2])}
    return bool(forms & card_type.word_list("name-nouns"))


def _is_name(word: str, known: Lexicon) -> bool:
    """Whether a part of the word is in no list, or in the lists as a name only."""
    parts = [part for part in re.split(r"[-']", word) if len(part) > 1]
    return any(known.general.is_name(part) or known.rank(part) < 0 for part in parts if part not in known.own)


def _has_article(phrase: Phrase, passage: Passage, card_type: CardType) -> bool:
    """Whether an article stands before the phrase, with at most one word between."""
    near = (word_before(phrase, passage, distance).lower for distance in (1, 2))
    return any(each in card_type.word_list("articles") for each in near)


def _is_sign(text: str) -> bool:
    """A single letter, an abbreviation, or a word with a digit or an inner capital: RDL, T-bar, B12, SkiErg, I'm."""
    first = re.split(r"[-']", text.replace("’", "'"))[0]
    return len(first) == 1 or any(char.isdigit() or char.isupper() for char in text[1:])


def _bare(word: str) -> str:
    return word.removesuffix("'s").partition("-")[0]


def _names(titles: Iterable[str]) -> frozenset[str]:
    """All titles, and all runs of two words or more within one."""
    names: set[str] = set()
    for title in titles:
        found = lower_words(title)
        if len(found) == 1:
            names.add(singular(found[0]))
        for end in range(2, len(found) + 1):
            last = singular(found[end - 1])
            names.update(" ".join((*found[start : end - 1], last)) for start in range(end - 1))
    return frozenset(names)


RULE = CollectionRule(
    code="EX503",
    name="capital-common-noun",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    collect=collect,
    options=Options,
    fixable=(Applicability.UNSAFE,),
)
