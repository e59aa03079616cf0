"""The check of one file: bytes in, findings and facts out.

`check_file` is pure: no input or output, no state. The command line, a process pool, a cache and an editor call the
same function, and its result for the same bytes, plan and version is the same value.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from exlint.binding import bind
from exlint.binding.resemblance import most_alike
from exlint.card import Card
from exlint.document import Document, Located
from exlint.facts import Facts, Json
from exlint.findings import Finding, Position, Problem, RelatedPlace, Trouble
from exlint.markdown import parse
from exlint.plan import Plan, RuleSetting
from exlint.rules.base import CardRule, CollectionRule, CommentRule, File, FileRequest, FileRule, Origin, Rule
from exlint.rules.registry import rule_of
from exlint.selection import selected_rules
from exlint.source import Source
from exlint.suppressions import Comment, Suppression, blanked, comments_of, suppressions_of

SomeRule = TypeVar("SomeRule", bound=Rule)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileResult:
    """What is known of one file. `card_type` is None for a file that is no card; `why` says what decided.

    `findings` are those that are not suppressed; `used` are the indexes of the `suppressions` that
    suppressed any.
    """

    findings: tuple[Finding, ...]
    facts: Facts | None
    card_type: str | None
    why: str
    troubles: tuple[Trouble, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that was parsed: the card that it is, if any, and its comments to exlint."""

    card: Card | None
    why: str
    comments: tuple[Comment, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


@dataclass(slots=True)
class _Desk:
    """Where the results of one file's rules come in; a rule that fails leaves a trouble instead of findings."""

    source: Source
    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    comments: tuple[Comment, ...] = ()

    def run(self, what: Rule | str, work: Callable[[], T], otherwise: T) -> T:
        """The work's result, or `otherwise` if it fails."""
        try:
            return work()
        except Exception as error:  # whatever it is, it is ours: the other rules and files must still be checked
            message = f"internal error in {_called(what)}: {type(error).__name__}: {error}"
            self.troubles.append(Trouble(self.source.name, message, traceback.format_exc()))
            return otherwise

    def check(self, rule: SomeRule, subject: File | Card | tuple[Comment, ...], setting: RuleSetting) -> None:
        """Run a rule over its subject and keep what it finds."""

        def found() -> list[Finding]:
            problems: Iterable[Problem] = map(self._apart_from_comments, rule.check(subject, setting.options))
            return [finding_of(problem, rule, setting, self.source, _no_other) for problem in problems]

        self.findings += self.run(rule, found, [])

    def _apart_from_comments(self, problem: Problem) -> Problem:
        """The problem without fixes that reach over a comment, which the rule has not seen and would lose."""
        spans = [comment.span for comment in self.comments]
        fixes = tuple(fix for fix in problem.fixes if not any(fix.reach.overlaps(span) for span in spans))
        return replace(problem, fixes=fixes)

    def suppress(self, suppressions: Sequence[Suppression]) -> frozenset[int]:
        """Drop the findings that are suppressed; the indexes of the suppressions that they are suppressed by."""
        used: set[int] = set()
        kept = []
        for finding in self.findings:
            by = covering(suppressions, finding.code, finding.place.start)
            used |= by
            if not by:
                kept.append(finding)
        self.findings = kept
        return frozenset(used)


def check_file(request: FileRequest, data: bytes, plan: Plan) -> FileResult:
    """Check one file. Never raises: a rule that fails becomes a `Trouble`, and the other rules still run."""
    source = Source.decode(request.name, data)
    desk = _Desk(source)
    readable = len(data) <= plan.max_file_size and not source.undecodable and source.text.strip() != ""
    reading = _read(desk, request, plan) if readable else _Reading(None, "it can't be read as text")
    desk.comments = reading.comments
    card = reading.card
    type_name = card.type.name if card else None
    file = File(request, source, len(data), plan.max_file_size, type_name, tuple(each.name for each in plan.types))
    for file_rule, setting in _rules(plan, FileRule, request):
        desk.check(file_rule, file, setting)
    facts = None
    if card:
        for card_rule, setting in _rules(plan, CardRule, request):
            desk.check(card_rule, card, setting)
        facts = _facts(desk, card, plan)
    used = desk.suppress(reading.suppressions)
    for comment_rule, setting in _rules(plan, CommentRule, request):
        desk.check(comment_rule, reading.comments, setting)
    findings = tuple(sorted(desk.findings, key=lambda finding: finding.sort_key))
    return FileResult(findings, facts, type_name, reading.why, tuple(desk.troubles), reading.suppressions, used)


def covering(suppressions: Sequence[Suppression], code: str, start: Position) -> set[int]:
    """The indexes of those that cover a finding of this rule that starts there."""
    return {index for index, each in enumerate(suppressions) if each.covers(code, start)}


def finding_of(
    problem: Problem,
    rule: Rule,
    setting: RuleSetting,
    source: Source,
    source_of: Callable[[str], Source],
    *,
    shared: bool = False,
) -> Finding:
    """Stamp a problem of a file with its rule and severity, and resolve its places.

    `source` is the file's, `source_of` gives that of another file, which a related place may be in. Where bytes are not
    UTF-8, nothing is fixed: the text can't be written back.
    """
    related = tuple(
        RelatedPlace(each.message, (source_of(each.path) if each.path else source).place(each.span))
        for each in problem.related
    )
    fixes = () if source.undecodable else tuple(source.place_fix(fix) for fix in problem.fixes)
    place = source.place(problem.span)
    return Finding(rule.code, rule.name, setting.severity, problem.message, place, related, shared, fixes)


def _no_other(path: str) -> Source:
    """The source of another file, when a rule that sees one file only asks for it.

    Raises:
        LookupError: always.
    """
    raise LookupError(f"a rule about one file can't point into another, {path!r}")


def _read(desk: _Desk, request: FileRequest, plan: Plan) -> _Reading:
    failed = _Reading(None, "the parser failed on it")
    return desk.run("the parser", lambda: _parsed(request, desk.source, plan), failed)


def _called(what: Rule | str) -> str:
    return what if isinstance(what, str) else f"rule {what.code} ({what.name})"


def _rules(
    plan: Plan, kind: type[SomeRule], request: FileRequest | None = None
) -> Iterator[tuple[SomeRule, RuleSetting]]:
    """The rules of a kind that are on; with a request, not those that are ignored for it."""
    for setting in plan.rules:
        rule = rule_of(setting.code)
        if isinstance(rule, kind) and not (request and rule.code in request.ignores):
            yield rule, setting


def _parsed(request: FileRequest, source: Source, plan: Plan) -> _Reading:
    document = parse(source)
    comments = comments_of(document, selected_rules)
    suppressions: tuple[Suppression, ...] = ()
    if comments:
        clean = blanked(source, comments)
        document = parse(clean)
        suppressions = suppressions_of(clean, comments)
    card, why = _bound(request, document, plan)
    if card is None and request.origin is Origin.WALKED:
        return _Reading(card, why)  # a file that is none of ours
    return _Reading(card, why, comments, suppressions)


def _bound(request: FileRequest, document: Document, plan: Plan) -> tuple[Card | None, str]:
    """The file as a card of the type that a pattern gives it, or of the one that it resembles most."""
    for card_type in plan.types:
        if card_type.name == request.bound_type:
            return bind(document, card_type, found_by_pattern=request.matches_pattern), "a pattern of the config"
    card = most_alike(bind(document, each, found_by_pattern=request.matches_pattern) for each in plan.types)
    if card is None:
        return None, "it resembles no card type"
    return card, f"it has the headings and keys of type {card.type.name!r}"


def _facts(desk: _Desk, card: Card, plan: Plan) -> Facts:
    fragments: dict[str, Json] = {}
    for rule, setting in _rules(plan, CollectionRule):
        fragments[rule.code] = desk.run(rule, lambda: rule.collect(card, setting.options), None)  # noqa: B023
    title = Located(card.title.text, card.title.span) if card.title else None
    return Facts(card.document.source.name, card.type.name, title, fragments)
