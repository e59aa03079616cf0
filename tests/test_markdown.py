"""`parse`: mistune's tree, with an exact span on every block and every inline.

The hand-written cases show each node as `kind@start 'raw source'`, so that a line of an expectation says where the
span starts and ends. The properties hold over generated Markdown: the spans are consistent, and the tree is mistune's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import mistune
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mistune.core import BlockState
from mistune.plugins.url import parse_url_link

from exlint.document import (
    Block,
    Break,
    Cell,
    Code,
    CodeBlock,
    Definition,
    Document,
    Emphasis,
    Heading,
    HtmlBlock,
    Inline,
    Item,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    RawHtml,
    Table,
    Text,
    ThematicBreak,
    walk,
    walk_inlines,
)
from exlint.findings import Span
from exlint.markdown import full, parse
from exlint.markdown.full import BARE_URL, parse_fully
from exlint.markdown.plain import parse_plain
from exlint.source import Source

CARDS = sorted((Path(__file__).parent.parent / "content").rglob("*.md"))


def document(text: str) -> Document:
    return parse(Source.from_text("card.md", text))


def children_of(block: Block) -> Sequence[Block]:
    match block:
        case ListBlock(items=items):
            return items
        case Item(blocks=blocks) | Quote(blocks=blocks):
            return blocks
        case Table(rows=rows):
            return [cell for row in rows for cell in row]
    return ()


def inlines_of(block: Block | Inline) -> tuple[Inline, ...]:
    match block:
        case Heading(inlines=inlines) | Paragraph(inlines=inlines) | Cell(inlines=inlines):
            return inlines
        case Emphasis(children=inlines) | Link(children=inlines):
            return inlines
    return ()


# Expectations by hand


def outline(text: str, *, inlines: bool = True) -> list[str]:
    """Show the tree, a line a node, indented by depth."""
    parsed = document(text)
    return [line for block in parsed.blocks for line in _outline(parsed.source, block, inlines, 0)]


def _outline(source: Source, node: Block | Inline, inlines: bool, depth: int) -> Iterator[str]:
    kind = type(node).__name__ + _details(source, node)
    yield f"{'  ' * depth}{kind}@{node.span.start} {source[node.span]!r}"
    if isinstance(node, Block):
        for child in children_of(node):
            yield from _outline(source, child, inlines, depth + 1)
    if inlines:
        for inline in inlines_of(node):
            yield from _outline(source, inline, inlines, depth + 1)


def _details(source: Source, node: Block | Inline) -> str:
    match node:
        case Heading(level=level, content=content):
            return f"[{level} {source[content]!r}]"
        case ListBlock(ordered=ordered, tight=tight):
            return f"[{'ordered' if ordered else 'bullet'}, {'tight' if tight else 'loose'}]"
        case Item(marker=marker, number=number):
            return f"[{source[marker]}{'' if number is None else f' {number}'}]"
        case CodeBlock(info=info) if info:
            return f"[{info}]"
        case Definition(label=label, url=url):
            return f"[{label} {url}]"
        case Text(text=text) if text != source[node.span]:
            return f"[{text}]"
        case Code(text=text):
            return f"[{text}]"
        case Break(hard=True):
            return "[hard]"
        case Emphasis(strong=True):
            return "[strong]"
        case Link():
            flags = "".join(f" {name}" for name in ("image", "auto") if getattr(node, name))
            return f"[{node.url}{flags}, {None if node.url_span is None else source[node.url_span]!r}]"
    return ""


def test_empty_texts_have_no_blocks() -> None:
    assert [document(text).blocks for text in ("", "\n", " \t\n\r\n", "\f\n\v\n")] == [()] * 4


def test_a_card_like_text() -> None:
    assert outline("# Crab Walk\n\n- **Body Part:** Core\n- Level: *easy*\n\n1. Sit down.\n2. Lift.\n") == [
        "Heading[1 'Crab Walk']@0 '# Crab Walk'",
        "  Text@2 'Crab Walk'",
        "ListBlock[bullet, tight]@13 '- **Body Part:** Core\\n- Level: *easy*'",
        "  Item[-]@13 '- **Body Part:** Core'",
        "    Paragraph@15 '**Body Part:** Core'",
        "      Emphasis[strong]@15 '**Body Part:**'",
        "        Text@17 'Body Part:'",
        "      Text@29 ' Core'",
        "  Item[-]@35 '- Level: *easy*'",
        "    Paragraph@37 'Level: *easy*'",
        "      Text@37 'Level: '",
        "      Emphasis@44 '*easy*'",
        "        Text@45 'easy'",
        "ListBlock[ordered, tight]@52 '1. Sit down.\\n2. Lift.'",
        "  Item[1. 1]@52 '1. Sit down.'",
        "    Paragraph@55 'Sit down.'",
        "      Text@55 'Sit down.'",
        "  Item[2. 2]@65 '2. Lift.'",
        "    Paragraph@68 'Lift.'",
        "      Text@68 'Lift.'",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Two", "Heading[2 'Two']@0 '## Two'"),
        ("## Two ##  \n", "Heading[2 'Two']@0 '## Two ##'"),
        ("   #\tTabs\t#", "Heading[1 'Tabs']@3 '#\\tTabs\\t#'"),
        ("# C#", "Heading[1 'C#']@0 '# C#'"),
        ("# a # b #", "Heading[1 'a # b']@0 '# a # b #'"),
        ("# a #\u00a0", "Heading[1 'a']@0 '# a #\\xa0'"),
        ("#", "Heading[1 '']@0 '#'"),
        ("### ###", "Heading[3 '']@0 '### ###'"),
        ("Set\next\n===\n", "Heading[1 'Set\\next']@0 'Set\\next\\n==='"),
        ("  Low  \n  --  \nx", "Heading[2 'Low']@2 'Low  \\n  --'"),
    ],
)
def test_headings(text: str, expected: str) -> None:
    assert outline(text, inlines=False)[0] == expected


def test_heading_with_far_closing_marks() -> None:
    assert outline("# a" + " " * 20_000 + "#", inlines=False)[0].startswith("Heading[1 'a']@0")
    assert outline("# a" + " " * 20_000 + "x", inlines=False)[0].startswith("Heading[1 'a   ")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_endings_move_offsets_and_nothing_else(newline: str) -> None:
    text = "# T\n\n> one *two*\n> three\n\n- a\n  b  \n  c".replace("\n", newline)
    source = Source.from_text("card.md", text)
    parsed = parse(source)
    nodes: list[Block | Inline] = []
    for block in walk(parsed.blocks):
        nodes += [block, *walk_inlines(inlines_of(block))]
    places = [
        (type(node).__name__, source.position(node.span.start).row, source[node.span].split(newline)) for node in nodes
    ]
    assert places == [
        ("Heading", 1, ["# T"]),
        ("Text", 1, ["T"]),
        ("Quote", 3, ["> one *two*", "> three"]),
        ("Paragraph", 3, ["one *two*", "> three"]),
        ("Text", 3, ["one "]),
        ("Emphasis", 3, ["*two*"]),
        ("Text", 3, ["two"]),
        ("Break", 3, ["", "> "]),
        ("Text", 4, ["three"]),
        ("ListBlock", 6, ["- a", "  b  ", "  c"]),
        ("Item", 6, ["- a", "  b  ", "  c"]),
        ("Paragraph", 6, ["a", "  b  ", "  c"]),
        ("Text", 6, ["a"]),
        ("Break", 6, ["", "  "]),
        ("Text", 7, ["b"]),
        ("Break", 7, ["  ", "  "]),
        ("Text", 8, ["c"]),
    ]


def test_mixed_line_endings() -> None:
    assert outline("a\rb\r\n\r\n# c\n\r- d\r", inlines=False) == [
        "Paragraph@0 'a\\rb'",
        "Heading[1 'c']@7 '# c'",
        "ListBlock[bullet, tight]@12 '- d'",
        "  Item[-]@12 '- d'",
        "    Paragraph@14 'd'",
    ]


def test_offsets_do_not_count_the_byte_order_mark() -> None:
    parsed = parse(Source.decode("card.md", b"\xef\xbb\xbf# A\r\n\r\nb"))
    assert [block.span for block in parsed.blocks] == [Span(0, 3), Span(7, 8)]


def test_hard_wrapped_paragraph() -> None:
    assert outline("  Keep the\n   *back  \nstraight*\\\n\tnow.  \n") == [
        "Paragraph@2 'Keep the\\n   *back  \\nstraight*\\\\\\n\\tnow.'",
        "  Text@2 'Keep the'",
        "  Break@10 '\\n   '",
        "  Emphasis@14 '*back  \\nstraight*'",
        "    Text@15 'back'",
        "    Break[hard]@19 '  \\n'",
        "    Text@22 'straight'",
        "  Break[hard]@31 '\\\\\\n\\t'",
        "  Text@34 'now.'",
    ]


def test_lazy_continuation_lines() -> None:
    assert outline("> one\ntwo\n\n- three\nfour\n") == [
        "Quote@0 '> one\\ntwo'",
        "  Paragraph@2 'one\\ntwo'",
        "    Text@2 'one'",
        "    Break@5 '\\n'",
        "    Text@6 'two'",
        "ListBlock[bullet, tight]@11 '- three\\nfour'",
        "  Item[-]@11 '- three\\nfour'",
        "    Paragraph@13 'three\\nfour'",
        "      Text@13 'three'",
        "      Break@18 '\\n'",
        "      Text@19 'four'",
    ]


def test_lists_and_quotes_in_one_another() -> None:
    assert outline("> 3) a\n>    > b\n>\n>    - c\n>      d\n> 4) \n>    e\n", inlines=False) == [
        "Quote@0 '> 3) a\\n>    > b\\n>\\n>    - c\\n>      d\\n> 4) \\n>    e'",
        "  ListBlock[ordered, loose]@2 '3) a\\n>    > b\\n>\\n>    - c\\n>      d\\n> 4) \\n>    e'",
        "    Item[3) 3]@2 '3) a\\n>    > b\\n>\\n>    - c\\n>      d'",
        "      Paragraph@5 'a'",
        "      Quote@12 '> b'",
        "        Paragraph@14 'b'",
        "      ListBlock[bullet, tight]@23 '- c\\n>      d'",
        "        Item[-]@23 '- c\\n>      d'",
        "          Paragraph@25 'c\\n>      d'",
        "    Item[4) 4]@38 '4) \\n>    e'",
        "      Paragraph@47 'e'",
    ]


def test_tabs_after_and_before_markers() -> None:
    assert outline("-\ta *b*\n\n\tc\n\n>\td\n\n1.\t\te\n", inlines=False) == [
        "ListBlock[bullet, loose]@0 '-\\ta *b*\\n\\n\\tc'",
        "  Item[-]@0 '-\\ta *b*\\n\\n\\tc'",
        "    Paragraph@2 'a *b*'",
        "    Paragraph@10 'c'",
        "Quote@13 '>\\td'",
        "  Paragraph@15 'd'",
        "ListBlock[ordered, tight]@18 '1.\\t\\te'",
        "  Item[1. 1]@18 '1.\\t\\te'",
        "    CodeBlock@22 'e'",
    ]


def test_numbers_are_as_written() -> None:
    (block,) = document("7. a\n7. b\n003. c\n").blocks
    assert isinstance(block, ListBlock)
    assert [item.number for item in block.items] == [7, 7, 3]


def test_empty_items() -> None:
    assert outline("-\n- a\n-   \n") == [
        "ListBlock[bullet, tight]@0 '-\\n- a\\n-'",
        "  Item[-]@0 '-'",
        "  Item[-]@2 '- a'",
        "    Paragraph@4 'a'",
        "      Text@4 'a'",
        "  Item[-]@6 '-'",
    ]


def test_item_whose_text_starts_on_the_next_line() -> None:
    assert outline("1.\n   a\n", inlines=False) == [
        "ListBlock[ordered, tight]@0 '1.\\n   a'",
        "  Item[1. 1]@0 '1.\\n   a'",
        "    Paragraph@6 'a'",
    ]


def test_blocks_without_a_blank_line_between_them() -> None:
    assert outline("a\n# b\n> c\n- d\n***\n~~~ sh\ne\n~~~\n<div>\nf\n", inlines=False) == [
        "Paragraph@0 'a'",
        "Heading[1 'b']@2 '# b'",
        "Quote@6 '> c'",
        "  Paragraph@8 'c'",
        "ListBlock[bullet, tight]@10 '- d'",
        "  Item[-]@10 '- d'",
        "    Paragraph@12 'd'",
        "ThematicBreak@14 '***'",
        "CodeBlock[sh]@18 '~~~ sh\\ne\\n~~~'",
        "HtmlBlock@31 '<div>\\nf'",
    ]


def test_quote_and_list_that_end_one_another_stay_in_order() -> None:
    assert outline("> a\n- b\n# c\n", inlines=False) == [
        "Quote@0 '> a'",
        "  Paragraph@2 'a'",
        "ListBlock[bullet, tight]@4 '- b'",
        "  Item[-]@4 '- b'",
        "    Paragraph@6 'b'",
        "Heading[1 'c']@8 '# c'",
    ]


def test_a_line_never_joins_the_paragraph_before_a_quote() -> None:
    assert outline("a\n> b\n2. c\n", inlines=False) == [
        "Paragraph@0 'a'",
        "Quote@2 '> b'",
        "  Paragraph@4 'b'",
        "ListBlock[ordered, tight]@6 '2. c'",
        "  Item[2. 2]@6 '2. c'",
        "    Paragraph@9 'c'",
    ]


def test_code_blocks() -> None:
    assert outline(
        "    one\n\n    two  \n\n\n``` py &amp; x \n\n```\n\n- ~~~\n  three\n\n  ~~~  \n\n```\nopen\n\n"
    ) == [
        "CodeBlock@4 'one\\n\\n    two'",
        "CodeBlock[py &amp; x]@21 '``` py &amp; x \\n\\n```'",
        "ListBlock[bullet, tight]@43 '- ~~~\\n  three\\n\\n  ~~~'",
        "  Item[-]@43 '- ~~~\\n  three\\n\\n  ~~~'",
        "    CodeBlock@45 '~~~\\n  three\\n\\n  ~~~'",
        "CodeBlock@67 '```\\nopen'",
    ]


def test_white_space_is_no_code_block() -> None:
    assert outline("      \n\t\t\n# a\n", inlines=False) == ["Heading[1 'a']@10 '# a'"]


@pytest.mark.parametrize("white", ["", " ", "    ", "     ", "\t", "\t\t", " \t "])
def test_white_lines_part_paragraphs(white: str) -> None:
    length = len(white)
    quoted = f"> c\n> {white}\n> d"
    assert outline(f"a\n{white}\nb\n\n{quoted}", inlines=False) == [
        "Paragraph@0 'a'",
        f"Paragraph@{length + 3} 'b'",
        f"Quote@{length + 6} {quoted!r}",
        f"  Paragraph@{length + 8} 'c'",
        f"  Paragraph@{2 * length + 15} 'd'",
    ]


def test_front_matter_is_a_rule_and_a_heading() -> None:
    assert outline("---\ntitle: A\n---\n\nb\n", inlines=False) == [
        "ThematicBreak@0 '---'",
        "Heading[2 'title: A']@4 'title: A\\n---'",
        "Paragraph@18 'b'",
    ]


def test_thematic_breaks() -> None:
    assert outline("a\n\n---\n * * *\n___  \n") == [
        "Paragraph@0 'a'",
        "  Text@0 'a'",
        "ThematicBreak@3 '---'",
        "ThematicBreak@8 '* * *'",
        "ThematicBreak@14 '___'",
    ]


def test_html_comments() -> None:
    assert outline("<!-- a\n\nb --> c\nd <!-- e\nf --> g\n\n- h <!-- i -->\n  <!-- j -->\n") == [
        "HtmlBlock@0 '<!-- a\\n\\nb --> c'",
        "Paragraph@16 'd <!-- e\\nf --> g'",
        "  Text@16 'd '",
        "  RawHtml@18 '<!-- e\\nf -->'",
        "  Text@30 ' g'",
        "ListBlock[bullet, tight]@34 '- h <!-- i -->\\n  <!-- j -->'",
        "  Item[-]@34 '- h <!-- i -->\\n  <!-- j -->'",
        "    Paragraph@36 'h <!-- i -->'",
        "      Text@36 'h '",
        "      RawHtml@38 '<!-- i -->'",
        "    HtmlBlock@51 '<!-- j -->'",
    ]


def test_escapes_and_entities_are_leaves_of_their_own() -> None:
    assert outline(r"a\*\\b&amp;\&amp;&nope;&#x41;\d*c\**") == [
        r"Paragraph@0 'a\\*\\\\b&amp;\\&amp;&nope;&#x41;\\d*c\\**'",
        "  Text@0 'a'",
        r"  Text[*]@1 '\\*'",
        r"  Text[\]@3 '\\\\'",
        "  Text@5 'b'",
        "  Text[&]@6 '&amp;'",
        r"  Text[&]@11 '\\&'",
        "  Text@13 'amp;&nope;'",
        "  Text[A]@23 '&#x41;'",
        r"  Text@29 '\\d'",
        r"  Emphasis@31 '*c\\**'",
        "    Text@32 'c'",
        r"    Text[*]@33 '\\*'",
    ]


def test_code_spans() -> None:
    assert outline("a `b` `` c`d\n  e `` ` \\`f` \n> `g\n> h`") == [
        "Paragraph@0 'a `b` `` c`d\\n  e `` ` \\\\`f`'",
        "  Text@0 'a '",
        "  Code[b]@2 '`b`'",
        "  Text@5 ' '",
        "  Code[c`d   e]@6 '`` c`d\\n  e ``'",
        "  Text@19 ' '",
        "  Code[ \\]@20 '` \\\\`'",
        "  Text@24 'f`'",
        "Quote@28 '> `g\\n> h`'",
        "  Paragraph@30 '`g\\n> h`'",
        "    Code[g h]@30 '`g\\n> h`'",
    ]


def test_emphasis_with_marks_left_over() -> None:
    assert outline("***a* b** _c_d_ **e* __f__") == [
        "Paragraph@0 '***a* b** _c_d_ **e* __f__'",
        "  Emphasis[strong]@0 '***a* b**'",
        "    Emphasis@2 '*a*'",
        "      Text@3 'a'",
        "    Text@5 ' b'",
        "  Text@9 ' '",
        "  Emphasis@10 '_c_d_'",
        "    Text@11 'c_d'",
        "  Text@15 ' *'",
        "  Emphasis@17 '*e*'",
        "    Text@18 'e'",
        "  Text@20 ' '",
        "  Emphasis[strong]@21 '__f__'",
        "    Text@23 'f'",
    ]


def test_links_and_images() -> None:
    assert outline("[a *b*](/c 'd') ![e](<f g>) [](h\\)) [i]( \n j ) [k]()") == [
        "Paragraph@0 \"[a *b*](/c 'd') ![e](<f g>) [](h\\\\)) [i]( \\n j ) [k]()\"",
        "  Link[/c, '/c']@0 \"[a *b*](/c 'd')\"",
        "    Text@1 'a '",
        "    Emphasis@3 '*b*'",
        "      Text@4 'b'",
        "  Text@15 ' '",
        "  Link[f g image, 'f g']@16 '![e](<f g>)'",
        "    Text@18 'e'",
        "  Text@27 ' '",
        "  Link[h), 'h\\\\)']@28 '[](h\\\\))'",
        "  Text@35 ' '",
        "  Link[j, 'j']@36 '[i]( \\n j )'",
        "    Text@37 'i'",
        "  Text@46 ' '",
        "  Link[, '']@47 '[k]()'",
        "    Text@48 'k'",
    ]


def test_url_is_decoded_and_not_encoded() -> None:
    assert outline("[a](/ü%20&amp;\\_)")[1] == "  Link[/ü%20&_, '/ü%20&amp;\\\\_']@0 '[a](/ü%20&amp;\\\\_)'"


def test_link_reference_definitions() -> None:
    assert outline("[a][B], [b][], [b] [no]\n\n[B]: <x y>\n  'title'\n[b]: /second\n\n> [c]: /z\n") == [
        "Paragraph@0 '[a][B], [b][], [b] [no]'",
        "  Link[x y, None]@0 '[a][B]'",
        "    Text@1 'a'",
        "  Text@6 ', '",
        "  Link[x y, None]@8 '[b][]'",
        "    Text@9 'b'",
        "  Text@13 ', '",
        "  Link[x y, None]@15 '[b]'",
        "    Text@16 'b'",
        "  Text@18 ' [no]'",
        "Definition[B x y]@25 \"[B]: <x y>\\n  'title'\"",
        "Definition[b /second]@46 '[b]: /second'",
        "Quote@60 '> [c]: /z'",
        "  Definition[c /z]@62 '[c]: /z'",
    ]


def test_autolinks() -> None:
    assert outline("<https://a.example/?b&amp;c> <d@e.example> **https://f.example/_g_**, [https://h.example](/i)") == [
        "Paragraph@0 '<https://a.example/?b&amp;c> <d@e.example> **https://f.example/_g_**, [https://h.example](/i)'",
        "  Link[https://a.example/?b&c auto, None]@0 '<https://a.example/?b&amp;c>'",
        "    Text@1 'https://a.example/?b'",
        "    Text[&]@21 '&amp;'",
        "    Text@26 'c'",
        "  Text@28 ' '",
        "  Link[mailto:d@e.example auto, None]@29 '<d@e.example>'",
        "    Text@30 'd@e.example'",
        "  Text@42 ' '",
        "  Emphasis[strong]@43 '**https://f.example/_g_**'",
        "    Link[https://f.example/_g auto, None]@45 'https://f.example/_g'",
        "      Text@45 'https://f.example/_g'",
        "    Text@65 '_'",
        "  Text@68 ', '",
        "  Link[/i, '/i']@70 '[https://h.example](/i)'",
        "    Text@71 'https://h.example'",
    ]


def test_tables() -> None:
    assert outline("a|*b*\n:-|-\n c | d\\|e \n\n| f |  |\n|---|---|\n|`g`|\t|\nh\n") == [
        "Table@0 'a|*b*\\n:-|-\\n c | d\\\\|e'",
        "  Cell@0 'a'",
        "    Text@0 'a'",
        "  Cell@2 '*b*'",
        "    Emphasis@2 '*b*'",
        "      Text@3 'b'",
        "  Cell@12 'c'",
        "    Text@12 'c'",
        "  Cell@16 'd\\\\|e'",
        "    Text@16 'd'",
        "    Text[|]@17 '\\\\|'",
        "    Text@19 'e'",
        "Table@23 '| f |  |\\n|---|---|\\n|`g`|\\t|'",
        "  Cell@25 'f'",
        "    Text@25 'f'",
        "  Cell@28 ''",
        "  Cell@43 '`g`'",
        "    Code[g]@43 '`g`'",
        "  Cell@47 ''",
        "Paragraph@50 'h'",
        "  Text@50 'h'",
    ]
    (table, *_) = document("a|b\n-|-\nc|d\ne|f\n").blocks
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [2, 2, 2]


def test_ragged_table_is_a_paragraph() -> None:
    assert outline("| a |\n|---|\n| b | c |\n", inlines=False) == ["Paragraph@0 '| a |\\n|---|\\n| b | c |'"]


def test_unusual_characters_are_characters() -> None:
    assert outline("\x00a\u2028*b\ufffd*\x0c🏋️\u00a0\n") == [
        "Paragraph@0 '\\x00a\\u2028*b�*\\x0c🏋️\\xa0'",
        "  Text@0 '\\x00a\\u2028'",
        "  Emphasis@3 '*b�*'",
        "    Text@4 'b�'",
        "  Text@7 '\\x0c🏋️\\xa0'",
    ]


def test_the_same_line_twice_has_two_places() -> None:
    assert [line for line in outline("**a** b\n\n**a** b\n") if "Emphasis" in line] == [
        "  Emphasis[strong]@0 '**a**'",
        "  Emphasis[strong]@9 '**a**'",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 500 + "a",
        "- " * 500 + "a",
        "> - 1. " * 200 + "a",
        "\n".join("  " * depth + "- a" for depth in range(200)),
        "[" * 2000 + "a" + "](b)" * 2000,
        "![" * 500 + "a" + "](b)" * 500,
        "*a **b " * 100 + "c** d* " * 100,
        "<b>" * 1000,
    ],
)
def test_deep_nesting_is_cut_off(text: str) -> None:
    check(text)


@pytest.mark.parametrize(("runs", "kinds"), [(1000, {Emphasis, Text}), (1002, {Text})])
def test_emphasis_stops_where_it_would_be_slow(runs: int, kinds: set[type]) -> None:
    (paragraph,) = document("*a* " * (runs // 2)).blocks
    assert {type(inline) for inline in inlines_of(paragraph)} == kinds
    assert all(inline.exact for inline in inlines_of(paragraph))


def test_a_long_run_of_marks_counts_once() -> None:
    (paragraph,) = document("_" * 3000 + " *a*").blocks
    assert {type(inline) for inline in inlines_of(paragraph)} == {Emphasis, Text}


@pytest.mark.parametrize(
    "token",
    [
        {"type": "text", "raw": "something else"},
        {"type": "text", "raw": "*"},
        {"type": "codespan", "raw": "a"},
        {"type": "softbreak"},
        {"type": "inline_html", "raw": "<b>"},
        {"type": "strong", "children": []},
        {"type": "link", "children": [{"type": "text", "raw": "b"}], "attrs": {"url": "/"}},
    ],
)
def test_tokens_that_disagree_with_the_text_make_one_inexact_leaf(
    token: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full, "_parse_inlines", lambda text, env: ([token], []))
    assert document("> *a*\n> [b](c\n").blocks == (
        Quote(Span(0, 13), (Paragraph(Span(2, 13), (Text(Span(2, 13), False, "*a*\n[b](c"),)),)),
    )


# The spans are consistent


def check(text: str) -> None:
    """Assert everything that holds for every text."""
    parsed = document(text)
    check_blocks(parsed.source, parsed.blocks, Span(0, len(text)), "")
    for block in walk(parsed.blocks):
        check_block(parsed.source, block)


def check_blocks(source: Source, blocks: Sequence[Block], parent: Span, markers: str) -> None:
    """Siblings are in order within their parent; between them are only white space and the parents' markers."""
    at = parent.start
    for block in blocks:
        assert at <= block.span.start <= block.span.end <= parent.end
        assert not source.text[at : block.span.start].replace(markers, "").strip()
        at = block.span.end
    assert not source.text[at : parent.end].replace(markers, "").strip()


