"""Conditions: what a card type's rules in data find in a card, and which mistakes in them are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from exlint.binding import bind
from exlint.cardtype import CardType, CardTypeError
from exlint.findings import Severity
from exlint.markdown import parse
from exlint.rules.base import ConflictError, NoOptions
from exlint.rules.conditions import condition_rules
from exlint.source import Source
from exlint.typefile import read_card_type

METADATA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "Heat": {"enum": ["Oven", "Pan", "None"]},
        "Tools": {"type": "array", "items": {"type": "string"}},
    },
}
TYPE = """\
name: recipe
files: ["*.md"]
metadata: {section: Facts, schema: recipe.json}
sections:
  - {name: Facts, content: [paragraph, metadata]}
  - {name: Method, content: [numbered-list], item: step}
  - {name: Notes, content: [bullet-list], item: note, required: false}
  - {name: Asked, content: [questions], required: false}
statements:
  - {name: summary, section: Facts, text: "Made in the {Heat|lower}."}
patterns:
  hot: 'oven|grill'
  very-hot: 'blazing {hot}'
conditions:
  - code: RC001
    name: cold-oven
    message: "{when!r} against {found!r}"
    why: Because.
    fix: Do it.
    source: Seen.
    cases:
"""
CARD = """\
# Baked Pears

## Facts

Pears go soft in the heat. Made in the oven.

- **Heat:** Oven
- **Tools:** Knife, Tray

## Method

1. Halve the pears with *a sharp* knife.
2. Warm the oven.
3. Bake them until they are soft.

## Notes

- Ripe pears need less time.

## Asked

### Can I use a pan?

