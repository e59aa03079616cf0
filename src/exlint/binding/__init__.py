"""Binds a document to a card type, once, so that rules stay short."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from exlint.binding.links import bind_links
from exlint.binding.metadata import bind_metadata, reads_as_field, with_evidence
from exlint.binding.reading import disputes_of
from exlint.binding.sections import Outline, expected_heading, outline
from exlint.binding.statements import bind_statements
from exlint.card import Card, Evidence, Field, HeadingFault, Metadata, Passage, PassageKind, Section, with_inner
from exlint.cardtype import CardType, MetadataSpec
from exlint.document import Block, Document, Heading, Link, ListBlock, Paragraph, Quote, walk, walk_inlines
from exlint.findings import Span
from exlint.prose import Prose, prose_of
from exlint.source import Source
from exlint.value import Value


class _Known(Value):
    """What is known of the card's blocks when its passages are read.

    `fixed` are the ranges of each prose, by its source start, that a template dictates.
    """

    source: Source
    spec: MetadataSpec
    metadata: Metadata | None
    fixed: Mapping[int, tuple[tuple[int, int], ...]]


def bind(document: Document, card_type: CardType, *, found_by_pattern: bool = False) -> Card:
    """Bind the document to the type. Never raises: what is missing is None or empty."""
    metadata = bind_metadata(document, card_type)
    closing = _closing(document, card_type)
    parts = outline(document, card_type, metadata, closing)
    metadata = with_evidence(metadata, card_type.metadata, parts.values) if metadata else None
    sections = tuple(with_inner(parts.sections))
    statements, fixed = bind_statements(card_type, sections, parts.values)
    links = bind_links(card_type, sections, parts.values)
    voices: list[tuple[Evidence, ...]] = [(each,) for each in (metadata.evidence if metadata else ())]
    voices += [each.evidence for each in statements]
    voices += [each.evidence for each in links] + [each.evidence for each in sections]
    voices += [parts.title.evidence] if parts.title else []
    names = ("title", *(field.name for field in card_type.metadata.fields))
    known = _Known(document.source, card_type.metadata, metadata, fixed)
    return Card(
        document=document,
        type=card_type,
        file_name=PurePath(document.source.name).name,
        found_by_pattern=found_by_pattern,
        title=parts.title,
        extra_titles=parts.extra_titles,
        preamble=parts.preamble,
        sections=parts.sections,
        metadata=metadata,
        statements=statements,
        links=links,
        disputes=disputes_of(voices, names),
        closing=closing.span if closing else None,
        passages=tuple(_passages(parts, closing, known)),
        headings={spec.name: expected_heading(spec, parts.values) for spec in card_type.all_sections},
    )


def _closing(document: Document, card_type: CardType) -> Paragraph | None:
    """The last paragraph, if it reads as the type's closing line or links where that links."""
    spec = card_type.closing
    last = next((block for block in reversed(document.blocks) if isinstance(block, Paragraph)), None)
    if spec is None or last is None:
        return None
    if spec.text:
        return last if spec.text.match(prose_of(last.inlines).text.strip()) is not None else None
    links = (inline for inline in walk_inlines(last.inlines) if isinstance(inline, Link))
    return last if any(spec.link and spec.link.match(link.url.rstrip("/")) for link in links) else None


def _passages(parts: Outline, closing: Paragraph | None, known: _Known) -> Iterator[Passage]:
    if parts.title:
        yield Passage.of(PassageKind.TITLE, None, _raw(parts.title.span, known))
    yield from _block_passages(None, parts.preamble, known)
    yield from _section_passages(parts.sections, known)
    if closing:
        yield _passage(PassageKind.LINK_ITEM, None, prose_of(closing.inlines), known)


def _section_passages(sections: tuple[Section, ...], known: _Known) -> Iterator[Passage]:
    for section in sections:
        if section.fault is not HeadingFault.ABSENT:
            yield Passage.of(PassageKind.HEADING, section, _raw(section.heading.span, known))
        yield from _block_passages(section, section.blocks, known)
        for question in section.questions:
            yield _passage(PassageKind.QUESTION, section, question.prose, known)
            yield from _block_passages(section, question.blocks, known)
        yield from _section_passages(section.sections, known)


def _raw(span: Span, known: _Known) -> Prose:
    return Prose(known.source[span], ((0, span),))


def _passage(kind: PassageKind, section: Section | None, prose: Prose, known: _Known) -> Passage:
    return Passage.of(kind, section, prose, known.fixed.get(prose.whole.start, ()))


def _block_passages(section: Section | None, blocks: tuple[Block, ...], known: _Known) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case ListBlock():
                for inner in walk(block.items):
                    if isinstance(inner, Paragraph | Heading):
                        prose = prose_of(inner.inlines)
                        yield _passage(_item_kind(prose, inner, section, known), section, prose, known)
            case Quote(blocks=inner_blocks):
                yield from _block_passages(section, inner_blocks, known)
            case Heading():
                yield _passage(PassageKind.HEADING, section, prose_of(block.inlines), known)
            case Paragraph():
                prose = prose_of(block.inlines)
                yield _passage(_paragraph_kind(prose, block, section, known), section, prose, known)
            case _:
                pass


def _item_kind(prose: Prose, block: Block, section: Section | None, known: _Known) -> PassageKind:
    if _is_field(prose, block, section, known):
        return PassageKind.FIELD
    is_links = section is not None and section.spec is not None and section.spec.allows("links")
    return PassageKind.LINK_ITEM if is_links else PassageKind.ITEM


def _paragraph_kind(prose: Prose, block: Block, section: Section | None, known: _Known) -> PassageKind:
    if _is_field(prose, block, section, known):
        return PassageKind.FIELD
    if section is not None and section.has_entry_in(block.span):
        return _item_kind(prose, block, section, known)
    after_rule = section is not None and section.rule is not None and block.span.start > section.rule.start
    return PassageKind.LINK_ITEM if after_rule else PassageKind.PARAGRAPH


def _is_field(prose: Prose, block: Block, section: Section | None, known: _Known) -> bool:
    """Whether a text is a line of metadata: of the metadata list, beside it, or where it should be."""
    if known.metadata and _has_key(block, known.metadata.fields):
        return True
    here = known.spec.section != "" and (section is None or section.name == known.spec.section)
    return here and reads_as_field(prose.text, known.spec)


def _has_key(block: Block, fields: tuple[Field, ...]) -> bool:
    """Whether the key of a field, which are in source order, stands in the block."""
    after = bisect_left(fields, block.span.end, key=lambda field: field.key.span.start)
    return after > 0 and fields[after - 1].key.span.end > block.span.start
