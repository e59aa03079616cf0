"""Work over hostile content grows with its size and no faster, whatever the content is."""

from __future__ import annotations

import sys
from cProfile import Profile
from dataclasses import replace

import pytest

from helpers import REPOSITORY, RULES, check_text, plan

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from attacks import CARD, FORMS, PIECES, Form
from exlint.check import check_file
from exlint.limits import Limits
from exlint.plan import Plan

WIDTH = 200
"""Of a paragraph. Some work takes the square of it; `max-paragraph` bounds that, and files are of many paragraphs."""


@pytest.fixture(scope="module")
def everything() -> Plan:
    """The plan with all rules."""
    made = plan(*(rule.name for rule in RULES.values()), limits=Limits(max_paragraph=WIDTH + 50))
    for form in FORMS.values():  # what is read and made once for all files does not count
        work(form, form.text("a", 0, WIDTH), made)
    return made


def work(form: Form, text: str, plan: Plan) -> int:
    """How many functions are called, those of C included, for the check of a text."""
    profile = Profile()
    profile.enable()
    result = check_file(form.request, text.encode(), plan)
    profile.disable()
    assert result.troubles == ()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_content_is_twice_the_work(piece: str, form: str, everything: Plan) -> None:
    once, twice, four = (
        work(FORMS[form], FORMS[form].text(PIECES[piece], size, WIDTH), everything) for size in (800, 1600, 3200)
    )
    assert four - twice < 2.5 * max(twice - once, 2000)


def test_the_count_sees_what_grows_faster(everything: Plan) -> None:
    """With the limit for a paragraph out of the way, work by the square of its length is counted as such."""
    wide = replace(everything, limits=Limits(max_paragraph=10**6))
    form = FORMS["paragraphs"]
    once, twice, four = (work(form, form.text("aa, the ", size, size), wide) for size in (2000, 4000, 8000))
    assert four - twice > 3 * (twice - once)
