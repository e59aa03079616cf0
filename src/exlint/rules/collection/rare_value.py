"""A value of the metadata is on one card only and is almost one that many cards have.

Why: who filters by the common value does not find this card.

Fix: write the common value. If this one is right, add it to the schema's `examples`.

Only values of open lists are looked at, and of them those that the card type's schema doesn't know: it tells the others
by itself. Almost the same are values that are one letter apart, in singular and plural, in other letter case, in
another order of their words, or synonyms by the card type.

Source: the card type's metadata schema and its `synonyms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from exlint.binding.metadata import intended
from exlint.card import Card, Field
from exlint.document import Located
from exlint.facts import Collected, Json
from exlint.findings import Problem, Related, Severity, Span
from exlint.prose import words
from exlint.rules.base import CollectionRule
from exlint.rules.collection._nearness import commoner_neighbours, singular
from exlint.value import Struct


@dataclass(frozen=True, slots=True)
class Options:
    """How many cards make a value a common one."""

    many: int = field(default=3, metadata={"doc": "cards that must have a value for it to be a common one"})


class _Value(Struct):
    """A value of one key over the collection. `form` is what it has in common with its other forms."""

    text: str
    form: str
    is_known: bool
    cards: list[tuple[str, Span]]


def collect(card: Card, options: Options) -> Json:
    """The values of open lists, by key: `[value, start, end, is known, canonical name]`, the last if it differs."""
    if card.metadata is None:
        return None
    wrong = {violation.part for violation in card.metadata.violations}
    fragment: dict[str, Json] = {}
    for each in card.metadata.fields:
        if each.spec and not each.spec.closed:
            fragment[each.name] = [
                _collected(part, each, card.type.canon(part.text))
                for part in each.parts
                if part not in wrong and not _is_near_miss(part, each, card.type.canonical)
            ]
    return fragment


def _is_near_miss(part: Located, line: Field, canonical: Mapping[str, str]) -> bool:
    """Whether the schema alone shows that the value is a slip, or in the wrong letter case."""
    meant = intended(part.text, line.spec, canonical) if line.spec else None
    return meant is not None and meant != part.text


def _collected(part: Located, line: Field, canonical: str) -> Json:
    is_known = line.spec is not None and part.text in line.spec.known
    other_name: list[Json] = [canonical] if canonical != part.text.casefold() else []
    return [part.text, part.span.start, part.span.end, int(is_known), *other_name]


def check(collected: Sequence[Collected], options: Options) -> Iterator[tuple[str, Problem]]:
    """Yield one problem for each value of one card that is almost a value of many."""
    keys: dict[str, dict[str, _Value]] = {}
    for card in collected:
        for key, parts in (card.data or {}).items():
            for text, start, end, is_known, *canonical in parts:
                new = _Value(text, _form(*canonical or (text,)), bool(is_known), [])
                keys.setdefault(key, {}).setdefault(text, new).cards.append((card.path, Span(start, end)))
    for key, values in keys.items():
        rare = [value for value in values.values() if len(value.cards) == 1 and not value.is_known]
        for value, common in _neighbours(rare, list(values.values()), options.many):
            yield _problem(key, value, common)


def _form(value: str) -> str:
    return " ".join(sorted(singular(word.lower) for word in words(value.replace("-", " "))))


def _neighbours(rare: Sequence[_Value], values: Sequence[_Value], many: int) -> Iterator[tuple[_Value, _Value]]:
    """Each rare value that is almost a common one, and that one."""
    by_form: dict[str, _Value] = {}
    for value in sorted(values, key=lambda each: (len(each.cards), each.text)):
        by_form[value.form] = value
    counts = {form: len(value.cards) for form, value in by_form.items()}
    near = commoner_neighbours(counts, sorted({value.form for value in rare}), many)
    for value in rare:
        common = by_form[value.form]
        if common is value and value.form in near:
            common = by_form[near[value.form]]
        if common is not value and len(common.cards) >= many:
            yield value, common


def _problem(key: str, value: _Value, common: _Value) -> tuple[str, Problem]:
    path, span = value.cards[0]
    other_path, other_span = common.cards[0]
    message = f"{key} {value.text!r} is on this card only; {len(common.cards)} cards have {common.text!r}"
    return path, Problem(span, message, (Related(other_span, f"{common.text!r} here", other_path),))


RULE = CollectionRule(
    code="EX708",
    name="rare-value",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    collect=collect,
    options=Options,
)
