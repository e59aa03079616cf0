"""The check of one file: bytes in, findings and facts out.

`check_file` is pure: no input or output, no state. The command line, a process pool, a cache and an editor call the
same function, and its result for the same bytes, plan and version is the same value.
"""

from __future__ import annotations

import json
import traceback
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from exlint.budget import OutOfTimeError
from exlint.card import Card
from exlint.document import Located
from exlint.facts import Facts
from exlint.findings import Finding, Problem, Span, Trouble
from exlint.limits import Excess, excess_of_size
from exlint.outline import RuleLine
from exlint.plan import Plan, RuleSetting
from exlint.recognition import Reading, read_file
from exlint.request import FileRequest
from exlint.results import FileResult, finding_of
from exlint.rules.base import CardRule, CollectionRule, CommentRule, File, FileRule, Rule
from exlint.selection import selected_rules
from exlint.source import Source
from exlint.suppressions import Comment, Cover, Suppression

SomeRule = TypeVar("SomeRule", bound=Rule)
T = TypeVar("T")


_UNREADABLE = "it can't be read as text"


@dataclass(slots=True)
class _Desk:
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
        except OutOfTimeError as error:
            raise OutOfTimeError(_called(what)) from error
        except Exception as error:  # whatever it is, it is ours: the other rules and files must still be checked
            message = f"internal error in {_called(what)}: {type(error).__name__}: {error}"
            self.troubles.append(Trouble(self.source.name, message, traceback.format_exc()))
            return otherwise

    def check(self, rule: SomeRule, subject: File | Card | tuple[Comment, ...], setting: RuleSetting) -> None:
        """Run a rule over its subject and keep what it finds."""

        def found() -> list[Finding]:
            problems: Iterable[Problem] = map(self._apart_from_comments, rule.check(subject, setting.options))
            line = RuleLine(rule.code, rule.name, setting.severity)
            return [finding_of(problem, line, self.source, _no_other) for problem in problems]

        findings: list[Finding] = self.run(rule, found, [])
        self.is_told_unchecked |= bool(findings) and isinstance(rule, FileRule) and rule.tells_unchecked
        self.findings += findings

    def tell_unchecked(self, excess: Excess | None) -> None:
        """Leave a trouble if nothing says that the file is not checked, as the rule that would is off."""
        if not self.troubles and not self.is_told_unchecked:
            why = excess.message if excess else "not UTF-8; not checked"
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
    file = File(request, source, reading.excess, type_name, tuple(each.name for each in plan.types))
    for file_rule, setting in _rules(plan, FileRule, request):
        desk.check(file_rule, file, setting)
    if source.undecodable or reading.excess:
        desk.tell_unchecked(reading.excess)
    facts = None
    if card:
        unfit = _unfit(card, plan)
        for card_rule, setting in _rules(plan, CardRule, request):
            if card_rule.code not in unfit:
                desk.check(card_rule, card, setting)
        facts = _facts(desk, card, plan)
    used = desk.suppress(reading.suppressions)
    for comment_rule, setting in _rules(plan, CommentRule, request):
        desk.check(comment_rule, reading.comments, setting)
    findings = tuple(sorted(desk.findings, key=lambda finding: finding.sort_key))
    return FileResult(findings, facts, type_name, reading.why, tuple(desk.troubles), reading.suppressions, used)


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


def _read(desk: _Desk, request: FileRequest, plan: Plan) -> Reading:
    failed = Reading(None, "the parser failed on it")
    return desk.run("the parser", lambda: read_file(request, desk.source, plan), failed)


def _called(what: Rule | str) -> str:
    return what if isinstance(what, str) else f"rule {what.code} ({what.name})"


def _rules(
    plan: Plan, kind: type[SomeRule], request: FileRequest | None = None
) -> Iterator[tuple[SomeRule, RuleSetting]]:
    """The rules of a kind that are on; with a request, not those that are ignored for it."""
    for setting in plan.rules:
        rule = plan.known[setting.code]
        if isinstance(rule, kind) and not (request and rule.code in request.ignores):
            yield rule, setting


def _unfit(card: Card, plan: Plan) -> frozenset[str]:
    """The codes of the rules that the card's type takes no part in."""
    return frozenset(code for selector in card.type.ignore for code in selected_rules(selector, plan.known))


def _facts(desk: _Desk, card: Card, plan: Plan) -> Facts:
    unfit = _unfit(card, plan)

    def fragment(rule: CollectionRule, setting: RuleSetting) -> str:
        if rule.code in unfit:
            return ""
        work = lambda: json.dumps(rule.collect(card, setting.options), separators=(",", ":"))  # noqa: E731
        return desk.run(rule, work, "null")

    rules = sorted(_rules(plan, CollectionRule), key=lambda each: each[0].code)
    fragments = "\n".join(fragment(rule, setting) for rule, setting in rules)
    title = Located(card.title.text, card.title.span) if card.title else None
    return Facts(card.document.source.name, card.type.name, title, fragments)
