"""A question is asked twice in a card.

Why: two headings of one text have one anchor, so links reach only the first; and the two answers may differ.

Fix: merge the answers, or reword one question.

Source: https://spec.commonmark.org/0.31.2/#atx-headings names no anchors, but every renderer that makes them makes them
from the heading's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Question
from exlint.findings import Applicability, Edit, Fix, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each repeat, related to the first."""
    for _, section in card.known_sections:
        seen: dict[str, Question] = {}
        for question in section.questions:
            key = " ".join(question.prose.text.casefold().split()).rstrip(" ?")
            if key in seen:
                first = seen[key]
                related = (Related(first.prose.whole, "the first one is here"),)
                message = f"question {question.prose.text!r} is already asked"
                yield Problem(question.prose.whole, message, related, _removed(card, question, first))
            elif key:
                seen[key] = question


def _removed(card: Card, question: Question, first: Question) -> tuple[Fix, ...]:
    """The card without the repeat; none if its answer says anything else."""
    answer, other = (" ".join(prose.text for prose in each.answer).split() for each in (question, first))
    if answer != other or len(question.blocks) > len(question.answer):
        return ()
    source = card.document.source
    start = line_at(source, question.span.start).start
    rest = source.text[question.span.end :]
    return fix("remove the repeat", Edit(Span(start, question.span.end + len(rest) - len(rest.lstrip())), ""))


RULE = CardRule(
    code="EX214",
    name="duplicate-question",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
