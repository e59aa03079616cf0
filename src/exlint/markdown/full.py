"""Any Markdown to a tree with exact spans: the only module that knows mistune.

mistune decides what is a heading, a list, or a link, but its tokens say nothing of where they stand. This module lets
it decide, and finds the places on the way, in two steps.

**Blocks** are watched while they are parsed. Each token of a state is stamped with the offset at which it starts;
as the tokens of a state tile its text, a block ends where the next one starts. mistune parses a quote or a list item as
a text of its own, made of consecutive lines of its parent, edited at their *left* end only (marker, indent, tabs). So
a state needs to know one number, the line of the source that it begins on, and an offset in it is found in the source
by its distance from the *right* end of its line. The same holds for CR and CRLF, which mistune turns into LF.

**Inlines** are placed after they are parsed, by reading the raw text along with the tokens, which tile it in order:
each kind says how many characters it takes before and after its children. Only the escapes are noted during parsing.
Should the two ever disagree, the whole run becomes one `Text` with `exact=False`.

The tree is mistune's own, with these exceptions:

- Siblings are in source order (mistune puts a list before a quote that it directly follows).
- A line after a quote or list is never joined to the paragraph *before* that quote or list (mistune does so with a
  line such as `2. text`, if there is such a paragraph).
- A line of white space is blank, however long (mistune takes five columns or more for code, or for a part of the
  paragraph, and so joins the paragraphs around it).
- Link reference definitions are blocks.
- A paragraph with more than 1,000 runs of `*` and `_` has no emphasis: mistune's time for it grows too fast.
"""

from __future__ import annotations

import html
import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterable, MutableMapping
from functools import lru_cache
from html.entities import html5
from operator import itemgetter
from typing import Any, SupportsIndex, cast

from mistune import BlockParser, InlineParser, InlineState
from mistune.core import BlockState
from mistune.helpers import parse_link_href, parse_link_label, parse_link_title, unescape_char
from mistune.plugins.table import NP_TABLE_PATTERN, TABLE_PATTERN, parse_nptable, parse_table
from mistune.plugins.url import parse_url_link
from mistune.util import unescape, unikey

from exlint.document import (
    Block,
    Break,
    Cell,
    Code,
    CodeBlock,
    Definition,
    Document,
    Emphasis,
    Head,
    Heading,
    HtmlBlock,
    Inline,
    Item,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    RawHtml,
    Table,
    Text,
    ThematicBreak,
)
from exlint.findings import Span
from exlint.head import without_head
from exlint.source import Source

#: What mistune strips from both ends of a text before it parses its inlines; it leaves no-break spaces alone.
_SPACE = " \t\r\n\f"

#: mistune's own pattern would take the closing marks of `**https://example.org**` into the address.
BARE_URL = r"""https?://[^\s<]*[^\s<.,:;!?"'()\]*_~]"""

_MARKUP = re.compile(r"[\\`*_\[<&\n]")
_EMPHASIS_RUN = re.compile(r"\*+|_+")
_MOST_EMPHASIS_RUNS = 1000
_MEMO_TEXT_LENGTH = 300

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BACKTICKS = re.compile(r"`+")
_LINE_END = re.compile(r"(?:\\| *)\n\s*")
_DESTINATION_START = re.compile(r"[ \t\n]*<?")
_DESTINATION_END = re.compile(r"[ \t\n\f]*\)")

_WHITE_LINE = re.compile(r"\n[ \t]+(?=\n)")
_ITEM_MARKER = re.compile(r"[ \t]*([*+-]|\d{1,9}[.)])")

_CELL = re.compile(r"(?:[^|\\]|\\.?)*")

_Token = dict[str, Any]
_START = itemgetter("start")


def parse_fully(source: Source, head: Head | None = None) -> Document:
    """Parse a source, but for its head. Never raises, whatever the text."""
    text = without_head(source, head).replace("\r\n", "\n").replace("\r", "\n")
    state = _BlockState()
    state.open(source, text if text.endswith("\n") else text + "\n")
    _BLOCKS.parse(state)
    return Document(source, _Builder(source, state.env).blocks(state.tokens), head)


