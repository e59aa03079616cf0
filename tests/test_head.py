"""What stands before the content: front matter and headers, with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.document import Head, HeadKind, Paragraph
from exlint.findings import Span
from exlint.head import read_front_matter, read_header, without_head
from exlint.markdown import parse
from exlint.source import Source


def read(text: str) -> tuple[Source, Head | None]:
    source = Source.from_text("a.md", text)
    return source, read_front_matter(source)


def entries(head: Head | None) -> list[tuple[str, str, object]]:
    return [(each.key.text, each.value.text, each.data) for each in head.entries] if head else []


FRONT = """\
---
title: "Ring Row: the basics"
number: 3
tags: [back, rings]
review: {by: Noor, on: 2024-01-31}
steps:
  - one
  - two
draft:
---
# Ring Row
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_front_matter(newline: str) -> None:
    source, head = read(FRONT.replace("\n", newline))
    assert head is not None
    assert (head.kind, head.fault) == (HeadKind.FRONT_MATTER, None)
    assert source[head.span].splitlines() == FRONT.splitlines()[:-1]
    assert [each[:2] for each in entries(head)][:3] == [
        ("title", "Ring Row: the basics"),
        ("number", "3"),
        ("tags", "[back, rings]"),
    ]
    assert [each.data for each in head.entries] == [
        "Ring Row: the basics",
        3,
        ["back", "rings"],
        {"by": "Noor", "on": "2024-01-31"},
        ["one", "two"],
        None,
    ]
    assert [source[each.key.span] for each in head.entries] == ["title", "number", "tags", "review", "steps", "draft"]
    assert source[head.entries[0].value.span] == '"Ring Row: the basics"'
    nested = {path: source[part.span] for path, part in head.parts.items() if len(path) > 1}
    assert nested == {
        ("tags", 0): "back",
        ("tags", 1): "rings",
        ("review", "by"): "Noor",
        ("review", "on"): "2024-01-31",
        ("steps", 0): "one",
        ("steps", 1): "two",
    }


def test_what_follows_keeps_its_places() -> None:
    source, head = read("---\na: 1\n---\nText *here*.\n")
    (block,) = parse(source, head).blocks
    assert isinstance(block, Paragraph)
    assert source[block.span] == "Text *here*."
    assert parse(source, head).head is head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\n\na: 1\n---\n",  # a rule line
        "---\na: 1\n",  # never closed
        "----\na: 1\n----\n",
        " ---\na: 1\n---\n",
        "\n---\na: 1\n---\n",
        "# Title\n\n---\na: 1\n---\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read(text)[1] is None


def test_an_end_of_a_yaml_document_closes_it() -> None:
    assert entries(read("---\na: b\n...\nText.\n")[1]) == [("a", "b", "b")]


@pytest.mark.parametrize(
    ("inner", "fault"),
    [
        ("a: b: c", ("mapping values are not allowed in this context", 2)),
        ("a: 1\na: 2", ("key 'a' stands twice", 3)),
        ("a: 1\nb: 'c", ("found unexpected end of stream", 3)),
        ("just words", ("expected lines such as 'key: value'", 2)),
        ("# a remark\n- a", ("expected lines such as 'key: value'", 3)),
        ("a: *b", ("alias *b is not allowed here; write the value out", 2)),
        ("a: \x07", ("character '\\x07' is not allowed in YAML", 2)),
        ("# only a remark", None),
    ],
)
def test_front_matter_that_can_not_be_read(inner: str, fault: tuple[str, int] | None) -> None:
    source, head = read(f"---\n{inner}\n---\nText.\n")
    assert head is not None
    assert head.entries == ()
    assert (head.fault and (head.fault.text, source.position(head.fault.span.start).row)) == fault


def header(text: str) -> list[tuple[str, str, bool]]:
    head = read_header(Source.from_text("a.txt", text))
    return [(each.key.text, each.value.text, each.colon) for each in head.entries] if head else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Title: Ring Row\nURL: https://example.org/a:b \n\nText: none.\n",
            ["Title=Ring Row", "URL=https://example.org/a:b"],
        ),
        ("Title: Ring Row", ["Title=Ring Row"]),
        ("Title : x y\nURL:\n\n", ["Title=x y", "URL="]),
        ("Title: Ring Row\nURL https://example.org\n\n", ["Title=Ring Row", "URL https://example.org?"]),
        ("Title: Ring Row\nA page.\nWith text.\nAnd more: this.\nNo end\nAt all\n", ["Title=Ring Row"]),
        ("\nTitle: Ring Row\n", []),
        ("Ring Row\nTitle: Ring Row\n\n", []),
        ("", []),
    ],
)
def test_a_header(text: str, expected: list[str]) -> None:
    assert [f"{key}={value}" if colon else f"{key}?" for key, value, colon in header(text)] == expected


PIECES = st.lists(
    st.sampled_from(
        ["---\n", "...\n", "a: b\n", "A: b\n", "x: [1, {y: 'z'}]\n", "- a\n", "\t", "é🙂", "'", "\r", ":", "\n", "\x07"]
    )
)


@given(PIECES)
def test_any_text_has_a_head_or_none(pieces: list[str]) -> None:
    source = Source.from_text("a.md", "".join(pieces))
    for head in (read_front_matter(source), read_header(source)):
        length = len(source.text)
        assert len(without_head(source, head)) == length
        if head:
            assert head.span.start == 0
            places = [place for each in head.entries for place in (each.key.span, each.value.span)]
            places += [each.span for each in head.parts.values()]
            places += [head.fault.span] if head.fault else []
            assert all(Span(0, head.span.end).contains(place) for place in places)
            assert all(block.span.start >= head.span.end for block in parse(source, head).blocks)
