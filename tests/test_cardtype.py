"""Card types: the built-in one, and every mistake in a type file at its place."""

from __future__ import annotations

import json
import pickle
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exlint import schema
from exlint.cardtype import CardType, CardTypeError, FieldSpec, Limits, SectionSpec
from exlint.findings import Position
from exlint.patterns import compile_pattern
from exlint.resources import SCHEMAS
from exlint.template import literal
from exlint.typefile import read_card_type
from exlint.typestore import TypeStore
from exlint.value import replace
from exlint.yamlfile import read_yaml
from helpers import REPOSITORY

EXAMPLES = REPOSITORY / "examples"

# The built-in type

VALUES = {
    "title": "Ring Row",
    "Body Part": "Back",
    "Equipment": "Rings",
    "Target Muscle": "Upper Back",
    "Secondary Muscles": "Biceps, Lats",
    "Difficulty": "Intermediate",
    "Category": "Strength",
}
WITHOUT_SECONDARY = {name: value for name, value in VALUES.items() if name != "Secondary Muscles"}


def section(name: str, *content: str, **more: Any) -> SectionSpec:
    return SectionSpec(name, (literal(name),), content, **more)


@pytest.fixture(scope="module")
def exercise() -> CardType:
    return next(each for each in TypeStore().builtin() if each.name == "exercise")


def test_the_built_in_type(exercise: CardType) -> None:
    assert (exercise.name, exercise.files, exercise.title.file_name_is_slug) == ("exercise", ("*.md",), True)
    assert exercise.path == str(SCHEMAS / "exercise.yaml")
    assert exercise.metadata.section == "Quick answer"
    assert exercise.distinct == (("Target Muscle", "Secondary Muscles"),)


def test_its_sections(exercise: CardType) -> None:
    assert exercise.sections == (
        section("Quick answer", "paragraph", "metadata", rule_after=True),
        section("How to perform", "numbered-list", item="step", items=Limits(4)),
        section("Pro tips", "bullet-list", item="tip", items=Limits(3)),
        section("Common mistakes", "bullet-list", item="mistake", items=Limits(3)),
        section("FAQ", "questions", item="question", items=Limits(4), answer_at_most=1),
        section("Related exercises", "links", item="link", items=Limits(3), rule_after=True),
    )
    assert exercise.section("FAQ") is exercise.sections[4]


def test_its_keys(exercise: CardType) -> None:
    keys = [(key.name, len(key.known), key.closed, key.is_list, key.required) for key in exercise.metadata.fields]
    (secondary,) = [key for key in keys if key[0] == "Secondary Muscles"]
    assert keys == [
        ("Body Part", 8, True, False, True),
        ("Equipment", 17, True, False, True),
        ("Target Muscle", 19, True, False, True),
        ("Secondary Muscles", secondary[1], False, True, False),
        ("Difficulty", 3, True, False, True),
        ("Category", 7, True, False, True),
    ]


@pytest.mark.parametrize("other", ["Ankles", "Feet", "Hands", "Wrists", "Groin"])
def test_what_is_no_muscle(exercise: CardType, other: str) -> None:
    data = {name: value for name, value in WITHOUT_SECONDARY.items() if name != "title"}
    found = schema.violations(exercise.metadata.schema_text, {**data, "Secondary Muscles": ["Abs", other]})
    assert [(each.path, each.keyword, each.value, each.note) for each in found] == [
        (("Secondary Muscles", 1), "not", other, "is a part of the body, not a muscle")
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            VALUES,
            [
                "Intermediate back exercise using rings.",
                "Targets upper back, also works biceps, lats.",
                "The Ring Row primarily targets the upper back, with secondary activation in the biceps, lats. "
                "It's classified as a strength exercise for the back.",
            ],
        ),
        (
            WITHOUT_SECONDARY,
            [
                "Intermediate back exercise using rings.",
                "Targets upper back.",
                "The Ring Row primarily targets the upper back. It's classified as a strength exercise for the back.",
            ],
        ),
    ],
)
def test_its_statements(exercise: CardType, values: dict[str, str], expected: list[str]) -> None:
    plain = [statement for statement in exercise.statements if not statement.by]
    assert [statement.forms[""].render(values) for statement in plain] == expected
    assert [statement.section for statement in plain] == ["Quick answer", "Quick answer", "FAQ"]
    assert [statement.question.render(values) if statement.question else None for statement in plain] == [
        None,
        None,
        "What muscles does the Ring Row work?",
    ]