# Blocks: what mistune does, watched.


class _Tokens(list[_Token]):
    """The tokens of one state; each is stamped with the offset in the state's text at which its block starts."""

    def __init__(self, state: _BlockState) -> None:
        super().__init__()
        self.state = state

    def append(self, token: _Token) -> None:
        self._stamp(token)
        super().append(token)

    def insert(self, index: SupportsIndex, token: _Token) -> None:
        self._stamp(token)
        super().insert(index, token)

    def _stamp(self, token: _Token) -> None:
        state = self.state
        token["start"], token["rule"] = state.begun or (state.cursor, "")


class _BlockState(BlockState):
    """A text under parse: the whole source, the content of a quote, or that of a list item."""

    tokens: _Tokens
    source: Source
    #: the row of `source`, from 0, that the text begins on
    first_row: int = 0
    #: whether offsets in the text are offsets in the source
    is_source: bool = False
    #: for a list item: its marker, matched in the parent's text
    marker: re.Match[str]
    #: the start and the name of the rule that is at work, if any
    begun: tuple[int, str] | None = None
    #: the start of the line with the marker of the item that is parsed next
    next_marker_line: int = 0

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.tokens = _Tokens(self)
        self._line_table: tuple[list[int], list[int]] | None = None

    def open(self, source: Source, text: str) -> None:
        """Begin with the whole of a source; `text` is its text with LF for every line ending."""
        self.env["urls"] = {}
        self.source = source
        self.is_source = "\r" not in source.text
        self.process(text)

    def process(self, src: str) -> None:
        # Form feeds keep the length, and mistune never takes them for an indent.
        super().process(_WHITE_LINE.sub(_blank, src))

    def child_state(self, src: str, lazy_line_starts: set[int] | None = None) -> _BlockState:
        child = cast("_BlockState", super().child_state(src, lazy_line_starts))
        child.source = self.source
        is_item = lazy_line_starts is None  # mistune gives them, if only as an empty set, for a quote
        if is_item:
            self._open_item(child)
        else:
            assert self.begun
            child.first_row = self.first_row + self.row(self.begun[0])
        return child

    def _open_item(self, child: _BlockState) -> None:
        marker = _ITEM_MARKER.match(self.src, self.next_marker_line)
        assert marker
        child.marker = marker
        child.first_row = self.first_row + self.row(marker.start())
        if not self.get_line(marker.end()).strip():
            child.first_row += 1  # mistune leaves out the rest of the marker's line if it is blank
        # If another item follows, mistune has just read the line with its marker.
        self.next_marker_line = self.src.rfind("\n", 0, self.cursor - 1) + 1

    def append_paragraph(self) -> int | None:
        last = self.last_token()
        if last and last["type"] == "paragraph" and last["start"] + len(last["text"]) != self.cursor:
            return None  # a quote or list stands between, and asks whether this line ends it
        return super().append_paragraph()

    def span(self, start: int, end: int) -> Span:
        """Locate a range of this text in the source."""
        if self.is_source:
            return Span(start, end)
        starts, shifts = self._lines()
        if len(starts) == 1:
            return Span(start + shifts[0], end + shifts[0])
        start_row, end_row = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
        return Span(start + shifts[start_row], end + shifts[end_row])

    def row(self, at: int) -> int:
        """Count the lines of this text before an offset."""
        starts = self.source.line_starts if self.is_source else self._lines()[0]
        return bisect_right(starts, at) - 1

    def _lines(self) -> tuple[list[int], list[int]]:
        """Give the start of each line, and what to add to an offset in it to get one in the source."""
        if self._line_table is None:
            self._line_table = self._align_lines()
        return self._line_table

    def _align_lines(self) -> tuple[list[int], list[int]]:
        starts: list[int] = []
        shifts: list[int] = []
        row, start = self.first_row, 0
        for line in self.src.removesuffix("\n").split("\n"):
            row += 1
            starts.append(start)
            shifts.append(self.source.line_span(row).end - start - len(line))
            start += len(line) + 1
        return starts, shifts


