"""Comments in a card that suppress findings: read them, blank them out, and tell what they reach.

`<!-- exlint-disable-next-line EX501 -- why -->` and its kind are read from the parsed text, so that an example in code
is none. A comment that ends its line is then blanked out and the text parsed again: left where it is, it would part a
list, and rules about words would have to look past it. Offsets stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate
from operator import itemgetter

from exlint.document import Document, HtmlBlock, RawHtml, inlines_of, walk, walk_inlines
from exlint.findings import Position, Span
from exlint.lazy import lazy_pattern
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

_MAY_BE = "exlint-"
_COMMENT = lazy_pattern(r"<!--\s*exlint-(?P<action>[\w-]*)(?P<rules>.*?)-->", re.DOTALL)
_REASON = lazy_pattern(r"(?<!\S)--+(?!\S)")
_WORD = lazy_pattern(r"[^\s,]+")
_BLANKS = lazy_pattern(r"\s*")
_VISIBLE = lazy_pattern(r"[^\r\n]")


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


class Cover:
    """What the suppressions of a file hide, and which of them did.

    The work for many findings under many suppressions grows with their numbers, not with the product.
    """

    def __init__(self, suppressions: Sequence[Suppression]) -> None:
        self._suppressions = suppressions
        self._by_code: dict[str, _Reaches] = {}
        self._hidden: dict[str, set[Position]] = {}

    def hides(self, code: str, start: Position) -> bool:
        """Whether a finding of this rule that starts there is suppressed."""
        if not self._suppressions:
            return False
        is_hidden = self._of(code).have(start)
        if is_hidden:
            self._hidden.setdefault(code, set()).add(start)
        return is_hidden

    @property
    def used(self) -> frozenset[int]:
        """The indexes of the suppressions under which something was hidden until now."""
        return frozenset(index for code, starts in self._hidden.items() for index in self._of(code).over(starts))

    def _of(self, code: str) -> _Reaches:
        if code not in self._by_code:
            self._by_code[code] = _Reaches(code, self._suppressions)
        return self._by_code[code]


class _Reaches:
    """Where a rule is silent, by which suppressions."""

    def __init__(self, code: str, suppressions: Sequence[Suppression]) -> None:
        every = ((reach, index) for index, each in enumerate(suppressions) for reach in each.reaches)
        self._reaches = sorted((reach.start, reach.end, index) for reach, index in every if code in reach.codes)
        self._ends = list(accumulate((end for _, end, _ in self._reaches), max))

    def have(self, place: Position) -> bool:
        """Whether one of them reaches the place."""
        begun = bisect_right(self._reaches, place, key=itemgetter(0))
        return bool(begun) and place < self._ends[begun - 1]

    def over(self, places: set[Position]) -> Iterator[int]:
        """The indexes of the suppressions that reach one of the places."""
        ordered = sorted(places)
        for start, end, index in self._reaches:
            first = bisect_left(ordered, start)
            if first < len(ordered) and ordered[first] < end:
                yield index


def comments_of(document: Document, resolve: Resolve) -> tuple[Comment, ...]:
    """The comments to exlint, in source order."""
    source = document.source
    if _MAY_BE not in source.text:
        return ()
    last = source.text.rfind("-->") + 3  # no search goes on to the end for the end of a comment that has none
    matches = (
        match for span in _html(document) for match in _COMMENT.finditer(source.text, span.start, min(span.end, last))
    )
    meant = cache(partial(_meant, resolve=resolve))
    return tuple(_comment(match, meant) for match in sorted(matches, key=re.Match.start))


def blanked(source: Source, comments: Sequence[Comment]) -> Source:
    """The source with spaces for the comments that end their line; those within a line are no text anyway."""
    text, done = source.text, len(source.text)
    pieces: list[str] = []
    for comment in reversed(comments):
        start, end = comment.span.start, comment.span.end
        line_end = source.line_span(source.row(end)).end
        if _BLANKS.fullmatch(text, end, min(line_end, done)):  # a comment that was blanked ends its line
            pieces += (text[end:done], _VISIBLE.sub(" ", text[start:end]))
            done = start
    return replace(source, text="".join((text[:done], *reversed(pieces))))


def suppressions_of(source: Source, comments: Sequence[Comment]) -> tuple[Suppression, ...]:
    """What the comments reach. `source` is the blanked one, in which a line with nothing but comments is blank."""
    found: list[Suppression] = []
    regions = _Regions()
    has_text = _rows_with_text(source) if any(each.action == NEXT_LINE for each in comments) else ()
    for comment, selector in ((one, each) for one in comments for each in one.selectors if each.codes):
        if comment.action == BEGIN:
            regions.open(comment, selector, source.position(comment.span.start))
        elif comment.action == END:
            if not regions.close(selector.codes, source.position(comment.span.start)):
                found.append(_suppression(comment, selector, (), ends_nothing=True))
        elif comment.action in ACTIONS:
            found.append(_suppression(comment, selector, _reaches(comment, selector, source, has_text)))
    found += regions.suppressions(_end(source))
    return tuple(sorted(found, key=lambda each: each.span))


def _html(document: Document) -> Iterator[Span]:
    """The spans that are HTML and may be comments."""
    for block in walk(document.blocks):
        if isinstance(block, HtmlBlock):
            yield block.span
        for inline in walk_inlines(inlines_of(block)):
            if isinstance(inline, RawHtml):
                yield inline.span


def _meant(text: str, resolve: Resolve) -> tuple[frozenset[str], str]:
    """The codes that a word stands for, or why there are none."""
    try:
        return frozenset(resolve(text)), ""
    except ValueError as error:
        return frozenset(), str(error)


def _comment(match: re.Match[str], meant: Callable[[str], tuple[frozenset[str], str]]) -> Comment:
    offset, rest = match.start("rules"), match["rules"]
    mark = _REASON.search(rest)
    named, reason = (rest[: mark.start()], rest[mark.end() :].strip()) if mark else (rest, "")
    span = Span(match.start(), match.end())
    selectors = tuple(
        Selector(word[0], Span(offset + word.start(), offset + word.end()), *meant(word[0]))
        for word in _WORD.finditer(named)
    )
    return Comment(span, match["action"], selectors or (Selector("", span, *meant("ALL")),), reason)


def _end(source: Source) -> Position:
    """After everything."""
    return Position(len(source.line_starts) + 1, 1)


def _rows_with_text(source: Source) -> Sequence[int]:
    """The rows of the lines that are not blank."""
    return [row for row, line in enumerate(source.lines, 1) if line.strip()]


def _reaches(comment: Comment, selector: Selector, source: Source, has_text: Sequence[int]) -> tuple[Reach, ...]:
    """What a comment reaches that is no region: nothing, if it is for the next line and no line with text follows."""
    first, last = source.row(comment.span.start), source.row(comment.span.end)
    if comment.action == FILE:
        return (Reach(selector.codes, Position(1, 1), _end(source)),)
    if comment.action == NEXT_LINE:
        following = bisect_right(has_text, last)
        first = last = has_text[following] if following < len(has_text) else 0
    return (Reach(selector.codes, Position(first, 1), Position(last + 1, 1)),) if first else ()


def _suppression(
    comment: Comment, selector: Selector, reaches: tuple[Reach, ...], *, ends_nothing: bool = False
) -> Suppression:
    text = f"exlint-{comment.action} {selector.text}".rstrip()
    return Suppression(text, selector.span, selector.codes, reaches, ends_nothing)


class _Regions:
    """From an `exlint-disable` on, until the last of its rules is enabled again."""

    def __init__(self) -> None:
        self._begun: list[tuple[Comment, Selector, Position, list[Reach]]] = []
        self._silent: dict[str, list[int]] = {}
        """For each rule, the indexes of the regions in which it is still silent."""

    def open(self, comment: Comment, selector: Selector, start: Position) -> None:
        """Begin a region."""
        for code in selector.codes:
            self._silent.setdefault(code, []).append(len(self._begun))
        self._begun.append((comment, selector, start, []))

    def close(self, codes: Iterable[str], end: Position) -> bool:
        """Enable rules again, in all regions; whether one of them was silent."""
        ended: defaultdict[int, set[str]] = defaultdict(set)
        for code in codes:
            for index in self._silent.pop(code, ()):
                ended[index].add(code)
        for index, silent in ended.items():
            _, _, start, reaches = self._begun[index]
            reaches.append(Reach(frozenset(silent), start, end))
        return bool(ended)

    def suppressions(self, end: Position) -> Iterator[Suppression]:
        """What the regions reach; what was not enabled again is silent up to the end."""
        self.close(tuple(self._silent), end)
        return (_suppression(comment, selector, tuple(reaches)) for comment, selector, _, reaches in self._begun)
