"""A sentence, or a question with its answer, that every card of the type has is not there.

Why: readers and search engines rely on it, and it is what the metadata is held against.

Fix: write it as the message gives it.

Source: the card type, `statements`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.card import BoundStatement, Card, Section
from exlint.document import Paragraph
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.prose import prose_of
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the paragraph or the section where it belongs."""
    for statement in card.statements:
        if statement.section is None or statement.span is not None or statement.section.is_empty:
            continue
        wanted = f"; expected {statement.expected!r}" if statement.expected else ""
        if statement.spec.question:
            question = statement.question or statement.spec.question.text
            wanted = f"; expected the question {question!r}"
        message = f"statement {statement.spec.name!r} is missing{wanted}"
        yield Problem(_place(statement), message, fixes=_written(card, statement))


def _place(statement: BoundStatement) -> Span:
    assert statement.section is not None
    paragraphs = [block for block in statement.section.blocks if isinstance(block, Paragraph)]
    if statement.spec.question is None and paragraphs:
        return paragraphs[0].span
    return statement.section.heading.span


def _written(card: Card, statement: BoundStatement) -> tuple[Fix, ...]:
    """The statement where it belongs: beside its neighbours in the type's order, else at the end."""
    if not statement.expected or (statement.spec.question and not statement.question):
        return ()
    here = [each for each in card.statements if each.section is statement.section and each.span]
    here = [each for each in here if bool(each.spec.question) == bool(statement.spec.question)]
    order = [spec.name for spec in card.type.statements]
    rank = order.index(statement.spec.name)
    before = [each.span for each in here if each.span and order.index(each.spec.name) < rank]
    after = [each.span for each in here if each.span and order.index(each.spec.name) > rank]
    place = _asked(card, statement, before, after) if statement.spec.question else _said(card, statement, before, after)
    return fix("write it", place, how=Applicability.UNSAFE)


def _said(card: Card, statement: BoundStatement, before: Sequence[Span], after: Sequence[Span]) -> Edit | None:
    """The sentence in the section's first paragraph."""
    assert statement.section is not None
    if before:
        return Edit(Span(before[-1].end, before[-1].end), f" {statement.expected}")
    if after:
        return Edit(Span(after[0].start, after[0].start), f"{statement.expected} ")
    end = next((block.span.end for block in statement.section.blocks if isinstance(block, Paragraph)), None)
    return Edit(Span(end, end), f" {statement.expected}") if end is not None else None


def _asked(card: Card, statement: BoundStatement, before: Sequence[Span], after: Sequence[Span]) -> Edit | None:
    """The question with its answer beside the question next to it in the type's order, else after the last one.

    Where the answer is left, below another question, only the question above it.
    """
    assert statement.section is not None
    questions = statement.section.questions
    marks = "#" * (statement.section.spec.level + 1 if statement.section.spec else 1)
    left = next((block for block in _paragraphs(statement.section) if _text(block) == statement.expected), None)
    if left:
        start = line_at(card.document.source, left.span.start).start
        return Edit(Span(start, start), f"{marks} {statement.question}\n\n")
    text = f"{marks} {statement.question}\n\n{statement.expected}"
    follower = next((each for each in questions if after and each.span.contains(after[0])), None)
    if follower and not before:
        start = line_at(card.document.source, follower.span.start).start
        return Edit(Span(start, start), f"{text}\n\n")
    ends = [each.span.end for each in questions if before and each.span.contains(before[-1])]
    ends = ends or [each.span.end for each in questions]
    return Edit(Span(ends[-1], ends[-1]), f"\n\n{text}") if ends else None


def _paragraphs(section: Section) -> Iterator[Paragraph]:
    blocks = (*section.blocks, *(block for question in section.questions for block in question.blocks))
    return (block for block in blocks if isinstance(block, Paragraph))


def _text(block: Paragraph) -> str:
    return " ".join(prose_of(block.inlines).text.split())


RULE = CardRule(
    code="EX215",
    name="missing-statement",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
