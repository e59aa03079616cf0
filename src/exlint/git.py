"""What git says is new. Only this module runs another program.

Git is asked in forms that no setting of a user changes: names end in NUL or are quoted, prefixes are given, and what
would call other programs is off. Paths are relative to the repository's top, with `/`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from exlint.value import Value

_DIFF = (
    *("-c", "core.quotePath=true", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--no-relative"),
    *("--ignore-submodules=all", "--find-renames", "--src-prefix=a/", "--dst-prefix=b/"),
)
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_FILE_MODES = (b"100644", b"100755")


class GitError(Exception):
    """Git can't answer; the message says why."""


class Change(Value):
    """A file that is not as it was. `old` is its path before, None for a new file.

    `new_lines` are 1-based ranges of lines as git counts them: a line ends with a line feed, and with nothing else.
    """

    old: str | None
    new_lines: tuple[range, ...]


class Changes(Value):
    """What differs from an earlier version: `before` has the blob of each file there, `changed` is by path now."""

    before: Mapping[str, str]
    changed: Mapping[str, Change]
    deleted: frozenset[str]

    def origin(self, path: str) -> str | None:
        """The path that a file of now had before; None for a new one."""
        if path in self.changed:
            old = self.changed[path].old
            return old if old in self.before else None
        return path if path in self.before and path not in self.deleted else None


class Repository(Value):
    """A repository with files; `top` is the real path of its folder."""

    top: str

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """The repository that a folder is in.

        Raises:
            GitError: there is none, or git is not installed or refuses.
        """
        top = os.fsdecode(_git(str(folder), "rev-parse", "--show-toplevel").removesuffix(b"\n"))
        return cls(os.path.realpath(top))

    def path(self, file: Path | str) -> str | None:
        """The path within the repository of a file, links resolved; None if it is outside."""
        relative = os.path.relpath(os.path.realpath(file), self.top).replace(os.sep, "/")
        return None if relative == ".." or relative.startswith("../") else relative

    def file(self, path: str) -> Path:
        """Where the file of a path is, or would be, on disk."""
        return Path(self.top, path)

    def since(self, revision: str) -> Changes:
        """How the files on disk differ from a revision, or from where the current branch left that revision's.

        Raises:
            GitError: there is no such revision.
        """
        commit = self._commit(revision)
        if commit is None:
            raise GitError(f"unknown revision {revision!r}")
        base = self._ask("merge-base", commit, "HEAD", may_fail=True).decode().strip() or commit
        return self._changes(base, base)

    def staged(self) -> Changes:
        """How the index differs from the last commit, or from nothing before the first one.

        Raises:
            GitError: git fails.
        """
        return self._changes(self._commit("HEAD"), "--cached")

    def index(self) -> Mapping[str, str]:
        """The blob of each file in the index; one in conflict is left out.

        Raises:
            GitError: git fails.
        """
        found = {}
        for record in _records(self._ask("ls-files", "--stage", "-z")):
            head, _, path = record.partition(b"\t")
            mode, blob, stage = head.split(b" ")
            if mode in _FILE_MODES and stage == b"0":
                found[os.fsdecode(path)] = blob.decode()
        return found

    def contents(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The content of each blob.

        Raises:
            GitError: git fails, or a blob is not here (as in a partial clone without its server).
        """
        wanted = sorted(set(blobs))
        output = self._ask("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in wanted).encode())
        found, at = {}, 0
        for blob in wanted:
            end = output.index(b"\n", at)
            fields = output[at:end].split(b" ")  # the name, the kind and the size, or that it is missing
            if len(fields) != 3:
                raise GitError(f"object {blob} can't be read")
            start = end + 1
            at = start + int(fields[2]) + 1
            found[blob] = output[start : at - 1]
        return found

    def _changes(self, base: str | None, against: str) -> Changes:
        lines = _new_lines(self._ask(*_DIFF, "--unified=0", "--inter-hunk-context=0", against, "--"))
        changed: dict[str, Change] = {}
        deleted: set[str] = set()
        records = _records(self._ask(*_DIFF, "--raw", "-z", against, "--"))
        for head in records:
            old_mode, status = head.split(b" ")[0][1:], head.split(b" ")[-1][:1]
            path = os.fsdecode(next(records))
            new = os.fsdecode(next(records)) if status in b"RC" else path
            if status == b"D":
                deleted.add(path)
            else:
                if status == b"R":
                    deleted.add(path)
                was_file = status not in b"AU" and old_mode in _FILE_MODES
                changed[new] = Change(path if was_file else None, lines.get(new, ()))
        return Changes(self._tree(base) if base else {}, changed, frozenset(deleted - changed.keys()))

    def _tree(self, commit: str) -> Mapping[str, str]:
        """The blob of each file of a commit."""
        found = {}
        for record in _records(self._ask("ls-tree", "-r", "-z", "--full-tree", commit)):
            head, _, path = record.partition(b"\t")
            mode, _kind, blob = head.split(b" ")
            if mode in _FILE_MODES:
                found[os.fsdecode(path)] = blob.decode()
        return found

    def _commit(self, revision: str) -> str | None:
        found = self._ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", may_fail=True
        )
        return found.decode().strip() or None

    def _ask(self, *arguments: str, stdin: bytes = b"", may_fail: bool = False) -> bytes:
        return _git(self.top, *arguments, stdin=stdin, may_fail=may_fail)


def _git(folder: str, *arguments: str, stdin: bytes = b"", may_fail: bool = False) -> bytes:
    """What git prints; nothing if it fails and may.

    Raises:
        GitError: git is not installed, or fails and may not.
    """
    # GIT_DIFF_OPTS would go before --unified.
    kept = {name: value for name, value in os.environ.items() if name != "GIT_DIFF_OPTS"}
    env = {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], input=stdin, capture_output=True, env=env, check=False)
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    if done.returncode == 0:
        return done.stdout
    if may_fail:
        return b""
    said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    raise GitError(said.removeprefix("fatal: ") or f"git {arguments[0]} failed")


def _records(output: bytes) -> Iterator[bytes]:
    return iter(output.split(b"\0")[:-1])


def _new_lines(patch: bytes) -> Mapping[str, tuple[range, ...]]:
    """The ranges of added lines by path, from a patch without context."""
    found: dict[str, tuple[range, ...]] = {}
    path = None
    lines = iter(patch.split(b"\n"))
    for line in lines:
        if hunk := _HUNK.match(line):
            removed, start, added = (1 if number is None else int(number) for number in hunk.groups())
            if added and path is not None:
                found[path] = (*found.get(path, ()), range(start, start + added))
            rest = removed + added
            while rest:  # by count: what a line of a file looks like must not matter
                rest -= next(lines)[:1] in b"+-"
        elif line.startswith(b"+++ "):
            path = _new_path(line[4:])
    return found


def _new_path(shown: bytes) -> str | None:
    """The path in a `+++` line; None for a file that is gone."""
    shown = shown.removesuffix(b"\t")  # git ends a name that has a space with a tab
    if shown.startswith(b'"'):
        shown = _ESCAPE.sub(_unescaped, shown[1:-1])
    return os.fsdecode(shown.removeprefix(b"b/")) if shown.startswith(b"b/") else None


def _unescaped(match: re.Match[bytes]) -> bytes:
    what = match[1]
    return bytes([int(what, 8)]) if len(what) == 3 else _ESCAPED.get(what, what)
