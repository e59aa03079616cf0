"""Which members of a sequence are out of order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def out_of_order(ranks: Sequence[int]) -> tuple[int, ...]:
    """The indexes of the fewest members to move so that the ranks rise; of several answers, the later members stay.

    The members that stay are a longest rising subsequence.
    """
    ends: list[int] = []
    """The least rank that ends a rising subsequence of each length."""
    lengths: list[int] = []
    for rank in ranks:
        shorter = bisect_left(ends, rank)
        ends[shorter : shorter + 1] = [rank]
        lengths.append(shorter + 1)
    stay: list[int] = []
    for index in reversed(range(len(ranks))):
        if lengths[index] == len(ends) - len(stay) and not (stay and ranks[index] >= ranks[stay[-1]]):
            stay.append(index)
    return tuple(sorted(set(range(len(ranks))).difference(stay)))
