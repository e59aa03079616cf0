"""A run over many files: check each, then the collection, then one report.

The files come as `Job`s from `exlint.discovery`; nothing here walks folders or reads config.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from exlint.check import FileResult, check_file, covering, finding_of
from exlint.facts import Collected, Facts
from exlint.findings import (
    Finding,
    GroupProblem,
    Member,
    Place,
    Problem,
    Report,
    RuleInfo,
    Span,
    Trouble,
)
from exlint.plan import Plan, RuleSetting
from exlint.rules.base import CollectionRule, FileRequest, Rule, UnusedRule
from exlint.rules.registry import rule_of
from exlint.source import Source
from exlint.suppressions import Suppression

SomeRule = TypeVar("SomeRule", bound=Rule)


@dataclass(frozen=True, slots=True)
class Job:
    """A file of the run. `reported` is False for a file that is only there so that the collection is whole.

    `data` is its content if it is not on disk (standard input).
    """

    request: FileRequest
    path: Path
    reported: bool = True
    data: bytes | None = None

    def read(self) -> bytes:
        """The content.

        Raises:
            OSError: the file can't be read.
        """
        return self.path.read_bytes() if self.data is None else self.data


def run(
    jobs: Sequence[Job],
    plan: Plan,
    progress: Callable[[], None] = lambda: None,
    check: Callable[[Job, Plan], FileResult] | None = None,
) -> Report:
    """Check all jobs and the collection that they are; report on those that are to be reported.

    `check` takes the place of `check_job` for a caller that remembers results.
    """
    check = check or check_job
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    facts: list[Facts] = []
    silence = _Silence()
    cards = 0
    for job in jobs:
        result = check(job, plan)
        silence.add(job, result)
        progress()
        troubles += result.troubles  # also of a file that is not reported: without it the collection is not whole
        if job.reported:
            findings += result.findings
            cards += result.card_type is not None
        if result.facts:
            facts.append(result.facts)
    places = _Places(jobs)
    collection_findings, collection_troubles = _check_collection(facts, jobs, plan, places, silence)
    findings += collection_findings
    troubles += collection_troubles
    whole = plan.whole and not troubles
    unused_findings, unused_troubles = _check_suppressions(jobs, plan, places, silence, whole=whole)
    findings += unused_findings
    troubles += unused_troubles
    findings.sort(key=lambda finding: finding.sort_key)
    troubles.sort(key=lambda trouble: (trouble.filename, trouble.message))
    return Report(tuple(findings), sum(job.reported for job in jobs), cards, tuple(troubles))


def background(report: Report, jobs: Sequence[Job], plan: Plan, *, sources: bool) -> Report:
    """The report with what formats show beside its findings; the lines of the files only if `sources` says so."""
    files = tuple(sorted(job.request.name for job in jobs if job.reported))
    rules = tuple(_info(rule_of(setting.code)) for setting in plan.rules)
    return replace(report, files=files, rules=rules, sources=_sources(report, jobs) if sources else {})


def _info(rule: Rule) -> RuleInfo:
    return RuleInfo(rule.code, rule.name, rule.severity, rule.summary, rule.doc)


def _sources(report: Report, jobs: Sequence[Job]) -> Mapping[str, tuple[str, ...]]:
    """The lines of each file that has findings. It is read again; one that is gone by now is left out."""
    wanted = {finding.place.filename for finding in report.findings}
    lines: dict[str, tuple[str, ...]] = {}
    for job in jobs:
        if job.request.name in wanted:
            with suppress(OSError):
                source = Source.decode(job.request.name, job.read())
                lines[job.request.name] = tuple(source.line(row + 1) for row in range(len(source.line_starts)))
    return lines


def classify(jobs: Iterable[Job], plan: Plan) -> Iterator[tuple[Job, str | None, str]]:
    """For each job the type that it was taken for, and why."""
    for job in jobs:
        result = check_job(job, Plan(plan.types, (), plan.max_file_size))
        yield job, result.card_type, result.troubles[0].message if result.troubles else result.why


def check_job(job: Job, plan: Plan) -> FileResult:
    """Read and check one file. Never raises: what fails is a `Trouble`."""
    try:
        return check_file(job.request, job.read(), plan)
    except OSError as error:
        message = f"can't be read: {error.strerror or error}"
        return FileResult((), None, None, message, (Trouble(job.request.name, message),))


def kinds_of_rules(plan: Plan) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the rules that are on: those that look at one card, and those that need all cards."""
    all_cards = frozenset(rule.code for rule, _ in _rules(plan, CollectionRule))
    return frozenset(setting.code for setting in plan.rules) - all_cards, all_cards


