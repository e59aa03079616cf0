"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from exlint.lazy import lazy_pattern


def test_it_does_what_the_compiled_pattern_does() -> None:
    lazy, compiled = (
        lazy_pattern(r"(?P<letter>[a-c])\d", re.IGNORECASE),
        re.compile(r"(?P<letter>[a-c])\d", re.IGNORECASE),
    )
    text = "x A1 b2 c"
    assert [match.span("letter") for match in lazy.finditer(text)] == [(2, 3), (5, 6)]
    assert lazy.findall(text) == compiled.findall(text) == ["A", "b"]
    assert lazy.sub("-", text) == compiled.sub("-", text) == "x - - c"
    assert lazy.split(text) == compiled.split(text)
    assert lazy.search(text, 3) is not None
    assert lazy.match(text) is None
    assert lazy.fullmatch("A1") is not None
    assert (lazy.pattern, lazy.flags, lazy.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_an_error_in_it_comes_when_it_is_used() -> None:
    pattern = lazy_pattern("(")
    with pytest.raises(re.error):
        pattern.search("")


def test_what_no_pattern_has_it_has_not() -> None:
    with pytest.raises(AttributeError):
        getattr(lazy_pattern("a"), "unknown")  # noqa: B009 (which mypy would refuse otherwise)
