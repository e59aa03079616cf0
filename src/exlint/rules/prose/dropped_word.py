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

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from exlint.card import Card, Passage, Section
from exlint.cardtype import CardType
from exlint.findings import Applicability, Fix, Problem, Severity
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.rules.prose._holes import Hole, holes, is_moving

_CERTAIN = 2
"""A noun is offered if it stands as often after the same words, or after the article in the same section."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each hole, from the article to the word that shows it."""
    passages = card.passages_with(card.type.word_list("articles"))
    found_in = [(passage, tuple(holes(passage, card.type))) for passage in passages]
    nouns = _Nouns(card.type, found_in)
    for passage, found_holes in found_in:
        for hole in found_holes:
            article = passage.words[hole.index]
            before = _word_before(passage, hole.index)
            found = passage.free[passage.words[hole.index - 1].start if before else article.start : hole.end]
            lost = nouns.lost_word(passage.section, before, article.lower)
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


class _Nouns:
    """The nouns right after articles, counted once for all holes of a card, and only if there is a hole."""

    def __init__(self, card_type: CardType, passages: Sequence[tuple[Passage, Sequence[Hole]]]) -> None:
        self._card_type = card_type
        self._passages = passages
        self._ranked: dict[tuple[object, ...], tuple[str, int]] = {}

    def lost_word(self, section: Section | None, before: str, article: str) -> str:
        """The noun that the rest of the card has in a hole's place, "" if it can't be told.

        What moves is what the section speaks of most; any other noun is the one that the card has after the same words.
        """
        if not is_moving(before, self._card_type):
            return self._first(_CERTAIN, False, article, before) if before else ""
        same = self._first(1, True, article, before) if before else ""
        return same or self._first(_CERTAIN, True, article, id(section)) or self._first(_CERTAIN, True, article)

    def _first(self, at_least: int, moves: bool, *where: object) -> str:
        """The noun that comes first by far there, if it comes so often; what moves is no place."""
        if (moves, where) not in self._ranked:
            self._ranked[moves, where] = _first_by_far(self._counted.get(where, Counter()), self._places(moves))
        noun, times = self._ranked[moves, where]
        return noun if times >= at_least else ""

    def _places(self, moves: bool) -> frozenset[str]:
        return self._card_type.word_list("places") if moves else frozenset()

    @cached_property
    def _counted(self) -> Mapping[tuple[object, ...], Counter[str]]:
        """How often each noun stands after an article: after the same word before it, in a section, in the card."""
        counted: defaultdict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        for passage, found_holes in self._passages:
            lost = {hole.index for hole in found_holes}
            for before, article, noun in _nouns(passage, lost, self._card_type):
                for where in ((article, before), (article, id(passage.section)), (article,)):
                    counted[where][noun] += 1
        return counted


def _first_by_far(counted: Counter[str], others: frozenset[str]) -> tuple[str, int]:
    """The noun that comes more often than each other one, and how often; those in `others` don't count."""
    ranks = Counter({noun: times for noun, times in counted.items() if noun not in others}).most_common(2)
    if not ranks or (len(ranks) > 1 and ranks[1][1] == ranks[0][1]):
        return "", 0
    return ranks[0]


def _nouns(passage: Passage, lost: Container[int], card_type: CardType) -> Iterator[tuple[str, str, str]]:
    """Each noun right after an article, with the word before the article and the article; `lost` are those without."""
    lists = card_type.word_list
    articles = lists("articles")
    closed = lists("prepositions", "conjunctions", "pronouns", "auxiliaries", "directions")
    words, text = passage.words, passage.free
    for index, (word, noun) in enumerate(pairwise(words)):
        if word.lower in articles and index not in lost and text[word.end : noun.start] == " ":
            follower = words[index + 2] if index + 2 < len(words) else None
            if follower is None or text[noun.end : follower.start] != " " or follower.lower in closed:
                yield _word_before(passage, index), word.lower, noun.lower


RULE = CardRule(
    code="EX501",
    name="dropped-word",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
