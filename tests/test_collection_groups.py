"""A fault that several cards share: one finding, wherever the run looks from."""

from __future__ import annotations

from pathlib import Path

import pytest

from exlint.engine import run
from exlint.findings import GroupProblem, Member, Problem, Related, Span
from exlint.request import FileRequest, Job, Origin
from exlint.value import replace
from helpers import RULES, plan, setting, shown

FIXTURES = Path(__file__).parent / "rules"
GROUP = GroupProblem(
    "three cards share a fault",
    (Member("b.md", Span(1, 2), "in b"), Member("c.md", Span(3, 4), "in c"), Member("a.md", Span(5, 6), "in a")),
)

EXERCISE = ("exercise",)


def test_a_group_is_found_at_its_first_member() -> None:
    related = (Related(Span(3, 4), "in c", "c.md"), Related(Span(5, 6), "in a", "a.md"))
    assert GROUP.seen_from({"a.md", "b.md", "c.md"}) == ("b.md", Problem(Span(1, 2), GROUP.message, related))


def test_a_group_is_found_at_the_first_member_that_is_reported() -> None:
    related = (Related(Span(1, 2), "in b", "b.md"), Related(Span(3, 4), "in c", "c.md"))
    assert GROUP.seen_from({"a.md", "d.md"}) == ("a.md", Problem(Span(5, 6), GROUP.message, related))


def test_a_group_without_a_reported_member_is_not_found() -> None:
    assert GROUP.seen_from({"d.md"}) is None


def _jobs(rule: str, case: str, reported: set[str]) -> list[Job]:
    folder = FIXTURES / rule / case
    return [
        Job(FileRequest(path.name, Origin.NAMED, matching=EXERCISE), str(path), reported=path.name in reported)
        for path in sorted(folder.glob("*.md"))
    ]


@pytest.mark.parametrize(
    ("changed", "other"),
    [
        ("dumbbell-drag-curl.md", "dumbbell-hammer-curl.md"),
        ("dumbbell-hammer-curl.md", "dumbbell-drag-curl.md"),
    ],
)
def test_a_run_over_one_changed_card_finds_what_it_shares(changed: str, other: str) -> None:
    report = run(_jobs("duplicate-steps", "bad", {changed}), plan())
    assert shown(report.findings, with_file=True).splitlines() == [
        f"{changed}:18:4 warning EX702 2 cards have the same steps: 'Dumbbell Drag Curl' and 'Dumbbell Hammer Curl'",
        f"  {other}:18:4 the same steps",
    ]


def test_a_run_over_an_unaffected_card_finds_nothing() -> None:
    assert run(_jobs("duplicate-steps", "bad", {"machine-chest-press.md"}), plan()).findings == ()


@pytest.mark.parametrize("reported", [{"dumbbell-drag-curl.md"}, {"wall-calf-stretch.md"}])
def test_a_variant_is_found_at_its_first_use_on_a_reported_card(reported: set[str]) -> None:
    findings = run(_jobs("spelling-variants", "bad", reported), plan()).findings
    assert [(each.code, {each.place.filename}, len(each.related)) for each in findings] == [("EX707", reported, 1)]


def test_the_order_of_the_files_makes_no_difference() -> None:
    names = {path.name for path in (FIXTURES / "duplicate-steps" / "bad-three").glob("*.md")}
    jobs = _jobs("duplicate-steps", "bad-three", names)
    assert run(jobs[::-1], plan()) == run(jobs, plan())


def test_a_rule_that_is_off_collects_nothing() -> None:
    only = replace(plan(), rules=(setting(RULES["EX701"]),))
    names = {"dumbbell-drag-curl.md", "dumbbell-hammer-curl.md"}
    assert run(_jobs("duplicate-steps", "bad", names), only).findings == ()
