"""The measurement itself: what is planted, what counts as caught, and what is kept of it."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from exlint.discovery import Scope, TypeFiles, discover
from exlint.engine import run
from exlint.findings import Finding, Place, Position, RelatedPlace, Severity

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import accuracy  # noqa: E402
from measuring import results  # noqa: E402
from measuring.cards import CardText, Plant, Site, UnreadableCardError, read_card  # noqa: E402
from measuring.classes import TARGETS, EditClass  # noqa: E402
from measuring.collection import Collection, default_plan, key_of  # noqa: E402
from measuring.known import FITTING, KnownDefect, by_kind, confirmation  # noqa: E402
from measuring.labels import Label, counts_as_true, identity, read_labels, write_labels  # noqa: E402
from measuring.registry import DEFECTS, GROUPS, HARMLESS  # noqa: E402
from measuring.report import share  # noqa: E402
from measuring.scoring import in_half, plants_of, score  # noqa: E402

CONTENT = Path(__file__).parent.parent / "content" / "exercises"
NEED_SPECIAL_CARDS = {
    "both feet in a one-legged exercise",
    "both hands in a one-armed exercise",
    "palms turned beside the grip",
    "grip swapped against the rest of the card",
    "difficulty changed but in the description",
    "other muscles in an answer",
    "target changed but in the description",
    "bare name",
}
"""Classes that no card of the project has a place for."""

BY_NAME = {edit.name: edit for edit in (*DEFECTS, *HARMLESS)}


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The project's own cards."""
    return Collection.of_folder(CONTENT, [path.name for path in CONTENT.glob("*.md")], default_plan())


@pytest.fixture(scope="module")
def cards(collection: Collection) -> tuple[CardText, ...]:
    """The same, as planting reads them."""
    return collection.texts()


def card_named(cards: tuple[CardText, ...], name: str) -> CardText:
    return next(card for card in cards if card.name == name)


def changed_lines(card: CardText, plant: Plant) -> list[tuple[int, str, str]]:
    """The lines that differ, from 1, in a plant that keeps the number of lines."""
    after = plant.data.decode().split("\n")
    assert len(after) == len(card.lines)
    pairs = enumerate(zip(card.lines, after, strict=True), 1)
    return [(number, before, now) for number, (before, now) in pairs if before != now]


# Planting


def test_all_cards_of_the_project_are_read_and_written_as_they_are(cards: tuple[CardText, ...]) -> None:
    assert len(cards) == len(list(CONTENT.glob("*.md")))
    for card in cards:
        original = (CONTENT / card.name).read_bytes()
        assert "\n".join(card.lines).encode() == original
        assert card.restated().data == original


def test_prose_is_what_no_template_dictates(cards: tuple[CardText, ...]) -> None:
    card = card_named(cards, "machine-hip-abduction.md")
    kinds = [stretch.kind for stretch in card.prose]
    assert kinds == ["description", *["step"] * 6, *["tip"] * 3, *["mistake"] * 3, *["question", "answer"] * 4]
    first = card.prose[0]
    assert first.text.endswith("keeps the spine fully supported.")
    assert card.lines[first.line][first.end :].startswith(" Beginner legs exercise")
    for stretch in card.prose:
        assert card.lines[stretch.line][stretch.start : stretch.end] == stretch.text
        for word in stretch.words:
            assert card.lines[stretch.line][word.start : word.end] == word.text


def test_sentences_end_at_closing_marks_but_not_at_abbreviations() -> None:
    from measuring.cards import Stretch

    text = "Rows vs. pulls? Both work, e.g. on Monday. Rest"
    found = Stretch("tip", 0, 0, len(text), text).sentences
    assert [text[start:end] for start, end in found] == ["Rows vs. pulls?", "Both work, e.g. on Monday.", "Rest"]


@pytest.mark.parametrize("text", ["", "# Title\n\nText.\n", "# T\n\n## Quick answer\n\nNo statements.\n"])
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCardError, match=r"x\.md"):
        read_card("x.md", text)


