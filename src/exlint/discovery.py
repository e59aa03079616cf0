"""Which files a run is about: paths, folders and patterns become `Job`s.

Only this module walks folders and reads `.gitignore` files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pathspec import GitIgnoreSpec, PathSpec

from exlint.engine import Job
from exlint.findings import Trouble
from exlint.rules.base import FileRequest, Origin

STDIN = "-"

_SKIPPED = frozenset({"node_modules"})


@dataclass(frozen=True, slots=True)
class TypeFiles:
    """The files of a card type. With `binds` (patterns of the config), a file that matches is of this type."""

    type_name: str
    patterns: tuple[str, ...]
    binds: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """The codes of rules that are ignored for the files that match a pattern."""

    pattern: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Scope:
    """Where to look for cards. All patterns are those of a `.gitignore` file, relative to `root`.

    With `has_collection` (there is a config), the cards below `root` that match `include` (all of them, if it is
    empty) belong to every run.
    """

    root: Path
    types: tuple[TypeFiles, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    has_collection: bool = False
    ignores: tuple[Ignored, ...] = ()

    def bound_type(self, path: str) -> str | None:
        """The type that the config gives to the file; the first one, if several do."""
        return next((each.type_name for each in self.types if each.binds and self._matches(path, each.patterns)), None)

    def types_of(self, path: str) -> tuple[str, ...]:
        """The types whose patterns its name fits."""
        return tuple(each.type_name for each in self.types if self._matches(path, each.patterns))

    def is_card_file(self, path: str) -> bool:
        """Whether its name is one of any type."""
        return any(self._matches(path, each.patterns) for each in self.types)

    def ignored(self, path: str) -> frozenset[str]:
        """The codes of the rules that are ignored for the file."""
        return frozenset().union(*(each.codes for each in self.ignores if self._matches(path, (each.pattern,))))

    def is_included(self, path: str) -> bool:
        """Whether the file belongs to the collection, if its name is a card's."""
        return not self.include or self._matches(path, self.include)

    @cached_property
    def excluding(self) -> _Ignore:
        """The `exclude` patterns."""
        return _Ignore.of(str(self.root), self.exclude)

    def _matches(self, path: str, patterns: tuple[str, ...]) -> bool:
        return _compiled(patterns).match_file(_relative(path, str(self.root)))


@dataclass(frozen=True, slots=True)
class Discovered:
    """The files of a run in the order of their names, and what could not be found or listed."""

    jobs: tuple[Job, ...]
    troubles: tuple[Trouble, ...]


def discover(
    paths: Sequence[str], scope: Scope, stdin: tuple[str, bytes] | None = None, *, force_exclude: bool = False
) -> Discovered:
    """Find the files to check.

    `paths` are files, folders and `-` for `stdin` (name and content); without any, the scope's `include` or else the
    working directory. A named file is always checked; a folder is walked for card files. A file that is found twice
    is checked once. Never raises for a path that can't be found or listed: see `troubles`.

    With `force_exclude`, what is named below the scope's root counts only as far as the scope would have found it, and
    a file is no more than one that was walked over: so a hook can name any file.
    """
    finder = _Finder(scope, force_exclude)
    for path in paths:
        if path == STDIN and stdin:
            finder.add_stdin(*stdin)
        else:
            finder.add(path)
    if not paths and not scope.include:
        finder.add(".")
    if scope.has_collection:
        finder.add_collection(reported=not paths and bool(scope.include))
    jobs = sorted(finder.jobs.values(), key=lambda job: job.request.name)
    return Discovered(tuple(jobs), tuple(finder.troubles))


def job_for(path: str, scope: Scope, origin: Origin, *, reported: bool = True, data: bytes | None = None) -> Job:
    """The job of a file, which need not be there if `data` is its content."""
    absolute = os.path.abspath(path)  # noqa: PTH100
    name = STDIN if path == STDIN else shown_name(path)
    bound = scope.bound_type(absolute)
    request = FileRequest(name, origin, bound, scope.types_of(absolute), scope.ignored(absolute))
    return Job(request, Path(path), reported, data)


def would_find(path: str, scope: Scope) -> bool:
    """Whether the file, which need not be there, is one of the scope's cards by its name; `.gitignore` files aside."""
    absolute = os.path.abspath(path)  # noqa: PTH100
    parts = _relative(absolute, str(scope.root)).split("/")
    if parts[0] == ".." or any(part.startswith(".") or part in _SKIPPED for part in parts):
        return False
    folders = [str(scope.root.joinpath(*parts[:depth])) for depth in range(1, len(parts))]
    if any(scope.excluding.verdict(folder, True) for folder in folders) or scope.excluding.verdict(absolute, False):
        return False
    return scope.is_card_file(absolute) and scope.is_included(absolute)


def shown_name(path: str | Path) -> str:
    """The path relative to the working directory, with `/`; absolute if no relative path leads there."""
    try:
        return os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # another drive
        return Path(path).as_posix()


