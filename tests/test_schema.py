"""JSON Schema violations: where, which keyword, what was expected; and their words."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from exlint.schema import SchemaError, Violation, describe, violations


def found(schema: Any, data: object) -> list[Violation]:
    return list(violations(json.dumps(schema), data))


LEVELS = ["Beginner", "Advanced"]

#: Schema of the key `k`, its value, the violation, and its words.
CASES: list[tuple[dict[str, Any], object, Violation, str]] = [
    (
        {"enum": LEVELS},
        "Beginer",
        Violation(("k",), "enum", "Beginer", ("Beginner", "Advanced")),
        "'Beginer' is not one of Beginner, Advanced; did you mean 'Beginner'?",
    ),
    (
        {"enum": ["a", 1, None]},
        2,
        Violation(("k",), "enum", "2", ("a", "1", "null")),
        "'2' is not one of a, 1, null",
    ),
    ({"const": "x"}, "y", Violation(("k",), "const", "y", ("x",)), "'y' is not one of x"),
    ({"type": "string"}, 5, Violation(("k",), "type", "5", ("string",)), "expected string, found 5"),
    ({"type": "integer"}, "5", Violation(("k",), "type", "'5'", ("integer",)), "expected integer, found '5'"),
    ({"type": "string"}, True, Violation(("k",), "type", "true", ("string",)), "expected string, found true"),
    ({"type": "string"}, None, Violation(("k",), "type", "nothing", ("string",)), "expected string, found nothing"),
    ({"type": "string"}, ["a"], Violation(("k",), "type", "array", ("string",)), "expected string, found array"),
    (
        {"type": ["string", "array"]},
        {"a": 1},
        Violation(("k",), "type", "object", ("string", "array")),
        "expected string or array, found object",
    ),
    (
        {"pattern": "^[a-z]+$"},
        "A1",
        Violation(("k",), "pattern", "A1", ("^[a-z]+$",)),
        "'A1' does not match '^[a-z]+$'",
    ),
    (
        {"anyOf": [{"type": "null"}, {"enum": ["x"]}], "description": "x or nothing"},
        "y",
        Violation(("k",), "anyOf", "y", ('{"type": "null"}', '{"enum": ["x"]}'), "x or nothing"),
        "'y' has none of the allowed forms: x or nothing",
    ),
    (
        {"oneOf": [{"type": "null"}]},
        "y",
        Violation(("k",), "oneOf", "y", ('{"type": "null"}',)),
        "'y' has none of the allowed forms",
    ),
    (
        {"not": {"description": "is no muscle", "enum": ["Feet", "Hands"]}},
        "Feet",
        Violation(("k",), "not", "Feet", ("Feet", "Hands"), "is no muscle"),
        "'Feet' is no muscle",
    ),
    ({"not": {"enum": ["Feet"]}}, "Feet", Violation(("k",), "not", "Feet", ("Feet",)), "'Feet' is not allowed here"),
    ({"minimum": 2}, 1, Violation(("k",), "minimum", "1", ("2",)), "expected at least 2, found 1"),
    ({"maximum": 2}, 3.5, Violation(("k",), "maximum", "3.5", ("2",)), "expected at most 2, found 3.5"),
    ({"minItems": 1}, [], Violation(("k",), "minItems", "0", ("1",)), "expected something, found nothing"),
    ({"minItems": 2}, ["a"], Violation(("k",), "minItems", "1", ("2",)), "expected at least 2 items, found 1"),
    ({"maxItems": 1}, [1, 2], Violation(("k",), "maxItems", "2", ("1",)), "expected at most 1 item, found 2"),
    ({"minLength": 1}, "", Violation(("k",), "minLength", "0", ("1",)), "expected something, found nothing"),
    ({"minLength": 3}, "é", Violation(("k",), "minLength", "1", ("3",)), "expected at least 3 characters, found 1"),
    ({"maxLength": 3}, "abcd", Violation(("k",), "maxLength", "4", ("3",)), "expected at most 3 characters, found 4"),
    ({"minProperties": 1}, {}, Violation(("k",), "minProperties", "0", ("1",)), "expected something, found nothing"),
    (
        {"maxProperties": 1},
        {"a": 1, "b": 2},
        Violation(("k",), "maxProperties", "2", ("1",)),
        "expected at most 1 key, found 2",
    ),
    (
        {"uniqueItems": True},
        ["a", "a"],
        Violation(("k",), "uniqueItems", '["a", "a"]', ("true",)),
        '["a", "a"] has an item twice',
    ),
    ({"multipleOf": 5}, 7, Violation(("k",), "multipleOf", "7", ("5",)), "'7' breaks multipleOf 5"),
    ({"required": ["a"]}, {"b": 1}, Violation(("k", "a"), "required", "", ()), "key 'a' is missing"),
    (
        {"properties": {"level": {}}, "additionalProperties": False},
        {"levle": 1},
        Violation(("k", "levle"), "additionalProperties", "1", ("level",)),
        "unknown key 'levle'; did you mean 'level'?",
    ),
    ({"items": False}, ["a"], Violation(("k",), "items", '["a"]', ("false",)), "'[\"a\"]' breaks items false"),
]


@pytest.mark.parametrize(("schema", "value", "violation", "words"), CASES)
def test_each_keyword(schema: dict[str, Any], value: object, violation: Violation, words: str) -> None:
    assert found({"properties": {"k": schema}}, {"k": value}) == [violation]
    assert describe(violation) == words


@pytest.mark.parametrize(("schema", "value"), [(schema, value) for schema, value, _, _ in CASES])
def test_a_value_that_is_not_there_breaks_nothing(schema: dict[str, Any], value: object) -> None:
    assert found({"properties": {"k": schema}}, {"other": value}) == []


def test_a_schema_that_is_false_allows_nothing() -> None:
    assert found(False, "x") == [Violation((), "false", "x", ())]
    assert describe(Violation((), "false", "x", ())) == "'x' is not allowed here"


def test_each_missing_and_each_unknown_key_is_a_violation_of_its_own() -> None:
    schema = {
        "required": ["a", "b", "c"],
        "properties": {"a": {}},
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    assert found(schema, {"b": 1, "z": "two", "x-y": 3}) == [
        Violation(("a",), "required", "", ()),
        Violation(("b",), "additionalProperties", "1", ("a",)),
        Violation(("c",), "required", "", ()),
        Violation(("z",), "additionalProperties", "two", ("a",)),
    ]


def test_the_note_of_the_keyword_goes_before_that_of_its_schema() -> None:
    schema = {"description": "of the schema", "not": {"enum": ["x"]}, "maxLength": 0}
    assert found(schema, "x") == [
        Violation((), "maxLength", "1", ("0",), "of the schema"),
        Violation((), "not", "x", ("x",), "of the schema"),
    ]
    schema["not"] = {"description": "of the keyword", "enum": ["x"]}
    assert found(schema, "x")[1].note == "of the keyword"


def test_violations_come_in_the_order_of_their_paths() -> None:
    schema = {"additionalProperties": {"items": {"type": "string", "enum": ["a"]}, "minItems": 20}}
    expected = [
        (("b",), "minItems"),
        *((("b", index), keyword) for index in range(12) for keyword in ("enum", "type")),
        (("c",), "minItems"),
    ]
    assert [(each.path, each.keyword) for each in found(schema, {"c": [], "b": list(range(12))})] == expected


def test_the_same_keyword_twice_keeps_the_order_of_the_schema() -> None:
    parts = [{"not": {"enum": ["x"], "description": note}} for note in "edcba"]
    assert [each.note for each in found({"allOf": [*parts, *parts]}, "x")] == list("edcba")


def test_references_within_the_schema_are_followed() -> None:
    schema = {
        "$id": "https://example.org/card.json",
        "properties": {"a": {"$ref": "#/$defs/level"}, "b": {"$ref": "#named"}},
        "$defs": {"level": {"enum": LEVELS}, "named": {"$anchor": "named", "type": "string"}},
    }
    assert found(schema, {"a": "x", "b": 1}) == [
        Violation(("a",), "enum", "x", ("Beginner", "Advanced")),
        Violation(("b",), "type", "1", ("string",)),
    ]


# What can't be used

DOUBLING = json.dumps(
    {
        "$defs": {
            **{f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}, {"$ref": f"#/$defs/a{n + 1}"}]} for n in range(40)},
            "a40": {},
        },
        "$ref": "#/$defs/a0",
    }
)
"""A schema of 41 parts, of which each applies the next twice: two to the fortieth."""


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/level.json",
        "https://json-schema.org/draft/2020-12/schema",
        "file:///etc/hostname",
        "level.json",
        "urn:example:level",
    ],
)
@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, keyword: str, address: str) -> None:
    monkeypatch.delattr(socket, "socket")
    monkeypatch.delattr(socket, "create_connection")
    schema = {"properties": {"a": {"anyOf": [{"type": "null"}, {keyword: address}]}}}
    with pytest.raises(SchemaError) as caught:
        found(schema, {})
    message = f"$ref {address!r} leads out of the schema; only references within it are followed"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("{'a': 1}", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "not a JSON Schema: [] is not of type 'object', 'boolean' at the top"),
        (
            '{"properties": {"a": {"type": "strng"}}}',
            "not a JSON Schema: 'strng' is not valid under any of the given schemas at properties/a/type",
        ),
        ('{"items": {"pattern": "("}}', "not a JSON Schema: '(' is not a 'regex' at items/pattern"),
        ('{"properties": {"a": {"$ref": "#/$defs/b"}}}', "$ref '#/$defs/b' leads nowhere"),
        ('{"properties": {"a": {"$ref": "#b"}}}', "$ref '#b' leads nowhere"),
        ('{"title": "x", "items": {"$ref": "#/title"}}', "$ref '#/title' leads to what is no schema"),
        ('{"items": {"$id": "b.json"}}', "$id 'b.json' within the schema; only the schema itself may have one"),
        ('{"$ref": "#"}', "a $ref leads back to itself"),
        (
            '{"patternProperties": {"^x-": {}}, "unevaluatedProperties": false}',
            "patternProperties and unevaluatedProperties exclude each other here",
        ),
        ('{"pattern": "(?=a)"}', "pattern '(?=a)' is no regular expression of RE2: invalid perl operator: (?="),
        (DOUBLING, "with each $ref written out, it has more than 100000 parts"),
    ],
)
def test_a_schema_that_can_not_be_used(text: str, message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        violations(text, {})
    assert str(caught.value) == message


def test_deep_nesting_is_no_crash() -> None:
    with pytest.raises(SchemaError, match=r"^not JSON: "):
        violations("[" * 100_000, {})
