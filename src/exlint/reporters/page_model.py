"""What the page of `exlint.reporters.html` shows, worked out from a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exlint.findings import (
    GROUPS,
    Finding,
    Place,
    Report,
    RuleInfo,
    Severity,
    Trouble,
    group_of,
    rule_url,
)
from exlint.reporters.totals import by_code, by_file, by_severity, rank, worst
from exlint.value import Value

MAX_FINDINGS = 20_000
"""Findings on the page, the worst; more would make a browser slow."""

MAX_SOURCES = 2_000
"""Cards whose source is on the page, those with the worst findings."""

MAX_LINES = 3_000
"""Lines of a source that are shown."""

MAX_WIDTH = 4_000
"""Characters of a line that are shown."""

MAX_CELLS = 3_000
"""Cells of the strip; in a larger collection a cell is several cards."""

EXCERPT = 150
"""Characters of the line shown with a finding."""


class Segment(Value):
    """A run of a line's characters. `findings` are the numbers of those that mark it, `severity` is their worst."""

    text: str
    findings: tuple[int, ...] = ()
    severity: Severity | None = None


class Hit(Value):
    """A finding on the page."""

    number: int
    finding: Finding
    url: str | None
    excerpt: tuple[Segment, ...]


class Sheet(Value):
    """A file with findings. `lines` are those of its source; `more` of them are left out."""

    number: int
    filename: str
    hits: tuple[Hit, ...]
    counts: Mapping[Severity, int]
    lines: tuple[tuple[Segment, ...], ...] = ()
    more: int = 0


class Cell(Value):
    """A cell of the strip: some cards, how many findings they have, and which sheet is the first of them."""

    title: str
    findings: int
    severity: Severity | None
    sheet: int | None

    @property
    def level(self) -> int:
        """How strong its colour is, from 0 (clean) to 4."""
        return sum(self.findings >= bound for bound in (1, 2, 4, 7))


class Bar(Value):
    """A row of a chart. `share` is its length in percent of the longest; `code` is a rule's or a group's."""

    code: str
    title: str
    total: int
    cards: int
    counts: Mapping[Severity, int]
    share: float


class Page(Value):
    """All that the template needs. `numbers` says which sheet a file has."""

    noun: str
    total: int
    shown: int
    checked: int
    counts: Mapping[Severity, int]
    dirty: int
    groups: tuple[Bar, ...]
    rules: tuple[Bar, ...]
    choices: Mapping[str, Sequence[Bar]]
    infos: tuple[RuleInfo, ...]
    cells: tuple[Cell, ...]
    per_cell: int
    sheets: tuple[Sheet, ...]
    numbers: Mapping[str, int]
    troubles: tuple[Trouble, ...]

    @property
    def clean(self) -> int:
        """Files without findings."""
        return max(0, self.checked - self.dirty)


