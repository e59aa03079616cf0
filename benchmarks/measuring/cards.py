"""Exercise cards as plain lines, read without exlint, so that what is planted does not depend on what is measured.

The form is the fixed one of a card: a title, a paragraph that ends with two statements, a metadata list, numbered
steps, bullets, questions with answers, links. Lines and offsets count from 0 here; a `Plant` names lines from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

SECTIONS = ("Quick answer", "How to perform", "Pro tips", "Common mistakes", "FAQ", "Related exercises")
KEYS = ("Body Part", "Equipment", "Target Muscle", "Secondary Muscles", "Difficulty", "Category")

_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_SENTENCE = re.compile(r"\S.*?(?:(?<!vs)(?<!e\.g)(?<!i\.e)[.!?](?=\s|$)|$)")
_FIELD = re.compile(r"- \*\*(?P<key>[^:*]+):\*\* (?P<value>.+)")
_STATEMENTS = re.compile(
    r"(?P<S1>(?:Beginner|Intermediate|Advanced) (?P<part>.+?) exercise using (?P<equipment>.+?)\.)"
    r" (?P<S2>Targets (?P<target>.+?)(?:, also works (?P<secondary>.+?))?\.)$"
)
_LINK = re.compile(r"- \[(?P<label>[^\]]+)\]\((?P<url>[^)]+)\)")


class UnreadableCardError(ValueError):
    """A card that lacks the fixed form, so that nothing can be planted in it."""


def slug(text: str) -> str:
    """Lower case, each run of other characters than letters and digits one `-`, none at the ends."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its offsets in its line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Stretch:
    """A run of prose that no template dictates: `[start, end)` of a line. `kind` is the part of the card it is."""

    kind: str
    line: int
    start: int
    end: int
    text: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words, hyphens and apostrophes within them included."""
        return tuple(
            Word(each[0], self.start + each.start(), self.start + each.end()) for each in _WORD.finditer(self.text)
        )

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The `(start, end)` of each sentence in the line, its closing mark included."""
        return tuple(
            (self.start + each.start(), self.start + each.end()) for each in _SENTENCE.finditer(self.text) if each[0]
        )

    def matches(self, pattern: str) -> Iterable[tuple[int, int]]:
        """The `(start, end)` in the line of each match, letter case ignored."""
        for match in re.finditer(pattern, self.text, re.IGNORECASE):
            yield self.start + match.start(), self.start + match.end()

    def starts_sentence(self, word: Word) -> bool:
        """Whether a capital is right at the word because of what is before it."""
        before = self.text[: word.start - self.start].rstrip()
        return not before or before[-1] in ".!?:;(\"'-"


@dataclass(frozen=True, slots=True)
class Plant:
    """A changed card. `line` (from 1) is where the change is; `variant` says which of the class's variants it is.

    `name` is the card's file name afterwards, None if it stays.
    """

    data: bytes
    line: int
    variant: str = ""
    name: str | None = None


