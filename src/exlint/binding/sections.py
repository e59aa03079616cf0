"""Headings to sections: which heading is which section of the type, however it is written.

One fault gives one trace: a heading under a wrong name, at a wrong level or without its marks is still taken for the
section that it was meant to be, and content whose heading is gone makes a section without one, so that nothing else
about it looks wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from exlint.binding.entries import entries_of, link_entries_of
from exlint.card import HeadingFault, Question, Section, Title
from exlint.cardtype import CardType, SectionSpec
from exlint.document import (
    Block,
    Break,
    Definition,
    Document,
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

_HEADING_MARKS = re.compile(r"^[#*_\s]+|[#*_:\s]+$")
_LONGEST_QUESTION = 120
_LISTS = frozenset({"numbered-list", "bullet-list", "links"})


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's top level, divided."""

    title: Title | None
    extra_titles: tuple[Title, ...]
    preamble: tuple[Block, ...]
    sections: tuple[Section, ...]


@dataclass(slots=True, eq=False)
class _Part:
    """A heading (None before the first) with the blocks up to the next one, while it is being understood."""

    text: str
    span: Span
    level: int | None
    block: Block | None
    blocks: list[Block] = field(default_factory=list)
    spec: SectionSpec | None = None
    fault: HeadingFault = HeadingFault.NONE
    is_question: bool = False


def outline(
    document: Document, card_type: CardType, metadata: ListBlock | None = None, closing: Block | None = None
) -> Outline:
    """Divide the document's top level into title, preamble and sections.

    The metadata list has no entries; the closing line is in no section.
    """
    parts = list(_parts(document, card_type, closing))
    before, parts = parts[0], parts[1:]
    title = _take_title(before, parts, card_type)
    extra = [part for part in parts if part.level == 1 and _named(part.text, card_type) is None]
    extra = [part for part in extra if not part.text.endswith("?")]
    _name_sections([part for part in parts if part not in extra], card_type)
    _revive_questions(parts, card_type)
    _revive_content(document.source, before, parts, card_type, metadata)
    _find_plain_questions(parts)
    titles = tuple(Title(part.text, part.span, part.level) for part in extra)
    groups = _grouped(parts, extra)
    sections = tuple(_section(document, part, questions, metadata) for part, questions in groups)
    return Outline(title, titles, tuple(before.blocks), sections)


def _parts(document: Document, card_type: CardType, closing: Block | None) -> Iterator[_Part]:
    proper = {_fold(_text(block)) for block in document.blocks if isinstance(block, Heading)}
    lost = {_fold(spec.name) for spec in card_type.sections} - proper
    part = _Part("", Span(0, 0), None, None)
    for block in document.blocks:
        if block is closing:
            continue
        if isinstance(block, Heading):
            yield part
            part = _Part(_text(block), block.content, block.level, block)
        elif isinstance(block, Paragraph) and lost and _fold(_text(block)) in lost:
            yield part
            part = _Part(_text(block), block.span, None, block)
        else:
            part.blocks.append(block)
    yield part


def _text(block: Heading | Paragraph) -> str:
    """The text with single spaces: what else is wrong with it, its spaces are not."""
    return " ".join(prose_of(block.inlines).text.split())


@lru_cache(maxsize=2048)
def _fold(text: str) -> str:
    return " ".join(_HEADING_MARKS.sub("", text).casefold().split())


def _named(text: str, card_type: CardType) -> SectionSpec | None:
    return next((spec for spec in card_type.sections if _fold(spec.name) == _fold(text)), None)


def _take_title(before: _Part, parts: list[_Part], card_type: CardType) -> Title | None:
    """Take the title out of the parts (or out of the text before them); what followed it becomes the preamble."""
    index = next((i for i, part in enumerate(parts) if part.level == 1 and _named(part.text, card_type) is None), None)
    if index is None and parts and _named(parts[0].text, card_type) is None and not parts[0].text.endswith("?"):
        index = 0
    if index is not None and all(_named(part.text, card_type) is None for part in parts[:index]):
        part = parts.pop(index)
        before.blocks += part.blocks
        return Title(part.text, part.span, part.level)
    first = before.blocks[0] if before.blocks else None
    if isinstance(first, Paragraph) and not _text(first).endswith((".", "!", "?", ":")) and len(_text(first)) <= 80:
        before.blocks.pop(0)
        return Title(_HEADING_MARKS.sub("", _text(first)), first.span, None)
    return None


def _name_sections(parts: list[_Part], card_type: CardType) -> None:
    """Find for each part the section that it is, or tell that it is a question of the section before it."""
    for part in parts:
        part.spec = _named(part.text, card_type)
    _name_misnamed(parts, card_type)
    current: SectionSpec | None = None
    for part in parts:
        if part.spec is None and _is_question(part, current):
            part.is_question = True
        else:
            current = part.spec
            part.fault = _fault(part)


