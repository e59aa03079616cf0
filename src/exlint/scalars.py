"""What text means that stands without quotes, in YAML 1.2's core schema and wherever else a card has values."""

from __future__ import annotations

from exlint.lazy import lazy_pattern

_NULL = lazy_pattern(r"(?:~|null|Null|NULL)?")
_TRUTH = lazy_pattern(r"(?P<true>true|True|TRUE)|false|False|FALSE")
_INTEGER = lazy_pattern(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = lazy_pattern(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]*(?:[eE][-+]?[0-9]{1,3})?")


def plain_value(text: str) -> object:
    """The value of YAML's text that stands without quotes: nothing, a truth value, a number, or the text itself."""
    if _NULL.fullmatch(text):
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    truth = _TRUTH.fullmatch(text)
    return truth["true"] is not None if truth else text