def test_its_statement_by_difficulty(exercise: CardType) -> None:
    (statement,) = [each for each in exercise.statements if each.by]
    assert (statement.section, statement.by) == ("FAQ", "Difficulty")
    assert statement.question is not None
    assert statement.question.render(VALUES) == "Is the Ring Row good for beginners?"
    forms = {name: form.render({**VALUES, "Difficulty": name}) for name, form in statement.forms.items()}
    assert forms == {
        "Beginner": "Yes, the Ring Row is rated as a beginner-level exercise. "
        "It's a great starting point for building upper back strength.",
        "Intermediate": "The Ring Row is rated as intermediate. "
        "Beginners should build a base of upper back strength with easier variations first.",
        "Advanced": "The Ring Row is an advanced exercise. Beginners should master fundamental back movements first.",
    }


def test_its_links(exercise: CardType) -> None:
    values = {**VALUES, "host": "https://example.org"}
    assert [(link.section, link.text.render(values), link.url.render(values)) for link in exercise.links] == [
        ("Related exercises", "More Back Exercises", "https://example.org/exercises/back"),
        ("Related exercises", "More Rings Exercises", "https://example.org/exercises/equipment/rings"),
        ("Related exercises", "More Upper Back Exercises", "https://example.org/exercises/muscle/upper-back"),
    ]
    assert exercise.closing is not None
    assert exercise.closing.link is not None
    assert exercise.closing.link.match("https://example.org") is not None
    assert exercise.closing.link.match("https://example.org/exercises") is None


@pytest.mark.parametrize(
    ("value", "expected"), [("Body Weight", "bodyweight"), ("EZ Bar", "ez-bar"), ("Upper Back", "upper-back")]
)
def test_its_slugs(exercise: CardType, value: str, expected: str) -> None:
    assert exercise.slug(value) == expected


def test_its_synonyms(exercise: CardType) -> None:
    assert exercise.canon("Quadriceps") == exercise.canon("quads") == "quads"
    assert exercise.canon("TRAPEZIUS") == exercise.canon("Traps") == "traps"
    assert exercise.canon("Something Else") == "something else"


def test_every_target_has_its_body_part(exercise: CardType) -> None:
    (taxonomy,) = exercise.taxonomy
    assert (taxonomy.key, taxonomy.decides) == ("Target Muscle", "Body Part")
    target, body_part = exercise.metadata.field("Target Muscle"), exercise.metadata.field("Body Part")
    assert target is not None
    assert body_part is not None
    assert set(taxonomy.parent_of) == set(target.known)
    assert set(taxonomy.parent_of.values()) == set(body_part.known)
    assert {name: taxonomy.parent_of[name] for name in ("Abs", "Lats", "Neck", "Cardiovascular", "Forearms")} == {
        "Abs": "Core",
        "Lats": "Back",
        "Neck": "Neck",
        "Cardiovascular": "Cardio",
        "Forearms": "Arms",
    }


def test_it_can_be_sent_to_another_process(exercise: CardType) -> None:
    assert pickle.loads(pickle.dumps(exercise)) == exercise


# A type of one's own

RECIPE = """\
name: recipe
description: A recipe.
files: ["recipes/*.md"]
title: {file-name: slug}
metadata:
  section: Summary
  schema: recipe.json
sections:
  - name: Summary
    content: [paragraph, metadata]
  - name: Method
    level: 3
    required: false
    content: [numbered-list]
    item: step
    at-least: 2
    rule-after: true
closing: "{host}"
statements:
  - name: time
    section: Summary
    text: "Ready in {Time|lower}[, serves {Guests}]."
  - name: praise
    section: Method
    question: "Is {title} easy?"
    by: Level
    text:
      Easy: "Yes, {title} is."
      Hard: "No."
links:
  - section: Method
    text: "More {Level}"
    url: "{host}/{Level|slug}"
captures: {host: "https?://[^/]+"}
slugs: {Easy: simple}
synonyms:
  Easy: [Simple, Light]
taxonomy:
  - key: Course
    decides: Level
    values:
      Easy: [Soup, Salad]
      Hard: [Roast]
distinct:
  - [Level, Tags]
words:
  tools: [Pan, Oven]
patterns:
  hot: "oven|stove"
  very-hot: "very (?:{hot})"
conditions:
  - code: RC001
    name: hard-work
    message: easy, but {found}
    why: readers trust it
    fix: decide
    source: none
    cases:
      - when: [{in: Level, is: [Easy]}]
        forbids: {in: Method, matches: "{very-hot}"}
        at: Level
claims:
  - key: Course
    section: Method
    claim: 'a (.*)'
    question: 'course'
    ignore: [Roast]
    terms: {Soup: [soup, broth]}
"""
KEYS: dict[str, Any] = {
    "required": ["Level", "Time"],
    "properties": {
        "Level": {"enum": ["Easy", "Hard"]},
        "Time": {"type": "string"},
        "Guests": {},
        "Course": {"enum": ["Soup", "Salad", "Roast"]},
        "Tags": {"type": "array", "items": {"examples": ["Quick"]}},
    },
}


