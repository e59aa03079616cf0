"""Binding: which part of a document is which part of a card, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exlint.binding import bind
from exlint.binding.metadata import intended
from exlint.binding.reading import Values
from exlint.card import BoundLink, BoundStatement, Card, HeadingFault
from exlint.cardtype import CardType, SectionSpec
from exlint.findings import Span
from exlint.markdown import parse
from exlint.source import Source
from exlint.template import compile_template
from exlint.typestore import TypeStore

TEXT = """\
# Band Row

## Quick answer

A seated pull with an elastic band. Beginner back exercise using resistance band. Targets lats, also works biceps, traps.

- **Body Part:** Back
- **Equipment:** Resistance Band
- **Target Muscle:** Lats
- **Secondary Muscles:** Biceps, Traps
- **Difficulty:** Beginner
- **Category:** Strength

---

## How to perform

1. Sit on the floor with the band around your feet.
2. Hold the ends and sit tall.
3. Pull your hands to your waist.
4. Let the band draw them back.

## Pro tips

- Keep your back straight.
- Pull with the elbows.
- Breathe out as you pull.

## Common mistakes

- Leaning back to help.
- Shrugging the shoulders.
- Letting the band snap back.

## FAQ

### How thick should the band be?

Start with a thin one.

### Can I do it every day?

Yes, if nothing hurts.

### What muscles does the Band Row work?

The Band Row primarily targets the lats, with secondary activation in the biceps, traps. It's classified as a strength exercise for the back.

### Is the Band Row good for beginners?

Yes, the Band Row is rated as a beginner-level exercise. It's a great starting point for building lats strength.

## Related exercises

