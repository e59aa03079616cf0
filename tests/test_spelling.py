"""The rules that decide by words over the collection: spelling, capitals, names, and words in another's place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.document import Located
from exlint.facts import Collected
from exlint.findings import GroupProblem, Span
from exlint.rules.prose import capital_common_noun, lower_case_name, misspelling
from exlint.rules.prose._capitals import folded
from exlint.rules.prose._lexicon import edits, is_one_edit, lexicon
from exlint.typestore import TypeStore

TYPE = TypeStore().builtin()[0]
KNOWN = lexicon(TYPE)


def collected(*fragments: list[object], title: str = "Some Title") -> list[Collected]:
    """Cards of one fragment each, under one title."""
    return [
        Collected(f"{index:03}.md", Located(title, Span(0, 1)), [fragment] if fragment else [])
        for index, fragment in enumerate(fragments)
    ]


@given(st.text("abcde", min_size=1, max_size=7))
def test_edits_are_one_edit_away(word: str) -> None:
    assert all(is_one_edit(word, other) and is_one_edit(other, word) for other in edits(word))


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_what_is_one_edit_away_is_among_the_edits(first: str, second: str) -> None:
    assert is_one_edit(first, second) == (second in edits(first))


@pytest.mark.parametrize("word", ["shoulder", "glutes", "colour", "stabilising", "fibres", "calisthenics", "don't"])
def test_right_words_are_listed(word: str) -> None:
    assert KNOWN.lists(word)


@pytest.mark.parametrize("word", ["rehoist", "overarch", "deloading", "unbrace"])
def test_words_made_of_others_are_right(word: str) -> None:
    assert KNOWN.lists(word) or KNOWN.is_derived(word)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("recieve", "receive"),
        ("sholder", "shoulder"),
        ("kettlebel", "kettlebell"),
        ("presss", "press"),
        ("whith", "with"),
    ],
)
def test_the_likeliest_word_is_suggested(slip: str, meant: str) -> None:
    assert not KNOWN.lists(slip)
    assert KNOWN.suggestions(slip, {})[0] == meant


def test_a_word_of_the_card_is_likelier() -> None:
    assert KNOWN.suggestions("chast", {"chest": 3})[0] == "chest"
    assert KNOWN.suggestions("chast", {"chat": 3})[0] == "chat"


def misspelled(*fragments: list[object], title: str = "Some Title") -> list[str]:
    """The cards with a misspelling."""
    return [path for path, _ in misspelling.check(collected(*fragments, title=title), misspelling.Options())]


def test_words_that_cards_share_are_right() -> None:
    fragment: list[object] = ["gorp", "unknown", "", 0, "", 5, 9]
    assert misspelled(fragment) == ["000.md"]
    assert misspelled(fragment, fragment) == []


def test_a_word_is_not_shared_within_one_card() -> None:
    card = Collected("a.md", None, [["gorp", "unknown", "", 0, "", 5, 9], ["gorp", "unknown", "", 0, "", 15, 19]])
    assert len(list(misspelling.check([card], misspelling.Options()))) == 2


def test_a_shared_slip_for_a_common_word_is_none_the_less_one() -> None:
    fragment: list[object] = ["sholder", "near", "shoulder", 4, "shoulder", 5, 12]
    assert len(misspelled(*[fragment] * 9)) == 9


def test_words_of_titles_are_right() -> None:
    assert misspelled(["gorp", "unknown", "", 0, "", 5, 9], title="Gorp Press") == []


def capitals(*fragments: list[object], title: str = "Some Title") -> list[str]:
    """The cards with a capital that is no name's."""
    cards = collected(*fragments, title=title)
    return [path for path, _ in capital_common_noun.check(cards, capital_common_noun.Options())]


HABIT: list[object] = [5, 10, "Curls", "habit", "of", True]
NOTHING: list[object] = []


def test_a_single_name_is_left_alone_where_habits_can_not_be_told() -> None:
    assert capitals(HABIT) == []


def test_a_single_name_that_only_one_card_has_is_no_habit() -> None:
    assert capitals(HABIT, *[NOTHING] * 20) == ["000.md"]


def test_what_several_cards_write_is_a_habit() -> None:
    assert capitals(HABIT, HABIT, HABIT, *[NOTHING] * 20) == []


def test_the_last_word_of_the_cards_own_title_is_its_name() -> None:
    assert capitals(HABIT, *[NOTHING] * 20, title="Hammer Curl") == []
    half: list[object] = [5, 10, "Curl", "habit", "hammer", True]
    assert capitals(half, *[NOTHING] * 20, title="Hammer Curl") == ["000.md"]


def test_phrases_are_folded_to_singular() -> None:
    assert folded("Hip Thrusts") == "hip thrust"
    assert folded("Toe Touches") == "toe touch"
    assert folded("Cross") == "cross"


def test_a_name_in_lower_case_everywhere_is_found_once() -> None:
    fragment: list[object] = ["smith", 5, 10]
    few = list(lower_case_name.check(collected(*[fragment] * 9), lower_case_name.Options()))
    many = list(lower_case_name.check(collected(*[fragment] * 10), lower_case_name.Options()))
    assert len(few) == 9
    assert [len(each.members) for each in many if isinstance(each, GroupProblem)] == [10]


WRONG_WORDS = sorted(TYPE.word_list("wrong-words"))


@pytest.mark.parametrize("line", WRONG_WORDS)
def test_patterns_of_wrong_words_are_well_formed(line: str) -> None:
    assert re.fullmatch(r"[a-z'’]+ > [a-z'’]+: (?:\S+ )*_(?: \S+)*", line)
    wrong, meant = line.partition(":")[0].split(" > ")
    assert wrong != meant
    for name in re.findall(r"\{([^}]*)\}", line):
        assert TYPE.word_list(name), name
