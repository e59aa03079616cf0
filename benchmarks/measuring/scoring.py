"""Plants the defects of a class, runs exlint, and counts what it caught."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from exlint.engine import Job
from exlint.findings import Applicability, Finding, Report
from exlint.fixing import mend
from measuring.cards import CardText, Plant, Site
from measuring.classes import EditClass
from measuring.collection import Collection, Outcome

_SAFE = frozenset({Applicability.SAFE})
_ALL = _SAFE | {Applicability.UNSAFE}


@dataclass(frozen=True, slots=True)
class Planted:
    """One plant and what came of it. `by_any` are all new findings about the card, `fitting` those that count.

    `restored_safely` and `restored` say whether the fixes of the new findings, the safe ones or all, give back the card
    as it was, to the byte.
    """

    card: CardText
    plant: Plant
    by_any: tuple[Finding, ...]
    fitting: tuple[Finding, ...]
    restored_safely: bool
    restored: bool

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
    def restored_safely(self) -> int:
        """How many plants the safe fixes undo exactly."""
        return sum(each.restored_safely for each in self.planted)

    @property
    def restored(self) -> int:
        """How many plants the safe and the unsafe fixes together undo exactly."""
        return sum(each.restored for each in self.planted)

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
        safely, at_all = (
            (_restored(collection, batch, outcome, levels) for levels in (_SAFE, _ALL)) if edit.rules else ((), ())
        )
        for card, plant in batch:
            back = card.name in safely, card.name in at_all
            results.append(_judged(edit, card, plant, outcome.new, back))
        names = {plant.name or card.name for card, plant in batch}
        stray += [finding for finding in outcome.new if not _files(finding) & names]
        failures += outcome.failures
    return Score(edit, tuple(results), tuple(stray), tuple(failures))


def _files(finding: Finding) -> set[str]:
    """The files that a finding is about."""
    return {finding.place.filename, *(each.place.filename for each in finding.related)}


def _restored(
    collection: Collection, batch: Sequence[tuple[CardText, Plant]], outcome: Outcome, levels: frozenset[Applicability]
) -> frozenset[str]:
    """The cards that the fixes of all new findings, as far as these levels go, give back as they were."""
    planted = {card.name: plant for card, plant in batch}
    cards = {plant.name or name: name for name, plant in planted.items()}
    fixable = {each.place.filename for each in outcome.new if each.fix(levels)} & cards.keys()
    jobs = [collection.job(name, planted[cards[name]].data) for name in sorted(fixable)]

    def look(jobs: Sequence[Job]) -> Report:
        now = {cards[job.request.name]: job.data or b"" for job in jobs}
        is_first = all(planted[name].data == data for name, data in now.items())
        plants = {name: replace(planted[name], data=data) for name, data in now.items()}
        new = outcome.new if is_first else collection.changed({**planted, **plants}).new
        return Report(tuple(each for each in new if each.place.filename in fixable), 0, 0)

    mended = mend(jobs, look, levels).jobs
    return frozenset(name for job in mended if job.data == collection.files[name := cards[job.request.name]])


def _judged(edit: EditClass, card: CardText, plant: Plant, new: Sequence[Finding], back: tuple[bool, bool]) -> Planted:
    name = plant.name or card.name
    about = tuple(finding for finding in new if name in _files(finding))
    fitting = tuple(
        finding
        for finding in about
        if finding.name in edit.rules and (not edit.on_its_line or _is_on(finding, name, plant.line))
    )
    return Planted(card, plant, about, fitting, *back)


def _is_on(finding: Finding, name: str, line: int) -> bool:
    """Whether the finding's own place touches the line."""
    place = finding.place
    return place.filename == name and place.start.row <= line < place.start.row + max(1, len(place.lines))


def by_variant(planted: Sequence[Planted]) -> Mapping[str, tuple[int, int]]:
    """For each variant of a class, how many plants there are and how many were caught."""
    number = Counter(each.plant.variant for each in planted)
    caught = Counter(each.plant.variant for each in planted if each.caught)
    return {variant: (count, caught[variant]) for variant, count in sorted(number.items())}
