"""Headings to sections: which heading is which section of the type, however it is written.

One fault gives one trace: a heading under a wrong name, at a wrong level or without its marks is still taken for the
section that it was meant to be, and content whose heading is gone makes a section without one, so that nothing else
about it looks wrong.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from exlint.binding.entries import entries_of, link_entries_of
from exlint.binding.reading import Values, evidence_of, name_in, values_of
from exlint.card import Evidence, HeadingFault, Metadata, Question, Section, Title
from exlint.cardtype import CardType, SectionSpec, TitleSpec
from exlint.document import (
    Block,
    Break,
    Definition,
    Document,
    Furniture,
    Heading,
    HtmlBlock,
    Link,
    ListBlock,
    Located,
    Paragraph,
    ThematicBreak,
    walk_inlines,
)
from exlint.findings import Span
from exlint.prose import Prose, prose_of
from exlint.source import Source
from exlint.suggest import nearest
from exlint.template import Template
from exlint.value import Struct, Value, field, replace

_MARKS = "#*_: "
_HEADING_MARKS = re.compile(r"^[#*_\s]+|[#*_:\s]+$")
_LONGEST_QUESTION = 120
_LISTS = frozenset({"numbered-list", "bullet-list", "links"})


class Outline(Value):
    """A document's top level, divided; `values` are what the card says of itself."""

    title: Title | None
    extra_titles: tuple[Title, ...]
    preamble: tuple[Block, ...]
    sections: tuple[Section, ...]
    values: Values


class _Part(Struct, eq=False):
    """A heading (None before the first) with the blocks up to the next one, while it is being understood.

    `inner` are the parts within it: sections that the type knows to be there, or what stands in their place.
    """

    text: str
    span: Span
    level: int | None
    block: Block | None
    blocks: list[Block] = field(default_factory=list)
    spec: SectionSpec | None = None
    fault: HeadingFault = HeadingFault.NONE
    is_question: bool = False
    inner: list[_Part] = field(default_factory=list)


class _Names:
    """Which of several sections a heading's text names, letter case and marks aside; if `is_open`, it may be none."""

    def __init__(self, specs: tuple[SectionSpec, ...], *, is_open: bool) -> None:
        self.specs = specs
        self.is_open = is_open
        self.exact: dict[str, SectionSpec] = {}
        self.forms: list[tuple[Template, SectionSpec]] = []
        for spec in specs:
            for heading in spec.headings:
                if heading.is_literal:
                    self.exact.setdefault(_fold(heading.text), spec)
                else:
                    self.forms.append((heading, spec))
        self.longest = max(map(len, self.exact), default=0)

    def named(self, text: str) -> SectionSpec | None:
        """The section of this heading."""
        folded = _fold(text)
        if folded in self.exact:
            return self.exact[folded]
        return next((spec for heading, spec in self.forms if heading.resembles(folded)), None)

    def is_exact(self, text: str) -> bool:
        """Whether a heading is the very name of a section."""
        return _fold(text) in self.exact

    def named_plainly(self, text: str) -> SectionSpec | None:
        """The same for text that is no heading; a sentence may have a template's form by chance."""
        is_sentence = text.endswith((".", "!", ":")) or len(text) > _LONGEST_QUESTION
        if not is_sentence:
            return self.named(text)
        is_longer = len(text.strip(_MARKS)) > self.longest  # as nearly all sentences are
        return None if is_longer else self.exact.get(_fold(text))


def outline(
    document: Document, card_type: CardType, metadata: Metadata | None = None, closing: Block | None = None
) -> Outline:
    """Divide the document's top level into title, preamble and sections.

    The metadata list has no entries; the closing line is in no section.
    """
    names = _Names(card_type.sections, is_open=card_type.has_other_sections)
    listed = metadata.block if metadata else None
    parts = list(_parts(document, names, closing))
    before, parts = parts[0], parts[1:]
    title = _take_title(before, parts, names, card_type.title)
    values = values_of(card_type, name_in(title, card_type.title), metadata)
    title = _read_title(document, title, values, card_type.title) if title else _title_of(metadata)
    further = (part for part in parts if part.level == 1 and names.named(part.text) is None)
    extra = {part: None for part in further if not part.text.endswith("?")}  # in order, and quick to ask
    _nest(parts, names)
    _name_sections([part for part in parts if part not in extra], names, values)
    _revive_questions(parts, names)
    _revive_content(document.source, before, parts, names, listed)
    _find_plain_questions(parts)
    titles = tuple(Title(part.text, part.span, part.level) for part in extra)
    groups = _grouped(parts, extra)
    writer = _Writer(document, values, listed)
    sections = tuple(writer.section(part, questions) for part, questions in groups)
    return Outline(title, titles, tuple(before.blocks), sections, values)