@dataclass(frozen=True)
class CardText:
    """A card in lines without their ends. Lines of `fields`, `headings`, … are indexes into `lines`."""

    name: str
    lines: tuple[str, ...]
    values: Mapping[str, str] = field(compare=False)
    fields: Mapping[str, int] = field(compare=False)
    headings: Mapping[str, int] = field(compare=False)
    description: int
    statements: Mapping[str, tuple[int, int, int]] = field(compare=False)
    questions: tuple[int, ...]
    links: tuple[int, ...]

    @property
    def title(self) -> str:
        """The name of the exercise."""
        return self.lines[0][2:]

    @cached_property
    def rules(self) -> tuple[int, ...]:
        """The `---` lines."""
        return tuple(index for index, line in enumerate(self.lines) if line == "---")

    def items(self, section: str) -> tuple[int, ...]:
        """The lines of a section that are list items."""
        return tuple(index for index in self.body(section) if re.match(r"(?:\d+\.|-) ", self.lines[index]))

    def body(self, section: str) -> range:
        """The lines of a section after its heading, up to the next heading of its level or rule line."""
        start = self.headings[section] + 1
        ends = (index for index in range(start, len(self.lines)) if re.match(r"## |---$", self.lines[index]))
        return range(start, next(ends, len(self.lines)))

    @property
    def steps(self) -> tuple[int, ...]:
        """The lines of the steps."""
        return self.items("How to perform")

    @cached_property
    def free_questions(self) -> tuple[int, ...]:
        """The lines of the questions that no statement dictates."""
        fixed = {self.lines[line] for name, (line, _, _) in self.statements.items() if name.endswith(" question")}
        return tuple(line for line in self.questions if self.lines[line] not in fixed)

    @cached_property
    def prose(self) -> tuple[Stretch, ...]:
        """All free prose, in order: description, steps, tips, mistakes, free questions and their answers."""
        first = self.lines[self.description][: self.statements["S1"][1]].rstrip()
        found = [Stretch("description", self.description, 0, len(first), first)]
        for section, kind in (("How to perform", "step"), ("Pro tips", "tip"), ("Common mistakes", "mistake")):
            for line in self.items(section):
                start = self.lines[line].index(" ") + 1
                found.append(self._stretch(kind, line, start))
        for line in self.free_questions:
            found.append(self._stretch("question", line, 4))
            found.append(self._stretch("answer", line + 2, 0))
        return tuple(found)

    def _stretch(self, kind: str, line: int, start: int) -> Stretch:
        text = self.lines[line]
        return Stretch(kind, line, start, len(text), text[start:])

    def stretches(self, *kinds: str) -> tuple[Stretch, ...]:
        """The prose of these kinds."""
        return tuple(each for each in self.prose if each.kind in kinds)

    def edited(self, line: int, start: int, end: int, new: str, variant: str = "") -> Plant:
        """The card with a range of a line replaced."""
        text = self.lines[line]
        return self.with_line(line, text[:start] + new + text[end:], variant)

    def with_line(self, line: int, new: str, variant: str = "") -> Plant:
        """The card with a line replaced."""
        return self.with_lines(line, 1, (new,), variant)

    def with_lines(self, line: int, count: int, new: Sequence[str], variant: str = "") -> Plant:
        """The card with `count` lines from `line` on replaced by `new`."""
        return plant_of((*self.lines[:line], *new, *self.lines[line + count :]), line, variant)

    def restated(self, line_of: str = "", title: str | None = None, **values: str) -> Plant:
        """The card with values of the metadata or the title changed wherever the card's templates say them.

        Keys are written with `_` for a space; an empty list of secondary muscles drops its line. The plant's line is
        that of the key `line_of`.
        """
        new = {**self.values, **{key.replace("_", " "): value for key, value in values.items()}}
        lines = list(self.lines)
        name = title or self.title
        lines[0] = f"# {name}"
        for key, at in self.fields.items():
            lines[at] = f"- **{key}:** {new[key]}"
        start = self.statements["S1"][1]
        lines[self.description] = lines[self.description][:start] + summary(new)
        for statement, (at, _, _) in self.statements.items():
            if statement.endswith("question"):
                lines[at : at + 3] = faq(statement, name, new)
        for at, line in zip(self.links, links(new, self.host), strict=True):
            lines[at] = line
        at = self.fields.get(line_of, 0)
        if not new.get("Secondary Muscles") and "Secondary Muscles" in self.fields:
            del lines[self.fields["Secondary Muscles"]]
        return plant_of(lines, at, line_of)

    @property
    def host(self) -> str:
        """The host of the related links, with its scheme."""
        found = re.search(r"https?://[^/)]+", self.lines[self.links[0]])
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where to plant: a card, the source of chance for it, and the other cards of the collection.

    `number` is how many plants of the class there are already.
    """

    card: CardText
    chance: Random
    others: Sequence[CardText]
    number: int = 0


def plant_of(lines: Sequence[str], line: int, variant: str = "") -> Plant:
    """The plant of a card's lines, changed at `line` (from 0)."""
    return Plant(("\n".join(lines)).encode(), line + 1, variant)


