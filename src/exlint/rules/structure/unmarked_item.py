"""A line that lost its bullet or number runs on from the item before it.

Why: Markdown joins such a line to the item before, so two steps are shown as one.

Fix: write the bullet or number, and a space, before the line.

Source: https://spec.commonmark.org/0.31.2/#paragraph-continuation-text
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Entry
from exlint.findings import Applicability, Edit, Fix, Problem, Severity, Span
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, line_at

_REMAINS = lazy_pattern(r"[ \t]*(?:\d{1,3}[.)][ \t]*|\d{1,3}[ \t]+(?=[A-Z*_])|[-+•·–][ \t]*|\*[ \t]*(?![^*]*\*))?")
"""A marker, or what is left of it."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such line."""
    for spec, section in card.known_sections:
        marker = "number" if spec.allows("numbered-list") else "'- '"
        for index, entry in enumerate(section.entries):
            if entry.marker is None:
                runs_on = " and runs on from the one before" if index else ""
                message = f"{spec.item} has no {marker}{runs_on}"
                text = f"{index + 1}." if spec.allows("numbered-list") else "-"
                yield Problem(entry.prose.whole, message, fixes=_marked(card, entry, text))


def _marked(card: Card, entry: Entry, marker: str) -> tuple[Fix, ...]:
    """The line with its marker, in place of what is left of one; none if something else stands before the text."""
    source = card.document.source
    line = line_at(source, entry.prose.whole.start)
    remains = _REMAINS.match(source[line])
    assert remains
    if source[Span(line.start + remains.end(), entry.prose.whole.start)].strip("[*_"):
        return ()
    return fix(f"write '{marker} ' before it", Edit(Span(line.start, line.start + remains.end()), f"{marker} "))


RULE = CardRule(
    code="EX219",
    name="unmarked-item",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
