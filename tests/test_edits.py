"""The edits of fixes: what is overwritten, what stays, and when there is none."""

from __future__ import annotations

import pytest

from exlint.findings import Applicability, Edit, Finding, Span
from exlint.fixing import apply
from exlint.rules.edits import fix, line_after, line_before, replaced, rewritten, without_lines
from exlint.source import Source
from helpers import CARDS, check_text


def source(text: str) -> Source:
    return Source.from_text("card.md", text)


def whole(text: str) -> Span:
    return Span(0, len(text))


@pytest.mark.parametrize(
    ("raw", "shown", "text", "after"),
    [
        ("quads", "quads", "glutes", "glutes"),
        ("hip\n  flexors", "hip flexors", "hip benders", "hip\n  benders"),
        ("one two three", "one two three", "one three", "one three"),
        ("**quads**", "quads", "glutes", None),
        ("caf&eacute;", "café", "cafe", None),
        ("quads", "quads", "*glutes*", None),
        ("a * b", "a * b", "c * d", "c * d"),
        ("quads", "quads", "quads", None),
    ],
)
def test_a_text_is_replaced_where_the_source_is_what_is_shown(
    raw: str, shown: str, text: str, after: str | None
) -> None:
    edit = replaced(source(raw), whole(raw), shown, text)
    assert (edit and apply(raw, [edit])) == after


def test_only_the_words_that_differ_are_overwritten() -> None:
    text = "It works the quads, and the abs."
    assert rewritten(source(text), whole(text), "It works the calves, and the abs.") == Edit(Span(13, 18), "calves")
    longer = "It works the quads, hips, and the abs."
    assert rewritten(source(text), whole(text), longer) == Edit(Span(20, 20), "hips, ")


def test_a_fix_needs_all_its_edits_and_that_they_do_not_overlap() -> None:
    one, other = Edit(Span(4, 6), "x"), Edit(Span(0, 2), "y")
    assert [each.edits for each in fix("mend it", one, other)] == [(other, one)]
    assert fix("mend it", one, None) == ()
    assert fix("mend it", one, Edit(Span(5, 9), "")) == ()
    assert fix("mend it") == ()


@pytest.mark.parametrize(
    ("text", "place", "after"),
    [
        ("a\nb\nc\n", 2, "a\nc\n"),
        ("a\r\nb\r\nc", 3, "a\r\nc"),
        ("a\nb\nc", 4, "a\nb"),
        ("a", 0, ""),
    ],
)
def test_a_line_goes_with_its_ending(text: str, place: int, after: str) -> None:
    assert apply(text, [without_lines(source(text), Span(place, place + 1))]) == after


def test_a_line_comes_with_its_ending() -> None:
    assert apply("a\nb", [line_after(source("a\nb"), 0, "x")]) == "a\nx\nb"
    assert apply("a\nb", [line_before(source("a\nb"), 2, "x")]) == "a\nx\nb"
    assert apply("a\nb", [line_after(source("a\nb"), 2, "x")]) == "a\nb\nx"


CARD = next(path for path in CARDS if path.name == "ring-pushup.md").read_text(encoding="utf-8")


def fixes(text: str, code: str) -> list[tuple[str, Applicability]]:
    """The fixes of the card's one finding of this rule: what the card comes to, and how far each can be trusted."""
    findings: list[Finding] = [each for each in check_text(text, "ring-pushup.md").findings if each.code == code]
    (finding,) = findings
    return [(apply(text, (each.edit for each in fix.edits)), fix.applicability) for fix in finding.fixes]


def test_a_stale_statement_is_written_anew() -> None:
    assert fixes(CARD.replace("exercise using rings.", "exercise using cable."), "EX401") == [
        (CARD, Applicability.SAFE)
    ]


def test_where_all_stand_against_the_metadata_both_ways_are_offered_and_none_is_safe() -> None:
    stale = CARD.replace("**Equipment:** Rings", "**Equipment:** Cable")
    other = (
        stale.replace("using rings.", "using cable.").replace("More Rings", "More Cable").replace("/rings", "/cable")
    )
    assert fixes(stale, "EX401") == [(CARD, Applicability.UNSAFE), (other, Applicability.UNSAFE)]


def test_where_one_stands_against_the_metadata_both_ways_are_offered_too() -> None:
    stale = CARD.replace("a strength exercise", "a mobility exercise")
    other = stale.replace("**Category:** Strength", "**Category:** Mobility")
    assert fixes(stale, "EX401") == [(CARD, Applicability.UNSAFE), (other, Applicability.UNSAFE)]


def test_a_sentence_in_a_statements_place_is_only_shown() -> None:
    asked = "### Is the Ring Pushup good for beginners?\n\n"
    end = CARD.index("\n", CARD.index(asked) + len(asked))
    stale = CARD[: CARD.index(asked) + len(asked)] + "Rings shake. Start on the floor, then go to rings." + CARD[end:]
    assert fixes(stale, "EX401") == [(CARD, Applicability.DISPLAY)]


def test_a_value_is_changed_with_all_that_repeats_it() -> None:
    stale = CARD.replace("Rings\n", "Ringss\n").replace("using rings.", "using ringss.")
    assert fixes(stale, "EX308") == [(CARD, Applicability.SAFE)]
