"""One report out of the results for many files and the collection that they are.

Who finds the results out is a `Checker`: the rules themselves, or what earlier runs remember. Nothing here imports a
rule, the parser or a card type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Protocol

from exlint.digests import content_digest
from exlint.facts import Facts
from exlint.findings import Finding, GroupProblem, Member, Place, Problem, Report, Span, Trouble
from exlint.outline import Outline, RuleLine
from exlint.request import FileRequest, Job
from exlint.results import FileResult, failure_of, finding_of
from exlint.source import Source
from exlint.suppressions import Cover, Suppression
from exlint.value import Value, replace

_BATCH = 1024
"""Files that are handed to a checker at once; results of no more than these wait for each other."""
_SOURCES = 1024
"""Files whose text is kept while places in them are looked up."""


class Found(Value):
    """What a collection rule found: faults that cards share, and faults of one card each, with its path."""

    groups: tuple[GroupProblem, ...]
    singles: tuple[tuple[str, Problem], ...]


class Fault(Value):
    """What a collection rule found, and the card that it is reported at; `shared` if it could be at another."""

    path: str
    problem: Problem
    shared: bool

    @property
    def paths(self) -> Sequence[str]:
        """The files that its finding points into."""
        return (self.path, *(related.path or self.path for related in self.problem.related))


class Checker(Protocol):
    """Finds out what is wrong with files and collections. The last two may raise anything: it is a rule that fails."""

    @property
    def outline(self) -> Outline:
        """What the rules are."""
        ...

    def files(self, jobs: Sequence[Job]) -> Iterable[FileResult]:
        """The result for each file, in their order. Never raises: what fails is a `Trouble`."""
        ...

    def collection(self, rule: RuleLine, facts: Sequence[Facts], fragments: Sequence[str]) -> Found:
        """What a collection rule finds. `fragments` is its own line of each of the facts; they are in path order."""
        ...

    def unused(self, rule: RuleLine, suppressions: Sequence[Suppression]) -> Iterable[Problem]:
        """What the rule says of suppressions that were never needed."""
        ...


def placed(rule: RuleLine, faults: Sequence[Fault], places: Places) -> Sequence[Finding]:
    """The findings of what a collection rule found."""
    return [_finding(each.path, each.problem, rule, places, shared=each.shared) for each in faults]


def assemble(
    jobs: Sequence[Job],
    checker: Checker,
    progress: Callable[[], None] = lambda: None,
    place: Callable[[RuleLine, Sequence[Fault], Places], Sequence[Finding]] = placed,
) -> Report:
    """Check all jobs and the collection that they are; report on those that are to be reported.

    `place` does what `placed` does; it may know better.
    """
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    collected = _Collected(checker.outline)
    silence = _Silence()
    contents: dict[str, bytes] = {}
    cards = 0
    for job, result in _results(jobs, checker):
        silence.add(job, result)
        progress()
        troubles += result.troubles  # also of a file that is not reported: without it the collection is not whole
        if job.reported:
            findings += result.findings
            cards += result.card_type is not None
        if result.facts:
            collected.add(result.facts)
        contents[job.request.name] = result.content
    places = Places(jobs, contents)
    reported = frozenset(job.request.name for job in jobs if job.reported)
    for rule, facts, fragments in collected.by_rule():
        try:
            found = checker.collection(rule, facts, fragments)
            findings += place(rule, [*_faults(found, rule, reported, places, silence)], places)
        except BaseException as error:  # the other rules' findings must not be lost
            troubles.append(_failure(rule, "the collection", error))
    whole = checker.outline.whole and not troubles
    unused_findings, unused_troubles = _check_suppressions(jobs, checker, places, silence, whole=whole)
    findings += unused_findings
    troubles += unused_troubles
    troubles += places.troubles.values()
    findings.sort(key=lambda finding: finding.sort_key)
    troubles.sort(key=lambda trouble: (trouble.filename, trouble.message))
    return Report(tuple(findings), sum(job.reported for job in jobs), cards, tuple(troubles))


def _results(jobs: Sequence[Job], checker: Checker) -> Iterator[tuple[Job, FileResult]]:
    waiting = iter(jobs)
    while batch := tuple(islice(waiting, _BATCH)):
        yield from zip(batch, checker.files(batch), strict=True)


class _Collected:
    """What the cards tell the collection, by rule: what one rule has looked at is let go before the next one looks.

    The fragments of a rule are kept as lines of a few long texts: a text for each would take twice the memory.
    """

    def __init__(self, outline: Outline) -> None:
        self._rules = sorted((rule for rule in outline.rules if rule.collection), key=lambda rule: rule.code)
        self._facts: list[Facts] = []
        self._texts: list[list[str]] = [[] for _ in self._rules]
        self._latest: list[list[str]] = []  # the fragments of each of the latest cards

    def add(self, facts: Facts) -> None:
        """Take in a card's facts."""
        self._facts.append(replace(facts, fragments=""))
        if self._rules:
            self._latest.append(facts.fragments.split("\n"))
        if len(self._latest) == _BATCH:
            self._pack()

    def _pack(self) -> None:
        if self._latest:
            for texts, fragments in zip(self._texts, zip(*self._latest, strict=True), strict=True):
                texts.append("\n".join(fragments))
            self._latest.clear()

    def by_rule(self) -> Iterator[tuple[RuleLine, Sequence[Facts], Sequence[str]]]:
        """Each rule by its code, with the facts of all cards by their paths and its own fragment of each."""
        self._pack()
        order = sorted(range(len(self._facts)), key=lambda index: self._facts[index].path)
        facts = [self._facts[index] for index in order]
        for rule in self._rules:
            fragments = [*chain.from_iterable(text.split("\n") for text in self._texts.pop(0))]
            yield rule, facts, [fragments[index] for index in order]