- [More Back Exercises](https://example.org/exercises/back)
- [More Resistance Band Exercises](https://example.org/exercises/equipment/resistance-band)
- [More Lats Exercises](https://example.org/exercises/muscle/lats)

---

Train with [Example](https://example.org).
"""  # noqa: E501 - a statement is one line

EXERCISE = next(each for each in TypeStore().builtin() if each.name == "exercise")
SUMMARY, MUSCLES, MUSCLES_ANSWER, DIFFICULTY_ANSWER = range(4)
BY_BODY_PART, BY_EQUIPMENT, BY_TARGET = range(3)


def changed(*changes: tuple[str, str]) -> str:
    """The card's text with some of it replaced, each once."""
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def card_of(text: str, card_type: CardType = EXERCISE) -> Card:
    return bind(parse(Source.from_text("band-row.md", text)), card_type)


def card(*changes: tuple[str, str]) -> Card:
    return card_of(changed(*changes))


def raw(card: Card, span: Span | None) -> str | None:
    return None if span is None else card.document.source[span]


def sections(card: Card) -> list[tuple[str, str]]:
    """Each section with its fault; one that the type doesn't know is in brackets."""
    return [(each.name if each.spec else f"[{each.name}]", each.fault.value) for each in card.sections]


def evidence(card: Card, bound: BoundStatement | BoundLink) -> list[tuple[str, str, str | None, str | None]]:
    """What it says for each value, what it should say, and the source at its place."""
    return [(each.name, each.said.text, each.expected, raw(card, each.said.span)) for each in bound.evidence]


def both(card: Card) -> list[BoundStatement | BoundLink]:
    return [*card.statements, *card.links]


def wrong(card: Card, bound: BoundStatement | BoundLink) -> list[tuple[str, str, str | None]]:
    """The values that it has wrong: the name, the source at its place, what is expected."""
    return [
        (each.name, card.document.source[each.said.span], each.expected) for each in bound.evidence if not each.agrees
    ]


GOOD = [
    (name, "") for name in ("Quick answer", "How to perform", "Pro tips", "Common mistakes", "FAQ", "Related exercises")
]

# A good card


def missing(card: Card) -> tuple[SectionSpec, ...]:
    return tuple(spec for level in card.levels for spec in level.missing)


def test_a_good_card() -> None:
    found = card()
    assert found.title is not None
    assert (found.title.text, raw(found, found.title.span), found.title.level) == ("Band Row", "Band Row", 1)
    assert (found.extra_titles, found.preamble, missing(found)) == ((), (), ())
    assert sections(found) == GOOD
    assert [section.rule is not None for section in found.sections] == [True, False, False, False, False, True]
    assert raw(found, found.closing) == "Train with [Example](https://example.org)."
    assert found.disputes == {}


def test_its_items() -> None:
    found = card()
    steps = found.section("How to perform")
    assert steps is not None
    assert [
        (entry.number, entry.marker.text if entry.marker else None, entry.prose.text) for entry in steps.entries
    ] == [
        (1, "1.", "Sit on the floor with the band around your feet."),
        (2, "2.", "Hold the ends and sit tall."),
        (3, "3.", "Pull your hands to your waist."),
        (4, "4.", "Let the band draw them back."),
    ]
    tips = found.section("Pro tips")
    assert tips is not None
    assert [(entry.number, entry.prose.text) for entry in tips.entries] == [
        (None, "Keep your back straight."),
        (None, "Pull with the elbows."),
        (None, "Breathe out as you pull."),
    ]


def test_its_questions() -> None:
    faq = card().section("FAQ")
    assert faq is not None
    assert [(each.level, each.prose.text, [answer.text[:14] for answer in each.answer]) for each in faq.questions] == [
        (3, "How thick should the band be?", ["Start with a t"]),
        (3, "Can I do it every day?", ["Yes, if nothin"]),
        (3, "What muscles does the Band Row work?", ["The Band Row p"]),
        (3, "Is the Band Row good for beginners?", ["Yes, the Band "]),
    ]


def test_its_metadata() -> None:
    found = card()
    assert found.metadata is not None
    assert [
        (
            field.name,
            [part.text for part in field.parts],
            raw(found, field.key.span),
            raw(found, field.value.span),
            field.fault,
        )
        for field in found.metadata.fields
    ] == [
        ("Body Part", ["Back"], "Body Part", "Back", ""),
        ("Equipment", ["Resistance Band"], "Equipment", "Resistance Band", ""),
        ("Target Muscle", ["Lats"], "Target Muscle", "Lats", ""),
        ("Secondary Muscles", ["Biceps", "Traps"], "Secondary Muscles", "Biceps, Traps", ""),
        ("Difficulty", ["Beginner"], "Difficulty", "Beginner", ""),
        ("Category", ["Strength"], "Category", "Strength", ""),
    ]
    assert found.metadata.violations == ()
    assert found.metadata.absent == frozenset()


def test_its_statements() -> None:
    found = card()
    assert [evidence(found, each) for each in found.statements] == [
        [
            ("Difficulty", "Beginner", "Beginner", "Beginner"),
            ("Body Part", "back", "back", "back"),
            ("Equipment", "resistance band", "resistance band", "resistance band"),
        ],
        [
            ("Target Muscle", "lats", "lats", "lats"),
            ("Secondary Muscles", "biceps, traps", "biceps, traps", "biceps, traps"),
        ],
        [
            ("title", "Band Row", "Band Row", "Band Row"),
            ("title", "Band Row", "Band Row", "Band Row"),
            ("Target Muscle", "lats", "lats", "lats"),
            ("Secondary Muscles", "biceps, traps", "biceps, traps", "biceps, traps"),
            ("Category", "strength", "strength", "strength"),
            ("Body Part", "back", "back", "back"),
        ],
        [
            ("title", "Band Row", "Band Row", "Band Row"),
            ("title", "Band Row", "Band Row", "Band Row"),
            ("Difficulty", "beginner", "beginner", "beginner"),
            ("Target Muscle", "lats", "lats", "lats"),
        ],
    ]
    assert [raw(found, each.span) == each.expected for each in found.statements] == [True] * 4
    assert [each.deviation for each in found.statements] == [None] * 4


def test_its_links() -> None:
    found = card()
    assert [raw(found, each.span) for each in found.links] == [
        "[More Back Exercises](https://example.org/exercises/back)",
        "[More Resistance Band Exercises](https://example.org/exercises/equipment/resistance-band)",
        "[More Lats Exercises](https://example.org/exercises/muscle/lats)",
    ]
    assert [evidence(found, each) for each in found.links] == [
        [
            ("Body Part", "Back", "Back", "Back"),
            ("host", "https://example.org", None, "https://example.org"),
            ("Body Part", "back", "back", "back"),
        ],
        [
            ("Equipment", "Resistance Band", "Resistance Band", "Resistance Band"),
            ("host", "https://example.org", None, "https://example.org"),
            ("Equipment", "resistance-band", "resistance-band", "resistance-band"),
        ],
        [
            ("Target Muscle", "Lats", "Lats", "Lats"),
            ("host", "https://example.org", None, "https://example.org"),
            ("Target Muscle", "lats", "lats", "lats"),
        ],
    ]


def test_carriage_returns_change_nothing() -> None:
    found = card_of(TEXT.replace("\n", "\r\n"))
    assert sections(found) == GOOD
    assert [raw(found, each.span) == each.expected for each in found.statements] == [True] * 4
    assert [wrong(found, each) for each in both(found)] == [[]] * 7


# Title


@pytest.mark.parametrize(
    ("heading", "title", "level"),
    [
        ("## Band Row", "Band Row", 2),
        ("Band Row", "Band Row", None),
        ("**Band Row**", "Band Row", None),
        ("#  Band *Row*", "Band Row", 1),
        ("Band Row\n========", "Band Row", 1),
    ],
)
def test_a_title_is_found_however_it_is_written(heading: str, title: str, level: int | None) -> None:
    found = card(("# Band Row\n", f"{heading}\n"))
    assert found.title is not None
    assert (found.title.text, found.title.level) == (title, level)
    assert sections(found) == GOOD


def test_no_title() -> None:
    found = card(("# Band Row\n", ""))
    assert found.title is None
    assert sections(found) == GOOD
    assert [wrong(found, each) for each in found.statements] == [[]] * 4


def test_a_second_title_takes_nothing_from_its_section() -> None:
    found = card(("- Pull with the elbows.\n", "\n# Another\n\n- Pull with the elbows.\n"))
    assert [(title.text, raw(found, title.span)) for title in found.extra_titles] == [("Another", "Another")]
    tips = found.section("Pro tips")
    assert tips is not None
    assert len(tips.entries) == 3


# Sections


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        ("## Pro Tips", HeadingFault.NAME),
        ("## Pro tips:", HeadingFault.NAME),
        ("## Pro tip", HeadingFault.NAME),
        ("## Advice", HeadingFault.NAME),  # told by its place and its content
        ("### Pro tips", HeadingFault.LEVEL),
        ("# Pro tips", HeadingFault.LEVEL),
        ("Pro tips", HeadingFault.PLAIN),
        ("**Pro tips**", HeadingFault.PLAIN),
    ],
)
def test_a_heading_gone_wrong_is_still_its_section(heading: str, fault: HeadingFault) -> None:
    found = card(("## Pro tips", heading))
    assert sections(found) == [(name, fault.value if name == "Pro tips" else "") for name, _ in GOOD]
    tips = found.section("Pro tips")
    assert tips is not None
    assert len(tips.entries) == 3
    assert missing(found) == ()


def test_a_missing_section() -> None:
    start, end = TEXT.index("## Pro tips"), TEXT.index("## Common mistakes")
    found = card_of(TEXT[:start] + TEXT[end:])
    assert [spec.name for spec in missing(found)] == ["Pro tips"]
    assert sections(found) == [each for each in GOOD if each[0] != "Pro tips"]


def test_a_lost_heading_of_questions() -> None:
    found = card(("## FAQ\n", ""))
    assert sections(found) == [(name, "absent" if name == "FAQ" else "") for name, _ in GOOD]
    faq = found.section("FAQ")
    assert faq is not None
    assert len(faq.questions) == 4
    assert [each.span is None for each in found.statements] == [False] * 4


def test_a_misplaced_section_is_no_other() -> None:
    start, end = TEXT.index("## Pro tips"), TEXT.index("## FAQ")
    tips, mistakes = TEXT[start : TEXT.index("## Common")], TEXT[TEXT.index("## Common") : end]
    found = card_of(TEXT[:start] + mistakes + tips + TEXT[end:])
    assert sections(found) == [GOOD[0], GOOD[1], GOOD[3], GOOD[2], GOOD[4], GOOD[5]]


def test_a_section_that_stands_twice() -> None:
    found = card(("## Common mistakes", "## Pro tips\n\n- One more.\n\n## Common mistakes"))
    assert sections(found) == [*GOOD[:3], ("Pro tips", ""), *GOOD[3:]]
    assert [name for name, _ in ((spec.name, section) for spec, section in found.known_sections)] == [
        name for name, _ in GOOD
    ]
    assert len(next(section for spec, section in found.known_sections if spec.name == "Pro tips").entries) == 3


def test_an_unknown_section() -> None:
    found = card(("## Common mistakes", "## Equipment needed\n\nA band.\n\n## Common mistakes"))
    assert sections(found) == [*GOOD[:3], ("[Equipment needed]", ""), *GOOD[3:]]


def test_an_empty_section() -> None:
    start, end = TEXT.index("- Keep your back"), TEXT.index("## Common mistakes")
    found = card_of(TEXT[:start] + TEXT[end:])
    tips = found.section("Pro tips")
    assert tips is not None
    assert (tips.is_empty, tips.entries) == (True, ())


# Metadata


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("Body Part", "Back", "Back"),
        ("Body Part", "back", "Back"),
        ("Body Part", "Bakc", None),
        ("Body Part", "Shoulder", "Shoulders"),
        ("Equipment", "Resistence Band", "Resistance Band"),
        ("Equipment", "Anvil", None),
        ("Target Muscle", "Quadriceps", "Quads"),  # a synonym
        ("Secondary Muscles", "biceps", "Biceps"),
        ("Secondary Muscles", "Bicep", "Biceps"),
        ("Secondary Muscles", "Multifidus", "Multifidus"),  # a list that is open
    ],
)
def test_the_value_that_is_meant(key: str, value: str, expected: str | None) -> None:
    field = EXERCISE.metadata.field(key)
    assert field is not None
    assert intended(value, field, EXERCISE.canonical) == expected