def page(report: Report) -> Page:
    """The page of a report; it has a size that a browser can take, whatever the collection's."""
    shown = worst(report.findings, MAX_FINDINGS)
    sheets = tuple(_sheets(by_file(shown), report.sources))
    numbers = {sheet.filename: sheet.number for sheet in sheets}
    all_by_file = by_file(report.findings)
    per_cell = max(1, -(-len(report.files) // MAX_CELLS))
    codes = {finding.code for finding in shown}
    return Page(
        noun="card" if report.cards == report.checked else "file",
        total=len(report.findings),
        shown=len(shown),
        checked=report.checked,
        counts=by_severity(report.findings),
        dirty=len(all_by_file),
        groups=tuple(_groups(report.findings)),
        rules=(rules := tuple(_rules(report.findings))),
        choices=_choices(rules),
        infos=tuple(info for info in report.rules if info.code in codes),
        cells=tuple(_cells(report.files or tuple(all_by_file), all_by_file, numbers, per_cell)),
        per_cell=per_cell,
        sheets=sheets,
        numbers=numbers,
        troubles=report.troubles,
    )


def _bar(code: str, title: str, findings: Sequence[Finding], longest: int) -> Bar:
    share = round(100 * len(findings) / longest, 2)
    return Bar(code, title, len(findings), len(by_file(findings)), by_severity(findings), share)


def _rules(findings: Sequence[Finding]) -> Iterator[Bar]:
    rules = by_code(findings)
    for code, members in rules.items():
        yield _bar(code, members[0].name, members, max(map(len, rules.values())))


def _groups(findings: Sequence[Finding]) -> Iterator[Bar]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[group_of(finding.code)].append(finding)
    for code, members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        yield _bar(code, GROUPS.get(code, code), members, max(map(len, groups.values())))


def _choices(rules: Iterable[Bar]) -> Mapping[str, Sequence[Bar]]:
    """The rules of each group, both by code."""
    choices: dict[str, list[Bar]] = {}
    for rule in sorted(rules, key=lambda rule: rule.code):
        choices.setdefault(group_of(rule.code), []).append(rule)
    return {GROUPS.get(group, group): members for group, members in choices.items()}


def _cells(
    names: Sequence[str], findings: Mapping[str, Sequence[Finding]], numbers: Mapping[str, int], per_cell: int
) -> Iterator[Cell]:
    for start in range(0, len(names), per_cell):
        group = names[start : start + per_cell]
        members = [finding for name in group for finding in findings.get(name, ())]
        title = group[0] if len(group) == 1 else f"{group[0]} … {group[-1]}"
        severity = min((member.severity for member in members), key=rank, default=None)
        yield Cell(title, len(members), severity, next((numbers[name] for name in group if name in numbers), None))


def _sheets(files: Mapping[str, Sequence[Finding]], sources: Mapping[str, Sequence[str]]) -> Iterator[Sheet]:
    chosen = _with_source(files)
    number = 0
    for index, (name, findings) in enumerate(sorted(files.items())):
        hits = tuple(_hits(findings, number))
        number += len(hits)
        lines = sources.get(name, ()) if name in chosen else ()
        yield Sheet(
            index, name, hits, by_severity(findings), tuple(_marked(lines[:MAX_LINES], hits)), len(lines[MAX_LINES:])
        )


def _with_source(files: Mapping[str, Sequence[Finding]]) -> frozenset[str]:
    ranked = sorted(files, key=lambda name: (*(-count for count in by_severity(files[name]).values()), name))
    return frozenset(ranked[:MAX_SOURCES])


def _hits(findings: Sequence[Finding], first: int) -> Iterator[Hit]:
    for number, finding in enumerate(findings, start=first):
        yield Hit(number, finding, rule_url(finding.code, finding.name), _excerpt(finding, number))


def _excerpt(finding: Finding, number: int) -> tuple[Segment, ...]:
    """The first line of the place, cut to a window around what is marked."""
    line = finding.place.lines[0] if finding.place.lines else ""
    start, end = _columns(finding.place, finding.place.start.row, line)
    low = max(0, min(start - EXCERPT // 3, len(line) - EXCERPT))
    high = low + EXCERPT
    made = (
        Segment(("…" if low else "") + line[low:start]),
        Segment(line[start : min(end, high)], (number,), finding.severity),
        Segment(line[min(end, high) : high] + ("…" if high < len(line) else "")),
    )
    return tuple(segment for segment in made if segment.text or segment.findings)


def _columns(place: Place, row: int, line: str) -> tuple[int, int]:
    """Which characters (0-based, end exclusive) of a row are in the place; white space around it is not."""
    start = place.start.column - 1 if row == place.start.row else len(line) - len(line.lstrip())
    end = place.end.column - 1 if row == place.end.row else len(line.rstrip())
    return min(start, len(line)), max(min(end, len(line)), min(start, len(line)))


def _marked(lines: Sequence[str], hits: Iterable[Hit]) -> Iterator[tuple[Segment, ...]]:
    """Each line in segments, by what marks it."""
    spans: dict[int, list[tuple[int, int, Hit]]] = defaultdict(list)
    for hit in hits:
        place = hit.finding.place
        for row in range(place.start.row, place.start.row + len(place.lines)):
            if row <= len(lines):
                start, end = _columns(place, row, lines[row - 1][:MAX_WIDTH])
                if start < end or len(place.lines) == 1:
                    spans[row].append((start, end, hit))
    for row, line in enumerate(lines, start=1):
        cut = f"{line[:MAX_WIDTH]}…" if len(line) > MAX_WIDTH else line
        yield tuple(_segments(cut, spans[row])) if row in spans else (Segment(cut),)


def _segments(line: str, spans: Sequence[tuple[int, int, Hit]]) -> Iterator[Segment]:
    """The line between all ends of spans; a span without characters is a segment without text."""
    empty = {start for start, end, _ in spans if start == end}
    edges = sorted({0, len(line), *(edge for start, end, _ in spans for edge in (start, end))})
    for start, end in zip(edges, [*edges[1:], len(line)], strict=True):
        if start in empty:
            yield _segment("", [hit for low, high, hit in spans if low == high == start])
        if start < end:
            yield _segment(line[start:end], [hit for low, high, hit in spans if low <= start and end <= high])


def _segment(text: str, hits: Sequence[Hit]) -> Segment:
    severity = min((hit.finding.severity for hit in hits), key=rank, default=None)
    return Segment(text, tuple(hit.number for hit in hits), severity)
