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
from exlint.card import Card
from exlint.cardtype import CardType, MetadataSource
from exlint.document import Document, Head, Located
from exlint.facts import Facts
from exlint.findings import Finding, Problem, RelatedPlace, Trouble
from exlint.head import read_front_matter, read_header
from exlint.markdown import parse
from exlint.plan import Plan, RuleSetting
from exlint.request import FileRequest, Origin
from exlint.results import FileResult
from exlint.rules.base import CardRule, CollectionRule, CommentRule, File, FileRule, Rule
from exlint.selection import selected_rules
from exlint.source import Source
from exlint.suppressions import Comment, Resolve, Suppression, blanked, comments_of, covering, suppressions_of

SomeRule = TypeVar("SomeRule", bound=Rule)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that was parsed: the card that it is, if any, and its comments to exlint."""

    card: Card | None
    why: str
    comments: tuple[Comment, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


_UNREADABLE = _Reading(None, "it can't be read as text")


@dataclass(slots=True)
class _Desk:
    """Where the results of one file's rules come in; a rule that fails leaves a trouble instead of findings."""

    source: Source
    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def run(self, what: str, work: Callable[[], T], otherwise: T) -> T:
        """The work's result, or `otherwise` if it fails."""
        try:
            return work()
        except Exception as error:  # whatever it is, it is ours: the other rules and files must still be checked
            message = f"internal error in {what}: {type(error).__name__}: {error}"
            self.troubles.append(Trouble(self.source.name, message, traceback.format_exc()))
            return otherwise

    def check(self, rule: SomeRule, subject: File | Card | tuple[Comment, ...], setting: RuleSetting) -> None:
        """Run a rule over its subject and keep what it finds."""

        def found() -> list[Finding]:
            problems: Iterable[Problem] = rule.check(subject, setting.options)
            return [finding_of(problem, rule, setting, self.source) for problem in problems]

        self.findings += self.run(_called(rule), found, [])

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
    reading = _read(desk, request, plan) if _is_readable(source, data, plan) else _UNREADABLE
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


def read_card(request: FileRequest, data: bytes, plan: Plan) -> tuple[Card | None, str]:
    """The file as the card that it is taken for, None if it is none; and what decided."""
    source = Source.decode(request.name, data)
    reading = _parsed(request, source, plan) if _is_readable(source, data, plan) else _UNREADABLE
    return reading.card, reading.why


def finding_of(problem: Problem, rule: Rule, setting: RuleSetting, source: Source) -> Finding:
    """Stamp a problem with its rule and severity, and resolve its places; they all lie in `source`."""
    related = tuple(
        RelatedPlace(each.message, source.place(each.span)) for each in problem.related if each.path is None
    )
    place = source.place(problem.span)
    return Finding(rule.code, rule.name, setting.severity, problem.message, place, related)


def _is_readable(source: Source, data: bytes, plan: Plan) -> bool:
    return len(data) <= plan.max_file_size and not source.undecodable and source.text.strip() != ""


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
        self.resolve = partial(selected_rules, rules=plan.known)
        self.forms: dict[object, _Form] = {}

    def of(self, card_type: CardType | None) -> _Form:
        """The file as a type reads it; for None as any Markdown is read."""
        has_header = card_type is not None and card_type.metadata.source is MetadataSource.HEADER
        if has_header not in self.forms:
            head = read_header(self.source) if has_header else read_front_matter(self.source)
            self.forms[has_header] = _form(self.source, head, self.resolve)
        return self.forms[has_header]


@dataclass(frozen=True, slots=True)
class _Form:
    """A file parsed in one way, without its comments to exlint; and these."""

    document: Document
    comments: tuple[Comment, ...]
    suppressions: tuple[Suppression, ...]


def _form(source: Source, head: Head | None, resolve: Resolve) -> _Form:
    document = parse(source, head)
    comments = comments_of(document, resolve)
    if not comments:
        return _Form(document, (), ())
    clean = blanked(source, comments)
    return _Form(parse(clean, head), comments, suppressions_of(clean, comments))


def _parsed(request: FileRequest, source: Source, plan: Plan) -> _Reading:
    forms = _Forms(source, plan)
    card, why = _bound(request, forms, plan)
    if card is None and request.origin is Origin.WALKED:
        return _Reading(card, why)  # a file that is none of ours
    form = forms.of(card.type if card else None)
    return _Reading(card, why, form.comments, form.suppressions)


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
