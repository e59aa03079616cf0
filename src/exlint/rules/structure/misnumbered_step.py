"""An item's number is not the one after the number before it.

Why: Markdown numbers a list by its first item only, so the page hides the slip and the source misleads whoever edits
it; a gap is often a step that was lost.

Fix: number the items 1, 2, 3 …; look whether one is missing.

Source: the card type, `numbered-list`; https://spec.commonmark.org/0.31.2/#list-items
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Entry
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.structure._numbers import renumbered
from exlint.value import replace


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem where the sequence breaks or its style changes, not at each number after it."""
    for spec, section in card.known_sections:
        if spec.allows("numbered-list"):
            fixes = renumbered(section.entries)
            yield from (replace(problem, fixes=fixes) for problem in _breaks(section.entries, spec.item))


def _breaks(entries: tuple[Entry, ...], item: str) -> Iterator[Problem]:
    before, repeats, mark = 0, False, "."
    for place, entry in enumerate(entries, 1):
        if entry.number is None or entry.marker is None:
            before += 1  # its lost number is another rule's finding
            continue
        if entry.number == before and place > 1 and entry.prose.text == entries[place - 2].prose.text:
            continue  # a line pasted twice is another rule's finding
        expected = place if entry.number < before else before + 1
        if entry.number not in (expected, place):
            if not (repeats and entry.number == before):  # "1." before each item is one slip
                yield Problem(entry.marker.span, f"{item} is numbered {entry.number}; expected {expected}")
        elif entry.marker.text[-1] not in (mark, "."):
            yield Problem(entry.marker.span, f"{item} is numbered {entry.marker.text!r}; expected '{entry.number}.'")
        before, repeats, mark = entry.number, entry.number == before, entry.marker.text[-1]


RULE = CardRule(
    code="EX211",
    name="misnumbered-step",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
