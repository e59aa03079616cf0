"""What the files of a run hold: a digest of each, without reading those that are as they were.

A file is as it was if its size, its inode and its times are. The time that counts is that of the last change of its
status: what sets the time of the last change of its content back (`touch -r`, `cp -p`, `rsync -t`) can't set that one.
Clocks have ticks, and a file can change twice within one, so a file that had just changed when it was read is read
again by the next run. git tells what has changed in the same way: https://git-scm.com/docs/racy-git

What is written through a memory map may not be seen until the system writes the file back; and where a system keeps no
such time (Windows), all files are read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

from exlint.cache import Shelf, Store
from exlint.digests import content_digest, digest
from exlint.request import Job
from exlint.value import Value

_HAS_STATUS_TIME = os.name == "posix"

_SETTLED = 3_000_000_000
"""Nanoseconds after which a change is over: more than the tick of any file system, which is two seconds for FAT."""


class _Seen(Value):
    """A file when it was last read: its state then, and the digest of its content."""

    state: str
    content: bytes


_Folder = dict[str, _Seen]
"""The files of a folder by their names."""


def digests(jobs: Iterable[Job], store: Store) -> dict[str, bytes]:
    """The digest of each job's content, by its name; none for one that can't be read."""
    shelf = Shelf(store, "contents", _Folder)
    latest = time.time_ns() - _SETTLED
    found: dict[str, bytes] = {}
    folders: dict[str, list[Job]] = {}
    for job in jobs:
        folders.setdefault(os.path.dirname(job.path), []).append(job)  # noqa: PTH120 (paths are strings here)
    for folder, own in folders.items():
        place = os.path.abspath(folder)  # noqa: PTH100 (paths are strings here)
        key = digest(place)
        known = shelf.get(key) or {}
        settled: _Folder = {}
        for job in own:
            with suppress(OSError):
                found[job.request.name] = _digest(job, latest, known, settled)
        if not settled.items() <= known.items():
            shelf.put([(key, {**_others(place, known, settled), **settled})])
    return found


def _digest(job: Job, latest: int, known: Mapping[str, _Seen], settled: _Folder) -> bytes:
    """The digest of a job's content; a file that did not change after `latest` (in nanoseconds) is settled.

    Raises:
        OSError: it can't be read.
    """
    if job.data is not None or not _HAS_STATUS_TIME:
        return content_digest(job.read())
    name = os.path.basename(job.path)  # noqa: PTH119 (as above)
    status = os.stat(job.path)  # noqa: PTH116 (as above)
    state = f"{status.st_size} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns}"
    seen = known.get(name)
    if seen is None or seen.state != state:
        data = job.read()
        seen = _Seen(state, content_digest(data))
        if status.st_ctime_ns > latest or len(data) != status.st_size or not name.isprintable():
            return seen.content  # it may be changing, is a file of the system's own, or has a name that can't be kept
    settled[name] = seen
    return seen.content


def _others(folder: str, known: _Folder, settled: _Folder) -> _Folder:
    """What is known of other files that are still in the folder."""
    names = known.keys() - settled.keys()
    return {name: known[name] for name in names if os.path.lexists(os.path.join(folder, name))}  # noqa: PTH118
