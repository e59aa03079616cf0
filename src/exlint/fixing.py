"""Fixes: edits → text, and passes over the files of a run until nothing is left to fix.

Nothing here touches a disk: a job whose card is being fixed carries the new content, and each pass is an ordinary run.
Each pass is a trial, too: a file is only taken as far as it is better than before.
"""

from __future__ import annotations

import codecs
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from exlint.findings import Applicability, Edit, Finding, Report
from exlint.request import Job
from exlint.source import Source
from exlint.value import Struct, Value, field, replace

MAX_PASSES = 100
"""Runs after which no more is tried. Fixes that wait for others need two or three; one that is refused, a few more."""


class Mended(Value):
    """What the passes came to: `jobs` have the new contents, and `report` has what is found in these.

    `fixed` says how many findings were fixed in each file that any were fixed in. What could still be fixed in `report`
    was tried and refused, but for the files that are `unfinished`: these still had fixes to try after the last pass.
    """

    jobs: tuple[Job, ...]
    report: Report
    fixed: Mapping[str, int]
    unfinished: tuple[str, ...] = ()


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, which don't overlap; insertions at one place are made in the order given."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=attrgetter("span")):
        pieces += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    return "".join((*pieces, text[done:]))


def mend(
    jobs: Sequence[Job],
    run: Callable[[Sequence[Job]], Report],
    levels: frozenset[Applicability],
    pick: Callable[[Sequence[Job], Report], Report] = lambda _, report: report,
) -> Mended:
    """Apply the fixes of these levels to the reported jobs that have their `data`.

    `run` checks jobs, `pick` leaves in its report what is to be fixed, and reported. In each pass all files get those
    of their fixes that don't reach into each other. A file whose findings have then become fewer, and of no rule more,
    keeps them; otherwise half as many are tried, and a single one that does no good is refused.
    """
    patients = {job.request.name: _Patient(job) for job in jobs if job.reported and job.data is not None}
    tried = tuple(jobs)
    for _ in range(MAX_PASSES):
        full = run(tried)
        report = pick(tried, full)
        found, fixable = _by_file(full.findings), _by_file(each for each in report.findings if each.fix(levels))
        for name, patient in patients.items():
            patient.judge(found.get(name, ()), fixable.get(name, ()))
        next_up = tuple(patients[job.request.name].treated() if job.request.name in patients else job for job in tried)
        if next_up == tried and not any(patient.trial for patient in patients.values()):
            return Mended(tried, report, _fixed(patients))
        tried = next_up
    proven = tuple(patients[job.request.name].job if job.request.name in patients else job for job in tried)
    unfinished = tuple(name for name, patient in patients.items() if patient.trial)
    return Mended(proven, pick(proven, run(proven)), _fixed(patients), unfinished)


class _Patient(Struct):
    """A file under repair: `job` is as far as it has been proven, with its `findings` of each rule and what is

    `fixable`. `trial` are those whose fixes are being tried, at most `limit`; `refused` those that did no good.
    """

    job: Job
    findings: Counter[str] = field(default_factory=Counter)
    fixable: Sequence[Finding] = ()
    trial: tuple[Finding, ...] = ()
    limit: int | None = None
    refused: set[Finding] = field(default_factory=set)
    fixed: int = 0

    def judge(self, found: Iterable[Finding], fixable: Sequence[Finding]) -> None:
        """Take in what is found in the file as it was last tried."""
        findings = Counter(finding.name for finding in found)
        if self.trial and not self._is_better(findings):
            self._refuse()
            return
        if self.trial or findings != self.findings:  # what was refused may do good now
            self.refused.clear()
            self.limit = None
        if self.trial:
            self.job = _edited(self.job, self.trial)
            self.fixed += len(self.trial)
        self.trial, self.findings, self.fixable = (), findings, fixable

    def treated(self) -> Job:
        """The job with the next fixes to try, if there are any."""
        self.trial = tuple(_apart(each for each in self.fixable if each not in self.refused))[: self.limit]
        return _edited(self.job, self.trial) if self.trial else self.job

    def _is_better(self, findings: Counter[str]) -> bool:
        brought = {name for finding in self.trial for name in finding.fixes[0].brings}
        before, after = (
            Counter({k: n for k, n in each.items() if k not in brought}) for each in (self.findings, findings)
        )
        return after < before

    def _refuse(self) -> None:
        if len(self.trial) == 1:
            self.refused.add(self.trial[0])
            self.limit = None
        else:
            self.limit = len(self.trial) // 2


def _by_file(findings: Iterable[Finding]) -> Mapping[str, Sequence[Finding]]:
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        files[finding.place.filename].append(finding)
    return files


def _fixed(patients: Mapping[str, _Patient]) -> Mapping[str, int]:
    return {name: patient.fixed for name, patient in patients.items() if patient.fixed}


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield those whose fixes don't reach into each other, from the top.

    Where one ends, another may not begin: they were meant for the text as it is.
    """
    end = -1
    for finding in sorted(findings, key=lambda each: each.fixes[0].reach):
        reach = finding.fixes[0].reach
        if reach.start > end:
            yield finding
            end = reach.end


def _edited(job: Job, findings: Iterable[Finding]) -> Job:
    """The job with the first fix of each finding made in its content."""
    source = Source.decode(job.request.name, job.data or b"")
    edits = (placed.edit for finding in findings for placed in finding.fixes[0].edits)
    body = apply(source.text, edits).encode("utf-8")
    return replace(job, data=codecs.BOM_UTF8 + body if source.bom else body)
