"""YAML with places."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.findings import Position
from exlint.yamlfile import Path, YamlError, read_yaml


def places(text: str) -> dict[Path, tuple[int, int]]:
    file = read_yaml(text)
    return {path: (place.row, place.column) for path in file.keys if (place := file.position(path))}


def error_of(text: str) -> tuple[int, int, str]:
    with pytest.raises(YamlError) as caught:
        read_yaml(text)
    return caught.value.position.row, caught.value.position.column, caught.value.message


# Places


def test_every_key_and_item_has_its_place() -> None:
    text = """\
# a comment
name: card
sections:
  - name: One
    content: [text, "list"]
  -   name: Two
words: {a: [x],  b: []}
empty:
"""
    assert read_yaml(text).data == {
        "name": "card",
        "sections": [{"name": "One", "content": ["text", "list"]}, {"name": "Two"}],
        "words": {"a": ["x"], "b": []},
        "empty": None,
    }
    assert places(text) == {
        (): (2, 1),
        ("name",): (2, 1),
        ("sections",): (3, 1),
        ("sections", 0): (4, 5),
        ("sections", 0, "name"): (4, 5),
        ("sections", 0, "content"): (5, 5),
        ("sections", 0, "content", 0): (5, 15),
        ("sections", 0, "content", 1): (5, 21),
        ("sections", 1): (6, 7),
        ("sections", 1, "name"): (6, 7),
        ("words",): (7, 1),
        ("words", "a"): (7, 9),
        ("words", "a", 0): (7, 13),
        ("words", "b"): (7, 18),
        ("empty",): (8, 1),
    }


def test_a_part_without_a_place_has_that_of_what_holds_it() -> None:
    file = read_yaml("a:\n  b: [c]\n")
    assert file.position(("a", "b", 0)) == Position(2, 7)
    assert file.position(("a", "b", 7, "x")) == Position(2, 3)
    assert file.position(("z",)) == Position(1, 1)
    assert read_yaml("").position(("z",)) == Position(1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_endings(newline: str) -> None:
    text = newline.join(["a: 1", "b:", "  - x", "  - y", ""])
    assert read_yaml(text).data == {"a": 1, "b": ["x", "y"]}
    assert places(text) == {(): (1, 1), ("a",): (1, 1), ("b",): (2, 1), ("b", 0): (3, 5), ("b", 1): (4, 5)}


def test_columns_are_in_code_points() -> None:
    assert places("é🙂: [🙂, x]") == {(): (1, 1), ("é🙂",): (1, 1), ("é🙂", 0): (1, 6), ("é🙂", 1): (1, 9)}


def test_a_byte_order_mark_takes_no_column() -> None:
    assert read_yaml("\ufeffa: 1\nb: 2\n").data == {"a": 1, "b": 2}
    assert places("\ufeffa: 1\nb: 2\n") == {(): (1, 1), ("a",): (1, 1), ("b",): (2, 1)}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_nothing(text: str) -> None:
    assert read_yaml(text).data is None


def test_a_tab_may_stand_after_a_value_but_not_indent() -> None:
    assert read_yaml("a:\tb\t# c\n").data == {"a": "b"}
    assert error_of("a:\n\tb: 1\n") == (2, 1, "found character that cannot start any token")


# Values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        # YAML 1.1 would see truth values, numbers and dates in these.
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("1:30", "1:30"),
        ("2024-01-31", "2024-01-31"),
        ("1_000", "1_000"),
        ("=", "="),
        # These are numbers in YAML 1.2, but written like a name.
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("12345678901234567890", "12345678901234567890"),
        # And these are no text.
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("-2.", -2.0),
        ("1.5e3", 1500.0),
        # Unless they stand in quotes.
        ("'true'", "true"),
        ('"null"', "null"),
        ("'12'", "12"),
        ('""', ""),
        ("|\n  true\n", "true\n"),
        ("tRUE", "tRUE"),
        ("a # comment", "a"),
        ("a#b", "a#b"),
    ],
)
def test_values(written: str, value: object) -> None:
    data = read_yaml(f"a: {written}").data
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


# What is refused


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1, "key 'a' stands twice")),
        ("a: {b: 1, 'b': 2}\n", (1, 11, "key 'b' stands twice")),
        ("a: &x [1]\nb: *x\n", (2, 4, "alias *x is not allowed here; write the value out")),
        ("a: &x [*x]\n", (1, 8, "alias *x is not allowed here; write the value out")),
        ("&x a: 1\n*x : 2\n", (2, 1, "alias *x is not allowed here; write the value out")),
        ("a: *nowhere\n", (1, 4, "alias *nowhere is not allowed here; write the value out")),
        ("a: !!int 5\n", (1, 4, "a tag (!name) is not allowed here")),
        ("a: !!python/name:os.system x\n", (1, 4, "a tag (!name) is not allowed here")),
        ("!!set {a}\n", (1, 1, "a tag (!name) is not allowed here")),
        ("a: 1\n2: b\n", (2, 1, "a key must be text; put quotes around it if it is meant as such")),
        ("? [a]\n: b\n", (1, 3, "a key must be text; put quotes around it if it is meant as such")),
        ("true: b\n", (1, 1, "a key must be text; put quotes around it if it is meant as such")),
        ("a: 1\n---\nb: 2\n", (2, 1, "a second document starts here; expected one")),
        ("a: [1\n", (2, 1, "did not find expected ',' or ']'")),
        ("x: y\na: [1", (2, 6, "did not find expected ',' or ']'")),
        ("a: 'b", (1, 6, "found unexpected end of stream")),
        ("a: b: c", (1, 5, "mapping values are not allowed in this context")),
        ("a: @b", (1, 4, "found character that cannot start any token")),
        ("é: 1\na: \x01", (2, 4, "character '\\x01' is not allowed in YAML")),
        ("a: \ud800", (1, 4, "character '\\ud800' is not allowed in YAML")),
        ("[" * 1_000, (1, 52, "nested deeper than 50 levels")),
        ("- " * 1_000, (1, 103, "nested deeper than 50 levels")),
    ],
)
def test_a_mistake_has_its_place(text: str, error: tuple[int, int, str]) -> None:
    assert error_of(text) == error


def test_every_value_has_its_span() -> None:
    text = """\
