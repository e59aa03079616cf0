"""A file of a run: what it is called, how it came to be checked, and where its content is."""

from __future__ import annotations

import errno
import os
import stat
from enum import StrEnum
from pathlib import Path

from exlint.value import Value

STDIN = "-"
"""Standard input among paths."""

_AT_ONCE = 1 << 18
"""Bytes that are read at once, if a file has as many: to get room for more takes longer than to fill it."""

MOST_BYTES = 1 << 26
"""Bytes of a file that are ever read, and so the largest limit that a config can set."""


# Opening a pipe waits for a writer otherwise; not every system has these.
_NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class Origin(StrEnum):
    """How a file came to be checked."""

    NAMED = "named"
    WALKED = "walked"
    STDIN = "stdin"


class FileRequest(Value):
    """A file to check. `bound_type` is the type that the config's patterns give it, if any.

    `matching` are the types whose patterns (the config's, or else their own) its name fits; `ignores` holds the codes
    of the rules that the config ignores for this file.
    """

    name: str
    origin: Origin
    bound_type: str | None = None
    matching: tuple[str, ...] = ()
    ignores: frozenset[str] = frozenset()


class Job(Value):
    """A file of the run. `reported` is False for a file that is only there so that the collection is whole.

    `path` is where it is, as text: a `Path` for each of a hundred thousand files takes time and memory that few need.
    `data` is its content if it is not on disk (standard input).
    """

    request: FileRequest
    path: str
    reported: bool = True
    data: bytes | None = None

    def read(self) -> bytes:
        """The content.

        Raises:
            OSError: the file can't be read.
        """
        return read(self.path) if self.data is None else self.data


def shown_name(path: str | Path) -> str:
    """The path relative to the working directory, with `/`; absolute if no relative path leads there."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return Path(path).as_posix()


def read(path: str, most: int = MOST_BYTES) -> bytes:
    """A file's content, or its first `most + 1` bytes; in a third of the time that a `Path` takes.

    A pipe or a device is not read, nor waited for: it may have no end.

    Raises:
        OSError: it can't be read, or is no regular file.
    """
    file = os.open(path, os.O_RDONLY | _NOT_WAITING)
    try:
        about = os.fstat(file)
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        parts, size = [], 0
        at_once = min(about.st_size, _AT_ONCE) or _AT_ONCE  # some systems have files that say that they are empty
        while part := os.read(file, min(at_once, most + 1 - size)):
            parts.append(part)
            size += len(part)
            if size == about.st_size:  # else it takes another call to be told that there is no more
                break
        return parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(file)


def read_whole(path: str) -> bytes:
    """The content of a file that exlint goes by, which is of no use in part.

    Raises:
        OSError: it can't be read, is no regular file, or has more than `MOST_BYTES`.
        ValueError: no file can have this name.
    """
    data = read(path)
    if len(data) > MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def read_text(path: str) -> str:
    """The same as text, without a byte order mark and with line feeds only.

    Raises:
        OSError: as above.
        ValueError: as above, or it is not UTF-8 (`UnicodeDecodeError`).
    """
    return read_whole(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
