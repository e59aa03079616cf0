"""What reports show beside the findings: the files, the rules, the lines around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from exlint.findings import Report, RuleInfo
from exlint.request import Job
from exlint.value import replace


def with_background(report: Report, jobs: Sequence[Job], rules: Sequence[RuleInfo], *, sources: bool) -> Report:
    """The report with the names of the files, the rules, and if `sources` says so, the lines of files with findings."""
    files = tuple(sorted(job.request.name for job in jobs if job.reported))
    return replace(report, files=files, rules=tuple(rules), sources=_sources(report, jobs) if sources else {})


def _sources(report: Report, jobs: Sequence[Job]) -> Mapping[str, tuple[str, ...]]:
    """The lines of each file that has findings. It is read again; one that is gone by now is left out."""
    from exlint.source import Source  # most formats have no use for it

    wanted = {finding.place.filename for finding in report.findings}
    lines: dict[str, tuple[str, ...]] = {}
    for job in jobs:
        if job.request.name in wanted:
            with suppress(OSError):
                lines[job.request.name] = Source.decode(job.request.name, job.read()).lines
    return lines
