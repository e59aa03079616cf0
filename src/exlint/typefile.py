"""A card type read from its file: YAML, checked by `card-type.schema.json`, and then by what a schema can't see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from exlint import schema
from exlint.cardtype import (
    CardType,
    CardTypeError,
    Case,
    ClaimSpec,
    ClosingSpec,
    Condition,
    FieldSpec,
    Limits,
    LinkSpec,
    MetadataSource,
    MetadataSpec,
    SectionSpec,
    StatementSpec,
    Syntax,
    TaxonomySpec,
    Test,
    TitleSpec,
)
from exlint.filepatterns import UnusablePatternsError, check_together, is_pattern
from exlint.findings import Position, Severity
from exlint.patterns import Pattern, PatternError, compile_pattern
from exlint.request import read_whole
from exlint.resources import SCHEMAS
from exlint.source import Source
from exlint.suggest import did_you_mean, nearest
from exlint.template import Literal, Template, TemplateError, check_capture, compile_template, literal
from exlint.value import Value, replace
from exlint.yamlfile import YamlError, YamlFile, read_yaml

KeyPath = tuple[str | int, ...]

_SHARED = ("words", "patterns", "conditions")
"""What several types may take from one file."""
_SCALARS = ("string", "integer", "number", "boolean")
_LONGEST_PATTERN = 50_000
_UNFILLED = re.compile(r"\{([a-z][a-z-]+)\}")


def read_card_type(path: Path) -> CardType:
    """Read and check a card type file and the metadata schema that it names.

    Raises:
        CardTypeError: with the place in the file.
    """
    try:
        text = _text_of(path)
    except _UnreadableError as error:
        raise CardTypeError(path, error.position, f"can't be read: {error}") from error
    rules = (SCHEMAS / "card-type.schema.json").read_text(encoding="utf-8")
    return _Reader(path, _checked(path, text, rules)).card_type()


@lru_cache(maxsize=8)
def _checked(path: Path, text: str, rules: str) -> YamlFile:
    """A file's text as YAML that a JSON Schema allows; once for the types that share it."""
    try:
        file = read_yaml(text)
    except YamlError as error:
        raise CardTypeError(path, error.position, error.message) from error
    for violation in schema.quick_violations(rules, file.data):
        where = ".".join(str(part) for part in violation.path[:-1])
        raise CardTypeError(
            path, file.position(violation.path), schema.describe(violation) + (f" in {where}" if where else "")
        )
    return file


class _Shared(Value):
    """What a type takes over from a file that several types share; empty without one."""

    path: Path
    file: YamlFile | None = None

    def part(self, name: str) -> Any:
        """The file's words, patterns or conditions."""
        data: Any = self.file.data if self.file else {}
        return data.get(name, [] if name == "conditions" else {})

    def error(self, path: KeyPath, message: str) -> CardTypeError:
        """An error at its place in the file."""
        return CardTypeError(self.path, self.file.position(path) if self.file else Position(1, 1), message)


def _rules_of_shared() -> str:
    """The JSON Schema of such a file: its parts have the form that they have in a type."""
    rules = json.loads((SCHEMAS / "card-type.schema.json").read_text(encoding="utf-8"))
    parts = {name: rules["properties"][name] for name in _SHARED}
    return json.dumps({"type": "object", "additionalProperties": False, "properties": parts, "$defs": rules["$defs"]})


