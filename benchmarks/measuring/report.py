"""The numbers of a measurement as JSON values, and as tables for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exlint.findings import Finding
from exlint.rules.registry import all_rules
from exlint.typestore import TypeStore
from measuring.cards import CardText
from measuring.classes import NO_TEXT, RESTORED, TARGETS
from measuring.known import EXCLUDED, KindScore
from measuring.labels import Label, counts_as_true, identity
from measuring.scoring import Planted, Score, by_variant

Numbers = dict[str, Any]
"""Numbers and names only, never a card's text."""


def built_rules() -> frozenset[str]:
    """The names of the rules that exist."""
    return frozenset(rule.name for rule in all_rules(TypeStore().builtin()).values())


def class_numbers(score: Score) -> Numbers:
    """What is kept of a class."""
    return {
        "name": score.edit.name,
        "group": score.edit.group,
        "goal": score.edit.goal,
        "planted": len(score.planted),
        "caught": score.caught,
        "noticed": score.noticed,
        "restored_safely": score.restored_safely,
        "restored": score.restored,
        "rules": list(score.edit.rules),
        "caught_by": dict(score.caught_by.most_common()),
    }


def harmless_numbers(score: Score) -> Numbers:
    """What is kept of a class of harmless edits."""
    alarms = Counter(finding.name for finding in score.alarms)
    return {"name": score.edit.name, "edits": len(score.planted), "alarms": dict(alarms.most_common())}


def untouched_numbers(findings: Sequence[Finding], labels: Mapping[str, Label]) -> list[Numbers]:
    """For each rule its findings on the untouched cards, and how many are labelled, and labelled right."""
    rows = []
    for name in sorted({finding.name for finding in findings}):
        own = [finding for finding in findings if finding.name == name]
        labelled = [(finding, labels[identity(finding)]) for finding in own if identity(finding) in labels]
        rows.append(
            {
                "rule": name,
                "findings": len(own),
                **{each.value: sum(label is each for _, label in labelled) for each in Label},
                "right": sum(counts_as_true(finding, label) for finding, label in labelled),
            }
        )
    return rows


def known_numbers(scores: Sequence[KindScore]) -> list[Numbers]:
    """What is kept of the list of known defects."""
    return [
        {
            "kind": each.kind,
            "excluded": each.kind in EXCLUDED,
            "certain": each.certain,
            "certain_found": each.certain_found,
            "arguable": each.arguable,
            "arguable_found": each.arguable_found,
        }
        for each in scores
    ]


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, rounded down so that only all of it is 100 %; a dash for a share of nothing."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers are set to the right."""

    heading: str
    is_number: bool = False


def plain_table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table for a terminal."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [
        max(len(each) for each in (column.heading, *(row[at] for row in cells))) for at, column in enumerate(columns)
    ]
    for row in ([column.heading for column in columns], *cells):
        parts = (
            cell.rjust(width) if column.is_number else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        )
        yield "  ".join(parts).rstrip()


