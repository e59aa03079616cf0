"""The name of a thing that can be counted has no article.

Why: `using barbell` is no English; one uses a barbell. A template that fills in the bare name of a value gets it wrong
on every card.

Fix: write `a` or `an`; where a template does it, give the template a form of the value with its article.

The names stand in the list `countable-nouns` of the card type, the words before them that need an article in
`before-articles`. Sentences that a template dictates are looked at as well; a name before another noun (`with barbell
rows`) is left alone.

Source: seen in all templates of a collection of some 900 cards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.rules.house._templates import is_dictated, where

_AFTER_NAME = ("prepositions", "conjunctions", "pronouns", "auxiliaries", "articles")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each bare name."""
    word_list = card.type.word_list
    nouns, openers = word_list("countable-nouns"), word_list("before-articles")
    if not nouns or not openers:
        return
    pattern = _pattern(openers, nouns, word_list(*_AFTER_NAME))
    for passage in card.passages:
        if passage.is_running_text:
            for match in pattern.finditer(passage.prose.text):
                article = "an" if match["noun"][0] in "aeiouAEIOU" else "a"
                right = f"{match['opener']} {article} {match['noun']}"
                dictated = is_dictated(card, passage, *match.span())
                message = f"{match[0]!r} lacks an article; write {right!r}{where(dictated=dictated)}"
                span, how = passage.prose.locate(match), Applicability.UNSAFE
                fixes = () if dictated else write(card.document.source, span, match[0], right, how)
                yield Problem(span, message, fixes=fixes)


@lru_cache(maxsize=8)
def _pattern(openers: frozenset[str], nouns: frozenset[str], after: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<opener>{_any(openers)}) (?P<noun>{_any(nouns)})(?=[^\w\s-]|\s*$| (?:{_any(after)})\b)", re.IGNORECASE
    )


def _any(names: frozenset[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


RULE = CardRule(
    code="EX902",
    name="missing-article",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    default=False,
    fixable=(Applicability.UNSAFE,),
)
