"""How much of a file is looked at, and what in it is too much.

Some work takes time by the square of what it looks at: of a paragraph, for most rules. With a limit for each such
thing, the time for a whole file grows with its size only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from exlint.document import Block, Cell, Document, Heading, ListBlock, Paragraph, Quote, walk
from exlint.findings import Span
from exlint.request import MOST_BYTES
from exlint.source import Source
from exlint.value import Value, replace


def _limit(default: int, most: int, doc: str) -> int:
    value: int = field(default=default, metadata={"most": most, "doc": doc})
    return value


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a run, each a key of the config. A file that is beyond one is reported, and not checked."""

    max_file_size: int = _limit(256 * 1024, MOST_BYTES, "Bytes of a file. The largest of 900 real cards has 42 KB.")
    max_paragraph: int = _limit(
        4000, 1 << 26, "Characters of a paragraph, a heading, a table cell or a line. The longest real one has 900."
    )
    max_nesting: int = _limit(15, 19, "Lists and quotes within each other. Real cards have two.")
    max_seconds: int = _limit(30, 86400, "Processor time for the check of one file, where the system can measure it.")


DEFAULT_LIMITS = Limits()


class Excess(Value):
    """More than a limit allows: the limit's key in the config, what there is, and what may be."""

    key: str
    found: str
    limit: int
    span: Span

    @property
    def message(self) -> str:
        """What to say of it; the file is not checked any further."""
        return f"{self.found}, more than the config's {self.key!r} ({self.limit}); not checked any further"


def excess_of_size(size: int, limits: Limits) -> Excess | None:
    """Whether a file has too many bytes to be decoded; `size` is what was read of it."""
    if size <= limits.max_file_size:
        return None
    found = f"{size} bytes" if size <= MOST_BYTES else f"more than {MOST_BYTES} bytes"
    return Excess("max-file-size", found, limits.max_file_size, Span(0, 0))


def within(document: Document, limits: Limits) -> tuple[Document, Excess | None]:
    """The document without those of its blocks that are too long or too deep for the rules, and the first such excess.

    A reader of what is left can still tell what kind of document it is.
    """
    found = [_excess(block, document.source, limits) for block in document.blocks]
    excess = next(filter(None, found), None)
    if excess:
        kept = (block for block, each in zip(document.blocks, found, strict=True) if not each)
        document = replace(document, blocks=tuple(kept))
    return document, excess


def _excess(block: Block, source: Source, limits: Limits) -> Excess | None:
    longest = max(block.span.end - block.span.start, source.longest_line)  # no part of the block is longer
    if longest > limits.max_paragraph:
        excess = _excess_of_length(block, source, limits)
        if excess:
            return excess
    return _excess_of_depth(block, limits) if isinstance(block, ListBlock | Quote) else None


def _excess_of_length(block: Block, source: Source, limits: Limits) -> Excess | None:
    for each in walk((block,)):
        length = each.span.end - each.span.start
        if length > limits.max_paragraph and isinstance(each, Paragraph | Heading | Cell):
            return Excess("max-paragraph", f"{length} characters in one paragraph", limits.max_paragraph, each.span)
    for row in range(source.row(block.span.start), source.row(block.span.end) + 1):
        line = source.line_span(row)
        if line.end - line.start > limits.max_paragraph:
            length = line.end - line.start
            return Excess("max-paragraph", f"{length} characters in one line", limits.max_paragraph, line)
    return None


def _excess_of_depth(block: ListBlock | Quote, limits: Limits) -> Excess | None:
    containers, depth = [block], 0
    while containers:
        depth += 1
        if depth > limits.max_nesting:
            found = f"{depth} lists or quotes within each other"
            return Excess("max-nesting", found, limits.max_nesting, containers[0].span)
        containers = [inner for each in containers for inner in _inside(each) if isinstance(inner, ListBlock | Quote)]
    return None


def _inside(block: ListBlock | Quote) -> Iterable[Block]:
    """The blocks of a quote, or of all items of a list."""
    return block.blocks if isinstance(block, Quote) else chain.from_iterable(item.blocks for item in block.items)