Yes, with a lid.
"""
LINE_OF_CASES = TYPE.count("\n") + 1
MakeType = Callable[[str], CardType]


class Found(NamedTuple):
    """A problem with the text at its places."""

    at: str
    message: str
    related: tuple[tuple[str, str], ...] = ()


@pytest.fixture
def make(tmp_path: Path) -> MakeType:
    (tmp_path / "recipe.json").write_text(json.dumps(METADATA), encoding="utf-8")

    def make(cases: str) -> CardType:
        path = tmp_path / "recipe.yaml"
        path.write_text(TYPE + "".join(f"      {line}\n" for line in cases.splitlines()), encoding="utf-8")
        return read_card_type(path)

    return make


def check(card_type: CardType, text: str = CARD) -> list[Found]:
    card = bind(parse(Source.decode("baked-pears.md", text.encode())), card_type)
    (rule,) = condition_rules([card_type])

    def at(start: int, end: int) -> str:
        return card.document.source.text[start:end]

    return [
        Found(
            at(problem.span.start, problem.span.end),
            problem.message,
            tuple((at(each.span.start, each.span.end), each.message) for each in problem.related),
        )
        for problem in rule.check(card, NoOptions())
    ]


# As a rule


def test_a_condition_is_a_rule(make: MakeType) -> None:
    (rule,) = condition_rules([make("- {when: [{in: title, matches: pear}], at: title}")])
    assert (rule.code, rule.name, rule.since) == ("RC001", "cold-oven", "0.1.0")
    assert (rule.severity, rule.default, rule.options) == (Severity.WARNING, True, NoOptions)
    assert rule.doc == "Cold oven.\n\nWhy: Because.\n\nFix: Do it.\n\nSource: Seen."


PEARS = "- {when: [{in: title, matches: pear}], at: title}"


def test_a_condition_means_what_the_type_of_the_card_says(make: MakeType) -> None:
    pears, apples = make(PEARS), make("- {when: [{in: title, matches: apple}], at: title}")
    other = changed(make, RC001="RC002")
    rule, another = condition_rules([pears, apples, other])
    assert (rule.code, another.code) == ("RC001", "RC002")
    document = parse(Source.decode("baked-pears.md", CARD.encode()))
    assert len(list(rule.check(bind(document, pears), NoOptions()))) == 1
    assert len(list(rule.check(bind(document, apples), NoOptions()))) == 0
    assert len(list(rule.check(bind(document, other), NoOptions()))) == 0
    assert len(list(another.check(bind(document, other), NoOptions()))) == 1


def test_one_code_is_one_rule_in_all_types(make: MakeType) -> None:
    renamed = changed(make, **{"cold-oven": "hot-oven"})
    with pytest.raises(ConflictError) as caught:
        condition_rules([make(PEARS), renamed])
    assert str(caught.value) == (
        f"{renamed.path}: condition RC001 has another name, severity or default than in the type 'recipe'"
    )


@pytest.mark.parametrize(("key", "place"), [("code", "RC001"), ("name", "cold-oven")])
def test_a_code_or_name_stands_once_in_a_type(make: MakeType, key: str, place: str) -> None:
    path = Path(make(PEARS).path)
    text = path.read_text(encoding="utf-8")
    second = text[text.index("  - code") :]
    old, new = {"code": ("cold-oven", "hot-oven"), "name": ("RC001", "RC002")}[key]
    path.write_text(text + second.replace(old, new), encoding="utf-8")
    with pytest.raises(CardTypeError, match=f"'{place}' stands twice in conditions$"):
        read_card_type(path)


def changed(make: MakeType, **words: str) -> CardType:
    path = Path(make(PEARS).path)
    text = path.read_text(encoding="utf-8")
    for old, new in words.items():
        text = text.replace(old, new)
    path.with_stem("other").write_text(text, encoding="utf-8")
    return read_card_type(path.with_stem("other"))


# When, unless, requires, forbids


PEAR = "when: [{in: title, matches: pear}]"
BAKE = "forbids: {in: Method, matches: bake}"
PEAR_AND_BAKE = Found("Bake", "'Pear' against 'Bake'", (("Pear", "'Pear' here"),))


def because(when: str, at: str, found: str = "", source: str = "") -> Found:
    """A finding with the text that `when` found, which the source may write otherwise, as its related place."""
    return Found(at, f"{when!r} against {found!r}", ((source or when, f"{when!r} here"),))


@pytest.mark.parametrize(
    ("case", "found"),
    [
        # `when`: all of them, whatever the letter case.
        (f"when: [{{in: title, matches: PEAR}}], {BAKE}", PEAR_AND_BAKE),
        (f"when: [{{in: title, matches: plum}}], {BAKE}", None),
        (f"when: [{{in: title, matches: pear}}, {{in: Heat, is: [Pan]}}], {BAKE}", None),
        # `is`: the whole value, or one item of a list.
        (f"when: [{{in: Heat, is: [Pan, Oven]}}], {BAKE}", because("Oven", "Bake", "Bake")),
        (f"when: [{{in: Tools, is: [tray]}}], {BAKE}", because("Tray", "Bake", "Bake")),
        (f"when: [{{in: Tools, is: [Knife Tray]}}], {BAKE}", None),
        # `unless`: one of them is enough, and one of its parts.
        (f"{PEAR}, unless: [{{in: Heat, is: [Pan]}}], {BAKE}", PEAR_AND_BAKE),
        (f"{PEAR}, unless: [{{in: Heat, is: [Pan]}}, {{in: Notes, matches: ripe}}], {BAKE}", None),
        (f"{PEAR}, unless: [{{in: [title, Notes], matches: ripe}}], {BAKE}", None),
        # `requires`: in one of the parts.
        (f"{PEAR}, requires: {{in: Method, matches: knife}}", None),
        (f"{PEAR}, requires: {{in: [Notes, Method], matches: knife}}", None),
        (f"{PEAR}, requires: {{in: Notes, matches: knife}}", because("Pear", "Ripe pears need less time.")),
        # A pattern is found within one passage, not across two; `^` and `$` are its ends.
        ("when: [{in: Method, matches: knife.*warm}], at: title", None),
        ("when: [{in: Method, matches: '^warm.*oven\\.$'}], at: Method", because("Warm the oven.", "Method")),
        # Emphasis is transparent; the place is the source's.
        ("when: [{in: Method, matches: a sharp k}], at: Heat", because("a sharp k", "Oven", source="a sharp* k")),
        # Questions and answers are passages of their section; a statement is not: its words are the type's.
        ("when: [{in: Asked, matches: use a}], forbids: {in: Asked, matches: lid}", because("use a", "lid", "lid")),
        ("when: [{in: Facts, matches: the heat}], at: title", because("the heat", "Baked Pears")),
        ("when: [{in: Facts, matches: the oven}], at: title", None),
        # Patterns by name, one within another.
        ("when: [{in: Method, matches: 'the {hot}'}], at: title", because("the oven", "Baked Pears")),
        ("when: [{in: Method, matches: 'the {very-hot}'}], at: title", None),
    ],
)
def test_a_case(make: MakeType, case: str, found: Found | None) -> None:
    assert check(make(f"- {{{case}}}")) == ([found] if found else [])


# Where, and what it says


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ("requires: {in: Method, matches: fry}", "Bake them until they are soft."),
        ("requires: {in: Method, matches: fry}, at: last", "Bake them until they are soft."),
        ("requires: {in: Method, matches: fry}, at: first", "Halve the pears with *a sharp* knife."),
        ("requires: {in: Method, matches: fry}, at: title", "Baked Pears"),
        ("requires: {in: Method, matches: fry}, at: Notes", "Notes"),
        ("requires: {in: Tools, is: [Bowl]}", "Tray"),
        ("requires: {in: Tools, is: [Bowl]}, at: Tools", "Knife, Tray"),
        ("forbids: {in: Method, matches: the oven}", "the oven"),
        ("forbids: {in: Method, matches: the oven}, at: first", "Halve the pears with *a sharp* knife."),
        ("forbids: {in: Method, matches: the oven}, at: Heat", "Oven"),
        ("at: last", "Baked Pears"),
        ("at: Method", "Method"),
    ],
)
def test_the_place_of_a_finding(make: MakeType, case: str, place: str) -> None:
    assert [found.at for found in check(make(f"- {{when: [{{in: title, matches: baked}}], {case}}}"))] == [place]


def test_a_finding_away_from_the_forbidden_text_is_related_to_it(make: MakeType) -> None:
    cases = (
        "- {when: [{in: Heat, is: [Oven]}, {in: title, matches: pear}], forbids: {in: Method, matches: bake}, at: Heat}"
    )
    related = (("Pear", "'Pear' here"), ("Bake", "'Bake' here"))
    assert check(make(cases)) == [Found("Oven", "'Oven' against 'Bake'", related)]


def test_what_the_finding_covers_is_not_related_to_it(make: MakeType) -> None:
    cases = "- {when: [{in: Method, matches: oven}], forbids: {in: Method, matches: warm the oven}}"
    assert check(make(cases)) == [Found("Warm the oven", "'oven' against 'Warm the oven'")]


def test_a_case_may_have_a_message_of_its_own(make: MakeType) -> None:
    cases = "- {when: [{in: title, matches: pear}], at: title, message: 'no {when} {{today}}'}"
    assert check(make(cases)) == [Found("Baked Pears", "no Pear {today}")]


def test_the_first_case_that_is_violated_is_the_finding(make: MakeType) -> None:
    case = "- {{when: [{{in: title, matches: {0}}}], at: title, message: {0}}}"
    cases = "\n".join(case.format(word) for word in ("plums", "pears", "baked"))
    assert check(make(cases)) == [Found("Baked Pears", "pears")]


# What is missing


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Notes\n\n- Ripe pears need less time.\n\n", ""),
        ("- Ripe pears need less time.\n\n", ""),
        ("- Ripe pears need less time.\n", "-\n"),
        ("# Baked Pears\n\n", ""),
    ],
    ids=["no section", "empty section", "empty item", "no title"],
)
def test_a_part_that_is_not_there_is_another_rules_finding(make: MakeType, old: str, new: str) -> None:
    assert old in CARD
    cases = "- {when: [{in: title, matches: pear}], requires: {in: Notes, matches: cream}}"
    assert len(check(make(cases))) == 1
    assert check(make(cases), CARD.replace(old, new)) == []


def test_of_two_required_parts_the_one_that_is_there_must_hold(make: MakeType) -> None:
    cases = "- {when: [{in: title, matches: pear}], requires: {in: [Notes, Method], matches: cream}, at: title}"
    text = CARD.replace("## Notes\n\n- Ripe pears need less time.\n\n", "")
    assert [found.at for found in check(make(cases), text)] == ["Baked Pears"]


def test_without_its_place_the_finding_is_at_what_was_found_first(make: MakeType) -> None:
    cases = "- {when: [{in: Method, matches: bake}], at: Tools}"
    text = CARD.replace("- **Tools:** Knife, Tray\n", "")
    assert check(make(cases), text) == [Found("Bake", "'Bake' against ''")]


def test_a_value_that_is_in_doubt_is_another_rules_finding(make: MakeType) -> None:
    cases = "- {when: [{in: Heat, is: [Pan]}], requires: {in: Method, matches: fry}}"
    pan = CARD.replace("Heat:** Oven", "Heat:** Pan")
    assert check(make(cases), pan) == []
    assert len(check(make(cases), pan.replace("Made in the oven", "Made in the pan"))) == 1


# Mistakes in the data: line and column of the place, and what is wrong there

BAD = "not a regular expression of RE2"


@pytest.mark.parametrize(
    ("cases", "column", "message"),
    [
        ("- {when: [{in: Titel, matches: a}], at: title}", 18, "unknown part 'Titel'; did you mean 'title'?"),
        ("- {when: [{in: [title, Note], matches: a}], at: title}", 18, "unknown part 'Note'; did you mean 'Notes'?"),
        ("- {when: [{in: title, matches: a}], at: Heats}", 43, "unknown part 'Heats'; did you mean 'Heat'?"),
        ("- {when: [{in: Heat, is: [Ofen]}], at: title}", 33, "unknown Heat value 'Ofen'; did you mean 'Oven'?"),
        ("- {when: [{in: title, matches: '{ht}'}], at: title}", 29, "unknown pattern 'ht'; did you mean 'hot'?"),
        ("- {when: [{in: title, matches: 'a(?=b)'}], at: title}", 29, f"{BAD}: invalid perl operator: (?="),
        ("- {when: [{in: title, matches: '(?<!a)b'}], at: title}", 29, f"{BAD}: invalid perl operator: (?<!"),
        ("- {when: [{in: title, matches: '(a)\\1'}], at: title}", 29, f"{BAD}: invalid escape sequence: \\1"),
        (
            "- {when: [{in: title, matches: 'a)'}], at: title}",
            29,
            f"{BAD}: unexpected ): a)",
        ),
        (
            "- {when: [{in: title, matches: a}], unless: [{in: title, matches: '['}], at: title}",
            64,
            f"{BAD}: missing ]: [",
        ),
        (
            "- {when: [{in: title, matches: a}], at: title, message: '{what}'}",
            54,
            "'{what}' may have {when} and {found}, no other braces",
        ),
    ],
)
def test_a_mistake_has_its_place(make: MakeType, tmp_path: Path, cases: str, column: int, message: str) -> None:
    with pytest.raises(CardTypeError) as caught:
        make(cases)
    assert str(caught.value) == f"{tmp_path / 'recipe.yaml'}:{LINE_OF_CASES}:{column}: {message}"
