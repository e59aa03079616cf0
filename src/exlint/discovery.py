"""Which files a run is about: paths, folders and patterns become `Job`s.

No other looks for cards in folders or reads `.gitignore` files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from exlint.cache import Shelf, Store
from exlint.digests import digest
from exlint.filepatterns import UnusablePatternsError, for_files, for_folders
from exlint.findings import Trouble
from exlint.lazy import lazy_pattern
from exlint.request import STDIN, FileRequest, Job, Origin, read, shown_name
from exlint.value import Struct, Value, field, replace

_SKIPPED = frozenset({"node_modules"})
_UNDECODED = lazy_pattern("[\udc80-\udcff]")
_MOST_BYTES = 1 << 18
"""Bytes of a `.gitignore`. With twice as many, RE2 may write thousands of lines to standard error."""


class TypeFiles(Value):
    """The files of a card type. With `binds` (patterns of the config), a file that matches is of this type."""

    type_name: str
    patterns: tuple[str, ...]
    binds: bool


class Ignored(Value):
    """The codes of rules that are ignored for the files that match a pattern."""

    pattern: str
    codes: frozenset[str]


class Scope(Value, dict=True, gc=True):
    """Where to look for cards. All patterns are those of a `.gitignore` file, relative to `root`.

    With `has_collection` (there is a config), the cards below `root` that match `include` (all of them, if it is
    empty) belong to every run. `own_files` are the absolute paths of what the config consists of: no walk takes these
    for cards, whatever they are called.
    """

    root: Path
    types: tuple[TypeFiles, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    has_collection: bool = False
    ignores: tuple[Ignored, ...] = ()
    own_files: tuple[str, ...] = ()

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

    @property
    def excluding(self) -> _Ignore:
        """The `exclude` patterns."""
        return _Ignore(str(self.root), self.exclude)

    @cached_property
    def key(self) -> str:
        """What tells it from other scopes, the same in every process."""
        ignores = [(each.pattern, sorted(each.codes)) for each in self.ignores]
        patterns = f"{self.types} {self.include} {self.exclude} {ignores}"
        return f"{self.root} {self.has_collection} {patterns} {self.own_files}"

    def _matches(self, path: str, patterns: tuple[str, ...]) -> bool:
        return for_files(patterns).match_file(_matchable(path, str(self.root)))


class Discovered(Value):
    """The files of a run in the order of their names, and what could not be found or listed."""

    jobs: tuple[Job, ...]
    troubles: tuple[Trouble, ...]


def discover(
    paths: Sequence[str],
    scope: Scope,
    stdin: tuple[str, bytes] | None = None,
    *,
    force_exclude: bool = False,
    store: Store | None = None,
) -> Discovered:
    """Find the files to check.

    `paths` are files, folders and `-` for `stdin` (name and content); without any, the scope's `include` or else the
    working directory. A named file is always checked; a folder is walked for card files. A file that is found twice
    is checked once. Never raises for a path that can't be found or listed: see `troubles`.

    With `force_exclude`, what is named below the scope's root counts only as far as the scope would have found it, and
    a file is no more than one that was walked over: so a hook can name any file.

    `store` remembers what the patterns say of the entries of a folder.
    """
    finder = _Finder(scope, force_exclude, Shelf(store, "folders", _Listing) if store else None)
    if scope.has_collection:
        finder.add_collection(reported=not paths and bool(scope.include))
    for path in paths:
        if path == STDIN and stdin:
            finder.add_stdin(*stdin)
        else:
            finder.add(path)
    if not paths and not scope.include:
        finder.add(".")
    jobs = sorted(finder.jobs.values(), key=lambda job: job.request.name)
    return Discovered(tuple(jobs), tuple(finder.troubles))


def job_for(path: str, scope: Scope, origin: Origin, *, reported: bool = True, data: bytes | None = None) -> Job:
    """The job of a file, which need not be there if `data` is its content."""
    absolute = os.path.abspath(path)  # noqa: PTH100
    name = STDIN if path == STDIN else shown_name(path)
    bound = scope.bound_type(absolute)
    request = FileRequest(name, origin, bound, scope.types_of(absolute), scope.ignored(absolute))
    return Job(request, path, reported, data)


def would_find(path: str, scope: Scope) -> bool:
    """Whether the file, which need not be there, is one of the scope's cards by its name; `.gitignore` files aside."""
    absolute = os.path.abspath(path)  # noqa: PTH100
    return _would_walk(absolute, str(scope.root), scope) and scope.is_included(absolute)


