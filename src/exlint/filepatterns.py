"""Patterns of files, as those of a `.gitignore`, matched in linear time: the only user of pathspec."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec, PathSpec

_USUAL = re.compile(r"/?(?:[\w.*-]+/)*\*?[\w.-][\w.*-]*/?")
"""A pattern as most are. For any other, pathspec is asked, which takes a while to load."""
_LINEAR: Literal["re2"] = "re2"
"""pathspec matches by RE2 so: with Python's patterns, one line of a `.gitignore` with many stars takes for ever."""


_FEW = 4096
"""Characters of patterns that can be searched for together, whatever they are; of more, it is tried."""


class UnusablePatternsError(ValueError):
    """Patterns that can't be searched for: one that is none, or so many that are too much for RE2 together."""


def is_pattern(text: str) -> bool:
    """Whether the text is a `.gitignore` pattern; in a `.gitignore` file, git passes over what is none."""
    if _USUAL.fullmatch(text):
        return True
    from pathspec import GitIgnoreSpec

    try:
        with _from_pathspec():
            GitIgnoreSpec.from_lines([text], backend=_LINEAR)
    except UnusablePatternsError:  # `[z-a]` is no range
        return False
    return True


def check_together(patterns: tuple[str, ...]) -> None:
    """Nothing, if patterns each of which is one can be searched for together.

    Raises:
        UnusablePatternsError: they can't.
    """
    if sum(map(len, patterns)) > _FEW:
        for_files(patterns)
        for_folders(patterns)


@cache
def for_files(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """What tells whether a file matches; lines that are no pattern are passed over."""
    from pathspec import GitIgnoreSpec  # a run that remembers its folders has no use for it

    patterns = [*filter(is_pattern, lines)]
    with _from_pathspec():
        return GitIgnoreSpec.from_lines(patterns, backend=_LINEAR)


@cache
def for_folders(lines: tuple[str, ...]) -> PathSpec[Any]:
    """The same for folders: `x/**` is for what is in `x`, and pathspec takes it for the folder, too."""
    from pathspec import PathSpec

    inner = [re.sub(r"/\*\*(/?)$", r"/*\1", line) for line in lines if is_pattern(line)]
    with _from_pathspec():
        return PathSpec.from_lines("gitignore", inner, backend=_LINEAR)


@contextmanager
def _from_pathspec() -> Iterator[None]:
    """Without the warnings of Python's own engine, which pathspec asks, too: `[[` may be a set of sets to it one day.

    Raises:
        UnusablePatternsError: whatever pathspec or RE2 raise.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            yield
        except Exception as error:
            raise UnusablePatternsError("too many or too long patterns") from error