def _blank(match: re.Match[str]) -> str:
    return "\n" + "\f" * (match.end() - match.start() - 1)


class _BlockParser(BlockParser):
    """mistune's block parser, made to tell where its matches start."""

    state_cls = _BlockState

    def parse_method(self, m: re.Match[str], state: BlockState) -> int | None:
        assert isinstance(state, _BlockState)
        outer = state.begun
        state.begun = (m.start(), m.lastgroup or "")
        try:
            return super().parse_method(m, state)
        finally:
            state.begun = outer

    def parse_list(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, _BlockState)
        outer = state.next_marker_line
        state.next_marker_line = m.start()
        try:
            return super().parse_list(m, state)
        finally:
            state.next_marker_line = outer

    def parse_atx_heading(self, m: re.Match[str], state: BlockState) -> int:
        rest = m.group("atx_2")
        text = rest.lstrip(string.whitespace)
        content = m.end("atx_2") - len(text) if text else m.start("atx_2")
        state.append_token(
            {
                "type": "heading",
                "text": _without_closing_marks(text.rstrip(string.whitespace)),
                "attrs": {"level": len(m.group("atx_1"))},
                "content": content,
            }
        )
        return m.end() + 1

    def parse_ref_link(self, m: re.Match[str], state: BlockState) -> int | None:
        last = state.last_token()
        end = super().parse_ref_link(m, state)
        if not end or (last and last["type"] == "paragraph"):
            return end
        label = m.group("reflink_1")
        href, _ = parse_link_href(state.src, m.end(), block=True, max_nested_level=self.max_nested_level)
        url = _decode_destination(href or "")
        state.env["urls"].setdefault(unikey(label), url)
        state.append_token({"type": "definition", "label": label, "url": url})
        return end


def _without_closing_marks(text: str) -> str:
    """Take the closing `#`s off a heading's text; mistune's pattern for it takes quadratic time."""
    trimmed = text.rstrip()
    content = trimmed.rstrip("#")
    if content == trimmed or (content and not content[-1].isspace()):
        return text
    return content.rstrip()


def _make_block_parser() -> BlockParser:
    parser = _BlockParser()
    parser.register("table", TABLE_PATTERN, parse_table)
    parser.register("nptable", NP_TABLE_PATTERN, parse_nptable)
    return parser


_BLOCKS = _make_block_parser()