def test_a_value_that_can_not_be_told_is_unknown() -> None:
    found = card(("**Equipment:** Resistance Band", "**Equipment:** Anvil"))
    assert found.metadata is not None
    assert "Equipment" not in found.metadata.values
    assert [
        (each.name, each.keyword, each.part and raw(found, each.part.span)) for each in found.metadata.violations
    ] == [("Equipment", "enum", "Anvil")]
    assert [wrong(found, each) for each in both(found)] == [[]] * 7


def test_an_optional_key_that_is_not_there_is_absent() -> None:
    found = card(
        ("- **Secondary Muscles:** Biceps, Traps\n", ""),
        (", also works biceps, traps.", "."),
        (", with secondary activation in the biceps, traps.", "."),
    )
    assert found.metadata is not None
    assert found.metadata.absent == {"Secondary Muscles"}
    assert found.metadata.violations == ()
    assert [wrong(found, each) for each in found.statements] == [[]] * 4
    assert [each.deviation for each in found.statements] == [None] * 4


def test_a_required_key_that_is_not_there() -> None:
    found = card(("- **Category:** Strength\n", ""))
    assert found.metadata is not None
    assert [(each.name, each.field, each.keyword) for each in found.metadata.violations] == [
        ("Category", None, "required")
    ]
    assert [wrong(found, each) for each in found.statements] == [[]] * 4


