"""Measure what exlint catches: plant defects in real cards, one class at a time, and count what it finds.

    python benchmarks/accuracy.py "$EXLINT_CARDS" --half b

Recall is counted on planted defects, and so is how many of them fixes undo; false alarms on harmless edits, precision
on the untouched cards, by a list of known defects and by labels given by hand. Cards are never written anywhere;
`--show-misses` quotes them on the terminal. Half `a` of the cards is there to tune on, half `b` to report.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from exlint.findings import Finding
from measuring import results
from measuring.cards import CardText
from measuring.collection import Collection, default_plan
from measuring.known import KnownDefect, by_kind, confirmation, read_known
from measuring.labels import Label, identity, read_labels, write_labels
from measuring.registry import DEFECTS, GROUPS, HARMLESS
from measuring.report import (
    CLASS_COLUMNS,
    GOAL_COLUMNS,
    RESTORED_COLUMNS,
    RULE_COLUMNS,
    Column,
    Numbers,
    class_numbers,
    class_row,
    goal_rows,
    harmless_numbers,
    known_numbers,
    misses,
    plain_table,
    readable,
    restored_rows,
    rule_rows,
    share,
    untouched_numbers,
)
from measuring.scoring import Score, in_half, score

ROOT = Path(__file__).parent.parent
LABELS = Path(__file__).parent / "labels.jsonl"
RESULTS = Path(__file__).parent / "results" / "accuracy.json"
PAGE = ROOT / "docs" / "accuracy.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 0, or 1 if `--check` finds the page out of date."""
    options = _parser().parse_args(arguments)
    if options.render or options.check:
        return results.render(RESULTS, PAGE, only_check=options.check)
    if options.cards is None:
        _parser().error("CARDS is missing: the folder of cards")
    if options.write and (options.classes or options.only_untouched):
        _parser().error("--write keeps the numbers of all classes: leave out --class and --only-untouched")
    names = sorted(path.name for path in options.cards.glob("*.md") if in_half(path.name, options.half))
    if not names:
        _parser().error(f"no cards of half {options.half!r} in {options.cards}")
    collection = Collection.of_folder(options.cards, names, default_plan())
    known = read_known(options.known_defects, collection.files) if options.known_defects else ()
    if options.label or options.label_known:
        return _label(collection, known, options.label)
    measured: Numbers = {"cards": len(names), "seed": options.seed}
    measured |= {"per_class": options.per_class, "harmless": options.harmless}
    _print(_measure(collection, known, options, measured))
    if options.write:
        results.keep(RESULTS, options.half, measured)
        results.render(RESULTS, PAGE, only_check=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cards", nargs="?", type=Path, metavar="CARDS", help="the folder of cards")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what decides where defects are planted")
    parser.add_argument("--half", choices=("a", "b", "all"), default="all", help="which cards (default: all)")
    parser.add_argument("--per-class", type=int, default=40, metavar="N", help="plants of each class (default: 40)")
    parser.add_argument(
        "--harmless", type=int, default=40, metavar="N", help="edits of each harmless class (default: 40)"
    )
    parser.add_argument(
        "--class", nargs="+", dest="classes", metavar="NAME", help="only classes or groups whose names contain it"
    )
    parser.add_argument("--show-misses", type=int, default=0, metavar="N", help="quote N misses of each class")
    parser.add_argument("--known-defects", type=Path, metavar="FILE", help="also score against this list of defects")
    parser.add_argument("--only-untouched", action="store_true", help="plant nothing")
    parser.add_argument("--write", action="store_true", help="keep the numbers of this half, and render the page")
    parser.add_argument("--render", action="store_true", help="only render the page from the numbers that were kept")
    parser.add_argument("--check", action="store_true", help="only check that the page is rendered from the numbers")
    parser.add_argument(
        "--label",
        choices=[each.value for each in Label],
        help="label the findings whose identities come on standard input",
    )
    parser.add_argument("--label-known", action="store_true", help="label what the list of known defects confirms")
    return parser


def _measure(
    collection: Collection, known: Sequence[KnownDefect], options: argparse.Namespace, measured: Numbers
) -> Iterator[str]:
    """Measure, tell as it goes, and leave the numbers in `measured`."""
    yield from (f"internal error: {failure}" for failure in collection.failures)
    labels = read_labels(LABELS)
    measured["untouched"] = untouched_numbers(collection.findings, labels)
    measured["known"] = known_numbers(by_kind(known, collection.findings))
    if not options.only_untouched:
        yield from _planted(collection, options, measured)
    if not options.classes:
        yield from _untouched(measured["untouched"])
        yield from _known(measured["known"], collection.findings, known)
        yield from _unlabelled(collection.findings, labels, known, options.show_misses)


def _planted(collection: Collection, options: argparse.Namespace, measured: Numbers) -> Iterator[str]:
    """Plant and edit, class by class, and leave the numbers in `measured`."""
    cards = collection.texts()
    classes: list[Numbers] = []
    harmless: list[Numbers] = []
    yield f"{readable(cards, len(collection.files))}, seed {options.seed}, half {options.half}"
    for group in GROUPS:
        yield from _group(group, collection, cards, options, classes)
    yield from _harmless(collection, cards, options, harmless)
    measured |= {"classes": classes, "harmless_edits": harmless}
    yield from ("", "Rules", *plain_table(RULE_COLUMNS, rule_rows(classes, measured["untouched"])))
    yield from ("", f"Goals, over {len(classes)} classes", *plain_table(GOAL_COLUMNS, goal_rows(classes)))
    yield from ("", "Fixes", *plain_table(RESTORED_COLUMNS, restored_rows(classes)))


