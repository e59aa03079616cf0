"""Markdown as most cards have it, to the same tree in a fraction of the time: headings, rules, paragraphs and items of

one line each, with nothing in them but text, bold text and links.

Each pattern here takes only what has one reading, whatever stands around it; a text with anything else is none of this
module's, and `exlint.markdown.full` reads it. The tests hold the two trees equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.document import (
    Block,
    Document,
    Emphasis,
    Head,
    Heading,
    Inline,
    Item,
    Link,
    ListBlock,
    Paragraph,
    Text,
    ThematicBreak,
)
from exlint.findings import Span
from exlint.source import Source

_START = r"(?:[^\W\d_]|\d++(?![.)])|\*\*[A-Za-z]|\[[^\[\]\n]++\]\()"
"""What a line that is nothing but text begins with: no mark of a block."""
_LINE = rf"(?={_START}).*+(?<=\S)\n"
_BLOCK = re.compile(
    rf"(?P<marks>\#{{1,6}})\ (?P<heading>(?=[^\s\#]).*+(?<=[^\s\#]))\n+"
    r"|(?P<rule>-{3,})\n+"
    rf"|(?P<list>(?:-\ {_LINE})++|0{{0,8}}1\.\ {_LINE}(?:\d{{1,9}}\.\ {_LINE})*+)(?:\n+(?={_START}|\#|---+\n)|\n*\Z)"
    rf"|(?P<paragraph>{_LINE})(?:\n+|\Z)",
    re.VERBOSE,
)
_ITEM = re.compile(r"(?P<marker>-|(?P<number>\d+)\.) (?P<text>[^\n]*)\n")

_MARKUP = re.compile(r"[\\`*_\[<&]")
_PLAIN = r"[^\\`*_\[\]<&\n]"
_INLINE = re.compile(
    rf"(?P<text>{_PLAIN}++)"
    rf"|(?<![^\s])\*\*(?P<strong>[A-Za-z0-9](?:{_PLAIN}*?[A-Za-z0-9:.])?)\*\*(?=\ |\Z)"
    rf"|(?<!!)\[(?P<label>[A-Za-z0-9](?:{_PLAIN}*?[A-Za-z0-9])?)\]\((?P<url>[^\s()<>\\&`*\[\]\"']++)\)",
    re.VERBOSE,
)


class _OtherError(Exception):
    """The text has something else in it."""


def parse_plain(source: Source, head: Head | None) -> Document | None:
    """Parse a source, but for its head; None if it is not as plain as this module wants it."""
    text = source.text if source.text.endswith("\n") else source.text + "\n"
    try:
        return Document(source, tuple(_blocks(text, head.span.end if head else 0)), head)
    except _OtherError:
        return None


def _blocks(text: str, at: int) -> Iterator[Block]:
    if not text[at:].replace("\n", "").isprintable():  # a tab, a carriage return, or what may end a line
        raise _OtherError
    end = len(text)
    while at < end and text[at] == "\n":
        at += 1
    while at < end:
        match = _BLOCK.match(text, at)
        if match is None:
            raise _OtherError
        yield _block(match, at)
        at = match.end()


def _block(match: re.Match[str], at: int) -> Block:
    match match.lastgroup:
        case "paragraph":
            return _paragraph(match["paragraph"][:-1], at)
        case "list":
            return _list(match["list"], at)
        case "heading":
            text, start = match["heading"], match.start("heading")
            content = Span(start, start + len(text))
            return Heading(Span(at, content.end), len(match["marks"]), content, _inlines(text, start))
        case _:
            return ThematicBreak(Span(*match.span("rule")))


def _paragraph(text: str, at: int) -> Paragraph:
    return Paragraph(Span(at, at + len(text)), _inlines(text, at))


def _list(text: str, at: int) -> ListBlock:
    items = tuple(_item(match, at) for match in _ITEM.finditer(text))
    return ListBlock(Span(at, items[-1].span.end), items[0].number is not None, True, items)


def _item(match: re.Match[str], at: int) -> Item:
    start, number = at + match.start(), match["number"]
    paragraph = _paragraph(match["text"], at + match.start("text"))
    marker = Span(start, at + match.end("marker"))
    return Item(Span(start, paragraph.span.end), marker, None if number is None else int(number), (paragraph,))


def _inlines(text: str, at: int) -> tuple[Inline, ...]:
    if "://" not in text and not _MARKUP.search(text):
        return (Text(Span(at, at + len(text)), True, text),)
    inlines: list[Inline] = []
    done = 0
    for match in _INLINE.finditer(text):
        if match.start() != done:
            raise _OtherError
        inlines.append(_inline(match, at))
        done = match.end()
    if done != len(text):
        raise _OtherError
    return tuple(inlines)


def _inline(match: re.Match[str], at: int) -> Inline:
    span = Span(at + match.start(), at + match.end())
    kind = match.lastgroup
    if kind == "text":
        return _text(match, "text", at)
    if kind == "strong":
        return Emphasis(span, True, True, (_text(match, "strong", at),))
    place = Span(at + match.start("url"), at + match.end("url"))
    return Link(span, True, match["url"], place, (_text(match, "label", at),))


def _text(match: re.Match[str], group: str, at: int) -> Text:
    shown = match[group]
    if "://" in shown:  # a bare address is a link of its own
        raise _OtherError
    return Text(Span(at + match.start(group), at + match.end(group)), True, shown)