a: 'one'  # text
b: {c: [1 , "x"] , d: }
e:
- two words
-   f: |
      lines
      of text

g:
"""
    file = read_yaml(text)
    assert {path: file.source[span] for path, span in file.values.items()} == {
        (): text.rstrip()[:-3].rstrip() + "\n\ng:",
        ("a",): "'one'",
        ("b",): '{c: [1 , "x"] , d: }',
        ("b", "c"): '[1 , "x"]',
        ("b", "c", 0): "1",
        ("b", "c", 1): '"x"',
        ("b", "d"): "",
        ("e",): "- two words\n-   f: |\n      lines\n      of text",
        ("e", 0): "two words",
        ("e", 1): "f: |\n      lines\n      of text",
        ("e", 1, "f"): "|\n      lines\n      of text",
        ("g",): "",
    }
    assert [file.source[span] for span in file.keys.values()][1:4] == ["a", "b", "c"]


@given(st.text("ab1:- \n\t\r[]{},&*!#|>'\"%@?\\\ufeff\x85\u2028é🙂~.<=", max_size=40))
def test_any_text_is_read_or_refused_within_its_lines(text: str) -> None:
    end = Position(text.count("\n") + text.count("\r") + 1, len(text) + 1)
    try:
        file = read_yaml(text)
        found = [file.position(path) for path in file.keys]
    except YamlError as error:
        found = [error.position]
    assert all(Position(1, 1) <= position <= end for position in found)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "socket")
    assert read_yaml("a: http://example.org/x.yaml\n").data == {"a": "http://example.org/x.yaml"}
