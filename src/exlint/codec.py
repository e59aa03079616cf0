"""Frozen values to JSON and back, by the types of their fields: what is read is of these types or it is an error.

A dataclass becomes the list of its fields, so that a value is small and read fast. The types are text, numbers, truth
values, enumerations, paths, dataclasses, tuples, sets of text, mappings with text for keys, and any of them or None.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_ERRORS = (ValueError, TypeError, KeyError, LookupError, RecursionError, AttributeError)


class CodecError(ValueError):
    """What was read is no such value."""


class Codec(Generic[T]):
    """Writes and reads the values of one type."""

    def __init__(self, kind: type[T]) -> None:
        self._pack, self._unpack = _coders(typing.cast(Any, kind))

    def write(self, value: T) -> str:
        """The value as JSON, in ASCII."""
        return json.dumps(self._pack(value), separators=(",", ":"))

    def read(self, text: str) -> T:
        """The value that was written.

        Raises:
            CodecError: this was never one.
        """
        try:
            value: T = self._unpack(json.loads(text))
        except _ERRORS as error:
            raise CodecError(str(error)) from error
        return value


Coder = Callable[[Any], Any]


@cache
def _coders(kind: Any) -> tuple[Coder, Coder]:
    """What packs a value of this type into JSON values, and what makes it again."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Union or origin is types.UnionType:
        return _optional(arguments)
    if origin is tuple:
        return _sequence(arguments[0]) if arguments[1:] == (...,) else _record(tuple, arguments)
    if origin is frozenset:
        (_, unpack) = _sequence(arguments[0])
        return sorted, lambda packed: frozenset(unpack(packed))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(arguments[1])
    if dataclasses.is_dataclass(kind):
        make = typing.cast(Callable[..., Any], kind)
        hints = typing.get_type_hints(kind)
        fields = tuple(field.name for field in dataclasses.fields(kind))
        return _record(lambda values: make(*values), tuple(hints[name] for name in fields), fields)
    if issubclass(kind, enum.Enum):
        members = {member.value: member for member in kind}
        return lambda value: value.value, members.__getitem__
    if issubclass(kind, Path):
        return str, lambda packed: Path(_plain(str)(packed))
    return _as_it_is, _plain(kind)


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _plain(kind: type) -> Coder:
    def unpack(packed: Any) -> Any:
        if type(packed) is not kind:
            raise TypeError(f"{type(packed).__name__} instead of {kind.__name__}")
        return packed

    return unpack


def _optional(arguments: tuple[Any, ...]) -> tuple[Coder, Coder]:
    (kind,) = (each for each in arguments if each is not types.NoneType)
    pack, unpack = _coders(kind)
    return (
        lambda value: None if value is None else pack(value),
        lambda packed: None if packed is None else unpack(packed),
    )


def _sequence(kind: Any) -> tuple[Coder, Coder]:
    pack, unpack = _coders(kind)
    is_list = _plain(list)
    return (
        lambda values: [pack(value) for value in values],
        lambda packed: tuple([unpack(value) for value in is_list(packed)]),
    )


def _mapping(kind: Any) -> tuple[Coder, Coder]:
    pack, unpack = _coders(kind)
    is_object = _plain(dict)
    return (
        lambda values: {key: pack(value) for key, value in values.items()},
        lambda packed: {key: unpack(value) for key, value in is_object(packed).items()},
    )


def _record(make: Coder, kinds: tuple[Any, ...], names: tuple[str, ...] = ()) -> tuple[Coder, Coder]:
    """Values of several types: the fields of these names, or the members of a tuple."""
    coders = [_coders(kind) for kind in kinds]
    packers = [pack for pack, _ in coders]
    unpackers = [unpack for _, unpack in coders]
    is_list = _plain(list)

    def pack(value: Any) -> Any:
        values = [getattr(value, name) for name in names] if names else value
        return [pack(each) for pack, each in zip(packers, values, strict=True)]

    def unpack(packed: Any) -> Any:
        return make([unpack(each) for unpack, each in zip(unpackers, is_list(packed), strict=True)])

    return pack, unpack