def expected_heading(spec: SectionSpec, values: Values) -> str:
    """How a section's heading should read, as far as the card's values are known."""
    written = (values.fill(heading) for heading in spec.headings)
    return next((text for text in written if text), spec.headings[0].text)


def _parts(document: Document, names: _Names, closing: Block | None) -> Iterator[_Part]:
    texts = {id(block): _text(block) for block in document.blocks if isinstance(block, Heading | Paragraph)}
    headings = [texts[id(block)] for block in document.blocks if isinstance(block, Heading)]
    proper = {spec.name for text in headings if (spec := names.named(text))}
    part = _Part("", Span(0, 0), None, None)
    for block in document.blocks:
        if block is closing or isinstance(block, Furniture):
            continue
        if isinstance(block, Heading):
            yield part
            part = _Part(texts[id(block)], block.content, block.level, block)
        elif (
            isinstance(block, Paragraph) and (spec := names.named_plainly(texts[id(block)])) and spec.name not in proper
        ):
            yield part
            part = _Part(texts[id(block)], block.span, None, block)
        else:
            part.blocks.append(block)
    yield part


def _text(block: Heading | Paragraph) -> str:
    """The text with single spaces: what else is wrong with it, its spaces are not."""
    return " ".join(prose_of(block.inlines).text.split())


@lru_cache(maxsize=2048)
def _fold(text: str) -> str:
    return " ".join(_HEADING_MARKS.sub("", text).casefold().split())


def _take_title(before: _Part, parts: list[_Part], names: _Names, spec: TitleSpec) -> Title | None:
    """Take the title out of the parts (or out of the text before them); what followed it becomes the preamble.

    Where no card needs one, only a level-1 heading is a title.
    """
    index = next((i for i, part in enumerate(parts) if part.level == 1 and names.named(part.text) is None), None)
    is_first = parts and names.named(parts[0].text) is None and not parts[0].text.endswith("?")
    if index is None and is_first and spec.required:
        index = 0
    if index is not None and all(names.named(part.text) is None for part in parts[:index]):
        part = parts.pop(index)
        before.blocks += part.blocks
        return Title(part.text, part.span, part.level)
    first = before.blocks[0] if before.blocks and spec.required else None
    if isinstance(first, Paragraph) and not _text(first).endswith((".", "!", "?", ":")) and len(_text(first)) <= 80:
        before.blocks.pop(0)
        return Title(_HEADING_MARKS.sub("", _text(first)), first.span, None)
    return None


def _read_title(document: Document, title: Title, values: Values, spec: TitleSpec) -> Title:
    """The title with what it says for the metadata that it repeats."""
    if spec.text is None or not title.text:
        return title
    prose = Prose(title.text, ((0, title.span),))
    if document.source[title.span] != title.text:
        prose = Prose(title.text, tuple((offset, title.span) for offset in range(len(title.text))))
    captures = values.read(spec.text, title.text)
    if captures is None:
        unknown = {name: f"{{{name}}}" for name in spec.text.names if name not in values.texts}
        return replace(title, expected=replace(values, captures=unknown).fill(spec.text) or spec.text.text)
    return replace(title, evidence=evidence_of(captures, prose, 0, values, "title"))


def _title_of(metadata: Metadata | None) -> Title | None:
    """The title that a card without a heading for it has in its metadata."""
    field = metadata.field("title") if metadata else None
    return Title(field.value.text, field.value.span, 1) if field and field.value.text else None


