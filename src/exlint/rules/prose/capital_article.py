"""An article has a capital in mid-sentence: "The", "A".

Why: it is a trace of a script that put a word in or took one out; where a noun is lost too, `dropped-word` says so.

Fix: write it in lower case.

Source: measured over some 900 exercise cards: "The" in mid-sentence, 15 of 15 true.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Passage
from exlint.cardtype import CardType
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.rules.prose._capitals import is_headline
from exlint.rules.prose._holes import holes
from exlint.rules.prose._sentence_end import cut_off_sentences


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each article with a capital that neither starts a sentence nor stands before a hole."""
    articles = card.type.word_list("articles")
    for passage in card.passages:
        if not passage.is_running_text or not any(word.lower in articles for word in passage.inner_capitals):
            continue
        before_hole = {hole.index for hole in holes(passage, card.type)}
        cut_off = {words[-1].start for words in cut_off_sentences(passage, card.type)}
        for index, word in enumerate(passage.words):
            is_capital = word.lower in articles and word.text == word.text.capitalize()
            if not is_capital or index in before_hole or word.start in cut_off or passage.may_start_sentence(word):
                continue
            if _is_slip(passage, index, card.type):
                span = passage.prose.span(word.start, word.end)
                fixes = write(card.document.source, span, word.text, word.lower, Applicability.UNSAFE)
                yield Problem(span, f"{word.text!r} has a capital in mid-sentence", fixes=fixes)


def _is_slip(passage: Passage, index: int, card_type: CardType) -> bool:
    """Whether the capital at `index` is no letter ("an A shape") and no part of a headline in capitals."""
    if index == 0 or index + 1 == len(passage.words):
        return False
    before, word, after = passage.words[index - 1 : index + 2]
    articles = card_type.word_list("articles")
    if passage.free[word.end : after.start] != " ":
        return False
    if len(word.text) == 1:
        closed = card_type.word_list("prepositions", "conjunctions", "pronouns", "auxiliaries")
        return after.text.islower() and after.lower not in closed and before.lower not in articles
    return not is_headline(passage, card_type)


RULE = CardRule(
    code="EX502",
    name="capital-article",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
