"""A card type, read from data: what a card of one kind consists of and what its parts say to each other.

Nothing here knows any kind of card; `schemas/exercise.yaml` and its like do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exlint import schema
from exlint.findings import Position
from exlint.resources import SCHEMAS
from exlint.suggest import nearest
from exlint.template import Template, TemplateError, compile_template, slug
from exlint.yamlfile import YamlError, YamlFile, read_yaml


class CardTypeError(ValueError):
    """A card type that can't be used: the file, the place in it, and why."""

    def __init__(self, path: Path, position: Position, message: str) -> None:
        super().__init__(f"{path}:{position.row}:{position.column}: {message}")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A metadata key. `known` are its values: all of them if `closed`, else those to which a near miss is compared."""

    name: str
    known: tuple[str, ...]
    closed: bool
    is_list: bool
    required: bool


@dataclass(frozen=True, slots=True)
class MetadataSpec:
    """Where metadata stands and what it may say. `fields` are in the order in which a card lists them."""

    section: str
    schema_text: str
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec | None:
        """The field of exactly this name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section: its heading, what it may hold, and how many items (each called `item`) at least."""

    name: str
    level: int
    required: bool
    content: tuple[str, ...]
    item: str
    at_least: int
    rule_after: bool

    def allows(self, content: str) -> bool:
        """Whether the section may hold content of this kind."""
        return content in self.content


@dataclass(frozen=True, slots=True)
class StatementSpec:
    """A sentence that repeats values. With `question`, it is the whole answer to that question.

    `forms` are the texts: one under "" or one for each value of the field `by`.
    """

    name: str
    section: str
    question: Template | None
    by: str
    forms: Mapping[str, Template]


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A link that repeats a value in its text and its address."""

    section: str
    text: Template
    url: Template


@dataclass(frozen=True, slots=True)
class TaxonomySpec:
    """The value of `key` decides the value of `decides`; `parent_of` maps the one to the other."""

    key: str
    decides: str
    parent_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CardType:
    """One kind of card. `path` is the file it was read from; `words` are the word lists by name, in lower case."""

    name: str
    path: str
    description: str
    files: tuple[str, ...]
    file_name_is_slug: bool
    metadata: MetadataSpec
    sections: tuple[SectionSpec, ...]
    statements: tuple[StatementSpec, ...]
    links: tuple[LinkSpec, ...]
    closing: Template | None
    captures: Mapping[str, str]
    slugs: Mapping[str, str]
    canonical: Mapping[str, str]
    taxonomy: tuple[TaxonomySpec, ...]
    distinct: tuple[tuple[str, str], ...]
    words: Mapping[str, frozenset[str]]

    def section(self, name: str) -> SectionSpec:
        """The section of this name; it is one of the type's."""
        return next(section for section in self.sections if section.name == name)

    def canon(self, value: str) -> str:
        """A value under its first name, in lower case: equal for values that mean the same."""
        return self.canonical.get(value.casefold(), value.casefold())

    def word_list(self, *names: str) -> frozenset[str]:
        """The words of all these lists; a list that neither the language nor the type has is empty."""
        return frozenset().union(*(self.words.get(name, frozenset()) for name in names))

    def slug(self, value: str) -> str:
        """The value's slug, by the type's exceptions or the general rule."""
        return self.slugs.get(value.casefold()) or slug(value)


def builtin_types() -> tuple[CardType, ...]:
    """The card types that come with exlint."""
    return (read_card_type(SCHEMAS / "exercise.yaml"),)


def read_card_type(path: Path) -> CardType:
    """Read and check a card type file and the metadata schema that it names.

    Raises:
        CardTypeError: with the place in the file.
    """
    try:
        file = read_yaml(path.read_text(encoding="utf-8"))
    except YamlError as error:
        raise CardTypeError(path, error.position, error.message) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CardTypeError(path, Position(1, 1), f"can't be read: {error}") from error
    rules = (SCHEMAS / "card-type.schema.json").read_text(encoding="utf-8")
    for violation in schema.violations(rules, file.data):
        where = ".".join(str(part) for part in violation.path[:-1])
        raise CardTypeError(
            path, file.position(violation.path), schema.describe(violation) + (f" in {where}" if where else "")
        )
    return _Reader(path, file).card_type()


