"""YAML with the place of every value: the only user of PyYAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import yaml

from exlint.findings import Position

Path = tuple[str | int, ...]

_BaseLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PLAIN_SCALARS = (
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    ("tag:yaml.org,2002:float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]*(?:[eE][-+]?[0-9]+)?", list("-+0123456789")),
)
"""The plain values that are no text: those of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema)
but for octal, hexadecimal and infinite numbers. PyYAML reads YAML 1.1, where `no` and `on` are truth values, `1:30` is
90 and a date is no text: none of that is what an editor means."""


class _Loader(_BaseLoader):  # type: ignore[misc, valid-type]
    yaml_implicit_resolvers: ClassVar[dict[str, list[object]]] = {}


for _tag, _pattern, _first in _PLAIN_SCALARS:
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)


class YamlError(ValueError):
    """Text that is no YAML, with its place."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a YAML text says, and where: `places` has the position of each key and item by its path."""

    data: object
    places: Mapping[Path, Position]

    def position(self, path: Path) -> Position:
        """The position of the value at `path`, or of the nearest part that holds it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Position(1, 1))


def read_yaml(text: str) -> YamlFile:
    """Read one YAML document.

    Raises:
        YamlError: it is not YAML, has a key twice, or uses an alias (aliases can make a small file huge).
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        places = _places(node) if node is not None else {}
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(error.problem or "not YAML", _position(mark)) from error
    except yaml.reader.ReaderError as error:
        raise YamlError(f"not YAML: {error.reason}", Position(1, 1)) from error
    except (ValueError, RecursionError) as error:
        raise YamlError(f"not YAML: {error}", Position(1, 1)) from error
    finally:
        loader.dispose()
    return YamlFile(data, places)


def _places(root: yaml.Node) -> dict[Path, Position]:
    places: dict[Path, Position] = {(): _position(root.start_mark)}
    seen: set[int] = set()

    def visit(node: yaml.Node, path: Path) -> None:
        if id(node) in seen:
            raise YamlError("an alias (*name) is not allowed here; write the value out", _position(node.start_mark))
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*path, str(key.value))
                if inner in places:
                    raise YamlError(f"key {key.value!r} stands twice", _position(key.start_mark))
                places[inner] = _position(key.start_mark)
                visit(value, inner)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                places[(*path, index)] = _position(value.start_mark)
                visit(value, (*path, index))

    visit(root, ())
    return places


def _position(mark: yaml.Mark | None) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