def test_each_item_of_a_list_has_its_place() -> None:
    found = card(("**Secondary Muscles:** Biceps, Traps", "**Secondary Muscles:** Biceps,  Feet ,, Traps"))
    assert found.metadata is not None
    field = found.metadata.field("Secondary Muscles")
    assert field is not None
    assert [(part.text, raw(found, part.span)) for part in field.parts] == [
        ("Biceps", "Biceps"),
        ("Feet", "Feet"),
        ("Traps", "Traps"),
    ]
    assert [(each.keyword, each.part and each.part.text) for each in found.metadata.violations] == [("not", "Feet")]


@pytest.mark.parametrize(
    "line",
    [
        "- Category: Strength",
        "- **Category**: Strength",
        "- **Category:**Strength",
        "- **Category** Strength",
        "- __Category:__ Strength",
        "- **category:** Strength",
        "* **Category:** Strength",
        "- **Categroy:** Strength",
    ],
)
def test_a_key_that_is_written_otherwise_is_still_the_key(line: str) -> None:
    found = card(("- **Category:** Strength", line))
    assert found.metadata is not None
    field = found.metadata.field("Category")
    assert field is not None
    assert raw(found, field.value.span) == "Strength"


def test_no_metadata() -> None:
    start, end = TEXT.index("- **Body Part:**"), TEXT.index("---")
    found = card_of(TEXT[:start] + TEXT[end:])
    assert found.metadata is None
    assert [wrong(found, each) for each in both(found)] == [[]] * 7


