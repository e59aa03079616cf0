"""A document bound to its card type: the parts that rules look at, each with its place.

`exlint.binding` makes a `Card` once; nothing here changes afterwards. A part that is missing is None or empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter

from exlint.cardtype import CardType, FieldSpec, LinkSpec, SectionSpec, StatementSpec
from exlint.document import Block, Document, Link, ListBlock, Located
from exlint.findings import Span
from exlint.patterns import Encoded, Pattern, encoded
from exlint.placeholders import is_unwritten, placeholder_clues
from exlint.prose import OPAQUE, Prose, Word, has_capital, lower_words, sentences, vocabulary, words
from exlint.value import Value


class Title(Value):
    """The card's name. `level` is its heading's level, None if it is written as plain text.

    `evidence` is what it says for values that it repeats, `expected` how it should read if it repeats none of them.
    """

    text: str
    span: Span
    level: int | None
    evidence: tuple[Evidence, ...] = ()
    expected: str | None = None


class HeadingFault(StrEnum):
    """What is wrong with a heading that could be told to be a section's all the same.

    `ABSENT`: there is no heading, only content that no other section holds.
    """

    NONE = ""
    NAME = "name"
    LEVEL = "level"
    PLAIN = "plain"
    ABSENT = "absent"


class Entry(Value):
    """One item of a list: a step, a tip, a link.

    `number` is as written, None for a bullet. `marker` is None if the item has lost it and runs on from the item
    before. `blocks` are what the item holds beyond its first paragraph.
    """

    prose: Prose
    span: Span
    marker: Located | None
    number: int | None
    links: tuple[Link, ...]
    blocks: tuple[Block, ...]


class Question(Value):
    """A question and the blocks of its answer. `level` is its heading's level, None if it is plain text."""

    prose: Prose
    span: Span
    level: int | None
    answer: tuple[Prose, ...]
    blocks: tuple[Block, ...]


