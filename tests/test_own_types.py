"""What a type of a project's own can ask for, and what is found where a document doesn't give it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exlint.check import check_file
from exlint.engine import run
from exlint.findings import Applicability
from exlint.fixing import mend
from exlint.plan import Plan
from exlint.request import FileRequest, Job, Origin
from exlint.typefile import read_card_type
from exlint.value import replace
from helpers import default_plan

TYPE = """\
name: page
files: ["*.md"]
title: {text: "{kind}: {title}"}
metadata:
  from: front-matter
  schema:
    additionalProperties: true
    required: [kind, pages]
    properties:
      kind: {enum: [Guide, Note]}
      pages: {type: integer, maximum: 9}
      tags: {type: array, minItems: 2, items: {type: string}}
      draft: {type: boolean}
captures: {option: "Option [A-Z]+"}
sections:
  - name: Aim
    heading: ["Why {title|lower}?", Aim]
    content: [paragraph]
  - name: Use
    content: [paragraph, table]
    sections:
      - {name: First, content: [code]}
      - {name: Second, heading: [Second, Two], content: [bullet-list], item: hint, at-most: 2}
      - {name: option, heading: "{option}", repeats: true, required: false, content: [paragraph]}
  - name: More
    required: false
    other-sections: true
closing: {text: "The end of {title}."}
"""

PAGE = """\
---
kind: Guide
pages: 3
tags: [keys, doors]
draft: false
layout: wide
---
# Guide: Keys

## Why keys?

Doors need them.

## Use

| door | key |
|---|---|
| front | iron |

### First

```
turn left
```

### Two

- Push the door first.

### Option A

Kick it.

### Option B

Ring the bell.

## More

### Anything

Other keys open it, too.

The end of Keys.
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    file = tmp_path_factory.mktemp("types") / "page.yaml"
    file.write_text(TYPE, encoding="utf-8")
    return replace(default_plan(), types=(read_card_type(file),))


def found(text: str, plan: Plan) -> list[str]:
    result = check_file(FileRequest("keys.md", Origin.NAMED, "page", ("page",)), text.encode(), plan)
    assert result.troubles == ()
    return [f"{each.place.start.row}:{each.place.start.column} {each.code} {each.message}" for each in result.findings]


def test_a_good_page(plan: Plan) -> None:
    assert found(PAGE, plan) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # Front matter
        ("pages: 3", "pages: three", "3:8 EX308 'three' is no integer, as 'pages' must be"),
        ("pages: 3", "pages: 12", "3:8 EX308 '12' breaks 'maximum' (9) of 'pages'"),
        ("pages: 3", "pages:", "3:1 EX305 'pages' has no value"),
        ("pages: 3", "Pages: 3", "3:1 EX303 unknown key 'Pages'; did you mean 'pages'?"),
        ("pages: 3\n", "", "2:1 EX302 'pages' is missing"),
        ("[keys, doors]", "[keys]", "4:8 EX308 'tags' has 1 item; expected at least 2"),
        ("[keys, doors]", "[]", "4:1 EX305 'tags' has no value"),
        ("[keys, doors]", "keys", "4:7 EX308 'keys' is no array, as 'tags' must be"),
        ("[keys, doors]", "[keys, 3]", "4:14 EX308 '3' is no string, as 'tags' must be"),
        ("draft: false", "draft: no", "5:8 EX308 'no' is no boolean, as 'draft' must be"),
        (
            PAGE[: PAGE.index("# Guide")],
            "",
            "1:1 EX301 the front matter ('---' … '---') is missing; expected a line such as 'kind: …' at the start for "
            "each of kind, pages, tags, draft",
        ),
        # Title and headings
        ("# Guide: Keys", "# Note: Keys", "8:3 EX401 the title says 'Note' for kind; expected 'Guide'"),
        (
            "# Guide: Keys",
            "# Guide of Keys",
            "8:3 EX401 the title reads 'Guide of Keys'; expected 'Guide: {title}'",
        ),
        (
            "## Why keys?",
            "## Why locks?",
            "10:8 EX401 the heading of section 'Aim' says 'locks' for the title; expected 'keys'",
        ),
        ("## Why keys?", "## WHY keys?", "10:4 EX209 section is called 'WHY keys?'; expected '## Why keys?'"),
        ("## Why keys?", "## Aim", ""),
        ("## Why keys?\n\nDoors need them.\n\n", "", "10:4 EX203 section 'Aim' is missing; expected '## Why keys?'"),
        # Sections within sections
        ("### First", "## First", "20:4 EX208 section 'First' is a level-2 heading; expected '### First'"),
        ("### First", "#### First", "20:6 EX208 section 'First' is a level-4 heading; expected '### First'"),
        ("### First", "### Frst", "20:5 EX209 section is called 'Frst'; expected '### First'"),
        (
            "### Option B",
            "### Other B",
            "34:5 EX206 unknown section 'Other B'; expected one of First, Second, {option}",
        ),
        ("### Option B", "### Two", "34:5 EX205 section 'Second' stands twice"),
        ("### Two\n\n- Push the door first.\n\n", "", "26:5 EX203 section 'Second' is missing; expected '### Second'"),
        ("- Push", "- Wait.\n- Look.\n- Push", "30:3 EX230 3 hints; expected at most 2"),
        ("```\nturn left\n```", "Turn left.", "22:1 EX218 section 'First' holds code; found a paragraph"),
        (
            "| door | key |\n|---|---|\n| front | iron |",
            "- Iron opens it.",
            "16:1 EX218 section 'Use' holds a paragraph and a table; found a bullet list",
        ),
        ("### Anything", "##### Anything", "40:7 EX233 level-5 heading after a level-2 heading; expected level 3"),
        # The end
        ("The end of Keys.", "The end.", "44:1 EX217 closing line is missing; expected 'The end of {title}.'"),
    ],
)
def test_one_fault_is_one_finding(plan: Plan, old: str, new: str, expected: str) -> None:
    assert PAGE.count(old) == 1
    assert "\n".join(found(PAGE.replace(old, new), plan)) == expected


