"""`Source`: bytes to text, offsets to rows and columns, with nothing normalised away."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.findings import Place, Position, Span
from exlint.source import Source

#: Texts with every kind of line ending, and with characters that only look like one.
TEXTS = st.lists(
    st.sampled_from(["a", "bc", "\n", "\r", "\r\n", "\f", "\v", "\u2028", "\x85", "é", "🙂", " ", "\x00"])
).map("".join)


def source(text: str) -> Source:
    return Source.from_text("card.md", text)


# Decoding


def test_plain_utf8() -> None:
    decoded = Source.decode("card.md", "Übung\n".encode())
    assert (decoded.name, decoded.text, decoded.bom, decoded.undecodable) == ("card.md", "Übung\n", False, ())


def test_byte_order_mark_is_noted_and_not_in_the_text() -> None:
    decoded = Source.decode("card.md", codecs.BOM_UTF8 + b"# A\n")
    assert (decoded.text, decoded.bom) == ("# A\n", True)
    assert decoded.position(0) == Position(1, 1)


def test_a_second_byte_order_mark_is_text() -> None:
    decoded = Source.decode("card.md", codecs.BOM_UTF8 * 2 + b"a")
    assert (decoded.text, decoded.bom) == ("\ufeffa", True)


def test_empty_file() -> None:
    decoded = Source.decode("card.md", b"")
    assert (decoded.text, decoded.line_starts) == ("", (0,))
    assert decoded.position(0) == Position(1, 1)
    assert decoded.line(1) == ""


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        (b"a\xffb", "a\ufffdb", [(1, 2)]),
        (b"one\r\n\xe9t\xe9\r\n", "one\r\n\ufffdt\ufffd\r\n", [(2, 1), (2, 3)]),
        (b"\xff", "\ufffd", [(1, 1)]),
        (b"ok\n\xe2\x82", "ok\n\ufffd\ufffd", [(2, 1), (2, 2)]),  # cut off within a character
        ("é".encode() + b"\x80", "é\ufffd", [(1, 2)]),
        (b"\xed\xa0\x80", "\ufffd\ufffd\ufffd", [(1, 1), (1, 2), (1, 3)]),  # a surrogate, written as UTF-8
    ],
)
def test_undecodable_bytes_are_placed(data: bytes, text: str, places: list[tuple[int, int]]) -> None:
    decoded = Source.decode("card.md", data)
    assert decoded.text == text
    assert [(at.row, at.column) for at in (decoded.position(span.start) for span in decoded.undecodable)] == places
    assert all(decoded[span] == "\ufffd" for span in decoded.undecodable)


def test_a_replacement_character_that_was_typed_is_not_undecodable() -> None:
    assert Source.decode("card.md", "\ufffd".encode()).undecodable == ()


@given(
    st.binary() | st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\xff", b"\xc3", b"\xa9", b"\xe2\x82"])).map(b"".join)
)
def test_decoding_never_raises(data: bytes) -> None:
    decoded = Source.decode("card.md", data)
    assert all(decoded[span] == "\ufffd" and span.end == span.start + 1 for span in decoded.undecodable)
    damaged = {span.start for span in decoded.undecodable}
    sound = "".join(character for offset, character in enumerate(decoded.text) if offset not in damaged)
    assert sound == data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore")
    assert len(sound.encode()) + len(damaged) + 3 * decoded.bom == len(data)


@given(st.text(), st.booleans())
def test_decoding_undoes_encoding(text: str, bom: bool) -> None:
    text = text.removeprefix("\ufeff")
    decoded = Source.decode("card.md", (codecs.BOM_UTF8 if bom else b"") + text.encode())
    assert (decoded.text, decoded.bom, decoded.undecodable) == (text, bom, ())


# Lines


def test_mixed_line_endings() -> None:
    mixed = source("a\nbb\r\nccc\rd\n")
    assert mixed.line_starts == (0, 2, 6, 10, 12)
    assert [mixed.line(row) for row in range(1, 6)] == ["a", "bb", "ccc", "d", ""]
    assert mixed.line_span(2) == Span(2, 4)


def test_cr_lf_and_lf_cr() -> None:
    assert source("\r\n\n\r").line_starts == (0, 2, 3, 4)


@pytest.mark.parametrize("character", ["\f", "\v", "\x1c", "\x85", "\u2028", "\u2029", "\x00"])
def test_other_separators_do_not_end_a_line(character: str) -> None:
    assert source(f"a{character}b").line_starts == (0,)
    assert source(f"a{character}b\n").line(1) == f"a{character}b"


@given(TEXTS)
def test_lines_and_their_endings_make_up_the_text(text: str) -> None:
    indexed = source(text)
    rows = range(1, len(indexed.line_starts) + 1)
    assert [indexed.line(row) for row in rows] == re.split(r"\r\n|\n|\r", text)
    bounds = [*indexed.line_starts, len(text)]
    for row in rows:
        span = indexed.line_span(row)
        assert span.start == bounds[row - 1]
        assert text[span.end : bounds[row]] in ("", "\n", "\r", "\r\n")


# Positions


@given(TEXTS)
def test_offset_undoes_position(text: str) -> None:
    indexed = source(text)
    positions = [indexed.position(offset) for offset in range(len(text) + 1)]
    assert [indexed.offset(position) for position in positions] == list(range(len(text) + 1))
    assert positions == sorted(set(positions))
    assert positions[0] == Position(1, 1)


def test_columns_count_code_points() -> None:
    assert source("é🙂x").position(2) == Position(1, 3)


def test_the_line_ending_belongs_to_its_line() -> None:
    indexed = source("ab\r\nc")
    assert [indexed.position(offset) for offset in (2, 3, 4, 5)] == [
        Position(1, 3),
        Position(1, 4),
        Position(2, 1),
        Position(2, 2),
    ]


# Places


def place(text: str, start: int, end: int) -> Place:
    return source(text).place(Span(start, end))


def test_place_within_a_line() -> None:
    assert place("one\ntwo three\n", 8, 13) == Place("card.md", Position(2, 5), Position(2, 10), ("two three",))


def test_place_over_lines_carries_all_of_them() -> None:
    assert place("one\r\ntwo\r\nthree", 1, 12) == Place(
        "card.md", Position(1, 2), Position(3, 3), ("one", "two", "three")
    )


def test_place_that_ends_with_a_line_ending_does_not_touch_the_next_line() -> None:
    assert place("one\ntwo\n", 0, 4) == Place("card.md", Position(1, 1), Position(2, 1), ("one",))


def test_empty_place_carries_its_line() -> None:
    assert place("one\ntwo\n", 4, 4).lines == ("two",)
    assert place("one\n", 4, 4).lines == ("",)


@given(TEXTS, st.data())
def test_place_carries_the_lines_it_touches(text: str, data: st.DataObject) -> None:
    indexed = source(text)
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    found = indexed.place(Span(start, end))
    assert found.start == indexed.position(start)
    assert found.end == indexed.position(end)
    last_row = indexed.position(max(start, end - 1)).row
    assert found.lines == tuple(indexed.line(row) for row in range(found.start.row, last_row + 1))
