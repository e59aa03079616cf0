"""What results depend on beside the files that are checked: other files, exlint itself, Python and its packages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import exlint
from exlint.cache import Store
from exlint.digests import content_digest, digest
from exlint.request import read
from exlint.resources import SCHEMAS
from exlint.value import Value

_DEPENDENCIES = (
    "click",
    "google_re2",
    "jinja2",
    "jsonschema",
    "mistune",
    "msgspec",
    "pathspec",
    "pyyaml",
    "referencing",
)


class Inputs(Value):
    """Files by their paths, each with a digest of its content; one that can't be read has an empty one."""

    files: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, paths: Iterable[str]) -> Inputs:
        """The files as they are."""
        return cls(tuple((path, _digest_of(path)) for path in paths))

    @property
    def are_current(self) -> bool:
        """Whether all files are as they were."""
        return all(_digest_of(path) == known for path, known in self.files)


def _digest_of(path: str) -> str:
    try:
        return content_digest(read(path)).hex()
    except OSError:
        return ""


def environment(store: Store) -> bytes:
    """A digest of what results depend on beside their input: exlint itself, Python, the packages that it uses.

    exlint's own files are told by their content, so that it is right for who works on them and the same on two
    machines. The store knows the digest of files that have the same names, sizes and times as before.
    """
    package = Path(exlint.__file__).parent
    folders = (package, SCHEMAS) if package not in SCHEMAS.parents else (package,)
    files = [file for folder in folders for file in _files(str(folder))]
    seen = digest(*(f"{entry.path} {entry.stat().st_size} {entry.stat().st_mtime_ns}" for entry in files))
    code = store.get("settings", seen)
    if code is None:
        code = digest(*(Path(entry).read_bytes() for entry in files))
        store.put("settings", [(seen, code)])
    return digest(exlint.__version__, sys.version, *_installed(), code)


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if not entry.is_dir():
            yield entry
        elif entry.name != "__pycache__":
            yield from _files(entry.path)


def _installed() -> Iterable[str]:
    """The names and versions of the packages that exlint uses, by the folders that tell of them.

    importlib.metadata would say the same, and takes as long to import as all of a run with nothing to do.
    """
    for folder in sys.path:
        with suppress(OSError):
            names = sorted(os.listdir(folder or "."))  # noqa: PTH208
            yield from (name for name in names if name.lower().startswith(_DEPENDENCIES) and name.endswith("-info"))