def markdown_table(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| " + " | ".join(column.heading for column in columns) + " |"
    yield "| " + " | ".join("--:" if column.is_number else "---" for column in columns) + " |"
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"


CLASS_COLUMNS = (
    Column("class"),
    Column("planted", True),
    Column("caught", True),
    Column("recall", True),
    Column("restored safely", True),
    Column("restored", True),
    Column("caught most by"),
)


def class_row(numbers: Numbers) -> tuple[object, ...]:
    """A class's row of the table."""
    best = next(iter(numbers["caught_by"]), "")
    recall = share(numbers["caught"], numbers["planted"])
    restored = (share(numbers[key], numbers["planted"]) for key in ("restored_safely", "restored"))
    return numbers["name"], numbers["planted"], numbers["caught"], recall, *restored, best


GOAL_COLUMNS = (
    Column("goal"),
    Column("planted", True),
    Column("caught", True),
    Column("recall", True),
    Column("target", True),
    Column(""),
)


def goal_rows(classes: Sequence[Numbers]) -> Iterator[tuple[object, ...]]:
    """For each goal its classes together, beside the target."""
    for goal, target in TARGETS.items():
        own = [numbers for numbers in classes if numbers["goal"] == goal]
        planted, caught = sum(row["planted"] for row in own), sum(row["caught"] for row in own)
        if planted:
            verdict = "" if caught >= target * planted else "falls short"
            yield goal, planted, caught, share(caught, planted), f"{target * 100:.0f} %", verdict


RESTORED_COLUMNS = (
    Column("what"),
    Column("planted", True),
    Column("restored safely", True),
    Column("restored", True),
    Column("target", True),
    Column(""),
)


def restored_rows(classes: Sequence[Numbers]) -> Iterator[tuple[object, ...]]:
    """For all that fixes are asked to restore, how much of it they do."""
    for what, (target, names) in RESTORED.items():
        own = [each for each in classes if {each["name"], each["goal"]} & names and each["name"] not in NO_TEXT]
        planted = sum(each["planted"] for each in own)
        safely, restored = (sum(each[key] for each in own) for key in ("restored_safely", "restored"))
        if planted:
            verdict = "" if restored >= target * planted else "falls short"
            yield what, planted, share(safely, planted), share(restored, planted), f"{target * 100:.0f} %", verdict


def misses(score: Score, number: int) -> Iterator[str]:
    """Examples of plants that were not caught, or of false alarms: for the terminal only, they quote cards."""
    variants = {name: f"{caught}/{count}" for name, (count, caught) in by_variant(score.planted).items()}
    if 1 < len(variants) <= 40:
        yield "  by variant: " + ", ".join(f"{name or '–'} {told}" for name, told in variants.items())
    is_harmless = not score.edit.rules
    shown = [each for each in score.planted if (each.by_any if is_harmless else not each.caught)]
    for planted in shown[:number]:
        yield from _shown(planted)
    for finding in score.stray[:number]:
        yield f"  elsewhere: {finding.place.filename}:{finding.place.start.row} {finding.name}: {finding.message}"


def _shown(planted: Planted) -> Iterator[str]:
    plant = planted.plant
    changed = plant.data.decode("utf-8", "replace").split("\n")
    yield f"  {planted.card.name}:{plant.line} {plant.variant}"
    before, after = _line(planted.card.lines, plant.line), _line(changed, plant.line)
    start = _first_difference(before, after)
    yield f"    - {_around(before, start)}"
    yield f"    + {_around(after, start)}"
    for finding in planted.by_any:
        yield f"    ! {finding.place.start.row}: {finding.name}: {finding.message}"


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if number <= len(lines) else ""


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _around(text: str, at: int) -> str:
    start = max(0, at - 60)
    return ("…" if start else "") + text[start : at + 90] + ("…" if at + 90 < len(text) else "")


def rule_rows(classes: Sequence[Numbers], untouched: Sequence[Numbers]) -> Iterator[tuple[object, ...]]:
    """For each rule: plants of the classes that it may catch, those it caught, its findings on untouched cards."""
    found = {row["rule"]: row["findings"] for row in untouched}
    names = {rule for numbers in classes for rule in numbers["rules"]}
    for name in sorted(names):
        own = [numbers for numbers in classes if name in numbers["rules"]]
        planted = sum(numbers["planted"] for numbers in own)
        caught = sum(numbers["caught_by"].get(name, 0) for numbers in own)
        built = "" if name in built_rules() else "not built"
        yield name, len(own), planted, caught, found.get(name, 0), built


RULE_COLUMNS = (
    Column("rule"),
    Column("classes", True),
    Column("planted", True),
    Column("caught", True),
    Column("untouched", True),
    Column(""),
)


def readable(cards: Sequence[CardText], files: int) -> str:
    """How many cards could be planted in."""
    return f"{files} cards" + (f", {files - len(cards)} of another form" if len(cards) < files else "")