def _is_question(part: _Part, current: SectionSpec | None) -> bool:
    if current is None or part.level is None or not current.allows("questions"):
        return False
    return part.level > current.level or part.text.endswith("?")


def _fault(part: _Part) -> HeadingFault:
    if part.spec is None:
        return HeadingFault.NONE
    if part.level is None:
        return HeadingFault.PLAIN
    if part.text != part.spec.name:
        return HeadingFault.NAME
    return HeadingFault.NONE if part.level == part.spec.level else HeadingFault.LEVEL


def _name_misnamed(parts: list[_Part], card_type: CardType) -> None:
    """Give headings that name no section the missing section that they resemble, or in whose place they stand."""
    found = {part.spec.name for part in parts if part.spec}
    missing = [spec for spec in card_type.sections if spec.name not in found]
    unnamed = [part for part in parts if part.spec is None and not part.text.endswith("?")]
    for part in unnamed:
        close = nearest(part.text, (spec.name for spec in missing))
        if close:
            part.spec = next(spec for spec in missing if spec.name == close)
            missing.remove(part.spec)
    for part in unnamed:
        if part.spec is None and part.level is not None and part.level <= 2:
            gap = _gap(parts, part, card_type, missing)
            spec = next((spec for spec in gap if _fits(part, parts, spec)), None)
            if spec:
                part.spec = spec
                missing.remove(spec)


def _gap(parts: list[_Part], part: _Part, card_type: CardType, missing: list[SectionSpec]) -> list[SectionSpec]:
    """The missing sections that belong between the part's nearest named neighbours."""
    order = [spec.name for spec in card_type.sections]
    index = parts.index(part)
    before = [order.index(other.spec.name) for other in parts[:index] if other.spec]
    after = [order.index(other.spec.name) for other in parts[index:] if other.spec]
    low, high = (before[-1] if before else -1), (after[0] if after else len(order))
    return [spec for spec in missing if low < order.index(spec.name) < high]


def _fits(part: _Part, parts: list[_Part], spec: SectionSpec) -> bool:
    """Whether the part holds what the section holds."""
    if spec.allows("questions"):
        index = parts.index(part)
        return index + 1 < len(parts) and parts[index + 1].text.endswith("?")
    lists = [block for block in part.blocks if isinstance(block, ListBlock)]
    if spec.allows("paragraph") and not (spec.allows("numbered-list") or spec.allows("bullet-list")):
        return any(isinstance(block, Paragraph) for block in part.blocks)
    return any(block.ordered == spec.allows("numbered-list") for block in lists)


def _revive_questions(parts: list[_Part], card_type: CardType) -> None:
    """Questions under no section that holds questions belong to the one that lost its heading, if one did."""
    found = {part.spec.name for part in parts if part.spec}
    lost = next((spec for spec in card_type.sections if spec.allows("questions") and spec.name not in found), None)
    strays = [part for part in parts if part.spec is None and part.level and part.text.endswith("?")]
    if lost and strays:
        first = strays[0]
        for part in strays:
            part.is_question = True
        absent = _Part(lost.name, first.span, None, first.block, spec=lost, fault=HeadingFault.ABSENT)
        parts.insert(parts.index(first), absent)


def _revive_content(
    source: Source, before: _Part, parts: list[_Part], card_type: CardType, metadata: ListBlock | None
) -> None:
    """Content after that of another section, of the kind that a missing section holds, has only lost its heading."""
    for index, spec in enumerate(card_type.sections):
        if any(part.spec is spec for part in parts):
            continue
        owner, after = before, None
        for earlier in card_type.sections[:index]:
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
            place = Span(block.span.start, source.line_span(source.position(block.span.start).row).end)
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
        if source.position(after.span.start).row - source.position(item.span.end).row > 1
    ]
    if len(gaps) == 1 and gaps[0] >= max(1, spec.at_least):
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


def _grouped(parts: list[_Part], extra: list[_Part]) -> list[tuple[_Part, list[_Part]]]:
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


def _section(document: Document, part: _Part, question_parts: list[_Part], metadata: ListBlock | None) -> Section:
    last = question_parts[-1] if question_parts else part
    rule = next((block for block in last.blocks if isinstance(block, ThematicBreak)), None) if _ends(part) else None
    if rule:
        last.blocks.remove(rule)
    blocks = tuple(block for block in part.blocks if not isinstance(block, HtmlBlock | Definition))
    assert part.block is not None
    questions = tuple(_question(each) for each in question_parts)
    ends = [part.block.span.end, *(block.span.end for block in part.blocks), *(each.span.end for each in questions)]
    find_entries = link_entries_of if part.spec and part.spec.allows("links") else entries_of
    return Section(
        spec=part.spec,
        heading=Located(part.text, part.span),
        level=part.level,
        fault=part.fault,
        span=Span(part.block.span.start, max(ends)),
        blocks=blocks,
        entries=find_entries(document.source, tuple(block for block in blocks if block is not metadata)),
        questions=questions,
        rule=rule.span if rule else None,
    )


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
