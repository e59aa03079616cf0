"""`exlint show` and `exlint types`: what they print, and that it is what their schema and the files say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from exlint.check import read_card
from exlint.extract import extract
from exlint.request import FileRequest, Origin
from helpers import CARDS, REPOSITORY, default_plan
from test_cli import outcome

SCHEMA = json.loads((REPOSITORY / "schemas" / "extract.schema.json").read_text(encoding="utf-8"))
FIXTURES = sorted((REPOSITORY / "tests" / "rules").glob("*/bad.md"))
CARD = """\
# Cable *Row*

## Quick answer

It rows. Beginner back exercise using cable. Targets lats.

- **Body Part:** Back
- **Equipment:** Cable
- **Secondary Muscles:** Biceps, Traps

## How to perform

1. Sit down.
3. Pull, see [how](https://a.b/c).

## FAQ

### Is it good?

Yes.

It is.

## Numbers

| sets | reps |
|---|---|
| 3 | **8** |

```sh
row
```
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def extracted(path: Path) -> Any:
    card, _ = read_card(FileRequest(path.name, Origin.NAMED), path.read_bytes(), default_plan())
    return extract(card) if card else None


def at(value: Any) -> str:
    """A text with its place: `row:column-row:column text`."""
    start, end = value["location"], value["end_location"]
    place = f"{start['row']}:{start['column']}-{end['row']}:{end['column']}"
    return f"{place} {value['text']}" if "text" in value else place


def test_what_is_shown(here: Path) -> None:
    Path("cable-row.md").write_text(CARD, encoding="utf-8")
    status, output, error = outcome("show", "cable-row.md")
    assert (status, error) == (0, "")
    shown = json.loads(output)
    jsonschema.validate(shown, SCHEMA)
    assert (shown["version"], shown["filename"], shown["type"]) == (1, "cable-row.md", "exercise")
    assert at(shown["title"]) == "1:3-1:14 Cable Row"
    assert [(each["name"], each["known"], each["data"], [*map(at, each["values"])]) for each in shown["metadata"]] == [
        ("Body Part", True, "Back", ["7:18-7:22 Back"]),
        ("Equipment", True, "Cable", ["8:18-8:23 Cable"]),
        ("Secondary Muscles", True, ["Biceps", "Traps"], ["9:26-9:32 Biceps", "9:34-9:39 Traps"]),
    ]
    quick, steps, faq, numbers = shown["sections"]
    assert (quick["name"], quick["known"], at(quick["heading"]), quick["heading"]["level"]) == (
        "Quick answer",
        True,
        "3:4-3:16 Quick answer",
        2,
    )
    assert [*map(at, quick["paragraphs"])] == ["5:1-5:59 It rows. Beginner back exercise using cable. Targets lats."]
    assert steps["item"] == "step"
    assert [(each["number"], at(each)) for each in steps["items"]] == [
        (1, "13:1-13:13 Sit down."),
        (3, "14:1-14:35 Pull, see how."),
    ]
    (question,) = faq["questions"]
    assert (at(question), [*map(at, question["answer"])]) == (
        "18:5-18:16 Is it good?",
        ["20:1-20:5 Yes.", "22:1-22:7 It is."],
    )
    assert (numbers["known"], numbers["item"]) == (False, None)
    assert [(each["rows"], at(each)) for each in numbers["tables"]] == [([["sets", "reps"], ["3", "8"]], "26:1-28:14")]
    assert [*map(at, numbers["code"])] == ["30:1-32:4 ```sh\nrow\n```"]
    (link,) = shown["links"]
    assert (at(link), link["url"], link["section"]) == ("14:14-14:34 how", "https://a.b/c", "How to perform")
    first, second, *_ = shown["statements"]
    assert (first["name"], at(first["found"]), first["expected"]) == (
        "summary",
        "5:10-5:45 Beginner back exercise using cable.",
        None,
    )
    assert [(each["name"], at(each), each["expected"]) for each in first["values"]] == [
        ("Difficulty", "5:10-5:18 Beginner", None),
        ("Body Part", "5:19-5:23 back", "back"),
        ("Equipment", "5:39-5:44 cable", "cable"),
    ]
    assert second["name"] == "muscles"


def test_standard_input_and_types_by_the_config(here: Path) -> None:
    text = CARDS[0].read_bytes()
    (here / CARDS[0].name).write_bytes(text)
    _, from_file, _ = outcome("show", CARDS[0].name)
    assert outcome("show", "-", "--stdin-filename", CARDS[0].name, stdin=text)[1] == from_file
    assert json.loads(outcome("show", "-", stdin=text)[1]) == {**json.loads(from_file), "filename": "-"}
    Path("note.md").write_text("# Note\n")
    assert outcome("show", "note.md") == (2, "", "exlint: note.md: is no card: it resembles no card type\n")
    Path("exlint.toml").write_text('[types.markdown]\nfiles = ["note.md"]\n')
    assert json.loads(outcome("show", "note.md")[1])["type"] == "markdown"
    assert outcome("show", "none.md") == (2, "", "exlint: none.md: can't be read: No such file or directory\n")
    Path("bad.md").write_bytes(b"\xff")
    assert outcome("show", "bad.md") == (2, "", "exlint: bad.md: is no card: it can't be read as text\n")


def test_every_card_gives_what_the_schema_says() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    shown = [each for path in (*CARDS, *FIXTURES) if (each := extracted(path))]
    assert len(shown) > 100
    for each in shown:
        validator.validate(json.loads(json.dumps(each)))


def places(value: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    if isinstance(value, dict):
        if "location" in value:
            start, end = value["location"], value["end_location"]
            yield (start["row"], start["column"]), (end["row"], end["column"])
        for each in value.values():
            yield from places(each)
    elif isinstance(value, list):
        for each in value:
            yield from places(each)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_places_are_in_the_text(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    found = list(places(extracted(path)))
    assert found
    for (row, column), (end_row, end_column) in found:
        assert (row, column) <= (end_row, end_column)
        assert column <= len(lines[row - 1]) + 1
        assert end_column <= len(lines[end_row - 1]) + 1


# Types


def test_the_list_of_types(here: Path) -> None:
    status, output, error = outcome("types")
    assert (status, error) == (0, "")
    header, *rows = output.splitlines()
    assert header.split() == ["NAME", "FROM", "FILES", "DESCRIPTION"]
    assert [row.split()[:3] for row in rows if row.startswith("exercise ")] == [["exercise", "exlint", "*.md"]]


def test_a_type_is_explained(here: Path) -> None:
    Path("exlint.toml").write_text('[types.exercise]\nfiles = ["cards/*.md"]\n')
    status, output, error = outcome("types", "exercise")
    assert (status, error) == (0, "")
    lines = output.splitlines()
    assert lines[0] == "exercise"
    assert lines[2] == "from exlint; files cards/*.md: the config says that these are of the type"
    assert "  ## How to perform: numbered-list, at least 4 steps" in lines
    assert "  Difficulty: Beginner, Intermediate, Advanced" in lines
    assert "  Quick answer: {Difficulty} {Body Part|lower} exercise using {Equipment|lower}." in lines
    assert "  Related exercises: [More {Body Part} Exercises]({host}/exercises/{Body Part|slug})" in lines
    assert "  EX410 no-side-change: A one-sided exercise whose steps never change sides." in lines
    assert outcome("types", "exercize")[::2] == (
        2,
        "exlint: unknown type 'exercize'; did you mean 'exercise'?\n",
    )


def test_types_as_json(here: Path) -> None:
    (each,) = json.loads(outcome("types", "exercise", "--output-format", "json")[1])
    assert list(each) == [
        "name", "description", "from", "syntax", "files", "bound", "metadata", "sections", "statements", "links",
        "conditions",
    ]  # fmt: skip
    assert (each["from"], each["files"], each["bound"]) == ("exlint", ["*.md"], False)
    assert each["metadata"]["keys"][4] == {
        "name": "Difficulty",
        "required": True,
        "list": False,
        "type": "string",
        "closed": True,
        "values": ["Beginner", "Intermediate", "Advanced"],
    }
    assert [(one["name"], one["items"]["at_least"]) for one in each["sections"]] == [
        ("Quick answer", 0),
        ("How to perform", 4),
        ("Pro tips", 3),
        ("Common mistakes", 3),
        ("FAQ", 4),
        ("Related exercises", 3),
    ]
    assert {one["code"] for one in each["conditions"]} >= {"EX410", "EX426"}
