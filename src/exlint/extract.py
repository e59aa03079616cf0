"""What a card consists of, as JSON that other programs read: `schemas/extract.schema.json` describes it.

Rows and columns are 1-based, columns in code points, ends exclusive, as in the JSON report. Texts are as a reader sees
them, without Markdown's marks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from exlint.card import BoundStatement, Card, Entry, Evidence, Field, Question, Section
from exlint.document import (
    Block,
    CodeBlock,
    Link,
    Located,
    Paragraph,
    Quote,
    Table,
    inlines_of,
    walk,
    walk_inlines,
)
from exlint.facts import Json
from exlint.findings import Position, Span
from exlint.prose import Prose, prose_of

VERSION = 1
"""Of the form; it changes when what is there changes its meaning or goes."""

Object = dict[str, Json]


def extract(card: Card) -> Object:
    """The card as one JSON object."""
    return _Extractor(card).card_object()


class _Extractor:
    """Turns the parts of one card into JSON values with their places."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.source = card.document.source

    def card_object(self) -> Object:
        card = self.card
        return {
            "version": VERSION,
            "filename": self.source.name,
            "type": card.type.name,
            "title": self._text(card.title.text, card.title.span) if card.title else None,
            "metadata": [self._field(each) for each in card.metadata.fields] if card.metadata else [],
            "sections": [self._section(each) for each in card.sections],
            "statements": [self._statement(each) for each in card.statements],
            "links": list(self._links()),
        }

    def _text(self, text: str, span: Span) -> Object:
        return {"text": text, **self._place(span)}

    def _place(self, span: Span) -> Object:
        return {"location": self._position(span.start), "end_location": self._position(span.end)}

    def _position(self, offset: int) -> Json:
        position: Position = self.source.position(offset)
        return {"row": position.row, "column": position.column}

    def _prose(self, prose: Prose) -> Object:
        return self._text(prose.text, prose.whole)

    def _located(self, located: Located) -> Object:
        return self._text(located.text, located.span)

    def _field(self, field: Field) -> Object:
        return {
            "name": field.name,
            "known": field.spec is not None,
            "key": self._located(field.key),
            "value": self._located(field.value),
            "data": cast(Json, field.data),
            "values": [self._located(part) for part in field.parts],
        }

    def _section(self, section: Section) -> Object:
        paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
        entries = [entry.span for entry in section.entries]
        return {
            "name": section.name,
            "known": section.spec is not None,
            "heading": {**self._located(section.heading), "level": section.level},
            **self._place(section.span),
            "paragraphs": [
                self._prose(prose_of(each.inlines))
                for each in paragraphs
                if not any(each.span.contains(entry) for entry in entries)
            ],
            "item": section.spec.item if section.spec else None,
            "items": [self._entry(each) for each in section.entries],
            "questions": [self._question(each) for each in section.questions],
            "tables": [self._table(each) for each in section.blocks if isinstance(each, Table)],
            "code": [self._text(self.source[each.span], each.span) for each in _code(section.blocks)],
            "sections": [self._section(each) for each in section.sections],
        }

    def _entry(self, entry: Entry) -> Object:
        return {"number": entry.number, "text": entry.prose.text, **self._place(entry.span)}

    def _question(self, question: Question) -> Object:
        return {
            **self._prose(question.prose),
            "answer": [self._prose(each) for each in question.answer],
        }

    def _table(self, table: Table) -> Object:
        rows: list[Json] = [[prose_of(cell.inlines).text for cell in row] for row in table.rows]
        return {"rows": rows, **self._place(table.span)}

    def _statement(self, statement: BoundStatement) -> Object:
        """A statement of the type; `found` is None for one that is not there."""
        return {
            "name": statement.spec.name,
            "section": statement.spec.section,
            "found": self._text(self.source[statement.span], statement.span) if statement.span else None,
            "expected": statement.expected,
            "values": [self._said(each) for each in statement.evidence],
        }

    def _said(self, evidence: Evidence) -> Object:
        return {"name": evidence.name, **self._located(evidence.said), "expected": evidence.expected}

    def _links(self) -> Iterator[Json]:
        inlines = (inline for block in walk(self.card.document.blocks) for inline in walk_inlines(inlines_of(block)))
        links = [inline for inline in inlines if isinstance(inline, Link)]
        for link, section in zip(links, _innermost(self.card.all_sections, links), strict=True):
            yield {
                "text": prose_of(link.children).text,
                "url": link.url,
                "image": link.image,
                "section": section,
                **self._place(link.span),
            }


def _innermost(sections: Sequence[Section], links: Iterable[Link]) -> Iterator[str | None]:
    """Yield the name of the innermost section that each link stands in; both come in source order."""
    waiting = deque(sections)
    around: list[Section] = []
    for link in links:
        while waiting and waiting[0].span.start <= link.span.start:
            _leave(around, waiting[0].span.start)
            around.append(waiting.popleft())
        _leave(around, link.span.start)
        yield next((each.name for each in reversed(around) if each.span.contains(link.span)), None)


def _leave(around: list[Section], place: int) -> None:
    """Take out the sections that end before a place."""
    while around and around[-1].span.end <= place:
        around.pop()


def _code(blocks: Sequence[Block]) -> Iterator[CodeBlock]:
    for block in blocks:
        if isinstance(block, CodeBlock):
            yield block
        elif isinstance(block, Quote):
            yield from _code(block.blocks)