def _faults(
    found: Found, rule: RuleLine, reported: frozenset[str], places: Places, silence: _Silence
) -> Iterator[Fault]:
    """What is to be reported of what a rule found."""
    for group in found.groups:
        left = group.apart_from(silence.silent(group, rule.code, places))
        seen = left.seen_from(reported) if left else None
        if seen:
            yield Fault(*seen, shared=True)
    for path, problem in found.singles:
        if path in reported and not silence.hides(rule.code, path, problem.span, places):
            yield Fault(path, problem, shared=False)


def _check_suppressions(
    jobs: Sequence[Job], checker: Checker, places: Places, silence: _Silence, *, whole: bool
) -> tuple[list[Finding], list[Trouble]]:
    """What the suppressions that were not needed are found for, when all other rules have run."""
    findings: list[Finding] = []
    troubles: list[Trouble] = []
    for rule in checker.outline.rules:
        for job in jobs if rule.unused else ():
            unused = silence.unused(job.request, checker.outline, whole=whole)
            if not unused or not job.reported or rule.code in job.request.ignores:
                continue
            try:
                problems = checker.unused(rule, unused)
                findings += [_finding(job.request.name, problem, rule, places) for problem in problems]
            except BaseException as error:  # as above
                troubles.append(_failure(rule, job.request.name, error))
    return findings, troubles


def _failure(rule: RuleLine, where: str, error: BaseException) -> Trouble:
    return failure_of(f"rule {rule.code} ({rule.name})", where, error)


class Places:
    """Resolves spans in files that were checked before; each file is read again, when it is first needed.

    A file that has vanished by then, or does not have the content that was checked, leaves a trouble, and its places
    are at its start.
    """

    def __init__(self, jobs: Sequence[Job], contents: Mapping[str, bytes]) -> None:
        self.jobs = {job.request.name: job for job in jobs}
        self.contents = contents
        self.sources: dict[str, Source] = {}
        self.troubles: dict[str, Trouble] = {}

    def source(self, path: str) -> Source:
        """The text of a file; empty if it is not what was checked."""
        if path not in self.sources:
            if len(self.sources) == _SOURCES:
                self.sources.clear()
            self.sources[path] = self._source(path)
        return self.sources[path]

    def place(self, path: str, span: Span) -> Place:
        """The place of a span."""
        return self.source(path).place(self.still(path, span))

    def still(self, path: str, span: Span) -> Span:
        """The span; the file's start if it is not what was checked."""
        self.source(path)
        return Span(0, 0) if path in self.troubles else span

    def _source(self, path: str) -> Source:
        try:
            data = self.jobs[path].read()
        except OSError as error:
            return self._without(path, f"can't be read again: {error.strerror or error}")
        if content_digest(data) != self.contents[path]:
            return self._without(path, "has changed while it was checked")
        return Source.decode(path, data)

    def _without(self, path: str, why: str) -> Source:
        self.troubles[path] = Trouble(path, why)
        return Source.from_text(path, "")


class _Silence:
    """What the files of a run suppress and the config ignores for them, and which suppressions were needed.

    Only files that have either are kept.
    """

    def __init__(self) -> None:
        self.results: dict[str, FileResult] = {}
        self.ignores: dict[str, frozenset[str]] = {}
        self.covers: dict[str, Cover] = {}

    def add(self, job: Job, result: FileResult) -> None:
        """Take in a file that was checked."""
        if job.request.ignores:
            self.ignores[job.request.name] = job.request.ignores
        if result.suppressions:
            self.results[job.request.name] = result
            self.covers[job.request.name] = Cover(result.suppressions)

    def hides(self, code: str, path: str, span: Span, places: Places) -> bool:
        """Whether a finding of a collection rule is suppressed or ignored."""
        if code in self.ignores.get(path, ()):
            return True
        cover = self.covers.get(path)
        return cover is not None and cover.hides(code, places.place(path, span).start)

    def silent(self, group: GroupProblem, code: str, places: Places) -> list[Member]:
        """The members that want to hear nothing of it."""
        return [member for member in group.members if self.hides(code, member.path, member.span, places)]

    def unused(self, request: FileRequest, outline: Outline, *, whole: bool) -> list[Suppression]:
        """A card's suppressions that suppressed nothing, although what they are for was looked for.

        What a collection rule finds is known only if the run is `whole`.
        """
        result = self.results.get(request.name)
        if result is None or result.card_type is None or result.troubles:
            return []
        ran = (outline.on if whole else outline.on - outline.collection) - request.ignores
        usual = (outline.usual or outline.on) - request.ignores
        used = result.used | self.covers[request.name].used
        return [
            each
            for index, each in enumerate(result.suppressions)
            if each.ends_nothing or (index not in used and each.codes & ran and each.codes & usual <= ran)
        ]


def _finding(path: str, problem: Problem, rule: RuleLine, places: Places, *, shared: bool = False) -> Finding:
    related = tuple(replace(each, span=places.still(each.path or path, each.span)) for each in problem.related)
    there = replace(problem, span=places.still(path, problem.span), related=related)
    return finding_of(there, rule, places.source(path), places.source, shared=shared)
