"""The numbers that are kept of a measurement, and the page that is made of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from measuring.labels import Label
from measuring.report import (
    CLASS_COLUMNS,
    GOAL_COLUMNS,
    RESTORED_COLUMNS,
    Column,
    Numbers,
    class_row,
    goal_rows,
    markdown_table,
    restored_rows,
    share,
)

_HALVES = {"b": "Half b, to report on", "a": "Half a, to tune on", "all": "All cards"}
GROUPS = {
    "file": "Files",
    "structure": "Structure",
    "metadata": "Metadata",
    "statements": "Statements against metadata and title",
    "links": "Links",
    "prose": "Prose, counted on the planted line only",
    "knowledge": "Parts of a card that contradict each other",
    "collection": "The collection",
}


def read(path: Path) -> dict[str, Numbers]:
    """The kept numbers by half; none if there is no file."""
    if not path.exists():
        return {}
    kept: dict[str, Numbers] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def keep(path: Path, half: str, numbers: Numbers) -> None:
    """Put the numbers of a half beside those of the others."""
    kept = {**read(path), half: numbers}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def render(path: Path, page: Path, *, only_check: bool) -> int:
    """Write the page, or check that it is current; 1 if it is not."""
    text = "\n".join(_page(read(path))) + "\n"
    is_current = page.exists() and page.read_text(encoding="utf-8") == text
    if only_check and not is_current:
        print(f"{page.name} is not current; run benchmarks/accuracy.py --render", file=sys.stderr)
        return 1
    if not is_current:
        page.write_text(text, encoding="utf-8")
    return 0


def _page(kept: Mapping[str, Numbers]) -> Iterator[str]:
    yield from _INTRODUCTION.splitlines()
    for half, heading in _HALVES.items():
        if half in kept:
            yield from ("", f"## {heading}", "", *_half(half, kept[half]))


_INTRODUCTION = """\
# Accuracy

What exlint catches and what it gets wrong, measured on a library of real exercise cards. Made by
`benchmarks/accuracy.py` from `benchmarks/results/accuracy.json`; nothing here is written by hand.

- **Recall**: a defect of a known class is planted in a card, one in a card, and exlint runs over the whole folder with
  its default rules. It is caught if a rule that is meant for it has a finding that the untouched card lacked; in prose
  the finding must be on the planted line. Where the collection's own words decide (spelling, capitals, variants), at
  most a twentieth of the cards carry a defect in a run.
- **Restored**: the fixes of all that is newly found in the card are applied, pass by pass, the safe ones alone or with
  the unsafe ones; what comes out is the card as it was, to the byte. What a defect took away nobody can put back, and
  where a plant brought in words that were never there, a right fix restores nothing.
- **False alarms**: a card is edited so that it stays as good as it was. Any new finding is a false alarm.
- **Precision**: the findings on the untouched cards, each labelled by hand (`benchmarks/labels.jsonl` holds hashes and
  labels, no text). An arguable warning counts as right, an arguable error doesn't.
- **Known defects**: what a careful editor listed before exlint ran. A row counts as found if a finding of a rule that
  fits its kind, or a place that it is related to, is on the row's line.

The cards are split in halves by a hash of the file name: one to tune rules on, the other to report. The cards are
private; `$EXLINT_CARDS` is their folder. Shares are rounded down."""


def _half(half: str, numbers: Numbers) -> Iterator[str]:
    yield "```sh"
    yield (
        f'python benchmarks/accuracy.py "$EXLINT_CARDS" --half {half} --seed {numbers["seed"]} '
        f"--per-class {numbers['per_class']} --harmless {numbers['harmless']} "
        '--known-defects "$EXLINT_KNOWN_DEFECTS" --write'
    )
    yield from ("```", "", f"{numbers['cards']} cards.", "")
    yield from _goals(numbers)
    for group, heading in GROUPS.items():
        rows = [row for row in numbers["classes"] if row["group"] == group]
        if rows:
            planted, caught = sum(row["planted"] for row in rows), sum(row["caught"] for row in rows)
            yield from ("", f"### {heading}", "", f"{caught} of {planted} caught, {share(caught, planted)}.", "")
            yield from markdown_table(CLASS_COLUMNS, map(class_row, rows))
    yield from _harmless(numbers["harmless_edits"])
    yield from _untouched(numbers["untouched"])
    if numbers["known"]:
        yield from _known(numbers["known"])


def _goals(numbers: Numbers) -> Iterator[str]:
    rows = list(goal_rows(numbers["classes"]))
    short = [str(row[0]) for row in rows if row[-1]]
    yield f"Short of the target: {', '.join(short)}." if short else "Every target is reached."
    yield ""
    yield from markdown_table(GOAL_COLUMNS, rows)
    yield from ("", "### Fixes", "")
    yield from markdown_table(RESTORED_COLUMNS, restored_rows(numbers["classes"]))


def _harmless(rows: Sequence[Numbers]) -> Iterator[str]:
    edits, alarms = sum(row["edits"] for row in rows), sum(sum(row["alarms"].values()) for row in rows)
    told = "No false alarm" if alarms == 0 else f"{alarms} false alarm{'s' if alarms > 1 else ''}"
    yield from ("", "### Harmless edits", "", f"{told} after {edits:,} edits; the target is none in 1,000.", "")
    columns = (Column("edit"), Column("edits", True), Column("false alarms", True), Column("by"))
    cells = ((row["name"], row["edits"], sum(row["alarms"].values()), ", ".join(row["alarms"])) for row in rows)
    yield from markdown_table(columns, cells)


def _untouched(rows: Sequence[Numbers]) -> Iterator[str]:
    total, right = sum(row["findings"] for row in rows), sum(row["right"] for row in rows)
    labelled = sum(row[each.value] for row in rows for each in Label)
    yield from ("", "### Findings on the untouched cards", "")
    yield f"{total} findings, {labelled} of them labelled; {right} of these are right, {share(right, labelled)}."
    yield "The target is 95 %."
    yield ""
    columns = (Column("rule"), *(Column(name, True) for name in ("findings", "true", "arguable", "false")))
    yield from markdown_table(columns, ([row[column.heading] for column in columns] for row in rows))


def _known(rows: Sequence[Numbers]) -> Iterator[str]:
    counted = [row for row in rows if not row["excluded"]]
    certain, found = sum(row["certain"] for row in counted), sum(row["certain_found"] for row in counted)
    yield from ("", "### Known defects", "")
    yield f"{found} of {certain} certain defects found, {share(found, certain)}, the kinds in *italics* aside."
    yield "The target is 75 %, and half of each kind with four rows or more."
    low = [row["kind"] for row in counted if row["certain"] >= 4 and row["certain_found"] * 2 < row["certain"]]
    yield f"Kinds with four rows or more of which less than half are found: {', '.join(low) or 'none'}."
    yield ""
    columns = (Column("kind"), *(Column(name, True) for name in ("certain", "found", "arguable", "found")))
    cells = (
        (f"*{row['kind']}*" if row["excluded"] else row["kind"], row["certain"], row["certain_found"],
         row["arguable"], row["arguable_found"])
        for row in rows
    )  # fmt: skip
    yield from markdown_table(columns, cells)
