"""What exlint says: the values that travel from a rule to a reporter.

A rule yields `Problem`s in offsets of its own file; the engine turns them into `Finding`s that carry everything a
reader needs, so that a reporter never opens a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_RULE_PAGE = "https://github.com/exlint/exlint/blob/main/docs/rules/{name}.md"


def rule_url(name: str) -> str:
    """Where the rule of this name is explained."""
    return _RULE_PAGE.format(name=name)


class Severity(StrEnum):
    """How bad a finding is. `ERROR` is certain; `WARNING` wants an editor's look; `INFO` never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of offsets, in code points of the decoded text (without a byte order mark)."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a problem. `path` is None for the problem's own file."""

    span: Span
    message: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields: a place, what is wrong there, and other places that explain it."""

    span: Span
    message: str
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place as a person counts it: `row` and `column` from 1, columns in code points."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """A range in a file. `end` is exclusive; `lines` are the source lines from `start.row` on that it touches."""

    filename: str
    start: Position
    end: Position
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A related place, resolved."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person sees: one fault, with its rule, its place, and where else to look."""

    code: str
    name: str
    severity: Severity
    message: str
    place: Place
    related: tuple[RelatedPlace, ...] = ()

    @property
    def sort_key(self) -> tuple[str, Position, str, str, Position]:
        """The order of every report: file, row, column, code; then what makes ties stable."""
        return (self.place.filename, self.place.start, self.code, self.message, self.place.end)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that could not be checked, or a rule that failed on it: never a finding, always exit status 2."""

    filename: str
    message: str
    detail: str = ""  # a traceback, shown with --verbose


@dataclass(frozen=True, slots=True)
class Report:
    """One run: findings in report order, how many files were checked, how many of them are cards, what went wrong."""

    findings: tuple[Finding, ...]
    checked: int
    cards: int
    troubles: tuple[Trouble, ...] = ()
