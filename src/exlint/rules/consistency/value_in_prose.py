"""A free answer names another value than the metadata.

Why: "primarily works the forearms" on a card that targets the biceps gives readers two answers to one question.

Fix: decide which of the two is right, and say it in both places.

Source: measured over some 900 exercise cards: about half of all differing answers were wrong; with the card type's
`terms`, which know that the soleus is a calf muscle, the share is in `docs/accuracy.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, Question
from exlint.cardtype import ClaimSpec
from exlint.findings import Problem, Related, Severity, Span
from exlint.lazy import lazy_pattern
from exlint.prose import sentences
from exlint.rules.base import CardRule, NoOptions

_ASIDE = lazy_pattern(r"\([^()]*\)")
"""Where something lies, or what it is near to: "brachialis (under the biceps)"."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each answer, at what it names, related to the metadata."""
    for spec in card.type.claims:
        field = card.metadata.field(spec.key) if card.metadata else None
        values = set(card.metadata.values.get(spec.key, ())) if card.metadata else set()
        section = card.section(spec.section)
        if field is None or section is None or not values or values & spec.ignore or spec.key in card.disputes:
            continue
        fixed = {statement.span for statement in card.statements}
        for question in section.questions:
            if question.answer and question.answer[0].whole in fixed:
                continue
            claim = _claim(question, spec)
            if claim and not values & claim[1]:
                value = field.value.text
                related = (Related(field.value.span, f"{spec.key} is {value!r} here"),)
                yield Problem(claim[2], f"the answer names {claim[0]!r}, but {spec.key} is {value!r}", related)


def _claim(question: Question, spec: ClaimSpec) -> tuple[str, frozenset[str], Span] | None:
    """The terms that the answer's first sentence names, what they may mean, and where they stand."""
    if not question.answer or not spec.question.search(question.prose.text):
        return None
    prose = question.answer[0]
    first = sentences(prose.text)[:1]
    match = spec.claim.search(prose.text[: first[0][1]]) if first else None
    if match is None or match[1] is None:
        return None
    pattern = "|".join(re.escape(term) for term in sorted(spec.terms, key=len, reverse=True))
    named = _ASIDE.sub(lambda aside: " " * len(aside[0]), match[1])
    terms = list(re.finditer(rf"\b(?:{pattern})\b", named, re.IGNORECASE))
    if not terms:
        return None
    start = match.start(1) + terms[0].start()
    end = match.start(1) + terms[-1].end()
    meant = frozenset().union(*(spec.terms[term[0].casefold()] for term in terms))
    return prose.text[start:end], meant, prose.span(start, end)


RULE = CardRule(code="EX425", name="value-in-prose", since="0.1.0", severity=Severity.WARNING, check=check)