def test_names_are_unique_and_there_are_enough_classes() -> None:
    assert len(BY_NAME) == len(DEFECTS) + len(HARMLESS)
    assert len(DEFECTS) >= 50
    assert len(HARMLESS) >= 8
    assert set(GROUPS) == set(results.GROUPS)
    assert all(edit.rules for edit in DEFECTS)
    assert not any(edit.rules for edit in HARMLESS)
    assert {edit.goal for edit in DEFECTS} - {""} == set(TARGETS)


@pytest.mark.parametrize("edit", [*DEFECTS, *HARMLESS], ids=lambda edit: edit.name)
def test_each_class_plants_where_it_says_and_twice_the_same(edit: EditClass, cards: tuple[CardText, ...]) -> None:
    plants = list(plants_of(edit, cards, 20, seed=7))
    assert plants or edit.name in NEED_SPECIAL_CARDS
    assert plants == list(plants_of(edit, cards, 20, seed=7))
    assert len({card.name for card, _ in plants}) == len(plants)
    for card, plant in plants:
        assert plant.data != "\n".join(card.lines).encode() or plant.name not in (None, card.name)
        assert 1 <= plant.line <= max(len(card.lines), plant.data.count(b"\n") + 1)
        if edit.on_its_line:
            assert [number for number, _, _ in changed_lines(card, plant)] == [plant.line]
            assert plant.line - 1 in {stretch.line for stretch in card.prose}


def test_another_seed_plants_elsewhere(cards: tuple[CardText, ...]) -> None:
    edit = BY_NAME["doubled word"]
    assert list(plants_of(edit, cards, 20, seed=1)) != list(plants_of(edit, cards, 20, seed=2))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("doubled word", "Sit.", "Sit sit."),
        ("full stop lost at the end", "Push hard.", "Push hard"),
        ("a for an, an for a", "Do a set.", "Do an set."),
        ("hole after a, an, the", "Push the sled forward.", "Push the forward."),
        ("hole with The", "Push the sled forward.", "Push The forward."),
        ("cut-off sentence", "Stand up tall with pride.", "Stand up tall with."),
        ("lower-case start", "Push.", "push."),
        ("hyphen lost after a number", "Bend to a 90-degree angle.", "Bend to a 90 degree angle."),
        ("verb that does not agree", "Check that feet are flat.", "Check that feet is flat."),
        ("name as a verb", "Slowly press.", "Slowly NAME."),
        ("proper name in lower case", "Use Smith bars.", "Use smith bars."),
        ("article with a capital", "Now push the sled.", "Now push The sled."),
        ("space lost after a mark", "Push, then rest.", "Push,then rest."),
        ("doubled space", "Push hard.", "Push  hard."),
        ("space before punctuation", "Push.", "Push ."),
    ],
)
def test_what_a_class_plants(name: str, before: str, after: str, cards: tuple[CardText, ...]) -> None:
    """All other prose is emptied, so that the class has one place only."""
    card = only_step(cards[0], before)
    plant = BY_NAME[name].make(Site(card, Random(0), cards[1:]))
    assert plant is not None
    ((number, _, now),) = changed_lines(card, plant)
    if "NAME" in after:
        start, end = after.split("NAME")
        assert now.startswith(f"1. {start}")
        assert now.endswith(end)
        assert now[3 + len(start)].isupper()
    else:
        assert now == f"1. {after}"
    assert number == plant.line


def only_step(card: CardText, text: str) -> CardText:
    """The card with this text as its only prose: one step, digits elsewhere."""
    lines = list(card.lines)
    for stretch in card.prose:
        lines[stretch.line] = lines[stretch.line][: stretch.start] + "1" + lines[stretch.line][stretch.end :]
    lines[card.steps[0]] = f"1. {text}"
    return read_card(card.name, "\n".join(lines))


def test_a_misspelling_is_a_word_of_no_card(cards: tuple[CardText, ...]) -> None:
    for damage in ("transposed", "dropped", "doubled", "replaced", "inserted"):
        for card, plant in plants_of(BY_NAME[f"misspelling: letter {damage}"], cards, 20, seed=3):
            ((_, before, now),) = changed_lines(card, plant)
            wrong = set(now.lower().split()) - set(before.lower().split())
            assert len(wrong) == 1
            assert abs(len(now) - len(before)) == {"dropped": 1, "doubled": 1, "inserted": 1}.get(damage, 0)