class _Builder:
    """Makes the tree from the tokens of all states."""

    def __init__(self, source: Source, env: MutableMapping[str, Any]) -> None:
        self._source = source
        self._env = env

    def blocks(self, tokens: _Tokens) -> tuple[Block, ...]:
        """Build the blocks of one state, in source order."""
        state = tokens.state
        ordered = sorted(tokens, key=_START)
        bounds = [*(token["start"] for token in ordered), len(state.src)]
        blocks: list[Block] = []
        for token, bound in zip(ordered, bounds[1:], strict=True):
            if token["type"] == "blank_line":
                continue
            start, end = _trim(state.src, token["start"], bound)
            if start < end:  # else it is white space on the first line, which mistune may take for code
                blocks.append(self._block(token, state, start, end))
        return tuple(blocks)

    def _block(self, token: _Token, state: _BlockState, start: int, end: int) -> Block:
        match token["type"]:
            case "paragraph" | "block_text":
                return self._paragraph(token, state, start, end)
            case "heading":
                return self._heading(token, state, start, end)
            case "list":
                return self._list(token, state)
            case "table":
                return self._table(token, state, start, end)
            case "block_quote":
                return Quote(state.span(start, end), self.blocks(token["children"]))
            case "block_code":
                return CodeBlock(state.span(start, end), token.get("attrs", {}).get("info", ""))
            case "block_html":
                return HtmlBlock(state.span(start, end))
            case "thematic_break":
                return ThematicBreak(state.span(start, end))
            case "definition":
                return Definition(state.span(start, end), token["label"], token["url"])
            case unknown:
                raise AssertionError(unknown)

    def _paragraph(self, token: _Token, state: _BlockState, start: int, end: int) -> Paragraph:
        return Paragraph(state.span(start, end), self._inlines(state, start, token["text"].strip(_SPACE)))

    def _heading(self, token: _Token, state: _BlockState, start: int, end: int) -> Heading:
        text = token["text"].strip(_SPACE)
        content = token.get("content", start)  # that of a setext heading starts with the block
        content_span = state.span(content, content + len(text))
        inlines = self._inlines(state, content, text)
        return Heading(state.span(start, end), token["attrs"]["level"], content_span, inlines)

    def _list(self, token: _Token, state: _BlockState) -> ListBlock:
        items = tuple(self._item(item["children"], state) for item in token["children"])
        span = Span(items[0].span.start, items[-1].span.end)
        return ListBlock(span, token["attrs"]["ordered"], token["tight"], items)

    def _item(self, content: _Tokens, state: _BlockState) -> Item:
        match = content.state.marker
        marker = state.span(match.start(1), match.end())
        written = match.group(1)
        number = int(written[:-1]) if len(written) > 1 else None
        blocks = self.blocks(content)
        end = blocks[-1].span.end if blocks else marker.end
        return Item(Span(marker.start, end), marker, number, blocks)

    def _table(self, token: _Token, state: _BlockState, start: int, end: int) -> Table:
        head, body = token["children"]
        rows: list[tuple[Cell, ...]] = []
        line_start = token["start"]
        for row in [head, None, *body["children"]]:  # None for the delimiter row
            line_end = state.find_line_end_at(line_start)
            if row is not None:
                rows.append(self._row(row["children"], state, _cell_ranges(state.src, line_start, line_end, token)))
            line_start = line_end
        return Table(state.span(start, end), tuple(rows))

    def _row(self, cells: list[_Token], state: _BlockState, ranges: list[tuple[int, int]]) -> tuple[Cell, ...]:
        return tuple(
            Cell(state.span(start, end), self._inlines(state, start, cell["text"]))
            for cell, (start, end) in zip(cells, ranges, strict=True)
        )

    def _inlines(self, state: _BlockState, at: int, text: str) -> tuple[Inline, ...]:
        """Parse and place the inlines of a text that stands at an offset of a state."""
        if not text:
            return ()
        if not _MARKUP.search(text) and "://" not in text:
            span = state.span(at, at + len(text))
            return (Text(span, self._source[span] == text, text),)
        tokens, escapes = _parse_inlines(text, self._env)
        try:
            return _Placer(text, at, state, escapes).place_all(tokens)
        except _MisplacedError:
            return (Text(state.span(at, at + len(text)), False, text),)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space off both ends of a range."""
    part = text[start:end].rstrip(_SPACE)
    end = start + len(part)
    return end - len(part.lstrip(_SPACE)), end


def _cell_ranges(src: str, start: int, end: int, table: _Token) -> list[tuple[int, int]]:
    """Find the cells' texts in a row, split as mistune does."""
    start, end = _trim(src, start, end)
    if table["rule"] == "table":  # with pipes at both ends
        start, end = start + 1, end - 1
    ranges: list[tuple[int, int]] = []
    while start <= end:
        match = _CELL.match(src, start, end)
        assert match
        cell = match.group().rstrip()
        cell_end = start + len(cell)
        ranges.append((cell_end - len(cell.lstrip()), cell_end))
        start = match.end() + 1
    return ranges


def _decode_destination(raw: str) -> str:
    """Decode the escapes and entities of a link destination; mistune would also percent-encode it."""
    return unescape(unescape_char(raw))


# Inlines: parsed by mistune, placed afterwards.


class _InlineState(InlineState):
    """An inline text under parse; `escapes` holds the offsets of the backslashes that escape a character."""

    def __init__(self, env: MutableMapping[str, Any]) -> None:
        super().__init__(env)
        self.escapes: list[int] = []


class _InlineParser(InlineParser):
    """mistune's inline parser, made to note escapes: what they show doesn't tell them from plain text."""

    state_cls = _InlineState

    def parse_escape(self, m: re.Match[str], state: InlineState) -> int:
        assert isinstance(state, _InlineState)
        state.escapes.extend(range(m.start(), m.end(), 2))
        return super().parse_escape(m, state)