def _would_walk(path: str, folder: str, scope: Scope) -> bool:
    """Whether a walk over the folder comes to the file as to a card, if they are there; `.gitignore` files aside."""
    parts = _relative(path, folder).split("/")
    if parts[0] == ".." or any(part.startswith(".") or part in _SKIPPED for part in parts):
        return False
    between = [str(Path(folder, *parts[:depth])) for depth in range(1, len(parts))]
    excludes = _apart_from(folder, (scope.excluding,))
    if any(_ignored(each, True, excludes) for each in between) or _ignored(path, False, excludes):
        return False
    return path not in scope.own_files and scope.is_card_file(path)


def _is_inside(path: str, scope: Scope) -> bool:
    """Whether an absolute path is below the scope's root: it says nothing of others."""
    return not _relative(path, str(scope.root)).startswith("../")


class Wanted(Value):
    """What `discover` looks for, to be asked of files that are not there. `named` are the real paths of its paths."""

    scope: Scope
    named: frozenset[str]
    reports_collection: bool
    force_exclude: bool

    @classmethod
    def by(cls, paths: Sequence[str], scope: Scope, *, force_exclude: bool) -> Wanted:
        """What is looked for by these paths, which need not be there either."""
        named = paths or (() if scope.include else (".",))
        return cls(scope, frozenset(map(os.path.realpath, named)), not paths and bool(scope.include), force_exclude)

    def job(self, file: Path) -> Job | None:
        """The job of a file, by its real path, as if it were there; None if it is not wanted."""
        path = str(file)
        is_named = path in self.named
        folders = (folder for folder in map(str, file.parents) if folder in self.named)
        if is_named or any(_would_walk(path, folder, self.scope) for folder in folders):
            if self.force_exclude and _is_inside(path, self.scope) and not would_find(path, self.scope):
                return None
            is_trusted = is_named and not self.force_exclude
            return job_for(path, self.scope, Origin.NAMED if is_trusted else Origin.WALKED)
        if self.scope.has_collection and would_find(path, self.scope):
            return job_for(path, self.scope, Origin.WALKED, reported=self.reports_collection)
        return None


class _Kind(Value):
    """What the patterns say of a card file."""

    bound_type: str | None
    matching: tuple[str, ...]
    ignores: frozenset[str]
    is_included: bool


class _Listing(Value):
    """Of the entries of a folder, the folders to walk and the card files."""

    folders: tuple[str, ...]
    cards: tuple[tuple[_Kind, tuple[str, ...]], ...]