# Statements


@pytest.mark.parametrize(
    ("old", "new", "index", "expected"),
    [
        ("Beginner back exercise", "Advanced back exercise", SUMMARY, [("Difficulty", "Advanced", "Beginner")]),
        ("Beginner back exercise", "Beginner legs exercise", SUMMARY, [("Body Part", "legs", "back")]),
        ("using resistance band", "using barbell", SUMMARY, [("Equipment", "barbell", "resistance band")]),
        ("Targets lats", "Targets upper back", MUSCLES, [("Target Muscle", "upper back", "lats")]),
        ("also works biceps,", "also works triceps,",
         MUSCLES, [("Secondary Muscles", "triceps, traps", "biceps, traps")]),
        ("What muscles does the Band Row", "What muscles does the Bend Row",
         MUSCLES_ANSWER, [("title", "Bend Row", "Band Row")]),
        ("The Band Row primarily", "The Cable Row primarily", MUSCLES_ANSWER, [("title", "Cable Row", "Band Row")]),
        ("a strength exercise", "a cardio exercise", MUSCLES_ANSWER, [("Category", "cardio", "strength")]),
        ("exercise for the back.", "exercise for the legs.", MUSCLES_ANSWER, [("Body Part", "legs", "back")]),
        ("Is the Band Row good", "Is the Cable Row good", DIFFICULTY_ANSWER, [("title", "Cable Row", "Band Row")]),
        ("building lats strength", "building glutes strength",
         DIFFICULTY_ANSWER, [("Target Muscle", "glutes", "lats")]),
    ],
)  # fmt: skip
def test_one_statement_that_disagrees(old: str, new: str, index: int, expected: list[tuple[str, str, str]]) -> None:
    found = card((old, new))
    assert [wrong(found, each) for each in found.statements] == [
        expected if number == index else [] for number in range(4)
    ]
    assert [each.deviation for each in found.statements] == [None] * 4
    assert found.disputes == {}


def test_a_statement_of_another_value_is_read_in_that_values_words() -> None:
    found = card(
        (
            "Yes, the Band Row is rated as a beginner-level exercise. "
            "It's a great starting point for building lats strength.",
            "The Band Row is an advanced exercise. Beginners should master fundamental back movements first.",
        )
    )
    assert wrong(found, found.statements[DIFFICULTY_ANSWER]) == [("Difficulty", "advanced", "beginner")]
    assert found.statements[DIFFICULTY_ANSWER].deviation is None


@pytest.mark.parametrize(
    ("old", "new", "index", "at", "expected"),
    [
        ("back exercise using", "back movement using", SUMMARY, "movement", "exercise"),
        ("Targets lats", "Trains lats", MUSCLES, "Trains", "Targets"),
        ("It's classified as", "It is classed as", MUSCLES_ANSWER, "It is classed", "It's classified"),
    ],
)
def test_a_statement_in_other_words(old: str, new: str, index: int, at: str, expected: str) -> None:
    found = card((old, new))
    deviation = found.statements[index].deviation
    assert deviation is not None
    assert (raw(found, deviation.found.span), deviation.expected) == (at, expected)
    assert [each.deviation is None for each in found.statements] == [number != index for number in range(4)]


def test_a_missing_statement() -> None:
    found = card((" Targets lats, also works biceps, traps.", ""))
    missing = found.statements[MUSCLES]
    assert (missing.span, missing.section, missing.expected) == (
        None,
        found.section("Quick answer"),
        "Targets lats, also works biceps, traps.",
    )
    assert [each.span is None for each in found.statements] == [False, True, False, False]


