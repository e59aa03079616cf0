"""Words with a capital in mid-sentence: where they are, and whether one stands in a verb's place."""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Passage, PassageKind
from exlint.cardtype import CardType
from exlint.prose import Word, has_capital

Phrase = tuple[Word, ...]

_NAME_JOINTS = frozenset({"to", "and", "on", "of", "with", "over", "in", "from"})
_NOWHERE = Word("", 0, 0, "")


def phrases(passage: Passage, card_type: CardType) -> Iterator[Phrase]:
    """Runs of capitalised words within sentences, over the small words of a name ("Elbow to Knee")."""
    if not passage.inner_capitals:
        return
    run: list[Word] = []
    pronouns = card_type.word_list("pronouns")
    capitals = [has_capital(word) and not _is_single_pronoun(word, pronouns) for word in passage.words]
    for index, word in enumerate(passage.words):
        if not (run or capitals[index]):
            continue
        joined = run and passage.free[run[-1].end : word.start] == " "
        if joined and word.lower in _NAME_JOINTS and index + 1 < len(capitals) and capitals[index + 1]:
            run.append(word)
            continue
        if run and not (joined and capitals[index]):
            yield tuple(run)
            run = []
        if capitals[index] and (run or not passage.may_start_sentence(word)):
            run.append(word)
    if run:
        yield tuple(run)


def _is_single_pronoun(word: Word, pronouns: frozenset[str]) -> bool:
    """Whether the word is a pronoun of one letter, which has its capital everywhere: "I", "I'm"."""
    first = word.lower.partition("'")[0]
    return len(first) == 1 and first in pronouns


def is_headline(passage: Passage, card_type: CardType) -> bool:
    """Whether a question has its words in capitals, its small verbs too: that is a style of its own."""
    if passage.kind is not PassageKind.QUESTION:
        return False
    words = [word for word in passage.words[1:] if len(word.text) > 3]
    capitals = sum(word.text[0].isupper() for word in words)
    auxiliaries = card_type.word_list("auxiliaries")
    has_plain_verb = any(word.text in auxiliaries for word in passage.words[1:])
    return len(words) > 2 and capitals > 0.7 * len(words) and not has_plain_verb


def may_begin_before(phrase: Phrase, passage: Passage, card_type: CardType) -> bool:
    """Whether the word before has a capital too, and is no verb or small word: "Cable Curls keep", not "Use Curls"."""
    before = word_before(phrase, passage, 1)
    return before.text[:1].isupper() and before.lower not in card_type.word_list(
        "doings", "moving-verbs", "prepositions", "conjunctions", "pronouns", "determiners", "modals", "auxiliaries"
    )


def is_verb(phrase: Phrase, passage: Passage, card_type: CardType) -> bool:
    """Whether the phrase ends in the noun of a name and stands where only a verb can."""
    nouns, last = card_type.word_list("name-nouns"), phrase[-1].lower
    if last in nouns:
        return _has_subject(phrase, passage, card_type) and _is_free_after(phrase, passage, card_type)
    return (
        len(phrase) > 1
        and last.endswith("s")
        and singular(last) in nouns
        and _has_singular_article(phrase, passage, card_type)
        and word_after(phrase, passage).lower in card_type.word_list("determiners")
    )


def _has_subject(phrase: Phrase, passage: Passage, card_type: CardType) -> bool:
    """Whether what stands before calls for a verb: to, then, an adverb, a subject, "let the"."""
    before, second, third = (word_before(phrase, passage, distance) for distance in (1, 2, 3))
    articles = card_type.word_list("articles", "possessives")
    if before.lower == "to":
        return second.lower not in card_type.word_list("noun-openers") and _count_before("from", phrase, passage) == 0
    if before.lower in card_type.word_list("verb-openers"):
        return True
    if before.lower.endswith("ly"):
        return second.lower not in articles
    if second.lower in articles:
        return third.lower in card_type.word_list("modals")
    return before.lower in articles and second.lower in card_type.word_list("let-verbs") and len(phrase) > 1


def _is_free_after(phrase: Phrase, passage: Passage, card_type: CardType) -> bool:
    """Whether no noun follows that the phrase could belong to ("a Pushup position")."""
    after = word_after(phrase, passage)
    return after is _NOWHERE or after.lower in card_type.word_list(
        "determiners", "prepositions", "conjunctions", "pronouns", "directions", "weak-comparatives", "verb-closers"
    )


def _has_singular_article(phrase: Phrase, passage: Passage, card_type: CardType) -> bool:
    near = (word_before(phrase, passage, distance).lower for distance in (1, 2))
    return any(each in card_type.word_list("singular-articles") for each in near)


def _count_before(text: str, phrase: Phrase, passage: Passage) -> int:
    return sum(word_before(phrase, passage, distance).lower == text for distance in range(2, 6))


def word_before(phrase: Phrase, passage: Passage, distance: int) -> Word:
    """The word that many words before the phrase, empty if a mark or the start is between."""
    index = passage.words.index(phrase[0])
    if index < distance:
        return _NOWHERE
    found = passage.words[index - distance : index + 1]
    between = passage.free[found[0].start : phrase[0].start]
    return found[0] if between == "".join(f"{word.text} " for word in found[:-1]) else _NOWHERE


def word_after(phrase: Phrase, passage: Passage) -> Word:
    """The word after the phrase, empty if a mark or the end is between."""
    index = passage.words.index(phrase[-1]) + 1
    if index == len(passage.words) or passage.free[phrase[-1].end : passage.words[index].start] != " ":
        return _NOWHERE
    return passage.words[index]


def text_of(phrase: Phrase) -> str:
    """The phrase's words with single spaces."""
    return " ".join(word.text for word in phrase)


def singular(word: str) -> str:
    """A noun without the ending of its plural."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def folded(phrase: str) -> str:
    """The phrase in lower case with a singular last word."""
    parts = phrase.lower().replace("’", "'").split()
    return " ".join([*parts[:-1], singular(parts[-1])])