def check_block(source: Source, block: Block) -> None:
    raw = source[block.span]
    assert isinstance(block, Cell) or (raw and raw == raw.strip(" \t\r\n\f"))
    match block:
        case Heading(content=content, inlines=inlines):
            assert block.span.contains(content)
            check_inlines(source, inlines, content)
        case Paragraph(inlines=inlines) | Cell(inlines=inlines):
            check_inlines(source, inlines, block.span)
        case ListBlock(items=items):
            check_blocks(source, items, block.span, ">")
            assert items[0].span.start == block.span.start
            assert items[-1].span.end == block.span.end
        case Item(marker=marker, number=number, blocks=blocks):
            check_blocks(source, blocks, Span(marker.end, block.span.end), ">")
            assert marker.start == block.span.start
            assert source[marker] in ("-", "*", "+") if number is None else int(source[marker][:-1]) == number
        case Quote(blocks=blocks):
            check_blocks(source, blocks, block.span, ">")
            assert raw[0] == ">"
        case _:
            check_leaf_block(source, block, raw)


def check_leaf_block(source: Source, block: Block, raw: str) -> None:
    match block:
        case Table(rows=rows):
            cells = [cell.span for row in rows for cell in row]
            assert all(block.span.contains(span) for span in cells)
            assert all(before.end < after.start for before, after in pairwise(cells))
            assert all(source.position(row[0].span.start).row == source.position(row[-1].span.end).row for row in rows)
        case ThematicBreak():
            assert len(set(raw) - {" ", "\t"}) == 1
        case HtmlBlock():
            assert raw[0] == "<"
        case Definition(label=label):
            assert raw.startswith("[" + label.split("\n")[0])
        case CodeBlock(info=info) if info:
            assert raw[:3] in ("```", "~~~")


