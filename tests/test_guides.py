"""Whatever is wrong with a guide page gives just that finding, at its place; nothing is found in the project's own.

The mutations work on the text alone, line by line: they know how a page is written, not how exlint reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import GUIDES, check_text
from test_mutations import EDITS, Edit, assert_sound, edited

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in GUIDES}


@dataclass(frozen=True)
class Page:
    """A page's lines, and the 0-based indexes of its parts."""

    lines: list[str]

    @property
    def title(self) -> str:
        return self.lines[3]

    @property
    def questions(self) -> list[int]:
        return [at for at in range(self.asked + 1, self.tips) if self.lines[at].endswith("?")]

    @property
    def asked(self) -> int:
        return self._heading("Commonly Asked Questions About ")

    @property
    def tips(self) -> int:
        return self._heading(".* Tips$")

    @property
    def steps(self) -> int:
        return self._heading("How To Do ")

    @property
    def last(self) -> int:
        return len(self.lines) - 1

    def _heading(self, pattern: str) -> int:
        return next(at for at, line in enumerate(self.lines) if re.match(pattern, line))


@dataclass(frozen=True)
class Defect:
    """A page with one thing wrong, and what is to be found: its code and 1-based row."""

    name: str
    lines: list[str]
    code: str
    row: int


def defects(page: Page) -> Iterator[Defect]:
    """One defect of each kind that a page can have, at each place where it can have it."""
    yield from _header(page)
    yield from _headings(page)
    yield from _sections(page)
    yield from _questions(page)
    yield from _items(page)
    yield from _capture(page)
    yield from _prose(page)


def _with(page: Page, name: str, first: int, last: int, new: list[str], code: str, row: int) -> Defect:
    """The lines from `first` to `last`, exclusive, replaced by others."""
    return Defect(name, [*page.lines[:first], *new, *page.lines[last:]], code, row)


def _header(page: Page) -> Iterator[Defect]:
    title, url = page.lines[:2]
    yield _with(page, "header gone", 0, 3, [], "EX301", 1)
    yield _with(page, "URL gone", 1, 2, [], "EX302", 1)
    yield _with(page, "keys swapped", 0, 2, [url, title], "EX306", 1)
    yield _with(page, "key twice", 1, 1, [title], "EX304", 2)
    yield _with(page, "another key", 2, 2, ["Author: Sam"], "EX303", 3)
    yield _with(page, "empty key", 1, 2, ["URL:"], "EX305", 2)
    yield _with(page, "another name", 0, 1, ["Title: Box Jumps"], "EX401", 1)
    yield _with(page, "another page", 1, 2, [re.sub(r"[^/]+/$", "box-jumps/", url)], "EX401", 2)
    yield _with(page, "no address", 1, 2, ["URL: to follow"], "EX308", 2)


def _headings(page: Page) -> Iterator[Defect]:
    yield _with(page, "title gone", 3, 4, [], "EX201", 1)
    yield _with(page, "another title", 3, 4, ["Box Jumps"], "EX401", 4)
    singular = re.match(r"What Is An? (.*)\?", page.lines[4])[1]  # type: ignore[index]
    for at, name in ((4, singular), (page.asked, page.title), (page.tips, singular), (page.steps, page.title)):
        heading = page.lines[at]
        another = ("Air Squat" if " An " in heading else "Box Jump") + "s" * (name == page.title)
        yield _with(page, f"another name: {heading}", at, at + 1, [heading.replace(name, another)], "EX401", at + 1)
        yield _with(page, f"lower case: {heading}", at, at + 1, [heading.lower()], "EX209", at + 1)
    tips = page.lines[page.tips]
    for text in (tips.replace("Tips", "Tisp"), f"Tips For {page.title}", "Hints"):
        yield _with(page, f"renamed: {text}", page.tips, page.tips + 1, [text], "EX209", page.tips + 1)
    for text in (f"Questions About {page.title}", f"Comonly Asked Questions About {page.title}"):
        yield _with(page, f"renamed: {text}", page.asked, page.asked + 1, [text], "EX209", page.asked + 1)
    for text in (f"Steps For {page.title}", "Instructions"):
        yield _with(page, f"renamed: {text}", page.steps, page.steps + 1, [text], "EX209", page.steps + 1)


