"""A new card, or a section of one: what the type dictates is written, what a person has to write is a placeholder.

Nothing else is left open: every heading, statement and link that the values can make is there, in its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from exlint.binding.reading import Values
from exlint.cardtype import CardType, FieldSpec, LinkSpec, MetadataSource, SectionSpec, StatementSpec, Syntax
from exlint.lazy import lazy_pattern
from exlint.placeholders import TO_WRITE
from exlint.template import Template
from exlint.value import replace

_PLAIN_YAML = lazy_pattern(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z](?:[\w ./-]*\w)?", re.IGNORECASE)
"""What any reader of YAML takes for text without quotes."""

_WITHIN_A_WORD = lazy_pattern(rf"(?<=\w)(?={TO_WRITE})|(?<={TO_WRITE})(?=\w)")

_ANYTHING = ("paragraph", "metadata", "links")
"""What can be dictated in a section that may hold anything, in the order in which it is written."""

_LISTS = frozenset({"numbered-list", "bullet-list", "questions", "links"})


def draft(card_type: CardType, values: Values) -> str:
    """The text of a new card. `values` has the title and what the type's templates ask for, or says what is absent."""
    writer = _WRITERS[card_type.syntax](card_type, values)
    body = [writer.heading(1, writer.title()), *writer.sections(card_type.sections), *writer.closing()]
    return writer.head() + writer.gap.join(body) + "\n"


def title_of(card_type: CardType, values: Values) -> str:
    """A card's title as it writes it."""
    return _WRITERS[card_type.syntax](card_type, values).title()


def skeleton(card_type: CardType, section: SectionSpec, values: Values) -> str | None:
    """A section as a new card has it, as often as it has to stand there, without a line end.

    None if a statement or a link in it says a value that isn't known.
    """
    writer = _WRITERS[card_type.syntax](card_type, values)
    return writer.gap.join(writer.sections([section])) if writer.knows(section) else None


def gap_of(card_type: CardType) -> str:
    """What stands between two blocks of a card."""
    return _WRITERS[card_type.syntax].gap