def check_inlines(source: Source, inlines: Sequence[Inline], run: Span) -> None:
    """The inlines tile the run."""
    at = run.start
    for inline in inlines:
        assert inline.exact
        assert inline.span.start == at < inline.span.end
        at = inline.span.end
        check_inline(source, inline, source[inline.span])
    assert at == run.end


def check_inline(source: Source, inline: Inline, raw: str) -> None:
    start, end = inline.span.start, inline.span.end
    match inline:
        case Text(text=text):
            assert not {"\n", "\r"} & set(raw)
            assert raw == text or raw == "\\" + text or re.fullmatch(r"&[#\w]+;", raw)
        case Break():
            assert {"\n", "\r"} & set(raw)
        case Code():
            fence = re.match("`+", raw)
            assert fence
            assert re.search("(?<!`)`+$", raw[fence.end() :])
            assert len(fence.group()) == len(raw) - len(raw.rstrip("`"))
        case RawHtml():
            assert (raw[0], raw[-1]) == ("<", ">")
        case Emphasis(strong=strong, children=children):
            width = 2 if strong else 1
            assert raw[:width] == raw[-width:] == raw[0] * width
            assert raw[0] in "*_"
            check_inlines(source, children, Span(start + width, end - width))
        case Link(auto=True, children=children):
            edge = 1 if raw[0] == "<" else 0
            check_inlines(source, children, Span(start + edge, end - edge))
        case Link():
            check_link(source, inline, raw)


