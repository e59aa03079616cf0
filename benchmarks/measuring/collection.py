"""A folder of cards, checked once and again with some of them changed.

Untouched cards keep their results; what a change costs is the check of the changed cards and the collection rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exlint.assembly import assemble
from exlint.check import check_file
from exlint.config import load_settings
from exlint.engine import Inspector
from exlint.findings import Finding
from exlint.plan import Plan
from exlint.request import FileRequest, Job, Origin
from exlint.results import FileResult
from exlint.selection import Selection
from measuring.cards import CardText, Plant, UnreadableCardError, read_card

Key = tuple[str, str, str]
"""File, rule and message of a finding: what stays the same when the finding only moves."""

_KEPT = 500
"""Results. Some runs of sixty cards, each with some passes of fixes."""


def default_plan() -> Plan:
    """The built-in card types and the rules that are on by default."""
    return load_settings(None, Selection("benchmark")).plan


def key_of(finding: Finding) -> Key:
    """The finding without its place; numbers in its message are left out, as lines and group sizes change."""
    return finding.place.filename, finding.name, re.sub(r"\d+", "#", finding.message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run with changed cards brought that the untouched run had not, and the rules that failed in it."""

    new: tuple[Finding, ...]
    failures: tuple[str, ...]


class Collection:
    """Cards by file name, with the findings of the run over all of them untouched."""

    def __init__(self, files: Mapping[str, bytes], plan: Plan) -> None:
        self.plan = plan
        self.files = dict(sorted(files.items()))
        self._checked: dict[tuple[str, bytes], FileResult] = {}
        self._results = {name: self._check(name, data) for name, data in self.files.items()}
        self.findings, self.failures = self._run(self.files, self._results)
        self._known = Counter(key_of(finding) for finding in self.findings)

    @classmethod
    def of_folder(cls, folder: Path, names: Iterable[str], plan: Plan) -> Collection:
        """The cards of these names in a folder."""
        return cls({name: (folder / name).read_bytes() for name in names}, plan)

    def texts(self) -> tuple[CardText, ...]:
        """The cards as planting reads them; those of another form are left out."""
        found = []
        for name, data in self.files.items():
            try:
                found.append(read_card(name, data.decode()))
            except (UnreadableCardError, UnicodeDecodeError):
                continue
        return tuple(found)

    def changed(self, plants: Mapping[str, Plant]) -> Outcome:
        """Check again with these cards changed; `plants` are by the file names before the change."""
        files, results = dict(self.files), dict(self._results)
        for name, plant in plants.items():
            del files[name], results[name]
            files[plant.name or name] = plant.data
            results[plant.name or name] = self._check(plant.name or name, plant.data)
        findings, failures = self._run(files, results)
        return Outcome(tuple(self._new(findings)), failures)

    def _new(self, findings: Sequence[Finding]) -> Iterable[Finding]:
        """All findings of each key that there are more of than before."""
        more = Counter(key_of(finding) for finding in findings) - self._known
        return (finding for finding in findings if key_of(finding) in more)

    @staticmethod
    def job(name: str, data: bytes) -> Job:
        """A card of the collection with this content, as the engine takes it."""
        return Job(_request(name), name, data=data)

    def _check(self, name: str, data: bytes) -> FileResult:
        """What is found in a file; a card is asked for again with each pass of fixes, though few of them change."""
        if (name, data) not in self._checked:
            self._checked[name, data] = check_file(_request(name), data, self.plan)
            if len(self._checked) > _KEPT:
                del self._checked[next(iter(self._checked))]
        return self._checked[name, data]

    def _run(
        self, files: Mapping[str, bytes], results: Mapping[str, FileResult]
    ) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
        """What the engine reports for these results."""
        jobs = [self.job(name, data) for name, data in files.items()]
        report = assemble(jobs, _Known(self.plan, results))
        return report.findings, tuple(f"{each.filename}: {each.message}" for each in report.troubles)


class _Known(Inspector):
    """Looks at collections only; the results for files are known."""

    def __init__(self, plan: Plan, results: Mapping[str, FileResult]) -> None:
        super().__init__(plan)
        self._results = results

    def files(self, jobs: Sequence[Job]) -> Iterator[FileResult]:
        """What is known of them."""
        return (self._results[job.request.name] for job in jobs)


def _request(name: str) -> FileRequest:
    return FileRequest(name, Origin.WALKED, matching=("exercise",))
