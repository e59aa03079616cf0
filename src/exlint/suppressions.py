"""Comments in a card that suppress findings: read them, blank them out, and tell what they reach.

`<!-- exlint-disable-next-line EX501 -- why -->` and its kind are read from the parsed text, so that an example in code
is none. A comment that ends its line is then blanked out and the text parsed again: left where it is, it would part a
list, and rules about words would have to look past it. Offsets stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from exlint.document import Document, HtmlBlock, RawHtml, inlines_of, walk, walk_inlines
from exlint.findings import Position, Span
from exlint.source import Source
from exlint.value import Value, replace

NEXT_LINE = "disable-next-line"
LINE = "disable-line"
FILE = "disable-file"
BEGIN = "disable"
END = "enable"
ACTIONS = (LINE, NEXT_LINE, BEGIN, END, FILE)

Resolve = Callable[[str], tuple[str, ...]]
"""The codes that a word of a comment stands for; raises ValueError, which says so, if there are none."""

_MAY_BE = re.compile(r"<!--\s*exlint-")
_COMMENT = re.compile(r"<!--\s*exlint-(?P<action>[\w-]*)(?P<rules>.*?)-->", re.DOTALL)
_REASON = re.compile(r"(?<!\S)--+(?!\S)")
_WORD = re.compile(r"[^\s,]+")


class Selector(Value):
    """What a comment names: `codes`, or none of them, and `problem` says that there is no such rule.

    The selector of a comment that names nothing has no text and stands for all rules.
    """

    text: str
    span: Span
    codes: frozenset[str]
    problem: str = ""


class Comment(Value):
    """A comment to exlint. `action` is what follows `exlint-`, one of `ACTIONS` or a slip."""

    span: Span
    action: str
    selectors: tuple[Selector, ...]
    reason: str


class Reach(Value):
    """Rules that are silent from `start` up to `end`."""

    codes: frozenset[str]
    start: Position
    end: Position


class Suppression(Value):
    """One selector of a comment and what it reaches. An `exlint-enable` is one only if it `ends_nothing`."""

    text: str
    span: Span
    codes: frozenset[str]
    reaches: tuple[Reach, ...] = ()
    ends_nothing: bool = False

    def covers(self, code: str, start: Position) -> bool:
        """Whether a finding of this rule that starts there is suppressed."""
        return any(code in each.codes and each.start <= start < each.end for each in self.reaches)


def covering(suppressions: Sequence[Suppression], code: str, start: Position) -> set[int]:
    """The indexes of those that cover a finding of this rule that starts there."""
    return {index for index, each in enumerate(suppressions) if each.covers(code, start)}


def comments_of(document: Document, resolve: Resolve) -> tuple[Comment, ...]:
    """The comments to exlint, in source order."""
    source = document.source
    if not _MAY_BE.search(source.text):
        return ()
    matches = (match for span in _html(document) for match in _COMMENT.finditer(source.text, span.start, span.end))
    return tuple(_comment(match, resolve) for match in sorted(matches, key=re.Match.start))


def blanked(source: Source, comments: Sequence[Comment]) -> Source:
    """The source with spaces for the comments that end their line; those within a line are no text anyway."""
    text = source.text
    for comment in reversed(comments):
        start, end = comment.span.start, comment.span.end
        row = source.row(end)
        if not text[end : source.line_span(row).end].strip():
            text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    return replace(source, text=text)


def suppressions_of(source: Source, comments: Sequence[Comment]) -> tuple[Suppression, ...]:
    """What the comments reach. `source` is the blanked one, in which a line with nothing but comments is blank."""
    found: list[Suppression] = []
    regions: list[_Region] = []
    for comment, selector in ((one, each) for one in comments for each in one.selectors if each.codes):
        if comment.action == BEGIN:
            regions.append(_Region(comment, selector, source.position(comment.span.start)))
        elif comment.action == END:
            end = source.position(comment.span.start)
            ended = [region.close(selector.codes, end) for region in regions]
            if not any(ended):
                found.append(_suppression(comment, selector, (), ends_nothing=True))
        elif comment.action in ACTIONS:
            found.append(_suppression(comment, selector, _reaches(comment, selector, source)))
    found += (region.suppression(_end(source)) for region in regions)
    return tuple(sorted(found, key=lambda each: each.span))


def _html(document: Document) -> Iterator[Span]:
    """The spans that are HTML and may be comments."""
    for block in walk(document.blocks):
        if isinstance(block, HtmlBlock):
            yield block.span
        for inline in walk_inlines(inlines_of(block)):
            if isinstance(inline, RawHtml):
                yield inline.span


def _comment(match: re.Match[str], resolve: Resolve) -> Comment:
    offset, rest = match.start("rules"), match["rules"]
    mark = _REASON.search(rest)
    named, reason = (rest[: mark.start()], rest[mark.end() :].strip()) if mark else (rest, "")
    span = Span(match.start(), match.end())
    selectors = tuple(
        _selector(word[0], Span(offset + word.start(), offset + word.end()), resolve) for word in _WORD.finditer(named)
    )
    return Comment(span, match["action"], selectors or (Selector("", span, frozenset(resolve("ALL"))),), reason)


def _selector(text: str, span: Span, resolve: Resolve) -> Selector:
    try:
        return Selector(text, span, frozenset(resolve(text)))
    except ValueError as error:
        return Selector(text, span, frozenset(), str(error))


def _end(source: Source) -> Position:
    """After everything."""
    return Position(len(source.line_starts) + 1, 1)


def _reaches(comment: Comment, selector: Selector, source: Source) -> tuple[Reach, ...]:
    """What a comment reaches that is no region: nothing, if it is for the next line and no line follows."""
    first, last = source.row(comment.span.start), source.row(comment.span.end)
    if comment.action == FILE:
        return (Reach(selector.codes, Position(1, 1), _end(source)),)
    if comment.action == NEXT_LINE:
        following = range(last + 1, len(source.line_starts) + 1)
        first = last = next((row for row in following if source.line(row).strip()), 0)
    return (Reach(selector.codes, Position(first, 1), Position(last + 1, 1)),) if first else ()


def _suppression(
    comment: Comment, selector: Selector, reaches: tuple[Reach, ...], *, ends_nothing: bool = False
) -> Suppression:
    text = f"exlint-{comment.action} {selector.text}".rstrip()
    return Suppression(text, selector.span, selector.codes, reaches, ends_nothing)


class _Region:
    """From an `exlint-disable` on, until the last of its rules is enabled again."""

    def __init__(self, comment: Comment, selector: Selector, start: Position) -> None:
        self.comment = comment
        self.selector = selector
        self.start = start
        self.silent = selector.codes
        self.reaches: list[Reach] = []

    def close(self, codes: frozenset[str], end: Position) -> bool:
        """Enable rules again; whether one of them was silent."""
        ended = self.silent & codes
        self.silent -= ended
        if ended:
            self.reaches.append(Reach(ended, self.start, end))
        return bool(ended)

    def suppression(self, end: Position) -> Suppression:
        """What it reaches; what was not enabled again is silent up to the end."""
        self.close(self.silent, end)
        return _suppression(self.comment, self.selector, tuple(self.reaches))