def _nest(parts: list[_Part], names: _Names) -> None:
    """Move what stands below the heading of a section that has sections into it."""
    owner: _Part | None = None
    inner: _Names | None = None
    for part in list(parts):
        spec = names.named(part.text)
        if spec is not None or part.level is None:
            owner = part if spec and _may_nest(spec) else None
            inner = _Names(spec.sections, is_open=spec.has_other_sections) if spec else None
        elif owner and inner and (owner.level is None or part.level > owner.level or inner.is_exact(part.text)):
            owner.inner.append(part)
            parts.remove(part)
        else:
            owner = None


def _may_nest(spec: SectionSpec) -> bool:
    return bool(spec.sections) or spec.has_other_sections


def _name_sections(parts: list[_Part], names: _Names, values: Values) -> None:
    """Find for each part the section that it is, or tell that it is a question of the section before it."""
    for part in parts:
        spec = names.named(part.text)
        part.spec = None if spec and _only_asks(part, spec, values) else spec
    _name_misnamed(parts, names, values)
    current: SectionSpec | None = None
    for part in parts:
        if part.spec is None and _is_question(part, current):
            part.is_question = True
        else:
            current = part.spec
            part.fault = _fault(part, values)
        if part.spec and _may_nest(part.spec):
            inner = _Names(part.spec.sections, is_open=part.spec.has_other_sections)
            _nest(part.inner, inner)
            _name_sections(part.inner, inner, values)


def _only_asks(part: _Part, spec: SectionSpec, values: Values) -> bool:
    """Whether a question has the form of a section's heading by chance: it is deeper, and about something else."""
    wanted = (_fold(text) for heading in spec.headings if (text := values.fill(heading)))
    is_deeper = part.level is not None and part.level > spec.level
    return is_deeper and part.text.endswith("?") and _fold(part.text) not in wanted


def _is_question(part: _Part, current: SectionSpec | None) -> bool:
    if current is None or part.level is None or not current.allows("questions"):
        return False
    return part.level > current.level or part.text.endswith("?")


def _fault(part: _Part, values: Values) -> HeadingFault:
    if part.spec is None:
        return HeadingFault.NONE
    if part.level is None:
        return HeadingFault.PLAIN
    if all(values.read(heading, part.text) is None for heading in part.spec.headings):
        return HeadingFault.NAME
    return HeadingFault.NONE if part.level == part.spec.level else HeadingFault.LEVEL


def _name_misnamed(parts: list[_Part], names: _Names, values: Values) -> None:
    """Give headings that name no section the missing section that they resemble, or in whose place they stand."""
    found = {part.spec.name for part in parts if part.spec}
    missing = [spec for spec in names.specs if spec.name not in found]
    unnamed = [part for part in parts if part.spec is None and not part.text.endswith("?")]
    for part in unnamed:
        texts = {values.fill(heading) or heading.text: spec for spec in missing for heading in spec.headings}
        close = nearest(part.text, texts)
        if close:
            part.spec = texts[close]
            missing.remove(part.spec)
    if missing and not names.is_open:
        _name_by_place(parts, names, missing)


def _name_by_place(parts: list[_Part], names: _Names, missing: list[SectionSpec]) -> None:
    """Give headings that name no section a missing section that has to stand between their named neighbours."""
    order = {spec.name: rank for rank, spec in enumerate(names.specs)}
    ranks = [order[part.spec.name] if part.spec else None for part in parts]
    highs = [len(order)]
    for rank in reversed(ranks):
        highs.append(highs[-1] if rank is None else rank)
    low = -1
    for index, (part, high) in enumerate(zip(parts, reversed(highs), strict=False)):
        if part.spec is None and not part.text.endswith("?") and part.level and part.level <= names.specs[0].level:
            following = parts[index + 1] if index + 1 < len(parts) else None
            gap = (spec for spec in missing if spec.required and low < order[spec.name] < high)
            part.spec = next((spec for spec in gap if _fits(part, following, spec)), None)
            if part.spec:
                missing.remove(part.spec)
        low = order[part.spec.name] if part.spec else low


def _fits(part: _Part, following: _Part | None, spec: SectionSpec) -> bool:
    """Whether the part holds what the section holds."""
    if spec.allows("questions"):
        return following is not None and following.text.endswith("?")
    lists = [block for block in part.blocks if isinstance(block, ListBlock)]
    if spec.allows("paragraph") and not (spec.allows("numbered-list") or spec.allows("bullet-list")):
        return any(isinstance(block, Paragraph) for block in part.blocks)
    return any(block.ordered == spec.allows("numbered-list") for block in lists)