def read(folder: Path, text: str = RECIPE, keys: object = KEYS) -> CardType:
    (folder / "recipe.yaml").write_text(text, encoding="utf-8", newline="")
    if keys is not None:
        written = keys if isinstance(keys, str) else json.dumps(keys)
        (folder / "recipe.json").write_text(written, encoding="utf-8")
    return read_card_type(folder / "recipe.yaml")


def error_of(folder: Path, text: str = RECIPE, keys: object = KEYS) -> str:
    """The one error, from the place in the file on."""
    with pytest.raises(CardTypeError) as caught:
        read(folder, text, keys)
    prefix = f"{folder / 'recipe.yaml'}:"
    assert str(caught.value).startswith(prefix)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(prefix)


def test_a_whole_type(tmp_path: Path) -> None:
    recipe = read(tmp_path)
    assert (recipe.name, recipe.description, recipe.files) == ("recipe", "A recipe.", ("recipes/*.md",))
    assert recipe.title.file_name_is_slug
    assert recipe.sections == (
        section("Summary", "paragraph", "metadata"),
        section("Method", "numbered-list", level=3, required=False, item="step", items=Limits(2), rule_after=True),
    )
    assert recipe.metadata.fields == (
        FieldSpec("Level", ("Easy", "Hard"), closed=True, is_list=False, required=True),
        FieldSpec("Time", (), closed=False, is_list=False, required=True),
        FieldSpec("Guests", (), closed=False, is_list=False, required=False),
        FieldSpec("Course", ("Soup", "Salad", "Roast"), closed=True, is_list=False, required=False),
        FieldSpec("Tags", ("Quick",), closed=False, is_list=True, required=False),
    )
    assert [(each.name, each.section, each.by, list(each.forms)) for each in recipe.statements] == [
        ("time", "Summary", "", [""]),
        ("praise", "Method", "Level", ["Easy", "Hard"]),
    ]
    assert recipe.captures == {"host": "https?://[^/]+"}
    assert recipe.slug("easy") == "simple"
    assert recipe.canonical == {"easy": "easy", "simple": "easy", "light": "easy"}
    assert [dict(each.parent_of) for each in recipe.taxonomy] == [{"Soup": "Easy", "Salad": "Easy", "Roast": "Hard"}]
    assert recipe.distinct == (("Level", "Tags"),)
    assert recipe.word_list("tools") == {"pan", "oven"}
    assert recipe.word_list("tools", "articles", "nothing") == {"pan", "oven", "a", "an", "the"}


def test_the_least_that_a_type_needs(tmp_path: Path) -> None:
    text = (
        "name: note\nfiles: ['*.md']\nmetadata: {section: S, schema: recipe.json}\n"
        "sections: [{name: S, content: [metadata]}]\n"
    )
    note = read(tmp_path, text)
    assert not note.title.file_name_is_slug
    assert (note.statements, note.links, note.closing, note.taxonomy, note.distinct) == ((), (), None, (), ())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_endings_and_byte_order_mark(tmp_path: Path, newline: str, bom: str) -> None:
    assert read(tmp_path, bom + RECIPE.replace("\n", newline)).name == "recipe"
    broken = RECIPE.replace("item: step", "item: 5").replace("\n", newline)
    assert error_of(tmp_path, bom + broken) == "15:5: expected string, found 5 in sections.1"


# Mistakes in a type file


