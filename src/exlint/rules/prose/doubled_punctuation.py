"""A mark of punctuation is doubled, or two marks stand where one belongs.

Why: ".." and ",." are left over when a text is edited or put together from parts.

Fix: leave the one mark that is meant. An ellipsis, "?!" and "!?", and the full stop of an abbreviation before another
mark ("etc.,") are right.

Source: every style guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, Passage, PassageKind
from exlint.findings import Applicability, Edit, Fix, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix

_MARKS = lazy_pattern(r"(?<![./])[.,;:!?…]{2,}(?![./])|(?<=\w)[.,;:!?](?: [.,;:!?])+(?=\s|$)")
_CLUE = re.compile(r"[.,;:!?…] ?[.,;:!?…]")
_ELLIPSIS = lazy_pattern(r"\.{3,4}[,;:!?]?|…[.,;:!?]?|\?!|!\?")
_ABBREVIATION = lazy_pattern(r"(?:\b[^\W\d_]|\b(?:\w\.)+\w|\betc|\blbs?|\bvs|\bmin|\bmax|\bsec|\bapprox|\bno)$", re.I)


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each run of marks within a text; how a metadata line is written is another rule's."""
    for passage in card.passages_with(_CLUE):
        if passage.kind is PassageKind.FIELD:
            continue
        text = passage.prose.text
        for match in _MARKS.finditer(text):
            marks = match[0]
            is_abbreviation = marks[0] == "." and len(marks) == 2 and _ABBREVIATION.search(text[: match.start()])
            right = _ELLIPSIS.fullmatch(marks) or (is_abbreviation and marks[1] != ".")
            if not right:
                fixes = _one_mark(card, passage, match)
                yield Problem(passage.prose.locate(match), f"{marks!r} where one mark belongs", fixes=fixes)


def _one_mark(card: Card, passage: Passage, match: re.Match[str]) -> tuple[Fix, ...]:
    """The mark that is doubled; of different marks the one that says most where a sentence ends, else the first."""
    marks, rest = set(match[0].replace(" ", "")), passage.prose.text[match.end() :].lstrip()
    is_end = not rest or rest[0].isupper()
    ends = [mark for mark in "?!….," if mark in marks]
    right = ends[0] if is_end and ends else match[0][0]
    how = Applicability.SAFE if len(marks) == 1 and len(match[0]) in (2, 3) else Applicability.UNSAFE
    span = passage.prose.locate(match)
    return fix(f"write {right!r}", Edit(span, right), how=how) if card.document.source[span] == match[0] else ()


RULE = CardRule(
    code="EX513",
    name="doubled-punctuation",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