def test_a_missing_question() -> None:
    start, end = TEXT.index("### What muscles"), TEXT.index("### Is the")
    found = card_of(TEXT[:start] + TEXT[end:])
    missing = found.statements[MUSCLES_ANSWER]
    assert (missing.span, missing.question) == (None, "What muscles does the Band Row work?")
    assert [each.span is None for each in found.statements] == [False, False, True, False]


def test_statements_of_a_missing_section_are_not_missing_for_themselves() -> None:
    start, end = TEXT.index("## FAQ"), TEXT.index("## Related")
    found = card_of(TEXT[:start] + TEXT[end:])
    assert [(each.section is None, each.span is None) for each in found.statements] == [
        (False, False),
        (False, False),
        (True, True),
        (True, True),
    ]


def test_a_statement_may_be_wrapped() -> None:
    found = card(("using resistance band. Targets", "using\nresistance band. Targets"))
    assert [wrong(found, each) for each in found.statements] == [[]] * 4
    assert raw(found, found.statements[SUMMARY].span) == "Beginner back exercise using\nresistance band."


# Disputes


def test_all_against_the_metadata_is_a_dispute() -> None:
    found = card(("**Target Muscle:** Lats", "**Target Muscle:** Traps"))
    assert [(name, each.said, len(each.witnesses)) for name, each in found.disputes.items()] == [
        ("Target Muscle", "lats", 5)
    ]


def test_one_that_confirms_the_metadata_is_enough_for_no_dispute() -> None:
    found = card(("**Target Muscle:** Lats", "**Target Muscle:** Traps"), ("Targets lats", "Targets traps"))
    assert found.disputes == {}


def test_several_voices_are_no_dispute() -> None:
    found = card(("**Target Muscle:** Lats", "**Target Muscle:** Traps"), ("Targets lats", "Targets glutes"))
    assert found.disputes == {}


# Links


@pytest.mark.parametrize(
    ("old", "new", "index", "expected"),
    [
        # The address tells which link it is …
        ("[More Lats Exercises]", "[More Traps Exercises]", BY_TARGET, [("Target Muscle", "Traps", "Lats")]),
        ("exercises/back)", "exercises/legs)", BY_BODY_PART, [("Body Part", "legs", "back")]),
        ("equipment/resistance-band", "equipment/cable", BY_EQUIPMENT, [("Equipment", "cable", "resistance-band")]),
    ],
)
def test_a_link_that_disagrees(old: str, new: str, index: int, expected: list[tuple[str, str, str]]) -> None:
    found = card((old, new))
    assert [wrong(found, each) for each in found.links] == [expected if number == index else [] for number in range(3)]
    assert [each.deviation for each in found.links] == [None] * 3


def test_a_link_is_found_by_its_text() -> None:
    found = card(("https://example.org/exercises/muscle/lats", "https://example.org/muscles"))
    link = found.links[BY_TARGET]
    assert link.deviation is not None
    assert (raw(found, link.deviation.found.span), link.deviation.expected) == (
        "https://example.org/muscles",
        "https://example.org/exercises/muscle/lats",
    )


def test_a_link_is_found_by_what_is_left() -> None:
    found = card(("[More Lats Exercises](https://example.org/exercises/muscle/lats)", "[All Lats Exercises](lats)"))
    assert raw(found, found.links[BY_TARGET].span) == "[All Lats Exercises](lats)"
    assert [raw(found, each.span) is None for each in found.links] == [False] * 3


def test_links_in_another_order_are_the_same_links() -> None:
    first = "- [More Back Exercises](https://example.org/exercises/back)\n"
    last = "- [More Lats Exercises](https://example.org/exercises/muscle/lats)\n"
    found = card_of(
        TEXT.replace(first, "#").replace(last, first).replace("#", last, 0).replace("\n#- [", f"\n{last}- [")
    )
    assert [wrong(found, each) for each in found.links] == [[]] * 3
    assert [each.span is None for each in found.links] == [False] * 3


