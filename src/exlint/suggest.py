"""The nearest known word to one that isn't."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def nearest(word: str, known: Iterable[str], cutoff: float = 0.72) -> str | None:
    """The known word most like `word`, letter case aside; None if none is like it. Ties go to the first."""
    return _nearest(word, tuple(known), cutoff)


@lru_cache(maxsize=2048)
def _nearest(word: str, known: tuple[str, ...], cutoff: float) -> str | None:
    from difflib import SequenceMatcher  # most runs need none

    best, best_ratio = None, cutoff
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word.casefold())
    for candidate in known:
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() > best_ratio and matcher.quick_ratio() > best_ratio:
            ratio = matcher.ratio()
            if ratio > best_ratio:
                best, best_ratio = candidate, ratio
    return best


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'X'?`, or nothing."""
    found = nearest(word, known)
    return f"; did you mean {found!r}?" if found else ""
