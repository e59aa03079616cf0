"""How a run looks at files: all that is found, and what of it is to be reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exlint.cli.baseline import Ledger
from exlint.cli.progress import Progress
from exlint.findings import Report
from exlint.request import Job
from exlint.value import Value, replace

if TYPE_CHECKING:
    from exlint.changes import Comparison
    from exlint.discovery import Discovered
    from exlint.session import Session


class Inspection(Value):
    """What is looked for in the files that were found, and what may be left out of the report.

    The files may have other contents each time.
    """

    found: Discovered
    session: Session
    comparison: Comparison | None
    ledger: Ledger | None
    quiet: bool

    def run(self, jobs: Sequence[Job]) -> Report:
        """All findings, and all troubles from the search for files on."""
        with Progress(len(jobs), hidden=self.quiet) as progress:
            report = self.session.run(jobs, progress.step)
        return replace(report, troubles=(*self.found.troubles, *report.troubles))

    def pick(self, jobs: Sequence[Job], report: Report) -> Report:
        """What is to be reported of them: not what a baseline hides, or what is not new."""
        if self.ledger:
            outline = self.session.basis.outline
            report = self.ledger.settle(report, [job.request.name for job in jobs if job.reported], outline)
        if self.comparison:
            report = self.comparison.after(jobs).only_new(report, self.session.run)
        return report

    def look(self, jobs: Sequence[Job]) -> Report:
        """Both in one."""
        return self.pick(jobs, self.run(jobs))
