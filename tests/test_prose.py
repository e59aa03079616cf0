"""Prose: what a reader sees, with the way back to the source; words and sentences."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.document import Document, Inline, inlines_of, walk
from exlint.findings import Span
from exlint.markdown import parse
from exlint.prose import OPAQUE, Prose, Word, prose_of, sentences, words
from exlint.source import Source


def document_of(text: str) -> Document:
    return parse(Source.from_text("card.md", text))


def inlines(text: str) -> tuple[Inline, ...]:
    """The inlines of the text's one block."""
    (block,) = document_of(text).blocks
    return inlines_of(block)


def prose(text: str) -> Prose:
    return prose_of(inlines(text))


def raw(text: str, start: int, end: int) -> str:
    """The source of a range of the shown text."""
    span = prose(text).span(start, end)
    return text[span.start : span.end]


# The text that is shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Plain text.", "Plain text."),
        ("a *b* c", "a b c"),
        ("a **b *c* d** e", "a b c d e"),
        ("# A *title*", "A title"),
        (r"2 \* 3", "2 * 3"),
        ("a &amp; b &#233;", "a & b é"),
        ("one\ntwo", "one two"),
        ("one  \ntwo", "one two"),
        ("one\\\ntwo", "one two"),
        ("one\r\ntwo", "one two"),
        ("use `code` here", f"use {OPAQUE} here"),
        ("see [the *page*](https://example.org/x)", "see the page"),
        ("see ![a picture](x.png) here", f"see {OPAQUE} here"),
        ("see <https://example.org> here", f"see {OPAQUE} here"),
        ("a<!-- note -->b", "ab"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_text(source: str, shown: str) -> None:
    assert prose(source).text == shown


# The way back


@pytest.mark.parametrize(
    ("source", "word", "expected"),
    [
        ("a plain word", "plain", "plain"),
        ("a **bold** word", "bold", "bold"),
        ("a **bold** word", "bold word", "bold** word"),
        ("a **bold** word", "a bold", "a **bold"),
        ("half**bold** word", "halfbold", "half**bold"),
        (r"a \*star\* b", "*star*", r"\*star\*"),
        (r"a \*star\* b", "star", "star"),
        (r"a \*star\* b", "*s", r"\*s"),
        ("Q&amp;A here", "Q&A", "Q&amp;A"),
        ("Q&amp;A here", "&", "&amp;"),
        ("Q&amp;A here", "A", "A"),
        ("use `the code` here", OPAQUE, "`the code`"),
        ("use `the code` here", f"use {OPAQUE} here", "use `the code` here"),
        ("one\n   two", "one two", "one\n   two"),
        ("one  \r\ntwo", " ", "  \r\n"),
        ("see [the page](u) now", "the page now", "the page](u) now"),
        ("see [the page](u) now", "page", "page"),
        ("see ![p](x.png) now", OPAQUE, "![p](x.png)"),
        ("a<!-- x -->b", "ab", "a<!-- x -->b"),
    ],
)
def test_span(source: str, word: str, expected: str) -> None:
    shown = prose(source)
    start = shown.text.index(word)
    assert raw(source, start, start + len(word)) == expected
    match = re.search(re.escape(word), shown.text)
    assert match is not None
    assert shown.locate(match) == shown.span(start, start + len(word))


def test_an_empty_range_is_an_empty_span_at_its_place() -> None:
    shown = prose("a **b** c")
    assert [shown.span(offset, offset) for offset in range(6)] == [
        Span(place, place) for place in (0, 1, 4, 7, 8, 9)
    ]  # fmt: skip


def test_nothing_has_an_empty_span() -> None:
    assert prose_of(()) == Prose("", ())
    assert prose_of(()).whole == Span(0, 0)


def test_the_whole_reaches_over_all_leaves() -> None:
    assert prose("## **A** b").whole == Span(5, 10)
    assert prose("`x` and *y*").whole == Span(0, 10)


@given(st.text("abc é.,\u2019-🙂", min_size=1).map(str.strip).filter(bool), st.data())
def test_plain_text_is_its_own_source(text: str, data: st.DataObject) -> None:
    shown = prose_of(inlines(f"# x{text}y"))
    start = data.draw(st.integers(0, len(shown.text)))
    end = data.draw(st.integers(start, len(shown.text)))
    assert shown.text == f"x{text}y"
    assert shown.span(start, end) == Span(start + 2, end + 2)


PLAIN = ["word", " ", "é🙂", "*", "**", "_", "`", "[", "]", "(", ")", "\n", "\r\n", "  \n", "\\\n", "# ", "- "]
MARKED = [
    "*a*",
    "`c d`",
    "[l *m*](u)",
    "![i](j)",
    "\\*",
    "&amp;",
    "&notit;",
    "&#x41;",
    "<b>",
    "<!-- x -->",
    "<https://e.org>",
]
MARKDOWN = st.lists(st.sampled_from(PLAIN) | st.sampled_from(MARKED), max_size=15).map("".join)


@given(MARKDOWN)
def test_spans_lie_in_their_block_and_rise(text: str) -> None:
    for block in walk(document_of(text).blocks):
        shown = prose_of(inlines_of(block))
        offsets = [begin for begin, _ in shown.pieces]
        assert offsets == sorted(set(offsets))
        previous = block.span.start
        for offset in range(len(shown.text)):
            span = shown.span(offset, offset + 1)
            assert previous <= span.start <= span.end <= block.span.end
            assert block.span.contains(shown.span(0, offset + 1))
            if shown.text[offset].isalnum() and len(text[span.start : span.end]) == 1:
                assert text[span.start : span.end] == shown.text[offset]
            previous = span.start
        assert shown.whole == shown.span(0, len(shown.text))


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press the bar.", ["Press", "the", "bar"]),
        ("Don't let go; don’t", ["Don't", "let", "go", "don’t"]),
        ("a one-arm push-up - slow", ["a", "one-arm", "push-up", "slow"]),
        ("'quoted' words'", ["quoted", "words"]),
        ("90° or 2.5 kg", ["90", "or", "2", "5", "kg"]),
        ("snake_case", ["snake", "case"]),
        ("Übung naïve", ["Übung", "naïve"]),
        (f"a {OPAQUE} b{OPAQUE}c", ["a", "b", "c"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_words_have_their_places() -> None:
    assert words("Don’t go") == (Word("Don’t", 0, 5, "don't"), Word("go", 6, 8, "go"))
    assert [word.lower for word in words("Don’t GO")] == ["don't", "go"]


@given(st.text())
def test_words_are_what_stands_at_their_places(text: str) -> None:
    found = words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


# Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("  One.  Two ", ["One.", "Two"]),
        ("No end", ["No end"]),
        ("", []),
        ("  ", []),
        ("...", ["..."]),
        # A stop that ends a sentence only at the end of the text
        ("Use a weight, e.g. a plate. Rest.", ["Use a weight, e.g. a plate.", "Rest."]),
        ("Row vs. press. Rest.", ["Row vs. press.", "Rest."]),
        ("Dr. Sue and St. John go. Rest.", ["Dr. Sue and St. John go.", "Rest."]),
        ("J. B. Smith. Rest.", ["J. B. Smith.", "Rest."]),
        ("Row, i.e. pull (e.g. a band). Rest.", ["Row, i.e. pull (e.g. a band).", "Rest."]),
        ("Row vs.", ["Row vs."]),
        # An abbreviation that is also a word, or that may end a sentence
        ("Is it safe? No. Keep going.", ["Is it safe?", "No.", "Keep going."]),
        ("Do no. 5 and no. 6. Rest.", ["Do no. 5 and no. 6.", "Rest."]),
        ("Hold 30 sec. and go.", ["Hold 30 sec. and go."]),
        ("Hold 30 sec. Then go.", ["Hold 30 sec.", "Then go."]),
        ("Bars, bands, etc. are fine.", ["Bars, bands, etc. are fine."]),
        ("Bars, bands, etc. Rest.", ["Bars, bands, etc.", "Rest."]),
        ("At 6 a.m. or 6 p.m. Rest.", ["At 6 a.m. or 6 p.m.", "Rest."]),
        # Quotation marks and brackets
        ('Say "go." Rest.', ['Say "go."', "Rest."]),
        ('Say "go!" and rest.', ['Say "go!" and rest.']),
        ("Say “go?” and rest. (Then go.) End.", ["Say “go?” and rest.", "(Then go.)", "End."]),
        ("Bands (loops, tubes, etc.) help.", ["Bands (loops, tubes, etc.) help."]),
        # An ellipsis
        ("Wait... then go.", ["Wait... then go."]),
        ("Wait... Then go.", ["Wait...", "Then go."]),
        ("Wait… then go.", ["Wait… then go."]),
        ("Wait… Then go.", ["Wait…", "Then go."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        # A stop within a word or number
        ("Add 2.5 kg. Then 3.75. Rest.", ["Add 2.5 kg.", "Then 3.75.", "Rest."]),
        ("See example.org. Rest.", ["See example.org.", "Rest."]),
        # Only a full stop may be forgotten before lower case: that is for a rule to say.
        ("One. two.", ["One.", "two."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text("ab AB.!?…\"')( \n1", max_size=40))
def test_sentences_share_out_the_text(text: str) -> None:
    found = sentences(text)
    between = [0, *(place for sentence in found for place in sentence), len(text)]
    assert between == sorted(between)
    gaps = [text[start:end] for start, end in zip(between[::2], between[1::2], strict=True)]
    assert all(not gap.strip() for gap in gaps)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)
