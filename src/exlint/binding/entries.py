"""Lists to entries, lines that lost their marker included."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exlint.card import Entry
from exlint.document import Block, Break, Inline, Item, Link, ListBlock, Located, Paragraph, Text, walk_inlines
from exlint.findings import Span
from exlint.lazy import lazy_pattern
from exlint.prose import Prose, prose_of
from exlint.source import Source

StartsEntry = Callable[[str, str], bool]
"""Whether a line within an item (the text before it, the line) was an item of its own before it lost its marker."""

_MARKER_REMAINS = lazy_pattern(r"\d{1,3}(?:[.)]\s*|\s+)(?=[A-Z*_])|\d{1,3}[.)]$|[-*+•·–][^\s]|[•·–]\s")


def lost_marker(before: str, line: str) -> bool:
    """A line that begins with what is left of a marker, or a new sentence after a finished one."""
    return bool(_MARKER_REMAINS.match(line)) or (before.rstrip().endswith((".", "!", "?")) and line[:1].isupper())


def entries_of(source: Source, blocks: tuple[Block, ...], starts_entry: StartsEntry = lost_marker) -> tuple[Entry, ...]:
    """The entries of all lists among the blocks, in order."""
    return tuple(
        entry
        for block in blocks
        if isinstance(block, ListBlock)
        for item in block.items
        for entry in _item_entries(source, item, starts_entry)
    )


def link_entries_of(source: Source, blocks: tuple[Block, ...]) -> tuple[Entry, ...]:
    """The same for a section of links, where a paragraph that begins with a link is one without its marker."""
    return tuple(
        entry
        for block in blocks
        for entry in (
            paragraph_entries(source, block, lost_marker)
            if isinstance(block, Paragraph) and block.inlines and isinstance(block.inlines[0], Link)
            else entries_of(source, (block,))
        )
    )


def paragraph_entries(source: Source, paragraph: Paragraph, starts_entry: StartsEntry) -> tuple[Entry, ...]:
    """The lines of a paragraph that were items before they lost their markers."""
    entries = []
    for run in _runs(source, paragraph, starts_entry):
        prose = prose_of(run)
        entries.append(Entry(prose, prose.whole, None, None, _links(run), ()))
    return tuple(entries)


def _item_entries(source: Source, item: Item, starts_entry: StartsEntry) -> Iterator[Entry]:
    marker = Located(source[item.marker], item.marker)
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        yield Entry(Prose("", ()), item.span, marker, item.number, (), item.blocks)
        return
    runs = list(_runs(source, first, starts_entry)) if len(first.inlines) > 1 else [first.inlines]
    for index, run in enumerate(runs):
        prose = prose_of(run)
        last = index == len(runs) - 1
        yield Entry(
            prose=prose,
            span=Span(item.span.start if index == 0 else prose.whole.start, item.span.end if last else prose.whole.end),
            marker=marker if index == 0 else None,
            number=item.number if index == 0 else None,
            links=_links(run),
            blocks=item.blocks[1:] if last else (),
        )


def _links(inlines: tuple[Inline, ...]) -> tuple[Link, ...]:
    if len(inlines) == 1 and isinstance(inlines[0], Text):
        return ()
    return tuple(
        inline for inline in walk_inlines(inlines) if isinstance(inline, Link) and not (inline.image or inline.auto)
    )


def _runs(source: Source, paragraph: Paragraph, starts_entry: StartsEntry) -> Iterator[tuple[Inline, ...]]:
    """The paragraph's inlines, split at the line ends after which a new entry starts."""
    run: list[Inline] = []
    inlines = paragraph.inlines
    for index, inline in enumerate(inlines):
        if isinstance(inline, Break) and run and index + 1 < len(inlines) and _unindented(source, inlines[index + 1]):
            rest = prose_of(inlines[index + 1 :]).text
            link_on_link = isinstance(run[0], Link) and isinstance(inlines[index + 1], Link)
            if link_on_link or starts_entry(prose_of(tuple(run)).text, rest):
                yield tuple(run)
                run = []
                continue
        run.append(inline)
    yield tuple(run)


def _unindented(source: Source, inline: Inline) -> bool:
    """A well-wrapped line of an item is indented; one that lost its marker starts the line."""
    return source.position(inline.span.start).column <= 2
