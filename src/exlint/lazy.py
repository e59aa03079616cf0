"""Patterns of Python's own engine that most runs have no use for: each is compiled when it is first used.

A run over one changed card loads all rules, and most of them find nothing: to compile their patterns took as long as
to check a card. A pattern that every card needs is made by `re.compile`, as it is then called a little faster.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class _LazyPattern:
    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """What the compiled pattern has; it is asked for once, as its methods are then this one's own."""
        compiled = re.compile(self._text, self._flags)
        self.__dict__.update((each, getattr(compiled, each)) for each in _METHODS)
        return getattr(compiled, name)


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` makes it, in all but its class and that an error in it comes when it is used."""
    return cast("re.Pattern[str]", _LazyPattern(text, flags))
