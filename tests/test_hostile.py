"""Work over hostile content grows with its size and no faster, whatever the content is."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from attacks import CARD, FORMS, PIECES
from exlint.check import check_file
from exlint.limits import Limits
from exlint.plan import Plan
from exlint.request import FileRequest, Origin
from exlint.results import FileResult
from helpers import RULES, plan

REQUEST = FileRequest("cards/ring-pushup.md", Origin.NAMED, "exercise", matching=("exercise",))
WIDTH = 400
LIMITS = Limits(max_paragraph=WIDTH + 50)


@pytest.fixture(scope="module")
def everything() -> Plan:
    """The plan with all rules."""
    return plan(*(rule.name for rule in RULES.values()), limits=LIMITS)


def work(text: str, plan: Plan) -> tuple[int, FileResult]:
    """How many functions are called, those of C included, for the check of a text."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        result = check_file(REQUEST, text.encode(), plan)
    finally:
        sys.setprofile(None)
    return calls, result


@pytest.fixture(scope="module")
def least(everything: Plan) -> int:
    """The work for the card that the forms are made from."""
    return work(CARD, everything)[0]


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_content_is_no_more_than_twice_the_work(piece: str, everything: Plan, least: int) -> None:
    form = FORMS[list(FORMS)[list(PIECES).index(piece) % len(FORMS)]]
    once, twice = (work(form(PIECES[piece], size, WIDTH), everything) for size in (1200, 2400))
    assert once[1].troubles == twice[1].troubles == ()
    assert twice[0] - least < 2.6 * max(once[0] - least, least)


def test_the_count_sees_what_grows_faster(everything: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limit for a paragraph out of the way, work by the square of its length is counted as such."""
    wide = replace(everything, limits=Limits(max_paragraph=10**6))
    once, twice = (work(FORMS["paragraphs"]("and or ", size, size), wide)[0] for size in (3000, 6000))
    assert twice > 2 * once


# Limits.


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CARD + "x" * 10_000_000, "EX104"),
        ("> " * 10_000 + "a", "EX109"),
        (CARD + "\n" + "".join(f"{'  ' * depth}- a\n" for depth in range(300)), "EX110"),
        (CARD + "\n" + "> " * 400 + "a\n", "EX110"),
        (CARD + "\n" + "[" * 100_000, "EX109"),
        (CARD + "\n" + "a\n" * 100_000, "EX109"),
    ],
    ids=["10 MB on one line", "10,000 quotes", "300 lists", "400 quotes", "100,000 brackets", "100,000 lines"],
)
def test_what_is_too_much_is_told(text: str, code: str) -> None:
    result = check_file(REQUEST, text.encode(), plan())
    assert [finding.code for finding in result.findings] == [code]
    assert result.findings[0].message.endswith("not checked any further")
    assert result.troubles == ()
