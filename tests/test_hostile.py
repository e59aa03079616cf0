"""Work over hostile content grows with its size and no faster, whatever the content is; beyond a limit it is told."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from cProfile import Profile
from functools import _lru_cache_wrapper
from itertools import product

import pytest

from helpers import REPOSITORY, RULES, plan, with_rule

sys.path.insert(0, str(REPOSITORY / "benchmarks"))

from attacks import CARD, FORMS, PIECES, Form
from exlint.card import Card
from exlint.check import check_file
from exlint.findings import Problem, Severity
from exlint.limits import Limits
from exlint.plan import Plan
from exlint.rules.base import CardRule, NoOptions

WIDTH = 300
"""Of a paragraph. Some work takes the square of it; `max-paragraph` bounds that, and files are of many paragraphs."""

SIZE = 1200
STEP = 100 * SIZE
"""Calls that the work may grow by at once: what is little grows in steps, as when a limit for words is passed."""


@pytest.fixture(scope="module")
def everything() -> Plan:
    """The plan with all rules."""
    made = plan(*(rule.name for rule in RULES.values()), limits=Limits(max_paragraph=3 * WIDTH))
    for form in FORMS.values():  # what is read and made once for all files does not count
        work(form, form.text("a", 0, WIDTH), made)
    return made


def work(form: Form, text: str, plan: Plan) -> int:
    """How many functions are called, those of C included, for the check of a text."""
    _forget()
    profile = Profile()
    profile.enable()
    result = check_file(form.request, text.encode(), plan)
    profile.disable()
    assert result.troubles == ()
    return sum(entry.callcount for entry in profile.getstats())


def _forget() -> None:
    """Empty all that is remembered of texts, so that the difference of two counts is the work for more text."""
    for module in [each for name, each in sys.modules.items() if name.startswith("exlint.")]:
        for value in vars(module).values():
            if isinstance(value, _lru_cache_wrapper):
                value.cache_clear()


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_content_is_twice_the_work(piece: str, everything: Plan) -> None:
    """Each piece in one of the forms, in turn; `benchmarks/robustness.py` takes the time of all."""
    form = list(FORMS.values())[list(PIECES).index(piece) % len(FORMS)]
    once, twice, four = (
        work(form, form.text(PIECES[piece], size, WIDTH), everything) for size in (SIZE, 2 * SIZE, 4 * SIZE)
    )
    assert four - twice < 2.5 * max(twice - once, STEP)


def test_a_section_that_repeats_before_one_that_is_missing(everything: Plan) -> None:
    """Where the missing one belongs is found from the last of them."""
    before = CARD[: CARD.index("## Related exercises")]
    texts = (before + "\n## FAQ\n\nYes.\n" * number for number in (100, 200, 400))
    once, twice, four = (work(FORMS["file"], text, everything) for text in texts)
    assert four - twice < 2.5 * (twice - once)


def test_many_conflicts(everything: Plan) -> None:
    """As many first markers of none beside them."""
    conflict = "<<<<<<< a\n" * 3 + "=======\n" * 3 + ">>>>>>> b\n"
    texts = (CARD + conflict * number for number in (100, 200, 400))
    once, twice, four = (work(FORMS["file"], text, everything) for text in texts)
    assert four - twice < 2.5 * (twice - once)


def test_the_count_sees_what_grows_faster(everything: Plan) -> None:
    """A rule that holds each passage against each other."""

    def check(card: Card, options: NoOptions) -> Iterator[Problem]:
        for one, other in product(card.passages, repeat=2):
            if one.prose.whole.overlaps(other.prose.whole) and one is not other:
                yield Problem(one.prose.whole, "twice")

    slow = CardRule(code="EX299", name="slow", since="0.1.0", severity=Severity.INFO, check=check, data_doc="Slow.")
    with pytest.raises(AssertionError):
        test_twice_the_content_is_twice_the_work("numbers", with_rule(everything, slow))


# Limits.


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CARD + "x" * 10_000_000, "EX104"),
        ("> " * 10_000 + "a", "EX109"),
        ("- " * 10_000 + "a", "EX109"),
        (CARD + "\n" + "".join(f"{'  ' * depth}- a\n" for depth in range(30)), "EX110"),
        (CARD + "\n" + "> " * 400 + "a\n", "EX110"),
        (CARD + "\n" + "[" * 100_000, "EX109"),
        (CARD + "\n" + "a\n" * 100_000, "EX109"),
        (CARD + "\n" + "*a_ " * 60_000, "EX109"),
        (CARD + "\n" + "`" * 200_000, "EX109"),
        (CARD + "\n" + "|" * 200_000, "EX109"),
        (CARD + "\n" + "<!--" * 60_000, "EX109"),
        *((piece * (1_000_000 // len(piece)), "EX104") for piece in ("[", "*a_ ", "<!--", "`", "a|b\n")),
    ],
    ids=lambda value: value if len(value) < 6 else f"{len(value):,} of {value[-4:]!r}",
)
def test_what_is_too_much_is_told(text: str, code: str) -> None:
    result = check_file(FORMS["file"].request, text.encode(), plan())
    assert [finding.code for finding in result.findings] == [code]
    assert re.search(
        r"more than the config's 'max-[a-z-]+' \(\d+\); not checked any further$", result.findings[0].message
    )
    assert result.troubles == ()


def test_many_lines_are_no_excess() -> None:
    result = check_file(FORMS["file"].request, (CARD + "\n" * 100_000).encode(), plan())
    assert (result.findings, result.troubles) == ((), ())
