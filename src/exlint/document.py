"""A parsed text as a tree of blocks and inlines, each with its exact span in the source.

The tree says nothing of cards. `exlint.markdown` builds it; every later stage reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from exlint.findings import Span
from exlint.source import Source
from exlint.value import Value


class Located(Value):
    """A text as shown, and where it stands."""

    text: str
    span: Span


class Inline(Value):
    """Something within a line of text. `exact` is False where only the block's span is known."""

    span: Span
    exact: bool = True


class Text(Inline):
    """Plain text within one line. `text` is what is shown; it is the raw source but for an escape or an entity,

    which stands in a leaf of its own (so `len(text) == span.end - span.start` or the leaf is one escape or entity).
    """

    text: str = ""


class Break(Inline):
    """The end of a line within a paragraph, with the white space around it; `hard` if it is shown as a line break."""

    hard: bool = False


class Code(Inline):
    """A code span; the span covers the backticks, `text` is what is between them."""

    text: str = ""


class RawHtml(Inline):
    """An HTML tag or comment within a line; the raw source is its text."""


class Emphasis(Inline):
    """`*text*` or `**text**` (`strong`), or another paired mark; the span covers the marks."""

    strong: bool = False
    children: tuple[Inline, ...] = ()


class Link(Inline):
    """A link, an image, or an autolink; the span covers all of it.

    `url` is the decoded destination. `url_span` is the raw destination where it stands in this place, None for a link
    by reference. `auto` for `<https://…>` and bare URLs, whose text is the address.
    """

    url: str = ""
    url_span: Span | None = None
    children: tuple[Inline, ...] = ()
    image: bool = False
    auto: bool = False


class Block(Value):
    """A block; its span starts at its first marker or character and ends after its last, without the line ending."""

    span: Span


class Heading(Block):
    """An ATX or setext heading. `content` is the span of its inlines."""

    level: int
    content: Span
    inlines: tuple[Inline, ...]


class Paragraph(Block):
    """A paragraph, also the text of a tight list item."""

    inlines: tuple[Inline, ...]


class Item(Block):
    """A list item. `marker` is its bullet or number with the delimiter; `number` is as written, None for a bullet."""

    marker: Span
    number: int | None
    blocks: tuple[Block, ...]


class ListBlock(Block):
    """A list of items."""

    ordered: bool
    tight: bool
    items: tuple[Item, ...]


class Quote(Block):
    """A block quote."""

    blocks: tuple[Block, ...]


class CodeBlock(Block):
    """A fenced or indented code block; `info` is the fence's info string."""

    info: str


class ThematicBreak(Block):
    """A line such as `---`."""


class HtmlBlock(Block):
    """A block of raw HTML, a comment included."""


class Furniture(Block):
    """A line that belongs to the page and not to its text: a button, a link to other pages."""


class Cell(Block):
    """A table cell; the span is its text, without pipes and padding."""

    inlines: tuple[Inline, ...]


class Table(Block):
    """A table; the first row is its head. The delimiter row is no row."""

    rows: tuple[tuple[Cell, ...], ...]


class Definition(Block):
    """A link reference definition: `[label]: url "title"`."""

    label: str
    url: str


class HeadKind(StrEnum):
    """What stands before the content: YAML between `---` lines, or `Key: value` lines."""

    FRONT_MATTER = "front-matter"
    HEADER = "header"


class HeadEntry(Value):
    """A key before the content. `data` is its value as JSON has it; without a `colon`, the key is the whole line."""

    key: Located
    value: Located
    data: object
    colon: bool


class Head(Value):
    """What stands before the content, from the first line to the last one's end.

    `parts` are all values by their path (keys and 0-based indexes). `fault` says why nothing could be read, and where.
    """

    kind: HeadKind
    span: Span
    entries: tuple[HeadEntry, ...]
    parts: Mapping[tuple[str | int, ...], Located]
    fault: Located | None = None


class Document(Value):
    """A source with its blocks, in source order; what its `head` holds is in no block."""

    source: Source
    blocks: tuple[Block, ...]
    head: Head | None = None


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, parents before their children, in source order."""
    for block in blocks:
        yield block
        match block:
            case ListBlock(items=items):
                yield from walk(items)
            case Item(blocks=children) | Quote(blocks=children):
                yield from walk(children)
            case Table(rows=rows):
                for row in rows:
                    yield from row
            case _:
                pass


def inlines_of(block: Block) -> tuple[Inline, ...]:
    """The inlines that are directly the block's own text."""
    return block.inlines if isinstance(block, Heading | Paragraph | Cell) else ()


def walk_inlines(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield every inline, parents before their children, in source order."""
    for inline in inlines:
        yield inline
        match inline:
            case Emphasis(children=children) | Link(children=children):
                yield from walk_inlines(children)
            case _:
                pass