def _sections(page: Page) -> Iterator[Defect]:
    tips, steps, last = page.tips, page.steps, page.last
    yield _with(page, "first heading gone", 4, 5, [], "EX203", 5)
    yield _with(page, "heading of the questions gone", page.asked, page.asked + 1, [], "EX203", page.asked + 1)
    yield _with(page, "heading of the tips gone", tips, tips + 1, [], "EX203", steps)
    yield _with(page, "heading of the steps gone", steps, steps + 1, [], "EX203", last)
    yield _with(page, "tips gone", tips, steps, [], "EX203", tips + 1)
    yield _with(page, "tips empty", tips + 1, steps, [], "EX207", tips + 1)
    swapped = page.lines[steps:last] + page.lines[tips:steps]
    yield _with(page, "tips after the steps", tips, last, swapped, "EX204", tips + 1)
    yield _with(page, "tips twice", steps, steps, page.lines[tips:steps], "EX205", steps + 1)
    extra = [f"Benefits Of {page.title}", "They build strength."]
    yield _with(page, "another section", tips, tips, extra, "EX206", tips + 1)
    yield _with(page, "notice gone", last, last + 1, [], "EX217", last)
    yield _with(page, "another notice", last, last + 1, ["Have fun."], "EX217", last + 1)


def _questions(page: Page) -> Iterator[Defect]:
    for at in page.questions:
        question = page.lines[at]
        yield _with(page, f"without mark: {question}", at, at + 1, [question.rstrip("?")], "EX221", at + 1)
        yield _with(page, f"without answer: {question}", at + 1, at + 2, [], "EX220", at + 1)
        yield _with(page, f"gone: {question}", at, at + 2, [], "EX213", page.asked + 1)
    first, second = page.questions[:2]
    yield _with(page, "question twice", second, second + 1, [page.lines[first]], "EX214", second + 1)


def _items(page: Page) -> Iterator[Defect]:
    tips, steps, last = page.tips, page.steps, page.last
    yield _with(page, "two tips", tips + 3, steps, [], "EX213", tips + 1)
    yield _with(page, "three steps", steps + 3, last - 1, [], "EX213", steps + 1)
    for at in (tips + 2, steps + 2):
        line = page.lines[at]
        yield _with(page, f"twice: {line}", at, at, [line], "EX212", at + 2)
        yield _with(page, f"no stop: {line}", at, at + 1, [line.rstrip(".")], "EX508", at + 1)
        yield _with(page, f"lower case: {line}", at, at + 1, [line[0].lower() + line[1:]], "EX507", at + 1)


def _capture(page: Page) -> Iterator[Defect]:
    for at in (4, 5, page.asked + 1, page.tips + 2, page.steps + 3, page.last):
        yield _with(page, f"button in line {at + 1}", at, at, ["Jump Straight To Instructions"], "EX222", at + 1)
    yield _with(page, "navigation", page.last, page.last, ["Back to top"], "EX222", page.last + 1)
    yield _with(page, "navigation at the end", page.last + 1, page.last + 1, ["Back To All"], "EX222", page.last + 2)
    for at in (5, page.asked + 2, page.tips + 1, page.steps + 2):
        words = page.lines[at].split()
        pieces = [" ".join(words[:3]), words[3], " ".join(words[4:])]
        if pieces[1][0].islower() and pieces[2][0].islower():
            yield _with(page, f"broken: {page.lines[at]}", at, at + 1, pieces, "EX526", at + 1)


def _prose(page: Page) -> Iterator[Defect]:
    for at in (5, page.asked + 2, page.tips + 1, page.steps + 1):
        line = page.lines[at]
        yield _with(page, f"two spaces: {line}", at, at + 1, [line.replace(" ", "  ", 1)], "EX509", at + 1)
    step = page.steps + 2
    yield _with(
        page,
        "a word twice",
        step,
        step + 1,
        [re.sub(r" (\w+)", r" \1 \1", page.lines[step], count=1)],
        "EX505",
        step + 1,
    )
    if "Single Leg" in page.title:
        yield _with(page, "both legs", step, step + 1, ["Lower both heels to the mat."], "EX411", step + 1)
        yield _with(page, "one leg only", page.last - 1, page.last, ["Rest for a minute."], "EX410", page.last)


ALL = [(name, defect) for name, text in TEXTS.items() for defect in defects(Page(text.splitlines()))]


def test_there_are_pages_of_several_kinds() -> None:
    assert len(TEXTS) >= 4


@pytest.mark.parametrize("name", TEXTS)
def test_the_project_s_own_pages_are_clean(name: str) -> None:
    assert check_text(TEXTS[name], "page.txt").findings == ()


@pytest.mark.parametrize(("page", "defect"), ALL, ids=lambda each: each if isinstance(each, str) else each.name)
def test_one_defect_gives_one_finding_there(page: str, defect: Defect) -> None:
    result = check_text("\n".join(defect.lines) + "\n", "page.txt")
    assert result.troubles == ()
    assert [(each.code, each.place.start.row) for each in result.findings] == [(defect.code, defect.row)]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), EDITS)
def test_whatever_happens_to_a_page_it_is_checked(name: str, edits: list[Edit]) -> None:
    text = edited(TEXTS[name], edits)
    result = check_text(text, "page.txt")
    assert_sound(result, text)
    assert check_text(text, "page.txt") == result