def check_link(source: Source, link: Link, raw: str) -> None:
    opening = "![" if link.image else "["
    text_start = link.span.start + len(opening)
    text_end = link.children[-1].span.end if link.children else text_start
    assert raw.startswith(opening)
    assert source.text[text_end] == "]"
    check_inlines(source, link.children, Span(text_start, text_end))
    if link.url_span is None:
        assert raw[-1] == "]"
    else:
        assert source.text[text_end : text_end + 2] == "]("
        assert text_end + 2 <= link.url_span.start <= link.url_span.end < link.span.end
        assert raw[-1] == ")"


# The tree is mistune's


class Detached(Exception):
    """mistune is about to join a line to a paragraph that it does not follow; see the module's exceptions."""


class ReferenceState(BlockState):
    paragraph_end = 0

    def process(self, src: str) -> None:
        super().process(re.sub(r"(?<=\n)[ \t]+(?=\n)", lambda white: "\f" * len(white.group()), src))

    def add_paragraph(self, text: str) -> None:
        self.paragraph_end = self.cursor + len(text)
        super().add_paragraph(text)

    def append_paragraph(self) -> int | None:
        last = self.last_token()
        if last and last["type"] == "paragraph" and self.paragraph_end != self.cursor:
            raise Detached
        end = super().append_paragraph()
        self.paragraph_end = end or self.paragraph_end
        return end


