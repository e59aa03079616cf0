"""The check of one file: bytes in, findings and facts out.

`check_file` is pure: no input or output, no state. The command line, a process pool, a cache and an editor call the
same function, and its result for the same bytes, plan and version is the same value.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from exlint.budget import OutOfTimeError
from exlint.card import Card
from exlint.conflicts import UNRESOLVED
from exlint.digests import content_digest
from exlint.document import Located
from exlint.facts import Facts
from exlint.findings import Finding, Problem, Span, Trouble
from exlint.limits import excess_of_size
from exlint.plan import Plan, Task
from exlint.recognition import Reading, read_file
from exlint.request import FileRequest
from exlint.results import FileResult, failure_of, finding_of
from exlint.rules.base import CollectionRule, File, FileRule, Rule, RuleKind
from exlint.source import Source
from exlint.suppressions import Comment, Cover, Suppression
from exlint.value import Struct, field, replace

T = TypeVar("T")


_UNREADABLE = "it can't be read as text"
_write_json = json.JSONEncoder(separators=(",", ":")).encode


class _Desk(Struct):
    """Where the results of one file's rules come in; a rule that fails leaves a trouble instead of findings."""

    source: Source
    findings: list[Finding] = field(default_factory=list)
    is_told_unchecked: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    comments: tuple[Comment, ...] = ()

    def run(self, what: Rule | str, work: Callable[[], T], otherwise: T) -> T:
        """The work's result, or `otherwise` if it fails.

        Raises:
            OutOfTimeError: the time for the file is up; it names the work.
        """
        try:
            return work()
        except BaseException as error:
            self._fail(what, error)
            return otherwise

    def check(self, tasks: Iterable[Task[RuleKind]], subject: File | Card | tuple[Comment, ...]) -> None:
        """Run rules over their subject and keep what they find."""
        for task in tasks:  # most rules find nothing, so there is nothing else in the loop
            try:
                problems = tuple(task.rule.check(subject, task.options))
                if problems:
                    self.findings += self._findings(task, problems)
            except BaseException as error:
                self._fail(task.rule, error)

    def _fail(self, what: Rule | str, error: BaseException) -> None:
        """Leave a trouble, so that the other rules and files are still checked.

        Raises:
            OutOfTimeError: that is what it is; it names the work.
            KeyboardInterrupt: that is what it is.
        """
        if isinstance(error, OutOfTimeError):
            raise OutOfTimeError(_called(what)) from error
        self.troubles.append(failure_of(_called(what), self.source.name, error))

    def _findings(self, task: Task[RuleKind], problems: Iterable[Problem]) -> Sequence[Finding]:
        self.is_told_unchecked |= isinstance(task.rule, FileRule) and task.rule.tells_unchecked
        return [finding_of(self._apart_from_comments(each), task.line, self.source, _no_other) for each in problems]

    def tell_unchecked(self, why: str) -> None:
        """Leave a trouble if nothing says that the file is not checked, as the rule that would is off."""
        if not self.troubles and not self.is_told_unchecked:
            self.troubles.append(Trouble(self.source.name, why))

    def _apart_from_comments(self, problem: Problem) -> Problem:
        """The problem without fixes that reach over a comment, which the rule has not seen and would lose."""
        return replace(problem, fixes=tuple(fix for fix in problem.fixes if not self._has_comment(fix.reach)))

    def _has_comment(self, span: Span) -> bool:
        """Whether a comment, which are in source order, is touched."""
        after = bisect_left(self.comments, span.end, key=lambda comment: comment.span.start)
        return after > 0 and self.comments[after - 1].span.overlaps(span)

    def suppress(self, suppressions: Sequence[Suppression]) -> frozenset[int]:
        """Drop the findings that are suppressed; the indexes of the suppressions that they are suppressed by."""
        cover = Cover(suppressions)
        self.findings = [each for each in self.findings if not cover.hides(each.code, each.place.start)]
        return cover.used


def check_file(request: FileRequest, data: bytes, plan: Plan) -> FileResult:
    """Check one file. Never raises: a rule that fails becomes a `Trouble`, and the other rules still run."""
    too_large = excess_of_size(len(data), plan.limits)
    source = Source.decode(request.name, b"" if too_large else data)
    desk = _Desk(source)
    reading = _read(desk, request, plan) if _is_readable(source) else Reading(None, _UNREADABLE, too_large)
    desk.comments = reading.comments
    card = reading.card
    type_name = card.type.name if card else None
    type_names = tuple(each.name for each in plan.types)
    file = File(request, source, reading.excess, reading.conflicts, type_name, type_names)
    agenda = plan.agenda(card.type if card else None, request.ignores)
    desk.check(agenda.file_rules, file)
    unchecked = _why_unchecked(source, reading)
    if unchecked:
        desk.tell_unchecked(unchecked)
    facts = None
    if card:
        desk.check(agenda.card_rules, card)
        facts = _facts(desk, card, agenda.collection_rules)
    used = desk.suppress(reading.suppressions)
    desk.check(agenda.comment_rules, reading.comments)
    findings = tuple(sorted(desk.findings, key=lambda finding: finding.sort_key))
    troubles, content = tuple(desk.troubles), content_digest(data)
    return FileResult(findings, facts, type_name, reading.why, troubles, reading.suppressions, used, content)


def read_card(request: FileRequest, data: bytes, plan: Plan) -> tuple[Card | None, str]:
    """The file as the card that it is taken for, None if it is none; and what decided."""
    source = Source.decode(request.name, b"" if excess_of_size(len(data), plan.limits) else data)
    reading = read_file(request, source, plan) if _is_readable(source) else Reading(None, _UNREADABLE)
    return reading.card, reading.why


def _no_other(path: str) -> Source:
    """The source of another file, when a rule that sees one file only asks for it.

    Raises:
        LookupError: always.
    """
    raise LookupError(f"a rule about one file can't point into another, {path!r}")


def _is_readable(source: Source) -> bool:
    return not source.undecodable and source.text.strip() != ""


def _why_unchecked(source: Source, reading: Reading) -> str:
    """Why the file is not checked as a card or as none; "" if it is."""
    if source.undecodable:
        return "not UTF-8; not checked"
    if reading.conflicts:
        return UNRESOLVED
    return reading.excess.message if reading.excess else ""


def _read(desk: _Desk, request: FileRequest, plan: Plan) -> Reading:
    failed = Reading(None, "the parser failed on it")
    return desk.run("the parser", lambda: read_file(request, desk.source, plan), failed)


def _called(what: Rule | str) -> str:
    return what if isinstance(what, str) else f"rule {what.code} ({what.name})"


def _facts(desk: _Desk, card: Card, tasks: Iterable[Task[CollectionRule] | None]) -> Facts:
    def fragment(task: Task[CollectionRule] | None) -> str:
        if task is None:
            return ""
        return desk.run(task.rule, lambda: _write_json(task.rule.collect(card, task.options)), "null")

    title = Located(card.title.text, card.title.span) if card.title else None
    return Facts(card.document.source.name, card.type.name, title, "\n".join(map(fragment, tasks)))
