"""The metadata, a list or what stands before the content, to fields; and what its JSON Schema says of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exlint import schema
from exlint.binding.entries import entries_of, paragraph_entries
from exlint.binding.reading import Values, evidence_of
from exlint.card import Entry, Evidence, Field, FieldViolation, Metadata
from exlint.cardtype import CardType, FieldSpec, MetadataSource, MetadataSpec, capitalized
from exlint.document import Block, Document, Emphasis, Head, HeadEntry, HeadKind, Item, ListBlock, Located, Paragraph
from exlint.findings import Span
from exlint.prose import Prose, prose_of
from exlint.scalars import plain_value
from exlint.suggest import nearest
from exlint.value import replace

_KEY = re.compile(
    r"(?:[-+•·–]\s*)?[*_\s]*(?P<key>[^:*_\s](?:[^:*]{0,200}?[^:*\s])?)(?:\s*[*_]+)?(?P<colon>\s*:)[*_]*\s*"
)
_LONGEST_KEY = 60
"""What is longer is a sentence before a colon."""
_BEFORE_VALUE = "*_-–—= "
_Path = tuple[str | int, ...]

_LIST_ITEM = re.compile(r"[^,\s](?:[^,]*[^,\s])?")


def bind_metadata(document: Document, card_type: CardType) -> Metadata | None:
    """The metadata where the type has it; of lists the one with the most known keys, wherever it stands.

    None if there is none, or no list that has two known keys.
    """
    match card_type.metadata.source:
        case MetadataSource.BULLETS:
            return _from_list(document, card_type)
        case MetadataSource.NONE:
            return None
        case source:
            head = document.head
            return _from_head(head, card_type) if head and head.kind.value == source.value and not head.fault else None


def with_evidence(metadata: Metadata, spec: MetadataSpec, values: Values) -> Metadata:
    """The metadata with what its values say for others that they repeat; a value of another form says nothing."""
    evidence: list[Evidence] = []
    for key, template in spec.repeats.items():
        found = metadata.field(key)
        said = values.read(template, found.value.text) if found else None
        if found and said:
            evidence += evidence_of(said, Prose(found.value.text, ((0, found.value.span),)), 0, values, key)
    return replace(metadata, evidence=tuple(evidence))


def _from_list(document: Document, card_type: CardType) -> Metadata | None:
    spec = card_type.metadata
    best = _list_of_fields(document, spec)
    if best is None:
        return None
    blocks = _blocks_around(document, best, spec)
    items = {item.span.start: item for each in blocks if isinstance(each, ListBlock) for item in each.items}
    fields = [_field(entry, items.get(entry.span.start), spec) for entry in _entries(document, blocks, spec)]
    return _metadata(best.span, best, fields, card_type, {})


def _from_head(head: Head, card_type: CardType) -> Metadata:
    fields = [_head_field(entry, head, card_type.metadata) for entry in head.entries]
    return _metadata(head.span, None, fields, card_type, head.parts)


def _metadata(
    span: Span, block: ListBlock | None, fields: list[Field], card_type: CardType, parts: Mapping[_Path, Located]
) -> Metadata:
    _name_renamed(fields, card_type)
    violations = tuple(_violations(tuple(fields), card_type.metadata, parts))
    excluded = {id(violation.field) for violation in violations if violation.keyword in ("not", "type")}
    certain = tuple(field for field in fields if id(field) not in excluded)
    values = dict(_intended(certain, card_type))
    absent = frozenset(
        field.name
        for field in card_type.metadata.fields
        if not field.required and not any(found.spec is field for found in fields)
    )
    return Metadata(span, block, tuple(fields), violations, values, absent)


def _head_field(entry: HeadEntry, head: Head, spec: MetadataSpec) -> Field:
    key, value, fault = entry.key, entry.value, ""
    if not entry.colon:
        name, start, end, value_start, _ = _split(key.text, spec)
        value = Located(key.text[value_start:], Span(key.span.start + value_start, key.span.end))
        key = Located(name, Span(key.span.start + start, key.span.start + end))
        fault = f"has no colon after it; expected '{name}:'"
    found = _spec_of(key.text, spec)
    if head.kind is HeadKind.HEADER:
        parts = _parts_of(value, is_list=found is not None and found.is_list)
        return Field(found, key, value, parts, _data(value, parts, found), fault)
    items = tuple(part for path, part in head.parts.items() if len(path) == 2 and path[0] == entry.key.text)
    if isinstance(entry.data, list):
        return Field(found, key, Located(", ".join(each.text for each in items), value.span), items, entry.data, fault)
    is_one = value.text != "" and not isinstance(entry.data, dict)
    return Field(found, key, value, (value,) if is_one else (), entry.data, fault)


def _list_of_fields(document: Document, spec: MetadataSpec) -> ListBlock | None:
    """The first list with the most known keys, if it has two."""
    best, most = None, min(2, len(spec.fields)) - 1
    for block in document.blocks:
        if isinstance(block, ListBlock) and (known := _known_keys(block, spec)) > most:
            best, most = block, known
            if known == len(spec.fields):
                break  # no list can have more
    return best


def _name_renamed(fields: list[Field], card_type: CardType) -> None:
    """A line with an unknown key in the place of a missing one, and with a value that only that may have, is meant."""
    specs = card_type.metadata.fields
    ranks = {spec.name: order for order, spec in enumerate(specs)}
    for spec in specs:
        if any(field.spec is spec for field in fields):
            continue
        for index in _places_for(spec, fields, ranks):
            field = fields[index]
            parts = _parts_of(field.value, is_list=spec.is_list)
            if parts and all(_is_known(part.text, spec, card_type.canonical) for part in parts):
                fields[index] = replace(field, spec=spec, parts=parts, data=_data(field.value, parts, spec))
                break


def _places_for(spec: FieldSpec, fields: Sequence[Field], ranks: Mapping[str, int]) -> Iterator[int]:
    """The indexes of the unknown keys that stand after a key which comes before this one, and before one after it."""
    known = [ranks[field.spec.name] if field.spec else None for field in fields]
    next_known: list[int] = []
    after = len(ranks)
    for rank in reversed(known):
        next_known.append(after)
        after = after if rank is None else rank
    before = -1
    for index, (rank, after) in enumerate(zip(known, reversed(next_known), strict=True)):
        if rank is not None:
            before = rank
        elif before < ranks[spec.name] < after:
            yield index


def _is_known(text: str, spec: FieldSpec, canonical: Mapping[str, str]) -> bool:
    meant = intended(text, spec, canonical)
    return meant in spec.known


def _blocks_around(document: Document, block: ListBlock, spec: MetadataSpec) -> Sequence[Block]:
    """The list, and the lines around it that are no part of it, as they lost their bullet or have another."""
    at = next(index for index, each in enumerate(document.blocks) if each is block)
    first, last = at, at
    while first > 0 and _is_stray_field(document, first - 1, spec):
        first -= 1
    while last + 1 < len(document.blocks) and _is_stray_field(document, last + 1, spec):
        last += 1
    return document.blocks[first : last + 1]


def _entries(document: Document, blocks: Iterable[Block], spec: MetadataSpec) -> Iterator[Entry]:
    for each in blocks:
        if isinstance(each, Paragraph):
            yield from paragraph_entries(document.source, each, lambda _, line: reads_as_field(line, spec))
        else:
            yield from entries_of(document.source, (each,), lambda _, line: reads_as_field(line, spec))


def _is_stray_field(document: Document, index: int, spec: MetadataSpec) -> bool:
    block = document.blocks[index]
    if isinstance(block, ListBlock):
        return not block.ordered and _known_keys(block, spec) > 0
    return isinstance(block, Paragraph) and reads_as_field(prose_of(block.inlines).text, spec)


def _known_keys(block: ListBlock, spec: MetadataSpec) -> int:
    return len({name for item in block.items if (name := _item_key(item, spec))})


def _item_key(item: Item, spec: MetadataSpec) -> str | None:
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        return None
    key = _split(prose_of(first.inlines).text, spec)[0]
    found = _spec_of(key, spec)
    return found.name if found else None


def reads_as_field(line: str, spec: MetadataSpec) -> bool:
    """Whether a text begins with a known key and a colon."""
    match = _KEY.match(line) if ":" in line else None
    return match is not None and _spec_of(match["key"], spec) is not None


def _spec_of(key: str, spec: MetadataSpec) -> FieldSpec | None:
    exact = spec.field(key)
    if exact or len(key) > _LONGEST_KEY:
        return exact
    name = nearest(key, (field.name for field in spec.fields), cutoff=0.8)
    return spec.field(name) if name else None


def _split(text: str, spec: MetadataSpec) -> tuple[str, int, int, int, bool]:
    """A line's key, its start and end, where the value starts, and whether there is a colon between."""
    match = _KEY.match(text) if ":" in text else None
    if match:
        return match["key"], match.start("key"), match.end("key"), match.end(), True
    start = len(text) - len(text.lstrip("*_ "))
    folded = text[start:].casefold()
    for field in sorted(spec.fields, key=lambda field: -len(field.name)):
        if folded.startswith(field.name.casefold()):
            end = start + len(field.name)
            rest = text[end:]
            return text[start:end], start, end, end + len(rest) - len(rest.lstrip(_BEFORE_VALUE)), False
    return text.strip("*_ "), 0, len(text), len(text), False