class _Finder(Struct):
    """Gathers jobs by real path, so that no file comes twice; the strongest claim to a file stays."""

    scope: Scope
    force_exclude: bool
    listings: Shelf[_Listing] | None
    jobs: dict[str, Job] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    collection: dict[str, Job] = field(default_factory=dict)

    def add(self, path: str) -> None:
        """A file or folder as named by the user."""
        if os.path.isdir(path):  # noqa: PTH112 (paths are strings here, a Path for each entry would be slow)
            for file, job, _ in self._walk(os.path.abspath(path)):  # noqa: PTH100
                if self._wanted(job.path):
                    self._put(file, job)
        elif os.path.exists(path):  # noqa: PTH110
            if self._wanted(path):
                origin = Origin.WALKED if self.force_exclude else Origin.NAMED
                self._put(os.path.realpath(path), self._named(path, origin))
        else:
            self.troubles.append(Trouble(path, "no such file or folder"))

    def add_stdin(self, name: str, data: bytes) -> None:
        """Standard input; it takes the place of the file of its name."""
        if name == STDIN or self._wanted(name):
            self._put(os.path.realpath(name), job_for(name, self.scope, Origin.STDIN, data=data))

    def add_collection(self, *, reported: bool) -> None:
        """The cards below the scope's root that are included."""
        for file, job, is_included in self._walk(str(self.scope.root)):
            if is_included:
                self.collection[job.path] = job
                self._put(file, replace(job, reported=reported))

    def _wanted(self, path: str) -> bool:
        """Whether what was named is to be checked; the scope says nothing of what is outside of its root."""
        absolute = os.path.abspath(path)  # noqa: PTH100
        if not self.force_exclude or absolute in self.collection:
            return True
        return not _is_inside(absolute, self.scope) or would_find(path, self.scope)

    def _named(self, path: str, origin: Origin) -> Job:
        """The job of a file that was named. What has been found out of it as a member of the collection holds."""
        known = self.collection.get(os.path.abspath(path))  # noqa: PTH100
        if known is None:
            return job_for(path, self.scope, origin)
        return replace(known, request=replace(known.request, origin=origin))

    def _put(self, file: str, job: Job) -> None:
        known = self.jobs.get(file)
        if known is None or _claim(job) < _claim(known):
            self.jobs[file] = job

    def _walk(self, folder: str) -> Iterator[tuple[str, Job, bool]]:
        """The card files below a folder, in no order: real path, job, whether the scope includes it.

        Links to folders are not followed. A pattern that ignores the folder itself does not count: it was asked for.
        """
        try:
            excludes = _apart_from(folder, (self.scope.excluding,) if self.scope.exclude else ())
            waiting = [(folder, _apart_from(folder, self._inherited(folder)))]
        except UnusablePatternsError as error:
            self._leave_out(folder, f"not checked: its .gitignore, or one above, has {error}")
            return
        while waiting:
            folder, ignores = waiting.pop()
            try:
                entries = _entries(folder)
                ignores = (*ignores, *self._own(folder))
                listing = self._listing(folder, entries, excludes, ignores)
            except OSError as error:
                self._leave_out(folder, f"can't be listed: {error.strerror or error}")
            except UnusablePatternsError as error:
                self._leave_out(folder, f"not checked: its .gitignore, or one above, has {error}")
            else:
                waiting += ((os.path.join(folder, name), ignores) for name in listing.folders)  # noqa: PTH118
                yield from _jobs(folder, entries, listing)

    def _leave_out(self, folder: str, why: str) -> None:
        self.troubles.append(Trouble(shown_name(folder), why))

    def _listing(
        self, folder: str, entries: dict[str, str], excludes: Sequence[_Ignore], ignores: Sequence[_Ignore]
    ) -> _Listing:
        """What the patterns say of a folder's entries."""
        if self.listings is None:
            return self._judged(folder, entries, excludes, ignores)
        patterns = (part for each in (*excludes, *ignores) for part in (each.base, "\n".join(each.lines)))
        key = digest(self.scope.key, folder, "\0".join(map("/".join, entries.items())), *patterns)
        return self.listings.recall(key, lambda: self._judged(folder, entries, excludes, ignores))

    def _judged(
        self, folder: str, entries: dict[str, str], excludes: Sequence[_Ignore], ignores: Sequence[_Ignore]
    ) -> _Listing:
        folders: list[str] = []
        cards: dict[_Kind, list[str]] = {}
        for name, what in entries.items():
            path = os.path.join(folder, name)  # noqa: PTH118
            is_folder = what == _FOLDER
            if _ignored(path, is_folder, excludes) or _ignored(path, is_folder, ignores):
                continue
            if is_folder:
                folders.append(name)
            elif what and path not in self.scope.own_files and (matching := self.scope.types_of(path)):
                bound, ignored = self.scope.bound_type(path), self.scope.ignored(path)
                cards.setdefault(_Kind(bound, matching, ignored, self.scope.is_included(path)), []).append(name)
        return _Listing(tuple(folders), tuple((kind, tuple(names)) for kind, names in cards.items()))

    def _inherited(self, folder: str) -> Sequence[_Ignore]:
        """The `.gitignore` files above a folder, from its repository's top; none outside a repository."""
        above: list[str] = []
        for parent in (Path(folder), *Path(folder).parents):
            if str(parent) != folder:
                above.append(str(parent))
            if (parent / ".git").exists():
                return [each for outer in reversed(above) for each in self._own(outer)]
        return []

    def _own(self, folder: str) -> tuple[_Ignore, ...]:
        """The folder's own `.gitignore`; one that can't be read counts as none, as for git."""
        file = os.path.join(folder, ".gitignore")  # noqa: PTH118
        try:
            content = read(file, _MOST_BYTES)
        except OSError:
            return ()
        if len(content) > _MOST_BYTES:
            trouble = Trouble(shown_name(file), f"has more than {_MOST_BYTES:,} bytes; what it ignores is checked")
            if trouble not in self.troubles:  # more than one walk may pass it
                self.troubles.append(trouble)
            return ()
        return (_Ignore(folder, _lines(content)),)