def summary(values: Mapping[str, str]) -> str:
    """The statements S1 and S2."""
    secondary = values.get("Secondary Muscles", "").lower()
    also = f", also works {secondary}" if secondary else ""
    part, equipment = values["Body Part"].lower(), values["Equipment"].lower()
    return f"{values['Difficulty']} {part} exercise using {equipment}. Targets {values['Target Muscle'].lower()}{also}."


def faq(statement: str, title: str, values: Mapping[str, str]) -> tuple[str, str, str]:
    """The question of S3 or S4, a blank line, and its answer."""
    part, target = values["Body Part"].lower(), values["Target Muscle"].lower()
    if statement == "S3 question":
        secondary = values.get("Secondary Muscles", "").lower()
        also = f", with secondary activation in the {secondary}" if secondary else ""
        answer = (
            f"The {title} primarily targets the {target}{also}. "
            f"It's classified as a {values['Category'].lower()} exercise for the {part}."
        )
        return f"### What muscles does the {title} work?", "", answer
    answers = {
        "Beginner": f"Yes, the {title} is rated as a beginner-level exercise. "
        f"It's a great starting point for building {target} strength.",
        "Intermediate": f"The {title} is rated as intermediate. "
        f"Beginners should build a base of {target} strength with easier variations first.",
        "Advanced": f"The {title} is an advanced exercise. Beginners should master fundamental {part} movements first.",
    }
    return f"### Is the {title} good for beginners?", "", answers[values["Difficulty"]]


def links(values: Mapping[str, str], host: str) -> tuple[str, str, str]:
    """The three related links."""
    part, equipment, target = values["Body Part"], values["Equipment"], values["Target Muscle"]
    kit = "bodyweight" if equipment == "Body Weight" else slug(equipment)
    return (
        f"- [More {part} Exercises]({host}/exercises/{slug(part)})",
        f"- [More {equipment} Exercises]({host}/exercises/equipment/{kit})",
        f"- [More {target} Exercises]({host}/exercises/muscle/{slug(target)})",
    )


def read_card(name: str, text: str) -> CardText:
    """Read a card of the fixed form.

    Raises:
        UnreadableCardError: it has another form; the message says what is missing.
    """
    lines = tuple(text.split("\n"))
    try:
        return _read(name, lines)
    except (StopIteration, KeyError, ValueError) as error:
        raise UnreadableCardError(f"{name}: {type(error).__name__} {error}") from error


def _read(name: str, lines: tuple[str, ...]) -> CardText:
    headings = {heading: lines.index(f"## {heading}") for heading in SECTIONS}
    found = [(index, _FIELD.fullmatch(line)) for index, line in enumerate(lines)]
    fields = {match["key"]: index for index, match in found if match}
    values = {match["key"]: match["value"] for _, match in found if match}
    description = headings["Quick answer"] + 2
    said = _STATEMENTS.search(lines[description])
    if not lines[0].startswith("# ") or not said or not fields.keys() >= set(KEYS) - {"Secondary Muscles"}:
        raise ValueError("no title, no statements or no metadata")
    title = lines[0][2:]
    statements = {
        "S1": (description, *said.span("S1")),
        "S2": (description, *said.span("S2")),
        **_answered("S3", lines, f"### What muscles does the {title} work?"),
        **_answered("S4", lines, f"### Is the {title} good for beginners?"),
    }
    questions = tuple(index for index, line in enumerate(lines) if line.startswith("### "))
    related = tuple(index for index, line in enumerate(lines) if _LINK.fullmatch(line))
    if len(related) != 3 or lines.count("---") != 2:
        raise ValueError("not three links and two rule lines")
    return CardText(name, lines, values, fields, headings, description, statements, questions, related)


def _answered(name: str, lines: tuple[str, ...], question: str) -> dict[str, tuple[int, int, int]]:
    """Where a statement's question and answer stand: line, start and end. A question asked twice counts once."""
    line = len(lines) - 1 - lines[::-1].index(question)
    return {
        f"{name} question": (line, 4, len(lines[line])),
        f"{name} answer": (line + 2, 0, len(lines[line + 2])),
    }