@dataclass(slots=True)
class _Finder:
    """Gathers jobs by real path, so that no file comes twice; the strongest claim to a file stays."""

    scope: Scope
    force_exclude: bool = False
    jobs: dict[str, Job] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, path: str) -> None:
        """A file or folder as named by the user."""
        if os.path.isdir(path):  # noqa: PTH112 (paths are strings here, a Path for each entry would be slow)
            for file in self._walk(os.path.abspath(path)):  # noqa: PTH100
                if self._wanted(file):
                    self._put(job_for(file, self.scope, Origin.WALKED))
        elif os.path.exists(path):  # noqa: PTH110
            if self._wanted(path):
                self._put(job_for(path, self.scope, Origin.WALKED if self.force_exclude else Origin.NAMED))
        else:
            self.troubles.append(Trouble(path, "no such file or folder"))

    def add_stdin(self, name: str, data: bytes) -> None:
        """Standard input; it takes the place of the file of its name."""
        if name == STDIN or self._wanted(name):
            self._put(job_for(name, self.scope, Origin.STDIN, data=data))

    def add_collection(self, *, reported: bool) -> None:
        """The cards below the scope's root that are included."""
        for file in self._walk(str(self.scope.root)):
            if self.scope.is_included(file):
                self._put(job_for(file, self.scope, Origin.WALKED, reported=reported))

    def _wanted(self, path: str) -> bool:
        """Whether what was named is to be checked; the scope says nothing of what is outside of its root."""
        if not self.force_exclude:
            return True
        outside = _relative(os.path.abspath(path), str(self.scope.root)).startswith("../")  # noqa: PTH100
        return outside or would_find(path, self.scope)

    def _put(self, job: Job) -> None:
        key = os.path.realpath(job.path)
        known = self.jobs.get(key)
        if known is None or _claim(job) < _claim(known):
            self.jobs[key] = job

    def _walk(self, folder: str) -> Iterator[str]:
        """The card files below a folder, in no order. Links to folders are not followed.

        A pattern that ignores the folder itself does not count: it was asked for.
        """
        excludes = _apart_from(folder, (self.scope.excluding,))
        waiting = [(folder, _apart_from(folder, _inherited(folder)))]
        while waiting:
            folder, ignores = waiting.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError as error:
                self.troubles.append(Trouble(shown_name(folder), f"can't be listed: {error.strerror or error}"))
                continue
            ignores = (*ignores, *_own(folder))
            for entry in entries:
                is_folder = entry.is_dir(follow_symlinks=False)
                if entry.name.startswith(".") or entry.name in _SKIPPED:
                    continue
                if _ignored(entry.path, is_folder, excludes) or _ignored(entry.path, is_folder, ignores):
                    continue
                if is_folder:
                    waiting.append((entry.path, ignores))
                elif self.scope.is_card_file(entry.path) and entry.is_file():
                    yield entry.path


def _claim(job: Job) -> tuple[bool, int, str]:
    """What decides between two ways to one file: the smaller wins, whatever the order of the paths."""
    strength = (Origin.STDIN, Origin.NAMED, Origin.WALKED).index(job.request.origin)
    return not job.reported, strength, job.request.name


@dataclass(frozen=True, slots=True)
class _Ignore:
    """Patterns and the folder that they are relative to.

    A `GitIgnoreSpec` judges files as git does, but folders wrongly after `*` and `!*/`, which a `PathSpec` gets right;
    and both take `x/**`, which is for what is in `x`, for the folder `x`, too: `for_folders` says `x/*` instead.
    """

    base: str
    for_files: GitIgnoreSpec
    for_folders: PathSpec[Any]

    @classmethod
    def of(cls, base: str, patterns: Iterable[str]) -> _Ignore:
        """Compile the patterns.

        Raises:
            ValueError: one of them is none.
        """
        patterns = list(patterns)
        inner = [re.sub(r"/\*\*(/?)$", r"/*\1", pattern) for pattern in patterns]
        return cls(base, GitIgnoreSpec.from_lines(patterns), PathSpec.from_lines("gitignore", inner))

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True to ignore the path, False to keep it whatever patterns further out say, None if none matches."""
        relative = _relative(path, self.base)
        if is_folder:
            return self.for_folders.check_file(f"{relative}/").include
        return self.for_files.check_file(relative).include


def _ignored(path: str, is_folder: bool, ignores: Sequence[_Ignore]) -> bool:
    """Whether the innermost patterns that match say so."""
    verdicts = (each.verdict(path, is_folder) for each in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _apart_from(folder: str, ignores: Iterable[_Ignore]) -> tuple[_Ignore, ...]:
    """Those that do not ignore the folder."""
    return tuple(each for each in ignores if not each.verdict(folder, True))


def _inherited(folder: str) -> Iterable[_Ignore]:
    """The `.gitignore` files above a folder, from its repository's top; none outside a repository."""
    found: list[_Ignore] = []
    for parent in (Path(folder), *Path(folder).parents):
        if str(parent) != folder:
            found = [*_own(str(parent)), *found]
        if (parent / ".git").exists():
            return found
    return []


def _own(folder: str) -> tuple[_Ignore, ...]:
    """The folder's own `.gitignore`; one that can't be read counts as none, as for git."""
    try:
        text = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return (_Ignore.of(folder, filter(is_pattern, text.splitlines())),)


def is_pattern(text: str) -> bool:
    """Whether the text is a `.gitignore` pattern; in a `.gitignore` file, git passes over what is none."""
    try:
        GitIgnoreSpec.from_lines([text])
    except ValueError:
        return False
    return True


@cache
def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(patterns)


def _relative(path: str, base: str) -> str:
    """The path from `base`, with `/`."""
    if path.startswith(base + os.sep):
        return path[len(base) + 1 :].replace(os.sep, "/")
    return os.path.relpath(path, base).replace(os.sep, "/")