class _Reader:
    """Turns a checked file into a `CardType`; what its schema can't see becomes an error here."""

    data: Any

    def __init__(self, path: Path, file: YamlFile) -> None:
        self.path = path
        self.file = file
        self.data = file.data
        self.captures: dict[str, str] = self.data.get("captures", {})
        self.section_names = [section["name"] for section in self.data["sections"]]
        self.metadata = self._metadata()
        self.values = {field.name for field in self.metadata.fields} | {"title"} | self.captures.keys()

    def card_type(self) -> CardType:
        data = self.data
        closing = data.get("closing")
        return CardType(
            name=data["name"],
            path=str(self.path),
            description=data.get("description", ""),
            files=tuple(data["files"]),
            file_name_is_slug=data.get("title", {}).get("file-name") == "slug",
            metadata=self.metadata,
            sections=tuple(_section(section) for section in data["sections"]),
            statements=tuple(self._statement(index, each) for index, each in enumerate(data.get("statements", ()))),
            links=tuple(self._link(index, each) for index, each in enumerate(data.get("links", ()))),
            closing=self._template(closing, ("closing",)) if closing else None,
            captures=self.captures,
            slugs={value.casefold(): written for value, written in data.get("slugs", {}).items()},
            canonical={
                other.casefold(): value.casefold()
                for value, others in data.get("synonyms", {}).items()
                for other in (value, *others)
            },
            taxonomy=tuple(self._taxonomy(index, each) for index, each in enumerate(data.get("taxonomy", ()))),
            distinct=tuple(self._distinct(index, each) for index, each in enumerate(data.get("distinct", ()))),
            words=_words(data.get("language", "english"), data.get("words", {})),
        )

    def _fail(self, path: tuple[str | int, ...], message: str) -> CardTypeError:
        return CardTypeError(self.path, self.file.position(path), message)

    def _named(self, name: str, known: Iterable[str], path: tuple[str | int, ...], kind: str) -> str:
        known = list(known)
        if name not in known:
            close = nearest(name, known)
            raise self._fail(path, f"unknown {kind} {name!r}" + (f"; did you mean {close!r}?" if close else ""))
        return name

    def _template(self, text: str, path: tuple[str | int, ...]) -> Template:
        try:
            template = compile_template(text, self.captures)
        except TemplateError as error:
            raise self._fail(path, str(error)) from error
        for name in sorted(template.names):
            self._named(name, self.values, path, "value")
        return template

    def _metadata(self) -> MetadataSpec:
        spec = self.data["metadata"]
        at = ("metadata", "schema")
        schema_path = self.path.parent / spec["schema"]
        try:
            text = schema_path.read_text(encoding="utf-8")
            schema.violations(text, {})
            fields = _fields(json.loads(text))
        except (OSError, UnicodeDecodeError) as error:
            raise self._fail(at, f"{spec['schema']!r} can't be read: {error}") from error
        except schema.SchemaError as error:
            raise self._fail(at, f"{spec['schema']}: {error}") from error
        section = self._named(spec["section"], self.section_names, ("metadata", "section"), "section")
        return MetadataSpec(section, text, fields)

    def _statement(self, index: int, data: Any) -> StatementSpec:
        at = ("statements", index)
        by = data.get("by", "")
        texts = data["text"]
        if isinstance(texts, str) == bool(by):
            raise self._fail(at, "'by' goes with a text for each value of that key, and only with it")
        if by:
            self._named(by, (field.name for field in self.metadata.fields), (*at, "by"), "key")
        forms = texts if by else {"": texts}
        return StatementSpec(
            name=data["name"],
            section=self._named(data["section"], self.section_names, (*at, "section"), "section"),
            question=self._template(data["question"], (*at, "question")) if "question" in data else None,
            by=by,
            forms={value: self._template(text, (*at, "text", value)) for value, text in forms.items()},
        )

    def _link(self, index: int, data: Any) -> LinkSpec:
        at = ("links", index)
        return LinkSpec(
            self._named(data["section"], self.section_names, (*at, "section"), "section"),
            self._template(data["text"], (*at, "text")),
            self._template(data["url"], (*at, "url")),
        )

    def _taxonomy(self, index: int, data: Any) -> TaxonomySpec:
        names = [field.name for field in self.metadata.fields]
        return TaxonomySpec(
            self._named(data["key"], names, ("taxonomy", index, "key"), "key"),
            self._named(data["decides"], names, ("taxonomy", index, "decides"), "key"),
            {child: parent for parent, children in data["values"].items() for child in children},
        )

    def _distinct(self, index: int, keys: list[str]) -> tuple[str, str]:
        names = [field.name for field in self.metadata.fields]
        first, second = (self._named(key, names, ("distinct", index), "key") for key in keys)
        return first, second


def _words(language: str, own: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]]:
    lists: Any = read_yaml((SCHEMAS / f"{language}.yaml").read_text(encoding="utf-8")).data
    return {
        name: frozenset(word.casefold() for word in (*lists.get(name, ()), *own.get(name, ())))
        for name in (*lists, *own)
    }


def _section(data: Any) -> SectionSpec:
    return SectionSpec(
        name=data["name"],
        level=data.get("level", 2),
        required=data.get("required", True),
        content=tuple(data["content"]),
        item=data.get("item", "item"),
        at_least=data.get("at-least", 0),
        rule_after=data.get("rule-after", False),
    )


def _fields(metadata_schema: Any) -> tuple[FieldSpec, ...]:
    required = metadata_schema.get("required", ())
    fields = []
    for name, rules in metadata_schema.get("properties", {}).items():
        is_list = rules.get("type") == "array"
        value_rules = rules.get("items", {}) if is_list else rules
        closed = "enum" in value_rules
        known = value_rules.get("enum" if closed else "examples", ())
        fields.append(FieldSpec(name, tuple(known), closed, is_list, name in required))
    return tuple(fields)
