"""Whatever is wrong with a card gives findings at the right place, never a traceback.

The mutations work on the text alone, line by line: they know how a card is written, not how exlint reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exlint.check import check_file
from exlint.request import FileRequest, Origin
from exlint.results import FileResult
from exlint.value import replace
from helpers import CARDS, check_text, plan

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in CARDS}
FEW = [
    "isometric-neck-flexion",  # no secondary muscles; beginner
    "machine-hip-abduction",  # one secondary muscle
    "trap-bar-deadlift",  # intermediate
    "kneeling-ab-wheel-rollout",  # advanced
]
"""Cards of every form of the statements: they get every mutation, the others a share of them."""

SHARE = 6
PLAN = replace(plan(), rules=tuple(each for each in plan().rules if not each.code.startswith("EX5")))
"""The rules that know how a card is made; rules of prose may rightly have something to add."""

TWO_FINDINGS = {"description removed"}
"""Both statements go with the paragraph, and both must be written again."""


@dataclass(frozen=True)
class Mutation:
    """A card with one element removed, renamed or emptied. `at` is the 0-based line where that was done."""

    name: str
    lines: list[str]
    at: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def rows(self) -> range:
        """The 1-based rows where an editor would look: the section of the change and the heading after it."""
        headings = [row for row, line in enumerate(self.lines, 1) if re.match(r"#{1,2} ", line)]
        first = max((row for row in headings if row <= self.at), default=1)
        last = min((row for row in headings if row > self.at), default=len(self.lines))
        return range(first, last + 1)


def mutations(text: str) -> Iterator[Mutation]:
    """Each required element of a card removed, renamed, emptied."""
    lines = text.splitlines()
    yield from _title(lines)
    yield from _headings(lines)
    yield from _metadata(lines)
    yield from _items(lines)
    yield from _statements(lines)
    yield from _questions(lines)
    yield from _links(lines)
    yield from _end(lines)


def _replaced(name: str, lines: list[str], first: int, last: int, *new: str) -> Mutation:
    """The lines from `first` to `last`, exclusive, replaced by others."""
    return Mutation(name, [*lines[:first], *new, *lines[last:]], first)


def _title(lines: list[str]) -> Iterator[Mutation]:
    yield _replaced("title removed", lines, 0, 2)
    yield _replaced("title emptied", lines, 0, 1, "#")
    yield _replaced("title without mark", lines, 0, 1, lines[0].removeprefix("# "))
    yield _replaced("title renamed", lines, 0, 1, "# Something Else")


def _headings(lines: list[str]) -> Iterator[Mutation]:
    for at in _indexes(lines, r"## "):
        name = lines[at].removeprefix("## ")
        yield _replaced(f"heading {name} removed", lines, at, at + 2)
        yield _replaced(f"heading {name} emptied", lines, at, at + 1, "##")
        yield _replaced(f"heading {name} renamed", lines, at, at + 1, "## Remarks")
        yield _replaced(f"heading {name} without marks", lines, at, at + 1, name)
        yield _replaced(f"heading {name} without space", lines, at, at + 1, f"##{name}")
        yield _replaced(f"heading {name} too low", lines, at, at + 1, f"#### {name}")
        yield _replaced(f"heading {name} too high", lines, at, at + 1, f"# {name}")
        end = next((after for after in _indexes(lines, r"## |---") if after > at), len(lines))
        yield _replaced(f"section {name} emptied", lines, at + 2, end)
        yield _replaced(f"section {name} removed", lines, at, end)
        yield _replaced(f"section {name} repeated", lines, end, end, *lines[at:end])


def _metadata(lines: list[str]) -> Iterator[Mutation]:
    found = _indexes(lines, r"- \*\*")
    yield _replaced("metadata removed", lines, found[0], found[-1] + 2)
    yield _replaced("metadata without bullets", lines, found[0], found[-1] + 1, *(lines[at][2:] for at in found))
    for at in found:
        key, value = re.fullmatch(r"- \*\*(.+):\*\* (.+)", lines[at]).groups()  # type: ignore[union-attr]
        yield _replaced(f"{key} removed", lines, at, at + 1)
        yield _replaced(f"{key} emptied", lines, at, at + 1, f"- **{key}:**")
        yield _replaced(f"{key} changed", lines, at, at + 1, f"- **{key}:** Something")
        yield _replaced(f"{key} renamed", lines, at, at + 1, f"- **Something:** {value}")
        yield _replaced(f"{key} without letter", lines, at, at + 1, f"- **{key[:-1]}:** {value}")
        yield _replaced(f"{key} not bold", lines, at, at + 1, f"- {key}: {value}")
        yield _replaced(f"{key} without colon", lines, at, at + 1, f"- **{key}** {value}")
        yield _replaced(f"{key} without bullet", lines, at, at + 1, f"**{key}:** {value}")
        yield _replaced(f"{key} repeated", lines, at, at, lines[at])


def _items(lines: list[str]) -> Iterator[Mutation]:
    for name, pattern in (("step", r"\d+\. "), ("bullet", r"- [^*\[]")):
        found = _indexes(lines, pattern)
        for number, at in enumerate(found, 1):
            mark, text = lines[at].split(" ", 1)
            yield _replaced(f"{name} {number} emptied", lines, at, at + 1, mark)
            yield _replaced(f"{name} {number} repeated", lines, at + 1, at + 1, lines[at])
            is_first = at - 1 not in found
            yield _replaced(f"{name} {number} without mark", lines, at, at + 1, *(["", text][not is_first :]))
            is_last = at + 1 not in found
            if name == "step" and not is_last:  # a list without its last item is a list
                yield _replaced(f"{name} {number} removed", lines, at, at + 1)


def _statements(lines: list[str]) -> Iterator[Mutation]:
    at = _indexes(lines, r"## ")[0] + 2
    first, second = lines[at].rsplit(". ", 2)[1:]
    yield _replaced("description removed", lines, at, at + 2)
    yield _replaced("summary removed", lines, at, at + 1, lines[at].replace(f"{first}. ", ""))
    yield _replaced("muscles removed", lines, at, at + 1, lines[at].replace(f" {second}", ""))
    description = lines[at].removesuffix(f" {first}. {second}")
    for index, word in enumerate(f"{first}. {second}".split()):
        rest = f"{first}. {second}".split()
        del rest[index]
        yield _replaced(f"statement without {word!r}", lines, at, at + 1, f"{description} {' '.join(rest)}")
    for at in (each + 2 for each in _fixed_questions(lines)):
        words = lines[at].split()
        for index, word in enumerate(words):
            shorter = " ".join([*words[:index], *words[index + 1 :]])
            yield _replaced(f"answer without {word!r}", lines, at, at + 1, shorter)


def _questions(lines: list[str]) -> Iterator[Mutation]:
    fixed = _fixed_questions(lines)
    for at in _indexes(lines, r"### "):
        text = lines[at].removeprefix("### ")
        yield _replaced(f"question {text!r} emptied", lines, at, at + 1, "###")
        yield _replaced(f"answer to {text!r} removed", lines, at + 2, at + 4)
        yield _replaced(f"question {text!r} without marks", lines, at, at + 1, text)
        yield _replaced(f"question {text!r} without '?'", lines, at, at + 1, lines[at].removesuffix("?"))
        yield _replaced(f"question {text!r} too low", lines, at, at + 1, f"#### {text}")
        yield _replaced(f"question {text!r} repeated", lines, at, at, *lines[at : at + 4])
        if at in fixed:
            yield _replaced(f"question {text!r} removed", lines, at, at + 2)
            yield _replaced(f"question {text!r} and answer removed", lines, at, at + 4)
            yield _replaced(f"question {text!r} renamed", lines, at, at + 1, "### What else is there to say?")
        else:
            yield _replaced(f"question {text!r} of its own removed", lines, at, at + 2)


def _fixed_questions(lines: list[str]) -> list[int]:
    return _indexes(lines, r"### What muscles does the .* work\?|### Is the .* good for beginners\?")


def _links(lines: list[str]) -> Iterator[Mutation]:
    for number, at in enumerate(_indexes(lines, r"- \["), 1):
        text, url = re.fullmatch(r"- \[(.+)\]\((.+)\)", lines[at]).groups()  # type: ignore[union-attr]
        yield _replaced(f"link {number} removed", lines, at, at + 1)
        yield _replaced(f"link {number} emptied", lines, at, at + 1, "-")
        yield _replaced(f"link {number} renamed", lines, at, at + 1, f"- [More Something Exercises]({url})")
        yield _replaced(f"link {number} without text", lines, at, at + 1, f"- []({url})")
        yield _replaced(f"link {number} to another page", lines, at, at + 1, f"- [{text}]({url}s)")
        yield _replaced(f"link {number} without address", lines, at, at + 1, f"- [{text}]()")
        yield _replaced(f"link {number} not a link", lines, at, at + 1, f"- {text}")
        yield _replaced(f"link {number} with a space", lines, at, at + 1, f"- [{text}] ({url})")
        yield _replaced(f"link {number} without bullet", lines, at, at + 1, *["", f"[{text}]({url})"][number > 1 :])


def _end(lines: list[str]) -> Iterator[Mutation]:
    for number, at in enumerate(_indexes(lines, "---"), 1):
        yield _replaced(f"rule line {number} removed", lines, at, at + 2)
    last = len(lines) - 1
    yield _replaced("closing line removed", lines, last, last + 1)
    yield _replaced("closing line without link", lines, last, last + 1, re.sub(r"\[(.*)\]\(.*\)", r"\1", lines[last]))


def _indexes(lines: list[str], pattern: str) -> list[int]:
    return [at for at, line in enumerate(lines) if re.match(pattern, line)]


def assert_sound(result: FileResult, text: str) -> None:
    """No trouble, and every place lies in the text."""
    assert result.troubles == ()
    lines = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))
    for finding in result.findings:
        for place in (finding.place, *(related.place for related in finding.related)):
            assert 1 <= place.start.column <= len(lines[place.start.row - 1]) + 1
            assert 1 <= place.end.column <= len(lines[place.end.row - 1]) + 1
            assert (place.start.row, place.start.column) <= (place.end.row, place.end.column)
            assert place.lines[0] == lines[place.start.row - 1]
        assert finding.message.strip() == finding.message != ""
    assert list(result.findings) == sorted(result.findings, key=lambda finding: finding.sort_key)


@pytest.mark.parametrize("name", TEXTS)
def test_a_card_without_a_required_element_gives_one_finding_there(name: str) -> None:
    share = slice(None) if name in FEW else slice(list(TEXTS).index(name) % SHARE, None, SHARE)
    wrong = {}
    for mutation in list(mutations(TEXTS[name]))[share]:
        result = check_text(mutation.text, plan=PLAN)
        assert_sound(result, mutation.text)
        rows = [finding.place.start.row for finding in result.findings]
        in_place = [row in mutation.rows for row in rows]
        if in_place != [True] * (2 if mutation.name in TWO_FINDINGS else 1):
            wrong[mutation.name] = (mutation.rows, [(each.place.start.row, each.message) for each in result.findings])
    assert wrong == {}


@pytest.mark.parametrize("name", FEW[:1])
def test_no_line_is_missed_or_doubled_or_moved_with_a_traceback(name: str) -> None:
    lines = TEXTS[name].splitlines()
    for at, line in enumerate(lines):
        half = line[: len(line) // 2]
        for changed in (
            [*lines[:at], *lines[at + 1 :]],
            [*lines[:at], line, *lines[at:]],
            [*lines[:at], *lines[at + 1 : at + 2], line, *lines[at + 2 :]],
            [*lines[:at], half],
        ):
            text = "\n".join(changed)
            assert_sound(check_text(text), text)


@pytest.mark.parametrize("name", FEW[:1])
def test_a_card_may_be_cut_off_anywhere(name: str) -> None:
    text = TEXTS[name]
    for end in range(0, len(text), 13):
        result = check_text(text[:end], plan=PLAN)
        assert_sound(result, text[:end])
        assert result.findings or end > len(text) - 3


Edit = tuple[str, float, str]
"""What is done, where (a share of the text), and with what."""

MARKDOWN = st.sampled_from(
    [
        *"#*_-+[](){}<>`~|!&\\:.1 \n\t\r\"'",
        *("**", "##", "\n\n", "- ", "1. ", "---", "```", "<!--", "-->", "[a]: b", "https://", "{}", "{title}"),
        *("\ufeff", "\u00a0", "\u2028", "\ufffc", "\x00", "\x85", "é", "e\u0301", "😀"),
    ]
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "repeat", "swap", "truncate", "insert", "cut", "join", "take"]),
        st.floats(0, 1, exclude_max=True),
        MARKDOWN,
    ),
    min_size=1,
    max_size=8,
)


def edited(text: str, edits: list[Edit]) -> str:
    for what, where, new in edits:
        lines = text.splitlines(keepends=True) or [""]
        at, offset = int(where * len(lines)), int(where * len(text))
        line = lines[at]
        match what:
            case "delete":
                del lines[at]
            case "repeat":
                lines.insert(at, line)
            case "swap":
                lines[at : at + 2] = reversed(lines[at : at + 2])
            case "truncate":
                lines[at] = line[: offset % (len(line) + 1)] + "\n"
            case "join":
                lines[at] = line.rstrip("\r\n")
            case "insert":
                lines = [text[:offset], new, text[offset:]]
            case "cut":
                lines = [text[:offset]]
            case "take":
                lines = [text[offset:]]
        text = "".join(lines)
    return text


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), EDITS)
def test_whatever_happens_to_a_card_it_is_checked(name: str, edits: list[Edit]) -> None:
    text = edited(TEXTS[name], edits)
    result = check_text(text)
    assert_sound(result, text)
    assert check_text(text) == result


LINES = st.sampled_from(sorted({f"{line}\n" for text in TEXTS.values() for line in text.splitlines()}))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(MARKDOWN, LINES)))
def test_whatever_a_file_holds_it_is_checked(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert_sound(check_text(text), text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 4000))
def test_bytes_that_are_no_text_are_findings(data: bytes, at: int) -> None:
    text = TEXTS[FEW[0]].encode()
    result = check_file(FileRequest("card.md", Origin.NAMED), text[:at] + data + text[at:], plan())
    assert result.troubles == ()
    assert all(finding.place.lines for finding in result.findings)


def test_a_section_of_nothing_but_a_question_is_checked() -> None:
    text = "## ?\nRelated exercises\n# ?\n"
    result = check_file(FileRequest("card.md", Origin.NAMED, "exercise"), text.encode(), plan())
    assert_sound(result, text)
