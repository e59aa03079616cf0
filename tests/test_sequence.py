"""Which members are out of order."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.sequence import in_common, out_of_order


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ([], ()),
        ([5], ()),
        ([1, 2, 3], ()),
        ([1, 4, 9], ()),
        ([3, 0, 1, 2], (0,)),  # moved to the front
        ([1, 2, 3, 0], (3,)),  # moved to the end
        ([0, 3, 1, 2, 4], (1,)),
        # Two changed places: of the two answers, the later one stays, wherever they stand.
        ([1, 0, 2, 3], (0,)),
        ([0, 2, 1, 3], (1,)),
        ([0, 1, 3, 2], (2,)),
        ([2, 1, 0], (0, 1)),
        ([1, 1], (0,)),
    ],
)
def test_out_of_order(ranks: list[int], expected: tuple[int, ...]) -> None:
    assert out_of_order(ranks) == expected


@given(st.lists(st.integers(0, 6), max_size=7))
def test_as_few_as_can_be_and_the_later_ones_stay(ranks: list[int]) -> None:
    indexes = range(len(ranks))
    rising = [
        kept
        for size in range(len(ranks) + 1)
        for kept in combinations(indexes, size)
        if all(ranks[a] < ranks[b] for a, b in pairwise(kept))
    ]
    best = max(rising, key=lambda kept: (len(kept), kept[::-1]))
    assert out_of_order(ranks) == tuple(index for index in indexes if index not in best)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "xbz", [(1, 1)]),
        ("ac", "abbc", [(0, 0), (1, 3)]),
        ("aaaa", "aaa", [(0, 0), (1, 1), (2, 2)]),
        ("paaaq", "xaaay", [(1, 1), (2, 2), (3, 3)]),  # by the place
        ("paaaq", "xaaaay", [(1, 1), (2, 2), (3, 3)]),
        ("pababab", "bababaq", [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        ("apbpbq", "xabbya", [(0, 1), (2, 2), (4, 3)]),  # by how often it came
        ("abcd", "bcda", [(1, 0), (2, 1), (3, 2)]),  # what moved is not held
    ],
)
def test_in_common(before: str, after: str, expected: list[tuple[int, int]]) -> None:
    assert list(in_common(before, after)) == expected


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_what_is_in_common_is_the_same_and_rises(before: str, after: str) -> None:
    pairs = list(in_common(before, after))
    assert all(before[i] == after[j] for i, j in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))
    assert len(pairs) == len(before) or before != after