def _make_inline_parser(*, emphasis: bool) -> InlineParser:
    parser = _InlineParser()
    parser.register("url_link", BARE_URL, parse_url_link)
    if not emphasis:
        parser.rules.remove("emphasis")
    return parser


_INLINES = _make_inline_parser(emphasis=True)
_INLINES_WITHOUT_EMPHASIS = _make_inline_parser(emphasis=False)


def _parse_inlines(text: str, env: MutableMapping[str, Any]) -> tuple[list[_Token], list[int]]:
    """Give mistune's tokens for a text, and the offsets of its escapes."""
    if not env["ref_links"] and len(text) <= _MEMO_TEXT_LENGTH:
        return _parse_short_inlines(text)
    return _parse_inlines_afresh(text, env)


@lru_cache(maxsize=1024)
def _parse_short_inlines(text: str) -> tuple[list[_Token], list[int]]:
    # Cards repeat themselves: most marked-up lines of a collection occur in many of its cards.
    return _parse_inlines_afresh(text, {"ref_links": {}})


def _parse_inlines_afresh(text: str, env: MutableMapping[str, Any]) -> tuple[list[_Token], list[int]]:
    state = _InlineState(env)
    state.src = text
    parser = _INLINES_WITHOUT_EMPHASIS if _has_too_much_emphasis(text) else _INLINES
    return parser.parse(state), state.escapes


def _has_too_much_emphasis(text: str) -> bool:
    if text.count("*") + text.count("_") <= _MOST_EMPHASIS_RUNS:
        return False
    return sum(1 for _ in _EMPHASIS_RUN.finditer(text)) > _MOST_EMPHASIS_RUNS


class _MisplacedError(Exception):
    """The raw text does not have what the token says."""


