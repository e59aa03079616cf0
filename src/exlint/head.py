"""What stands before the content of a file: YAML front matter, or a header of `Key: value` lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exlint.document import Head, HeadEntry, HeadKind, Located
from exlint.findings import Span
from exlint.source import Source
from exlint.value import replace

if TYPE_CHECKING:
    from exlint.yamlfile import YamlFile

_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_ENTRY = re.compile(r"(?P<key>[^\W\d_][^:]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*\S))?[ \t]*")


def read_front_matter(source: Source) -> Head | None:
    """The YAML between a first line `---` and the next one, None if there is none.

    Never raises: what is wrong with it is the head's `fault`.
    """
    rows = len(source.line_starts)
    if not _FENCE.fullmatch(source.line(1)) or rows < 2 or not source.line(2).strip():
        return None  # with an empty line after it, `---` is a rule line
    last = next((row for row in range(2, rows + 1) if _END.fullmatch(source.line(row))), None)
    if last is None:
        return None
    from exlint.yamlfile import YamlError, read_yaml  # which most cards need not load

    span = Span(0, source.line_span(last).end)
    start = source.line_starts[1]
    try:
        file = read_yaml(source.text[start : source.line_starts[last - 1]])
    except YamlError as error:
        position = replace(error.position, row=min(error.position.row + 1, last - 1))
        line = source.line_span(position.row)
        at = min(line.start + position.column - 1, line.end)
        return Head(HeadKind.FRONT_MATTER, span, (), {}, Located(error.message, Span(at, at)))
    if not isinstance(file.data, dict):
        found = file.keys[()] if file.data is not None else Span(0, 0)
        place = Span(start + found.start, source.line_span(source.row(start + found.start)).end)
        fault = None if file.data is None else Located("expected lines such as 'key: value'", place)
        return Head(HeadKind.FRONT_MATTER, span, (), {}, fault)
    entries = tuple(_entry(file, key, start) for key in file.data)
    parts = {path: _value(file, path, start) for path in file.values if path}
    return Head(HeadKind.FRONT_MATTER, span, entries, parts)


def _entry(file: YamlFile, key: str, start: int) -> HeadEntry:
    at = file.keys[(key,)]
    assert isinstance(file.data, dict)
    return HeadEntry(
        Located(key, Span(start + at.start, start + at.end)), _value(file, (key,), start), file.data[key], colon=True
    )


def _value(file: YamlFile, path: tuple[str | int, ...], start: int) -> Located:
    """A value's text (the source's own, where it is no text) and its place."""
    span = file.values[path]
    data: object = file.data
    for step in path:
        assert isinstance(data, dict | list)
        data = data[step]  # type: ignore[index]
    text = data if isinstance(data, str) else "" if data is None else file.source[span]
    return Located(text, Span(start + span.start, start + span.end))


def read_header(source: Source) -> Head | None:
    """The `Key: value` lines at the very start, up to the first blank line; None if there are none.

    A line among them that lost its colon is one of them; two such lines are text.
    """
    lines: list[Span] = []
    for row in range(1, len(source.line_starts) + 1):
        if not source.line(row).strip():
            break
        lines.append(source.line_span(row))
    known = [_ENTRY.fullmatch(source[line]) is not None for line in lines]
    if not any(known[:1]):
        return None
    text = next((index for index in range(len(known) - 1) if not any(known[index : index + 2])), len(lines))
    del lines[text:]
    entries = tuple(_header_entry(source, line) for line in lines)
    parts: dict[tuple[str | int, ...], Located] = {(entry.key.text,): entry.value for entry in entries}
    return Head(HeadKind.HEADER, Span(0, lines[-1].end), entries, parts)


def _header_entry(source: Source, line: Span) -> HeadEntry:
    match = _ENTRY.fullmatch(source.text, line.start, line.end)
    if match is None:
        text = source[line].rstrip()
        end = Span(line.start + len(text), line.start + len(text))
        return HeadEntry(Located(text, Span(line.start, end.start)), Located("", end), "", colon=False)
    key, value = Located(match["key"], Span(*match.span("key"))), match["value"] or ""
    place = Span(*match.span("value")) if match["value"] else Span(match.end(), match.end())
    return HeadEntry(key, Located(value, place), value, colon=True)


def without_head(source: Source, head: Head | None) -> str:
    """The text with spaces for the head, so that all places stay as they are."""
    if head is None:
        return source.text
    return re.sub(r"[^\r\n]", " ", source[head.span]) + source.text[head.span.end :]
