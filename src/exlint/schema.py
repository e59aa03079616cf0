"""JSON Schema (Draft 2020-12): the only user of jsonschema.

A violation says which part, which keyword, and what was expected; who asks places and words it. Nothing is fetched:
a `$ref` outside the schema is an error when the schema is read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from exlint.patterns import PatternError, compile_pattern
from exlint.suggest import did_you_mean
from exlint.validity import is_valid
from exlint.value import Value

_REFERENCES = ("$ref", "$dynamicRef")
_LARGEST = 100_000


class SchemaError(ValueError):
    """A schema that can't be used; the message says why."""


class Violation(Value):
    """One way in which data breaks its schema.

    `path` leads to the offending part (keys and 0-based indexes); for `required` and `additionalProperties` it ends
    with the key in question. `value` is what stands there as words: its length where the keyword limits that.
    `expected` is the keyword's value as words. `note` is the `description` beside the keyword, else empty.
    """

    path: tuple[str | int, ...]
    keyword: str
    value: str
    expected: tuple[str, ...]
    note: str = ""


def violations(schema_text: str, data: object) -> tuple[Violation, ...]:
    """All violations of `data`, in the order of their paths.

    Raises:
        SchemaError: `schema_text` is no usable schema.
    """
    validator = _validator(schema_text)
    try:
        found = dict.fromkeys(violation for error in validator.iter_errors(data) for violation in _violations(error))
    except RecursionError as error:
        raise SchemaError("a $ref leads back to itself") from error
    return tuple(sorted(found, key=lambda violation: (_in_order(violation.path), violation.keyword)))


def quick_violations(schema_text: str, data: object) -> tuple[Violation, ...]:
    """The same by a schema that is known to be usable; jsonschema is asked only for data that may break it."""
    return () if is_valid(_parsed(schema_text), data) else violations(schema_text, data)


@lru_cache(maxsize=4096)
def violations_of_json(schema_text: str, data_text: str) -> tuple[Violation, ...]:
    """The same for data as JSON text: each distinct one is validated once in a process."""
    return quick_violations(schema_text, json.loads(data_text))


def _in_order(path: tuple[str | int, ...]) -> tuple[tuple[int, str], ...]:
    """A path to sort by: indexes as numbers, before keys."""
    return tuple((part, "") if isinstance(part, int) else (sys.maxsize, part) for part in path)


def describe(violation: Violation) -> str:
    """A violation of a file that a person writes for exlint itself (config, card type), in words."""
    key = violation.path[-1] if violation.path else ""
    expected = " or ".join(violation.expected)
    match violation.keyword:
        case "additionalProperties":
            return f"unknown key {key!r}{did_you_mean(str(key), violation.expected)}"
        case "required":
            return f"key {key!r} is missing"
        case "enum" | "const":
            hint = did_you_mean(violation.value, violation.expected)
            return f"{violation.value!r} is not one of {', '.join(violation.expected)}{hint}"
        case "type":
            return f"expected {expected}, found {violation.value}"
        case "pattern":
            return f"{violation.value!r} does not match {expected!r}"
        case "anyOf" | "oneOf":
            return f"{violation.value!r} has none of the allowed forms" + (
                f": {violation.note}" if violation.note else ""
            )
        case "not" | "false":
            return f"{violation.value!r} {violation.note or 'is not allowed here'}"
        case keyword if keyword in _LENGTHS and violation.value == "0":
            return "expected something, found nothing"
        case "minimum" | "minItems" | "minLength" | "minProperties":
            return f"expected at least {_counted(violation)}, found {violation.value}"
        case "maximum" | "maxItems" | "maxLength" | "maxProperties":
            return f"expected at most {_counted(violation)}, found {violation.value}"
        case "uniqueItems":
            return f"{violation.value} has an item twice"
        case keyword:
            return f"{violation.value!r} breaks {keyword} {', '.join(violation.expected)}"


_LENGTHS = {
    "minItems": "item",
    "maxItems": "item",
    "minLength": "character",
    "maxLength": "character",
    "minProperties": "key",
    "maxProperties": "key",
}
"""The keywords that limit a length, and what they count."""


def _counted(violation: Violation) -> str:
    (number,) = violation.expected
    unit = _LENGTHS.get(violation.keyword)
    return number if unit is None else f"{number} {unit}" if number == "1" else f"{number} {unit}s"


@lru_cache(maxsize=64)
def _parsed(schema_text: str) -> Any:
    try:
        return json.loads(schema_text)
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"not JSON: {error}") from error


@lru_cache(maxsize=64)
def _validator(schema_text: str) -> Any:
    from jsonschema import Draft202012Validator, exceptions, validators
    from referencing import Registry

    schema = _parsed(schema_text)
    try:
        Draft202012Validator.check_schema(schema)
    except exceptions.SchemaError as error:
        where = "/".join(map(str, error.absolute_path)) or "the top"
        raise SchemaError(f"not a JSON Schema: {error.message} at {where}") from error
    try:
        _check_references(schema)
        _check_patterns(schema)
    except RecursionError as error:
        raise SchemaError("nested too deep") from error
    linear: Any = validators.extend(Draft202012Validator, _LINEAR)  # type: ignore[no-untyped-call]
    return linear(schema, registry=Registry())


