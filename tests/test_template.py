"""Templates: text from values, and values with their places from text."""

from __future__ import annotations

import string
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exlint.template import FILTERS, Capture, TemplateError, compile_template, literal, singular, slug

# A value has no character of the literals, so that a text can be read in one way only.
LETTERS = string.ascii_letters + "äß"
VALUES = st.text(LETTERS, min_size=1).filter(slug)
LITERALS = st.text(".,:;!?()/ \n", min_size=1)
NAMES = st.sampled_from(["title", "Body Part", "Equipment"])
SLOTS = st.tuples(NAMES, st.sampled_from(list(FILTERS)))
OPTIONAL = st.tuples(LITERALS, st.tuples(st.just("extra"), st.sampled_from(list(FILTERS))))


def written(slot: tuple[str, str]) -> str:
    name, filter_name = slot
    return f"{{{name}|{filter_name}}}" if filter_name else f"{{{name}}}"


# Writing


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{title}", "Ring Row"),
        ("The {title|lower}.", "The ring row."),
        ("/{title|slug}", "/ring-row"),
        ("{title|slug}/{Part}", "ring-row/Back"),
        ("no value", "no value"),
        ("{title}[, with {Part|lower}].", "Ring Row, with back."),
        ("{title}[, with {Missing}].", "Ring Row."),
        ("{title}[, {Part} and {Missing}].", "Ring Row."),
        ("[{Missing}]x", "x"),
        ("{Missing}", None),
        ("{title} {Missing|lower}", None),
    ],
)
def test_render(template: str, text: str | None) -> None:
    assert compile_template(template).render({"title": "Ring Row", "Part": "Back"}) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring Row", "ring-row"),
        ("  A -- b!", "a-b"),
        ("45° Back Extension", "45-back-extension"),
        ("Farmer's Walk", "farmer-s-walk"),
        ("---", ""),
        ("", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_names() -> None:
    template = compile_template("{a} {b|lower}[ {c}] {a|slug}")
    assert template.names == {"a", "b", "c"}
    assert template.required_names == {"a", "b"}


# Reading


def test_captures_have_their_places() -> None:
    template = compile_template("{Difficulty} {Body Part|lower} exercise using {Equipment|lower}.")
    assert template.match("Advanced upper back exercise using ez bar.") == (
        Capture("Difficulty", "", "Advanced", 0, 8),
        Capture("Body Part", "lower", "upper back", 9, 19),
        Capture("Equipment", "lower", "ez bar", 35, 41),
    )


def test_an_optional_part_gives_a_capture_only_if_it_is_there() -> None:
    template = compile_template("Targets {a}[, also works {b}].")
    assert template.match("Targets abs, also works lats.") == (
        Capture("a", "", "abs", 8, 11),
        Capture("b", "", "lats", 24, 28),
    )
    assert template.match("Targets abs.") == (Capture("a", "", "abs", 8, 11),)


@pytest.mark.parametrize("text", ["Targets .", "targets abs.", "", " Targets abs.", "Targets abs"])
def test_another_text_is_no_match(text: str) -> None:
    assert compile_template("Targets {a}.").match(text) is None


def test_white_space_matches_any_white_space() -> None:
    found = compile_template("uses {a} every day").match("uses\n  chalk\tevery  day")
    assert found == (Capture("a", "", "chalk", 7, 12),)


def test_a_value_may_stand_twice() -> None:
    found = compile_template("{a} and {a|lower}").match("Abs and lats")
    assert found == (Capture("a", "", "Abs", 0, 3), Capture("a", "lower", "lats", 8, 12))


def test_a_slug_does_not_reach_over_a_slash() -> None:
    template = compile_template("/muscle/{a|slug}")
    assert template.match("/muscle/upper-back") == (Capture("a", "slug", "upper-back", 8, 18),)
    assert template.match("/muscle/upper/back") is None


def test_a_capture_has_a_pattern_of_its_own() -> None:
    template = compile_template("{host}/x/{a|slug}", {"host": r"https?://[^/\s]+"})
    assert template.match("https://example.org/x/abs") == (
        Capture("host", "", "https://example.org", 0, 19),
        Capture("a", "slug", "abs", 22, 25),
    )
    assert template.match("ftp://example.org/x/abs") is None


def test_alternatives_in_a_capture_stay_within_it() -> None:
    template = compile_template("{host}/{a}", {"host": "a|b"})
    assert template.match("b/c") == (Capture("host", "", "b", 0, 1), Capture("a", "", "c", 2, 3))
    assert template.match("a") is None


def test_what_means_something_to_a_regular_expression_is_text() -> None:
    template = compile_template("(a+b)* {x}?")
    assert template.match("(a+b)* c?") == (Capture("x", "", "c", 7, 8),)
    assert template.match("aab c") is None


@given(st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    slots = data.draw(st.lists(SLOTS, max_size=4))
    literals = data.draw(st.lists(LITERALS, min_size=len(slots) + 1, max_size=len(slots) + 1))
    optional = data.draw(st.none() | OPTIONAL)
    values = data.draw(st.fixed_dictionaries({"title": VALUES, "Body Part": VALUES, "Equipment": VALUES}))
    if data.draw(st.booleans()):
        values["extra"] = data.draw(VALUES)

    text = "-" + "".join(f"{literal}{written(slot) if slot else ''}" for literal, slot in zip_longest(literals, slots))
    if optional:
        # Its text comes before the value and so tells the optional part from what stands before it.
        text += f"#[{optional[0]}|{written(optional[1])}]"
        slots = [*slots, *([optional[1]] if "extra" in values else [])]
    template = compile_template(text)
    shown = template.render(values)

    assert shown is not None
    found = template.match(shown)
    assert found is not None
    assert [(each.name, each.filter, each.text) for each in found] == [
        (name, filter_name, FILTERS[filter_name](values[name])) for name, filter_name in slots
    ]
    assert [shown[each.start : each.end] for each in found] == [each.text for each in found]


# Mistakes


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("", "a template needs text"),
        (" \n", "a template needs text"),
        ("{a|slugs}", "unknown filter 'slugs'; known: lower, slug, singular; did you mean 'slug'?"),
        ("{a|shout}", "unknown filter 'shout'; known: lower, slug, singular"),
        ("a {", "unexpected '{' at character 3"),
        ("a {}", "unexpected '{' at character 3"),
        ("{a|}", "unexpected '{' at character 1"),
        ("a}", "unexpected '}' at character 2"),
        ("[{a}", "'[' at character 1 is never closed"),
        ("x [{a}] [{b}", "'[' at character 9 is never closed"),
        ("{a}]", "']' without '[' at character 4"),
        ("[{a}[{b}]]", "'[' within '[' at character 5"),
        ("x[, y]", "an optional part without a value ends at character 6"),
    ],
)
def test_a_mistake_is_explained(template: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template(template)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", "'(' is no regular expression of RE2: missing ): ("),
        ("a)(?:b", "'a)(?:b' is no regular expression of RE2: unexpected ): a)(?:b"),
        ("a\\", "'a\\\\' is no regular expression of RE2: trailing \\"),
        ("(?=a)", "'(?=a)' is no regular expression of RE2: invalid perl operator: (?="),
        ("(a|b)", "'(a|b)' has a group that captures; write '(?:' for '('"),
        ("(?P<x>a)", "'(?P<x>a)' has a group that captures; write '(?:' for '('"),
        ("a{1001}", "'a{1001}' is no regular expression of RE2: invalid repetition size: {1001}"),
    ],
)
def test_a_capture_that_can_not_be_used_is_explained(pattern: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template("{a}", {"a": pattern})
    assert str(caught.value) == message


@given(st.text("ab{}[]|: ", max_size=20))
def test_any_text_compiles_or_is_refused(text: str) -> None:
    try:
        template = compile_template(text)
    except TemplateError:
        return
    shown = template.render(dict.fromkeys(template.names, "x"))
    assert shown is None or template.match(shown) is not None


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("Single Leg Calf Raises", "Single Leg Calf Raise"),
        ("Press-Ups", "Press-Up"),
        ("Squats", "Squat"),
        ("Flyes", "Fly"),
        ("Flies", "Fly"),
        ("Lunges", "Lunge"),
        ("Crunches", "Crunch"),
        ("Presses", "Press"),
        ("Bench Press", "Bench Press"),
        ("Boxes", "Box"),
        ("Bicycles", "Bicycle"),
        ("Ties", "Tie"),
        ("Eyes", "Eye"),
        ("Focus", "Focus"),
        ("Axis", "Axis"),
        ("Plank", "Plank"),
        ("PUSH-UPS", "PUSH-UP"),
        ("Squats (Deep)", "Squats (Deep)"),
        ("", ""),
    ],
)
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@given(st.text())
def test_singular_changes_the_end_only(text: str) -> None:
    assert singular(text) in (text, text[:-1], text[:-2], text[:-3] + "y")


def test_a_literal_is_no_template() -> None:
    name = literal("Notes [internal] {draft}")
    assert (name.render({}), name.names, name.is_literal) == ("Notes [internal] {draft}", frozenset(), True)
    assert name.match("Notes  [internal]\n{draft}") == ()
    assert name.match("notes [internal] {draft}") is None
    assert name.resembles("NOTES [internal] {draft}")
