"""What a user would pick instead of exlint, each over the same cards; one that is not installed is left out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from exlint.resources import SCHEMAS
from measuring.processes import Command
from measuring.scaling import readable_cards

CARDS = "content/exercises"
METADATA = "metadata"
"""The folder with each card's metadata as JSON, for a validator of JSON."""

_PEERS: Mapping[str, tuple[str, ...]] = {
    "typos": ("typos", CARDS),
    "rumdl": ("rumdl", "check", "--no-cache", CARDS),
    "rumdl, warm": ("rumdl", "check", CARDS),
    "codespell": ("codespell", CARDS),
    "mdsmith": ("mdsmith", "check", CARDS),
    "check-jsonschema": ("check-jsonschema", "--schemafile", "schema.json"),
    "markdownlint-cli2": ("markdownlint-cli2", f"{CARDS}/*.md"),
    "cspell": ("cspell", "--no-progress", f"{CARDS}/*.md"),
    "cspell, warm": ("cspell", "--no-progress", "--cache", f"{CARDS}/*.md"),
    "pymarkdownlnt": ("pymarkdown", "scan", CARDS),
    "harper": ("harper", "lint", CARDS),
}


_SLOW = ("pymarkdownlnt", "harper")
"""They take minutes for thousands of cards."""
_SLOW_UP_TO = 1000


def installed(folder: Path, size: int, wanted: Sequence[str]) -> tuple[tuple[Command, ...], tuple[str, ...]]:
    """The commands of the peers that are there, and the names of those that are not; `wanted` limits both."""
    commands = []
    missing = []
    for name, (program, *arguments) in _PEERS.items():
        is_wanted = not wanted or any(name.startswith(each) for each in wanted)
        if not is_wanted or (name in _SLOW and size > _SLOW_UP_TO):
            continue
        path = shutil.which(program)
        if path is None:
            missing.append(name)
            continue
        if program == "check-jsonschema":
            arguments += _metadata(folder)
        commands.append(Command(name, (path, *arguments), folder))
    return tuple(commands), tuple(missing)


def on_path(folders: Sequence[Path]) -> None:
    """Look for programs in these folders first."""
    os.environ["PATH"] = os.pathsep.join([*map(str, folders), os.environ["PATH"]])


def _metadata(folder: Path) -> Iterator[str]:
    """Write each card's metadata as JSON, beside the schema; the names of the files."""
    target = folder / METADATA
    if not target.exists():
        target.mkdir()
        shutil.copy(SCHEMAS / "exercise.metadata.json", folder / "schema.json")
        for card in readable_cards(folder / CARDS):
            values = {key: _value(key, value) for key, value in card.values.items()}
            (target / f"{card.name}.json").write_text(json.dumps(values), encoding="utf-8")
    return (f"{METADATA}/{path.name}" for path in sorted(target.iterdir()))


def _value(key: str, value: str) -> str | list[str]:
    return value.split(", ") if key.endswith("Muscles") else value
