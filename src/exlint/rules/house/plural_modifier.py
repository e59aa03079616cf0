"""A plural stands before the noun that it describes.

Why: English puts the first of two nouns in the singular: `calf strength`, `leg exercise`. A template that fills in the
plural name of a value gets it wrong on every card.

Fix: write the singular; where a template does it, give the template a singular form of the value.

The plurals and their singulars stand in the list `plural-modifiers` of the card type, the nouns that follow them in
`modified-nouns`. Sentences and labels that a template dictates are looked at as well.

Source: general grammar of noun adjuncts; seen in all templates of a collection of some 900 cards.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from exlint.card import Card, PassageKind
from exlint.findings import Applicability, Problem, Severity
from exlint.prose import words
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.rules.house._templates import is_dictated, where


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each plural before one of the nouns."""
    singular_of = dict(pair.split() for pair in card.type.word_list("plural-modifiers"))
    nouns = card.type.word_list("modified-nouns")
    for passage in card.passages:
        if not passage.is_running_text and passage.kind is not PassageKind.LINK_ITEM:
            continue
        text = passage.prose.text
        for word, noun in pairwise(words(text)):
            singular = singular_of.get(word.lower)
            if singular and noun.lower in nouns and text[word.end : noun.start] == " ":
                usual = singular.capitalize() if word.text[0].isupper() else singular
                dictated = is_dictated(card, passage, word.start, noun.end)
                message = f"{word.text!r} is a plural before {noun.text!r}; write {usual!r}{where(dictated=dictated)}"
                span, how = passage.prose.span(word.start, word.end), Applicability.UNSAFE
                is_free = passage.is_running_text and not dictated
                fixes = write(card.document.source, span, word.text, usual, how) if is_free else ()
                yield Problem(span, message, fixes=fixes)


RULE = CardRule(
    code="EX901",
    name="plural-modifier",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    default=False,
    fixable=(Applicability.UNSAFE,),
)
