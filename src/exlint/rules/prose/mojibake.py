"""A text was decoded with the wrong encoding: "donâ€™t", "cafÃ©", or a replacement character.

Why: the letters are lost for readers and for search; a text that went through the same program has more of them.

Fix: write the character that was meant; the message has it where it can be told.

Whether a run of characters is such damage is tried: written in an old encoding and read as UTF-8, it must make sense.

Source: https://www.unicode.org/faq/utf_bom.html; the encodings are those of old Windows, Mac and DOS.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Edit, Problem, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.prose._damage import GUESSES, mojibake

_LEFTOVERS = {"Â": ""}
"""What stands before a space that was one of an unusual kind."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each damaged run, anywhere in the file; bytes that are no UTF-8 are another rule's."""
    lost = {span.start for span in card.document.source.undecodable}
    for start, end, meant in mojibake(card.document.source.text):
        if start not in lost:
            found = card.document.source.text[start:end]
            hint = f"; perhaps {meant!r} was meant" if meant else ""
            how = Applicability.SAFE if meant and found not in GUESSES else Applicability.UNSAFE
            right = _LEFTOVERS.get(found) if not meant else " " if meant.isspace() else meant
            edit = Edit(Span(start, end), right) if right is not None else None
            fixes = fix(f"write {right!r}" if right else "remove it", edit, how=how)
            yield Problem(Span(start, end), f"{found!r} was decoded with the wrong encoding{hint}", fixes=fixes)


RULE = CardRule(
    code="EX518",
    name="mojibake",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
