"""Which members of a sequence are out of order."""

from __future__ import annotations

from collections.abc import Sequence


def out_of_order(ranks: Sequence[int]) -> tuple[int, ...]:
    """The indexes of the fewest members to move so that the ranks rise; of several answers, the later members stay.

    The members that stay are a longest rising subsequence.
    """
    best: list[tuple[int, ...]] = []
    for index, rank in enumerate(ranks):
        before = [chain for chain in best if ranks[chain[-1]] < rank]
        best.append((*max(reversed(before), key=len, default=()), index))
    stay = max(reversed(best), key=len, default=())
    return tuple(index for index in range(len(ranks)) if index not in stay)
