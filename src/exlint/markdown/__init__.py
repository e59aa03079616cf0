"""Markdown to a tree with exact spans."""

from __future__ import annotations

from exlint.document import Document, Head
from exlint.markdown.plain import parse_plain
from exlint.source import Source


def parse(source: Source, head: Head | None = None) -> Document:
    """Parse a source, but for its head. Never raises, whatever the text."""
    document = parse_plain(source, head)
    if document is None:
        from exlint.markdown.full import parse_fully  # with mistune, which most runs need not load

        document = parse_fully(source, head)
    return document
