"""An answer has more paragraphs than the type allows.

Why: what follows is often the answer to another question, whose heading was lost.

Fix: write that question's heading, or make one paragraph of the two.

Source: the card type, `answer-at-most`; on 465 exercise cards all answers are one paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Section
from exlint.document import Paragraph
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import line_at


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each answer, at the first paragraph too many; none where a question is known to be lost."""
    for spec, section in card.known_sections:
        most = spec.answer_at_most
        if most is None or len(section.questions) < spec.items.at_least or _lacks_question(card, section):
            continue
        for question in section.questions:
            further = [block for block in question.blocks if isinstance(block, Paragraph)][most:]
            if further:
                message = f"the answer goes on after {most} paragraph{'s' * (most > 1)}; is a question lost here?"
                related = Related(question.prose.whole, "the question is here")
                place = line_at(card.document.source, further[0].span.start)
                yield Problem(place, message, (related,))


def _lacks_question(card: Card, section: Section) -> bool:
    """Whether one that the type dictates is missing, which is a finding of its own."""
    return any(each.section is section and each.span is None for each in card.statements if each.spec.question)


RULE = CardRule(code="EX224", name="overlong-answer", since="0.1.0", severity=Severity.WARNING, check=check)
