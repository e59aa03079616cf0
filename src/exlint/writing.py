"""Files written in one step: who reads one sees the old content or the new one, whatever happens meanwhile.

The new content is written to a file beside the old one, which then takes its name. A process that is killed can leave
that file behind: its name begins with a dot, so that it is never taken for a card, and it is removed some time later.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from exlint.request import read

PREFIX = ".exlint-"
_LEFTOVER = re.compile(rf"{re.escape(PREFIX)}[0-9a-f]{{16}}")

LEFT_BEHIND = 60.0
"""Seconds after which a file beside another is nobody's any more; one in use is there for milliseconds."""


class NotRewrittenError(OSError):
    """A file that was left alone; the message says why."""


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file's content when it is left without an error.

    The file keeps its permissions and, as far as that is allowed, its owner. If it is a link, it stays one, and what it
    leads to is replaced.

    Raises:
        OSError: the file can't be written.
    """
    target = Path(os.path.realpath(file))
    beside = target.with_name(f"{PREFIX}{os.urandom(8).hex()}")
    try:
        with beside.open("xb") as stream:
            with suppress(FileNotFoundError):
                _give_access(beside, target.stat())
            yield stream
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def writing_new(file: Path) -> Iterator[BinaryIO]:
    """A stream to a file that is not there yet, nor a link of its name; after an error it is not there either.

    Raises:
        OSError: it is there, or can't be written.
    """
    with file.open("xb") as stream:
        try:
            yield stream
            stream.flush()
        except OSError:
            file.unlink(missing_ok=True)
            raise


def check_rewritable(file: Path, before: bytes) -> None:
    """Ask whether `rewrite` may replace the content of a file.

    Raises:
        NotRewrittenError: it is gone, read-only, or has another content by now.
        OSError: it can't be read.
    """
    if not (os.access(file, os.W_OK) and file.stat().st_mode & 0o222):  # nothing stops root, and a folder may be open
        raise NotRewrittenError("it is read-only" if file.exists() else "it is gone")
    if read(str(file)) != before:
        raise NotRewrittenError("its content is not what was checked")


def rewrite(file: Path, before: bytes, after: bytes) -> None:
    """Replace the content of a file, which is still `before`.

    Raises:
        NotRewrittenError: as for `check_rewritable`.
        OSError: it can't be written.
    """
    check_rewritable(file, before)
    with replacing(file) as stream:
        stream.write(after)
        stream.flush()
        os.fsync(stream.fileno())
        check_rewritable(file, before)  # that took a while


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed process left in a folder a while ago; what can't be removed stays."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            if _LEFTOVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > LEFT_BEHIND:
                        os.unlink(entry.path)  # noqa: PTH108 (paths are strings here)


def _give_access(file: Path, like: os.stat_result) -> None:
    mine = file.stat()
    if (mine.st_uid, mine.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.chown(file, like.st_uid, like.st_gid)
    file.chmod(stat.S_IMODE(like.st_mode))