class _Placer:
    """Reads a raw text along with its tokens. `_at` is how far it has come."""

    def __init__(self, text: str, start: int, state: _BlockState, escapes: list[int]) -> None:
        self._text = text
        self._start = start
        self._state = state
        self._escapes = escapes
        self._at = 0

    def place_all(self, tokens: Iterable[_Token]) -> tuple[Inline, ...]:
        """Place the tokens of the whole text."""
        inlines = self._place(tokens)
        if self._at != len(self._text):
            raise _MisplacedError
        return inlines

    def _place(self, tokens: Iterable[_Token]) -> tuple[Inline, ...]:
        inlines: list[Inline] = []
        text = ""  # of adjacent tokens: mistune splits text at marks that turn out to mark nothing
        for token in tokens:
            if token["type"] == "text":
                text += token["raw"]
                continue
            self._place_text(text, inlines)
            text = ""
            inlines.append(_PLACERS[token["type"]](self, token))
        self._place_text(text, inlines)
        return tuple(inlines)

    def _place_text(self, raw: str, inlines: list[Inline]) -> None:
        done = 0
        while done < len(raw):
            escape = self._next_escape()
            if escape == self._at:
                start = self._at
                self._take("\\" + raw[done])
                inlines.append(Text(self._since(start), True, raw[done]))
                done += 1
            else:
                plain = raw[done : done + escape - self._at]
                self._place_plain(plain, inlines)
                done += len(plain)

    def _next_escape(self) -> int:
        index = bisect_right(self._escapes, self._at - 1)
        return self._escapes[index] if index < len(self._escapes) else len(self._text) + 1

    def _place_plain(self, raw: str, inlines: list[Inline]) -> None:
        if "&" in raw:
            done = 0
            for entity in _ENTITY.finditer(raw):
                shown = _decode_entity(entity.group())
                if shown is not None:
                    self._append_text(raw[done : entity.start()], inlines)
                    start = self._at
                    self._take(entity.group())
                    inlines.append(Text(self._since(start), True, shown))
                    done = entity.end()
            raw = raw[done:]
        self._append_text(raw, inlines)

    def _append_text(self, raw: str, inlines: list[Inline]) -> None:
        if raw:
            start = self._at
            self._take(raw)
            inlines.append(Text(self._since(start), True, raw))

    def _place_emphasis(self, token: _Token) -> Inline:
        start = self._at
        strong = token["type"] == "strong"
        mark = self._text[start : start + 1] * (2 if strong else 1)
        self._take(mark)
        children = self._place(token["children"])
        self._take(mark)
        return Emphasis(self._since(start), True, strong, children)

    def _place_code(self, token: _Token) -> Inline:
        start = self._at
        opening = _BACKTICKS.match(self._text, start)
        if not opening:
            raise _MisplacedError
        for closing in _BACKTICKS.finditer(self._text, opening.end()):
            if len(closing.group()) == len(opening.group()):
                self._at = closing.end()
                return Code(self._since(start), True, token["raw"])
        raise _MisplacedError

    def _place_html(self, token: _Token) -> Inline:
        start = self._at
        self._take(token["raw"])
        return RawHtml(self._since(start))

    def _place_break(self, token: _Token) -> Inline:
        match = _LINE_END.match(self._text, self._at)
        if not match:
            raise _MisplacedError
        self._at = match.end()
        return Break(self._since(match.start()), True, token["type"] == "linebreak")

    def _place_link(self, token: _Token) -> Inline:
        if self._text.startswith(("[", "!["), self._at):
            return self._place_bracketed_link(token)
        return self._place_autolink(token)

    def _place_autolink(self, token: _Token) -> Inline:
        start = self._at
        raw = token["children"][0]["raw"]
        angled = self._text.startswith("<", start)
        if angled:
            self._take("<")
        children: list[Inline] = []
        self._place_plain(raw, children)
        if angled:
            self._take(">")
        url = unescape(raw if ":" in raw else "mailto:" + raw)
        return Link(self._since(start), True, url, None, tuple(children), False, True)

    def _place_bracketed_link(self, token: _Token) -> Inline:
        start = self._at
        image = token["type"] == "image"
        self._take("![" if image else "[")
        children = self._place(token["children"])
        self._take("]")
        url_span = None
        if "ref" in token:
            url = self._state.env["urls"][token["ref"]]
            self._skip_label()
        else:
            url, url_span = self._take_destination()
        return Link(self._since(start), True, url, url_span, children, image)

    def _skip_label(self) -> None:
        if self._text.startswith("[", self._at):
            _, end = parse_link_label(self._text, self._at + 1)
            self._at = end or self._at

    def _take_destination(self) -> tuple[str, Span]:
        self._take("(")
        before = _DESTINATION_START.match(self._text, self._at)
        raw, raw_end = parse_link_href(self._text, self._at)
        if before is None or raw is None or raw_end is None:
            raise _MisplacedError
        _, title_end = parse_link_title(self._text, raw_end, len(self._text))
        after = _DESTINATION_END.match(self._text, title_end or raw_end)
        if after is None:
            raise _MisplacedError
        self._at = after.end()
        return _decode_destination(raw), self._span(before.end(), before.end() + len(raw))

    def _take(self, raw: str) -> None:
        if not raw or not self._text.startswith(raw, self._at):
            raise _MisplacedError
        self._at += len(raw)

    def _since(self, start: int) -> Span:
        return self._span(start, self._at)

    def _span(self, start: int, end: int) -> Span:
        return self._state.span(self._start + start, self._start + end)


_PLACERS: dict[str, Callable[[_Placer, _Token], Inline]] = {
    "emphasis": _Placer._place_emphasis,
    "strong": _Placer._place_emphasis,
    "codespan": _Placer._place_code,
    "inline_html": _Placer._place_html,
    "softbreak": _Placer._place_break,
    "linebreak": _Placer._place_break,
    "link": _Placer._place_link,
    "image": _Placer._place_link,
}


def _decode_entity(raw: str) -> str | None:
    """Give what an entity shows, or None if there is no such entity."""
    if raw[1] == "#" or raw[1:] in html5:
        return html.unescape(raw)
    return None
