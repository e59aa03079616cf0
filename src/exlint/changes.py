"""Only what a change brought: the files of a run as they are and as they were, and the findings that are new.

A finding is new if it or a place related to it is on a line that git says is new, or if the same run over the files as
they were does not have it: a sentence goes stale when the metadata change on another line, a title becomes a duplicate
when a card is added. So the collection is checked twice; a file that did not change is not.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from exlint.baseline import Baseline
from exlint.discovery import Discovered, Wanted, job_for
from exlint.findings import Finding, Place, Report
from exlint.git import Changes, Repository
from exlint.request import Job
from exlint.sequence import in_common
from exlint.source import Source
from exlint.value import Value, replace


class Comparison(Value):
    """Two versions of a run: `found` is the newer one's files, `before` the older one's.

    `new_rows` has the ranges of rows that are new by the names of the files of now, None for a file that is all new;
    `names` are those of now by those of before, for the files that were there.
    """

    found: Discovered
    before: tuple[Job, ...]
    new_rows: Mapping[str, tuple[range, ...] | None]
    names: Mapping[str, str]

    def only_new(self, report: Report, run: Callable[[Sequence[Job]], Report]) -> Report:
        """A report on the files of now with the new findings only; what was there is known as in a baseline.

        `run` checks as it did for `report`. It had better remember, since most files were the same before.
        """
        earlier = (self._renamed(finding) for finding in run(self.before).findings)
        known = Baseline.of(earlier, Path("before"))
        old_lines = [finding for finding in report.findings if not self._is_on_new_lines(finding)]
        caused, _ = known.compare(old_lines)
        old = {id(finding) for finding in old_lines} - {id(finding) for finding in caused}
        return replace(report, findings=tuple(each for each in report.findings if id(each) not in old))

    def after(self, jobs: Sequence[Job]) -> Comparison:
        """The comparison when the files of now have these contents instead: a line that was edited is new, too."""
        new_rows = dict(self.new_rows)
        for old, new in zip(self.found.jobs, jobs, strict=True):
            if old.data != new.data:
                new_rows[new.request.name] = _carried(new_rows[new.request.name], old, new)
        return replace(self, new_rows=new_rows)

    def _renamed(self, finding: Finding) -> Finding:
        """A finding of before with the files' names of now."""
        related = tuple(replace(each, place=self._moved(each.place)) for each in finding.related)
        return replace(finding, place=self._moved(finding.place), related=related)

    def _moved(self, place: Place) -> Place:
        return replace(place, filename=self.names.get(place.filename, place.filename))

    def _is_on_new_lines(self, finding: Finding) -> bool:
        return any(map(self._is_new, (finding.place, *(each.place for each in finding.related))))

    def _is_new(self, place: Place) -> bool:
        rows = self.new_rows[place.filename]
        first, last = place.start.row, place.start.row + max(len(place.lines), 1) - 1
        if rows is None:
            return True
        nearest = bisect_right(rows, first, key=lambda each: each.stop)
        return nearest < len(rows) and rows[nearest].start <= last


def since(revision: str, found: Discovered, wanted: Wanted) -> Comparison:
    """The files on disk, which were found, against a revision; `wanted` says what of it was looked for.

    Raises:
        GitError: this is no repository, or there is no such revision.
    """
    repository = Repository.around(Path.cwd())
    return _compare(repository, repository.since(revision), found, wanted)


def staged(found: Discovered, wanted: Wanted) -> Comparison:
    """The files in the index, whatever is on disk, against the last commit; `wanted` says which are looked for.

    Raises:
        GitError: this is no repository.
    """
    repository = Repository.around(Path.cwd())
    changes = repository.staged()
    # A file that is neither in the commit nor changed has only been announced, by `git add --intent-to-add`.
    index = {path: blob for path, blob in repository.index().items() if changes.origin(path) or path in changes.changed}
    contents = repository.contents(index.values())
    jobs = {path: job for job in found.jobs if (path := repository.path(job.path)) in index and path is not None}
    for path in index.keys() - jobs.keys():
        file = repository.file(path)
        if not os.path.lexists(file) and (job := wanted.job(file)):
            jobs[path] = job
    inside = [replace(job, data=contents[index[path]]) for path, job in jobs.items()]
    there = {*jobs, *(str(folder) for path in jobs for folder in PurePosixPath(path).parents)}
    # What was named and is gone from disk is no trouble if it is in the index.
    troubles = (
        each
        for each in found.troubles
        if os.path.exists(each.filename) or repository.path(each.filename) not in there  # noqa: PTH110 (it never raises)
    )
    now = Discovered(tuple(sorted(inside, key=lambda job: job.request.name)), tuple(troubles))
    return _compare(repository, changes, now, wanted)


def _compare(repository: Repository, changes: Changes, found: Discovered, wanted: Wanted) -> Comparison:
    paths = {job: repository.path(job.path) for job in found.jobs}
    origins = {job: origin for job, path in paths.items() if path and (origin := changes.origin(path))}
    gone = {
        path: job
        for path in changes.deleted - set(origins.values())
        if path in changes.before and (job := wanted.job(repository.file(path)))
    }
    changed = {job: origin for job, origin in origins.items() if paths[job] in changes.changed}
    contents = repository.contents(changes.before[path] for path in (*changed.values(), *gone))
    before: list[Job] = []
    new_rows: dict[str, tuple[range, ...] | None] = {}
    names: dict[str, str] = {}
    for job, path in paths.items():
        name = job.request.name
        if path is None or job not in origins:
            new_rows[name] = None
        elif job not in changed:
            new_rows[name] = ()
            before.append(job)
        else:
            new_rows[name] = _rows(job, changes.changed[path].new_lines)
            old = replace(job, data=contents[changes.before[changed[job]]])
            if path != changed[job]:
                file = str(repository.file(changed[job]))
                old = job_for(file, wanted.scope, job.request.origin, reported=job.reported, data=old.data)
                names[old.request.name] = name
            before.append(old)
    before += (replace(job, reported=False, data=contents[changes.before[path]]) for path, job in gone.items())
    return Comparison(found, tuple(sorted(before, key=lambda job: job.request.name)), new_rows, names)


def _carried(rows: tuple[range, ...] | None, old: Job, new: Job) -> tuple[range, ...] | None:
    """Ranges of rows of the old content as rows of the new one, with those that only the new one has."""
    if rows is None:
        return None
    before, after = (Source.decode("", job.read()).lines for job in (old, new))
    were_new = {row for each in rows for row in each}
    still_old = {j + 1 for i, j in in_common(before, after) if i + 1 not in were_new}
    return tuple(_ranges(row for row in range(1, len(after) + 1) if row not in still_old))


def _ranges(rows: Iterable[int]) -> Iterator[range]:
    """Yield rising rows as ranges."""
    for _, run in groupby(enumerate(rows), lambda each: each[1] - each[0]):
        (_, first), *more = run
        yield range(first, first + len(more) + 1)


def _rows(job: Job, lines: Sequence[range]) -> tuple[range, ...] | None:
    """Ranges of lines as rows; they differ where a carriage return alone ends a row. None if the file can't be read."""
    try:
        data = job.read()
    except OSError:
        return None
    if b"\r" not in data.replace(b"\r\n", b"\n"):
        return tuple(lines)
    starts = [1]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + 1 + line.removesuffix(b"\r").count(b"\r"))
    return tuple(range(starts[each.start - 1], starts[each.stop - 1]) for each in lines)