def _revive_questions(parts: list[_Part], names: _Names) -> None:
    """Questions under no section that holds questions belong to the one that lost its heading, if one did."""
    found = {part.spec.name for part in parts if part.spec}
    lost = next((spec for spec in names.specs if spec.allows("questions") and spec.name not in found), None)
    strays = [part for part in parts if part.spec is None and part.level and part.text.endswith("?")]
    if lost and strays:
        first = strays[0]
        for part in strays:
            part.is_question = True
        absent = _Part(lost.name, first.span, None, first.block, spec=lost, fault=HeadingFault.ABSENT)
        parts.insert(parts.index(first), absent)


def _revive_content(
    source: Source, before: _Part, parts: list[_Part], names: _Names, metadata: ListBlock | None
) -> None:
    """Content after that of another section, of the kind that a missing section holds, has only lost its heading."""
    for index, spec in enumerate(names.specs):
        if not spec.required or any(part.spec is spec for part in parts):
            continue
        owner, after = before, None
        for earlier in names.specs[:index]:
            found = next((part for part in parts if part.spec is earlier), None)
            owner, after = (found, earlier) if found else (owner, after)
        at = parts.index(owner) if owner in parts else -1
        while at + 1 < len(parts) and parts[at + 1].is_question:
            at += 1
        owner = parts[at] if at >= 0 else before
        if after is not None and after.content == spec.content:
            _split_list(source, owner, after)
        start = _start_of(spec, after, owner.blocks, metadata)
        if start is not None:
            block = owner.blocks[start]
            place = Span(block.span.start, source.line_span(source.row(block.span.start)).end)
            part = _Part(spec.name, place, None, block, owner.blocks[start:], spec, HeadingFault.ABSENT)
            del owner.blocks[start:]
            parts.insert(at + 1, part)


def _start_of(
    spec: SectionSpec, after: SectionSpec | None, blocks: list[Block], metadata: ListBlock | None
) -> int | None:
    """Where in the blocks of the section `after` (None for what stands before all sections) those of `spec` begin."""
    lists_before = 0 if after is not None and _LISTS & set(after.content) else 1
    for index, block in enumerate(blocks):
        if isinstance(block, ListBlock) and block is not metadata:
            if lists_before and _holds(spec, block):
                return index
            lists_before += 1
        elif after is None and (block is metadata or isinstance(block, Paragraph)) and spec.allows("metadata"):
            return index
    return None


def _holds(spec: SectionSpec, block: ListBlock) -> bool:
    """Whether the section holds lists of this kind."""
    if spec.allows("links") or spec.allows("questions"):
        return spec.allows("links") and all(_has_link(item.blocks) for item in block.items)
    return spec.allows("numbered-list") if block.ordered else spec.allows("bullet-list")


def _has_link(blocks: tuple[Block, ...]) -> bool:
    return any(
        isinstance(inline, Link)
        for block in blocks
        if isinstance(block, Paragraph)
        for inline in walk_inlines(block.inlines)
    )


def _split_list(source: Source, owner: _Part, spec: SectionSpec) -> None:
    """Two lists of one kind make one list if the heading between them is gone; the empty lines that stood around it

    are left. A list is two if it has just one such gap, with enough items before it.
    """
    if len(owner.blocks) != 1 or not isinstance(owner.blocks[0], ListBlock):
        return
    block = owner.blocks[0]
    gaps = [
        index
        for index, (item, after) in enumerate(zip(block.items, block.items[1:], strict=False), 1)
        if source.row(after.span.start) - source.row(item.span.end) > 1
    ]
    if len(gaps) == 1 and gaps[0] >= max(1, spec.items.at_least):
        first, second = block.items[: gaps[0]], block.items[gaps[0] :]
        owner.blocks[:] = [
            replace(block, span=Span(items[0].span.start, items[-1].span.end), items=items) for items in (first, second)
        ]