def test_values_are_restated_everywhere(cards: tuple[CardText, ...]) -> None:
    card = card_named(cards, "machine-hip-abduction.md")
    plant = card.restated("Difficulty", Difficulty="Advanced")
    assert [now for _, _, now in changed_lines(card, plant)] == [
        card.lines[4].replace("Beginner legs", "Advanced legs"),
        "- **Difficulty:** Advanced",
        "The Machine Hip Abduction is an advanced exercise. Beginners should master fundamental legs movements first.",
    ]
    without = card.restated(Secondary_Muscles="").data.decode()
    assert "Secondary" not in without
    assert "glutes. It's classified" not in without
    assert "Targets abductors.\n" in without


# Scoring


def planting(make: object, *, rules: tuple[str, ...] = ("doubled-space",), group: str = "prose") -> EditClass:
    return EditClass("test", group, make, rules)  # type: ignore[arg-type]


def in_first_tip(text: str) -> object:
    def make(site: Site) -> Plant:
        return site.card.with_line(site.card.items("Pro tips")[0], f"- {text}")

    return make


def test_a_finding_counts_if_it_is_new_fitting_and_on_the_line(
    collection: Collection, cards: tuple[CardText, ...]
) -> None:
    make = in_first_tip("Use a slow  count.")
    caught = score(planting(make), collection, cards, 3, seed=1)
    assert (len(caught.planted), caught.caught, caught.noticed) == (3, 3, 3)
    assert caught.caught_by == {"doubled-space": 3}
    assert caught.stray == ()
    assert caught.failures == ()
    other_rule = score(planting(make, rules=("doubled-word",)), collection, cards, 3, seed=1)
    assert (other_rule.caught, other_rule.noticed) == (0, 3)


def test_a_finding_on_another_line_counts_for_structure_but_not_for_prose(
    collection: Collection, cards: tuple[CardText, ...]
) -> None:
    def make(site: Site) -> Plant:
        plant = site.card.with_line(site.card.items("Pro tips")[0], "- Use a slow  count.")
        return Plant(plant.data, 1)

    assert score(planting(make), collection, cards, 3, seed=1).caught == 0
    assert score(planting(make, group="structure"), collection, cards, 3, seed=1).caught == 3


def test_a_finding_that_only_moved_does_not_count(cards: tuple[CardText, ...]) -> None:
    faulty = {card.name: card.with_line(card.items("Pro tips")[1], "- Use a slow  count.").data for card in cards[:2]}
    collection = Collection(faulty, default_plan())
    assert [finding.name for finding in collection.findings] == ["doubled-space", "doubled-space"]

    def move(site: Site) -> Plant:
        return site.card.with_lines(site.card.items("Pro tips")[0], 0, ("- Keep a steady pace.",))

    def repeat(site: Site) -> Plant:
        return site.card.with_line(site.card.items("Pro tips")[0], "- Count out a slow  count.")

    assert score(planting(move), collection, collection.texts(), 2, seed=1).noticed == 0
    assert score(planting(repeat), collection, collection.texts(), 2, seed=1).caught == 2


def test_a_finding_about_another_card_counts_if_it_is_related(
    collection: Collection, cards: tuple[CardText, ...]
) -> None:
    scored = score(BY_NAME["title of another card"], collection, cards, 3, seed=1)
    assert scored.caught == len(scored.planted) == 3
    assert {finding.name for each in scored.planted for finding in each.fitting} == {"duplicate-title"}