def test_a_broken_link() -> None:
    found = card(("[More Lats Exercises](https", "[More Lats Exercises] (https"))
    link = found.links[BY_TARGET]
    assert link.span is None
    assert link.broken is not None
    assert link.broken.prose.text.startswith("[More Lats Exercises] (")


def test_a_missing_link() -> None:
    found = card(("- [More Lats Exercises](https://example.org/exercises/muscle/lats)\n", ""))
    assert [(each.span is None, each.broken) for each in found.links] == [(False, None), (False, None), (True, None)]
    assert found.links[BY_TARGET].section is found.section("Related exercises")


def test_links_with_one_label_are_told_by_their_addresses() -> None:
    text = (
        TEXT.replace("Back", "Chest")
        .replace("back exercise", "chest exercise")
        .replace("for the back", "for the chest")
    )
    text = text.replace("Lats", "Chest").replace("lats", "chest").replace("exercises/back", "exercises/chest")
    found = card_of(text)
    assert [raw(found, each.span) for each in found.links] == [
        "[More Chest Exercises](https://example.org/exercises/chest)",
        "[More Resistance Band Exercises](https://example.org/exercises/equipment/resistance-band)",
        "[More Chest Exercises](https://example.org/exercises/muscle/chest)",
    ]
    assert [wrong(found, each) for each in found.links] == [[]] * 3


def test_an_exception_to_the_slug_rule() -> None:
    text = TEXT.replace("Resistance Band", "Body Weight").replace("using resistance band", "using body weight")
    assert [
        wrong(found, found.links[BY_EQUIPMENT])
        for found in (
            card_of(text.replace("resistance-band", "bodyweight")),
            card_of(text.replace("resistance-band", "body-weight")),
        )
    ] == [[], [("Equipment", "body-weight", "bodyweight")]]


# Whatever is in it, a document binds


LINES = TEXT.splitlines(keepends=True)
ODD_LINES = ["# \n", "##\n", "FAQ\n", "### x?\n", "- \n", "1.\n", "> - **Difficulty:**\n", "---\n", "```\n"]
ODD_LINES += [
    "- **:**\n",
    "[a](b)\n",
    "<!-- x -->\n",
    "  \n",
    "**Category:** x\n",
    "| a |\n|---|\n",
    "\\\n",
    "[x]: y\n",
]


def assert_sound(found: Card) -> None:
    """All places lie in the text, and what a part says is at its place."""
    text = found.document.source.text
    whole = Span(0, len(text))
    spans = [passage.prose.whole for passage in found.passages]
    spans += [each.span for each in both(found) if each.span]
    spans += [each.said.span for bound in both(found) for each in bound.evidence]
    spans += [section.span for section in found.sections]
    spans += [entry.span for section in found.sections for entry in section.entries]
    if found.metadata:
        spans += [place.span for field in found.metadata.fields for place in (field.key, field.value, *field.parts)]
    assert all(whole.contains(span) and span.start <= span.end for span in spans)
    assert len(found.statements) == 4
    assert len(found.links) == 3


@settings(deadline=None)
@given(
    st.sets(st.integers(0, len(LINES) - 1), max_size=8),
    st.lists(st.tuples(st.integers(0, len(LINES)), st.sampled_from(ODD_LINES)), max_size=3),
)
def test_a_card_with_lines_removed_and_odd_ones_added(removed: set[int], added: list[tuple[int, str]]) -> None:
    lines = [line for number, line in enumerate(LINES) if number not in removed]
    for number, line in added:
        lines.insert(number, line)
    assert_sound(card_of("".join(lines)))


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES + ODD_LINES), max_size=30).map("".join))
def test_any_lines(text: str) -> None:
    assert_sound(card_of(text))


def test_a_template_is_filled_by_name_and_filter() -> None:
    values = Values({"Level": "Very Easy"}, {}, frozenset({"Guests"}), {"very easy": "simple"})
    template = compile_template("More {Level} at {Level|slug}, {Level|lower}[ for {Guests}]")
    assert values.fill(template) == "More Very Easy at simple, very easy"
    assert values.fill(compile_template("{Level} and {Unknown}")) is None
