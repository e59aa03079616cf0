"""Bytes to text and offsets to lines, with nothing normalised away."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add

from exlint.findings import Edit, Fix, Place, PlacedEdit, PlacedFix, Position, Span
from exlint.lazy import lazy_pattern
from exlint.value import Value

_NEWLINE = lazy_pattern(r"\r\n|\n|\r")
_UNDECODABLE = lazy_pattern("[\udc80-\udcff]")


class Source(Value, dict=True, gc=True):
    """A decoded file.

    `text` is the text without its byte order mark; its line endings are as in the file. `line_starts` holds the offset
    of each line's first character; a text that ends in a line ending has an empty last line. `undecodable` holds the
    spans, one character each, that stand for bytes that are not UTF-8 (U+FFFD in `text`).
    """

    name: str
    text: str
    line_starts: tuple[int, ...]
    bom: bool = False
    undecodable: tuple[Span, ...] = ()

    @property
    def newline(self) -> str:
        """How its first line ends; a line feed if none does."""
        first = _NEWLINE.search(self.text)
        return first[0] if first else "\n"

    @classmethod
    def decode(cls, name: str, data: bytes) -> Source:
        """Decode UTF-8, with or without a byte order mark. Never raises: see `undecodable`."""
        bom = data.startswith(codecs.BOM_UTF8)
        body = data[len(codecs.BOM_UTF8) :] if bom else data
        try:
            return cls.from_text(name, body.decode("utf-8"), bom=bom)
        except UnicodeDecodeError:
            text, undecodable = _decode_damaged(body)
            return cls.from_text(name, text, bom=bom, undecodable=undecodable)

    @classmethod
    def from_text(cls, name: str, text: str, *, bom: bool = False, undecodable: tuple[Span, ...] = ()) -> Source:
        """Index a text's lines. LF, CRLF and CR end a line; form feeds and Unicode separators do not."""
        return cls(name, text, _line_starts(text), bom, undecodable)

    def position(self, offset: int) -> Position:
        """The 1-based row and column of an offset from 0 to `len(text)`."""
        row = self.row(offset)
        return Position(row, offset - self.line_starts[row - 1] + 1)

    def offset(self, position: Position) -> int:
        """The offset of a position that `position()` gave; the inverse of it."""
        return self.line_starts[position.row - 1] + position.column - 1

    def row(self, offset: int) -> int:
        """The 1-based row of an offset."""
        return bisect_right(self.line_starts, offset)

    def line_end(self, row: int) -> int:
        """Where a 1-based row ends, its line ending included."""
        return self.line_starts[row] if row < len(self.line_starts) else len(self.text)

    def line_span(self, row: int) -> Span:
        """The span of a 1-based row, without its line ending."""
        start = self.line_starts[row - 1]
        return Span(start, start + len(self.text[start : self.line_end(row)].rstrip("\r\n")))

    @cached_property
    def longest_line(self) -> int:
        """How many characters it has, its line ending included."""
        ends = (*self.line_starts[1:], len(self.text))
        return max(end - start for start, end in zip(self.line_starts, ends, strict=True))

    @cached_property
    def _lines(self) -> dict[int, str]:
        return {}

    def line(self, row: int) -> str:
        """The text of a 1-based row, without its line ending; one text for all that ask for it."""
        if row not in self._lines:  # a long line may have thousands of findings, which carry it
            self._lines[row] = self[self.line_span(row)]
        return self._lines[row]

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines, without their endings."""
        return tuple(self.line(row + 1) for row in range(len(self.line_starts)))

    def __getitem__(self, span: Span) -> str:
        """The raw text of a span."""
        return self.text[span.start : span.end]

    def place(self, span: Span) -> Place:
        """Resolve a span, and carry the lines it touches."""
        start, end = self.position(span.start), self.position(span.end)
        last = end.row if end.column > 1 or end.row == start.row else end.row - 1
        return Place(self.name, start, end, tuple(self.line(row) for row in range(start.row, last + 1)))

    def place_fix(self, fix: Fix) -> PlacedFix:
        """Resolve a fix, with line endings of this file's kind."""
        edits = (Edit(edit.span, _NEWLINE.sub(self.newline, edit.text)) for edit in fix.edits)
        placed = tuple(PlacedEdit(edit, self.place(edit.span)) for edit in edits)
        return PlacedFix(fix.message, placed, fix.applicability, fix.brings)


def _line_starts(text: str) -> tuple[int, ...]:
    if "\r" in text:
        return (0, *(match.end() for match in _NEWLINE.finditer(text)))
    lengths = map(len, text.split("\n"))  # as nearly all texts end their lines, and faster
    return tuple(map(add, accumulate(lengths, initial=0), count()))[:-1]


def _decode_damaged(body: bytes) -> tuple[str, tuple[Span, ...]]:
    """Decode around the bytes that are not UTF-8; one U+FFFD stands for each of them."""
    text = body.decode("utf-8", "surrogateescape")  # no well-formed UTF-8 decodes to a surrogate
    spans = tuple(Span(*match.span()) for match in _UNDECODABLE.finditer(text))
    return _UNDECODABLE.sub("\ufffd", text), spans
