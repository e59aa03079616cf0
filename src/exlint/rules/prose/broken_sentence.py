"""A sentence is broken over several lines.

Why: each line of such a page is an element of its own, so the sentence falls apart. It happens where a page is saved as
text and each link comes to stand on a line of its own.

Fix: join the lines; put the links back if the page is to have them. Look whether words are missing at the seams.

Source: the card type, `syntax: lines`. A line belongs to the one before if that has no end and the line begins in lower
case or with a closing mark, or if the one before ends with a comma, an opening bracket or a word that ends no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Passage
from exlint.findings import Applicability, Edit, Fix, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.prose._seams import Broken, broken_sentences

_ENDS = tuple(".!?…)\"'”’")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such sentence, over all of it."""
    for passage in card.passages:
        for sentence in broken_sentences(passage, card.type):
            yield _problem(sentence, passage)


def _problem(sentence: Broken, passage: Passage) -> Problem:
    text = passage.prose.text
    ends = ", ".join(repr(text[: seam.start].split()[-1]) for seam in sentence.seams)
    message = f"sentence is broken over {len(sentence.seams) + 1} lines, after {ends}"
    return Problem(passage.prose.span(sentence.start, sentence.end), message, fixes=_fixes(sentence, text))


def _fixes(sentence: Broken, text: str) -> tuple[Fix, ...]:
    """None for what has no end: joined, a list of links is still no sentence."""
    if not text[: sentence.end].endswith(_ENDS):
        return ()
    edits = tuple(Edit(seam.span, text[seam.start : seam.end]) for seam in sentence.seams)
    return (Fix("join the lines", edits, Applicability.UNSAFE),)


RULE = CardRule(
    code="EX526",
    name="broken-sentence",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