#: What is replaced in the recipe's type, by what, and the error.
MISTAKES = [
    # YAML
    ("name: recipe\n", "name: recipe\n\tx: y\n", "2:1: found a tab character that violates indentation"),
    ("name: recipe\n", "name: recipe\nname: recipe\n", "2:1: key 'name' stands twice"),
    ("name: recipe\n", "name: [recipe\n", "2:12: did not find expected ',' or ']'"),
    ("name: recipe\n", "name: \x00\n", "1:7: character '\\x00' is not allowed in YAML"),
    ("[Simple, Light]", "&x [*x]", "37:13: alias *x is not allowed here; write the value out"),
    ("Easy: [Simple", "1: [Simple", "37:3: a key must be text; put quotes around it if it is meant as such"),
    # The JSON Schema of types
    ("description:", "descripton:", "2:1: unknown key 'descripton'; did you mean 'description'?"),
    ("level: 3", "lvl: 3", "12:5: unknown key 'lvl'; did you mean 'level'? in sections.1"),
    ("name: recipe\n", "", "1:1: key 'name' is missing"),
    ("name: recipe", "name: Recipe", "1:1: 'Recipe' does not match '^[a-z][a-z0-9-]*$'"),
    ("name: recipe", "name:", "1:1: expected string, found nothing"),
    ("name: recipe", "language: latin\nname: recipe", "1:1: 'latin' is not one of english"),
    ("- name: Method", "- nam: Method", "11:5: unknown key 'nam'; did you mean 'name'? in sections.1"),
    ("- name: Method", "- name: ''", "11:5: expected something, found nothing in sections.1"),
    ("level: 3", "level: three", "12:5: expected integer, found 'three' in sections.1"),
    ("level: 3", "level: 7", "12:5: expected at most 6, found 7 in sections.1"),
    ("level: 3", "level: 0", "12:5: expected at least 1, found 0 in sections.1"),
    ("required: false", "required: no", "13:5: expected boolean, found 'no' in sections.1"),
    (
        "[numbered-list]",
        "[number-list]",
        "14:15: 'number-list' is not one of paragraph, metadata, numbered-list, bullet-list, questions, links, "
        "table, code; "
        "did you mean 'numbered-list'? in sections.1.content",
    ),
    ("file-name: slug", "file-name: slugs", "4:9: 'slugs' is not one of slug; did you mean 'slug'? in title"),
    ('"recipes/*.md"', '"recipes/*.md", "[z-a].md"', "3:25: '[z-a].md' is no file pattern"),
    ('"recipes/*.md"', ", ".join(f'"?{n}.md"' for n in range(4000)), "3:1: too many or too long patterns"),
    ('files: ["recipes/*.md"]', "files: recipes", "3:1: expected array, found 'recipes'"),
    ('Hard: "No."', "Hard: [x]", "29:7: expected string, found array in statements.1.text"),
    ("[Level, Tags]", "[Level]", "45:5: expected at least 2 items, found 1 in distinct"),
    ("[Level, Tags]", "[Level, Tags, Time]", "45:5: expected at most 2 items, found 3 in distinct"),
    # Names that nothing has
    ("section: Summary\n  sch", "section: Sumary\n  sch", "6:3: unknown section 'Sumary'; did you mean 'Summary'?"),
    ("section: Method\n    q", "section: Mehtod\n    q", "24:5: unknown section 'Mehtod'; did you mean 'Method'?"),
    ("section: Method\n    t", "section: Footer\n    t", "31:5: unknown section 'Footer'"),
    ("by: Level", "by: Levels", "26:5: unknown key 'Levels'; did you mean 'Level'?"),
    ('Hard: "No."', 'Heard: "No."', "29:7: unknown Level value 'Heard'; did you mean 'Hard'?"),
    ("{Time|lower}", "{Tiem|lower}", "22:5: unknown value 'Tiem'; did you mean 'Time'?"),
    ("Is {title}", "Is {Title}", "25:5: unknown value 'Title'; did you mean 'title'?"),
    ("More {Level}", "More {Levle}", "32:5: unknown value 'Levle'; did you mean 'Level'?"),
    ('"{host}/', '"{hots}/', "33:5: unknown value 'hots'; did you mean 'host'?"),
    ('closing: "{host}"', 'closing: "{home}"', "18:1: unknown value 'home'"),
    ("key: Course\n    dec", "key: Corse\n    dec", "39:5: unknown key 'Corse'; did you mean 'Course'?"),
    ("decides: Level", "decides: Lever", "40:5: unknown key 'Lever'; did you mean 'Level'?"),
    ("Hard: [Roast]", "Hardy: [Roast]", "43:7: unknown Level value 'Hardy'; did you mean 'Hard'?"),
    ("[Soup, Salad]", "[Soup, Salat]", "42:20: unknown Course value 'Salat'; did you mean 'Salad'?"),
    ("[Level, Tags]", "[Level, Tag]", "45:5: unknown key 'Tag'; did you mean 'Tags'?"),
    # Names that two things have
    ("- name: Method", "- name: SUMMARY", "11:5: 'SUMMARY' stands twice in sections"),
    ("- name: praise", "- name: time", "23:5: 'time' stands twice in statements"),
    ("[Simple, Light]", "[Simple]\n  Hard: [Simple]", "38:10: 'Simple' is a synonym of two values"),
    ("[Simple, Light]", "[Simple]\n  Simple: [Light]", "38:3: 'Simple' is a synonym of two values"),
    ("Hard: [Roast]", "Hard: [Roast, Soup]", "43:21: 'Soup' leads to two values"),
    # Templates
    ("{Time|lower}", "{Time|lwer}", "22:5: unknown filter 'lwer'; known: lower, slug, singular; did you mean 'lower'?"),
    ("[, serves {Guests}]", "[, serves {Guests}", "22:5: '[' at character 22 is never closed"),
    ("[, serves {Guests}]", ", serves {Guests}]", "22:5: ']' without '[' at character 39"),
    ("[, serves {Guests}]", "[, serves more]", "22:5: an optional part without a value ends at character 36"),
    ("{Time|lower}", "{Time", "22:5: unexpected '{' at character 10"),
    ('"Is {title} easy?"', '""', "25:5: a template needs text"),
    ('closing: "{host}"', "closing: ''", "18:1: a template needs text"),
    # Statements by a value
    ("    by: Level\n", "", "23:5: 'by' goes with a text for each value of that key, and only with it"),
    (
        '    text: "Ready',
        '    by: Level\n    text: "Ready',
        "20:5: 'by' goes with a text for each value of that key, and only with it",
    ),
    # Captures
    (
        "https?://[^/]+",
        "https?://([^/]+",
        "34:12: 'https?://([^/]+' is no regular expression of RE2: missing ): https?://([^/]+",
    ),
    (
        "https?://[^/]+",
        "(http|https)://x",
        "34:12: '(http|https)://x' has a group that captures; write '(?:' for '('",
    ),
    # The file of the metadata's schema
    ("recipe.json", "other.json", "7:3: 'other.json' can't be read: No such file or directory"),
    ("schema: recipe.json", "schema: ''", "7:3: '' can't be read: Is a directory"),
    ("schema: recipe.json", 'schema: "a\\0b"', "7:3: 'a\\x00b' can't be read: embedded null byte"),
    # Patterns and conditions
    ('hot: "oven', 'hot: "(oven', "49:3: not a regular expression of RE2: missing ): (oven|stove"),
    ('hot: "oven', 'hot: "(?=oven', "49:3: not a regular expression of RE2: invalid perl operator: (?="),
    (
        'hot: "oven',
        'hot: "(?:(?:o{99}){99}){9}',
        "49:3: not a regular expression of RE2: invalid repetition size: {99}",
    ),
    (
        'hot: "oven',
        'hot: "{very-hot}',
        "49:3: pattern 'very-hot' stands further down; a pattern can use those above it",
    ),
    ('matches: "{very-hot}"', 'matches: "{very-hto}"', "60:31: unknown pattern 'very-hto'; did you mean 'very-hot'?"),
    ("in: Method, matches", "in: Methods, matches", "60:19: unknown part 'Methods'; did you mean 'Method'?"),
    ("is: [Easy]", "is: [Eesy]", "59:33: unknown Level value 'Eesy'; did you mean 'Easy'?"),
    ("at: Level", "at: Levels", "61:9: unknown part 'Levels'; did you mean 'Level'?"),
    ("but {found}", "but {fuond}", "54:5: 'easy, but {fuond}' may have {when} and {found}, no other braces"),
    ("but {found}", "but {found", "54:5: 'easy, but {found' may have {when} and {found}, no other braces"),
    ("code: RC001", "code: rc1", "52:5: 'rc1' does not match '^[A-Z]{2,}[0-9]{3}$' in conditions.0"),
    # Claims
    ("key: Course\n    sec", "key: Coarse\n    sec", "63:5: unknown key 'Coarse'; did you mean 'Course'?"),
    ("section: Method\n    claim", "section: FAQ\n    claim", "64:5: unknown section 'FAQ'"),
    ("claim: 'a (.*)'", "claim: 'a .*'", "65:5: the claim has no group that names the value"),
    ("ignore: [Roast]", "ignore: [Toast]", "67:14: unknown Course value 'Toast'; did you mean 'Roast'?"),
    ("terms: {Soup:", "terms: {Soap:", "68:13: unknown Course value 'Soap'; did you mean 'Soup'?"),
]