def _pattern(_validator: Any, pattern: str, instance: object, _schema: object) -> Iterator[Any]:
    from jsonschema import exceptions

    if isinstance(instance, str) and not compile_pattern(pattern).search(instance):
        yield exceptions.ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Mapping[str, Any], instance: Any, _schema: object) -> Iterator[Any]:
    for pattern, rules in patterns.items():
        for key, value in instance.items() if isinstance(instance, dict) else ():
            if compile_pattern(pattern).search(key):
                yield from validator.descend(value, rules, path=key, schema_path=pattern)


def _additional_properties(validator: Any, rules: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    from jsonschema import exceptions

    others = _others(schema, instance) if isinstance(instance, dict) else ()
    if isinstance(rules, dict):
        for key in others:
            yield from validator.descend(instance[key], rules, path=key)
    elif not rules and others:
        yield exceptions.ValidationError(f"unknown: {others!r}")


def _others(schema: Mapping[str, Any], instance: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that a schema names neither by themselves nor by a pattern."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    others = (key for key in instance if key not in known)
    return tuple(key for key in others if not any(compile_pattern(each).search(key) for each in patterns))


_LINEAR = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
}
"""Keywords that jsonschema itself has Python's patterns for, in linear time."""


def _check_patterns(schema: object) -> None:
    """Every pattern must be one of RE2; `unevaluatedProperties` would have those for keys matched by `re`."""
    keywords = list(_keywords(schema))
    if {"patternProperties", "unevaluatedProperties"} <= {keyword for keyword, _ in keywords}:
        raise SchemaError("patternProperties and unevaluatedProperties exclude each other here")
    for keyword, value in keywords:
        patterns: Any = (value,) if keyword == "pattern" else value if keyword == "patternProperties" else ()
        for pattern in patterns if isinstance(patterns, tuple | dict) else ():
            try:
                compile_pattern(str(pattern))
            except PatternError as error:
                raise SchemaError(f"pattern {pattern!r} is no regular expression of RE2: {error}") from error


def _check_references(schema: Any) -> None:
    """Every reference must lead to a schema within this one."""
    from jsonschema import Draft202012Validator, exceptions
    from referencing import Registry, Resource
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    resolver = Registry().resolver_with_root(Resource.from_contents(schema, DRAFT202012))
    for keyword, reference in _keywords(schema):
        if keyword not in ("$id", *_REFERENCES) or not isinstance(reference, str):
            continue
        if keyword == "$id" and reference != schema.get("$id"):
            raise SchemaError(f"$id {reference!r} within the schema; only the schema itself may have one")
        if keyword != "$id" and not reference.startswith("#"):
            raise SchemaError(f"$ref {reference!r} leads out of the schema; only references within it are followed")
        try:
            Draft202012Validator.check_schema(resolver.lookup(reference).contents)
        except Unresolvable as error:
            raise SchemaError(f"$ref {reference!r} leads nowhere") from error
        except exceptions.SchemaError as error:
            raise SchemaError(f"$ref {reference!r} leads to what is no schema") from error
    _check_size(schema, lambda reference: resolver.lookup(reference).contents)


def _check_size(schema: object, resolve: Callable[[str], Any]) -> None:
    """With every reference written out, the schema must not be so large that to apply it takes without end."""
    sizes: dict[int, int] = {}

    def size(part: object) -> int:
        if not isinstance(part, dict | list):
            return 1
        if id(part) not in sizes:
            sizes[id(part)] = 1  # while it is being counted: what leads back to itself is told when it is applied
            inner = part.values() if isinstance(part, dict) else part
            total = 1 + sum(size(each) for each in inner)
            if isinstance(part, dict):
                total += sum(size(resolve(part[key])) for key in _REFERENCES if isinstance(part.get(key), str))
            sizes[id(part)] = total
        return sizes[id(part)]

    if size(schema) > _LARGEST:
        raise SchemaError(f"with each $ref written out, it has more than {_LARGEST} parts")


def _keywords(schema: object) -> Iterator[tuple[str, object]]:
    """All keys of all objects in it, with their values."""
    match schema:
        case {**members}:
            for key, value in members.items():
                yield str(key), value
                yield from _keywords(value)
        case [*items]:
            for item in items:
                yield from _keywords(item)
        case _:
            pass


def _violations(error: Any) -> Iterator[Violation]:
    """One jsonschema error as violations: one for each key that is missing or unknown."""
    path = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    note = str(schema.get("description", ""))
    match error.validator:
        case None:
            yield Violation(path, "false", as_text(error.instance), ())
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    yield Violation((*path, key), "required", "", ())
        case "additionalProperties":
            known = tuple(schema.get("properties", {}))
            for key in _others(schema, error.instance):
                yield Violation((*path, key), "additionalProperties", as_text(error.instance[key]), known)
        case "type":
            yield Violation(path, "type", _found(error.instance), _words(error.validator_value), note)
        case keyword if keyword in _LENGTHS:
            yield Violation(path, keyword, str(len(error.instance)), _words(error.validator_value), note)
        case keyword:
            expected = _words(error.validator_value)
            if isinstance(error.validator_value, Mapping):
                note = str(error.validator_value.get("description", "")) or note
                expected = _words(error.validator_value.get("enum", ()))
            yield Violation(path, str(keyword), as_text(error.instance), expected, note)


def _found(value: object) -> str:
    """A value of the wrong type: itself if it is short by nature, else its type."""
    match value:
        case None:
            return "nothing"
        case str():
            return repr(value)
        case {}:
            return "object"
        case [*_]:
            return "array"
        case _:
            return as_text(value)


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(as_text(item) for item in value)
    return (as_text(value),)


def as_text(value: object) -> str:
    """A value as messages write it: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