_FOLDER, _FILE, _LINK = "folder", "file", "link"


def _entries(folder: str) -> dict[str, str]:
    """The entries of a folder that may count, in order, and what each is: a link is one to a file, "" none of these.

    Raises:
        OSError: it can't be listed.
    """
    entries = (each for each in os.scandir(folder) if not each.name.startswith(".") and each.name not in _SKIPPED)
    return {entry.name: _what(entry) for entry in sorted(entries, key=lambda each: each.name)}


def _what(entry: os.DirEntry[str]) -> str:
    """A pipe or a device counts as a file and a link in a circle as a link: reading them tells what they are."""
    if entry.is_dir(follow_symlinks=False):
        return _FOLDER
    if not entry.is_symlink():
        return _FILE
    try:
        return "" if stat.S_ISDIR(entry.stat().st_mode) else _LINK
    except FileNotFoundError:  # it leads nowhere
        return ""
    except OSError:
        return _LINK


def _jobs(folder: str, entries: dict[str, str], listing: _Listing) -> Iterator[tuple[str, Job, bool]]:
    """A folder's card files; their names are made from the folder's, as working each out by itself would be slow."""
    if not listing.cards:
        return
    shown, real = shown_name(folder), os.path.realpath(folder)
    shown = "" if shown == "." else f"{shown.rstrip('/')}/"
    inside, really_inside = os.path.join(folder, ""), os.path.join(real, "")  # noqa: PTH118
    for kind, names in listing.cards:
        for name in names:
            path = inside + name
            file = os.path.realpath(path) if entries[name] == _LINK else really_inside + name
            request = FileRequest(shown + name, Origin.WALKED, kind.bound_type, kind.matching, kind.ignores)
            yield file, Job(request, path), kind.is_included


def _claim(job: Job) -> tuple[bool, int, str]:
    """What decides between two ways to one file: the smaller wins, whatever the order of the paths."""
    strength = (Origin.STDIN, Origin.NAMED, Origin.WALKED).index(job.request.origin)
    return not job.reported, strength, job.request.name


class _Ignore(Value):
    """The lines of a `.gitignore` file, and the folder that they are relative to.

    A `GitIgnoreSpec` judges files as git does, but folders wrongly after `*` and `!*/`, which a `PathSpec` gets right;
    and both take `x/**`, which is for what is in `x`, for the folder `x`, too: `for_folders` says `x/*` instead.
    """

    base: str
    lines: tuple[str, ...]

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True to ignore the path, False to keep it whatever patterns further out say, None if none matches."""
        relative = _matchable(path, self.base)
        if is_folder:
            return for_folders(self.lines).check_file(f"{relative}/").include
        return for_files(self.lines).check_file(relative).include


def _apart_from(folder: str, ignores: Sequence[_Ignore]) -> tuple[_Ignore, ...]:
    """Those that do not ignore the folder."""
    return tuple(each for each in ignores if folder == each.base or not each.verdict(folder, True))


def _ignored(path: str, is_folder: bool, ignores: Sequence[_Ignore]) -> bool:
    """Whether the innermost patterns that match say so."""
    verdicts = (each.verdict(path, is_folder) for each in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _lines(content: bytes) -> tuple[str, ...]:
    """The lines of a `.gitignore` as git reads them: without a byte order mark, and a line feed alone ends one."""
    lines = content.decode("utf-8-sig", "replace").split("\n")
    return tuple(line.removesuffix("\r") for line in lines)


def _matchable(path: str, base: str) -> str:
    """The path from `base` as patterns are matched with it: a byte that is no UTF-8 is one unknown character."""
    name = _relative(path, base)
    return name if name.isascii() else _UNDECODED.sub("\ufffd", name)


def _relative(path: str, base: str) -> str:
    """The path from `base`, with `/`."""
    if path.startswith(base + os.sep):
        return path[len(base) + 1 :].replace(os.sep, "/")
    return os.path.relpath(path, base).replace(os.sep, "/")
