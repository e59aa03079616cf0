"""A space stands before a comma, a closing mark or a closing bracket, or after an opening bracket.

Why: the mark may wrap to the next line, alone. Often a word or a link was cut out before it.

Fix: remove the space; look whether a word is missing.

Source: every English style guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, PassageKind
from exlint.findings import Applicability, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, removed

_CLUES = re.compile(r"[,;:!?.)\]](?<=[ \t\u00a0(\[].)"), re.compile(r"\([ \t\u00a0]"), re.compile(r"\[[ \t\u00a0]")
"""Each begins with what is rarer than a space, the last two with a plain character, which is found fastest."""
_SPACED = lazy_pattern(
    r"(?<=[^\s.,;:!?\[(])(?P<before>[ \t\u00a0]+(?P<mark>,(?!\d)|[;:!?](?=[\s\"')\]”’]|$)|\.(?=[\s\"')\]”’]|$)|[)\]]))"
    r"|(?<=[\s(\[])[(\[](?P<after>[ \t\u00a0]+)(?=[^\s\])])"
)


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such space, with its mark; how a metadata line is written is another rule's."""
    for passage in card.passages_with(*_CLUES):
        if passage.kind is PassageKind.FIELD:
            continue
        for match in _SPACED.finditer(passage.prose.text):
            mark = match["mark"]
            what = f"space before {mark!r}" if mark else f"space after {match[0][0]!r}"
            group = "before" if mark else "after"
            space = match[group].rstrip(mark) if mark else match[group]
            place = passage.prose.span(match.start(group), match.start(group) + len(space))
            fixes = fix("remove the space", removed(card.document.source, place, space))
            yield Problem(passage.prose.locate(match), what, fixes=fixes)


RULE = CardRule(
    code="EX514",
    name="space-before-punctuation",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
