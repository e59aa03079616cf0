"""New cards: what is written for which values, and what is refused."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exlint.check import check_file
from exlint.cli.new import reasons_against
from exlint.drafting import draft, skeleton
from exlint.findings import Finding
from exlint.given import GivenError, values_from
from exlint.plan import Plan
from exlint.request import FileRequest, Origin
from exlint.value import replace
from helpers import REPOSITORY, TYPES, plan
from test_cli import outcome

EXERCISE = TYPES[0]
TITLE = "Example Movement"
GROUPS = ("EX2", "EX3", "EX4", "EX6")
"""Structure, metadata, consistency, links."""

FACE_PULL = (
    "exercise", "Cable Face Pull", "--set", "equipment=cable", "--set", "target-muscle=Shoulders",
    "--set", "difficulty=beginner", "--set", "category=strength", "--set", "Secondary Muscles=traps, Rhomboids",
    "--set", "host=https://cards.example.org",
)  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Every combination of values


def known(key: str) -> tuple[str, ...]:
    field = EXERCISE.metadata.field(key)
    assert field
    return field.known


def rules_for_drafts() -> Plan:
    usual = plan()
    return replace(usual, rules=tuple(each for each in usual.rules if each.code[:3] in GROUPS or each.code == "EX517"))


RULES_FOR_DRAFTS = rules_for_drafts()


def drafted(values: Mapping[str, str]) -> tuple[str, tuple[Finding, ...]]:
    """A card of these values and what is found in it."""
    given = [*values.items(), ("host", "https://cards.example.org")]
    text = draft(EXERCISE, values_from(EXERCISE, TITLE, given, {}))
    request = FileRequest("example-movement.md", Origin.NAMED, "exercise", matching=("exercise",))
    return text, check_file(request, text.encode(), RULES_FOR_DRAFTS).findings


def assert_right(values: Mapping[str, str]) -> None:
    """The card of these values is refused if they contradict each other; else only its placeholders are found."""
    text, findings = drafted(values)
    for_cardio = values["Equipment"] in ("Cardio Machine", "Treadmill", "Jump Rope")
    reasons = reasons_against(findings)
    if for_cardio and values["Category"] not in ("Cardio", "Plyometrics"):
        reason = f"Category is {values['Category']!r}, but the equipment is for cardio (EX426 category-mismatch)"
        assert reasons == [reason]
        return
    assert reasons == []
    places = [each for each in findings if each.name == "placeholder"]
    assert len(places) == len(findings) == text.count("TODO") == 16
    assert all("TODO" in each.place.lines[0] for each in places)


def combinations(equipment: str) -> Iterable[dict[str, str]]:
    """All of an equipment with the values of the other keys; every other one with secondary muscles, up to three."""
    others = itertools.product(known("Target Muscle"), known("Difficulty"), known("Category"))
    for number, (target, difficulty, category) in enumerate(others):
        values = {"Equipment": equipment, "Target Muscle": target, "Difficulty": difficulty, "Category": category}
        if number % 2:
            values["Secondary Muscles"] = ",".join(("Soleus", "Rhomboids", "Obliques")[: 1 + number % 3])
        yield values


@pytest.mark.parametrize("equipment", known("Equipment"))
def test_a_card_of_consistent_values_lacks_only_what_a_person_writes(equipment: str) -> None:
    for values in combinations(equipment):
        assert_right(values)


@settings(max_examples=60, deadline=None)
@given(
    equipment=st.sampled_from(known("Equipment")),
    target=st.sampled_from(known("Target Muscle")),
    difficulty=st.sampled_from(known("Difficulty")),
    category=st.sampled_from(known("Category")),
    secondary=st.lists(st.sampled_from(known("Secondary Muscles")), max_size=4, unique_by=EXERCISE.canon),
)
def test_the_same_for_any_values(
    equipment: str, target: str, difficulty: str, category: str, secondary: list[str]
) -> None:
    values = {"Equipment": equipment, "Target Muscle": target, "Difficulty": difficulty, "Category": category}
    others = [each for each in secondary if EXERCISE.canon(each) != EXERCISE.canon(target)]
    assert_right({**values, **({"Secondary Muscles": ", ".join(others)} if others else {})})


CONSISTENT = {"Equipment": "Dumbbell", "Difficulty": "Advanced", "Category": "Strength"}


@pytest.mark.parametrize("target", known("Target Muscle"))
def test_values_against_the_taxonomy_are_refused_with_the_reason(target: str) -> None:
    (taxonomy,) = EXERCISE.taxonomy
    right = taxonomy.parent_of[target]
    for part in known("Body Part"):
        _, findings = drafted({**CONSISTENT, "Target Muscle": target, "Body Part": part})
        reason = f"Body Part is {part!r}, but Target Muscle {target!r} belongs to {right!r} (EX313 taxonomy-mismatch)"
        assert reasons_against(findings) == ([] if part == right else [reason])


@pytest.mark.parametrize(
    ("target", "secondary"), [("Glutes", "Glutes"), ("Quads", "Quadriceps"), ("Traps", "trapezius")]
)
def test_a_value_that_repeats_another_is_refused_with_the_reason(target: str, secondary: str) -> None:
    _, findings = drafted({**CONSISTENT, "Target Muscle": target, "Secondary Muscles": f"Core, {secondary}"})
    (reason,) = reasons_against(findings)
    assert reason.endswith("(EX314 repeated-value)")


# The card


def test_a_whole_card() -> None:
    values = {"Target Muscle": "Lats", "Equipment": "Body Weight", "Difficulty": "Beginner", "Category": "Mobility"}
    assert (
        drafted(values)[0]
        == """\
