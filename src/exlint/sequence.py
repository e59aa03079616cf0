"""Which members of a sequence are out of order, and which members two sequences have in common."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


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


def in_common(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indexes of members that are the same, rising in both; time grows with the length, hardly faster.

    What is there once in both is held fast; between that, what is the same at both ends and most of what repeats. There
    may be longer answers, but to find the longest takes the square of the length where members repeat.
    """
    first, second = 0, 0
    for i, j in (*_rising(_unique(before), _unique(after)), (len(before), len(after))):
        for one, other in _between(before[first:i], after[second:j]):
            yield first + one, second + other
        if i < len(before):
            yield i, j
        first, second = i + 1, j + 1


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs within parts that have hardly anything unique in common."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    ends = len(before) - tail, len(after) - tail
    yield from ((index, index) for index in range(head))
    yield from ((head + one, head + other) for one, other in _repeats(before[head : ends[0]], after[head : ends[1]]))
    yield from ((ends[0] + index, ends[1] + index) for index in range(tail))


def _repeats(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[int, int]]:
    """The most pairs by the place from the start, by that from the end, or by how often a member came before."""
    longer = len(after) - len(before)
    steps = [
        [(i, i + shift) for i in range(max(0, -shift), len(before)) if i + shift < len(after)] for shift in (0, longer)
    ]
    by_place = ([(i, j) for i, j in pairs if before[i] == after[j]] for pairs in steps)
    return max((*by_place, _rising(_numbered(before), _numbered(after))), key=len)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many members are the same before the first that is not."""
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


def _rising(before: Mapping[Key, int], after: Mapping[Key, int]) -> list[tuple[int, int]]:
    """The indexes of what is in both, less what is out of order."""
    pairs = [(before[key], index) for key, index in after.items() if key in before]
    moved = set(out_of_order([index for index, _ in pairs]))
    return [pair for number, pair in enumerate(pairs) if number not in moved]


def _unique(members: Sequence[str]) -> Mapping[str, int]:
    counts = Counter(members)
    return {member: index for index, member in enumerate(members) if counts[member] == 1}


def _numbered(members: Sequence[str]) -> Mapping[tuple[str, int], int]:
    """The index of each member with how often it came before."""
    seen: Counter[str] = Counter()
    found = {}
    for index, member in enumerate(members):
        found[member, seen[member]] = index
        seen[member] += 1
    return found
