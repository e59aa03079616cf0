"""What earlier runs found out: whole reports, the results for files, and what collection rules found.

Each is kept under a digest of all that it depends on: the plan's key, the request, the content. So nothing has to be
thrown away when something changes; what is not known is asked of a checker that is made only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from exlint.cache import Shelf, Store
from exlint.contents import digests
from exlint.digests import digest
from exlint.findings import Finding, Report
from exlint.outline import Outline, RuleLine
from exlint.request import FileRequest, Job, Origin
from exlint.value import Codec, CodecError, Value, replace

if TYPE_CHECKING:
    from exlint.assembly import Checker, Fault, Found, Places
    from exlint.facts import Facts
    from exlint.findings import Problem
    from exlint.results import FileResult
    from exlint.suppressions import Suppression

_BLOCK = 4096
"""Findings of a report that are kept together."""


class Recall:
    """A checker that remembers. `key` stands for the plan, `checker` makes one that finds out what is not known."""

    def __init__(self, store: Store, key: bytes, outline: Outline, checker: Callable[[], Checker]) -> None:
        self.outline = outline
        self._store = store
        self._key = key
        self._make = checker
        self._digests: dict[str, bytes] = {}
        self._cards: tuple[Sequence[Facts], bytes] = (), digest("")

    def run(self, jobs: Sequence[Job], progress: Callable[[], None] = lambda: None) -> Report:
        """The report on these jobs, which is kept as a whole if all went well."""
        self._digests = digests(jobs, self._store)
        reports = _Reports(self._store)
        known = reports.get(self._report_key(jobs))
        if known is not None:
            for _ in jobs:
                progress()
            return known
        from exlint.assembly import assemble

        report = assemble(jobs, self, progress, self._placed)
        if not report.troubles:
            reports.put(self._report_key(jobs), report)  # of what was checked: a file may have changed meanwhile
        return report

    def files(self, jobs: Sequence[Job]) -> Iterator[FileResult]:
        """The results that are known, and those of the files that are to be checked; these are kept."""
        from exlint.results import FileResult

        results = Shelf(self._store, "files", FileResult)
        known = results.get_all([self._file_key(job) for job in jobs])
        missing = [job for job, result in zip(jobs, known, strict=True) if result is None]
        checked = iter(self._checker.files(missing) if missing else ())
        new: list[tuple[bytes, FileResult]] = []
        try:
            for job, result in zip(jobs, known, strict=True):
                if result is not None:
                    yield result
                    continue
                found = next(checked)
                if found.content:
                    self._digests[job.request.name] = found.content
                if not found.troubles:
                    new.append((self._file_key(job), found))
                yield found
        finally:  # also of a run that is interrupted
            results.put(new)

    def collection(self, rule: RuleLine, facts: Sequence[Facts], fragments: Sequence[str]) -> Found:
        """What the rule found in the same facts, or finds."""
        from exlint.assembly import Found

        key = digest(self._key, rule.code, self._cards_digest(facts), "\n".join(fragments))
        shelf = Shelf(self._store, "collections", Found)
        return shelf.recall(key, lambda: self._checker.collection(rule, facts, fragments))

    def _placed(self, rule: RuleLine, faults: Sequence[Fault], places: Places) -> Sequence[Finding]:
        """The findings of faults, known ones of files as they are among them.

        A fault that a hundred cards share has a place in each: to read all of these again takes longer than the rule.
        """
        from exlint.assembly import placed

        shelf = Shelf(self._store, "findings", Finding)
        keys = [self._fault_key(rule, fault) for fault in faults]
        known = shelf.get_all(keys)
        new = iter(placed(rule, [fault for fault, finding in zip(faults, known, strict=True) if not finding], places))
        findings = [finding or next(new) for finding in known]
        if not places.troubles:
            every = zip(keys, known, findings, strict=True)
            shelf.put([(key, finding) for key, was, finding in every if key and not was])
        return findings

    def _fault_key(self, rule: RuleLine, fault: Fault) -> bytes:
        """What its finding depends on; nothing, under which none is kept, if the fault can't be written."""
        try:
            written = self._faults.write(fault)
        except CodecError:
            return b""
        return digest(self._key, rule.code, written, *(self._digests.get(path, b"") for path in fault.paths))

    @cached_property
    def _faults(self) -> Codec[Fault]:
        from exlint.assembly import Fault

        return Codec(Fault)

    def _cards_digest(self, facts: Sequence[Facts]) -> bytes:
        """A digest of the cards themselves, made once for all rules, which are given the same."""
        if self._cards[0] is not facts:
            cards = "\n".join(f"{each.path}\0{each.card_type}\0{each.title}" for each in facts)
            self._cards = facts, digest(cards)
        return self._cards[1]

    def unused(self, rule: RuleLine, suppressions: Sequence[Suppression]) -> Iterable[Problem]:
        """Nothing to remember: it is asked of few files, and not once all is known."""
        return self._checker.unused(rule, suppressions)

    @cached_property
    def _checker(self) -> Checker:
        return self._make()

    def _report_key(self, jobs: Sequence[Job]) -> bytes:
        names = (f"{job.request.name}\0{_terms_of(job.request)}{job.reported}" for job in jobs)
        contents = (self._digests.get(job.request.name, b"") for job in jobs)
        return digest(self._key, "\0\0".join(names), b"".join(contents))

    def _file_key(self, job: Job) -> bytes:
        return digest(self._key, job.request.name, _terms_of(job.request), self._digests.get(job.request.name, b""))


class _Head(Value):
    """A report apart from its findings, which are in as many blocks."""

    report: Report
    blocks: int


class _Reports:
    """Whole reports, in blocks: as one text, that of a hundred thousand cards would not fit in memory beside itself."""

    def __init__(self, store: Store) -> None:
        self._heads = Shelf(store, "reports", _Head)
        self._blocks = Shelf(store, "blocks", tuple[Finding, ...])

    def get(self, key: bytes) -> Report | None:
        """The report under the key, None if there is none or a part of it is gone."""
        head = self._heads.get(key)
        if head is None:
            return None
        findings: list[Finding] = []
        for number in range(head.blocks):
            block = self._blocks.get(_block_key(key, number))
            if block is None:
                return None
            findings += block
        return replace(head.report, findings=tuple(findings))

    def put(self, key: bytes, report: Report) -> None:
        """Keep a report, its head last: without that, it is not known."""
        starts = range(0, len(report.findings), _BLOCK)
        for number, start in enumerate(starts):
            self._blocks.put([(_block_key(key, number), report.findings[start : start + _BLOCK])])
        self._heads.put([(key, _Head(replace(report, findings=()), len(starts)))])


def _block_key(key: bytes, number: int) -> bytes:
    return digest(key, str(number))


def _terms_of(request: FileRequest) -> str:
    """What a result depends on beside name and content."""
    return _terms(request.origin, request.bound_type, request.matching, request.ignores)


@lru_cache(maxsize=256)
def _terms(origin: Origin, bound_type: str | None, matching: tuple[str, ...], ignores: frozenset[str]) -> str:
    return f"{origin} {bound_type} {matching} {' '.join(sorted(ignores))}"
