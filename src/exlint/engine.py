"""A run over many files: check each, then the collection, then one report.

The files come as `Job`s from `exlint.discovery`; nothing here walks folders or reads config.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from exlint.check import FileResult, check_file
from exlint.facts import Collected, Facts
from exlint.findings import Finding, GroupProblem, Place, Problem, RelatedPlace, Report, RuleInfo, Span, Trouble
from exlint.plan import Plan, RuleSetting
from exlint.rules.base import CollectionRule, FileRequest, Rule
from exlint.rules.registry import rule_of
from exlint.source import Source


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


def run(jobs: Sequence[Job], plan: Plan, progress: Callable[[], None] = lambda: None) -> Report:
    """Check all jobs and the collection that they are; report on those that are to be reported."""
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    facts: list[Facts] = []
    cards = 0
    for job in jobs:
        result = _check(job, plan)
        progress()
        troubles += result.troubles  # also of a file that is not reported: without it the collection is not whole
        if job.reported:
            findings += result.findings
            cards += result.card_type is not None
        if result.facts:
            facts.append(result.facts)
    collection_findings, collection_troubles = _check_collection(facts, jobs, plan)
    findings += collection_findings
    troubles += collection_troubles
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
        result = _check(job, Plan(plan.types, (), plan.max_file_size))
        yield job, result.card_type, result.troubles[0].message if result.troubles else result.why


def _check(job: Job, plan: Plan) -> FileResult:
    try:
        return check_file(job.request, job.read(), plan)
    except OSError as error:
        message = f"can't be read: {error.strerror or error}"
        return FileResult((), None, None, message, (Trouble(job.request.name, message),))


def _check_collection(facts: list[Facts], jobs: Sequence[Job], plan: Plan) -> tuple[list[Finding], list[Trouble]]:
    facts.sort(key=lambda each: each.path)
    places = _Places(jobs)
    reported = {job.request.name for job in jobs if job.reported}
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    for setting in plan.rules:
        rule = rule_of(setting.code)
        if not isinstance(rule, CollectionRule):
            continue
        collected = [Collected(each.path, each.title, each.fragments.get(rule.code)) for each in facts]
        try:
            for found in rule.check(collected, setting.options):
                placed = found.seen_from(reported) if isinstance(found, GroupProblem) else found
                if placed and placed[0] in reported:
                    findings.append(_finding(*placed, rule, setting, places))
        except Exception as error:  # whatever it is, it is ours: the other rules' findings must not be lost
            message = f"internal error in rule {rule.code} ({rule.name}): {type(error).__name__}: {error}"
            troubles.append(Trouble("the collection", message, traceback.format_exc()))
    return findings, troubles


class _Places:
    """Resolves spans in files that were checked before; each file is read again, when it is first needed."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = {job.request.name: job for job in jobs}
        self.sources: dict[str, Source] = {}

    def place(self, path: str, span: Span) -> Place:
        if path not in self.sources:
            self.sources[path] = Source.decode(path, self.jobs[path].read())
        return self.sources[path].place(span)


def _finding(path: str, problem: Problem, rule: CollectionRule, setting: RuleSetting, places: _Places) -> Finding:
    related = tuple(RelatedPlace(each.message, places.place(each.path or path, each.span)) for each in problem.related)
    place = places.place(path, problem.span)
    return Finding(rule.code, rule.name, setting.severity, problem.message, place, related)
