"""YAML with the place of every value: the only user of PyYAML.

PyYAML's parser gives the events; what they mean is decided here, since PyYAML reads YAML 1.1, where `no` and `on` are
truth values, `1:30` is 90 and a date is no text: none of that is what an editor means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

import yaml

from exlint.findings import Position, Span
from exlint.scalars import plain_value
from exlint.source import Source
from exlint.value import Value

Path = tuple[str | int, ...]

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_UNREADABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 50
"""Lists and maps within each other; thousands would be too many for the stack."""


class _Mark(Protocol):
    """A place as PyYAML gives it. Its lines are not ours: a form feed or U+2028 ends one. The offset is right."""

    index: int


class YamlError(ValueError):
    """Text that is no YAML, with its place."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class YamlFile(Value):
    """What a YAML text says, and where.

    `keys` has the span of each key and item by its path, `values` that of what stands there, without white space around
    it; both in offsets of the text without its byte order mark.
    """

    data: object
    source: Source
    keys: Mapping[Path, Span]
    values: Mapping[Path, Span]

    def position(self, path: Path) -> Position:
        """The position of the key or item at `path`, or of the nearest part that holds it."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.source.position(self.keys[path].start if path in self.keys else 0)


def read_yaml(text: str) -> YamlFile:
    """Read one YAML document; its values are what JSON has, its keys are text.

    Raises:
        YamlError: it is not YAML, has a key twice or one that is no text, is nested deeper than 50, or uses a tag or an
            alias (aliases can make a small file huge).
    """
    source = Source.from_text("", text.removeprefix("\ufeff"))
    unreadable = _UNREADABLE.search(source.text)
    if unreadable:
        message = f"character {unreadable[0]!r} is not allowed in YAML"
        raise YamlError(message, source.position(unreadable.start()))
    try:
        return _Reader(source).file()
    except yaml.MarkedYAMLError as error:
        position = _position(source, error.problem_mark or error.context_mark)
        raise YamlError(error.problem or "not YAML", position) from error


def _position(source: Source, mark: _Mark | None) -> Position:
    return source.position(min(mark.index, len(source.text)) if mark else 0)


class _Reader:
    """Builds values from a parser's events, without recursion in PyYAML (its own composer can overflow the stack)."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.events = yaml.parse(source.text, Loader=_Loader)
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}
        self.end = 0

    def file(self) -> YamlFile:
        data: object = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError("a second document starts here; expected one", self._place(event))
            elif isinstance(event, yaml.NodeEvent):
                self.keys[()] = span = self._span(event)
                data = self._value(event, (), span)
        return YamlFile(data, self.source, self.keys, self.values)

    def _value(self, event: yaml.Event, path: Path, span: Span) -> object:
        self._refuse(event)
        if len(path) > _DEEPEST:
            raise YamlError(f"nested deeper than {_DEEPEST} levels", self._place(event))
        if isinstance(event, yaml.ScalarEvent):
            data = _scalar(event)
            self.end = span.end
        else:
            is_list = isinstance(event, yaml.SequenceStartEvent)
            data = list(self._items(path)) if is_list else dict(self._members(path))
        self.values[path] = Span(min(span.start, self.end), self.end)
        return data

    def _refuse(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(f"alias *{event.anchor} is not allowed here; write the value out", self._place(event))
        if getattr(event, "tag", None) is not None:
            raise YamlError("a tag (!name) is not allowed here", self._place(event))

    def _place(self, event: yaml.Event) -> Position:
        return _position(self.source, event.start_mark)

    def _span(self, event: yaml.Event) -> Span:
        """The event's text; that of a block of several lines has no white space after it."""
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        return Span(start, start + len(self.source.text[start:end].rstrip()))

    def _offset(self, mark: _Mark | None) -> int:
        return min(mark.index, len(self.source.text)) if mark else 0

    def _items(self, path: Path) -> Iterator[object]:
        for index, event in enumerate(iter(self._next, None)):
            self.keys[(*path, index)] = span = self._span(event)
            yield self._value(event, (*path, index), span)

    def _members(self, path: Path) -> Iterator[tuple[str, object]]:
        for event in iter(self._next, None):
            self._refuse(event)
            key = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if not isinstance(key, str):
                message = "a key must be text; put quotes around it if it is meant as such"
                raise YamlError(message, self._place(event))
            if (*path, key) in self.keys:
                raise YamlError(f"key {key!r} stands twice", self._place(event))
            self.keys[(*path, key)] = self._span(event)
            value = next(self.events)
            yield key, self._value(value, (*path, key), self._span(value))

    def _next(self) -> yaml.Event | None:
        """The next event of the sequence or mapping being read, None at its end."""
        event = next(self.events)
        if not isinstance(event, yaml.CollectionEndEvent):
            return event
        span = self._span(event)
        self.end = max(self.end, span.end if span.end > span.start else 0)  # a bracket, or nothing at all
        return None


def _scalar(event: yaml.ScalarEvent) -> object:
    return plain_value(event.value) if event.implicit[0] else event.value
