"""Fixes: edits → text, and passes over the files of a run until nothing is left to fix.

Nothing here touches a disk: a job whose card was fixed carries the new content, and each pass is an ordinary run.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from exlint.engine import Job
from exlint.findings import Applicability, Edit, Finding, Report
from exlint.source import Source

MAX_PASSES = 20
"""Passes after which a file that still changes is given up. Fixes that wait for others need two or three."""


@dataclass(frozen=True)
class Mended:
    """What the passes came to: `jobs` have the new contents, and `report` is on these.

    `fixed` says how many fixes were applied to each file that any were applied to. `unsettled` names the rules whose
    fixes still changed a file when the last pass was over, by the file.
    """

    jobs: tuple[Job, ...]
    report: Report
    fixed: Mapping[str, int]
    unsettled: Mapping[str, tuple[str, ...]]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, which don't overlap; insertions at one place are made in the order given."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=attrgetter("span")):
        pieces += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    return "".join((*pieces, text[done:]))


def mend(jobs: Sequence[Job], look: Callable[[Sequence[Job]], Report], levels: frozenset[Applicability]) -> Mended:
    """Apply the fixes of these levels, pass by pass, to the reported jobs, which have their `data`.

    `look` checks jobs and reports what is to be fixed; a fix that overlaps another waits for the next pass.
    """
    fixed: Counter[str] = Counter()
    for _ in range(MAX_PASSES):
        report = look(jobs)
        chosen = _by_file(report.findings, levels)
        if not chosen:
            return Mended(tuple(jobs), report, fixed, {})
        jobs = [_edited(job, chosen.get(job.request.name, ())) for job in jobs]
        fixed.update({name: len(findings) for name, findings in chosen.items()})
    report = look(jobs)
    left = _by_file(report.findings, levels)
    unsettled = {name: tuple(sorted({finding.code for finding in findings})) for name, findings in left.items()}
    return Mended(tuple(jobs), report, fixed, unsettled)


def _by_file(findings: Iterable[Finding], levels: frozenset[Applicability]) -> dict[str, list[Finding]]:
    """For each file the findings to fix in one pass: from the top, those whose fixes don't reach into each other."""
    files: dict[str, list[Finding]] = {}
    ends: dict[str, int] = {}
    fixable = (finding for finding in findings if finding.fix(levels))
    for finding in sorted(fixable, key=lambda each: (each.place.filename, each.fixes[0].reach)):
        name, reach = finding.place.filename, finding.fixes[0].reach
        if reach.start > ends.get(name, -1):  # where one ends, another may not begin: they were meant for other texts
            files.setdefault(name, []).append(finding)
            ends[name] = reach.end
    return files


def _edited(job: Job, findings: Sequence[Finding]) -> Job:
    """The job with the first fix of each finding made in its content."""
    if not findings or job.data is None:
        return job
    source = Source.decode(job.request.name, job.data)
    edits = (placed.edit for finding in findings for placed in finding.fixes[0].edits)
    body = apply(source.text, edits).encode("utf-8")
    return replace(job, data=codecs.BOM_UTF8 + body if source.bom else body)