REFERENCE = mistune.create_markdown(renderer="ast", plugins=["table"])
REFERENCE.inline.register("url_link", BARE_URL, parse_url_link)


def check_tree(text: str) -> None:
    try:
        tokens, _ = REFERENCE.parse(text, ReferenceState())
    except Detached:
        assume(False)
    assert isinstance(tokens, list)
    parsed = document(text)
    assert tree_of_blocks(parsed.source, parsed.blocks) == tree_of_tokens(tokens)


def tree_of_tokens(tokens: list[dict[str, Any]]) -> list[Any]:
    return in_any_order([node for token in tokens for node in _tree_of_token(token)])


def _tree_of_token(token: dict[str, Any]) -> Iterator[Any]:
    children = token.get("children", [])
    match token["type"]:
        case "heading":
            yield "heading", token["attrs"]["level"], inline_tree_of_tokens(children)
        case "paragraph" | "block_text":
            yield "paragraph", inline_tree_of_tokens(children)
        case "list":
            items = [tree_of_tokens(item["children"]) for item in children]
            yield "list", token["attrs"]["ordered"], token["tight"], items
        case "block_quote":
            yield "quote", tree_of_tokens(children)
        case "block_code" if token["style"] == "fenced" or token["raw"].strip(" \t\r\n\f"):
            yield "code", token.get("attrs", {}).get("info", "")
        case "table":
            rows = [children[0], *children[1]["children"]]
            yield "table", [[inline_tree_of_tokens(cell["children"]) for cell in row["children"]] for row in rows]
        case "thematic_break" | "block_html" as kind:
            yield kind
        case kind:
            assert kind in ("blank_line", "block_code")