def _field(entry: Entry, item: Item | None, spec: MetadataSpec) -> Field:
    prose = entry.prose
    key, key_start, key_end, value_start, colon = _split(prose.text, spec)
    found = _spec_of(key, spec)
    text = prose.text[value_start:]
    value_end = value_start + len(text.rstrip(" *_"))
    value = Located(prose.text[value_start:value_end], prose.span(value_start, value_end))
    written = Located(key, prose.span(key_start, key_end))
    parts = _parts_of(value, is_list=found is not None and found.is_list)
    fault = _key_fault(prose, item, key, key_end, colon)
    return Field(found, written, value, parts, _data(value, parts, found), fault)


def _data(value: Located, parts: tuple[Located, ...], spec: FieldSpec | None) -> object:
    """What text says as JSON has it, None for nothing: numbers and truth values where the schema has them."""
    if not parts:
        return None
    if spec is None:
        return value.text
    data = [_cased(part.text, spec) if spec.kind == "string" else plain_value(part.text) for part in parts]
    return data if spec.is_list else value.text if spec.kind == "string" else data[0]


def _parts_of(value: Located, *, is_list: bool) -> tuple[Located, ...]:
    """The items of a list value, or the one value; their own spans, but where the value holds more than plain text."""
    if not is_list:
        return (value,) if value.text else ()
    is_plain = value.span.end - value.span.start == len(value.text)
    start = value.span.start
    return tuple(
        Located(match[0], Span(start + match.start(), start + match.end()) if is_plain else value.span)
        for match in _LIST_ITEM.finditer(value.text)
    )


