"""A question does not end with a question mark.

Why: headings of questions are shown and indexed as questions.

Fix: write the `?`, or make the heading a question.

Source: the card type, `questions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write

_END = lazy_pattern(r"\?[.,;:!?]*[\"')\]”’]*$")
"""A question mark, also where another mark follows: that is another rule's."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its last word."""
    for spec, section in card.known_sections:
        for question in section.questions:
            text = question.prose.text.rstrip()
            if text and not (text.endswith("?") or _END.search(text)):
                start = text.rfind(" ") + 1
                span = question.prose.span(start, len(text))
                fixes = write(card.document.source, span, text[start:], f"{text[start:].rstrip('.,;:!')}?")
                yield Problem(span, f"{spec.item} does not end with '?'", fixes=fixes)


RULE = CardRule(
    code="EX221",
    name="missing-question-mark",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