@pytest.mark.parametrize(("old", "new", "error"), MISTAKES)
def test_a_mistake_has_its_place(tmp_path: Path, old: str, new: str, error: str) -> None:
    assert RECIPE.count(old) == 1
    assert error_of(tmp_path, RECIPE.replace(old, new)) == error


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "1:1: expected object, found nothing"),
        ("# nothing yet\n", "1:1: expected object, found nothing"),
        ("recipe", "1:1: expected object, found 'recipe'"),
        ("- recipe", "1:1: expected object, found array"),
        ("[" * 1_000, "1:52: nested deeper than 50 levels"),
    ],
)
def test_a_file_that_is_no_type(tmp_path: Path, text: str, error: str) -> None:
    assert error_of(tmp_path, text) == error


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CardTypeError) as caught:
        read_card_type(tmp_path / "none.yaml")
    assert str(caught.value) == f"{tmp_path / 'none.yaml'}:1:1: can't be read: No such file or directory"


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_bytes(b"name: recipe\ndescription: caf\xe9\n")
    with pytest.raises(CardTypeError) as caught:
        read_card_type(tmp_path / "recipe.yaml")
    assert str(caught.value) == f"{tmp_path / 'recipe.yaml'}:2:17: can't be read: not UTF-8"


LEVEL = KEYS["properties"]["Level"]


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "not a JSON Schema: [] is not of type 'object', 'boolean' at the top"),
        (
            {"properties": {"Level": {"type": "text"}}},
            "not a JSON Schema: 'text' is not valid under any of the given schemas at properties/Level/type",
        ),
        (True, "no properties; they are the keys of a card's metadata"),
        ({}, "no properties; they are the keys of a card's metadata"),
        ({"properties": {}}, "no properties; they are the keys of a card's metadata"),
        (
            {"properties": {"Level": LEVEL}, "required": ["Levle"]},
            "required key 'Levle' is no property; did you mean 'Level'?",
        ),
        (
            {"properties": {"Level": True}},
            "property 'Level' is neither text, number or truth value, nor a list of these",
        ),
        (
            {"properties": {"Time": {"type": "object"}}},
            "property 'Time' is neither text, number or truth value, nor a list of these",
        ),
        (
            {"properties": {"Tags": {"type": "array", "items": {"type": "array"}}}},
            "property 'Tags' is neither text, number or truth value, nor a list of these",
        ),
        ({"properties": {"Level": {"enum": [1, 2]}}}, "property 'Level' has a value that is no text"),
        ({"properties": {"Tags": {"examples": [None]}}}, "property 'Tags' has a value that is no text"),
        (
            {"properties": {"Level": {"$ref": "https://example.org/level.json"}}},
            "$ref 'https://example.org/level.json' leads out of the schema; only references within it are followed",
        ),
        ({"properties": {"Level": {"$ref": "#/$defs/level"}}}, "$ref '#/$defs/level' leads nowhere"),
        ({"properties": {"Level": {"$ref": "#/properties/Level"}}}, "a $ref leads back to itself"),
    ],
)
def test_a_metadata_schema_that_can_not_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: object, error: str
) -> None:
    monkeypatch.delattr(socket, "socket")
    assert error_of(tmp_path, keys=keys) == f"7:3: recipe.json: {error}"


