"""A word is spelled in the other dialect of English.

Why: `toward` in one sentence and `towards` in the next shows several hands.

Fix: choose a dialect by the option `dialect` and write its form everywhere.

The pairs stand in the list `dialect-pairs` of the language, the American form first; of verbs and nouns the forms in
-s, -ed and -ing are known as well. British forms beside which British English has the American one too are in
`british-variants`. Sentences that a template dictates are looked at as well.

Source: Merriam-Webster and the Oxford English Dictionary, for the pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from exlint.card import Card, PassageKind
from exlint.findings import Applicability, Problem, Severity
from exlint.prose import words
from exlint.rules.base import CardRule
from exlint.rules.edits import write

Dialect = Literal["american", "british"]


@dataclass(frozen=True, slots=True)
class Options:
    """The dialect of the collection."""

    dialect: Dialect = field(default="american", metadata={"doc": "the dialect that the collection is written in"})


def check(card: Card, options: Options) -> Iterator[Problem]:
    """Yield one problem for each word of the other dialect."""
    right_form = _right_forms(card.type.word_list("dialect-pairs"), options.dialect)
    if options.dialect == "american":
        right_form = {**right_form, **_british_variants(card.type.word_list("british-variants"))}
    for passage in card.passages:
        if passage.is_running_text or passage.kind is PassageKind.TITLE:
            for word in words(passage.prose.text):
                right = right_form.get(word.lower)
                if right:
                    right = right.capitalize() if word.text[0].isupper() else right
                    message = f"{word.text!r} is not {options.dialect.capitalize()} English; write {right!r}"
                    span = passage.prose.span(word.start, word.end)
                    is_free = passage.free[word.start : word.end] == word.text and passage.is_running_text
                    fixes = write(card.document.source, span, word.text, right) if is_free else ()
                    yield Problem(span, message, fixes=fixes)


@lru_cache(maxsize=8)
def _right_forms(pairs: frozenset[str], dialect: Dialect) -> dict[str, str]:
    """The other dialect's forms, each with this dialect's."""
    both = [pair.split() for pair in sorted(pairs)]
    written = {word for pair in both for word in pair}
    right_form: dict[str, str] = {}
    for american, british in both:
        wrong, right = (british, american) if dialect == "american" else (american, british)
        for wrong_form, form in zip(_inflected(wrong), _inflected(right), strict=True):
            if wrong_form == wrong or wrong_form not in written:
                right_form.setdefault(wrong_form, form)
    return right_form


@lru_cache(maxsize=8)
def _british_variants(pairs: frozenset[str]) -> dict[str, str]:
    return {british: american for american, british in (pair.split() for pair in sorted(pairs))}


def _inflected(word: str) -> tuple[str, str, str, str]:
    stem = word.removesuffix("e")
    return word, f"{word}s", f"{stem}ed", f"{stem}ing"


RULE = CardRule(
    code="EX905",
    name="mixed-dialect",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    default=False,
    options=Options,
    fixable=(Applicability.SAFE,),
)
