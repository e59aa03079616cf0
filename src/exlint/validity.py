"""Whether data keep to a JSON Schema, for schemas and data of the usual kind, and in no time.

jsonschema takes longer to import than a card takes to check, and most data are valid. So this is asked first: it knows
the common keywords of Draft 2020-12 and says nothing where there are others. What is wrong, only jsonschema says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from exlint.patterns import compile_pattern

Verdict = bool | None
"""True: valid, False: not valid, None: not told here."""

_NOTES = frozenset({"$schema", "$defs", "$comment", "title", "description", "default", "examples"})
"""Keywords that judge nothing."""

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda data: isinstance(data, str),
    "array": lambda data: isinstance(data, list),
    "object": lambda data: isinstance(data, dict),
    "boolean": lambda data: isinstance(data, bool),
    "null": lambda data: data is None,
}


def is_valid(schema: Any, data: Any) -> Verdict:
    """Whether data of JSON's types keep to a usable schema. Never raises."""
    try:
        return _Judge(schema).judge(schema, data)
    except (RecursionError, LookupError, TypeError, ValueError, AttributeError):
        return None


class _Judge:
    def __init__(self, root: Any) -> None:
        self.root = root

    def judge(self, schema: Any, data: Any) -> Verdict:
        if isinstance(schema, bool):
            return schema
        return _all(self._keyword(key, value, schema, data) for key, value in schema.items() if key not in _NOTES)

    def _keyword(self, key: str, value: Any, schema: Mapping[str, Any], data: Any) -> Verdict:
        match key:
            case "type":
                return _is_of(value, data)
            case "enum":
                return _any(_is(each, data) for each in value)
            case "const":
                return _is(value, data)
            case "$ref":
                return self.judge(self._found(value), data)
            case "allOf":
                return _all(self.judge(each, data) for each in value)
            case "anyOf":
                return _any(self.judge(each, data) for each in value)
            case "oneOf":
                verdicts = [self.judge(each, data) for each in value]
                return None if None in verdicts else verdicts.count(True) == 1
            case "not":
                verdict = self.judge(value, data)
                return None if verdict is None else not verdict
            case "minLength" | "maxLength" | "pattern":
                return _text(key, value, data) if isinstance(data, str) else True
            case "minItems" | "maxItems" | "uniqueItems" | "items":
                return self._array(key, value, schema, data) if isinstance(data, list) else True
            case "minimum" | "maximum":
                return _number(key, value, data) if isinstance(data, int | float) else True
            case _:
                return self._object(key, value, schema, data) if isinstance(data, dict) else _is_known(key)

    def _array(self, key: str, value: Any, schema: Mapping[str, Any], data: list[Any]) -> Verdict:
        match key:
            case "minItems":
                return len(data) >= int(value)
            case "maxItems":
                return len(data) <= int(value)
            case "uniqueItems":
                is_text = all(isinstance(each, str) for each in data)
                return not value or (len(set(data)) == len(data) if is_text else None)
            case _:
                return None if "prefixItems" in schema else _all(self.judge(value, each) for each in data)

    def _object(self, key: str, value: Any, schema: Mapping[str, Any], data: Mapping[str, Any]) -> Verdict:
        match key:
            case "required":
                return all(each in data for each in value)
            case "properties":
                return _all(self.judge(value[name], data[name]) for name in value if name in data)
            case "patternProperties":
                pairs = ((inner, name) for pattern, inner in value.items() for name in data if _fits(pattern, name))
                return _all(self.judge(inner, data[name]) for inner, name in pairs)
            case "additionalProperties":
                patterns = schema.get("patternProperties", ())
                others = (name for name in data if name not in schema.get("properties", ()))
                rest = (name for name in others if not any(_fits(pattern, name) for pattern in patterns))
                return _all(self.judge(value, data[name]) for name in rest)
            case "propertyNames":
                return _all(self.judge(value, name) for name in data)
            case "minProperties":
                return len(data) >= int(value)
            case "maxProperties":
                return len(data) <= int(value)
            case _:
                return None

    def _found(self, reference: str) -> Any:
        """What a reference within the schema leads to; one with escapes is not followed here."""
        if not reference.startswith("#") or set(reference) & {"~", "%"}:
            raise ValueError(reference)
        found = self.root
        for part in reference[1:].split("/")[1:]:
            found = found[part]
        return found


_OF_OBJECTS = frozenset(
    {"required", "properties", "patternProperties", "additionalProperties", "propertyNames"}
    | {"minProperties", "maxProperties"}
)


def _is_known(key: str) -> Verdict:
    """The verdict of a keyword about objects on what is none."""
    return True if key in _OF_OBJECTS else None


def _is_of(names: str | list[str], data: Any) -> Verdict:
    return _any(_is_of_one(name, data) for name in ([names] if isinstance(names, str) else names))


def _is_of_one(name: str, data: Any) -> Verdict:
    if name not in ("integer", "number"):
        return _TYPES[name](data)
    if isinstance(data, bool) or not isinstance(data, int | float):
        return False
    return True if name == "number" or isinstance(data, int) else None


def _is(value: Any, data: Any) -> Verdict:
    """Whether two values are the same, where it is plain."""
    if isinstance(value, str) or isinstance(data, str):
        return type(value) is type(data) and bool(value == data)
    return None


def _text(key: str, value: Any, data: str) -> bool:
    match key:
        case "minLength":
            return len(data) >= int(value)
        case "maxLength":
            return len(data) <= int(value)
        case _:
            return _fits(value, data)


def _number(key: str, value: Any, data: float) -> Verdict:
    if isinstance(data, bool):
        return True
    return bool(data >= value if key == "minimum" else data <= value)


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    """False if one is, True if all are."""
    told: Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        told = told and verdict
    return told


def _any(verdicts: Iterable[Verdict]) -> Verdict:
    """True if one is, False if all are."""
    told: Verdict = False
    for verdict in verdicts:
        if verdict:
            return True
        if verdict is None:
            told = None
    return told


def _fits(pattern: str, text: str) -> bool:
    return compile_pattern(pattern).search(text) is not None
