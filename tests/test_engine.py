"""A run over many files: order, files that can't be read, and the collection."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exlint.card import Card
from exlint.engine import classify, run
from exlint.facts import Collected, Json
from exlint.findings import Problem, Related, Report, Severity, Span
from exlint.plan import Plan, RuleSetting
from exlint.request import FileRequest, Job, Origin
from exlint.rules.base import CardRule, CollectionRule, NoOptions
from exlint.value import replace
from helpers import CARDS, RULES, plan, with_rule

GOOD = CARDS[0].read_text(encoding="utf-8")


def job(name: str, text: str | bytes, *, reported: bool = True) -> Job:
    data = text.encode() if isinstance(text, str) else text
    return Job(FileRequest(name, Origin.WALKED, matching=()), name, reported, data)


def found(report: Report) -> list[tuple[str, int, int, str]]:
    return [(each.place.filename, each.place.start.row, each.place.start.column, each.code) for each in report.findings]


def only(*codes: str) -> Plan:
    """A plan with these rules."""
    rules = tuple(RuleSetting(code, Severity.ERROR, RULES[code].options()) for code in codes)
    return replace(plan(), rules=rules)


# The report

JOBS = (
    job("b.md", GOOD.replace("## FAQ", "### FAQ").replace("## Pro tips", "## Pro Tips")),
    job("a.md", GOOD),  # its title is that of all the others
    job("c.md", b"\xff" + GOOD.encode()),
    job("d.md", GOOD.replace("- **Category:**", "- **Catgory:**")),
    job("empty.md", ""),
)


def test_findings_come_by_file_row_column_and_code() -> None:
    report = run(JOBS, plan())
    places = found(report)
    assert places == sorted(places)
    assert {name for name, *_ in places} == {"b.md", "c.md", "d.md", "empty.md"}
    assert [(name, code) for name, _, _, code in places if code == "EX701"] == [("b.md", "EX701")]
    assert (report.checked, report.cards, report.troubles) == (5, 3, ())


@settings(max_examples=10, deadline=None)
@given(st.permutations(JOBS))
def test_the_order_of_the_files_makes_no_difference(jobs: Sequence[Job]) -> None:
    assert run(jobs, plan()) == run(JOBS, plan())


def test_a_run_can_be_stored() -> None:
    report = run(JOBS, plan())
    assert pickle.loads(pickle.dumps(report)) == report


def test_no_files() -> None:
    assert run((), plan()) == Report((), 0, 0, ())


def test_progress_is_told_once_a_file() -> None:
    steps: list[int] = []
    run(JOBS, plan(), lambda: steps.append(1))
    assert len(steps) == len(JOBS)


# Files that can't be read


def test_a_file_that_can_not_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    jobs = [
        Job(FileRequest(name, Origin.NAMED), str(tmp_path / name))
        for name in ("none.md", "folder.md", "good.md")
    ]  # fmt: skip
    report = run([*jobs, job("empty.md", "")], plan())
    assert [(each.filename, each.message) for each in report.troubles] == [
        ("folder.md", "can't be read: Is a directory"),
        ("none.md", "can't be read: No such file or directory"),
    ]
    assert [name for name, *_ in found(report)] == ["empty.md"]
    assert (report.checked, report.cards) == (4, 1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    report = run([Job(FileRequest("secret.md", Origin.NAMED), str(path))], plan())
    assert [each.message for each in report.troubles] == ["can't be read: Permission denied"]


def test_classify(tmp_path: Path) -> None:
    jobs = (
        JOBS[1],
        JOBS[2],
        job("notes.md", "# Notes\n\nSome.\n"),
        Job(FileRequest("x.md", Origin.NAMED), str(tmp_path / "x")),
    )
    assert [(each.request.name, card_type, why) for each, card_type, why in classify(jobs, plan())] == [
        ("a.md", "exercise", "it has the headings and keys of type 'exercise'"),
        ("c.md", None, "not UTF-8; not checked"),
        ("notes.md", None, "it resembles no card type"),
        ("x.md", None, "can't be read: No such file or directory"),
    ]


# The collection


def test_a_card_that_is_not_reported_still_counts() -> None:
    report = run([job("a.md", GOOD, reported=False), job("b.md", GOOD)], only("EX701"))
    assert found(report) == [("b.md", 1, 3, "EX701")]
    (finding,) = report.findings
    assert [(each.place.filename, each.place.start.row, each.place.lines) for each in finding.related] == [
        ("a.md", 1, (GOOD.splitlines()[0],))
    ]
    assert report.checked == 1


def test_findings_of_a_card_that_is_not_reported_are_left_out() -> None:
    report = run([job("a.md", ""), job("b.md", "", reported=False)], plan())
    assert {name for name, *_ in found(report)} == {"a.md"}
    assert report.checked == 1


def card_count(seen: list[list[str]], fail: bool) -> CollectionRule:
    """A rule that finds every card, and says how many there are."""

    def collect(card: Card, options: NoOptions) -> Json:
        return len(card.sections)

    def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
        seen.append([each.path for each in collected])
        for each in collected:
            yield (
                each.path,
                Problem(Span(0, 1), f"{each.data} sections", (Related(Span(2, 3), "here", collected[0].path),)),
            )
        if fail:
            raise RuntimeError("no idea")

    return CollectionRule(
        code="EX799", name="card-count", since="0", severity=Severity.INFO, check=check, collect=collect
    )


def test_a_collection_rule_sees_all_cards_by_their_paths() -> None:
    seen: list[list[str]] = []
    counting = with_rule(only(), card_count(seen, fail=False), Severity.ERROR)
    report = run([job("c.md", GOOD), job("a.md", GOOD, reported=False), job("b.md", GOOD), job("x.md", "x")], counting)
    assert seen == [["a.md", "b.md", "c.md"]]
    assert [(each.place.filename, each.message, each.severity) for each in report.findings] == [
        ("b.md", "6 sections", Severity.ERROR),
        ("c.md", "6 sections", Severity.ERROR),
    ]
    assert [each.place.filename for finding in report.findings for each in finding.related] == ["a.md", "a.md"]


def test_a_collection_rule_that_fails_is_told_and_the_others_are_heard() -> None:
    report = run([job("a.md", GOOD), job("b.md", GOOD)], with_rule(only("EX701"), card_count([], fail=True)))
    assert ("b.md", 1, 3, "EX701") in found(report)
    (trouble,) = report.troubles
    assert (trouble.filename, trouble.message) == (
        "the collection",
        "internal error in rule EX799 (card-count): RuntimeError: no idea",
    )
    assert trouble.detail.startswith("Traceback")


def test_a_card_rule_that_fails_is_told_for_each_file() -> None:
    def check(card: Card, options: NoOptions) -> Iterator[Problem]:
        yield Problem(Span(0, 1), "before")
        raise RuntimeError("no idea")

    rule = CardRule(code="EX299", name="always-fails", since="0", severity=Severity.INFO, check=check)
    report = run([job("b.md", GOOD), job("a.md", GOOD), job("empty.md", "")], with_rule(only("EX102"), rule))
    assert [(each.filename, each.message) for each in report.troubles] == [
        ("a.md", "internal error in rule EX299 (always-fails): RuntimeError: no idea"),
        ("b.md", "internal error in rule EX299 (always-fails): RuntimeError: no idea"),
    ]
    assert found(report) == [("empty.md", 1, 1, "EX102")]


def test_a_collecting_rule_that_fails_leaves_its_card_without_data() -> None:
    def collect(card: Card, options: NoOptions) -> Json:
        if card.file_name == "a.md":
            raise RuntimeError("no idea")
        return "data"

    def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
        for each in collected:
            yield each.path, Problem(Span(0, 0), str(each.data))

    rule = CollectionRule(code="EX799", name="x", since="0", severity=Severity.INFO, check=check, collect=collect)
    report = run([job("a.md", GOOD), job("b.md", GOOD)], with_rule(only(), rule))
    assert [(each.place.filename, each.message) for each in report.findings] == [("a.md", "None"), ("b.md", "data")]
    assert [(each.filename, each.message) for each in report.troubles] == [
        ("a.md", "internal error in rule EX799 (x): RuntimeError: no idea")
    ]
