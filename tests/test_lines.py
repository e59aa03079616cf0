"""The tree of a text with one element a line: what it makes of each line, and that nothing is lost or moved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.document import (
    Block,
    Break,
    Document,
    Furniture,
    Heading,
    HtmlBlock,
    Item,
    ListBlock,
    Paragraph,
    Text,
    inlines_of,
    walk,
)
from exlint.head import read_header
from exlint.lines import parse_lines
from exlint.prose import prose_of
from exlint.source import Source
from exlint.value import replace
from helpers import GUIDES, builtin_type

GUIDE = builtin_type("guide")
HEAD = "Title: Wall Sits\nURL: https://example.com/wall-sits\n\nWall Sits\n"


def parsed(text: str) -> Document:
    source = Source.from_text("page.txt", text)
    return parse_lines(source, GUIDE, read_header(source))


def outline(text: str) -> list[str]:
    """Each block as a line: a heading's level, `-` for an item, `p` for a paragraph, `x` for the page's furniture."""
    return [line for block in parsed(text).blocks for line in _lines(block)]


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(level=level, inlines=inlines):
            return [f"h{level} {prose_of(inlines).text}"]
        case Paragraph(inlines=inlines):
            return [f"p {prose_of(inlines).text}"]
        case ListBlock(items=items):
            return [f"- {prose_of(inlines_of(item.blocks[0])).text}" for item in items]
        case Furniture():
            return ["x"]
        case HtmlBlock():
            return ["html"]
        case _:
            raise AssertionError(block)


def test_headings_questions_items_and_paragraphs() -> None:
    text = (
        f"{HEAD}What Is A Wall Sit?\nWall sits are a hold.\nThey need a wall.\n"
        "Commonly Asked Questions About Wall Sits\nWho Needs Them?\nAnybody.\nIs it hard?\nNot at first.\n"
        "Wall Sit Tips\nBreathe.\nKeep still.\nHow To Do Wall Sits\nLean on a wall.\nSlide down.\nBack to top\n"
        "Ask your doctor first.\n"
    )
    assert outline(text) == [
        "h1 Wall Sits",
        "h2 What Is A Wall Sit?",
        "p Wall sits are a hold.",
        "p They need a wall.",
        "h2 Commonly Asked Questions About Wall Sits",
        "h3 Who Needs Them?",
        "p Anybody.",
        "h3 Is it hard?",
        "p Not at first.",
        "h2 Wall Sit Tips",
        "- Breathe.",
        "- Keep still.",
        "h2 How To Do Wall Sits",
        "- Lean on a wall.",
        "- Slide down.",
        "x",
        "p Ask your doctor first.",
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["They are a", "hold", "for the legs."], ["They are a hold for the legs."]),
        (["Do lunges", ", squats (", "deep", ") and", "Wall Sits", "."], ["Do lunges, squats (deep) and Wall Sits."]),
        (["Try these:", "Wall sits,", "Box squats", ",", "Leg press"], ["Try these: Wall sits, Box squats, Leg press"]),
        (["It is a hold", "It needs a wall."], ["It is a hold", "It needs a wall."]),
        (["It is a hold.", "it needs a wall."], ["It is a hold.", "it needs a wall."]),
        (["It is a", "", "hold."], ["It is a", "hold."]),
        (["It is a", "Back to top", "hold."], ["It is a", "", "hold."]),
        (["Do a low", "Box Squat", "on a box."], ["Do a low Box Squat on a box."]),
        (["Hold the", "Bulgarian Split Squat", "for long."], ["Hold the Bulgarian Split Squat for long."]),
    ],
)
def test_what_is_joined_to_one_paragraph(lines: list[str], joined: list[str]) -> None:
    found = outline("\n".join([f"{HEAD}What Is A Wall Sit?", *lines, ""]))
    assert [line.removeprefix("p ").removeprefix("x") for line in found[2:]] == joined


def test_items_are_not_joined_for_want_of_full_stops() -> None:
    text = f"{HEAD}Wall Sit Tips\nKeep still\nBreathe\nLean on the\nwall\n"
    assert outline(text)[2:] == ["- Keep still", "- Breathe", "- Lean on the wall"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("what is a wall sit?", "h2 what is a wall sit?"),
        ("What Is A  Wall Sit?", "h2 What Is A  Wall Sit?"),
        ("What Is A Box Squat?", "h2 What Is A Box Squat?"),
        ("Whats Is A Wall Sit?", "h2 Whats Is A Wall Sit?"),
        ("Who Invented The Wall Sit?", "h3 Who Invented The Wall Sit?"),
        ("Benefits Of The Wall Sit", "h2 Benefits Of The Wall Sit"),
        ("It is a hold.", "p It is a hold."),
    ],
)
def test_a_heading_under_another_name_is_a_heading(line: str, heading: str) -> None:
    assert outline(f"{HEAD}{line}\nIt is a hold.\n")[1] == heading


def test_a_question_that_has_a_section_s_form_is_a_question() -> None:
    text = f"{HEAD}What Is A Wall Sit?\nA hold.\nCommonly Asked Questions About Wall Sits\nWhat Is A Good Wall?\nOne.\n"
    assert outline(text)[4] == "h3 What Is A Good Wall?"


def test_a_question_without_its_mark_is_a_question() -> None:
    text = (
        f"{HEAD}Commonly Asked Questions About Wall Sits\nAre Wall Sits Good For Runners\nYes.\nWall Sit Tisp\nRest.\n"
    )
    assert outline(text)[2:] == ["h3 Are Wall Sits Good For Runners", "p Yes.", "h2 Wall Sit Tisp", "- Rest."]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_empty_lines_between_the_elements_make_no_difference(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header, _, page = text.partition("\n\n")
    assert outline(f"{header}\n\n{page.replace(chr(10), 2 * chr(10))}") == outline(text)


def test_a_type_without_sections_has_a_title_and_paragraphs() -> None:
    source = Source.from_text("page.txt", "Wall Sits\nIs It Hard?\nNo.\n")
    found = parse_lines(source, replace(GUIDE, sections=()))
    assert [line for block in found.blocks for line in _lines(block)] == ["h1 Wall Sits", "h2 Is It Hard?", "p No."]


def test_comments_are_no_text() -> None:
    assert outline(f"{HEAD}<!-- exlint-disable-file -->\n")[1:] == ["html"]


# For any text


LINES = st.one_of(
    st.sampled_from(sorted({line for path in GUIDES for line in path.read_text(encoding="utf-8").splitlines()})),
    st.sampled_from(["", " ", ",", ")", "(", ".", "a", "A b", "Back to top", "Title: x", "<!-- x -->", "Is It So?"]),
    st.text(max_size=12),
)
TEXTS = st.tuples(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"])).map(lambda x: x[1].join(x[0]))


@given(TEXTS)
def test_blocks_follow_each_other_and_nothing_is_lost(text: str) -> None:
    document = parsed(text)
    at = document.head.span.end if document.head else 0
    seen = ""
    for block in document.blocks:
        assert at <= block.span.start < block.span.end
        assert text[at : block.span.start].strip() == ""
        seen += text[block.span.start : block.span.end]
        at = block.span.end
    assert text[at:].strip() == ""
    assert document.source.text == text


@given(TEXTS)
def test_every_place_is_the_text_s(text: str) -> None:
    for block in walk(parsed(text).blocks):
        assert not isinstance(block, Item) or block.marker.start == block.marker.end == block.span.start
        at = block.span.start
        for inline in inlines_of(block):
            assert text[at : inline.span.start].strip() == ""
            said = text[inline.span.start : inline.span.end]
            match inline:
                case Text(text=shown):
                    assert said == shown == shown.strip() != ""
                case Break():
                    assert re.fullmatch(r"\s*[\r\n]\s*", said)
                case _:
                    raise AssertionError(inline)
            at = inline.span.end
        assert at == block.span.end or not inlines_of(block)


@given(st.lists(LINES.filter(lambda line: not re.search(r"[\r\n]", line)), max_size=30))
def test_line_endings_make_no_difference(lines: list[str]) -> None:
    assert outline("\n".join(lines)) == outline("\r\n".join(lines)) == outline("\r".join(lines))