def test_the_collection_reports_what_the_engine_reports(tmp_path: Path, cards: tuple[CardText, ...]) -> None:
    files = {card.name: "\n".join(card.lines).encode() for card in cards}
    files["a-copy.md"] = files[cards[0].name]
    files["broken.md"] = cards[1].with_lines(4, 8, ("TODO  todo",)).data
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    types = (TypeFiles("exercise", ("*.md",), binds=False),)
    report = run(discover([str(tmp_path)], Scope(tmp_path, types)).jobs, default_plan())
    assert report.findings

    def told(finding: Finding) -> tuple[object, ...]:
        related = [(Path(each.place.filename).name, each.place.start) for each in finding.related]
        return Path(finding.place.filename).name, finding.place.start, finding.name, related

    found = Collection(files, default_plan()).findings
    assert sorted(map(told, found), key=str) == sorted(map(told, report.findings), key=str)


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: edit.name)
def test_a_harmless_edit_brings_nothing_new(
    edit: EditClass, collection: Collection, cards: tuple[CardText, ...]
) -> None:
    one_at_a_time = replace(edit, shared=True)
    scored = score(one_at_a_time, collection, cards, 20, seed=5)
    assert [(finding.name, finding.message) for finding in scored.alarms] == []
    assert scored.failures == ()


@pytest.mark.parametrize("group", ["file", "structure", "metadata", "statements", "links"])
def test_certain_groups_are_caught_in_the_projects_own_cards(
    group: str, collection: Collection, cards: tuple[CardText, ...]
) -> None:
    scores = [score(edit, collection, cards, 4, seed=2) for edit in DEFECTS if edit.group == group]
    planted, caught = sum(len(each.planted) for each in scores), sum(each.caught for each in scores)
    assert caught >= 0.99 * planted, [each.edit.name for each in scores if each.caught < len(each.planted)]


def test_halves_are_stable_and_share_nothing() -> None:
    names = [f"card-{number}.md" for number in range(100)]
    a = [name for name in names if in_half(name, "a")]
    assert a[:3] == ["card-1.md", "card-2.md", "card-4.md"]
    assert 30 < len(a) < 70
    assert sorted(a + [name for name in names if in_half(name, "b")]) == sorted(names)


def test_numbers_in_messages_do_not_tell_findings_apart() -> None:
    assert key_of(found("x", 3, message="asked on line 48")) == key_of(found("x", 4, message="asked on line 50"))


# Known defects and labels


def found(name: str, row: int, *, message: str = "m", related: int = 0, severity: Severity = Severity.ERROR) -> Finding:
    def place(at: int) -> Place:
        return Place("x.md", Position(at, 1), Position(at, 5), ("text",))

    others = (RelatedPlace("see", place(related)),) if related else ()
    return Finding("EX000", name, severity, message, place(row), others)


def test_a_known_defect_is_found_on_its_line_or_by_a_related_place() -> None:
    row = KnownDefect("x.md", 9, "posture-contradicts-title", certain=True)
    assert row.is_found_by(found("posture-mismatch", 9))
    assert row.is_found_by(found("posture-mismatch", 1, related=9))
    assert not row.is_found_by(found("posture-mismatch", 8))
    assert not row.is_found_by(found("misspelling", 9))
    assert not KnownDefect("y.md", 9, row.kind, certain=True).is_found_by(found("posture-mismatch", 9))
    assert not KnownDefect("x.md", 9, "garbled-clause", certain=True).is_found_by(found("posture-mismatch", 9))


def test_kinds_are_counted_by_certainty() -> None:
    kind = "width-contradicts-title"
    known = (
        KnownDefect("x.md", 1, kind, certain=True),
        KnownDefect("x.md", 2, kind, certain=True),
        KnownDefect("x.md", 3, kind, certain=False),
        KnownDefect("*", 0, "situp-variants", certain=True),
    )
    (scored,) = by_kind(known, [found("width-mismatch", 2)])
    assert (scored.kind, scored.certain, scored.certain_found, scored.arguable, scored.arguable_found) == (
        kind,
        2,
        1,
        1,
        0,
    )
    assert confirmation(found("width-mismatch", 2), known) == "certain"
    assert confirmation(found("width-mismatch", 3), known) == "arguable"
    assert confirmation(found("spelling-variants", 8), known) == "collection"
    assert confirmation(found("doubled-space", 2), known) == ""


