"""The check of one file: bytes in, findings and facts out.

`check_file` is pure: no input or output, no state. The command line, a process pool, a cache and an editor call the
same function, and its result for the same bytes, plan and version is the same value.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from exlint.binding import bind
from exlint.binding.resemblance import most_alike
from exlint.budget import OutOfTimeError
from exlint.card import Card
from exlint.cardtype import CardType, MetadataSource
from exlint.document import Document, Head, Located
from exlint.facts import Facts
from exlint.findings import Finding, Problem, RelatedPlace, Trouble
from exlint.head import read_front_matter, read_header
from exlint.limits import Excess, excess_of_size, within
from exlint.markdown import parse
from exlint.plan import Plan, RuleSetting
from exlint.request import FileRequest, Origin
from exlint.results import FileResult
from exlint.rules.base import CardRule, CollectionRule, CommentRule, File, FileRule, Rule
from exlint.selection import selected_rules
from exlint.source import Source
from exlint.suppressions import Comment, Suppression, blanked, comments_of, covering, suppressions_of

SomeRule = TypeVar("SomeRule", bound=Rule)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that was parsed: the card that it is, if any, and its comments to exlint.

    With `excess`, there is too much of it to be checked as a card.
    """

    card: Card | None
    why: str
    excess: Excess | None = None
    comments: tuple[Comment, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


_UNREADABLE = "it can't be read as text"


@dataclass(slots=True)
class _Desk:
    """Where the results of one file's rules come in; a rule that fails leaves a trouble instead of findings."""

    source: Source
    findings: list[Finding] = field(default_factory=list)
    is_told_unchecked: bool = False
    troubles: list[Trouble] = field(default_factory=list)

    def run(self, what: str, work: Callable[[], T], otherwise: T) -> T:
        """The work's result, or `otherwise` if it fails.

        Raises:
            OutOfTimeError: the time for the file is up; it names the work.
        """
        try:
            return work()
        except OutOfTimeError as error:
            raise OutOfTimeError(what) from error
        except Exception as error:  # whatever it is, it is ours: the other rules and files must still be checked
            message = f"internal error in {what}: {type(error).__name__}: {error}"
            self.troubles.append(Trouble(self.source.name, message, traceback.format_exc()))
            return otherwise

    def check(self, rule: SomeRule, subject: File | Card | tuple[Comment, ...], setting: RuleSetting) -> None:
        """Run a rule over its subject and keep what it finds."""

        def found() -> list[Finding]:
            problems: Iterable[Problem] = rule.check(subject, setting.options)
            return [finding_of(problem, rule, setting, self.source) for problem in problems]

        findings: list[Finding] = self.run(_called(rule), found, [])
        self.is_told_unchecked |= bool(findings) and isinstance(rule, FileRule) and rule.tells_unchecked
        self.findings += findings

    def tell_unchecked(self, excess: Excess | None) -> None:
        """Leave a trouble if nothing says that the file is not checked, as the rule that would is off."""
        if not self.troubles and not self.is_told_unchecked:
            why = excess.message if excess else "not UTF-8; not checked"
            self.troubles.append(Trouble(self.source.name, why))

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
    too_large = excess_of_size(len(data), plan.limits)
    source = Source.decode(request.name, b"" if too_large else data)
    desk = _Desk(source)
    reading = _read(desk, request, plan) if _is_readable(source) else _Reading(None, _UNREADABLE, too_large)
    card = reading.card
    type_name = card.type.name if card else None
    file = File(request, source, reading.excess, type_name, tuple(each.name for each in plan.types))
    for file_rule, setting in _rules(plan, FileRule, request):
        desk.check(file_rule, file, setting)
    if source.undecodable or reading.excess:
        desk.tell_unchecked(reading.excess)
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


def read_card(request: FileRequest, data: bytes, plan: Plan) -> tuple[Card | None, str]:
    """The file as the card that it is taken for, None if it is none; and what decided."""
    source = Source.decode(request.name, b"" if excess_of_size(len(data), plan.limits) else data)
    reading = _parsed(request, source, plan) if _is_readable(source) else _Reading(None, _UNREADABLE)
    return reading.card, reading.why


def finding_of(problem: Problem, rule: Rule, setting: RuleSetting, source: Source) -> Finding:
    """Stamp a problem with its rule and severity, and resolve its places; they all lie in `source`."""
    related = tuple(
        RelatedPlace(each.message, source.place(each.span)) for each in problem.related if each.path is None
    )
    place = source.place(problem.span)
    return Finding(rule.code, rule.name, setting.severity, problem.message, place, related)


def _is_readable(source: Source) -> bool:
    return not source.undecodable and source.text.strip() != ""


def _read(desk: _Desk, request: FileRequest, plan: Plan) -> _Reading:
    failed = _Reading(None, "the parser failed on it")
    return desk.run("the parser", lambda: _parsed(request, desk.source, plan), failed)


def _called(rule: Rule) -> str:
    return f"rule {rule.code} ({rule.name})"


def _rules(
    plan: Plan, kind: type[SomeRule], request: FileRequest | None = None
) -> Iterator[tuple[SomeRule, RuleSetting]]:
    """The rules of a kind that are on; with a request, not those that are ignored for it."""
    for setting in plan.rules:
        rule = plan.known[setting.code]
        if isinstance(rule, kind) and not (request and rule.code in request.ignores):
            yield rule, setting


class _Forms:
    """A file as the card types read it: parsed once for each syntax and kind of head, not once for each type."""

    def __init__(self, source: Source, plan: Plan) -> None:
        self.source = source
        self.plan = plan
        self.forms: dict[object, _Form] = {}

    def of(self, card_type: CardType | None) -> _Form:
        """The file as a type reads it; for None as any Markdown is read."""
        has_header = card_type is not None and card_type.metadata.source is MetadataSource.HEADER
        if has_header not in self.forms:
            head = read_header(self.source) if has_header else read_front_matter(self.source)
            self.forms[has_header] = _form(self.source, head, self.plan)
        return self.forms[has_header]


@dataclass(frozen=True, slots=True)
class _Form:
    """A file parsed in one way, without its comments to exlint and what is too much of it; and these."""

    document: Document
    excess: Excess | None
    comments: tuple[Comment, ...]
    suppressions: tuple[Suppression, ...]


def _form(source: Source, head: Head | None, plan: Plan) -> _Form:
    document = parse(source, head)
    comments = comments_of(document, partial(selected_rules, rules=plan.known))
    suppressions: tuple[Suppression, ...] = ()
    if comments:
        clean = blanked(source, comments)
        document = parse(clean, head)
        suppressions = suppressions_of(clean, comments)
    return _Form(*within(document, plan.limits), comments, suppressions)


def _parsed(request: FileRequest, source: Source, plan: Plan) -> _Reading:
    forms = _Forms(source, plan)
    card, why = _bound(request, forms, plan)
    if card is None and request.origin is Origin.WALKED:
        return _Reading(card, why)  # a file that is none of ours
    form = forms.of(card.type if card else None)
    if form.excess:
        return _Reading(None, "there is too much of it", form.excess)
    return _Reading(card, why, None, form.comments, form.suppressions)


def _bound(request: FileRequest, forms: _Forms, plan: Plan) -> tuple[Card | None, str]:
    """The file as a card of the type that a pattern gives it, or of the one that it resembles most."""
    found_by_pattern = request.matches_pattern
    for card_type in plan.types:
        if card_type.name == request.bound_type:
            document = forms.of(card_type).document
            return bind(document, card_type, found_by_pattern=found_by_pattern), "a pattern of the config"
    card = most_alike(bind(forms.of(each).document, each, found_by_pattern=found_by_pattern) for each in plan.types)
    if card is None:
        return None, "it resembles no card type"
    return card, f"it has the headings and keys of type {card.type.name!r}"


def _facts(desk: _Desk, card: Card, plan: Plan) -> Facts:
    fragments = [
        desk.run(_called(rule), lambda: json.dumps(rule.collect(card, setting.options), separators=(",", ":")), "null")  # noqa: B023
        for rule, setting in sorted(_rules(plan, CollectionRule), key=lambda each: each[0].code)
    ]
    title = Located(card.title.text, card.title.span) if card.title else None
    return Facts(card.document.source.name, title, "\n".join(fragments))
