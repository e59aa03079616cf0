"""Sketches estimate how alike texts are, and few pairs of many are compared."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.rules.collection._sketch import candidates, clusters, likeness, parity, shingles, sketch

BINS, ROWS = 66, 3


def _texts(count: int, seed: int = 1) -> list[list[str]]:
    """Texts of 200 words, a third of them in phrases that all the texts use."""
    random = Random(seed)
    phrases = [[f"common{number}-{at}" for at in range(8)] for number in range(20)]
    texts = []
    for _ in range(count):
        text = [f"word{random.randrange(5000)}" for _ in range(140)]
        for phrase in random.sample(phrases, 8):
            at = random.randrange(len(text))
            text[at:at] = phrase
        texts.append(text)
    return texts


def _sketched(text: list[str]) -> bytes:
    return sketch(shingles([text], 3), BINS)


def _edited(text: list[str], words: int, seed: int) -> list[str]:
    random = Random(seed)
    edited = list(text)
    for at in random.sample(range(len(text)), words):
        edited[at] = f"edited{at}"
    return edited


@pytest.mark.parametrize("words", [0, 3, 10, 25, 60])
def test_the_estimate_is_near_the_truth(words: int) -> None:
    errors = []
    for seed, text in enumerate(_texts(40)):
        first, second = shingles([text], 3), shingles([_edited(text, words, seed)], 3)
        truth = len(first & second) / len(first | second)
        errors.append(likeness(sketch(first, BINS), sketch(second, BINS)) - truth)
    assert abs(sum(errors) / len(errors)) < 0.03
    assert max(map(abs, errors)) < 0.25


def test_texts_that_are_alike_are_compared() -> None:
    texts = _texts(200)
    copies = [_edited(text, 15, seed) for seed, text in enumerate(texts)]
    pairs = set(candidates([_sketched(text) for text in (*texts, *copies)], ROWS))
    assert sum((index, index + 200) in pairs for index in range(200)) >= 198


def test_twice_the_texts_take_about_twice_the_comparisons() -> None:
    few, many = (len(list(candidates([_sketched(text) for text in _texts(count)], ROWS))) for count in (500, 1000))
    assert few > 0
    assert many < 3 * few


def test_texts_that_are_all_alike_take_a_bounded_number_of_comparisons_each() -> None:
    sketches = [_sketched(_edited(_texts(1)[0], 20, seed)) for seed in range(300)]
    assert len(list(candidates(sketches, ROWS))) < 300 * (BINS // ROWS) * 6


@given(st.lists(st.sampled_from([b"", b"aabbcc", b"aabbxx", b"xxbbcc", b"xxyyzz", b"bbaacc"]), max_size=7))
def test_each_two_texts_that_agree_on_a_band_are_a_pair(sketches: list[bytes]) -> None:
    def bands(first: bytes, second: bytes) -> int:
        return sum(bool(first and second) and first[at : at + 2] == second[at : at + 2] for at in (0, 2, 4))

    pairs = combinations(range(len(sketches)), 2)
    wanted = [(at, by) for at, by in pairs for _ in range(bands(sketches[at], sketches[by]))]
    assert sorted(candidates(sketches, 2)) == wanted


@given(st.frozensets(st.integers(0, 0xFFFF)), st.frozensets(st.integers(0, 0xFFFF), max_size=6))
def test_parities_differ_in_no_more_bits_than_their_sets_in_numbers(
    numbers: frozenset[int], others: frozenset[int]
) -> None:
    assert (parity(numbers) ^ parity(numbers ^ others)).bit_count() <= len(others)


def test_a_text_without_words_is_compared_with_none() -> None:
    assert sketch(shingles([[]], 3), BINS) == b""
    assert list(candidates([b"", b"", b""], ROWS)) == []


def test_shingles_do_not_reach_over_the_end_of_a_text() -> None:
    assert len(shingles([["a", "b", "c", "d"], ["e", "f"]], 3)) == 3


def test_sketches_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from exlint.rules.collection._sketch import shingles, sketch;"
        "print(sketch(shingles([['one', 'two', 'three', 'four']], 2), 12).hex())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_clusters_hang_together_by_pairs() -> None:
    assert clusters([(4, 7), (1, 2), (2, 9), (7, 4), (0, 9)]) == ((0, 1, 2, 9), (4, 7))
    assert clusters([]) == ()