def test_cards_of_two_types_are_not_compared(plan: Plan, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TYPE.replace("name: page", "name: other"), encoding="utf-8")
    both = replace(plan, types=(*plan.types, read_card_type(other)))

    def titles(*types: str) -> list[str]:
        jobs = [
            Job(FileRequest(f"{index}.md", Origin.NAMED, name), f"{index}.md", data=PAGE.encode())
            for index, name in enumerate(types)
        ]
        return [each.place.filename for each in run(jobs, both).findings if each.name == "duplicate-title"]

    assert titles("page", "page") == ["1.md"]
    assert titles("page", "other") == []


def test_a_section_is_begun_in_its_place_within_another_and_after_those_that_repeat(tmp_path: Path) -> None:
    text = TYPE.replace("repeats: true, required: false", "repeats: true").replace(
        "  - name: More\n", "      - {name: Third, content: [code]}\n  - name: More\n"
    )
    (tmp_path / "page.yaml").write_text(text, encoding="utf-8")
    plan = replace(default_plan(), types=(read_card_type(tmp_path / "page.yaml"),))
    job = Job(FileRequest("keys.md", Origin.NAMED, "page", ("page",)), "keys.md", data=PAGE.encode())
    levels = frozenset({Applicability.SAFE, Applicability.UNSAFE})
    mended = mend([job], lambda jobs: run(jobs, plan), levels)
    assert mended.jobs[0].read().decode() == PAGE.replace(
        "\n## More\n", "\n### Third\n\n```text\nTODO\n```\n\n## More\n"
    )
    assert [each.message for each in mended.report.findings] == ["'TODO' was meant to be filled in"]


SMALL = 'name: note\nfiles: ["*.md"]\n'


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ""),
        ("other-sections: true\n", ""),
        (
            "other-sections: false\n",
            "3:4 EX206 unknown section 'B'; expected none\n5:4 EX206 unknown section 'B'; expected none",
        ),
    ],
)
def test_a_type_without_sections_has_no_opinion_on_them(tmp_path: Path, more: str, expected: str) -> None:
    (tmp_path / "note.yaml").write_text(SMALL + more, encoding="utf-8")
    plan = replace(default_plan(), types=(read_card_type(tmp_path / "note.yaml"),))
    request = FileRequest("a.md", Origin.NAMED, "note", ("note",))
    result = check_file(request, b"# A\n\n## B\n\n## B\n\nText.\n", plan)
    shown = [f"{each.place.start.row}:{each.place.start.column} {each.code} {each.message}" for each in result.findings]
    assert "\n".join(shown) == expected
