"""Plants the defects of a class, runs exlint, and counts what it caught."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from exlint.findings import Finding
from measuring.cards import CardText, Plant, Site
from measuring.classes import EditClass
from measuring.collection import Collection


@dataclass(frozen=True, slots=True)
class Planted:
    """One plant and what came of it. `by_any` are all new findings about the card, `fitting` those that count."""

    card: CardText
    plant: Plant
    by_any: tuple[Finding, ...]
    fitting: tuple[Finding, ...]

    @property
    def caught(self) -> bool:
        """Whether a rule that may catch the class found it where it is."""
        return bool(self.fitting)


@dataclass(frozen=True, slots=True)
class Score:
    """A class, its plants, and the new findings that belong to none of them."""

    edit: EditClass
    planted: tuple[Planted, ...]
    stray: tuple[Finding, ...]
    failures: tuple[str, ...]

    @property
    def caught(self) -> int:
        """How many plants were caught."""
        return sum(each.caught for each in self.planted)

    @property
    def noticed(self) -> int:
        """How many plants brought any new finding, of whatever rule and place."""
        return sum(bool(each.by_any) for each in self.planted)

    @property
    def caught_by(self) -> Counter[str]:
        """For each rule that may catch the class, how many plants it caught."""
        return Counter(name for each in self.planted for name in {finding.name for finding in each.fitting})

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """All new findings: false alarms, if the class is harmless."""
        return (*(finding for each in self.planted for finding in each.by_any), *self.stray)


def in_half(name: str, half: str) -> bool:
    """Whether a file belongs to half `a` (to tune on), `b` (to report), or `all`, by a hash of its name."""
    is_a = hashlib.sha256(name.encode()).digest()[0] % 2 == 0
    return half == "all" or (half == "a") == is_a


def plants_of(edit: EditClass, cards: Sequence[CardText], number: int, seed: int) -> Iterator[tuple[CardText, Plant]]:
    """Up to `number` plants of a class, one in a card, in an order that the seed decides.

    The same seed, class and cards give the same plants, whatever the other classes are. A class that copies from other
    cards is planted in one half of them and copies from the other.
    """

    def chance_of(card: CardText) -> str:
        return hashlib.sha256(f"{seed}:{edit.name}:{card.name}".encode()).hexdigest()

    def planted() -> Iterator[tuple[CardText, Plant]]:
        number = 0
        ordered = sorted(cards, key=chance_of)
        kept = ordered[len(ordered) // 2 :]
        for card in ordered[: len(ordered) // 2] if edit.copies else ordered:
            others = kept if edit.copies else [other for other in cards if other is not card]
            plant = edit.make(Site(card, Random(chance_of(card)), others, number))
            if plant is not None:
                number += 1
                yield card, plant

    return islice(planted(), number)


def score(edit: EditClass, collection: Collection, cards: Sequence[CardText], number: int, seed: int) -> Score:
    """Plant and check, in as many runs as the class needs."""
    plants = list(plants_of(edit, cards, number, seed))
    size = max(1, len(cards) // 20) if edit.shared else max(1, len(plants))
    results: list[Planted] = []
    stray: list[Finding] = []
    failures: list[str] = []
    for start in range(0, len(plants), size):
        batch = plants[start : start + size]
        outcome = collection.changed({card.name: plant for card, plant in batch})
        results += [_judged(edit, card, plant, outcome.new) for card, plant in batch]
        names = {plant.name or card.name for card, plant in batch}
        stray += [finding for finding in outcome.new if not _files(finding) & names]
        failures += outcome.failures
    return Score(edit, tuple(results), tuple(stray), tuple(failures))


def _files(finding: Finding) -> set[str]:
    """The files that a finding is about."""
    return {finding.place.filename, *(each.place.filename for each in finding.related)}


def _judged(edit: EditClass, card: CardText, plant: Plant, new: Sequence[Finding]) -> Planted:
    name = plant.name or card.name
    about = tuple(finding for finding in new if name in _files(finding))
    fitting = tuple(
        finding
        for finding in about
        if finding.name in edit.rules and (not edit.on_its_line or _is_on(finding, name, plant.line))
    )
    return Planted(card, plant, about, fitting)


def _is_on(finding: Finding, name: str, line: int) -> bool:
    """Whether the finding's own place touches the line."""
    place = finding.place
    return place.filename == name and place.start.row <= line < place.start.row + max(1, len(place.lines))


def by_variant(planted: Sequence[Planted]) -> Mapping[str, tuple[int, int]]:
    """For each variant of a class, how many plants there are and how many were caught."""
    number = Counter(each.plant.variant for each in planted)
    caught = Counter(each.plant.variant for each in planted if each.caught)
    return {variant: (count, caught[variant]) for variant, count in sorted(number.items())}
