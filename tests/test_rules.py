"""Every rule against its fixtures, and the registry against docs, folders and itself.

A fixture folder `tests/rules/<rule>/` holds

- `good.md`: a whole valid card; with the default rules and the rule on, nothing is found. `good-*.md`: more of them,
  which come close to the fault.
- `bad.md`: the same card with one thing wrong, and `bad.expect`: all that is found in it, one finding a line
  (`row:column severity code message`), each followed by its related places, indented. `bad-*.md`: other forms of the
  fault.
- for a collection rule, folders of cards in place of files; places in `bad.expect` then start with the file.
- `settings.json`, if the rule needs any of: `max-file-size`; `names`, under which a case is checked (otherwise the
  slug of the good card's title); `walked`, the cases found in a folder, not named; `unmatched`, the cases whose name
  no pattern gives to cards.

A new rule adds a folder; no code here.
"""

from __future__ import annotations

import ast
import codecs
import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from exlint.engine import Job, run
from exlint.findings import Report
from exlint.plan import MAX_FILE_SIZE
from exlint.rules.base import FileRequest, Origin, Rule
from exlint.rules.registry import RULES
from exlint.template import slug
from helpers import REPOSITORY, plan, shown

Edit = Callable[[bytes], bytes]
FIXTURES = Path(__file__).parent / "rules"
GROUPS = {
    "files": "EX1",
    "structure": "EX2",
    "metadata": "EX3",
    "consistency": "EX4",
    "prose": "EX5",
    "links": "EX6",
    "collection": "EX7",
    "house": "EX9",
}
COLLECTION_RULES_OF_PROSE = frozenset({"capital-common-noun"})
"""Rules that need the collection only to know its titles, and whose fixtures are single cards."""


@dataclass(frozen=True)
class Case:
    """One fixture: a card, or a folder of them."""

    path: Path
    settings: dict[str, Any]

    @property
    def rule(self) -> str:
        return self.path.parent.name

    @property
    def expected(self) -> str:
        if self.path.stem.startswith("good"):
            return ""
        return self.path.with_suffix(".expect").read_text(encoding="utf-8")

    @property
    def id(self) -> str:
        return f"{self.rule}/{self.path.stem}"

    def files(self) -> Iterator[tuple[str, Path]]:
        """The files of the case, with the names under which they are checked."""
        if self.path.is_dir():
            yield from ((each.relative_to(self.path).as_posix(), each) for each in sorted(self.path.rglob("*.md")))
            return
        yield self.settings.get("names", {}).get(self.path.name) or self._name(), self.path

    def _name(self) -> str:
        title = re.search(r"^# (.+)$", (self.path.parent / "good.md").read_text(encoding="utf-8"), re.MULTILINE)
        return f"{slug(title[1])}.md" if title else "card.md"

    def check(self, edit: Edit = lambda data: data) -> Report:
        """Run the default rules and the rule of the folder over the case."""
        origin = Origin.WALKED if self.path.name in self.settings.get("walked", ()) else Origin.NAMED
        matches = self.path.name not in self.settings.get("unmatched", ())
        jobs = [
            Job(FileRequest(name, origin, matches_pattern=matches), path, data=edit(path.read_bytes()))
            for name, path in self.files()
        ]
        return run(jobs, plan(self.rule, max_file_size=self.settings.get("max-file-size", MAX_FILE_SIZE)))


def _cases() -> Iterator[Case]:
    for folder in sorted(each for each in FIXTURES.iterdir() if each.is_dir()):
        settings = folder / "settings.json"
        read = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        for path in sorted(folder.iterdir()):
            if path.is_dir() or path.suffix == ".md":
                yield Case(path, read)


CASES = tuple(_cases())
