"""Regular expressions that others write, in a card type or a schema, in linear time: the only user of RE2.

Python's own engine can take years for one short pattern; RE2's time grows with the text, at worst times the size of the
pattern, and a pattern that would become too large is refused when it is compiled. Its syntax is Perl's without
look-around and backreferences: https://github.com/google/re2/wiki/Syntax. Letters, digits, spaces and word boundaries
(the escapes w, d, s, b) are those of ASCII.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any, NewType, Protocol

from exlint.lazy import lazy_pattern
from exlint.value import Value

_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")

ANY_SPACE = r"[\s\x0b\x1c-\x1f\x85\pZ]"
"""A character class: what Python takes for white space."""


Encoded = NewType("Encoded", bytes)
"""A text as RE2 reads it."""


class PatternError(ValueError):
    """A pattern that can't be used; the message says why."""


class Match(Protocol):
    """What was found, as Python's `re.Match` says it: the text of a group that took no part is None."""

    def __getitem__(self, group: int, /) -> Any: ...

    def start(self, group: int = 0, /) -> int: ...  # noqa: D102

    def end(self, group: int = 0, /) -> int: ...  # noqa: D102


class _Engine(Protocol):
    groups: int

    def search(self, text: str | Encoded) -> Match | None: ...

    def fullmatch(self, text: str) -> Match | None: ...


class Pattern(Value, dict=True, gc=True):
    """A pattern that was found good by `compile_pattern`; picklable, and equal to one of the same text."""

    text: str
    ignore_case: bool = False

    @property
    def groups(self) -> int:
        """How many groups capture."""
        return self._engine.groups

    @cached_property
    def loosely(self) -> Pattern:
        """The same pattern, letter case aside."""
        return Pattern(self.text, ignore_case=True)

    def search(self, text: str) -> Match | None:
        """The first match anywhere in a text."""
        return self._engine.search(_encodable(text))

    def is_in(self, text: Encoded) -> bool:
        """Whether it matches anywhere in a text that is searched for many patterns, and so encoded once."""
        return self._engine.search(text) is not None

    def fullmatch(self, text: str) -> Match | None:
        """The match with a whole text."""
        return self._engine.fullmatch(_encodable(text))

    @cached_property
    def _engine(self) -> _Engine:
        return _compiled(self.text, self.ignore_case)

    def __reduce__(self) -> tuple[type[Pattern], tuple[str, bool]]:
        return Pattern, (self.text, self.ignore_case)


class PatternSet:
    """Patterns that are searched for all at once, in little more time than one of them takes."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(dict.fromkeys(patterns))

    def found_in(self, text: str) -> frozenset[Pattern]:
        """Those of the patterns that match anywhere in a text."""
        found = self._engine.Match(_encodable(text)) if self.patterns else None
        return frozenset(self.patterns[index] for index in found or ())

    @cached_property
    def _engine(self) -> Any:
        import re2

        engine = re2.Set.SearchSet(_options(case_sensitive=True))
        for pattern in self.patterns:
            engine.Add(("(?i)" if pattern.ignore_case else "") + _encodable(pattern.text))
        engine.Compile()
        return engine

    def __reduce__(self) -> tuple[type[PatternSet], tuple[tuple[Pattern, ...]]]:
        return PatternSet, (self.patterns,)


def compile_pattern(text: str, *, ignore_case: bool = False) -> Pattern:
    """Check a pattern and make it ready.

    Raises:
        PatternError: RE2 does not take it.
    """
    _compiled(text, ignore_case)
    return Pattern(text, ignore_case)


@lru_cache(maxsize=4096)
def _compiled(text: str, ignore_case: bool) -> _Engine:
    import re2

    try:
        engine: _Engine = re2.compile(_encodable(text), _options(case_sensitive=not ignore_case))
    except re2.error as error:
        reason = error.args[0]
        raise PatternError(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)) from error
    return engine


def _options(*, case_sensitive: bool) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    return options


def encoded(text: str) -> Encoded:
    """A text to be searched for many patterns."""
    return Encoded(_encodable(text).encode())


def _encodable(text: str) -> str:
    """The text without lone surrogates, which YAML and JSON can spell and RE2 can't read; as long as it was."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text