def tree_of_blocks(source: Source, blocks: Sequence[Block]) -> list[Any]:
    nodes = [_tree_of_block(source, block) for block in blocks if not isinstance(block, Definition)]
    return in_any_order(nodes)


def _tree_of_block(source: Source, block: Block) -> Any:
    match block:
        case Heading(level=level, inlines=inlines):
            return "heading", level, inline_tree(source, inlines)
        case Paragraph(inlines=inlines):
            return "paragraph", inline_tree(source, inlines)
        case ListBlock(ordered=ordered, tight=tight, items=items):
            return "list", ordered, tight, [tree_of_blocks(source, item.blocks) for item in items]
        case Quote(blocks=blocks):
            return "quote", tree_of_blocks(source, blocks)
        case CodeBlock(info=info):
            return "code", info
        case Table(rows=rows):
            return "table", [[inline_tree(source, cell.inlines) for cell in row] for row in rows]
        case ThematicBreak():
            return "thematic_break"
        case HtmlBlock():
            return "block_html"
    raise AssertionError(block)


def in_any_order(nodes: list[Any]) -> list[Any]:
    """Sort each run of lists and quotes: mistune puts a list before a quote that it directly follows."""
    result: list[Any] = []
    run: list[Any] = []
    for node in [*nodes, None]:
        if node and node[0] in ("list", "quote"):
            run.append(node)
        else:
            result += [*sorted(run, key=repr), node]
            run = []
    return result[:-1]


