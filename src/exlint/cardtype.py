"""A card type: what a card of one kind consists of and what its parts say to each other.

Nothing here knows any kind of card; `schemas/exercise.yaml` and its like do, and `exlint.typefile` reads them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from exlint.findings import Position, Severity
from exlint.patterns import Pattern, PatternSet
from exlint.template import Template, slug
from exlint.value import Value, replace


class CardTypeError(ValueError):
    """A card type that can't be used: the file, the place in it, and why."""

    def __init__(self, path: Path, position: Position, message: str) -> None:
        super().__init__(f"{path}:{position.row}:{position.column}: {message}")


class Syntax(StrEnum):
    """What a card is written in: Markdown, or plain lines of text as they come from a web page."""

    MARKDOWN = "markdown"
    LINES = "lines"


class MetadataSource(StrEnum):
    """Where metadata stands: in a list of bold keys, YAML between `---` lines, or `Key: value` lines at the start."""

    NONE = "none"
    BULLETS = "bullets"
    FRONT_MATTER = "front-matter"
    HEADER = "header"


class FieldSpec(Value, dict=True, gc=True):
    """A metadata key. `known` are its values: all of them if `closed`, else those to which a near miss is compared.

    `kind` is the JSON Schema type of the value, or of one item if it `is_list`.
    """

    name: str
    known: tuple[str, ...]
    closed: bool
    is_list: bool
    required: bool
    kind: str = "string"

    @cached_property
    def known_in_any_case(self) -> Mapping[str, str]:
        """The known values by what is left of them without letter case."""
        return {value.casefold(): value for value in self.known}


class MetadataSpec(Value):
    """Where metadata stands and what it may say. `fields` are in the order in which a card lists them.

    `section` holds the list of bold keys; "" for another source. With `open`, other keys may stand beside these.
    `repeats` says what the values of some keys repeat.
    """

    source: MetadataSource
    section: str
    schema_text: str
    fields: tuple[FieldSpec, ...]
    open: bool = False
    repeats: Mapping[str, Template] = {}

    def field(self, name: str) -> FieldSpec | None:
        """The field of exactly this name."""
        return next((each for each in self.fields if each.name == name), None)


class Limits(Value):
    """How many there may be of something."""

    at_least: int = 0
    at_most: int | None = None


class SectionSpec(Value):
    """A section: its heading, what it may hold, and how much of it.

    `headings` are the alternatives, the usual one first. Without `content`, it may hold anything. `items` limits its
    items, each called `item`, and `answer_at_most` the paragraphs of an answer. `repeats` says how often it stands;
    None for a section that stands once. `sections` are those within it; with `has_other_sections` there may be others,
    too.
    """

    name: str
    headings: tuple[Template, ...]
    content: tuple[str, ...]
    level: int = 2
    required: bool = True
    item: str = "item"
    items: Limits = Limits()
    words: Limits = Limits()
    characters: Limits = Limits()
    answer_at_most: int | None = None
    repeats: Limits | None = None
    rule_after: bool = False
    sections: tuple[SectionSpec, ...] = ()
    has_other_sections: bool = False

    def allows(self, content: str) -> bool:
        """Whether the section may hold content of this kind."""
        return content in self.content


class TitleSpec(Value):
    """A card's title. `text` is what it repeats of the metadata, None if that is nothing."""

    required: bool = True
    text: Template | None = None
    file_name_is_slug: bool = False


class ClosingSpec(Value):
    """A card's last line: what it reads, or what it links to; one of the two is None."""

    text: Template | None
    link: Template | None


class StatementSpec(Value):
    """A sentence that repeats values. With `question`, it is the whole answer to that question.

    `forms` are the texts: one under "" or one for each value of the field `by`.
    """

    name: str
    section: str
    question: Template | None
    by: str
    forms: Mapping[str, Template]

    @property
    def names(self) -> frozenset[str]:
        """The names of the values that it repeats."""
        asked = self.question.names if self.question else frozenset()
        return asked.union(*(form.names for form in self.forms.values()))


class LinkSpec(Value):
    """A link that repeats a value in its text and its address."""

    section: str
    text: Template
    url: Template


class TaxonomySpec(Value):
    """The value of `key` decides the value of `decides`; `parent_of` maps the one to the other."""

    key: str
    decides: str
    parent_of: Mapping[str, str]


class Test(Value):
    """Looks into `parts` (the title, metadata keys, sections): for a match of `pattern`, or for one of `values`."""

    parts: tuple[str, ...]
    pattern: Pattern | None
    values: tuple[str, ...]


