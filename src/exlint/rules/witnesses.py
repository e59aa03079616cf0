"""A value and all that repeats it: which edits change the one, the others, or both.

Sentences and links repeat the values of the metadata, so a value is changed together with those that say it, or it
would be stale at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from exlint.card import BoundLink, BoundStatement, Card, Deviation, Evidence, Field
from exlint.cardtype import CardType, FieldSpec, MetadataSource, capitalized
from exlint.document import Located
from exlint.findings import Applicability, Edit, Span
from exlint.rules.edits import line_after, line_before, replaced, rewritten, without_lines
from exlint.source import Source
from exlint.suggest import nearest
from exlint.template import FILTERS

_ALIKE = 0.75
"""Values that are so much like each other may be slips of each other."""


def trust(card: Card, names: Iterable[str]) -> Applicability:
    """How far a text may be made to say what the metadata says: safely if another text says so already."""
    agreed = {each.name for each in card.evidence if each.agrees and each.expected is not None}
    return Applicability.SAFE if agreed.issuperset(names) else Applicability.UNSAFE


def mended_statement(card: Card, statement: BoundStatement, names: Iterable[str]) -> list[Edit | None]:
    """The edits that make a statement say what the metadata says for these names, and mend its words.

    The whole sentence is written anew where words come or go with a value.
    """
    source = card.document.source
    wrong = [each for each in statement.evidence if each.name in names and not each.agrees]
    shape = any(not (each.said.text and each.expected) or each.name == statement.spec.by for each in wrong)
    if statement.expected is None and any(_says_more(each) for each in wrong):
        return [None]
    edits = [_said(source, each) for each in wrong if not shape or not _is_within(statement, each)]
    if shape:
        edits.append(_whole(card, statement))
    found = statement.deviation
    if found and statement.expected and not any(edit and edit.span.overlaps(found.found.span) for edit in edits):
        edits.append(_meant(source, found))
    return edits


def _says_more(evidence: Evidence) -> bool:
    """Whether what was read for a value may have words of the sentence in it."""
    return len(evidence.said.text.split()) > len((evidence.expected or "").split()) + 1


def _is_within(statement: BoundStatement, evidence: Evidence) -> bool:
    return statement.span is not None and statement.span.contains(evidence.said.span)


def _whole(card: Card, statement: BoundStatement) -> Edit | None:
    source = card.document.source
    if statement.span is None or statement.expected is None:
        return None
    shown = next(
        (
            each.prose.text
            for each in card.passages
            if each.section is statement.section and each.prose.whole.contains(statement.span)
        ),
        "",
    )
    raw = source[statement.span]
    is_plain = " ".join(raw.split()) in " ".join(shown.split())
    return replaced(source, statement.span, raw, statement.expected) if is_plain else None


def _said(source: Source, evidence: Evidence) -> Edit | None:
    return replaced(source, evidence.said.span, evidence.said.text, evidence.expected or "")


def _meant(source: Source, deviation: Deviation) -> Edit | None:
    return replaced(source, deviation.found.span, deviation.found.text, deviation.expected)


def mended_link(source: Source, link: BoundLink) -> Edit | None:
    """The edit that writes a link as the metadata has it; None if a part of its address is not known."""
    if link.span is None or link.expected is None or "{" in link.expected:
        return None
    return rewritten(source, link.span, link.expected)


def revalued(card: Card, field: Field, text: str) -> list[Edit | None]:
    """The edits that write another value, there and wherever a statement or link says the one that is written now.

    None in front matter, where a value may be quoted or stand in several lines.
    """
    if card.type.metadata.source is MetadataSource.FRONT_MATTER:
        return [None]
    source = card.document.source
    old = " ".join(field.value.text.split())
    edits = [replaced(source, field.value.span, old, text)]
    for each in card.evidence:
        said, wanted = _written(card, old, each.filter), _written(card, text, each.filter)
        if each.name == field.name and each.said.text == said != wanted:
            edits.append(replaced(source, each.said.span, said, wanted))
    return edits


def _written(card: Card, value: str, filter_name: str) -> str:
    """A value as a template writes it."""
    return card.type.slug(value) if filter_name == "slug" else FILTERS[filter_name](value)


def with_part(card: Card, field: Field, part: Located, text: str) -> list[Edit | None]:
    """The edits that write another value in place of one item of a list value, or of the one value."""
    return revalued(card, field, ", ".join(text if each is part else each.text for each in field.parts))


def without_part(card: Card, field: Field, part: Located) -> list[Edit | None]:
    """The edits that take one item out of a list value; none for the last one."""
    left = [each.text for each in field.parts if each is not part]
    return revalued(card, field, ", ".join(left)) if left else []


def sureness(card: Card, text: str, value: str, spec: FieldSpec) -> Applicability:
    """How surely a value is another one: surely if it is another name of it, or a slip that no other value is like."""
    others = [each for each in spec.known if each != value]
    is_name = card.type.canon(text) == card.type.canon(value)
    is_slip = nearest(text, (value,), _ALIKE) is not None and nearest(text, others, _ALIKE) is None
    return Applicability.SAFE if is_name or is_slip else Applicability.UNSAFE


def value_said(card: Card, name: str, said: str) -> str | None:
    """What a text says for a value, as the metadata would write it; None if that can't be told."""
    spec = card.type.metadata.field(name)
    if spec is None:
        return said if name == "title" and said else None
    parts = said.split(",") if spec.is_list else [said]
    values = [_known(part.strip(), spec, card.type) for part in parts]
    return ", ".join(value for value in values if value) if values and all(values) else None


def _known(said: str, spec: FieldSpec, card_type: CardType) -> str | None:
    forms = ((value, (value.casefold(), card_type.slug(value))) for value in spec.known)
    known = next((value for value, written in forms if said.casefold() in written), None)
    return known or (capitalized(said) if said and not spec.closed else None)


def new_field(card: Card, name: str, text: str) -> Edit | None:
    """The edit that adds a line of metadata where it belongs."""
    if card.metadata is None or card.type.metadata.source is MetadataSource.FRONT_MATTER:
        return None
    names = [spec.name for spec in card.type.metadata.fields]
    known = [field for field in card.metadata.fields if field.spec]
    before = [field for field in known if names.index(field.name) < names.index(name)]
    in_list = card.type.metadata.source is MetadataSource.BULLETS
    source, line = card.document.source, f"- **{name}:** {text}" if in_list else f"{name}: {text}"
    if before:
        last = max(before, key=lambda field: field.key.span)
        return line_after(source, max(last.key.span.end, last.value.span.end), line)
    return line_before(source, known[0].key.span.start, line) if known else None


def without_field(card: Card, field: Field) -> Edit | None:
    """The edit that takes out a line of metadata; None in front matter, where it may be part of a value."""
    if card.type.metadata.source is MetadataSource.FRONT_MATTER:
        return None
    return without_lines(
        card.document.source, Span(field.key.span.start, max(field.key.span.end, field.value.span.end))
    )
