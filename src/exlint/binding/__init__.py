"""Binds a document to a card type, once, so that rules stay short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from exlint.binding.links import bind_links
from exlint.binding.metadata import bind_metadata
from exlint.binding.reading import disputes_of, values_of
from exlint.binding.sections import outline
from exlint.binding.statements import bind_statements
from exlint.card import Card, Passage, PassageKind, Section, Title
from exlint.cardtype import CardType
from exlint.document import Block, Document, Heading, Link, ListBlock, Paragraph, Quote, walk, walk_inlines
from exlint.findings import Span
from exlint.prose import Prose, prose_of


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the card's blocks when its passages are read.

    `fixed` are the ranges of each prose, by its source start, that a template dictates.
    """

    metadata: ListBlock | None
    closing: Span | None
    fixed: Mapping[int, tuple[tuple[int, int], ...]]


def bind(document: Document, card_type: CardType, *, found_by_pattern: bool = False) -> Card:
    """Bind the document to the type. Never raises: what is missing is None or empty."""
    metadata = bind_metadata(document, card_type)
    parts = outline(document, card_type, metadata.block if metadata else None)
    values = values_of(card_type, parts.title, metadata)
    statements, fixed = bind_statements(card_type, parts.sections, values)
    links = bind_links(card_type, parts.sections, values)
    names = ("title", *(field.name for field in card_type.metadata.fields))
    closing = _closing(document, card_type)
    metadata_list = metadata.block if metadata else None
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
        closing=closing,
        passages=tuple(_passages(parts.title, parts.preamble, parts.sections, _Known(metadata_list, closing, fixed))),
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
    known: _Known,
) -> Iterator[Passage]:
    if title:
        yield Passage.of(PassageKind.TITLE, None, _located(title.text, title.span))
    yield from _block_passages(None, preamble, known)
    for section in sections:
        yield Passage.of(PassageKind.HEADING, section, _located(section.heading.text, section.heading.span))
        yield from _block_passages(section, section.blocks, known)
        for question in section.questions:
            yield _passage(PassageKind.QUESTION, section, question.prose, known)
            yield from _block_passages(section, question.blocks, known)


def _located(text: str, span: Span) -> Prose:
    return Prose(text, ((0, span),))


def _passage(kind: PassageKind, section: Section | None, prose: Prose, known: _Known) -> Passage:
    return Passage.of(kind, section, prose, known.fixed.get(prose.whole.start, ()))


def _block_passages(section: Section | None, blocks: tuple[Block, ...], known: _Known) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case ListBlock():
                kind = _list_kind(section, is_metadata=block is known.metadata)
                for inner in walk(block.items):
                    if isinstance(inner, Paragraph | Heading):
                        yield _passage(kind, section, prose_of(inner.inlines), known)
            case Quote(blocks=inner_blocks):
                yield from _block_passages(section, inner_blocks, known)
            case Heading():
                yield _passage(PassageKind.HEADING, section, prose_of(block.inlines), known)
            case Paragraph():
                kind = PassageKind.LINK_ITEM if block.span == known.closing else PassageKind.PARAGRAPH
                yield _passage(kind, section, prose_of(block.inlines), known)
            case _:
                pass


def _list_kind(section: Section | None, *, is_metadata: bool) -> PassageKind:
    if is_metadata:
        return PassageKind.FIELD
    is_links = section is not None and section.spec is not None and section.spec.allows("links")
    return PassageKind.LINK_ITEM if is_links else PassageKind.ITEM
