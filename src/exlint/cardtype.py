"""A card type: what a card of one kind consists of and what its parts say to each other.

Nothing here knows any kind of card; `schemas/exercise.yaml` and its like do, and `exlint.typefile` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from exlint.findings import Severity
from exlint.template import Template, slug


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

    @property
    def names(self) -> frozenset[str]:
        """The names of the values that it repeats."""
        asked = self.question.names if self.question else frozenset()
        return asked.union(*(form.names for form in self.forms.values()))


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
class Test:
    """Looks into `parts` (the title, metadata keys, sections): for a match of `pattern`, or for one of `values`."""

    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
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


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule in data; `doc` is its text for people: what, why, how to fix, source."""

    code: str
    name: str
    since: str
    severity: Severity
    default: bool
    doc: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class ClaimSpec:
    """Free answers that name the value of `key`: to `question`, with the value in the first group of `claim`.

    `terms` maps what prose says, in lower case, to the values that it may mean.
    """

    key: str
    section: str
    question: re.Pattern[str]
    claim: re.Pattern[str]
    ignore: frozenset[str]
    terms: Mapping[str, frozenset[str]]


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
    language: str
    words: Mapping[str, frozenset[str]]
    conditions: tuple[Condition, ...]
    claims: tuple[ClaimSpec, ...]
    comparing: re.Pattern[str] | None
    unions: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def section(self, name: str) -> SectionSpec:
        """The section of this name; it is one of the type's."""
        return next(section for section in self.sections if section.name == name)

    def canon(self, value: str) -> str:
        """A value under its first name, in lower case: equal for values that mean the same."""
        return self.canonical.get(value.casefold(), value.casefold())

    def word_list(self, *names: str) -> frozenset[str]:
        """The words of all these lists; a list that neither the language nor the type has is empty."""
        found = self.unions.get(names)
        if found is None:  # rules ask for each word of a card, so each union is made once
            found = self.unions[names] = frozenset().union(*(self.words.get(name, frozenset()) for name in names))
        return found

    def with_dictionary(self, words: Collection[str]) -> CardType:
        """The type with a project's own words; those with a capital are names."""
        names = (word for word in words if word[:1].isupper())
        added = {"dictionary": words, "proper-names": (*self.word_list("proper-names"), *names)}
        lists = {name: frozenset(word.casefold() for word in each) for name, each in added.items()}
        return replace(self, words={**self.words, **lists}, unions={})

    def slug(self, value: str) -> str:
        """The value's slug, by the type's exceptions or the general rule."""
        return self.slugs.get(value.casefold()) or slug(value)
