"""A new card, or a section of one: what the type dictates is written, what a person has to write is a placeholder.

Nothing else is left open: every statement and link that the values can make is there, in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.binding.reading import Values
from exlint.cardtype import CardType, SectionSpec, StatementSpec
from exlint.placeholders import TO_WRITE
from exlint.template import Template


def draft(card_type: CardType, values: Values) -> str:
    """The text of a new card. `values` has the title and what the type's templates ask for, or says what is absent."""
    writer = _Writer(card_type, values)
    blocks = [f"# {values.texts['title']}", *map(writer.section, card_type.sections), *writer.closing()]
    return "\n\n".join(blocks) + "\n"


def skeleton(card_type: CardType, section: SectionSpec, values: Values) -> str:
    """A section as a new card has it, without a line end; a value that isn't known is left to be written, too."""
    return _Writer(card_type, values).section(section)


class _Writer:
    """Writes a type's sections with the values of one card."""

    def __init__(self, card_type: CardType, values: Values) -> None:
        self.type = card_type
        self.values = values

    def section(self, spec: SectionSpec) -> str:
        """The heading and, for each kind of content, what a section holds at least."""
        blocks = [f"{'#' * spec.level} {self._filled(spec.headings[0])}"]
        for content in spec.content:
            blocks += self._content(spec, content)
        return "\n\n".join([*blocks, "---"] if spec.rule_after else blocks)

    def closing(self) -> Iterator[str]:
        """The line with the link home, if the type has one."""
        closing = self.type.closing
        if closing and closing.text:
            yield self._filled(closing.text)
        elif closing and closing.link:
            yield f"[{TO_WRITE}: the closing line]({self._filled(closing.link)})"

    def _content(self, spec: SectionSpec, content: str) -> Iterator[str]:
        match content:
            case "paragraph":
                statements = (self._statement(each) for each in self._statements(spec) if each.question is None)
                yield " ".join([f"{TO_WRITE}: {spec.name.lower()}.", *statements])
            case "metadata":
                yield "\n".join(self._fields())
            case "numbered-list":
                yield "\n".join(f"{number}. {text}" for number, text in enumerate(_items(spec), 1))
            case "bullet-list":
                yield "\n".join(f"- {text}" for text in _items(spec))
            case "questions":
                yield from self._questions(spec)
            case "links":
                links = [self._link(each.text, each.url) for each in self.type.links if each.section == spec.name]
                yield "\n".join(f"- {text}" for text in (*links, *_items(spec, there=len(links))))

    def _fields(self) -> Iterator[str]:
        for field in self.type.metadata.fields:
            if field.name in self.values.texts:
                yield f"- **{field.name}:** {self.values.texts[field.name]}"

    def _questions(self, spec: SectionSpec) -> Iterator[str]:
        marks = "#" * (spec.level + 1)
        dictated = [(each.question, each) for each in self._statements(spec) if each.question]
        for item in _items(spec, there=len(dictated)):
            yield f"{marks} {item.removesuffix('.')}?"
            yield f"{TO_WRITE}: the answer."
        for question, statement in dictated:
            yield f"{marks} {self._filled(question)}"
            yield self._statement(statement)

    def _statements(self, spec: SectionSpec) -> Iterator[StatementSpec]:
        return (each for each in self.type.statements if each.section == spec.name)

    def _statement(self, spec: StatementSpec) -> str:
        form = spec.forms.get(self.values.texts.get(spec.by, ""))
        return f"{TO_WRITE}: {spec.name}." if form is None else self._filled(form)

    def _link(self, text: Template, url: Template) -> str:
        return f"[{self._filled(text)}]({self._filled(url)})"

    def _filled(self, template: Template) -> str:
        text = self.values.fill(template)
        return f"{TO_WRITE}: {template.text}" if text is None else text


def _items(spec: SectionSpec, there: int = 0) -> Sequence[str]:
    """The items that a section needs beside those that are there; each is another, so that none repeats a neighbour."""
    return [f"{TO_WRITE}: {spec.item} {number}." for number in range(1, max(spec.items.at_least, 1) - there + 1)]