def _is_wanted(name: str, group: str, options: argparse.Namespace) -> bool:
    return not options.classes or any(part.lower() in f"{group} {name}".lower() for part in options.classes)


def _group(
    group: str, collection: Collection, cards: Sequence[CardText], options: argparse.Namespace, classes: list[Numbers]
) -> Iterator[str]:
    """Measure a group's classes, and add their numbers to `classes`."""
    edits = [edit for edit in DEFECTS if edit.group == group and _is_wanted(edit.name, group, options)]
    scores = [score(edit, collection, cards, options.per_class, options.seed) for edit in edits]
    if not scores:
        return
    rows = [class_numbers(each) for each in scores]
    classes += rows
    planted, caught = sum(row["planted"] for row in rows), sum(row["caught"] for row in rows)
    yield from ("", f"{group}: {caught} of {planted} caught, {share(caught, planted)}")
    yield from plain_table(CLASS_COLUMNS, map(class_row, rows))
    yield from _details(scores, options.show_misses)


def _harmless(
    collection: Collection, cards: Sequence[CardText], options: argparse.Namespace, harmless: list[Numbers]
) -> Iterator[str]:
    """Measure the harmless edits, and add their numbers to `harmless`."""
    edits = [edit for edit in HARMLESS if _is_wanted(edit.name, edit.group, options)]
    scores = [score(edit, collection, cards, options.harmless, options.seed) for edit in edits]
    if not scores:
        return
    harmless += [harmless_numbers(each) for each in scores]
    made, alarmed = sum(len(each.planted) for each in scores), sum(len(each.alarms) for each in scores)
    yield from (
        "",
        f"harmless: {alarmed} false alarms after {made} edits, {alarmed * 1000 / max(1, made):.1f} in 1,000",
    )
    columns = (Column("edit"), Column("edits", True), Column("alarms", True), Column("rules"))
    rows = ((row["name"], row["edits"], sum(row["alarms"].values()), ", ".join(row["alarms"])) for row in harmless)
    yield from plain_table(columns, rows)
    yield from _details(scores, options.show_misses)


def _details(scores: Sequence[Score], number: int) -> Iterator[str]:
    for each in scores:
        failures = Counter(each.failures)
        yield from (f"  {each.edit.name}: internal error: {failure}" for failure in sorted(failures))
        is_off = each.alarms if not each.edit.rules else each.caught < len(each.planted)
        if number and is_off:
            yield from (f"  {each.edit.name}", *misses(each, number))


def _untouched(untouched: Sequence[Numbers]) -> Iterator[str]:
    total = sum(row["findings"] for row in untouched)
    labelled = sum(row[each.value] for row in untouched for each in Label)
    right = sum(row["right"] for row in untouched)
    yield from (
        "",
        f"untouched: {total} findings, {labelled} labelled, {right} of these right, {share(right, labelled)}",
    )
    columns = (Column("rule"), *(Column(name, True) for name in ("findings", "true", "arguable", "false")))
    yield from plain_table(columns, ([row[column.heading] for column in columns] for row in untouched))


def _known(kinds: Sequence[Numbers], findings: Sequence[Finding], known: Sequence[KnownDefect]) -> Iterator[str]:
    counted = [row for row in kinds if not row["excluded"]]
    certain, found = sum(row["certain"] for row in counted), sum(row["certain_found"] for row in counted)
    if not known:
        return
    yield from (
        "",
        f"known defects: {found} of {certain} certain ones found, {share(found, certain)}, excluded kinds aside",
    )
    columns = tuple(
        Column(name, name != "kind")
        for name in ("kind", "certain", "certain_found", "arguable", "arguable_found", "excluded")
    )
    yield from plain_table(columns, ([row[column.heading] for column in columns] for row in kinds))
    said = Counter(confirmation(finding, known) or "unlisted" for finding in findings)
    yield "findings by what the list says: " + ", ".join(f"{what} {count}" for what, count in said.most_common())


def _unlabelled(
    findings: Sequence[Finding], labels: dict[str, Label], known: Sequence[KnownDefect], number: int
) -> Iterator[str]:
    """The findings that wait for a label: identity, what the known defects say, place, rule and message."""
    waiting = [finding for finding in findings if identity(finding) not in labels]
    if number and waiting:
        yield from ("", f"{len(waiting)} findings without a label")
        for each in sorted(waiting, key=lambda finding: (finding.name, finding.sort_key)):
            place = f"{each.place.filename}:{each.place.start.row}:{each.place.start.column}"
            yield f"{identity(each)} {confirmation(each, known) or '-':10} {place} {each.name}: {each.message}"


def _label(collection: Collection, known: Sequence[KnownDefect], label: str | None) -> int:
    """Write labels: those that standard input names, or those that the known defects confirm."""
    labels = read_labels(LABELS)
    if label:
        labels |= {line.split()[0]: Label(label) for line in sys.stdin if line.strip()}
    else:
        said = {"certain": Label.TRUE, "arguable": Label.ARGUABLE}
        confirmed = {identity(each): said.get(confirmation(each, known)) for each in collection.findings}
        labels = {key: value for key, value in confirmed.items() if value} | labels
    write_labels(LABELS, labels)
    _print([f"{len(labels)} labels"])
    return 0


def _print(lines: Sequence[str] | Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
