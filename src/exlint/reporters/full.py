"""Each finding with its source line, the span underlined, the related places shown in the same way, and its fixes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, partial
from itertools import accumulate

from exlint.findings import Applicability, Finding, Place, Report, Severity
from exlint.reporters.terminal import FIXABLE, Paint, cells, is_plain, visible
from exlint.value import Value

WIDTH = 100
"""Columns of a source line that are shown; a longer one is cut to a window around the span."""

CONTEXT = 20
"""Columns shown before a span that is itself wider than the window."""

MAX_LINES = 3
"""Lines of a span that are shown; a longer one ends with a count of the others."""

_REACH = 4 * WIDTH
"""Characters on either side of a span's start that are looked at, so that a line of any length costs the same."""

_CUT = "…"


class _Frame(Value):
    """What stands around the excerpts of a finding, whose row numbers are as wide as the `gutter`."""

    gutter: int
    arrow: str
    bar: str
    note: str
    help: str


def render(report: Report, *, colour: bool) -> Iterator[str]:
    """Yield a block of lines for each finding, an empty line after it."""
    paint = Paint(colour)
    frame = cache(partial(_frame, paint))
    for finding in report.findings:
        yield from _block(finding, report.levels, paint, frame(_gutter(finding)))
        yield ""


def _frame(paint: Paint, gutter: int) -> _Frame:
    blank = " " * gutter
    note, fix = (f"{blank} {paint.faint('=')} {paint.bold(what)}" for what in ("note:", "help:"))
    return _Frame(gutter, f"{blank}{paint.faint('-->')}", paint.faint(f"{blank} |"), note, fix)


def _gutter(finding: Finding) -> int:
    """How wide the longest row number is."""
    places = (finding.place, *[related.place for related in finding.related])
    return len(str(max([place.start.row + min(len(place.lines), MAX_LINES) for place in places]) - 1))


def _block(finding: Finding, levels: frozenset[Applicability], paint: Paint, frame: _Frame) -> list[str]:
    """A finding's lines; in lists, as generators within each other would cost as much as the text."""
    severity = finding.severity
    head = paint.by(severity, f"{severity}[{finding.code}]")
    mark = f" {paint.faint(FIXABLE)}" if finding.fix(levels) else ""
    lines = [f"{head}{mark} {paint.bold(f'{finding.name}:')} {visible(finding.message)}"]
    lines += _excerpt(finding.place, "^", severity, paint, frame)
    for related in finding.related:
        lines.append(f"{frame.note} {visible(related.message)}")
        lines += _excerpt(related.place, "-", Severity.INFO, paint, frame)
    for fix in finding.fixes:
        unsafe = " (unsafe)" if fix.applicability is Applicability.UNSAFE else ""
        lines.append(f"{frame.help} {visible(fix.message)}{unsafe}")
    return lines


def _excerpt(place: Place, mark: str, severity: Severity, paint: Paint, frame: _Frame) -> list[str]:
    """The place and its lines, each with its marks below it."""
    bar, start = frame.bar, place.start
    excerpt = [f"{frame.arrow} {visible(place.filename)}:{start.row}:{start.column}", bar]
    for index, line in enumerate(place.lines[:MAX_LINES]):
        shown, before, marked = _window(line, *_marked(place, index))
        number = paint.faint(f"{start.row + index:>{frame.gutter}} |")
        excerpt.append(f"{number} {shown}".rstrip())
        if len(place.lines) == 1 or line.strip():
            excerpt.append(f"{bar} {' ' * before}{paint.by(severity, mark * marked)}")
    hidden = len(place.lines) - MAX_LINES
    if hidden > 0:
        excerpt.append(f"{bar} … {hidden} more {'line' if hidden == 1 else 'lines'}")
    excerpt.append(bar)
    return excerpt


def _marked(place: Place, index: int) -> tuple[int, int]:
    """Which characters (0-based, end exclusive) of the place's line `index` are in its span."""
    line = place.lines[index]
    row = place.start.row + index
    start = place.start.column - 1 if index == 0 else len(line) - len(line.lstrip())
    end = place.end.column - 1 if row == place.end.row else len(line.rstrip())
    return start, end


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a line to show, the columns before its marks, and how many marks.

    A span without characters is marked by one column, at its place.
    """
    low = max(0, start - _REACH)
    text = line[low : start + _REACH]
    start, end = start - low, min(end - low, len(text))
    if is_plain(text):
        first = _left(start, end, len(text))
        last = min(first + WIDTH, len(text))
        inside, before, marked = text[first:last], start - first, min(end, last) - start
    else:
        row = cells(text)
        edges = [0, *accumulate(cell.width for cell in row)]
        first = bisect_left(edges, _left(edges[start], edges[end], edges[-1]))
        last = bisect_right(edges, edges[first] + WIDTH) - 1
        inside = "".join(cell.shown for cell in row[first:last])
        before, marked = edges[start] - edges[first], edges[min(end, last)] - edges[start]
    lead = _CUT if low + first > 0 else ""
    tail = _CUT if low + last < len(line) else ""
    return f"{lead}{inside}{tail}", len(lead) + before, max(marked, 1)


def _left(start: int, end: int, width: int) -> int:
    """The first column of a window of at most `WIDTH` columns, the span in its middle."""
    wide = end - start
    left = start - (CONTEXT if wide >= WIDTH - CONTEXT else (WIDTH - wide) // 2)
    return max(0, min(left, width - WIDTH))