def inline_tree_of_tokens(tokens: list[dict[str, Any]]) -> list[Any]:
    return joined([_inline_tree_of_token(token) for token in tokens])


def _inline_tree_of_token(token: dict[str, Any]) -> Any:
    match token["type"]:
        case "text":
            return decoded(token["raw"])
        case "codespan":
            return "code", token["raw"]
        case "inline_html":
            return "html", squeezed(token["raw"])
        case "softbreak" | "linebreak":
            return "break", token["type"] == "linebreak"
        case "emphasis" | "strong":
            return token["type"], inline_tree_of_tokens(token["children"])
        case "link" | "image":
            return token["type"], token["attrs"]["url"], inline_tree_of_tokens(token["children"])
    raise AssertionError(token)


def inline_tree(source: Source, inlines: Sequence[Inline]) -> list[Any]:
    return joined([_inline_tree(source, inline) for inline in inlines])


def _inline_tree(source: Source, inline: Inline) -> Any:
    match inline:
        case Text(text=text):
            return text
        case Code(text=text):
            return "code", text
        case RawHtml():
            return "html", squeezed(source[inline.span])
        case Break(hard=hard):
            return "break", hard
        case Emphasis(strong=strong, children=children):
            return "strong" if strong else "emphasis", inline_tree(source, children)
        case Link(image=image, url=url, children=children):
            url = quote(url, safe=":/?#@!$&()*+,;=%")
            return "image" if image else "link", url, inline_tree(source, children)
    raise AssertionError(inline)


def joined(nodes: list[Any]) -> list[Any]:
    """Join adjacent texts."""
    result: list[Any] = []
    for node in nodes:
        if isinstance(node, str) and result and isinstance(result[-1], str):
            result[-1] += node
        elif node:
            result.append(node)
    return result


def decoded(raw: str) -> str:
    """mistune leaves entities to its renderer."""
    return re.sub("&amp;", "&", re.sub("&#35;", "#", raw))


def squeezed(html: str) -> str:
    """Raw HTML without what containers may put at the start of its lines."""
    return re.sub(r"[\s>]", "", html)


# Generated Markdown

FRAGMENTS = (Path(__file__).parent / "data/markdown/fragments.txt").read_text(encoding="utf-8").strip().split("\n")
FRAGMENTS += ["- ", "+ ", "1. ", "2) ", "10. ", "> "]
SPACES = [
    "\n",
    "\n",
    "\n",
    "\n\n",
    " ",
    " ",
    "  ",
    "    ",
    "\t",
    "  \n",
    "\\\n",
    "\x0b",
    "\x0c",
    "\xa0",
    "\u2028",
    "\x00",
]
PREFIXES = ["", "", "", " ", "  ", "   ", "    ", "\t", "> ", ">", "- ", "* ", "+   ", "1. ", "2) ", "-\t", ">\t", "# "]
LINE_ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])

soup = st.lists(st.sampled_from(FRAGMENTS + SPACES), max_size=25).map("".join)
lines = st.lists(
    st.tuples(
        st.lists(st.sampled_from(PREFIXES), max_size=3).map("".join),
        st.lists(st.sampled_from([*FRAGMENTS, " ", "  "]), max_size=4).map("".join),
    ).map("".join),
    max_size=9,
).map("\n".join)


