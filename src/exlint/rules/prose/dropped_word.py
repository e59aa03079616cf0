"""A word was lost after an article: what follows is no noun, or says where a thing without a name moves.

Why: "Push The forward" and "pulling a towards the chest" are what is left when a script takes a link or a name out
of a sentence; a spelling checker sees nothing wrong with them.

Fix: write the lost word. Where the rest of the card names it, the message does.

Whether a word can follow an article, the language's word lists say; a word that is in none of them may be a noun, so
that an unknown word is never a fault.

Source: measured over some 900 exercise cards: a moving verb, "the" and a direction before a preposition, 9 of 9 true;
an article before a preposition, conjunction, pronoun or auxiliary, 3 of 3; "The" in mid-sentence, 15 of 15.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from exlint.card import Card, Passage, Section
from exlint.findings import Applicability, Fix, Problem, Severity
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.rules.prose._holes import holes, is_moving

_CERTAIN = 2
"""A noun is offered if it stands as often after the same words, or after the article in the same section."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each hole, from the article to the word that shows it."""
    for passage in card.passages_with(card.type.word_list("articles")):
        for hole in holes(passage, card.type):
            article = passage.words[hole.index]
            before = _word_before(passage, hole.index)
            found = passage.free[passage.words[hole.index - 1].start if before else article.start : hole.end]
            lost = _lost_word(card, passage, before, article.lower)
            message = f"a word is missing after {article.text!r} in {found!r}"
            span = passage.prose.span(article.start, hole.end)
            fixes = _filled(card, passage, article, lost) if lost else ()
            yield Problem(span, f"{message}; perhaps {lost!r}" if lost else message, fixes=fixes)


def _filled(card: Card, passage: Passage, article: Word, lost: str) -> tuple[Fix, ...]:
    """The noun after its article, which has a capital at the start of a sentence only."""
    text = f"{article.text if passage.may_start_sentence(article) else article.lower} {lost}"
    span = passage.prose.span(article.start, article.end)
    return write(card.document.source, span, article.text, text, Applicability.UNSAFE)


def _word_before(passage: Passage, index: int) -> str:
    """The word right before the one at `index`, in lower case."""
    if index == 0 or passage.free[passage.words[index - 1].end : passage.words[index].start] != " ":
        return ""
    return passage.words[index - 1].lower


def _lost_word(card: Card, passage: Passage, before: str, article: str) -> str:
    """The noun that the rest of the card has in this place, "" if it can't be told.

    What moves is what the section speaks of most; any other noun is the one that the card has after the same words.
    """
    places = card.type.word_list("places")
    nouns = list(_nouns(card, article))
    same = Counter(noun for verb, noun, _ in nouns if verb == before and before)
    if is_moving(before, card.type):
        near = Counter(noun for _, noun, section in nouns if section is passage.section)
        far = Counter(noun for _, noun, _ in nouns)
        for place in places:
            del same[place], near[place], far[place]
        return _first(same, 1) or _first(near, _CERTAIN) or _first(far, _CERTAIN)
    return _first(same, _CERTAIN)


def _first(counted: Counter[str], at_least: int) -> str:
    """The noun that comes first by far, if it comes so often."""
    ranks = counted.most_common(2)
    if not ranks or ranks[0][1] < at_least or (len(ranks) > 1 and ranks[1][1] == ranks[0][1]):
        return ""
    return ranks[0][0]


def _nouns(card: Card, article: str) -> Iterator[tuple[str, str, Section | None]]:
    """Each noun of the card right after this article, with the word before the article, and its section."""
    lists = card.type.word_list
    closed = lists("prepositions", "conjunctions", "pronouns", "auxiliaries", "directions")
    for passage in card.passages:
        lost = {hole.index for hole in holes(passage, card.type)}
        words, text = passage.words, passage.free
        for index, word in enumerate(words[:-1]):
            noun = words[index + 1]
            follower = words[index + 2] if index + 2 < len(words) else None
            alone = follower is None or text[noun.end : follower.start] != " " or follower.lower in closed
            if word.lower == article and index not in lost and alone and text[word.end : noun.start] == " ":
                yield _word_before(passage, index), noun.lower, passage.section


RULE = CardRule(
    code="EX501",
    name="dropped-word",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
