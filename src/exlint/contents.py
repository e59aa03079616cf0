"""What the files of a run hold: a digest of each, without reading those that are as they were.

A file is as it was if its size, its inode and its times are. The time that counts is that of the last change of its
status: what sets the time of the last change of its content back (`touch -r`, `cp -p`, `rsync -t`) can't set that one.
Clocks have ticks, and a file can change twice within one, so a file that had just changed when it was read is read
again by the next run. git tells what has changed in the same way: https://git-scm.com/docs/racy-git

Where a system keeps no such time (Windows), all files are read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator

from exlint.cache import Shelf, Store
from exlint.digests import content_digest
from exlint.request import Job, loaded
from exlint.value import Value

_HAS_STATUS_TIME = os.name == "posix"

_SETTLED = 3_000_000_000
"""Nanoseconds after which a change is over: more than the tick of any file system, which is two seconds for FAT."""

_HELD = 1 << 23
"""Bytes of files that are kept in memory throughout a run."""


class _Seen(Value):
    """A file when it was last read: its state then, and the digest of its content."""

    state: str
    content: bytes


def look_at(jobs: Iterable[Job], store: Store, key: bytes) -> Iterator[tuple[Job, bytes | None]]:
    """Each job with the digest of its content; None if it can't be read.

    A file that had to be read is kept in memory, as far as there is room: its content is asked for more than once.
    Under the key, the store has the files of the latest run.
    """
    shelf = Shelf(store, "contents", dict[str, _Seen])
    known = shelf.get(key) or {}
    settled: dict[str, _Seen] = {}
    latest = time.time_ns() - _SETTLED
    room = _HELD
    for job in jobs:
        state, before = _state(job, latest), known.get(job.path)
        if before and before.state == state:
            settled[job.path] = before
            yield job, before.content
            continue
        job_with_data = loaded(job)
        data = job_with_data.data
        if data is None:
            yield job, None
            continue
        content = content_digest(data)
        if state.startswith(f"{len(data)} "):  # a file of the system's own may have more than it says
            settled[job.path] = _Seen(state, content)
        yield job_with_data if room > 0 else job, content
        room -= len(data)
    if not settled.items() <= known.items():
        shelf.put([(key, settled)])


def _state(job: Job, latest: int) -> str:
    """What changes when the file does; "" if it is on no disk, or changed after `latest` (in nanoseconds)."""
    if job.data is not None or not _HAS_STATUS_TIME:
        return ""
    try:
        status = os.stat(job.path)  # noqa: PTH116 (paths are strings here)
    except OSError:
        return ""
    if status.st_ctime_ns > latest:
        return ""
    return f"{status.st_size} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns}"