# The schema of type files, from which docs/card-types.md is made


def described(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a type file may have, with what its schema says of it."""
    for name, each in node.get("properties", {}).items():
        yield f"{path}{name}", each
        yield from described(each, f"{path}{name}.")
        yield from described(each.get("items", {}), f"{path}{name}.")


TYPE_SCHEMA: Any = json.loads((SCHEMAS / "card-type.schema.json").read_text(encoding="utf-8"))
TYPE_KEYS = dict(described(TYPE_SCHEMA)) | {
    f"{name}.{key}": node for name, each in TYPE_SCHEMA["$defs"].items() for key, node in described(each)
}


@pytest.mark.parametrize("key", TYPE_KEYS)
def test_every_key_is_described_with_examples_that_it_allows(key: str) -> None:
    given = TYPE_KEYS[key]
    node = {**TYPE_SCHEMA["$defs"][given["$ref"].rpartition("/")[2]], **given} if "$ref" in given else given
    assert node["description"].endswith(".")
    assert node["examples"]
    for example in node["examples"]:
        alone = json.dumps({**given, "$defs": TYPE_SCHEMA["$defs"]})
        assert schema.violations(alone, example) == ()


# What several types share


SHARED_PARTS = """\
words: {domain: [simmer]}
patterns: {hot: 'boil|fry'}
conditions:
  - code: RE900
    name: cold-soup
    message: "{found!r} in a cold dish"
    why: It is cold.
    fix: Leave it.
    source: Made up.
    cases:
      - when: [{in: title, matches: cold}]
        unless: [{in: [Variants, Summary], matches: warm}, {in: Variants, matches: hot}]
        forbids: {in: [Steps, Method], matches: "{hot}|simmer"}
      - when: [{in: Variants, matches: cold}]
        forbids: {in: Method, matches: "{hot}"}
"""


def with_shared(folder: Path, shared: str, more: str = "") -> Path:
    """A recipe type with a file that it shares."""
    (folder / "shared.yaml").write_text(shared, encoding="utf-8")
    (folder / "recipe.json").write_text(json.dumps(KEYS), encoding="utf-8")
    path = folder / "recipe.yaml"
    path.write_text(f"{RECIPE.partition('closing:')[0]}shared: shared.yaml\n{more}", encoding="utf-8")
    return path


def test_a_type_takes_over_what_it_shares_as_far_as_it_has_the_parts(tmp_path: Path) -> None:
    own = "words: {domain: [blanch]}\npatterns: {very-hot: '{hot} hard'}\n"
    recipe = read_card_type(with_shared(tmp_path, SHARED_PARTS, own))
    assert {"simmer", "blanch"} <= recipe.words["domain"]
    (condition,) = recipe.conditions
    (case,) = condition.cases
    assert [test.parts for test in case.unless] == [("Summary",)]
    assert case.forbids is not None
    assert case.forbids.parts == ("Method",)
    assert case.forbids.pattern == compile_pattern("(?:boil|fry)|simmer", ignore_case=True)


def test_a_shared_condition_with_no_part_of_the_type_is_none_of_it(tmp_path: Path) -> None:
    shared = SHARED_PARTS.replace("in: title", "in: Steps")
    assert read_card_type(with_shared(tmp_path, shared)).conditions == ()


@pytest.mark.parametrize(
    ("shared", "error"),
    [
        ("name: x\n", "shared.yaml:1:1: unknown key 'name'"),
        (
            SHARED_PARTS.replace("boil|fry", "(?=x)"),
            "shared.yaml:2:12: not a regular expression of RE2: invalid perl operator: (?=",
        ),
        (SHARED_PARTS.replace("{hot}|", "{hut}|"), "shared.yaml:13:40: unknown pattern 'hut'"),
        (SHARED_PARTS.replace("{found!r}", "{lost}"), "shared.yaml:6:5: '{lost} in a cold dish' may have {when}"),
        ("words: [", "shared.yaml:1:9: "),
    ],
)
def test_what_is_wrong_with_a_shared_file_is_said_there(tmp_path: Path, shared: str, error: str) -> None:
    with pytest.raises(CardTypeError) as caught:
        read_card_type(with_shared(tmp_path, shared))
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(error)


def test_a_shared_file_that_is_not_there(tmp_path: Path) -> None:
    path = with_shared(tmp_path, "")
    (tmp_path / "shared.yaml").unlink()
    with pytest.raises(CardTypeError) as caught:
        read_card_type(path)
    assert str(caught.value) == f"{path}:18:1: 'shared.yaml' can't be read: No such file or directory"


def test_each_part_that_shared_conditions_look_into_is_some_built_in_type_s() -> None:
    shared: Any = read_yaml(SHARED).data
    tests = [test for each in shared["conditions"] for case in each["cases"] for test in _tests(case)]
    named = {name for test in tests for name in ([test["in"]] if isinstance(test["in"], str) else test["in"])}
    known = {section.name for card_type in TypeStore().builtin() for section in card_type.all_sections}
    assert named <= known | {"title"}


def _tests(case: Any) -> list[Any]:
    return [*case["when"], *case.get("unless", ()), *(case[key] for key in ("requires", "forbids") if key in case)]


def test_keys_that_repeat_the_title(tmp_path: Path) -> None:
    text = RECIPE.replace("  schema:", '  repeats: {Time: "{title}"}\n  schema:')
    assert read(tmp_path, text).metadata.repeats["Time"].text == "{title}"
    assert error_of(tmp_path, text.replace("{Time:", "{Tyme:")) == "7:13: unknown key 'Tyme'; did you mean 'Time'?"
    assert (
        error_of(tmp_path, text.replace('"{title}"}', '"{tide}"}'))
        == "7:13: unknown value 'tide'; did you mean 'Time'?"
    )


# Whatever is in it, a type file loads or gives one error


def load(text: str, keys: str) -> CardType | None:
    """The type, None if it gives one error with its place; any other exception fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "type.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        for name in (
            "recipe.json",
            *(f"{each}.metadata.json" for each in ("exercise", "guide", "command", "decision")),
        ):
            (Path(folder) / name).write_text(keys, encoding="utf-8")
        (Path(folder) / "fitness.yaml").write_text(SHARED, encoding="utf-8")
        try:
            return read_card_type(path)
        except CardTypeError as error:
            place, row, column, message = str(error).removeprefix(folder).split(":", 3)
            assert place.endswith("type.yaml")
            assert 1 <= int(row) <= text.count("\n") + 1
            assert int(column) >= 1
            assert message.strip()
            return None


