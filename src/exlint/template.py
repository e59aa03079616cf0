"""Sentences that repeat a card's values, as templates in both directions.

`{Difficulty} {Body Part|lower} exercise using {Equipment|lower}.` is written from values (`render`) and read back
into values with their places (`match`). `[…]` holds a part that is there only when every value in it is.

Syntax: `{name}` or `{name|filter}`, filters `lower`, `slug` and `singular`; `[` and `]` around an optional part; white
space matches any white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from exlint.lazy import lazy_pattern
from exlint.patterns import ANY_SPACE, Pattern, PatternError, compile_pattern
from exlint.suggest import did_you_mean
from exlint.value import Value

_TOKEN = lazy_pattern(
    r"\{(?P<name>[^{}|]+)(?:\|(?P<filter>[^{}|]+))?\}|(?P<open>\[)|(?P<close>\])|(?P<text>[^{}\[\]]+)"
)


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Lower case, each run of other characters than letters and digits one `-`, none at the ends."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


_SINGULARS = (
    (lazy_pattern(r"(s|u|i)s$", re.IGNORECASE), r"\g<0>"),
    (lazy_pattern(r"(ss|ch|sh|x|zz)es$", re.IGNORECASE), r"\1"),
    (lazy_pattern(r"(?<=[a-z][a-z])ies$", re.IGNORECASE), "y"),
    (lazy_pattern(r"([^aeiou]ly)es$", re.IGNORECASE), r"\1"),
    (lazy_pattern(r"(?<=[a-z])s$", re.IGNORECASE), ""),
)
"""How plain English plurals end, and the singulars of these; the first that fits counts. -ss, -us and -is stay."""


@lru_cache(maxsize=4096)
def singular(text: str) -> str:
    """The text with its last word in the singular, as English forms plurals by rule: `Press-Ups` to `Press-Up`."""
    for ending, written in _SINGULARS:
        changed, count = ending.subn(written, text)
        if count:
            return changed
    return text


FILTERS: Mapping[str, Callable[[str], str]] = {"": str, "lower": str.lower, "slug": slug, "singular": singular}


class TemplateError(ValueError):
    """A template that can't be read; the message says why."""


class Literal(Value, tag=True):
    """Text that stands as it is."""

    text: str


class Slot(Value, tag=True):
    """The place of a value."""

    name: str
    filter: str = ""


class Optional(Value, tag=True):
    """A part that is written only when every value in it is there."""

    parts: tuple[Literal | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places of its values."""
        return tuple(part for part in self.parts if isinstance(part, Slot))


Part = Literal | Slot | Optional


class Capture(Value):
    """What a text says for a value, and where in the text: `[start, end)` in characters."""

    name: str
    filter: str
    text: str
    start: int
    end: int


class Template(Value, dict=True, gc=True):
    """A compiled template. `pattern` has one group for each of `slots`, in order."""

    text: str
    parts: tuple[Part, ...]
    slots: tuple[Slot, ...]
    pattern: Pattern

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the values in it."""
        return frozenset(slot.name for slot in self.slots)

    @cached_property
    def required_names(self) -> frozenset[str]:
        """The names of the values without which it can't be written."""
        return frozenset(part.name for part in self.parts if isinstance(part, Slot))

    @property
    def is_literal(self) -> bool:
        """Whether it is the same text for all values."""
        return not self.slots

    def resembles(self, text: str) -> bool:
        """Whether the whole text is one of this template's, letter case aside."""
        return self.pattern.loosely.fullmatch(text) is not None

    def render(self, values: Mapping[str, str]) -> str | None:
        """The text for these values, None if one that is needed is missing."""
        if not self.required_names <= values.keys():
            return None
        return "".join(_written(part, values) for part in self.parts)

    def match(self, text: str) -> tuple[Capture, ...] | None:
        """What the whole text says for each value in it, None if the text is none of this template's."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        return tuple(
            Capture(slot.name, slot.filter, found[index], found.start(index), found.end(index))
            for index, slot in enumerate(self.slots, 1)
            if found[index] is not None
        )


def _written(part: Part, values: Mapping[str, str]) -> str:
    match part:
        case Literal(text):
            return text
        case Slot(name, filter_name):
            return FILTERS[filter_name](values[name])
        case Optional(parts):
            if all(slot.name in values for slot in part.slots):
                return "".join(_written(inner, values) for inner in parts)
            return ""


def literal(text: str) -> Template:
    """The template of a text that stands as it is, whatever characters are in it."""
    part = Literal(text)
    return Template(text, (part,), (), compile_pattern(_pattern(part, {})))


def compile_template(text: str, captures: Mapping[str, str] | None = None) -> Template:
    """Compile a template; `captures` gives some slots a pattern of their own (default: anything, as little as can be).

    Raises:
        TemplateError: no text, an unknown filter, a bracket too many, an optional part within another or without a
            value, a pattern that `check_capture` refuses.
    """
    if not text.strip():
        raise TemplateError("a template needs text")
    for pattern in (captures or {}).values():
        check_capture(pattern)
    parts = _parse(text)
    pattern = "".join(_pattern(part, captures or {}) for part in parts)
    slots = tuple(
        slot
        for part in parts
        for slot in (part.parts if isinstance(part, Optional) else (part,))
        if isinstance(slot, Slot)
    )
    return Template(text, parts, slots, compile_pattern(pattern))


def check_capture(pattern: str) -> None:
    """Whether a pattern can stand within a template's.

    Raises:
        TemplateError: it is no regular expression, or has a group that captures: groups are counted as values.
    """
    try:
        groups = compile_pattern(pattern).groups
    except PatternError as error:
        raise TemplateError(f"{pattern!r} is no regular expression of RE2: {error}") from error
    if groups:
        raise TemplateError(f"{pattern!r} has a group that captures; write '(?:' for '('")


def _parse(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    inner: list[Literal | Slot] | None = None
    at = opened = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise TemplateError(f"unexpected {text[at]!r} at character {at + 1}")
        at = token.end()
        target: list[Part] | list[Literal | Slot] = parts if inner is None else inner
        if token["open"]:
            if inner is not None:
                raise TemplateError(f"'[' within '[' at character {at}")
            inner, opened = [], at
        elif token["close"]:
            if inner is None:
                raise TemplateError(f"']' without '[' at character {at}")
            if not any(isinstance(part, Slot) for part in inner):
                raise TemplateError(f"an optional part without a value ends at character {at}")
            parts.append(Optional(tuple(inner)))
            inner = None
        elif token["name"]:
            if (token["filter"] or "") not in FILTERS:
                known = [name for name in FILTERS if name]
                hint = did_you_mean(token["filter"], known)
                raise TemplateError(f"unknown filter {token['filter']!r}; known: {', '.join(known)}{hint}")
            target.append(Slot(token["name"], token["filter"] or ""))
        else:
            target.append(Literal(token["text"]))
    if inner is not None:
        raise TemplateError(f"'[' at character {opened} is never closed")
    return tuple(parts)


def _pattern(part: Part, captures: Mapping[str, str]) -> str:
    match part:
        case Literal(text):
            return f"{ANY_SPACE}+".join(re.escape(piece) for piece in re.split(r"\s+", text))
        case Slot(name, filter_name):
            return f"({captures.get(name, '[^/]+?' if filter_name == 'slug' else '.+?')})"
        case Optional(parts):
            return f"(?:{''.join(_pattern(inner, captures) for inner in parts)})?"
