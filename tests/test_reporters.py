"""Whole outputs of each format, over reports built by hand."""

from __future__ import annotations

import json

import pytest

from exlint.findings import Applicability, Edit, Finding, Fix, RelatedPlace, Report, Severity, Span
from exlint.reporters import FORMATS, renderer
from exlint.source import Source


def finding(
    text: str,
    marked: str,
    *,
    name: str = "cards/row.md",
    message: str = "'rwo' is no word",
    severity: Severity = Severity.ERROR,
    related: tuple[RelatedPlace, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Finding:
    """A finding at the first place of `marked` in `text`."""
    start = text.index(marked)
    source = Source.from_text(name, text)
    place = source.place(Span(start, start + len(marked)))
    return Finding(
        "EX599", "made-up", severity, message, place, related, fixes=tuple(source.place_fix(each) for each in fixes)
    )


def shown(output_format: str, *findings: Finding, colour: bool = False) -> str:
    return "\n".join(renderer(output_format)(Report(findings, 1, 1), colour=colour))


def test_full_underlines_the_span() -> None:
    assert (
        shown("full", finding("# Row\n\nA rwo for the back.\n", "rwo"))
        == """\
error[EX599] made-up: 'rwo' is no word
 --> cards/row.md:3:3
  |
3 | A rwo for the back.
  |   ^^^
  |
"""
    )


def test_full_shows_related_places_also_in_other_files() -> None:
    here = "\n" * 8 + "Row\nRow\n"
    first = RelatedPlace("the first is here", Source.from_text("cards/row.md", here).place(Span(8, 11)))
    other = RelatedPlace("and here", Source.from_text("other/row.md", "# Row\n").place(Span(2, 5)))
    start = 12
    place = Source.from_text("cards/row.md", here).place(Span(start, start + 3))
    warning = Finding("EX701", "duplicate", Severity.WARNING, "'Row' stands twice", place, (first, other))
    assert (
        shown("full", warning)
        == """\
warning[EX701] duplicate: 'Row' stands twice
  --> cards/row.md:10:1
   |
10 | Row
   | ^^^
   |
   = note: the first is here
  --> cards/row.md:9:1
   |
 9 | Row
   | ---
   |
   = note: and here
  --> other/row.md:1:3
   |
 1 | # Row
   |   ---
   |
"""
    )


def test_full_marks_an_empty_span_by_one_column() -> None:
    place = Source.from_text("a.md", "Row").place(Span(3, 3))
    assert (
        shown("full", Finding("EX505", "stop", Severity.INFO, "no full stop", place))
        == """\
info[EX505] stop: no full stop
 --> a.md:1:4
  |
1 | Row
  |    ^
  |
"""
    )


def test_full_marks_an_empty_file() -> None:
    place = Source.from_text("a.md", "").place(Span(0, 0))
    assert (
        shown("full", Finding("EX102", "empty", Severity.ERROR, "nothing here", place))
        == """\
error[EX102] empty: nothing here
 --> a.md:1:1
  |
1 |
  | ^
  |
"""
    )


def test_full_counts_the_lines_of_a_long_span_that_it_does_not_show() -> None:
    text = "one\n\n  two  \nthree\nfour\n"
    assert (
        shown("full", finding(text, text[:-1]))
        == """\
error[EX599] made-up: 'rwo' is no word
 --> cards/row.md:1:1
  |
1 | one
  | ^^^
2 |
3 |   two
  |   ^^^
  | … 2 more lines
  |
"""
    )


def test_full_ends_a_span_within_its_last_line() -> None:
    assert (
        shown("full", finding("one two\nthree four\n", "two\nthree"))
        == """\
error[EX599] made-up: 'rwo' is no word
 --> cards/row.md:1:5
  |
1 | one two
  |     ^^^
2 | three four
  | ^^^^^
  |
"""
    )


@pytest.mark.parametrize(
    ("text", "marked", "line", "marks"),
    [
        ("a\tb rwo", "rwo", "a   b rwo", "      ^^^"),
        ("\trwo\tx", "rwo", "    rwo x", "    ^^^"),
        ("日本 rwo", "rwo", "日本 rwo", "     ^^^"),
        ("日本 rwo", "日本", "日本 rwo", "^^^^"),
        ("cafe\u0301 rwo", "rwo", "cafe\u0301 rwo", "     ^^^"),
        ("\x1b[31m rwo", "rwo", "\\x1b[31m rwo", "         ^^^"),
        ("a\u202eb rwo", "rwo", "a\\u202eb rwo", "         ^^^"),
        ("a\u200bb", "\u200b", "a\\u200bb", " ^^^^^^"),
    ],
    ids=["tab", "tab before", "wide", "wide marked", "combining", "escape", "bidirectional", "zero width"],
)
def test_full_puts_marks_below_what_a_terminal_shows(text: str, marked: str, line: str, marks: str) -> None:
    shown_lines = shown("full", finding(text, marked)).split("\n")
    assert shown_lines[3] == f"1 | {line}"
    assert shown_lines[4] == f"  | {marks}"


def test_full_cuts_a_long_line_around_the_span() -> None:
    text = "x" * 80 + " left " + "y" * 40 + " rwo " + "z" * 40 + " right " + "x" * 80
    assert shown("full", finding(text, "rwo")).split("\n")[3:5] == [
        "1 | …x left " + "y" * 40 + " rwo " + "z" * 40 + " right x…",
        "  | " + " " * 49 + "^^^",
    ]


def test_full_cuts_a_long_line_at_its_ends_only_where_it_goes_on() -> None:
    text = "rwo " + "x" * 120
    assert shown("full", finding(text, "rwo")).split("\n")[3:5] == ["1 | rwo " + "x" * 96 + "…", "  | ^^^"]
    text = "x" * 120 + " rwo"
    assert shown("full", finding(text, "rwo")).split("\n")[3:5] == [
        "1 | …" + "x" * 96 + " rwo",
        "  | " + " " * 98 + "^^^",
    ]


def test_full_shows_the_beginning_of_a_span_wider_than_the_window() -> None:
    text = "a" * 30 + "x" * 200 + "b" * 30
    assert shown("full", finding(text, "x" * 200)).split("\n")[3:5] == [
        "1 | …" + "a" * 20 + "x" * 80 + "…",
        "  | " + " " * 21 + "^" * 80,
    ]


def test_full_shows_little_of_a_line_whatever_it_is_made_of() -> None:
    text = "e" + "\u0301" * 5000 + " rwo " + "\u0301" * 5000
    line, marks = shown("full", finding(text, "rwo")).split("\n")[3:5]
    assert line == "1 | …" + "\u0301" * 399 + " rwo " + "\u0301" * 396 + "…"
    assert marks == "  |   ^^^"


def test_full_in_colour() -> None:
    assert shown("full", finding("A rwo.", "rwo"), colour=True) == (
        "\x1b[1;31merror[EX599]\x1b[0m \x1b[1mmade-up:\x1b[0m 'rwo' is no word\n"
        " \x1b[34m-->\x1b[0m cards/row.md:1:3\n"
        "\x1b[34m  |\x1b[0m\n"
        "\x1b[34m1 |\x1b[0m A rwo.\n"
        "\x1b[34m  |\x1b[0m   \x1b[1;31m^^^\x1b[0m\n"
        "\x1b[34m  |\x1b[0m\n"
    )


def test_concise() -> None:
    one = finding("A rwo.", "rwo")
    two = finding("A rwo.", "rwo", message="a second", severity=Severity.WARNING)
    assert shown("concise", one, two) == (
        "cards/row.md:1:3: EX599 'rwo' is no word\n"
        "cards/row.md:1:3: EX599 a second"
    )  # fmt: skip


def test_concise_in_colour() -> None:
    assert shown("concise", finding("A rwo.", "rwo"), colour=True) == (
        "\x1b[1mcards/row.md\x1b[0m:1:3: \x1b[1;31mEX599\x1b[0m 'rwo' is no word"
    )


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_nothing_of_a_card_moves_the_terminal(output_format: str) -> None:
    related = RelatedPlace("see \x1b]0;x\x07", Source.from_text("b\r.md", "x\x9by").place(Span(0, 3)))
    nasty = finding("A\x1b[2J\u2066 \x00", "\x1b", name="\x1b[1m\n.md", message="\u202e\x08 \u2028", related=(related,))
    output = shown(output_format, nasty)
    assert not set(output) & set("\x1b\x00\x07\x08\r\x9b\u202e\u2066\u2028")
    assert "\\x1b[1m\\n.md:1:2" in output


def test_json() -> None:
    related = RelatedPlace("the first", Source.from_text("cards/é.md", "a\nbc\n").place(Span(2, 4)))
    text = shown("json", finding("A rwo.\n", "rwo.\n", severity=Severity.WARNING, related=(related,)))
    assert text.isascii()
    assert json.loads(text) == [
        {
            "code": "EX599",
            "name": "made-up",
            "severity": "warning",
            "message": "'rwo' is no word",
            "filename": "cards/row.md",
            "location": {"row": 1, "column": 3},
            "end_location": {"row": 2, "column": 1},
            "related": [
                {
                    "message": "the first",
                    "filename": "cards/é.md",
                    "location": {"row": 2, "column": 1},
                    "end_location": {"row": 2, "column": 3},
                }
            ],
            "fix": None,
            "alternatives": [],
            "url": "https://github.com/exlint/exlint/blob/main/docs/rules/made-up.md",
        }
    ]


def test_json_has_its_keys_in_a_fixed_order() -> None:
    (element,) = json.loads(shown("json", finding("A rwo.", "rwo")))
    assert list(element) == [
        "code", "name", "severity", "message", "filename", "location", "end_location", "related", "fix", "alternatives",
        "url",
    ]  # fmt: skip


ROW = Fix("write 'row'", (Edit(Span(2, 5), "row"),))
NO_ROW = Fix("delete 'rwo'", (Edit(Span(2, 6), ""),), Applicability.UNSAFE)


def test_json_has_the_fixes() -> None:
    (element,) = json.loads(shown("json", finding("A rwo\nEnd.", "rwo", fixes=(ROW, NO_ROW))))
    assert (element["fix"], element["alternatives"]) == (
        {
            "applicability": "safe",
            "message": "write 'row'",
            "edits": [{"location": {"row": 1, "column": 3}, "end_location": {"row": 1, "column": 6}, "content": "row"}],
        },
        [
            {
                "applicability": "unsafe",
                "message": "delete 'rwo'",
                "edits": [
                    {"location": {"row": 1, "column": 3}, "end_location": {"row": 2, "column": 1}, "content": ""}
                ],
            }
        ],
    )


def test_full_shows_the_fixes_and_marks_what_can_be_fixed() -> None:
    assert (
        shown("full", finding("A rwo.\n", "rwo", fixes=(ROW, NO_ROW)))
        == """\
error[EX599] [*] made-up: 'rwo' is no word
 --> cards/row.md:1:3
  |
1 | A rwo.
  |   ^^^
  |
  = help: write 'row'
  = help: delete 'rwo' (unsafe)
"""
    )


def test_full_marks_by_what_the_run_would_fix() -> None:
    unsafe = finding("A rwo.\n", "rwo", fixes=(NO_ROW,))
    both = frozenset({Applicability.SAFE, Applicability.UNSAFE})
    (mild, *_), (bold, *_) = (
        renderer("full")(Report((unsafe,), 1, 1, levels=levels), colour=False)
        for levels in (frozenset({Applicability.SAFE}), both)
    )
    assert mild == "error[EX599] made-up: 'rwo' is no word"
    assert bold == "error[EX599] [*] made-up: 'rwo' is no word"


@pytest.mark.parametrize(("output_format", "expected"), [("full", ""), ("concise", ""), ("json", "[]")])
def test_without_findings(output_format: str, expected: str) -> None:
    assert shown(output_format) == expected


def test_every_format_has_a_renderer() -> None:
    assert all(callable(renderer(name)) for name in FORMATS)
