"""Which cards a folder has, and the patterns that say so in a config."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from exlint.value import Value


class TypeFound(Value):
    """The cards of a type that were found: how many, and the `.gitignore` patterns that match them and nothing else."""

    name: str
    cards: int
    patterns: tuple[str, ...]


def survey(files: Iterable[tuple[str, str | None]]) -> tuple[TypeFound, ...]:
    """The types among files, which come with the type that each was taken for, None for a file that is no card.

    Names are relative to the folder of the config, with `/`.
    """
    taken = {PurePath(name): card_type for name, card_type in files}
    every = list(taken.values())
    names = sorted({card_type for card_type in every if card_type})
    return tuple(TypeFound(name, every.count(name), tuple(dict.fromkeys(_patterns(name, taken)))) for name in names)


def _patterns(name: str, taken: Mapping[PurePath, str | None]) -> Iterator[str]:
    """A pattern for a top folder that holds nothing else, one for each folder otherwise, less what is no such card."""
    cards: set[tuple[PurePath, str]] = set()
    strangers: defaultdict[tuple[PurePath, str], list[PurePath]] = defaultdict(list)
    folders: defaultdict[tuple[PurePath, str], set[PurePath]] = defaultdict(set)
    for file, card_type in taken.items():
        place = file.parent, file.suffix
        folders[_top(file.parent), file.suffix].add(file.parent)
        if card_type == name:
            cards.add(place)
        else:
            strangers[place].append(file)
    mixed = {(_top(folder), suffix) for folder, suffix in strangers}
    for folder, suffix in sorted(cards):
        top = _top(folder), suffix
        if folder.parts and top not in mixed and len(folders[top]) > 1:
            yield f"/{_literal(top[0])}/**/*{_literal(suffix)}"
        else:
            yield f"/{_literal(folder)}/*{_literal(suffix)}" if folder.parts else f"/*{_literal(suffix)}"
            yield from (f"!/{_literal(file)}" for file in sorted(strangers[folder, suffix]))


def _top(folder: PurePath) -> PurePath:
    return PurePath(*folder.parts[:1])


def _literal(path: PurePath | str) -> str:
    """A path as a pattern that matches it alone."""
    return re.sub(r"[\\*?\[\]]", r"\\\g<0>", PurePath(path).as_posix())
