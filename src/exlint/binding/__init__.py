"""Binds a document to a card type, once, so that rules stay short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from exlint.binding.metadata import bind_metadata
from exlint.binding.sections import outline
from exlint.binding.statements import bind_links, bind_statements, disputes_of, values_of
from exlint.card import Card, Passage, PassageKind, Section, Title
from exlint.cardtype import CardType
from exlint.document import Block, Document, Heading, Link, ListBlock, Paragraph, Quote, walk, walk_inlines
from exlint.findings import Span
from exlint.prose import Prose, prose_of

Fixed = Mapping[int, tuple[tuple[int, int], ...]]


def bind(document: Document, card_type: CardType, *, found_by_pattern: bool = False) -> Card:
    """Bind the document to the type. Never raises: what is missing is None or empty."""
    metadata = bind_metadata(document, card_type)
    parts = outline(document, card_type, metadata.block if metadata else None)
    values = values_of(card_type, parts.title, metadata)
    statements, fixed = bind_statements(card_type, parts.sections, values)
    links = bind_links(card_type, parts.sections, values)
    names = ("title", *(field.name for field in card_type.metadata.fields))
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
        disputes=disputes_of(statements, links, names),
        closing=_closing(document, card_type),
        passages=tuple(_passages(parts.title, parts.preamble, parts.sections, metadata and metadata.block, fixed)),
    )


def _closing(document: Document, card_type: CardType) -> Span | None:
    """The last paragraph, if it links where the type's closing line links."""
    if card_type.closing is None:
        return None
    last = next((block for block in reversed(document.blocks) if isinstance(block, Paragraph)), None)
    if last is None:
        return None
    links = (inline for inline in walk_inlines(last.inlines) if isinstance(inline, Link))
    return last.span if any(card_type.closing.match(link.url.rstrip("/")) for link in links) else None


def _passages(
    title: Title | None,
    preamble: tuple[Block, ...],
    sections: tuple[Section, ...],
    metadata: ListBlock | None,
    fixed: Fixed,
) -> Iterator[Passage]:
    if title:
        yield Passage(PassageKind.TITLE, None, _located(title.text, title.span))
    yield from _block_passages(None, preamble, metadata, fixed)
    for section in sections:
        yield Passage(PassageKind.HEADING, section, _located(section.heading.text, section.heading.span))
        yield from _block_passages(section, section.blocks, metadata, fixed)
        for question in section.questions:
            yield _passage(PassageKind.QUESTION, section, question.prose, fixed)
            yield from _block_passages(section, question.blocks, metadata, fixed)


def _located(text: str, span: Span) -> Prose:
    return Prose(text, ((0, span),))


def _passage(kind: PassageKind, section: Section | None, prose: Prose, fixed: Fixed) -> Passage:
    return Passage(kind, section, prose, fixed.get(prose.whole.start, ()))


def _block_passages(
    section: Section | None, blocks: tuple[Block, ...], metadata: ListBlock | None, fixed: Fixed
) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case ListBlock():
                kind = PassageKind.FIELD if block is metadata else PassageKind.ITEM
                for inner in walk(block.items):
                    if isinstance(inner, Paragraph | Heading):
                        yield _passage(kind, section, prose_of(inner.inlines), fixed)
            case Quote(blocks=inner_blocks):
                yield from _block_passages(section, inner_blocks, metadata, fixed)
            case Heading():
                yield _passage(PassageKind.HEADING, section, prose_of(block.inlines), fixed)
            case Paragraph():
                yield _passage(PassageKind.PARAGRAPH, section, prose_of(block.inlines), fixed)
            case _:
                pass