def _key_fault(prose: Prose, item: Item | None, key: str, key_end: int, colon: bool) -> str:
    if item is None:
        return f"is no list item of its own; expected '- **{key}:**'"
    if not colon:
        return f"has no colon after it; expected '**{key}:**'"
    first = item.blocks[0]
    assert isinstance(first, Paragraph)
    lead = first.inlines[0] if first.inlines else None
    bold = prose_of(lead.children).text if isinstance(lead, Emphasis) and lead.strong else None
    if bold == f"{key}:":
        space = prose.text[key_end + 1 : key_end + 2]
        return "" if not space or space == " " else f"has no space after '**{key}:**'"
    if prose.text.startswith((f"**{key}:**", f"__{key}:__")):  # so Markdown makes nothing bold
        return f"has no space after '**{key}:**'"
    if bold is not None and bold.strip() == key:
        return f"has its colon outside the bold; expected '**{key}:**'"
    if bold is not None:
        return f"is written '**{bold}**'; expected '**{key}:**'"
    return f"is not bold; expected '**{key}:**'"


def _violations(
    fields: tuple[Field, ...], spec: MetadataSpec, parts: Mapping[_Path, Located]
) -> Iterator[FieldViolation]:
    """What the schema says; `parts` are the places of nested values, by path."""
    first: dict[str, Field] = {}
    for field in fields:
        first.setdefault(field.name, field)
    data = {name: field.data for name, field in first.items() if field.data is not None}
    for violation in schema.violations_of_json(spec.schema_text, json.dumps(data)):
        name = str(violation.path[0]) if violation.path else ""
        inner = violation.path[1:]
        found = first.get(name)
        if violation.keyword == "required" and found is not None and not inner:
            continue  # it is there, but empty
        part = _part(found, inner, parts) if found else None
        yield FieldViolation(name, found, part, violation.keyword, violation.expected, violation.note, inner)


def _part(field: Field, inner: _Path, parts: Mapping[_Path, Located]) -> Located | None:
    """The part of a value that a violation is about, or the nearest part that holds it."""
    path = (field.key.text, *inner)
    while len(path) > 1 and path not in parts:
        path = path[:-1]
    if len(path) > 1:
        return parts[path]
    index = inner[0] if inner else 0
    return field.parts[index] if isinstance(index, int) and index < len(field.parts) else None


def _cased(text: str, spec: FieldSpec) -> str:
    """A value of an open list as the schema writes values, so that `not` finds it in other letter case too."""
    return text if spec.closed or text in spec.known else capitalized(text)


def _intended(fields: tuple[Field, ...], card_type: CardType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each key, the values that are meant, if they can be told."""
    for spec in card_type.metadata.fields:
        found = [field for field in fields if field.spec is spec]
        if len(found) != 1 or not found[0].parts:
            continue
        meant = [intended(part.text, spec, card_type.canonical) for part in found[0].parts]
        if None not in meant:
            first: dict[str, str] = {}
            for value in filter(None, meant):
                first.setdefault(value.casefold(), value)
            yield spec.name, tuple(first.values())


def intended(text: str, spec: FieldSpec, canonical: Mapping[str, str]) -> str | None:
    """The known value that `text` is, or is a slip of; for an open list the text itself if it is like none."""
    folded = spec.known_in_any_case
    if text.casefold() in folded:
        return folded[text.casefold()]
    if spec.closed and canonical.get(text.casefold(), "") in folded:
        return folded[canonical[text.casefold()]]
    return nearest(text, spec.known, cutoff=0.8) or (None if spec.closed else text)