class _UnreadableError(ValueError):
    """A file that can't be read as text; the message says why."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.position = position


def _text_of(path: Path) -> str:
    try:
        data = read_whole(str(path))
    except OSError as error:
        raise _UnreadableError(error.strerror or str(error), Position(1, 1)) from error
    except ValueError as error:  # a name that no file can have
        raise _UnreadableError(str(error), Position(1, 1)) from error
    source = Source.decode(str(path), data)
    for span in source.undecodable:
        raise _UnreadableError("not UTF-8", source.position(span.start))
    return source.text


class _Reader:
    """Turns a checked file into a `CardType`; what its schema can't see becomes an error here."""

    data: Any

    def __init__(self, path: Path, file: YamlFile) -> None:
        self.path = path
        self.file = file
        self.data = file.data
        self.shared = self._shared()
        self.patterns = {**self.shared.part("patterns"), **self.data.get("patterns", {})}
        self.captures = self._captures()
        self.section_names = list(self._section_names(self.data.get("sections", ()), ("sections",)))
        self.metadata = self._metadata()
        self.parts = ["title", *(field.name for field in self.metadata.fields), *self.section_names]
        self.values = ["title", *(field.name for field in self.metadata.fields), *self.captures]

    def card_type(self) -> CardType:
        data = self.data
        self._names("statements")
        self._names("conditions")
        self._names("conditions", "code")
        for name, pattern in self.patterns.items():
            is_own = name in data.get("patterns", {})
            self._pattern(("patterns", name) if is_own else ("shared", "patterns", name), pattern)
        return CardType(
            name=data["name"],
            path=str(self.path),
            sources=self._sources(),
            description=data.get("description", ""),
            syntax=Syntax(data.get("syntax", Syntax.MARKDOWN)),
            files=self._files(),
            title=self._title(data.get("title", {})),
            ignore={each: self.file.position(("ignore", index)) for index, each in enumerate(data.get("ignore", ()))},
            metadata=replace(self.metadata, repeats=self._repeated_values()),
            has_other_sections=data.get("other-sections", "sections" not in data),
            sections=self._sections(data.get("sections", ()), ("sections",), 2),
            statements=tuple(self._statement(index, each) for index, each in enumerate(data.get("statements", ()))),
            links=tuple(self._link(index, each) for index, each in enumerate(data.get("links", ()))),
            closing=self._closing(data["closing"]) if "closing" in data else None,
            leftovers=tuple(
                self._pattern(("leftovers", index), each) for index, each in enumerate(data.get("leftovers", ()))
            ),
            captures=self.captures,
            slugs={value.casefold(): written for value, written in data.get("slugs", {}).items()},
            canonical=self._canonical(),
            taxonomy=tuple(self._taxonomy(index, each) for index, each in enumerate(data.get("taxonomy", ()))),
            distinct=tuple(self._distinct(index, each) for index, each in enumerate(data.get("distinct", ()))),
            language=data.get("language", "english"),
            words=_words(data.get("language", "english"), self.shared.part("words"), data.get("words", {})),
            claims=tuple(self._claim(index, each) for index, each in enumerate(data.get("claims", ()))),
            comparing=self._pattern(("comparing",), data["comparing"]) if "comparing" in data else None,
            conditions=tuple(self._conditions()),
        )

    def _files(self) -> tuple[str, ...]:
        for index, pattern in enumerate(self.data["files"]):
            if not is_pattern(pattern):
                raise self._fail(("files", index), f"{pattern!r} is no file pattern")
        try:
            check_together(tuple(self.data["files"]))
        except UnusablePatternsError as error:
            raise self._fail(("files",), str(error)) from error
        return tuple(self.data["files"])

    def _shared(self) -> _Shared:
        name = self.data.get("shared")
        if name is None:
            return _Shared(self.path)
        path = self.path.parent / name
        try:
            text = _text_of(path)
        except _UnreadableError as error:
            raise self._fail(("shared",), f"{name!r} can't be read: {error}") from error
        return _Shared(path, _checked(path, text, _rules_of_shared()))

    def _fail(self, path: KeyPath, message: str) -> CardTypeError:
        if path[:1] == ("shared",) and path[1:]:
            return self.shared.error(path[1:], message)
        return CardTypeError(self.path, self.file.position(path), message)

    def _named(self, name: str, known: Iterable[str], path: KeyPath, kind: str) -> str:
        known = list(known)
        if name not in known:
            close = nearest(name, known)
            raise self._fail(path, f"unknown {kind} {name!r}" + (f"; did you mean {close!r}?" if close else ""))
        return name

    def _names(self, part: str, key: str = "name") -> list[str]:
        """The names of a list's members; each stands once, whatever its letter case."""
        names: list[str] = []
        for index, member in enumerate(self.data.get(part, ())):
            if member[key].casefold() in (name.casefold() for name in names):
                raise self._fail((part, index, key), f"{member[key]!r} stands twice in {part}")
            names.append(member[key])
        return names

    def _section_names(self, sections: Any, path: KeyPath) -> Iterator[str]:
        """The names of all sections, those within others included; each stands once, whatever its letter case."""
        known: set[str] = set()
        for name, at in _named_sections(sections, path):
            if name.casefold() in known:
                raise self._fail((*at, "name"), f"{name!r} stands twice in sections")
            known.add(name.casefold())
            yield name

    def _sections(self, sections: Any, path: KeyPath, level: int) -> tuple[SectionSpec, ...]:
        return tuple(self._section(each, (*path, index), level) for index, each in enumerate(sections))

    def _section(self, data: Any, at: KeyPath, level: int) -> SectionSpec:
        level = data.get("level", level)
        return SectionSpec(
            name=data["name"],
            headings=self._headings(data, at),
            content=tuple(data.get("content", ())),
            level=level,
            required=data.get("required", True),
            item=data.get("item", "item"),
            items=self._limits(data, at),
            words=self._limits(data.get("words", {}), (*at, "words")),
            characters=self._limits(data.get("characters", {}), (*at, "characters")),
            repeats=self._repeats(data.get("repeats", False), (*at, "repeats")),
            answer_at_most=data.get("answer-at-most"),
            rule_after=data.get("rule-after", False),
            sections=self._sections(data.get("sections", ()), (*at, "sections"), level + 1),
            has_other_sections=data.get("other-sections", False),
        )

    def _headings(self, data: Any, at: KeyPath) -> tuple[Template, ...]:
        """The heading's alternatives; without any, the section's name as it stands."""
        given = data.get("heading", [])
        if isinstance(given, str):
            return (self._heading(given, (*at, "heading")),)
        return tuple(self._heading(each, (*at, "heading", index)) for index, each in enumerate(given)) or (
            literal(data["name"]),
        )

    def _heading(self, text: str, at: KeyPath) -> Template:
        template = self._template(text, at)
        if not template.names <= self.captures.keys() and not any(
            isinstance(part, Literal) and part.text.strip() for part in template.parts
        ):
            raise self._fail(at, f"{text!r} is any heading; it needs words beside its values")
        return template

    def _repeats(self, data: Any, at: KeyPath) -> Limits | None:
        return self._limits({} if data is True else data, at) if data is not False else None

    def _limits(self, data: Any, at: KeyPath) -> Limits:
        limits = Limits(data.get("at-least", 0), data.get("at-most"))
        if limits.at_most is not None and limits.at_most < limits.at_least:
            raise self._fail((*at, "at-most"), f"at most {limits.at_most} is less than at least {limits.at_least}")
        return limits

    def _title(self, data: Any) -> TitleSpec:
        text = data.get("text", "{title}" if self.metadata.field("title") else "")
        return TitleSpec(
            required=data.get("required", True),
            text=self._template(text, ("title", "text")) if text else None,
            file_name_is_slug=data.get("file-name") == "slug",
        )

    def _closing(self, data: Any) -> ClosingSpec:
        if isinstance(data, str):
            return ClosingSpec(None, self._template(data, ("closing",)))
        return ClosingSpec(self._template(data["text"], ("closing", "text")), None)

    def _captures(self) -> dict[str, str]:
        captures: dict[str, str] = self.data.get("captures", {})
        for name, pattern in captures.items():
            try:
                check_capture(pattern)
            except TemplateError as error:
                raise self._fail(("captures", name), str(error)) from error
        return captures

    def _canonical(self) -> dict[str, str]:
        canonical: dict[str, str] = {}
        for value, others in self.data.get("synonyms", {}).items():
            for index, name in enumerate((value, *others)):
                first = canonical.setdefault(name.casefold(), value.casefold())
                if first != value.casefold():
                    path = ("synonyms", value, index - 1) if index else ("synonyms", value)
                    raise self._fail(path, f"{name!r} is a synonym of two values")
        return canonical

    def _template(self, text: str, path: KeyPath) -> Template:
        try:
            template = compile_template(text, self.captures)
        except TemplateError as error:
            raise self._fail(path, str(error)) from error
        for name in sorted(template.names):
            self._named(name, self.values, path, "value")
        return template

    def _metadata(self) -> MetadataSpec:
        spec = self.data.get("metadata")
        if spec is None:
            return MetadataSpec(MetadataSource.NONE, "", "{}", ())
        source = MetadataSource(spec.get("from", MetadataSource.BULLETS))
        section = ""
        if source is MetadataSource.BULLETS:
            if "section" not in spec:
                raise self._fail(("metadata",), "key 'section' is missing: the section that holds the list of keys")
            section = self._named(spec["section"], self.section_names, ("metadata", "section"), "section")
        elif "section" in spec:
            raise self._fail(("metadata", "section"), f"metadata from {source} stands in no section")
        text, name = self._metadata_schema(spec["schema"])
        comes_with_exlint = self.path.parent == SCHEMAS  # and is tested with it
        try:
            if not comes_with_exlint:
                schema.violations(text, {})
            rules = json.loads(text)
            fields = _fields(rules, source)
            if not comes_with_exlint:  # a reference that leads back to itself shows with data only
                schema.violations(text, {field.name: ["?"] if field.is_list else "?" for field in fields})
        except schema.SchemaError as error:
            raise self._fail(("metadata", "schema"), f"{name}{error}") from error
        return MetadataSpec(source, section, text, fields, rules.get("additionalProperties", False) is not False)

    def _repeated_values(self) -> Mapping[str, Template]:
        at, names = ("metadata", "repeats"), [field.name for field in self.metadata.fields]
        given = self.data.get("metadata", {}).get("repeats", {})
        return {
            self._named(key, names, (*at, key), "key"): self._template(each, (*at, key)) for key, each in given.items()
        }

    def _sources(self) -> tuple[str, ...]:
        given = (self.data.get("shared"), self.data.get("metadata", {}).get("schema"))
        return (str(self.path), *(str(self.path.parent / name) for name in given if isinstance(name, str)))

    def _metadata_schema(self, given: Any) -> tuple[str, str]:
        """The metadata's JSON Schema, and how its errors begin: with the file's name, if it is one."""
        if not isinstance(given, str):
            return json.dumps(given, ensure_ascii=False), ""
        try:
            return _text_of(self.path.parent / given), f"{given}: "
        except _UnreadableError as error:
            raise self._fail(("metadata", "schema"), f"{given!r} can't be read: {error}") from error

    def _statement(self, index: int, data: Any) -> StatementSpec:
        at = ("statements", index)
        by = data.get("by", "")
        texts = data["text"]
        if isinstance(texts, str) == bool(by):
            raise self._fail(at, "'by' goes with a text for each value of that key, and only with it")
        if by:
            self._named(by, (field.name for field in self.metadata.fields), (*at, "by"), "key")
            for value in texts:
                self._known_value(by, value, (*at, "text", value))
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
        at = ("taxonomy", index)
        names = [field.name for field in self.metadata.fields]
        key = self._named(data["key"], names, (*at, "key"), "key")
        decides = self._named(data["decides"], names, (*at, "decides"), "key")
        parent_of: dict[str, str] = {}
        for parent, children in data["values"].items():
            self._known_value(decides, parent, (*at, "values", parent))
            for number, child in enumerate(children):
                self._known_value(key, child, (*at, "values", parent, number))
                if parent_of.setdefault(child, parent) != parent:
                    raise self._fail((*at, "values", parent, number), f"{child!r} leads to two values")
        return TaxonomySpec(key, decides, parent_of)

    def _known_value(self, key: str, value: str, path: KeyPath) -> None:
        """A value of a key that has a closed list of them must be one of them."""
        field = self.metadata.field(key)
        if field and field.closed:
            self._named(value, field.known, path, f"{key} value")

    def _conditions(self) -> Iterator[Condition]:
        """Those that are shared, as far as they fit the type, and its own."""
        for index, each in enumerate(self.shared.part("conditions")):
            condition = self._condition(("shared", "conditions", index), each)
            if condition.cases:
                yield condition
        for index, each in enumerate(self.data.get("conditions", ())):
            yield self._condition(("conditions", index), each)

    def _condition(self, at: KeyPath, data: Any) -> Condition:
        paragraphs = [data.get("summary", data["name"].replace("-", " ").capitalize()) + "."]
        paragraphs += [f"{label}: {data[label.lower()].strip()}" for label in ("Why", "Fix", "Source")]
        return Condition(
            code=data["code"],
            name=data["name"],
            since=data.get("since", "0.1.0"),
            severity=Severity(data.get("severity", "warning")),
            default=data.get("default", True),
            doc="\n\n".join(paragraphs),
            cases=tuple(
                self._case((*at, "cases", number), each, data["message"])
                for number, each in enumerate(data["cases"])
                if self._fits(at, each)
            ),
        )

    def _fits(self, at: KeyPath, case: Any) -> bool:
        """Whether the type has what a case looks into; what it lacks is a mistake only in its own cases."""
        tests = (*case["when"], *(case[key] for key in ("requires", "forbids") if key in case))
        return at[0] != "shared" or all(self._looks_into(at, test) for test in tests)

    def _looks_into(self, at: KeyPath, test: Any) -> list[str]:
        """The parts that a test looks into; of a shared one, those that the type has."""
        names = [test["in"]] if isinstance(test["in"], str) else test["in"]
        return [name for name in names if at[0] != "shared" or name in self.parts]

    def _case(self, at: KeyPath, data: Any, message: str) -> Case:
        place = data.get("at", "")
        if place not in ("", "first", "last"):
            self._named(place, self.parts, (*at, "at"), "part")
        at_message = (*at, "message") if "message" in data else (*at[:-2], "message")
        return Case(
            when=self._tests((*at, "when"), data["when"]),
            unless=self._tests((*at, "unless"), data.get("unless", ())),
            requires=self._test((*at, "requires"), data["requires"]) if "requires" in data else None,
            forbids=self._test((*at, "forbids"), data["forbids"]) if "forbids" in data else None,
            at=place or ("last" if "requires" in data else ""),
            message=self._message(data.get("message", message), at_message),
        )

    def _message(self, message: str, path: KeyPath) -> str:
        try:
            message.format(when="", found="")
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            raise self._fail(path, f"{message!r} may have {{when}} and {{found}}, no other braces") from error
        return message

    def _claim(self, index: int, data: Any) -> ClaimSpec:
        at = ("claims", index)
        names = [field.name for field in self.metadata.fields]
        claim = self._pattern((*at, "claim"), data["claim"])
        if not claim.groups:
            raise self._fail((*at, "claim"), "the claim has no group that names the value")
        for number, value in enumerate(data.get("ignore", ())):
            self._known_value(data["key"], value, (*at, "ignore", number))
        terms: dict[str, set[str]] = {}
        for value, phrases in data["terms"].items():
            self._known_value(data["key"], value, (*at, "terms", value))
            for phrase in phrases:
                terms.setdefault(phrase.casefold(), set()).add(value)
        return ClaimSpec(
            key=self._named(data["key"], names, (*at, "key"), "key"),
            section=self._named(data["section"], self.section_names, (*at, "section"), "section"),
            question=self._pattern((*at, "question"), data["question"]),
            claim=claim,
            ignore=frozenset(data.get("ignore", ())),
            terms={phrase: frozenset(values) for phrase, values in terms.items()},
        )

    def _tests(self, at: KeyPath, data: Any) -> tuple[Test, ...]:
        tests = ((index, each) for index, each in enumerate(data) if self._looks_into(at, each))
        return tuple(self._test((*at, index), each) for index, each in tests)

    def _test(self, at: KeyPath, data: Any) -> Test:
        names = self._looks_into(at, data)
        parts = tuple(self._named(name, self.parts, (*at, "in"), "part") for name in names)
        pattern = self._pattern((*at, "matches"), data["matches"]) if "matches" in data else None
        values = data.get("is", ())
        for number, value in enumerate(values):
            for name in names:
                self._known_value(name, value, (*at, "is", number))
        return Test(parts, pattern, tuple(value.casefold() for value in values))

    def _pattern(self, at: KeyPath, text: str) -> Pattern:
        """A pattern with the named ones written out; letter case makes no difference."""
        for name, pattern in reversed(self.patterns.items()):
            text = text.replace(f"{{{name}}}", f"(?:{pattern})")
            if len(text) > _LONGEST_PATTERN:  # each may repeat those above it, and so on
                raise self._fail(at, f"longer than {_LONGEST_PATTERN} characters with the patterns in it written out")
        unfilled = _UNFILLED.search(text)
        if unfilled:
            self._named(unfilled[1], self.patterns, at, "pattern")
            raise self._fail(at, f"pattern {unfilled[1]!r} stands further down; a pattern can use those above it")
        try:
            return compile_pattern(text, ignore_case=True)
        except PatternError as error:
            raise self._fail(at, f"not a regular expression of RE2: {error}") from error

    def _distinct(self, index: int, keys: list[str]) -> tuple[str, str]:
        names = [field.name for field in self.metadata.fields]
        first, second = (self._named(key, names, ("distinct", index), "key") for key in keys)
        return first, second