EXERCISE = (SCHEMAS / "exercise.yaml").read_text(encoding="utf-8")
SHARED = (SCHEMAS / "fitness.yaml").read_text(encoding="utf-8")
EXERCISE_KEYS = (SCHEMAS / "exercise.metadata.json").read_text(encoding="utf-8")
GUIDE = (SCHEMAS / "guide.yaml").read_text(encoding="utf-8")
GUIDE_KEYS = (SCHEMAS / "guide.metadata.json").read_text(encoding="utf-8")
ODD: list[object] = [
    None,
    True,
    0,
    1.5,
    "",
    " ",
    "x",
    "{",
    "{x}",
    "(",
    "[{title}",
    [],
    [[]],
    ["x"],
    {},
    {"x": "y"},
    {"x": []},
]


def assert_says_what_is_there(text: str, keys: str) -> None:
    """A text that loads means what its data says: nothing in it was passed over or taken for something else."""
    found = load(text, keys)
    if found:
        plain = load(json.dumps(read_yaml(text).data), keys)
        assert plain is not None
        places = {each: Position(1, 1) for each in found.ignore}
        aside: dict[str, Any] = {"path": "", "sources": (), "ignore": places}
        assert replace(found, **aside) == replace(plain, **aside)


def parts(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of everything in it."""
    members: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        members += data.items()
    elif isinstance(data, list):
        members += enumerate(data)
    for key, value in members:
        yield (*path, key)
        yield from parts(value, (*path, key))


def changed(text: str, path: tuple[str | int, ...], *value: object) -> str:
    """The text as JSON, which is YAML, with one part deleted, or replaced by a value."""
    top: Any = json.loads(text) if text.startswith("{") else read_yaml(text).data
    inner = top
    for key in path[:-1]:
        inner = inner[key]
    if value:
        inner[path[-1]] = value[0]
    else:
        del inner[path[-1]]
    return json.dumps(top, indent=1)


def example(folder: str, name: str) -> tuple[str, str]:
    """An example's type and its metadata schema; "" where the type has it in itself."""
    keys = EXAMPLES / folder / f"{name}.metadata.json"
    text = (EXAMPLES / folder / f"{name}.yaml").read_text(encoding="utf-8")
    return text, keys.read_text(encoding="utf-8") if keys.exists() else ""


WHOLE = {
    "exercise": (EXERCISE, EXERCISE_KEYS),
    "guide": (GUIDE, GUIDE_KEYS),
    "command": example("commands", "command"),
    "decision": example("decisions", "decision"),
    "recipe": example("recipes", "recipe"),
}
PARTS = {name: list(parts(read_yaml(text).data)) for name, (text, _) in WHOLE.items()}
NAMES = st.sampled_from(sorted(WHOLE))
RECIPE_PARTS = list(parts(read_yaml(RECIPE).data))
KEY_PARTS = list(parts(KEYS))


@pytest.mark.parametrize("end", range(0, len(RECIPE), 3))
def test_a_type_cut_off_anywhere(end: int) -> None:
    assert_says_what_is_there(RECIPE[:end], json.dumps(KEYS))


@settings(max_examples=100, deadline=None)
@given(NAMES, st.floats(0, 1))
def test_a_whole_type_cut_off_anywhere(name: str, share: float) -> None:
    text, keys = WHOLE[name]
    assert_says_what_is_there(text[: int(share * len(text))], keys)


@pytest.mark.parametrize("path", RECIPE_PARTS)
def test_a_type_with_a_part_deleted(path: tuple[str | int, ...]) -> None:
    load(changed(RECIPE, path), json.dumps(KEYS))


@settings(max_examples=100, deadline=None)
@given(NAMES, st.data())
def test_a_whole_type_with_a_part_deleted(name: str, data: st.DataObject) -> None:
    text, keys = WHOLE[name]
    load(changed(text, data.draw(st.sampled_from(PARTS[name]))), keys)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RECIPE_PARTS), st.sampled_from(ODD))
def test_a_type_with_an_odd_value(path: tuple[str | int, ...], value: object) -> None:
    load(changed(RECIPE, path, value), json.dumps(KEYS))


@settings(max_examples=100, deadline=None)
@given(NAMES, st.data(), st.sampled_from(ODD))
def test_a_whole_type_with_an_odd_value(name: str, data: st.DataObject, value: object) -> None:
    text, keys = WHOLE[name]
    load(changed(text, data.draw(st.sampled_from(PARTS[name])), value), keys)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KEY_PARTS), st.sampled_from(ODD))
def test_a_metadata_schema_with_an_odd_value(path: tuple[str | int, ...], value: object) -> None:
    load(RECIPE, changed(json.dumps(KEYS), path, value))


@pytest.mark.parametrize("end", range(0, len(json.dumps(KEYS)), 7))
def test_a_metadata_schema_cut_off_anywhere(end: int) -> None:
    assert load(RECIPE, json.dumps(KEYS)[:end]) is None
