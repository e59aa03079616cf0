"""Which cards a folder has, and the patterns that say so in a config."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class TypeFound:
    """The cards of a type that were found: how many, and the `.gitignore` patterns that match them and nothing else."""

    name: str
    cards: int
    patterns: tuple[str, ...]


def survey(files: Iterable[tuple[str, str | None]]) -> tuple[TypeFound, ...]:
    """The types among files, which come with the type that each was taken for, None for a file that is no card.

    Names are relative to the folder of the config, with `/`.
    """
    taken = {PurePath(name): card_type for name, card_type in files}
    names = sorted({card_type for card_type in taken.values() if card_type})
    return tuple(
        TypeFound(name, list(taken.values()).count(name), tuple(dict.fromkeys(_patterns(name, taken))))
        for name in names
    )


def _patterns(name: str, taken: Mapping[PurePath, str | None]) -> Iterable[str]:
    """A pattern for a top folder that holds nothing else, one for each folder otherwise, less what is no such card."""
    folders: dict[PurePath, set[str]] = defaultdict(set)
    for file, card_type in taken.items():
        if card_type == name:
            folders[file.parent].add(file.suffix)
    for folder, suffixes in sorted(folders.items()):
        for suffix in sorted(suffixes):
            top = PurePath(*folder.parts[:1])
            below = [file for file in taken if file.suffix == suffix and file.is_relative_to(top)]
            if len(folder.parts) > 0 and len({file.parent for file in below}) > 1 and _all(name, below, taken):
                yield f"{top}/**/*{suffix}"
                continue
            beside = [file for file in below if file.parent == folder]
            yield f"{'' if folder.parts else '/'}{folder / f'*{suffix}'}"
            yield from (f"!{'' if folder.parts else '/'}{file}" for file in sorted(beside) if taken[file] != name)


def _all(name: str, files: Iterable[PurePath], taken: Mapping[PurePath, str | None]) -> bool:
    return all(taken[file] == name for file in files)
