"""Text that is safe and in its place on a terminal: colours, escapes, columns as wide as they are shown."""

from __future__ import annotations

import unicodedata

from exlint.findings import Severity
from exlint.value import Value

TAB = 4
"""Columns from one tab stop to the next in a shown source line."""

FIXABLE = "[*]"
"""Marks a finding that `--fix` mends."""

# Control characters, format characters (the bidirectional marks among them), lone surrogates, line and paragraph
# separators: what can move the cursor, hide or reorder text.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_OF_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


class Paint(Value):
    """Colours text by ANSI sequences, or leaves it as it is."""

    colour: bool

    def bold(self, text: str) -> str:
        """Bold."""
        return self._wrap("1", text)

    def faint(self, text: str) -> str:
        """Blue, for what frames the text."""
        return self._wrap("34", text)

    def removed(self, text: str) -> str:
        """Red, for a line that goes."""
        return self._wrap("31", text)

    def added(self, text: str) -> str:
        """Green, for a line that comes."""
        return self._wrap("32", text)

    def by(self, severity: Severity, text: str) -> str:
        """Bold, in the severity's colour."""
        return self._wrap(_OF_SEVERITY[severity], text)

    def _wrap(self, codes: str, text: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour and text else text


class Cell(Value):
    """One character of a source line as shown; `width` is in terminal columns, 0 for a combining mark."""

    shown: str
    width: int


def is_plain(text: str) -> bool:
    """Whether each character is shown as it is, in one column. Most texts are, and need no look at each of them."""
    return text.isascii() and text.isprintable()


def visible(text: str) -> str:
    """The text with each unsafe character as a visible escape."""
    return text if text.isprintable() else "".join(map(_shown, text))  # what is printable is never unsafe


def cells(line: str) -> tuple[Cell, ...]:
    """One cell for each character of a line; a tab is as many spaces as lead to the next stop."""
    made: list[Cell] = []
    column = 0
    for character in line:
        shown = " " * (TAB - column % TAB) if character == "\t" else _shown(character)
        cell = Cell(shown, _width(character) if shown == character else len(shown))
        made.append(cell)
        column += cell.width
    return tuple(made)


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNSAFE:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