def _find_plain_questions(parts: list[_Part]) -> None:
    """A short paragraph after an answer that asks something and is answered is a question that lost its marks."""
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if not part.is_question and not (part.spec and part.spec.allows("questions")):
            continue
        for at in range(len(part.blocks) - 2, -1 if part.spec else 0, -1):
            block = part.blocks[at]
            if isinstance(block, Paragraph) and _asks(block) and isinstance(part.blocks[at + 1], Paragraph):
                question = _Part(_text(block), block.span, None, block, part.blocks[at + 1 :], is_question=True)
                parts.insert(index + 1, question)
                del part.blocks[at:]


def _asks(block: Paragraph) -> bool:
    text = _HEADING_MARKS.sub("", _text(block))
    one_line = not any(isinstance(inline, Break) for inline in block.inlines)
    return one_line and text.endswith("?") and len(text) <= _LONGEST_QUESTION


def _grouped(parts: list[_Part], extra: Container[_Part]) -> list[tuple[_Part, list[_Part]]]:
    """Sections with their questions; a second title's content stays with the section before it."""
    groups: list[tuple[_Part, list[_Part]]] = []
    for part in parts:
        if part in extra and groups:
            owner, questions = groups[-1]
            (questions[-1] if questions else owner).blocks += part.blocks
        elif part.is_question:
            groups[-1][1].append(part)
        elif part not in extra:
            groups.append((part, []))
    return groups


class _Writer(Value):
    """Turns parts that are understood into sections."""

    document: Document
    values: Values
    metadata: ListBlock | None

    def section(self, part: _Part, question_parts: list[_Part]) -> Section:
        last = question_parts[-1] if question_parts else part
        while last.inner:
            last = last.inner[-1]
        rule = next((block for block in last.blocks if isinstance(block, ThematicBreak)), None) if _ends(part) else None
        if rule:
            last.blocks.remove(rule)
        blocks = tuple(block for block in part.blocks if not isinstance(block, HtmlBlock | Definition))
        assert part.block is not None
        questions = tuple(_question(each) for each in question_parts)
        inner = tuple(self.section(each, asked) for each, asked in _grouped(part.inner, []))
        ends = [part.block.span.end, *(block.span.end for block in part.blocks)]
        ends += [each.span.end for each in questions] + [each.span.end for each in inner]
        find_entries = link_entries_of if part.spec and part.spec.allows("links") else entries_of
        return Section(
            spec=part.spec,
            heading=Located(part.text, part.span),
            level=part.level,
            fault=part.fault,
            span=Span(part.block.span.start, max(ends)),
            blocks=blocks,
            entries=find_entries(self.document.source, tuple(block for block in blocks if block is not self.metadata)),
            questions=questions,
            rule=rule.span if rule else None,
            evidence=self._evidence(part),
            sections=inner,
        )

    def _evidence(self, part: _Part) -> tuple[Evidence, ...]:
        """What the heading says for the values that it repeats, in the form that says least against them."""
        if part.spec is None or not isinstance(part.block, Heading | Paragraph):
            return ()
        prose = prose_of(part.block.inlines)
        forms = [
            found
            for each in part.spec.headings
            if each.slots and (found := self.values.read(each, prose.text)) is not None
        ]
        said = [evidence_of(each, prose, 0, self.values, "heading") for each in forms]
        return min(said, key=lambda each: sum(not one.agrees for one in each), default=())


def _ends(part: _Part) -> bool:
    return part.spec is not None and part.spec.rule_after


def _question(part: _Part) -> Question:
    assert isinstance(part.block, Heading | Paragraph)
    blocks = tuple(block for block in part.blocks if not isinstance(block, HtmlBlock | Definition))
    end = max((block.span.end for block in blocks), default=part.block.span.end)
    return Question(
        prose=_unmarked(prose_of(part.block.inlines)),
        span=Span(part.block.span.start, end),
        level=part.level,
        answer=tuple(prose_of(block.inlines) for block in blocks if isinstance(block, Paragraph)),
        blocks=blocks,
    )


def _unmarked(prose: Prose) -> Prose:
    """The prose without the `#`s before it that made no heading."""
    start = len(prose.text) - len(prose.text.lstrip("# "))
    if start == 0:
        return prose
    pieces = [(offset - start, span) for offset, span in prose.pieces if offset > start]
    first = pieces[0][0] if pieces else len(prose.text) - start
    return Prose(prose.text[start:], ((0, prose.span(start, start + first)), *pieces)) if first else Prose("", ())
