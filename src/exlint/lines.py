"""Plain text with one element a line, as the same tree of blocks that Markdown gives.

The text of a page that was captured has no marks: only the card type tells which line is a heading, a question or an
item. Where the capture broke a sentence at its links, the pieces are joined again to one paragraph or item: its prose
reads as if nothing had happened, and its places show that it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.cardtype import CardType, SectionSpec
from exlint.document import (
    Block,
    Break,
    Document,
    Furniture,
    Head,
    Heading,
    HtmlBlock,
    Inline,
    Item,
    ListBlock,
    Paragraph,
    Text,
)
from exlint.findings import Span
from exlint.lazy import lazy_pattern
from exlint.prose import sentences, words
from exlint.source import Source
from exlint.suggest import nearest
from exlint.value import Struct, Value, field

_LISTS = frozenset({"numbered-list", "bullet-list", "links"})
_LONGEST_HEADING = 120
_SMALL = 3
"""Words of so many letters may be in lower case in a headline."""
_ALL_BUT = 0.85
"""How much of a heading a headline must share to be that heading misspelt."""
_FINISHED = lazy_pattern(r"[.!?…][\"')\]”’]*$")
_PENDING = lazy_pattern(r"[,;:(\[{“‘–—-]$")
_CLOSERS = tuple(",.;:!?…)]}”’%")
"""What begins no sentence, and has no space before it."""
_OPENERS = tuple("([{“‘")
"""What ends no sentence, and has no space after it."""
_COMMENT = lazy_pattern(r"<!--.*-->")


class _Line(Value):
    """A line without the white space around it. An empty one ends an element."""

    text: str
    span: Span

    @property
    def is_finished(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_FINISHED.search(self.text))

    @property
    def goes_on(self) -> bool:
        """Whether it begins as the middle of a sentence does."""
        return self.text.startswith(_CLOSERS) or self.text.lstrip("\"'“‘([–—-")[:1].islower()

    @property
    def is_headline(self) -> bool:
        """Whether it has its words in capitals and is no sentence."""
        found = words(self.text)
        capitals = sum(word.text[0].isupper() for word in found)
        long = all(not word.text[0].islower() for word in found if len(word.text) > _SMALL)
        is_label = self.text.endswith("?") or not (self.is_finished or _PENDING.search(self.text))
        return long and capitals > 1 and is_label and len(self.text) <= _LONGEST_HEADING


def parse_lines(source: Source, card_type: CardType, head: Head | None = None) -> Document:
    """Build the tree of a text of this type, but for its head.

    Never raises. Each line that is not empty is in exactly one block.
    """
    lines = tuple(_lines(source, head.span.end if head else 0))
    page = _Page(card_type, lines, tuple(entry.value.text for entry in head.entries) if head else ())
    return Document(source, _Builder(page, _headings(page)).blocks(), head)


def _lines(source: Source, start: int) -> Iterator[_Line]:
    for row in range(source.row(start) + (start > 0), len(source.line_starts) + 1):
        span = source.line_span(row)
        text = source[span].strip()
        first = span.start + source[span].find(text)
        yield _Line(text, Span(first, first + len(text)))


class _Page(Value):
    """The lines of a text, and what can be told of each by its own words and its neighbours.

    `values` are those of the header, of which one may be the title.
    """

    card_type: CardType
    lines: tuple[_Line, ...]
    values: tuple[str, ...]

    def is_furniture(self, line: _Line) -> bool:
        """Whether it is a button or the like."""
        return any(pattern.fullmatch(line.text) for pattern in self.card_type.leftovers)

    def texts(self) -> list[int]:
        """The lines that are text, by their indexes."""
        return [
            at
            for at, line in enumerate(self.lines)
            if line.text and not _COMMENT.fullmatch(line.text) and not self.is_furniture(line)
        ]

    def after(self, at: int) -> _Line:
        """The line after this one; an empty one after the last."""
        return self.lines[at + 1] if at + 1 < len(self.lines) else _Line("", self.lines[at].span)

    def stands_alone(self, at: int) -> bool:
        """Whether a line is a headline, and no capitalised link within a sentence."""
        line = self.lines[at]
        is_within = (self.after(at).goes_on and not line.is_finished) or (
            at > 0 and self.is_pending(self.lines[at - 1])
        )
        return line.is_headline and not is_within

    def is_lone_word(self, at: int) -> bool:
        """Whether a line is one word with a capital, and nothing that a sentence could be missing."""
        text = self.lines[at].text
        is_word = text.isalpha() and text[0].isupper()
        return is_word and at > 0 and self.lines[at - 1].is_finished and not self.after(at).goes_on

    def is_pending(self, line: _Line) -> bool:
        """Whether it ends with what ends no sentence."""
        last = words(line.text)[-1:]
        is_last = bool(last) and last[0].end == len(line.text)
        open_words = self.card_type.word_list("never-last", "rarely-last", "copulas")
        return bool(_PENDING.search(line.text)) or (is_last and last[0].lower in open_words)

    def asks(self, headline: _Line) -> bool:
        """Whether a headline is a question, be it that its mark is lost; "How To …" is none."""
        first, *others = (word.lower for word in words(headline.text))
        opens = first in self.card_type.word_list("auxiliaries", "question-words") and others[:1] != ["to"]
        return headline.text.endswith("?") or opens


def _headings(page: _Page) -> dict[int, SectionSpec]:
    """Which lines are which section's heading: those that read as they should under the first line's or the header's

    name, letter case aside; then, where a section that has none belongs, a headline of its form or like it, or else, if
    every page has the section, any other.
    """
    sections = tuple(page.card_type.all_sections)
    first = next(iter(page.texts()), 0)
    names = [{"title": name} for name in (*(line.text for line in page.lines[first : first + 1]), *page.values)]
    forms = {
        spec.name: [text for form in spec.headings for name in names if (text := form.render(name))]
        for spec in sections
    }
    known = {_folded(text): spec for spec in sections for text in forms[spec.name]}
    found = {at: known[text] for at, line in enumerate(page.lines) if (text := _folded(line.text)) in known}
    order = {spec.name: index for index, spec in enumerate(sections)}
    for spec in sections:
        if spec in found.values():
            continue
        low = max((at for at, each in found.items() if order[each.name] < order[spec.name]), default=first)
        high = min((at for at, each in found.items() if order[each.name] > order[spec.name]), default=len(page.lines))
        headlines = [at for at in range(low + 1, high) if page.stands_alone(at) or page.is_lone_word(at)]
        like = [at for at in headlines if _is_like(page.lines[at].text, spec, forms[spec.name])]
        other = [at for at in headlines if spec.required and not page.asks(page.lines[at])]
        found.update((at, spec) for at in (*like, *other)[:1])
    return found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_like(text: str, spec: SectionSpec, forms: Sequence[str]) -> bool:
    """Whether a headline has the form of the section's heading, under whatever name, or is all but that heading."""
    return any(form.resembles(text) for form in spec.headings) or nearest(text, forms, _ALL_BUT) is not None


