"""The nearest known word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.suggest import did_you_mean, nearest

LEVELS = ("Beginner", "Intermediate", "Advanced")
WORDS = st.text("abcAB ", max_size=8)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Intermedate", "Intermediate"),
        ("advanced", "Advanced"),
        ("BEGINER", "Beginner"),
        ("Expert", None),
        ("", None),
    ],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, LEVELS) == expected


def test_the_cutoff_itself_is_not_near_enough() -> None:
    assert nearest("ab", ["ax"], cutoff=0.5) is None
    assert nearest("ab", ["ax"], cutoff=0.49) == "ax"


def test_of_equals_the_first() -> None:
    assert nearest("cart", ["card", "care"]) == "card"
    assert nearest("cart", ["care", "card"]) == "care"


def test_letter_case_makes_no_difference() -> None:
    assert nearest("FAQ", ["Fax", "faq"]) == "faq"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Intermedate", "; did you mean 'Intermediate'?"), ("Expert", "")],
)
def test_did_you_mean(word: str, expected: str) -> None:
    assert did_you_mean(word, LEVELS) == expected


@given(WORDS, st.lists(WORDS))
def test_a_known_word_is_its_own_nearest(word: str, others: list[str]) -> None:
    found = nearest(word, [*others, word])
    assert found is not None
    assert found.casefold() == word.casefold()


@given(WORDS, st.lists(WORDS))
def test_only_known_words_are_suggested(word: str, known: list[str]) -> None:
    assert nearest(word, known) in {None, *known}
