"""Which of many texts are alike, in a time that grows with their number only.

A text is the set of its shingles: the hashes of each few words in a row. A sketch keeps one byte for each of some bins
of hashes, that of the least hash in the bin; the part of the bytes that two sketches have in common estimates the part
of the shingles that the texts have in common (one permutation MinHash, with empty bins filled from their neighbours).
Two texts are compared only if the sketches agree on a whole band of bytes, and only with the last few that do, so that
a phrase that everybody uses costs no more than another.

Nothing here depends on Python's own hashes, which differ from run to run.

Source: A. Broder, On the resemblance and containment of documents, 1997; P. Li, A. Owen and C. Zhang, One permutation
hashing, 2012; A. Shrivastava and P. Li, Densifying one permutation hashing, 2014; P. Li and A. C. König, b-bit minwise
hashing, 2010.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import xor
from zlib import crc32

_COMPARED = 6
"""With how many of the latest texts of a band another is compared."""
_MULTIPLIER, _MASK = 0x9E3779B1, (1 << 32) - 1
"""What mixes hashes, as near ones may come from words that are alike (Knuth's multiplicative hash)."""
_BYTE = 256
_PARITY_BITS = 53
"""A prime, so that all of a number counts; and no more bits than any reader of JSON keeps of one."""
_STEP = 101
"""What each step to the next bin that isn't empty adds to the byte of one that is."""


def shingles(texts: Iterable[Sequence[str]], size: int) -> frozenset[int]:
    """The hashes of each `size` words in a row within a text; of all its words if they are fewer."""
    found: set[int] = set()
    for words in texts:
        if words:
            found.update(map(crc32, _runs(words, size)))
    return frozenset(found)


def _runs(words: Sequence[str], size: int) -> Iterable[bytes]:
    spoken = " ".join(words).encode().split(b" ")
    if len(spoken) <= size:
        return (b" ".join(spoken),)
    return map(b" ".join, zip(*(spoken[start:] for start in range(size)), strict=False))


def sketch(hashes: Collection[int], bins: int) -> bytes:
    """One byte for each bin; nothing for a text without words."""
    least: dict[int, int] = {}
    for value in hashes:
        mixed = value * _MULTIPLIER & _MASK
        if mixed < least.get(mixed % bins, _MASK + 1):
            least[mixed % bins] = mixed
    if not least:
        return b""
    found = bytearray(bins)
    after = min(least) + bins  # the next bin that isn't empty, from the last one round to the first
    for bin_number in reversed(range(bins)):
        after = bin_number if bin_number in least else after
        found[bin_number] = (least[after % bins] // bins + _STEP * (after - bin_number)) % _BYTE
    return bytes(found)


def likeness(first: bytes, second: bytes) -> float:
    """The estimated part of their shingles that two sketched texts have in common: 0 to 1."""
    if len(first) != len(second):
        raise ValueError("sketches of different lengths")
    apart = int.from_bytes(first) ^ int.from_bytes(second)  # has a byte of zero where they are equal
    equal = apart.to_bytes(len(first)).count(0) / len(first)
    return max(0.0, (equal - 1 / _BYTE) / (1 - 1 / _BYTE))


def parity(numbers: Iterable[int]) -> int:
    """A bit for each group of numbers, set if they are odd in number.

    So the parities of two sets differ in no more bits than the sets differ in numbers.
    """
    return reduce(xor, [1 << number % _PARITY_BITS for number in numbers], 0)


def candidates(sketches: Sequence[bytes], rows: int) -> Iterator[tuple[int, int]]:
    """The pairs to compare, as indices: those that agree on a band of `rows` bytes.

    A pair comes for each band that it agrees on: to know all of them would take more memory than all else.
    """
    for start in range(0, max(map(len, sketches), default=0) - rows + 1, rows):
        yield from _agreeing([each[start : start + rows] for each in sketches])


def _agreeing(bands: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Each text with the latest few that have the same band; a text without words has none."""
    first: dict[bytes, int] = {}
    shared: dict[bytes, list[int]] = {}
    for index, band in enumerate(bands):
        earlier = first.setdefault(band, index)
        if earlier != index and band:
            others = shared.setdefault(band, [earlier])
            for other in others[-_COMPARED:]:
                yield other, index
            others.append(index)


def clusters(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """What hangs together by pairs, each cluster in ascending order."""
    leader: dict[int, int] = {}

    def lead(index: int) -> int:
        while leader.setdefault(index, index) != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for first, second in pairs:
        low, high = sorted((lead(first), lead(second)))
        leader[high] = low
    members: dict[int, list[int]] = {}
    for index in sorted(leader):
        members.setdefault(lead(index), []).append(index)
    return tuple(tuple(each) for each in members.values())