def _words(language: str, *added: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]]:
    """The language's word lists with those added to them."""
    lists = (_usual_words(language), *added)
    names = dict.fromkeys(name for each in lists for name in each)
    return {name: frozenset(word.casefold() for each in lists for word in each.get(name, ())) for name in names}


@lru_cache(maxsize=8)
def _usual_words(language: str) -> Mapping[str, list[str]]:
    words: Any = read_yaml((SCHEMAS / f"{language}.yaml").read_text(encoding="utf-8")).data
    return cast("Mapping[str, list[str]]", words)


def _named_sections(sections: Any, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    """Each section's name and key path, parents first."""
    for index, section in enumerate(sections):
        yield section["name"], (*path, index)
        yield from _named_sections(section.get("sections", ()), (*path, index, "sections"))


def _fields(metadata_schema: Any, source: MetadataSource) -> tuple[FieldSpec, ...]:
    """The metadata's keys, as its schema's properties.

    Raises:
        schema.SchemaError: it has no properties, or one of a kind that the source can't hold.
    """
    properties = metadata_schema.get("properties") if isinstance(metadata_schema, dict) else None
    if not properties:
        raise schema.SchemaError("no properties; they are the keys of a card's metadata")
    required = metadata_schema.get("required", ())
    for name in required:
        if name not in properties:
            raise schema.SchemaError(f"required key {name!r} is no property{did_you_mean(name, properties)}")
    return tuple(_field(name, rules, name in required, source) for name, rules in properties.items())


def _field(name: str, rules: Any, required: bool, source: MetadataSource) -> FieldSpec:
    is_list = isinstance(rules, dict) and rules.get("type") == "array"
    value_rules = rules.get("items", {}) if is_list else rules
    value_rules = value_rules if isinstance(value_rules, dict) else {"type": ""}
    closed = "enum" in value_rules
    known = value_rules.get("enum" if closed else "examples", ())
    kind = value_rules.get("type", "string")
    if source is not MetadataSource.FRONT_MATTER:
        if kind not in _SCALARS:
            raise schema.SchemaError(f"property {name!r} is neither text, number or truth value, nor a list of these")
        if kind == "string" and not all(isinstance(value, str) for value in known):
            raise schema.SchemaError(f"property {name!r} has a value that is no text")
    return FieldSpec(name, tuple(map(schema.as_text, known)), closed, is_list, required, str(kind))