PLAIN_LINES = [
    "- a b",
    "- **k:** v",
    "- [x](/y)",
    "1. one",
    "2. two",
    "# head",
    "## **h** x",
    "---",
    "some text",
    "8 to 12, see [all](https://e.org/a_b) and **more**.",
    "É *",
]
OTHER_LINES = [
    " ",
    "\t",
    "-  c",
    "10. ten",
    "01. z",
    "2) x",
    "* d",
    "3.",
    "# head #",
    "#tag",
    "- - -",
    "- 1. x",
    "**a**b",
    "**a** **b **",
    "a ** b**",
    "[x](/y 't') [z]",
    "[x]: /y",
    "![x](/y)",
    "[a **b**](/c)",
    "[https://a.b](/c)",
    "to https://a.b. Now",
    "text\u2028 x",
    "text  ",
    "text\\",
    "  more",
    "> q",
    "| a | b |",
    "|---|---|",
]
plain_lines = st.sampled_from(PLAIN_LINES)
plain = st.lists(st.tuples(plain_lines, st.sampled_from(["\n", "\n\n"])).map("".join), max_size=8).map("".join)
plain_but_for_one = st.builds(
    lambda before, line, after: before + line + "\n" + after, plain, st.sampled_from(OTHER_LINES), plain
)


def contained(blocks: list[str], marks: tuple[str, str]) -> str:
    first, rest = marks
    return first + "\n\n".join(blocks).replace("\n", "\n" + rest)


plain_blocks = st.sampled_from(
    [
        "Stand *tall* and\nlook **ahead**.",
        "## Cues",
        "Setext\n---",
        "    code",
        "~~~ txt\nfenced\n\n~~~",
        "***",
        "<!-- note -->",
        "[a]: /u 'title'",
        "see [a] or [this][a], `x\ny`",
        "one \\\ntwo  \nthree &amp; \\*four",
        "- a\n- b\n  1. c\n  2. d",
        "| h | i |\n|---|---|\n| j | *k* |",
    ]
)
containers = st.sampled_from([("> ", "> "), ("- ", "  "), ("1. ", "   "), ("2.\t", "\t")])
nested_blocks = st.recursive(
    plain_blocks,
    lambda blocks: st.builds(contained, st.lists(blocks, min_size=1, max_size=3), containers),
    max_leaves=6,
)
documents = st.lists(nested_blocks, max_size=4).map("\n\n".join)
generated = st.one_of(soup, lines, documents, plain, plain_but_for_one)
thorough = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.one_of(plain, plain_but_for_one, soup))
@thorough
def test_what_is_plain_is_read_as_in_full(text: str) -> None:
    source = Source.from_text("card.md", text)
    assert parse_plain(source, None) in (None, parse_fully(source))


def test_a_usual_card_is_plain() -> None:
    text = "# A\n\n**b** and [c](/d).\n\n- **Key:** value\n\n---\n\n## E\n\n1. f\n2. 8 g\n\n### H?\n\ni"
    source = Source.from_text("card.md", text)
    assert parse_plain(source, None) == parse_fully(source)


@given(generated, LINE_ENDINGS)
@thorough
def test_spans_over_generated_markdown(text: str, line_ending: str) -> None:
    check(text.replace("\n", line_ending))


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("\r\n\t \\`*_[]()<>#-|&;!")))
@thorough
def test_spans_over_any_text(text: str) -> None:
    check(text)


@given(generated, LINE_ENDINGS)
@thorough
def test_tree_over_generated_markdown(text: str, line_ending: str) -> None:
    check_tree(text.replace("\n", line_ending))


@given(generated)
@thorough
def test_line_endings_do_not_change_the_tree(text: str) -> None:
    trees = [
        tree_of_blocks(parsed.source, parsed.blocks)
        for parsed in (document(text.replace("\n", line_ending)) for line_ending in ("\n", "\r\n", "\r"))
    ]
    assert trees[0] == trees[1] == trees[2]


# The project's own cards


@pytest.mark.skipif(not CARDS, reason="no cards in content/")
def test_cards() -> None:
    for path in CARDS:
        text = path.read_text(encoding="utf-8")
        for line_ending in ("\n", "\r\n"):
            variant = text.replace("\n", line_ending)
            check(variant)
            check_tree(variant)


# Another parser sees the same blocks on the same lines

OTHER_KINDS = {
    "heading_open": Heading,
    "paragraph_open": Paragraph,
    "blockquote_open": Quote,
    "bullet_list_open": ListBlock,
    "ordered_list_open": ListBlock,
    "list_item_open": Item,
    "hr": ThematicBreak,
    "html_block": HtmlBlock,
    "fence": CodeBlock,
    "code_block": CodeBlock,
    "table_open": Table,
}


def block_lines(source: Source, blocks: Sequence[Block], depth: int = 0) -> Iterator[tuple[type, int, int, int]]:
    for block in blocks:
        if isinstance(block, Definition | Cell):
            continue
        yield type(block), depth, source.position(block.span.start).row, source.position(block.span.end).row
        yield from block_lines(source, children_of(block), depth + 1)


def other_block_lines(source: Source) -> Iterator[tuple[type, int, int, int]]:
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed")
    for token in markdown_it.MarkdownIt("commonmark").enable("table").parse(source.text):
        if token.map and token.type in OTHER_KINDS:
            first, last = token.map[0] + 1, token.map[1]
            while last > first and not source.line(last).strip(" \t>"):
                last -= 1
            yield OTHER_KINDS[token.type], token.level, first, last


@given(documents)
@thorough
def test_lines_are_those_of_another_parser(text: str) -> None:
    # After a line with nothing but a tab, mistune takes a definition for a part of what holds the list.
    assume(not ("\t" in text and "[a]: /u" in text))
    source = Source.from_text("card.md", text)
    ours, others = list(block_lines(source, parse(source).blocks)), list(other_block_lines(source))
    assume([block[:2] for block in ours] == [block[:2] for block in others])
    trimmed = [
        (kind, depth, first, next(row for row in range(last, 0, -1) if row == first or source.line(row).strip(" \t>")))
        for kind, depth, first, last in ours
    ]
    assert trimmed == others
