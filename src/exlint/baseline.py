"""The findings that a collection had when it began to be checked, so that only new ones are reported.

A finding is known by its file, rule, message and the text of its line, and not by the line's number. White space, the
marker of a list item and all figures of the message are no part of that: a tip may move, and "on 12 cards" may become
"on 13 cards". A finding that a group of cards shares is known by its rule and the lines of all its cards, so that it is
the same one from wherever a run sees it, and another one when a further card joins the group.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exlint.findings import Finding, Place
from exlint.request import read_text
from exlint.value import Value

VERSION = 1

_MARKER = re.compile(r"^(?:[-*+]|\d{1,9}[.)])(?= )")
_FIGURES = re.compile(r"\d+")


class BaselineError(ValueError):
    """A baseline that can't be used; the message has the file."""


class Known(Value, order=True):
    """A finding of one card. `message` has `#` for figures, `line` is a digest of the line's text."""

    path: str
    rule: str
    message: str
    line: str


class KnownGroup(Value, order=True):
    """A finding that cards share: the path of each and the digest of its line, sorted. `message` is for people."""

    rule: str
    message: str
    at: tuple[tuple[str, str], ...]


class Baseline(Value):
    """Findings to hide: how often each is known. All paths are relative to `folder`, where the baseline's file is."""

    folder: Path
    findings: Mapping[Known, int]
    groups: frozenset[KnownGroup] = frozenset()

    @classmethod
    def of(cls, findings: Iterable[Finding], file: Path) -> Baseline:
        """What these findings are, for a baseline in this file."""
        folder = file.absolute().parent
        every = tuple(findings)
        known = Counter(_known(each, folder) for each in every if not each.shared)
        return cls(folder, known, frozenset(_group(each, folder) for each in every if each.shared))

    def __len__(self) -> int:
        return sum(self.findings.values()) + len(self.groups)

    def compare(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], Baseline]:
        """The findings that are new, and what is known but was not found."""
        left = Counter(self.findings)
        groups = tuple(self.groups)
        at_place = _by_place(groups)
        seen: set[int] = set()
        new = []
        for finding in findings:
            if finding.shared:
                found = _group(finding, self.folder)
                # The smallest first: many groups may share one place.
                alike = set.intersection(*sorted((at_place[found.rule, place] for place in found.at), key=len))
                seen |= alike
                hidden = bool(alike)
            else:
                known = _known(finding, self.folder)
                hidden = left[known] > 0
                left[known] -= hidden
            if not hidden:
                new.append(finding)
        unseen = frozenset(group for index, group in enumerate(groups) if index not in seen)
        return tuple(new), Baseline(self.folder, +left, unseen)

    def fixed(self, checked: Iterable[str], rules: Collection[str], collection_rules: Collection[str]) -> Baseline:
        """Of what was not found, what is gone for certain: what the run would have found.

        `checked` are the names of the files that were reported on, `rules` those that looked at one card, and
        `collection_rules` those that looked at all: without the other cards they find nothing. A file that is not there
        any more has no findings.
        """
        names = {_path(name, self.folder) for name in checked}
        known = {each.path for each in self.findings} | {path for group in self.groups for path, _ in group.at}
        done = {path for path in known if path in names or not (self.folder / path).exists()}
        ran = {*rules, *collection_rules}
        gone = {each: count for each, count in self.findings.items() if each.path in done and each.rule in ran}
        groups = {each for each in self.groups if each.rule in ran and all(path in done for path, _ in each.at)}
        return Baseline(self.folder, gone, frozenset(groups))

    def covered_by(self, checked: Iterable[str]) -> bool:
        """Whether all files of the baseline that are still there were checked."""
        names = {_path(name, self.folder) for name in checked}
        paths = {each.path for each in self.findings} | {path for group in self.groups for path, _ in group.at}
        return all(path in names or not (self.folder / path).exists() for path in paths)

    def without(self, other: Baseline) -> Baseline:
        """The baseline that is left when these are taken out."""
        left = Counter(self.findings)
        left.subtract(other.findings)
        return Baseline(self.folder, +left, self.groups - other.groups)

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        files: dict[str, list[dict[str, object]]] = {}
        for each, count in sorted(self.findings.items()):
            entry = {"rule": each.rule, "message": each.message, "line": each.line, "count": count}
            files.setdefault(each.path, []).append(entry)
        groups = [
            {"rule": each.rule, "message": each.message, "at": [list(place) for place in each.at]}
            for each in sorted(self.groups)
        ]
        yield json.dumps({"version": VERSION, "files": files, "groups": groups}, indent=1)


def read_baseline(file: Path) -> Baseline:
    """Read a baseline.

    Raises:
        BaselineError: it can't be read, or is none.
    """
    try:
        data = json.loads(read_text(str(file)))
    except FileNotFoundError as error:
        raise BaselineError(f"{file}: no such baseline; --write-baseline makes one") from error
    except OSError as error:
        raise BaselineError(f"{file}: can't be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise BaselineError(f"{file}: not a baseline: nested too deeply") from error
    except ValueError as error:
        raise BaselineError(f"{file}: not a baseline: not JSON: {error}") from error
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is int and version != VERSION:
        raise BaselineError(f"{file}: a baseline of version {version}; this exlint reads version {VERSION}")
    try:
        return _baseline(data, file.absolute().parent)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BaselineError(f"{file}: not a baseline as --write-baseline makes it") from error


def _baseline(data: Any, folder: Path) -> Baseline:
    """The parsed file as a baseline; raises anything if it has another shape."""
    if type(data["version"]) is not int:
        raise TypeError
    findings: Counter[Known] = Counter()
    for path, entries in data["files"].items():
        for entry in entries:
            count = entry["count"]
            if type(count) is not int or count < 1:
                raise ValueError
            known = Known(path, *(_text(entry[key]) for key in ("rule", "message", "line")))
            findings[known] += count
    groups = set()
    for entry in data["groups"]:
        at = tuple(sorted((_text(path), _text(line)) for path, line in entry["at"]))
        groups.add(KnownGroup(_text(entry["rule"]), _text(entry["message"]), at))
    return Baseline(folder, findings, frozenset(groups))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _known(finding: Finding, folder: Path) -> Known:
    path, line = _at(finding.place, folder)
    return Known(path, finding.code, _FIGURES.sub("#", finding.message), line)


def _group(finding: Finding, folder: Path) -> KnownGroup:
    places = (finding.place, *(each.place for each in finding.related))
    return KnownGroup(finding.code, finding.message, tuple(sorted({_at(place, folder) for place in places})))


def _by_place(groups: Sequence[KnownGroup]) -> defaultdict[tuple[str, tuple[str, str]], set[int]]:
    """The indexes of a rule's groups that have a place."""
    found = defaultdict(set)
    for index, group in enumerate(groups):
        for place in group.at:
            found[group.rule, place].add(index)
    return found


def _at(place: Place, folder: Path) -> tuple[str, str]:
    """Path and line of a place; an empty place marks nothing, and so its line does not count."""
    line = " ".join(place.lines[0].split()) if place.lines and place.start != place.end else ""
    text = _MARKER.sub("", line).strip()
    return _path(place.filename, folder), hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _path(name: str, folder: Path) -> str:
    """A file's name from the baseline's folder, with `/`, so that it is the same from every working directory."""
    try:
        return os.path.relpath(name, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return Path(name).as_posix()
