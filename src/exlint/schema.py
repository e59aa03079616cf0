"""JSON Schema (Draft 2020-12): the only user of jsonschema.

A violation says which part, which keyword, and what was expected; who asks places and words it. Nothing is fetched:
a `$ref` outside the schema is an error when the schema is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exlint.suggest import did_you_mean


class SchemaError(ValueError):
    """A schema that can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which data breaks its schema.

    `path` leads to the offending part (keys and 0-based indexes); for `required` and `additionalProperties` it ends
    with the key in question. `expected` is the keyword's value as words. `note` is the `description` beside the
    keyword, else empty.
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
    found = {violation for error in _validator(schema_text).iter_errors(data) for violation in _violations(error)}
    return tuple(sorted(found, key=lambda violation: (tuple(map(str, violation.path)), violation.keyword)))


def describe(violation: Violation) -> str:
    """A violation of a file that a person writes for exlint itself (config, card type), in words."""
    key = violation.path[-1] if violation.path else ""
    match violation.keyword:
        case "additionalProperties" | "unevaluatedProperties":
            return f"unknown key {key!r}{did_you_mean(str(key), violation.expected)}"
        case "required":
            return f"key {key!r} is missing"
        case "enum" | "const":
            hint = did_you_mean(violation.value, violation.expected)
            return f"{violation.value!r} is not one of {', '.join(violation.expected)}{hint}"
        case "type":
            return f"expected {' or '.join(violation.expected)}, found {violation.value!r}"
        case "pattern":
            return f"{violation.value!r} does not match {violation.expected[0]!r}"
        case "anyOf" | "oneOf":
            return f"{violation.value!r} has none of the allowed forms" + (
                f": {violation.note}" if violation.note else ""
            )
        case keyword:
            return f"{violation.value!r} breaks {keyword} {', '.join(violation.expected)}"


@lru_cache(maxsize=64)
def _validator(schema_text: str) -> Any:
    from jsonschema import Draft202012Validator, exceptions
    from referencing import Registry

    try:
        schema = json.loads(schema_text)
        Draft202012Validator.check_schema(schema)
    except ValueError as error:
        raise SchemaError(f"not JSON: {error}") from error
    except exceptions.SchemaError as error:
        where = "/".join(map(str, error.absolute_path)) or "the top"
        raise SchemaError(f"not a JSON Schema: {error.message} at {where}") from error
    for reference in _references(schema):
        if not reference.startswith("#"):
            raise SchemaError(f"$ref {reference!r} leads out of the schema; only references within it are followed")
    return Draft202012Validator(schema, registry=Registry())


def _references(schema: object) -> Iterator[str]:
    match schema:
        case {**members}:
            for key, value in members.items():
                if key in ("$ref", "$dynamicRef") and isinstance(value, str):
                    yield value
                else:
                    yield from _references(value)
        case [*items]:
            for item in items:
                yield from _references(item)
        case _:
            pass


def _violations(error: Any) -> Iterator[Violation]:
    """One jsonschema error as violations: one for each key that is missing or unknown."""
    path = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    match error.validator:
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    yield Violation((*path, key), "required", "", ())
        case "additionalProperties":
            known = tuple(schema.get("properties", {}))
            for key in error.instance:
                if key not in known:
                    yield Violation((*path, key), "additionalProperties", str(error.instance[key]), known)
        case keyword:
            note, expected = "", _words(error.validator_value)
            if isinstance(error.validator_value, Mapping):
                note = str(error.validator_value.get("description", ""))
                expected = _words(error.validator_value.get("enum", ()))
            yield Violation(
                path, str(keyword), _word(error.instance), expected, note or str(schema.get("description", ""))
            )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(_word(item) for item in value)
    return (_word(value),)


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
