"""The quick verdict on data and schema is jsonschema's, or none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from exlint import schema
from exlint.resources import SCHEMAS
from exlint.validity import is_valid
from exlint.yamlfile import read_yaml

WORDS = st.sampled_from(["", "a", "b", "ab", "abc"])
NUMBERS = st.integers(0, 3)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.sampled_from([0.0, 1.5, 2.0]) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["string", "array", "object", "integer", "number", "boolean", "null"])
PATTERNS = st.sampled_from(["^a", "b$", "a+", "^$"])


def keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(DATA, min_size=1, max_size=3),
            "const": DATA,
            "allOf": several,
            "anyOf": several,
            "oneOf": several,
            "not": inner,
            "minLength": NUMBERS,
            "maxLength": NUMBERS,
            "pattern": PATTERNS,
            "minItems": NUMBERS,
            "maxItems": NUMBERS,
            "uniqueItems": st.booleans(),
            "items": inner,
            "prefixItems": several,
            "contains": inner,
            "minimum": NUMBERS,
            "maximum": NUMBERS,
            "required": st.lists(WORDS, max_size=2, unique=True),
            "properties": st.dictionaries(WORDS, inner, max_size=3),
            "patternProperties": st.dictionaries(PATTERNS, inner, max_size=2),
            "additionalProperties": inner,
            "propertyNames": inner,
            "minProperties": NUMBERS,
            "maxProperties": NUMBERS,
            "dependentRequired": st.just({"a": ["b"]}),
            "description": WORDS,
            "$ref": st.sampled_from(["#/$defs/text", "#/$defs/list"]),
        },
    )


SCHEMA = st.recursive(st.booleans() | keywords(st.booleans()), keywords, max_leaves=6)
DEFINED = {"text": {"type": "string", "minLength": 1}, "list": {"type": "array", "items": {"$ref": "#/$defs/text"}}}


@settings(max_examples=300, deadline=None)
@given(SCHEMA, DATA)
def test_the_verdict_is_that_of_jsonschema(rules: Any, data: Any) -> None:
    if isinstance(rules, dict):
        rules = {**rules, "$defs": DEFINED}
    verdict = is_valid(rules, data)
    assert verdict in (None, Draft202012Validator(rules).is_valid(data))


@pytest.mark.parametrize(
    ("rules", "data"),
    [
        ({"unheard-of": 1}, "x"),
        ({"$ref": "#"}, "x"),
        ({"$ref": "#/nowhere"}, "x"),
        ({"$ref": "https://example.com"}, "x"),
        ({"pattern": "("}, "x"),
        ({"type": "text"}, "x"),
        ([], "x"),
        (None, "x"),
    ],
)
def test_what_is_not_understood_is_not_told(rules: Any, data: Any) -> None:
    assert is_valid(rules, data) is None


@pytest.mark.parametrize("file", sorted(path.name for path in SCHEMAS.glob("*.json")))
def test_the_schemas_that_come_with_exlint_can_be_used(file: str) -> None:
    schema.violations((SCHEMAS / file).read_text(encoding="utf-8"), {})


@pytest.mark.parametrize(
    "file", sorted(path.name for path in SCHEMAS.glob("*.yaml") if path.name not in ("english.yaml", "fitness.yaml"))
)
def test_the_types_that_come_with_exlint_are_told_to_be_valid(file: str) -> None:
    rules = json.loads((SCHEMAS / "card-type.schema.json").read_text(encoding="utf-8"))
    assert is_valid(rules, read_yaml((SCHEMAS / file).read_text(encoding="utf-8")).data) is True