def _rules(plan: Plan, kind: type[SomeRule]) -> Iterator[tuple[SomeRule, RuleSetting]]:
    for setting in plan.rules:
        rule = rule_of(setting.code)
        if isinstance(rule, kind):
            yield rule, setting


def _check_collection(
    facts: list[Facts], jobs: Sequence[Job], plan: Plan, places: _Places, silence: _Silence
) -> tuple[list[Finding], list[Trouble]]:
    facts.sort(key=lambda each: each.path)
    reported = {job.request.name for job in jobs if job.reported}
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    for rule, setting in _rules(plan, CollectionRule):
        collected = [Collected(each.path, each.title, each.fragments.get(rule.code)) for each in facts]
        try:
            for found in rule.check(collected, setting.options):
                if isinstance(found, GroupProblem):
                    left = found.apart_from(silence.silent(found, rule.code, places))
                    placed = left.seen_from(reported) if left else None
                    if placed:
                        findings.append(_finding(*placed, rule, setting, places, shared=True))
                elif found[0] in reported and not silence.hides(rule.code, found[0], found[1].span, places):
                    findings.append(_finding(*found, rule, setting, places))
        except Exception as error:  # whatever it is, it is ours: the other rules' findings must not be lost
            troubles.append(_failure(rule, "the collection", error))
    return findings, troubles


def _check_suppressions(
    jobs: Sequence[Job], plan: Plan, places: _Places, silence: _Silence, *, whole: bool
) -> tuple[list[Finding], list[Trouble]]:
    """What the suppressions that were not needed are found for, when all other rules have run."""
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    for rule, setting in _rules(plan, UnusedRule):
        for job in jobs:
            if not job.reported or rule.code in job.request.ignores:
                continue
            unused = silence.unused(job.request, plan, whole=whole)
            try:
                found: Iterable[Problem] = rule.check(unused, setting.options)
                findings += [_finding(job.request.name, problem, rule, setting, places) for problem in found]
            except Exception as error:  # as above
                troubles.append(_failure(rule, job.request.name, error))
    return findings, troubles


def _failure(rule: Rule, where: str, error: Exception) -> Trouble:
    message = f"internal error in rule {rule.code} ({rule.name}): {type(error).__name__}: {error}"
    return Trouble(where, message, traceback.format_exc())


class _Places:
    """Resolves spans in files that were checked before; each file is read again, when it is first needed."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = {job.request.name: job for job in jobs}
        self.sources: dict[str, Source] = {}

    def source(self, path: str) -> Source:
        if path not in self.sources:
            self.sources[path] = Source.decode(path, self.jobs[path].read())
        return self.sources[path]

    def place(self, path: str, span: Span) -> Place:
        return self.source(path).place(span)


class _Silence:
    """What the files of a run suppress and the config ignores for them, and which suppressions were needed."""

    def __init__(self) -> None:
        self.results: dict[str, FileResult] = {}
        self.ignores: dict[str, frozenset[str]] = {}
        self.used: dict[str, set[int]] = {}

    def add(self, job: Job, result: FileResult) -> None:
        """Take in a file that was checked."""
        self.results[job.request.name] = result
        self.ignores[job.request.name] = job.request.ignores
        self.used[job.request.name] = set(result.used)

    def hides(self, code: str, path: str, span: Span, places: _Places) -> bool:
        """Whether a finding of a collection rule is suppressed or ignored."""
        if code in self.ignores[path]:
            return True
        suppressions = self.results[path].suppressions
        by = covering(suppressions, code, places.place(path, span).start) if suppressions else set()
        self.used[path] |= by
        return bool(by)

    def silent(self, group: GroupProblem, code: str, places: _Places) -> list[Member]:
        """The members that want to hear nothing of it."""
        return [member for member in group.members if self.hides(code, member.path, member.span, places)]

    def unused(self, request: FileRequest, plan: Plan, *, whole: bool) -> list[Suppression]:
        """A card's suppressions that suppressed nothing, although what they are for was looked for.

        What a collection rule finds is known only if the run is `whole`.
        """
        result = self.results[request.name]
        if result.card_type is None or result.troubles:
            return []
        on = {setting.code for setting in plan.rules}
        ran = {code for code in on if whole or not isinstance(rule_of(code), CollectionRule)} - request.ignores
        usual = (plan.usual or on) - request.ignores
        return [
            each
            for index, each in enumerate(result.suppressions)
            if each.ends_nothing
            or (index not in self.used[request.name] and each.codes & ran and each.codes & usual <= ran)
        ]


def _finding(
    path: str, problem: Problem, rule: Rule, setting: RuleSetting, places: _Places, *, shared: bool = False
) -> Finding:
    return finding_of(problem, rule, setting, places.source(path), places.source, shared=shared)
