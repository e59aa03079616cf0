"""Brackets that were meant to be a link and are none.

Why: the page shows the brackets and the address instead of a link.

Fix: write `[text](address)`, with no space between the two and every bracket closed.

Source: https://spec.commonmark.org/0.31.2/#links
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import BoundLink, Card
from exlint.document import Link, inlines_of, walk, walk_inlines
from exlint.findings import Applicability, Fix, Problem, Severity, Span
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, rewritten

_NO_ADDRESS = re.compile(r"\]\(\s*[)<\"'(]")
"""What a link without an address has in the source; its definition has `<>`."""
_BROKEN = lazy_pattern(
    r"\[[^\[\]]*\]\s*\((?:https?:|/|\ufffc)[^)]*\)?"  # a space between, or the end missing
    r"|\[[^\[\]()]*\((?:https?:|/|\ufffc)[^)]*\)"  # no ]
    r"|(?<![\w\]])[^\[\](). ][^\[\]().]*\]\((?:https?:|/|\ufffc)[^)]*\)?"  # no [
    r"|\[[^\[\]]+\]\s*(?:https?://|\ufffc)\S*"  # no (
    r"|\[[^\[\]]*\]\(\s*\)"  # no address
)

_WORD = lazy_pattern(r"\w+")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the brackets; and for a required link's item that has no link at all."""
    entries = {link.broken.prose.whole.start: link for link in card.links if link.broken}
    for passage in card.passages if entries else card.passages_with("[", "]"):
        found = list(_BROKEN.finditer(passage.prose.text))
        link = entries.pop(passage.prose.whole.start, None) if passage.prose.text else None
        expected = (link.expected if link else None) or "[text](address)"
        for match in found:
            fixes = _mended(card, link, passage.prose.whole) if link else ()
            yield Problem(passage.prose.locate(match), f"broken link; expected {expected!r}", fixes=fixes)
        if link and link.broken and not found:
            place = link.broken.prose.whole
            message = f"no link in {card.document.source[place]!r}; expected {expected!r}"
            yield Problem(place, message, fixes=_mended(card, link, place))
    source = card.document.source.text
    for block in walk(card.document.blocks) if "<>" in source or _NO_ADDRESS.search(source) else ():
        for inline in walk_inlines(inlines_of(block)):
            if isinstance(inline, Link) and not inline.url:
                bound = next((each for each in card.links if each.span == inline.span), None)
                fixes = _mended(card, bound, inline.span) if bound else ()
                yield Problem(inline.span, "link without an address", fixes=fixes)


def _mended(card: Card, link: BoundLink, place: Span) -> tuple[Fix, ...]:
    """The type's link in place of the whole item; safe if all that it says is there already."""
    if link.expected is None or "{" in link.expected:
        return ()
    said, wanted = (set(_WORD.findall(text)) for text in (card.document.source[place], link.expected))
    how = Applicability.SAFE if said == wanted else Applicability.UNSAFE
    return fix(f"write {link.expected!r}", rewritten(card.document.source, place, link.expected), how=how)


RULE = CardRule(
    code="EX603",
    name="broken-link",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