class _Builder(Struct):
    """Turns lines into blocks, one by one. `run` is the element that is still open, `items` those of the open list."""

    page: _Page
    headings: dict[int, SectionSpec]
    section: SectionSpec | None = None
    done: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    run: list[_Line] = field(default_factory=list)

    def blocks(self) -> tuple[Block, ...]:
        """All of them, in source order."""
        texts = self.page.texts()
        title, closing = self._title(texts), self._closing(texts)
        for at, line in enumerate(self.page.lines):
            if not line.text:
                self._end_element()
            elif at == closing:
                self._add(Paragraph(line.span, _inlines([line])))
            elif _COMMENT.fullmatch(line.text):
                self._add(HtmlBlock(line.span))
            elif self.page.is_furniture(line):
                self._add(Furniture(line.span))
            elif at == title:
                self._head(line, 1, None)
            elif at in self.headings:
                self._head(line, self.headings[at].level, self.headings[at])
            elif self.run and self._joins(at):
                self.run.append(line)
            elif self._is_heading(at):
                self._head(line, *self._rank(line))
            else:
                self._end_element()
                self.run.append(line)
        self._end_list()
        return tuple(self.done)

    def _title(self, texts: Sequence[int]) -> int | None:
        """The first line of the text, unless it is a sentence or a section's heading."""
        is_title = bool(texts) and texts[0] not in self.headings and not self.page.lines[texts[0]].is_finished
        return texts[0] if is_title else None

    def _closing(self, texts: Sequence[int]) -> int | None:
        """The last line, if it is what the type ends with."""
        closing = self.page.card_type.closing
        is_closing = (
            texts and closing and closing.text and closing.text.match(self.page.lines[texts[-1]].text) is not None
        )
        return texts[-1] if is_closing else None

    def _joins(self, at: int) -> bool:
        """Whether a line goes on with the open element. One that may as well begin a sentence doesn't: a full stop is

        forgotten more often than a link is lost. A headline between two pieces of a sentence is a link, and so is a
        label in a paragraph ("Leg press").
        """
        before, line = self.run[-1], self.page.lines[at]
        if line.text.startswith(_CLOSERS):
            return True
        if before.is_finished:
            return False
        is_between = line.is_headline and not line.is_finished and self.page.after(at).goes_on
        is_label = not (self._holds_items or line.is_finished or line.is_headline)
        return line.goes_on or is_between or is_label or self.page.is_pending(before)

    def _is_heading(self, at: int) -> bool:
        """Whether a line is a headline, or a question among questions with an answer behind it."""
        line, after = self.page.lines[at], self.page.after(at)
        if line.is_headline:
            return self.page.stands_alone(at)
        is_answered = after.text != "" and at + 1 not in self.headings and not after.is_headline
        asks = line.text.endswith("?") and len(line.text) <= _LONGEST_HEADING and len(sentences(line.text)) == 1
        return asks and is_answered and self.section is not None and self.section.allows("questions")

    def _rank(self, line: _Line) -> tuple[int, SectionSpec | None]:
        """The level of a heading that is no known section's, and the section that it stands in or begins."""
        sections = tuple(self.page.card_type.all_sections)
        asked = next((spec for spec in sections if spec.allows("questions")), None)
        if asked and (line.text.endswith("?") or (self.section is asked and self.page.asks(line))):
            return asked.level + 1, asked
        return min((spec.level for spec in sections), default=2), None

    def _head(self, line: _Line, level: int, section: SectionSpec | None) -> None:
        self._add(Heading(line.span, level, line.span, _inlines([line])))
        self.section = section

    def _add(self, block: Block) -> None:
        self._end_list()
        self.done.append(block)

    def _end_list(self) -> None:
        self._end_element()
        if self.items:
            span = Span(self.items[0].span.start, self.items[-1].span.end)
            ordered = self.section is not None and self.section.allows("numbered-list")
            self.done.append(ListBlock(span, ordered, tight=True, items=tuple(self.items)))
            self.items.clear()

    def _end_element(self) -> None:
        if not self.run:
            return
        span = Span(self.run[0].span.start, self.run[-1].span.end)
        paragraph = Paragraph(span, _inlines(self.run))
        if self._holds_items:
            self.items.append(Item(span, Span(span.start, span.start), None, (paragraph,)))
        else:
            self.done.append(paragraph)
        self.run.clear()

    @property
    def _holds_items(self) -> bool:
        """Whether each element of the section is an item."""
        content = set(self.section.content) if self.section else set()
        return bool(content & _LISTS) and not content & {"paragraph", "questions"}


def _inlines(run: Sequence[_Line]) -> tuple[Inline, ...]:
    """The lines as text, with a space between two of them where a sentence has one."""
    inlines: list[Inline] = []
    for before, line in zip((None, *run), run, strict=False):
        if before and not (line.text.startswith(_CLOSERS) or before.text.endswith(_OPENERS)):
            inlines.append(Break(Span(before.span.end, line.span.start)))
        inlines.append(Text(line.span, text=line.text))
    return tuple(inlines)
