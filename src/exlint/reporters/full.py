"""Each finding with its source line, the span underlined, the related places shown in the same way, and its fixes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from exlint.findings import Applicability, Finding, Place, Report, Severity
from exlint.reporters.terminal import FIXABLE, Paint, cells, is_plain, visible

WIDTH = 100
"""Columns of a source line that are shown; a longer one is cut to a window around the span."""

CONTEXT = 20
"""Columns shown before a span that is itself wider than the window."""

MAX_LINES = 3
"""Lines of a span that are shown; a longer one ends with a count of the others."""

_REACH = 4 * WIDTH
"""Characters on either side of a span's start that are looked at, so that a line of any length costs the same."""

_CUT = "…"


def render(report: Report, *, colour: bool) -> Iterator[str]:
    """Yield a block of lines for each finding, an empty line after it."""
    paint = Paint(colour)
    for finding in report.findings:
        yield from _finding(finding, report.levels, paint)
        yield ""


def _finding(finding: Finding, levels: frozenset[Applicability], paint: Paint) -> Iterator[str]:
    places = (finding.place, *(related.place for related in finding.related))
    gutter = max(len(str(place.start.row + min(len(place.lines), MAX_LINES) - 1)) for place in places)
    head = paint.by(finding.severity, f"{finding.severity}[{finding.code}]")
    mark = f" {paint.faint(FIXABLE)}" if finding.fix(levels) else ""
    yield f"{head}{mark} {paint.bold(f'{finding.name}:')} {visible(finding.message)}"
    yield from _excerpt(finding.place, "^", gutter, finding.severity, paint)
    for related in finding.related:
        yield f"{' ' * gutter} {paint.faint('=')} {paint.bold('note:')} {visible(related.message)}"
        yield from _excerpt(related.place, "-", gutter, Severity.INFO, paint)
    for fix in finding.fixes:
        unsafe = " (unsafe)" if fix.applicability is Applicability.UNSAFE else ""
        yield f"{' ' * gutter} {paint.faint('=')} {paint.bold('help:')} {visible(fix.message)}{unsafe}"


def _excerpt(place: Place, mark: str, gutter: int, severity: Severity, paint: Paint) -> Iterator[str]:
    """The place and its lines, each with its marks below it."""
    bar = paint.faint(f"{' ' * gutter} |")
    where = f"{visible(place.filename)}:{place.start.row}:{place.start.column}"
    yield f"{' ' * gutter}{paint.faint('-->')} {where}"
    yield bar
    for index, line in enumerate(place.lines[:MAX_LINES]):
        shown, before, marked = _window(line, *_marked(place, index))
        number = paint.faint(f"{place.start.row + index:>{gutter}} |")
        yield f"{number} {shown}".rstrip()
        if line.strip() or len(place.lines) == 1:
            yield f"{bar} {' ' * before}{paint.by(severity, mark * marked)}"
    hidden = len(place.lines) - MAX_LINES
    if hidden > 0:
        yield f"{bar} … {hidden} more {'line' if hidden == 1 else 'lines'}"
    yield bar


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
    low, high = max(0, start - _REACH), min(len(line), start + _REACH)
    text = line[low:high]
    row = [] if is_plain(text) else cells(text)
    edges: Sequence[int] = [0, *accumulate(cell.width for cell in row)] if row else range(len(text) + 1)
    start, end = start - low, min(end, high) - low
    first, last = _cut(edges, start, end) if edges[-1] > WIDTH else (0, len(text))
    lead = _CUT if low + first > 0 else ""
    tail = _CUT if low + last < len(line) else ""
    inside = "".join(cell.shown for cell in row[first:last]) if row else text[first:last]
    before = len(lead) + edges[start] - edges[first]
    marked = edges[min(end, last)] - edges[start]
    return f"{lead}{inside}{tail}", before, max(marked, 1)


def _cut(edges: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The first and last (exclusive) character of a window of at most `WIDTH` columns, the span in its middle."""
    wide = edges[end] - edges[start]
    left = edges[start] - (CONTEXT if wide >= WIDTH - CONTEXT else (WIDTH - wide) // 2)
    left = max(0, min(left, edges[-1] - WIDTH))
    if isinstance(edges, range):
        return left, min(left + WIDTH, len(edges) - 1)
    first = bisect_left(edges, left)
    return first, bisect_right(edges, edges[first] + WIDTH) - 1