def test_every_rule_that_classes_and_kinds_name_is_in_the_table_of_codes() -> None:
    table = (Path(__file__).parent.parent / "docs" / "codes.md").read_text(encoding="utf-8")
    named = {rule for edit in DEFECTS for rule in edit.rules} | {rule for rules in FITTING.values() for rule in rules}
    assert [rule for rule in sorted(named) if f"| {rule} |" not in table] == []


def test_labels_come_back_and_hold_no_text(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    one, other = found("misspelling", 3), found("doubled-space", 3)
    assert read_labels(path) == {}
    write_labels(path, {identity(one): Label.TRUE, identity(other): Label.ARGUABLE})
    assert read_labels(path) == {identity(one): Label.TRUE, identity(other): Label.ARGUABLE}
    assert "misspelling" not in path.read_text(encoding="utf-8")
    assert identity(found("misspelling", 30)) == identity(one)


def test_an_arguable_warning_is_right_and_an_arguable_error_is_not() -> None:
    assert counts_as_true(found("x", 1, severity=Severity.WARNING), Label.ARGUABLE)
    assert not counts_as_true(found("x", 1), Label.ARGUABLE)
    assert counts_as_true(found("x", 1), Label.TRUE)
    assert not counts_as_true(found("x", 1, severity=Severity.WARNING), Label.FALSE)


def test_labelling_by_identity_and_by_known_defects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cards: tuple[CardText, ...]
) -> None:
    line = cards[0].items("Pro tips")[0]
    (tmp_path / cards[0].name).write_bytes(cards[0].with_line(line, "- Stay on the the pad.").data)
    (tmp_path / cards[1].name).write_bytes(cards[1].with_line(4 + 4, "- **Target Muscle:** Nose").data)
    monkeypatch.setattr(accuracy, "LABELS", tmp_path / "labels.jsonl")
    found_here = Collection.of_folder(tmp_path, [card.name for card in cards[:2]], default_plan()).findings
    doubled = next(finding for finding in found_here if finding.name == "doubled-word")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{identity(doubled)} the rest of the line\n"))
    assert accuracy.main([str(tmp_path), "--label", "true"]) == 0
    assert read_labels(accuracy.LABELS) == {identity(doubled): Label.TRUE}


# The report


def test_a_share_is_rounded_down() -> None:
    assert [share(999, 1000), share(1999, 2000), share(2, 3), share(0, 0)] == ["99.9 %", "99.9 %", "66.6 %", "–"]


def test_a_run_tells_and_keeps_numbers_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(accuracy, "RESULTS", tmp_path / "results" / "accuracy.json")
    monkeypatch.setattr(accuracy, "PAGE", tmp_path / "accuracy.md")
    assert accuracy.main([str(CONTENT), "--per-class", "1", "--harmless", "1", "--write"]) == 0
    assert "20 cards, seed 1, half all" in capsys.readouterr().out
    kept = json.loads(accuracy.RESULTS.read_text(encoding="utf-8"))
    row = next(each for each in kept["all"]["classes"] if each["name"] == "doubled word")
    assert (row["planted"], row["caught"], row["caught_by"]) == (1, 1, {"doubled-word": 1})
    assert kept["all"]["cards"] == 20
    assert {"name": "CRLF line ends", "edits": 1, "alarms": {}} in kept["all"]["harmless_edits"]
    page = accuracy.PAGE.read_text(encoding="utf-8")
    assert "| doubled word | 1 | 1 | 100.0 % | 100.0 % | 100.0 % | doubled-word |" in page
    assert "| doubled word | 1 | 1 | 100.0 % | 98 % |  |" in page
    assert accuracy.main(["--check"]) == 0
    accuracy.PAGE.write_text("old", encoding="utf-8")
    assert accuracy.main(["--check"]) == 1


def test_numbers_of_some_classes_are_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        accuracy.main([str(CONTENT), "--class", "doubled", "--write"])
    assert "leave out --class" in capsys.readouterr().err


def test_the_page_is_rendered_from_the_kept_numbers() -> None:
    assert results.render(accuracy.RESULTS, accuracy.PAGE, only_check=True) == 0
