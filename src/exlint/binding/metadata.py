"""The metadata list: its lines to fields, and what its JSON Schema says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exlint import schema
from exlint.binding.entries import entries_of
from exlint.card import Entry, Field, FieldViolation, Located, Metadata
from exlint.cardtype import CardType, FieldSpec, MetadataSpec
from exlint.document import Document, Emphasis, Item, ListBlock, Paragraph
from exlint.prose import Prose, prose_of
from exlint.suggest import nearest

_KEY = re.compile(r"[*_\s]*(?P<key>[^:*]*?[^:*\s])\s*[*_]*(?P<colon>\s*:)[*_]*\s*")
_LIST_ITEM = re.compile(r"[^,\s](?:[^,]*[^,\s])?")


def bind_metadata(document: Document, card_type: CardType) -> Metadata | None:
    """The list with the most known keys, wherever it stands; None if no list has two."""
    spec = card_type.metadata
    lists = [block for block in document.blocks if isinstance(block, ListBlock) and not block.ordered]
    best = max(lists, key=lambda block: _known_keys(block, spec), default=None)
    if best is None or _known_keys(best, spec) < min(2, len(spec.fields)):
        return None
    entries = entries_of(document.source, (best,), lambda _, line: _starts_field(line, spec))
    inlines = {item.span.start: item for item in best.items}
    fields = tuple(_field(entry, inlines.get(entry.span.start), spec) for entry in entries)
    violations = tuple(_violations(fields, spec))
    values = dict(_intended(fields, card_type))
    absent = frozenset(
        field.name for field in spec.fields if not field.required and not any(found.spec is field for found in fields)
    )
    return Metadata(best, fields, violations, values, absent)


def _known_keys(block: ListBlock, spec: MetadataSpec) -> int:
    return len({name for item in block.items if (name := _item_key(item, spec))})


def _item_key(item: Item, spec: MetadataSpec) -> str | None:
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        return None
    key = _split(prose_of(first.inlines).text, spec)[0]
    found = _spec_of(key, spec)
    return found.name if found else None


def _starts_field(line: str, spec: MetadataSpec) -> bool:
    match = _KEY.match(line)
    return match is not None and _spec_of(match["key"], spec) is not None


def _spec_of(key: str, spec: MetadataSpec) -> FieldSpec | None:
    name = nearest(key, (field.name for field in spec.fields), cutoff=0.8)
    return spec.field(name) if name else None


def _split(text: str, spec: MetadataSpec) -> tuple[str, int, int, int, bool]:
    """A line's key, its start and end, where the value starts, and whether there is a colon between."""
    match = _KEY.match(text)
    if match:
        return match["key"], match.start("key"), match.end("key"), match.end(), True
    for field in sorted(spec.fields, key=lambda field: -len(field.name)):
        start = len(text) - len(text.lstrip("*_ "))
        if text[start:].casefold().startswith(field.name.casefold()):
            end = start + len(field.name)
            rest = text[end:]
            return text[start:end], start, end, end + len(rest) - len(rest.lstrip("*_ ")), False
    return text.strip("*_ "), 0, len(text), len(text), False


def _field(entry: Entry, item: Item | None, spec: MetadataSpec) -> Field:
    prose = entry.prose
    key, key_start, key_end, value_start, colon = _split(prose.text, spec)
    found = _spec_of(key, spec)
    text = prose.text[value_start:]
    value_end = value_start + len(text.rstrip(" *_"))
    value = Located(prose.text[value_start:value_end], prose.span(value_start, value_end))
    parts: tuple[Located, ...] = (value,) if value.text else ()
    if found and found.is_list:
        parts = tuple(
            Located(match[0], prose.span(value_start + match.start(), value_start + match.end()))
            for match in _LIST_ITEM.finditer(value.text)
        )
    written = Located(key, prose.span(key_start, key_end))
    return Field(found, written, value, parts, _key_fault(prose, item, key, key_end, colon))


def _key_fault(prose: Prose, item: Item | None, key: str, key_end: int, colon: bool) -> str:
    if item is None:
        return f"is no list item of its own: '- ' is missing before {key!r}"
    if not colon:
        return f"has no colon after the key: expected '**{key}:**'"
    first = item.blocks[0]
    assert isinstance(first, Paragraph)
    lead = first.inlines[0] if first.inlines else None
    bold = prose_of(lead.children).text if isinstance(lead, Emphasis) and lead.strong else None
    if bold == f"{key}:":
        space = prose.text[key_end + 1 : key_end + 2]
        return "" if not space or space == " " else f"has no space after '**{key}:**'"
    if bold is not None and bold.strip() == key:
        return f"has its colon outside the bold: expected '**{key}:**'"
    return f"is not bold: expected '**{key}:**'"


def _violations(fields: tuple[Field, ...], spec: MetadataSpec) -> Iterator[FieldViolation]:
    first: dict[str, Field] = {}
    for field in fields:
        first.setdefault(field.name, field)
    data = {
        name: [part.text for part in field.parts] if field.spec and field.spec.is_list else field.value.text
        for name, field in first.items()
        if field.parts
    }
    for violation in schema.violations(spec.schema_text, data):
        name = str(violation.path[0]) if violation.path else ""
        found = first.get(name)
        if violation.keyword == "required" and found is not None:
            continue  # it is there, but empty
        index = violation.path[1] if len(violation.path) > 1 else 0
        part = found.parts[index] if found and isinstance(index, int) and index < len(found.parts) else None
        yield FieldViolation(name, found, part, violation.keyword, violation.expected, violation.note)


def _intended(fields: tuple[Field, ...], card_type: CardType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each key, the values that are meant, if they can be told."""
    for spec in card_type.metadata.fields:
        found = [field for field in fields if field.spec is spec]
        if len(found) != 1 or not found[0].parts:
            continue
        meant = [intended(part.text, spec, card_type.canonical) for part in found[0].parts]
        if None not in meant:
            yield spec.name, tuple(value for value in meant if value is not None)


def intended(text: str, spec: FieldSpec, canonical: Mapping[str, str]) -> str | None:
    """The known value that `text` is, or is a slip of; for an open list the text itself if it is like none."""
    folded = {value.casefold(): value for value in spec.known}
    if text.casefold() in folded:
        return folded[text.casefold()]
    if spec.closed and canonical.get(text.casefold(), "") in folded:
        return folded[canonical[text.casefold()]]
    return nearest(text, spec.known, cutoff=0.8) or (None if spec.closed else text)