class Section(Value):
    """A section as found. `spec` is None if the type has none of this name.

    `span` runs from the heading to the end of the content; `blocks` are the content without the rule line, without
    questions and without the sections within it. `entries` are the items of all its lists, in order. `evidence` is what
    the heading says for the values that it repeats.
    """

    spec: SectionSpec | None
    heading: Located
    level: int | None
    fault: HeadingFault
    span: Span
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    rule: Span | None
    evidence: tuple[Evidence, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def name(self) -> str:
        """The section's name in the type, or as written."""
        return self.spec.name if self.spec else self.heading.text

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.blocks and not self.questions and not self.sections

    def has_entry_in(self, span: Span) -> bool:
        """Whether an entry stands within the span."""
        first = bisect_left(self.entries, span.start, key=lambda entry: entry.span.start)
        return first < len(self.entries) and self.entries[first].span.end <= span.end


class Level(Value):
    """Sections side by side: those of the card (`owner` is None), or those within a section.

    `specs` are those that belong here, in the type's order; `sections` those found, in source order. `is_open` says
    whether there may be others.
    """

    owner: Section | None
    specs: tuple[SectionSpec, ...]
    sections: tuple[Section, ...]
    is_open: bool

    @property
    def known(self) -> Iterator[tuple[SectionSpec, Section]]:
        """The sections that the type knows; of one that stands again though it should not, the first."""
        seen: set[str] = set()
        for section in self.sections:
            if section.spec and (section.spec.repeats or section.spec.name not in seen):
                seen.add(section.spec.name)
                yield section.spec, section

    @property
    def missing(self) -> tuple[SectionSpec, ...]:
        """The required sections that are not there, in the type's order."""
        found = {section.spec.name for section in self.sections if section.spec}
        return tuple(spec for spec in self.specs if spec.required and spec.name not in found)

    def section(self, name: str) -> Section | None:
        """The first section here of this name in the type."""
        return next((section for section in self.sections if section.spec and section.spec.name == name), None)


def _levels(level: Level) -> Iterator[Level]:
    """A level and those within it, parents first, in source order."""
    yield level
    for spec, section in level.known:
        if spec.sections or spec.has_other_sections:
            yield from _levels(Level(section, spec.sections, section.sections, spec.has_other_sections))


def with_inner(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The sections and those within them, in source order."""
    for section in sections:
        yield section
        yield from with_inner(section.sections)


class Field(Value):
    """A line of metadata. `parts` are the items of a list value, or the one value; none if it is empty.

    `data` is the value as JSON has it. `fault` says what is wrong with the way the key is written, "" if nothing.
    """

    spec: FieldSpec | None
    key: Located
    value: Located
    parts: tuple[Located, ...]
    data: object
    fault: str

    @property
    def name(self) -> str:
        """The key's name in the type, or as written."""
        return self.spec.name if self.spec else self.key.text


class FieldViolation(Value):
    """A way in which the metadata breaks its JSON Schema, at its place.

    `field` is None for a missing key (`name`). `part` is the item in question of a list value, or the one value.
    `inner` leads from the field's value to the part (keys and 0-based indexes).
    """

    name: str
    field: Field | None
    part: Located | None
    keyword: str
    expected: tuple[str, ...]
    note: str
    inner: tuple[str | int, ...] = ()


class Metadata(Value):
    """The metadata. `values` are the values as they are meant (letter case and near misses mended), by key;

    a value that is not known to be right has no entry, an optional key that is not there is in `absent`. `block` is the
    list that it stands in, None if it stands before the content. `evidence` is what values say for others that they
    repeat, with their keys as its source.
    """

    span: Span
    block: ListBlock | None
    fields: tuple[Field, ...]
    violations: tuple[FieldViolation, ...]
    values: Mapping[str, tuple[str, ...]]
    absent: frozenset[str]
    evidence: tuple[Evidence, ...] = ()

    def field(self, name: str) -> Field | None:
        """The first field of this name."""
        for field in self.fields:  # rules ask often, and a loop of its own is faster than a generator
            if field.spec and field.spec.name == name:
                return field
        return None


class Evidence(Value):
    """What a statement or link says for a value. `expected` is how it should read, None if the value is not known.

    `filter` is the template's: how the value is written there.
    """

    name: str
    said: Located
    expected: str | None
    source: str
    filter: str

    @property
    def agrees(self) -> bool:
        """Whether it says what the metadata says; nothing is held against a value that is not known."""
        return self.expected is None or self.said.text == self.expected


class Deviation(Value):
    """Words of a statement that differ from its template."""

    found: Located
    expected: str


class BoundStatement(Value):
    """A statement of the type in the card. `span` is None if it is missing though its section is there.

    `expected` and `question` are its text and its question as the card's values make them, None if they can't be told.
    """

    spec: StatementSpec
    section: Section | None
    span: Span | None
    evidence: tuple[Evidence, ...] = ()
    deviation: Deviation | None = None
    expected: str | None = None
    question: str | None = None


class BoundLink(Value):
    """A link of the type in the card. `span` is None if it is missing though its section is there.

    `broken` is the entry that should have been this link but is not valid Markdown.
    """

    spec: LinkSpec
    section: Section | None
    span: Span | None
    evidence: tuple[Evidence, ...] = ()
    deviation: Deviation | None = None
    broken: Entry | None = None
    expected: str | None = None


class Dispute(Value):
    """A value against which all that repeats it speaks with one voice: `said`, in at least two places."""

    name: str
    said: str
    witnesses: tuple[Evidence, ...]


_BEFORE_CAPITAL = ".!?:;…–—|/" + OPAQUE
_START = attrgetter("start")
_OPAQUE_RUN = re.compile(f"{OPAQUE}+")
_OPENERS = "([{\"'“‘«*-•·"


class PassageKind(StrEnum):
    """What a passage of prose is, as far as its rules differ."""

    TITLE = "title"
    HEADING = "heading"
    QUESTION = "question"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    LINK_ITEM = "link"
    FIELD = "field"


_OF_SENTENCES = (PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.QUESTION)


class Passage(Value, dict=True, gc=True):
    """A run of text within one block, read once for all rules, and only as far as one asks.

    `free` is the text with each character of the parts that a template dictates replaced by one that is no prose;
    `words` and `sentences` are of `free`, in its offsets, which are those of `prose.text`.

    Running text is made of sentences: a paragraph, an item or a question, not a name or a label.
    """

    kind: PassageKind
    section: Section | None
    prose: Prose
    free: str
    is_running_text: bool

    @classmethod
    def of(
        cls, kind: PassageKind, section: Section | None, prose: Prose, fixed: tuple[tuple[int, int], ...] = ()
    ) -> Passage:
        """Read a prose whose `fixed` ranges a template dictates."""
        free = prose.text
        for start, end in fixed:
            free = free[:start] + OPAQUE * (end - start) + free[end:]
        return cls(kind, section, prose, free, kind in _OF_SENTENCES)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, in order."""
        return words(self.free)

    @cached_property
    def lower_words(self) -> tuple[str, ...]:
        """The same in lower case, and without their places."""
        return lower_words(self.free)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The `(start, end)` of each sentence, in order."""
        return sentences(self.free)

    @cached_property
    def inner_capitals(self) -> tuple[Word, ...]:
        """The words with a capital, be it in a part of a compound, for which the place gives no reason."""
        return tuple(
            word
            for word in self.words
            if word.text != word.lower and has_capital(word) and not self.may_start_sentence(word)
        )

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that start in a range of its text."""
        first = bisect_left(self.words, start, key=_START)
        return self.words[first : bisect_left(self.words, end, lo=first, key=_START)]

    @property
    def is_dictated(self) -> bool:
        """Whether a template dictates a part of it."""
        return self.free != self.prose.text

    def may_start_sentence(self, word: Word) -> bool:
        """Whether a capital is right at this word because of where it stands: after a sentence's end, a colon, a

        dash, an opening bracket or quotation mark, an abbreviation, or what is no prose.
        """
        before = self.free[: word.start].rstrip()
        opened = bool(before) and before[-1] in _OPENERS and (self.free[word.start - 1] != " " or before[-1] != "-")
        return not before or before[-1] in _BEFORE_CAPITAL or opened


class Card(Value, dict=True, gc=True):
    """A card. `sections` are as found, in source order, the unknown ones included.

    `found_by_pattern` says whether the file came from a folder by its type's pattern, so that its name means something.
    `headings` are the sections' headings as the card's values make them, by the section's name.
    """

    document: Document
    type: CardType
    file_name: str
    found_by_pattern: bool
    title: Title | None
    extra_titles: tuple[Title, ...]
    preamble: tuple[Block, ...]
    sections: tuple[Section, ...]
    metadata: Metadata | None
    statements: tuple[BoundStatement, ...]
    links: tuple[BoundLink, ...]
    disputes: Mapping[str, Dispute]
    closing: Span | None
    passages: tuple[Passage, ...]
    headings: Mapping[str, str]

    def section(self, name: str) -> Section | None:
        """The first section of this name in the type."""
        return self._sections_by_name.get(name)

    @cached_property
    def _sections_by_name(self) -> Mapping[str, Section]:
        return {section.spec.name: section for section in reversed(self.all_sections) if section.spec}

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The sections of the card, and those within each section that may hold some."""
        return tuple(_levels(Level(None, self.type.sections, self.sections, self.type.has_other_sections)))

    @cached_property
    def all_sections(self) -> tuple[Section, ...]:
        """The sections and those within them, in source order."""
        return tuple(with_inner(self.sections))

    def passages_with(self, *clues: frozenset[str] | str | re.Pattern[str]) -> Iterator[Passage]:
        """The passages that have one of the clues, in order: a word of a set, in lower case, a piece of text, or a

        match of a pattern. A rule looks only at these, so that a card without any costs it next to nothing: one
        character is found in a hundredth of the time of a pattern. It may get a few more: words are also found within
        compounds and in what a template dictates; text and patterns are searched for in all texts at once, each on
        lines of its own, with one character for all of what is dictated, so a pattern must not ask for the start or end
        of the text.
        """
        found: set[int] = set()
        for clue in clues:
            if not isinstance(clue, frozenset):
                text, starts = self._texts
                found.update(*(_between(starts, *place) for place in _places(clue, text)))
            else:
                common = self.vocabulary & clue
                lacking = map(common.isdisjoint, self._vocabularies) if common else ()
                found.update([index for index, lacks in enumerate(lacking) if not lacks])
        return (self.passages[index] for index in sorted(found))

    def is_unwritten(self, passage: Passage) -> bool:
        """Whether some of what is no template's in one of its passages is still to be written."""
        return id(passage) in self._unwritten

    @cached_property
    def _unwritten(self) -> frozenset[int]:
        """By their ids: to compare passages, of which all may be unwritten, would take time by the square."""
        clues = placeholder_clues(self.type)
        return frozenset(id(each) for each in self.passages_with(*clues) if is_unwritten(each.free, self.type))

    @cached_property
    def running_text(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages of running text by the name of their section, in order; those before all sections under ""."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            if passage.is_running_text:
                found.setdefault(passage.section.name if passage.section else "", []).append(passage)
        return {name: tuple(passages) for name, passages in found.items()}

    @cached_property
    def running_lines(self) -> Mapping[str, Encoded]:
        """The same with the free texts of each section as one, each on lines of its own, to be searched."""
        texts = {name: "\n".join(each.free for each in passages) for name, passages in self.running_text.items()}
        return {name: encoded(text) for name, text in texts.items()}

    def texts_of(self, part: str) -> tuple[tuple[str, Prose], ...]:
        """The texts of a part, as rules in data know parts, with their places.

        It is the title, the values of a metadata key, or a section's paragraphs, items and questions.
        """
        if part not in self._parts:
            self._parts[part] = tuple(self._read_part(part))
        return self._parts[part]

    @cached_property
    def _parts(self) -> dict[str, tuple[tuple[str, Prose], ...]]:
        return {}

    def _read_part(self, part: str) -> Iterator[tuple[str, Prose]]:
        if part == "title":
            if self.title:
                yield self.title.text, Prose(self.title.text, ((0, self.title.span),))
            return
        field = self.metadata.field(part) if self.metadata else None
        for value in field.parts if field else ():
            yield value.text, Prose(value.text, ((0, value.span),))
        for passage in self.running_text.get(part, ()):
            yield passage.free, passage.prose

    @cached_property
    def title_hits(self) -> frozenset[Pattern]:
        """Which of the patterns that its type's conditions look for in titles match in this one."""
        return self.type.in_titles.found_in(self.title.text) if self.title else frozenset()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all passages, dictated ones too, in lower case, and their parts."""
        return frozenset[str]().union(*self._vocabularies)

    @cached_property
    def _vocabularies(self) -> tuple[frozenset[str], ...]:
        return tuple(
            vocabulary(each.free) | vocabulary(each.prose.text) if each.is_dictated else vocabulary(each.free)
            for each in self.passages
        )

    @cached_property
    def _texts(self) -> tuple[str, list[int]]:
        """All texts of the passages, shown and free, each between two line ends; and where those of each begin."""
        texts = [f"\n{passage.prose.text}" for passage in self.passages]
        for index, passage in enumerate(self.passages):
            if passage.is_dictated:
                texts[index] += f"\n{_OPAQUE_RUN.sub(OPAQUE, passage.free)}"
        return "".join(texts) + "\n", list(accumulate(map(len, texts), initial=0))[: len(texts)]

    @cached_property
    def known_sections(self) -> tuple[tuple[SectionSpec, Section], ...]:
        """The sections that the type knows, then those within them, each in source order.

        Of one that stands again though it should not, the first counts.
        """
        return tuple(each for level in self.levels for each in level.known)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that the card's statements and links say for values."""
        said = [each.evidence for each in self.statements]
        said += [each.evidence for each in self.links]
        said += [each.evidence for each in self.all_sections]
        said += [self.metadata.evidence] if self.metadata else []
        said += [self.title.evidence] if self.title else []
        return tuple(chain.from_iterable(said))

    @property
    def end(self) -> Span:
        """The empty span at the end of the text."""
        length = len(self.document.source.text.rstrip())
        return Span(length, length)


def _places(clue: str | re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a clue is in a text, in order."""
    if not isinstance(clue, str):
        yield from (match.span() for match in clue.finditer(text))
        return
    at = text.find(clue)
    while at >= 0:
        yield at, at + len(clue)
        at = text.find(clue, at + 1)


def _between(starts: list[int], first: int, end: int) -> range:
    """The indexes of the parts, given by their starts, that have a share in a range of text."""
    return range(max(0, bisect_right(starts, first) - 1), bisect_right(starts, max(first, end - 1)))