class _MarkdownWriter:
    """Writes the parts of a card with its values, block by block."""

    gap = "\n\n"

    def __init__(self, card_type: CardType, values: Values) -> None:
        self.type = card_type
        self.values = values

    def head(self) -> str:
        """What stands before the content, with the empty line after it."""
        lines: list[str] = []
        if self.type.metadata.source is MetadataSource.FRONT_MATTER:
            lines = ["---", *(f"{name}: {_yaml(spec, text)}" for name, spec, text in self._fields()), "---", ""]
        elif self.type.metadata.source is MetadataSource.HEADER:
            lines = [*(f"{name}: {text}" for name, _, text in self._fields()), ""]
        return "".join(f"{line}\n" for line in lines)

    def title(self) -> str:
        """The card's name, with what it repeats of the metadata."""
        spec = self.type.title
        return self._filled(spec.text) if spec.text else self.values.texts["title"]

    def sections(self, specs: Iterable[SectionSpec]) -> Iterator[str]:
        """The blocks of the sections that a card has to have, and of those in which the type dictates something."""
        for spec in specs:
            if spec.required or self._is_dictated(spec):
                for _ in range(max(1, spec.repeats.at_least if spec.repeats else 1)):
                    yield from self.section(spec)

    def section(self, spec: SectionSpec) -> Iterator[str]:
        """The blocks of a section: its heading, what it holds at least, and the sections within it."""
        yield self.heading(spec.level, self._filled(spec.headings[0]))
        for content in self._contents(spec):
            yield from self._content(spec, content)
        yield from self.sections(spec.sections)
        if spec.rule_after:
            yield "---"

    def closing(self) -> Iterator[str]:
        """The card's last line, if the type has one."""
        closing = self.type.closing
        if closing and closing.text:
            yield self._filled(closing.text)
        elif closing and closing.link:
            yield self._link(f"{TO_WRITE}: the closing line", self._filled(closing.link))

    def knows(self, spec: SectionSpec) -> bool:
        """Whether all is known that the type's statements and links say in a section and those within it."""
        statements = list(self._statements(spec))
        forms = [self._form(each) for each in statements]
        forms += [each.question for each in statements if each.question]
        forms += [form for each in self._links(spec) for form in (each.text, each.url)]
        return all(form and self.values.knows(form) for form in forms) and all(map(self.knows, spec.sections))

    def _contents(self, spec: SectionSpec) -> Iterator[str]:
        """The kinds of content to write, of those that the section may hold: the first, and what is asked for.

        Where it may hold anything, that is text, unless something else is dictated or there are sections within it.
        """
        kinds = spec.content or _ANYTHING
        asked = kinds[:1] if spec.content or not (spec.sections or self._is_dictated(spec)) else ()
        asked += tuple(kind for kind in spec.content if kind in _LISTS)[:1] if spec.items.at_least else ()
        return (kind for kind in kinds if kind in asked or self._dictates(spec, kind))

    def _is_dictated(self, spec: SectionSpec) -> bool:
        own = any(self._dictates(spec, kind) for kind in spec.content or _ANYTHING)
        return own or any(map(self._is_dictated, spec.sections))

    def _dictates(self, spec: SectionSpec, content: str) -> bool:
        """Whether the type says what stands there, word for word."""
        match content:
            case "paragraph":
                return any(each.question is None for each in self._statements(spec))
            case "questions":
                return any(each.question is not None for each in self._statements(spec))
            case "links":
                return any(self._links(spec))
            case kind:
                return kind == "metadata" and spec.name == self.type.metadata.section

    def _content(self, spec: SectionSpec, content: str) -> Iterator[str]:
        match content:
            case "paragraph":
                statements = (self._statement(each) for each in self._statements(spec) if each.question is None)
                yield " ".join([f"{TO_WRITE}: {spec.name.lower()}.", *statements])
            case "metadata":
                yield "\n".join(f"- **{name}:** {text}" for name, _, text in self._fields())
            case "numbered-list":
                yield from self._list(_items(spec), "{number}. {text}")
            case "bullet-list":
                yield from self._list(_items(spec), "- {text}")
            case "questions":
                yield from self._questions(spec)
            case "links":
                texts = [self._link(self._filled(each.text), self._filled(each.url)) for each in self._links(spec)]
                yield from self._list([*texts, *_items(spec, there=len(texts))], "- {text}")
            case "table":
                yield f"| {TO_WRITE} | {TO_WRITE} |\n|---|---|\n| {TO_WRITE} | {TO_WRITE} |"
            case "code":
                yield f"```text\n{TO_WRITE}\n```"

    def _fields(self) -> Iterator[tuple[str, FieldSpec, str]]:
        """The metadata that there is: key, what the type says of it, value."""
        for field in self.type.metadata.fields:
            if field.name in self.values.texts:
                yield field.name, field, self.values.texts[field.name]

    def _questions(self, spec: SectionSpec) -> Iterator[str]:
        dictated = [(each.question, each) for each in self._statements(spec) if each.question]
        for item in _items(spec, there=len(dictated)):
            yield self._question(spec, f"{item.removesuffix('.')}?")
            yield f"{TO_WRITE}: the answer."
        for question, statement in dictated:
            yield self._question(spec, self._filled(question))
            yield self._statement(statement)

    def _statements(self, spec: SectionSpec) -> Iterator[StatementSpec]:
        return (each for each in self.type.statements if each.section == spec.name)

    def _links(self, spec: SectionSpec) -> Iterator[LinkSpec]:
        return (each for each in self.type.links if each.section == spec.name)

    def _statement(self, spec: StatementSpec) -> str:
        form = self._form(spec)
        return f"{TO_WRITE}: {spec.name}." if form is None else self._filled(form)

    def _form(self, spec: StatementSpec) -> Template | None:
        return spec.forms.get(self.values.texts.get(spec.by, ""))

    def _filled(self, template: Template) -> str:
        """The template's text; what is not known in it is to be written."""
        unknown = {name: TO_WRITE for name in template.names if self.values.write(name, "") is None}
        text = replace(self.values, captures=unknown).fill(template) or TO_WRITE
        return _WITHIN_A_WORD.sub(" ", text) if unknown else text

    def heading(self, level: int, text: str) -> str:
        """A heading's line."""
        return f"{'#' * level} {text}"

    def _question(self, spec: SectionSpec, text: str) -> str:
        return self.heading(spec.level + 1, text)

    def _list(self, texts: Iterable[str], form: str) -> Iterator[str]:
        yield "\n".join(form.format(number=number, text=text) for number, text in enumerate(texts, 1))

    def _link(self, text: str, url: str) -> str:
        return f"[{text}]({url})"


class _LinesWriter(_MarkdownWriter):
    """The same in plain lines, one element a line, without marks."""

    gap = "\n"

    def heading(self, level: int, text: str) -> str:  # noqa: ARG002 (all levels look alike)
        return text

    def _list(self, texts: Iterable[str], form: str) -> Iterator[str]:  # noqa: ARG002
        yield from texts

    def _link(self, text: str, url: str) -> str:  # noqa: ARG002 (a page's text has lost the addresses)
        return text


_WRITERS = {Syntax.MARKDOWN: _MarkdownWriter, Syntax.LINES: _LinesWriter}


def _items(spec: SectionSpec, there: int = 0) -> list[str]:
    """The items that a section needs beside those that are there; each is another, so that none repeats a neighbour."""
    return [f"{TO_WRITE}: {spec.item} {number}." for number in range(1, max(spec.items.at_least, 1) - there + 1)]


def _yaml(spec: FieldSpec, text: str) -> str:
    """A value as front matter has it."""
    if spec.is_list:
        return f"[{', '.join(_scalar(spec, item) for item in text.split(', '))}]"
    return _scalar(spec, text)


def _scalar(spec: FieldSpec, text: str) -> str:
    return text if spec.kind != "string" or _PLAIN_YAML.fullmatch(text) else json.dumps(text, ensure_ascii=False)
