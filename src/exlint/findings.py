"""What exlint says: the values that travel from a rule to a reporter.

A rule yields `Problem`s in offsets of its own file; the engine turns them into `Finding`s that carry everything a
reader needs, so that a reporter never opens a file.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum

from exlint.value import Value

_RULE_PAGE = "https://github.com/exlint/exlint/blob/main/docs/rules/{name}.md"

GROUPS: Mapping[str, str] = {
    "EX1": "File and syntax",
    "EX2": "Structure",
    "EX3": "Metadata",
    "EX4": "Consistency",
    "EX5": "Prose",
    "EX6": "Links",
    "EX7": "The collection",
    "EX9": "House style",
}
"""The title of each group of rules, by how its codes begin."""


def rule_url(code: str, name: str) -> str | None:
    """Where the rule is explained; None for one that is none of exlint's own."""
    return _RULE_PAGE.format(name=name) if group_of(code) in GROUPS else None


def group_of(code: str) -> str:
    """How the codes of a rule's group begin: a key of `GROUPS`, or all its letters if it is none of exlint's own."""
    return code[:3] if code[:3] in GROUPS else code.rstrip("0123456789")


class Severity(StrEnum):
    """How bad a finding is. `ERROR` is certain; `WARNING` wants an editor's look; `INFO` never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Span(Value, order=True):
    """A half-open range of offsets, in code points of the decoded text (without a byte order mark)."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the spans share a character."""
        return self.start < other.end and other.start < self.end


class Related(Value):
    """Another place that explains a problem. `path` is None for the problem's own file."""

    span: Span
    message: str
    path: str | None = None


class Applicability(StrEnum):
    """How far a fix can be trusted.

    `SAFE` can't change what the text means; `UNSAFE` is likely right and wants a look; `DISPLAY` is only shown.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Edit(Value, order=True):
    """A replacement of a range of the source text; an empty range is an insertion, an empty text a deletion."""

    span: Span
    text: str


class Fix(Value):
    """What would mend a problem: `message` says it in the imperative; `edits` are in order and don't overlap.

    A line feed in an edit's text stands for a line ending of the file's own kind. `brings` names rules that will find
    something in what the fix writes, on purpose, as in a skeleton that is to be filled in.
    """

    message: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE
    brings: tuple[str, ...] = ()

    @property
    def reach(self) -> Span:
        """From the first edit's start to the last one's end."""
        return Span(self.edits[0].span.start, self.edits[-1].span.end)


class Problem(Value):
    """What a rule yields: a place, what is wrong there, other places that explain it, and what would mend it.

    Of several `fixes`, which exclude each other, the first is the one to apply.
    """

    span: Span
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


class Member(Value):
    """A card's share in a fault of a group: where it is, and what is said of it when the finding is elsewhere."""

    path: str
    span: Span
    note: str


class GroupProblem(Value):
    """What a rule yields for a fault that several cards share; it becomes one finding for the whole group.

    The finding is at the first of `members` whose card is reported, so that a run over changed cards only doesn't miss
    what they share with others; it is related to all other members. With `singly`, each member has the fault by itself;
    otherwise it takes two.
    """

    message: str
    members: tuple[Member, ...]
    singly: bool = False

    def apart_from(self, silent: Container[Member]) -> GroupProblem | None:
        """The problem among the other members; None if they have none."""
        left = tuple(member for member in self.members if member not in silent)
        least = 1 if self.singly else min(2, len(self.members))
        return GroupProblem(self.message, left, self.singly) if len(left) >= least else None

    def seen_from(self, reported: Container[str]) -> tuple[str, Problem] | None:
        """The path and the problem when only these paths are reported; None if no member is."""
        here = next((member for member in self.members if member.path in reported), None)
        if here is None:
            return None
        others = (member for member in self.members if member is not here)
        related = tuple(Related(other.span, other.note, other.path) for other in others)
        return here.path, Problem(here.span, self.message, related)


class Position(Value, order=True):
    """A place as a person counts it: `row` and `column` from 1, columns in code points."""

    row: int
    column: int


class Place(Value):
    """A range in a file. `end` is exclusive; `lines` are the source lines from `start.row` on that it touches."""

    filename: str
    start: Position
    end: Position
    lines: tuple[str, ...]


class RelatedPlace(Value):
    """A related place, resolved."""

    message: str
    place: Place


class PlacedEdit(Value):
    """An edit, resolved; line endings in its text are now the file's own."""

    edit: Edit
    place: Place


class PlacedFix(Value):
    """A fix, resolved."""

    message: str
    edits: tuple[PlacedEdit, ...]
    applicability: Applicability
    brings: tuple[str, ...] = ()

    @property
    def reach(self) -> Span:
        """From the first edit's start to the last one's end."""
        return Span(self.edits[0].edit.span.start, self.edits[-1].edit.span.end)


class Finding(Value):
    """What a person sees: one fault, with its rule, its place, where else to look, and what would mend it.

    `shared` if it is a `GroupProblem`, which could as well stand at a related place. Of several `fixes`, which exclude
    each other, the first is the one to apply.
    """

    code: str
    name: str
    severity: Severity
    message: str
    place: Place
    related: tuple[RelatedPlace, ...] = ()
    shared: bool = False
    fixes: tuple[PlacedFix, ...] = ()

    def fix(self, levels: Container[Applicability]) -> PlacedFix | None:
        """The fix to apply, if only those of these levels are wanted."""
        return self.fixes[0] if self.fixes and self.fixes[0].applicability in levels else None

    @property
    def sort_key(self) -> tuple[str, Position, str, str, Position]:
        """The order of every report: file, row, column, code; then what makes ties stable."""
        return (self.place.filename, self.place.start, self.code, self.message, self.place.end)


class Trouble(Value):
    """A file that could not be checked, or a rule that failed on it: never a finding, always exit status 2."""

    filename: str
    message: str
    detail: str = ""  # a traceback, shown with --verbose


class RuleInfo(Value):
    """What a report tells of a rule that was on. `severity` is the rule's own, before the config."""

    code: str
    name: str
    severity: Severity
    summary: str
    explanation: str


class Report(Value):
    """One run: findings in report order, how many files were checked, how many of them are cards, what went wrong.

    The rest is there for the formats that show more than findings, and is filled by `exlint.background`: `files` are
    the names of the checked files in order, `rules` those that were on in the order of their codes, and `sources` the
    lines (without line endings) of the files that findings are in, for formats that ask for them. `levels` are those of
    the fixes that `--fix` makes with the run's other options.
    """

    findings: tuple[Finding, ...]
    checked: int
    cards: int
    troubles: tuple[Trouble, ...] = ()
    files: tuple[str, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = {}
    levels: frozenset[Applicability] = frozenset({Applicability.SAFE})