# Example Movement

## Quick answer

TODO: quick answer. Beginner back exercise using body weight. Targets lats.

- **Body Part:** Back
- **Equipment:** Body Weight
- **Target Muscle:** Lats
- **Difficulty:** Beginner
- **Category:** Mobility

---

## How to perform

1. TODO: step 1.
2. TODO: step 2.
3. TODO: step 3.
4. TODO: step 4.

## Pro tips

- TODO: tip 1.
- TODO: tip 2.
- TODO: tip 3.

## Common mistakes

- TODO: mistake 1.
- TODO: mistake 2.
- TODO: mistake 3.

## FAQ

### TODO: question 1?

TODO: the answer.

### TODO: question 2?

TODO: the answer.

### What muscles does the Example Movement work?

The Example Movement primarily targets the lats. It's classified as a mobility exercise for the back.

### Is the Example Movement good for beginners?

Yes, the Example Movement is rated as a beginner-level exercise. It's a great starting point for building lats strength.

## Related exercises

- [More Back Exercises](https://cards.example.org/exercises/back)
- [More Body Weight Exercises](https://cards.example.org/exercises/equipment/bodyweight)
- [More Lats Exercises](https://cards.example.org/exercises/muscle/lats)

---

[TODO: the closing line](https://cards.example.org)
"""
    )


KNOWN = [*CONSISTENT.items(), ("target muscle", "lats"), ("host", "https://a.b")]


def test_a_section_alone() -> None:
    assert (
        skeleton(EXERCISE, EXERCISE.section("Related exercises"), values_from(EXERCISE, TITLE, KNOWN, {}))
        == """\
## Related exercises

- [More Back Exercises](https://a.b/exercises/back)
- [More Dumbbell Exercises](https://a.b/exercises/equipment/dumbbell)
- [More Lats Exercises](https://a.b/exercises/muscle/lats)

---"""
    )


@pytest.mark.parametrize(
    ("section", "unknown"), [("FAQ", "title"), ("FAQ", "Difficulty"), ("Related exercises", "host")]
)
def test_a_section_of_which_not_all_is_known_is_not_begun(section: str, unknown: str) -> None:
    values = values_from(EXERCISE, TITLE, KNOWN, {})
    texts = {name: text for name, text in values.texts.items() if name != unknown}
    assert skeleton(EXERCISE, EXERCISE.section(section), replace(values, texts=texts)) is None


# Another type: front matter, nested and repeated sections, headings from values

RECORD = """\
name: record
files: ["records/*.md"]
metadata:
  from: front-matter
  schema:
    type: object
    required: [title, number, status, tags, date]
    properties:
      title: {type: string}
      number: {type: integer, minimum: 1}
      status: {enum: [proposed, accepted, "on"]}
      date: {type: string, pattern: '^\\d{4}-\\d\\d-\\d\\d$'}
      tags: {type: array, items: {type: string}, minItems: 1}
      owner: {type: string}
sections:
  - {name: Context, heading: "Why {title|lower}", content: [paragraph], words: {at-least: 20}}
  - name: Options
    content: [paragraph]
    sections:
      - {name: Option, heading: "Option {any}", content: [bullet-list, code], item: reason, at-least: 2,
         repeats: {at-least: 2}}
  - {name: Notes, content: [paragraph], required: false}
  - {name: Status, content: [paragraph], required: false}
statements:
  - {name: state, section: Status, text: "This record is {status}."}
captures: {any: '.+'}
closing: {text: "End of record {number}{any}"}
"""


@pytest.fixture
def record(here: Path) -> Path:
    (here / "record.yaml").write_text(RECORD, encoding="utf-8")
    (here / "exlint.toml").write_text(
        '[types.record]\npath = "record.yaml"\nfiles = ["records/**/*.md", "!records/old.md"]\n', encoding="utf-8"
    )
    return here


def test_a_card_of_a_type_of_ones_own(record: Path) -> None:
    given = ("--set", "number=7", "--set", "status=On", "--set", "tags=data base,no", "--set", "date=2024-05-01")
    status, output, error = outcome("new", "record", "Use  One Queue", *given)
    assert (status, output) == (0, "records/use-one-queue.md\n")
    assert error == "10 places are still to be written; `exlint check records/use-one-queue.md` shows them.\n"
    text = Path("records/use-one-queue.md").read_text(encoding="utf-8")
    assert (
        text
        == """\
---
title: Use One Queue
number: 7
status: "on"
date: "2024-05-01"
tags: [data base, "no"]
---

# Use One Queue

## Why use one queue

TODO: context.

## Options

TODO: options.

### Option TODO

- TODO: reason 1.
- TODO: reason 2.

### Option TODO

- TODO: reason 1.
- TODO: reason 2.

## Status

TODO: status. This record is on.

End of record 7 TODO
"""
    )
    found = outcome("check", "--output-format", "concise")[1].splitlines()
    assert {line.split(" ")[1] for line in found} == {"EX517"}


def test_values_that_the_schema_does_not_allow_are_refused(record: Path) -> None:
    given = ("--set", "number=x", "--set", "status=acepted", "--set", "date=today", "--set", "tags=")
    status, output, error = outcome("new", "record", "Use One Queue", *given)
    assert (status, output) == (2, "")
    assert error.splitlines() == [
        "exlint: date: 'today' does not match '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d$'",
        "exlint: number: expected integer, found 'x'",
        "exlint: status: 'acepted' is not one of proposed, accepted, on; did you mean 'accepted'?",
    ]
    assert not Path("records").exists()


NOTE = """\
name: note
files: ["*.md"]
metadata: {section: Facts, schema: {required: [Day], properties: {Day: {enum: [Monday, Friday]}}}}
sections:
  - name: Facts
  - {name: Parts, sections: [{name: Part}]}
  - name: Summary
  - {name: Later, required: false}
  - {name: Also, content: [links], required: false}
statements:
  - {name: when, section: Summary, text: "It was a {Day}."}
links:
  - {section: Also, text: "All of {Day}", url: "https://a.b/{Day|slug}"}
"""


def test_sections_that_may_hold_anything(here: Path) -> None:
    (here / "note.yaml").write_text(NOTE, encoding="utf-8")
    (here / "exlint.toml").write_text('[types.note]\npath = "note.yaml"\n', encoding="utf-8")
    assert outcome("new", "note", "My Note", "--set", "day=friday")[0] == 0
    assert (
        Path("my-note.md").read_text(encoding="utf-8")
        == """\
# My Note

## Facts

- **Day:** Friday

## Parts

### Part

TODO: part.

## Summary

TODO: summary. It was a Friday.

## Also

- [All of Friday](https://a.b/friday)
"""
    )
    found = outcome("check", "--output-format", "concise")[1].splitlines()
    assert {line.split(" ")[1] for line in found} == {"EX517"}


EXAMPLES = {
    "commands": ("command", "name=unpack", "group=archives", "status=Stable", "host=https://a.b"),
    "decisions": ("decision", "number=9", "status=accepted", "date=2024-05-01", "owner=ana", "areas=storage,backend"),
    "recipes": ("recipe", "dish=soup", "course=starter", "diet=vegan", "serves=4", "allergens=nuts, celery"),
}


@pytest.mark.parametrize("folder", EXAMPLES)
def test_the_example_types(here: Path, folder: str) -> None:
    shutil.copytree(REPOSITORY / "examples" / folder, here, dirs_exist_ok=True)
    name, *values = EXAMPLES[folder]
    status, output, error = outcome("new", name, "Unpack", *(each for value in values for each in ("--set", value)))
    assert (status, error.count("\n")) == (0, 1)
    found = outcome("check", output.strip(), "--output-format", "concise")[1].splitlines()
    assert [line for line in found if line.startswith(output.strip()) and " EX517 " not in line] == []
    assert len(found) == Path(output.strip()).read_text(encoding="utf-8").count("TODO") > 3


# The command


def test_the_command(here: Path) -> None:
    status, output, error = outcome("new", *FACE_PULL)
    assert (status, output) == (0, "cable-face-pull.md\n")
    assert error == "16 places are still to be written; `exlint check cable-face-pull.md` shows them.\n"
    before = Path("cable-face-pull.md").read_bytes()
    assert b"- **Secondary Muscles:** Traps, Rhomboids\n" in before
    assert b"\r" not in before
    status, output, error = outcome("new", *FACE_PULL)
    assert (status, output) == (2, "")
    assert error == "exlint: cable-face-pull.md: is there already; nothing is overwritten\n"
    assert Path("cable-face-pull.md").read_bytes() == before
    assert outcome("new", *FACE_PULL, "-o", "-")[1].encode() == before
    codes = {line.split(" ")[1] for line in outcome("check", "--output-format", "concise")[1].splitlines()}
    assert codes == {"EX517"}


def test_places_are_counted_that_the_config_lets_pass(here: Path) -> None:
    Path("exlint.toml").write_text('ignore = ["EX517"]\n')
    status, output, error = outcome("new", *FACE_PULL)
    assert (status, output) == (0, "cable-face-pull.md\n")
    assert error == "16 places are still to be written; each says TODO.\n"


def test_two_new_cards_are_no_copies(here: Path) -> None:
    assert outcome("new", *FACE_PULL)[0] == 0
    curl = ("--set", "equipment=barbell", "--set", "target-muscle=biceps", "--set", "difficulty=beginner")
    assert outcome("new", "exercise", "Barbell Curl", *curl, "--set", "category=strength")[0] == 0
    assert "https://cards.example.org" in Path("barbell-curl.md").read_text()  # as the card beside it has it
    assert outcome("check", "--ignore", "placeholder")[0] == 0


PATTERNS = {
    'files = ["cards/*.md"]': "cards/cable-face-pull.md",
    'files = ["/cards/gym/**/*.md", "!cards/gym/README.md"]': "cards/gym/cable-face-pull.md",
    'files = ["**/*.md"]': "cable-face-pull.md",
    'files = ["cards/*/*.md"]': "cable-face-pull.md",
    'files = ["cards/?-*.md", "other/*.markdown"]': "other/cable-face-pull.markdown",
}


@pytest.mark.parametrize(("files", "expected"), PATTERNS.items())
def test_the_folder_is_the_one_that_the_config_has_for_the_type(here: Path, files: str, expected: str) -> None:
    Path("exlint.toml").write_text(f"[types.exercise]\n{files}\n")
    assert outcome("new", *FACE_PULL)[:2] == (0, f"{expected}\n")
    assert Path(expected).is_file()


def test_a_working_directory_of_the_type_is_taken(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("exlint.toml").write_text('[types.exercise]\nfiles = ["cards/**/*.md"]\n')
    Path("cards/back").mkdir(parents=True)
    monkeypatch.chdir("cards/back")
    assert outcome("new", *FACE_PULL)[1] == "cable-face-pull.md\n"
    monkeypatch.chdir(here)
    Path("notes").mkdir()
    monkeypatch.chdir("notes")
    assert outcome("new", *FACE_PULL)[1] == "../cards/cable-face-pull.md\n"


def test_output(here: Path) -> None:
    Path("folder").mkdir()
    assert outcome("new", *FACE_PULL, "--output", "folder")[1] == f"{Path('folder', 'cable-face-pull.md')}\n"
    status, _, error = outcome("new", *FACE_PULL, "--output", "none/card.md")
    assert (status, error) == (2, "exlint: none/card.md: can't be written: No such file or directory\n")


@pytest.mark.parametrize("output", [(), ("--output", f"{'a' * 300}.md")])
def test_a_name_that_is_too_long_is_told(here: Path, output: tuple[str, ...]) -> None:
    name = "a" * 300
    status, _, error = outcome("new", "exercise", name, *FACE_PULL[2:], *output)
    assert (status, error) == (2, f"exlint: {name}.md: can't be written: File name too long\n")
    assert list(here.iterdir()) == []


REFUSED = {
    "type": (
        ("exercize", "X"),
        ["unknown type 'exercize'; did you mean 'exercise'?"],
    ),
    "form": (
        (*FACE_PULL, "--set", "equipment"),
        ["Invalid value for '--set': 'equipment' is not of the form KEY=VALUE"],
    ),
    "key": ((*FACE_PULL, "--set", "equipmnt=Cable"), ["unknown key 'equipmnt'; did you mean 'Equipment'?"]),
    "twice": ((*FACE_PULL, "--set", "EQUIPMENT=Cable"), ["Equipment is given twice"]),
    "title": (
        ("exercise", "!?", *FACE_PULL[2:]),
        ["no file can be called after the title '!?'; name one with --output"],
    ),
    "host": (
        (*FACE_PULL[:-1], "host=cards"),
        [r"host: 'cards' does not match https?://[^/\s]+"],
    ),
    "missing": (
        (*FACE_PULL[:4], *FACE_PULL[10:]),
        [
            f"Target Muscle is missing: {', '.join(known('Target Muscle'))}",
            "Difficulty is missing: Beginner, Intermediate, Advanced",
            f"Category is missing: {', '.join(known('Category'))}",
        ],
    ),
    "no host": (FACE_PULL[:-2], [r"host is missing: what matches https?://[^/\s]+"]),
    "taxonomy": (
        (*FACE_PULL, "--set", "body part=legs"),
        ["Body Part is 'Legs', but Target Muscle 'Shoulders' belongs to 'Shoulders' (EX313 taxonomy-mismatch)"],
    ),
    "title and values": (
        ("exercise", "Weighted Dip", "--set", "equipment=body weight", *FACE_PULL[4:]),
        ["Equipment is body weight, but the title says 'Weighted' (EX418 weighted-without-equipment)"],
    ),
}


@pytest.mark.parametrize(("arguments", "reasons"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_is_told_and_nothing_is_written(
    here: Path, arguments: tuple[str, ...], reasons: list[str]
) -> None:
    status, output, error = outcome("new", *arguments)
    assert (status, output) == (2, "")
    assert error.splitlines() == [f"exlint: {reason}" for reason in reasons]
    assert list(here.iterdir()) == []


def test_all_reasons_are_told_at_once() -> None:
    with pytest.raises(GivenError) as caught:
        values_from(EXERCISE, " ", [("equipment", "cabel"), ("x", "y")], {"host": "https://a.b"})
    assert caught.value.reasons[:3] == (
        "the title is empty",
        "unknown key 'x'",
        f"Equipment: 'cabel' is not one of {', '.join(known('Equipment'))}; did you mean 'Cable'?",
    )