class Case(Value):
    """When all of `when` and none of `unless` hold, `requires` must hold and `forbids` must not.

    With neither, the case itself is the fault. `at` is where the finding is; "" leaves it at the forbidden text.
    `message` may hold `{when}`, what the first test found, and `{found}`, the forbidden text.
    """

    when: tuple[Test, ...]
    unless: tuple[Test, ...]
    requires: Test | None
    forbids: Test | None
    at: str
    message: str

    @property
    def tests(self) -> tuple[Test, ...]:
        """All its tests."""
        return (*self.when, *self.unless, *(each for each in (self.requires, self.forbids) if each))


class Condition(Value):
    """A rule in data; `doc` is its text for people: what, why, how to fix, source."""

    code: str
    name: str
    since: str
    severity: Severity
    default: bool
    doc: str
    cases: tuple[Case, ...]

    @property
    def tests(self) -> Iterator[Test]:
        """The tests of all its cases."""
        return (test for case in self.cases for test in case.tests)


class ClaimSpec(Value):
    """Free answers that name the value of `key`: to `question`, with the value in the first group of `claim`.

    `terms` maps what prose says, in lower case, to the values that it may mean.
    """

    key: str
    section: str
    question: Pattern
    claim: Pattern
    ignore: frozenset[str]
    terms: Mapping[str, frozenset[str]]


class CardType(Value, dict=True, gc=True):
    """One kind of card. `path` is the file it was read from, `sources` are all that it was read from.

    `words` are the word lists by name, in lower case.

    `ignore` are the rules (by selectors, with their places in the file) that its cards have no part in. With
    `has_other_sections`, headings that the type does not know are allowed. `leftovers` match lines of a web page that
    are no part of the text: buttons, navigation.
    """

    name: str
    path: str
    sources: tuple[str, ...]
    description: str
    syntax: Syntax
    files: tuple[str, ...]
    title: TitleSpec
    ignore: Mapping[str, Position]
    metadata: MetadataSpec
    has_other_sections: bool
    sections: tuple[SectionSpec, ...]
    statements: tuple[StatementSpec, ...]
    links: tuple[LinkSpec, ...]
    closing: ClosingSpec | None
    leftovers: tuple[Pattern, ...]
    captures: Mapping[str, str]
    slugs: Mapping[str, str]
    canonical: Mapping[str, str]
    taxonomy: tuple[TaxonomySpec, ...]
    distinct: tuple[tuple[str, str], ...]
    language: str
    words: Mapping[str, frozenset[str]]
    conditions: tuple[Condition, ...]
    claims: tuple[ClaimSpec, ...]
    comparing: Pattern | None

    @property
    def is_generic(self) -> bool:
        """Whether any text may be of this type: it has neither sections nor keys of its own."""
        return not self.sections and not self.metadata.fields

    def section(self, name: str) -> SectionSpec:
        """The section of this name; it is one of the type's."""
        return next(section for section in self.all_sections if section.name == name)

    @property
    def all_sections(self) -> Iterator[SectionSpec]:
        """The sections and those within them, parents first."""
        return _flat(self.sections)

    def canon(self, value: str) -> str:
        """A value under its first name, in lower case: equal for values that mean the same."""
        return self.canonical.get(value.casefold(), value.casefold())

    def word_list(self, *names: str) -> frozenset[str]:
        """The words of all these lists; a list that neither the language nor the type has is empty."""
        found = self._unions.get(names)
        if found is None:  # rules ask for each word of a card, so each union is made once
            found = self._unions[names] = frozenset().union(*(self.words.get(name, frozenset()) for name in names))
        return found

    @cached_property
    def _unions(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    @cached_property
    def in_titles(self) -> PatternSet:
        """The patterns that conditions look for in titles."""
        tests = (test for each in self.conditions for test in each.tests if "title" in test.parts)
        return PatternSet(test.pattern for test in tests if test.pattern)

    def with_dictionary(self, words: Collection[str]) -> CardType:
        """The type with a project's own words; those with a capital are names."""
        names = (word for word in words if word[:1].isupper())
        added = {"dictionary": words, "proper-names": (*self.word_list("proper-names"), *names)}
        lists = {name: frozenset(word.casefold() for word in each) for name, each in added.items()}
        return replace(self, words={**self.words, **lists})

    def slug(self, value: str) -> str:
        """The value's slug, by the type's exceptions or the general rule."""
        return self.slugs.get(value.casefold()) or slug(value)


def capitalized(text: str) -> str:
    """Each word with a capital, as the values of open lists are written."""
    return " ".join(map(str.capitalize, text.split()))  # `string.capwords`, without a module that few runs need


def _flat(sections: tuple[SectionSpec, ...]) -> Iterator[SectionSpec]:
    for section in sections:
        yield section
        yield from _flat(section.sections)
