"""`check_file`: a pure, picklable function, and a rule that fails does no harm to the others."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from exlint.card import Card
from exlint.check import check_file
from exlint.engine import run
from exlint.facts import Collected, Json
from exlint.findings import Edit, Fix, Problem, Related, Severity, Span
from exlint.limits import Limits
from exlint.plan import Plan
from exlint.request import FileRequest, Job, Origin
from exlint.results import FileResult
from exlint.rules.base import CardRule, CollectionRule, File, FileRule, NoOptions, Rule, UnusedRule
from exlint.value import replace
from helpers import CARDS, REPOSITORY, default_plan, plan, with_rule

FIXTURES = sorted((REPOSITORY / "tests" / "rules").glob("*/*.md"))
SOME = FIXTURES[::9]
REQUEST = FileRequest("cards/some-card.md", Origin.WALKED, None, matching=("exercise",))


def checked(path: Path, plan: Plan | None = None) -> FileResult:
    return check_file(replace(REQUEST, name=path.name), path.read_bytes(), plan or default_plan())


# Pure: the same value for the same values, wherever they have been.


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_same_twice(path: Path) -> None:
    assert checked(path) == checked(path)


@pytest.mark.parametrize("path", SOME[::3], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_all_that_goes_in_and_comes_out_can_be_pickled(path: Path) -> None:
    request, there = pickle.loads(pickle.dumps((REQUEST, default_plan())))
    assert (request, there.rules) == (REQUEST, default_plan().rules)
    result = check_file(request, path.read_bytes(), there)
    assert result == check_file(REQUEST, path.read_bytes(), default_plan())
    assert pickle.loads(pickle.dumps(result)) == result


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_order_of_the_rules_makes_no_difference(path: Path) -> None:
    backwards = replace(default_plan(), rules=default_plan().rules[::-1])
    assert checked(path, backwards) == checked(path)


def test_findings_of_a_rule_are_the_same_without_the_other_rules() -> None:
    for path in SOME[::15]:
        whole = checked(path)
        for setting in default_plan().rules:
            alone = checked(path, replace(default_plan(), rules=(setting,)))
            assert alone.findings == tuple(each for each in whole.findings if each.code == setting.code)


def digest_of_results() -> str:
    """A digest of the results for some fixtures."""
    digest = hashlib.sha256()
    for path in FIXTURES[::12]:
        result = replace(checked(path), suppressions=())  # they hold sets of codes, which have no order to repeat
        digest.update(repr(result).encode())
    return digest.hexdigest()


def test_the_seed_of_hashes_makes_no_difference() -> None:
    digests = {digest_of_results()}
    for seed in ("0", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        command = [sys.executable, "-c", "import test_check; print(test_check.digest_of_results())"]
        found = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        digests.add(found.stdout.strip())
    assert len(digests) == 1


# A rule that fails.


def fails(*_: object) -> NoReturn:
    raise RuntimeError("no such luck")


def leaves(*_: object) -> NoReturn:
    sys.exit(0)


def gives_up(*_: object) -> NoReturn:
    raise BaseException("no such luck")


def is_interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def fails_later(card: Card, options: NoOptions) -> Iterator[Problem]:
    yield Problem(Span(0, 1), "found before it failed")
    raise RuntimeError("no such luck")


def collects_nothing(card: Card, options: NoOptions) -> Json:
    return None


def points_at_no_file(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
    yield collected[0].path, Problem(Span(0, 1), "as there", (Related(Span(0, 1), "there", "no/such/file.md"),))


def finds_nothing(collected: Sequence[Collected], options: NoOptions) -> Iterator[tuple[str, Problem]]:
    return iter(())


FAILING: list[Rule] = [
    FileRule("EX199", "failing", "0.1.0", Severity.ERROR, fails),
    CardRule("EX299", "failing", "0.1.0", Severity.ERROR, fails),
    CardRule("EX299", "failing", "0.1.0", Severity.ERROR, fails_later),
    CollectionRule("EX799", "failing", "0.1.0", Severity.ERROR, check=fails, collect=collects_nothing),
    CollectionRule("EX799", "failing", "0.1.0", Severity.ERROR, check=points_at_no_file, collect=collects_nothing),
    CollectionRule("EX799", "failing", "0.1.0", Severity.ERROR, check=finds_nothing, collect=fails),
    *(FileRule("EX199", "failing", "0.1.0", Severity.ERROR, each) for each in (leaves, gives_up)),
    *(CardRule("EX299", "failing", "0.1.0", Severity.ERROR, each) for each in (leaves, gives_up)),
    CollectionRule("EX799", "failing", "0.1.0", Severity.ERROR, check=leaves, collect=collects_nothing),
    CollectionRule("EX799", "failing", "0.1.0", Severity.ERROR, check=finds_nothing, collect=leaves),
]

INTERRUPTED: list[Rule] = [
    FileRule("EX199", "interrupted", "0.1.0", Severity.ERROR, is_interrupted),
    CollectionRule("EX799", "interrupted", "0.1.0", Severity.ERROR, check=is_interrupted, collect=collects_nothing),
    CollectionRule("EX799", "interrupted", "0.1.0", Severity.ERROR, check=finds_nothing, collect=is_interrupted),
    UnusedRule("EX198", "interrupted", "0.1.0", Severity.ERROR, is_interrupted),
]


TEXT = (REPOSITORY / "tests" / "rules" / "missing-title" / "bad.md").read_bytes()
BROKEN = [Job(FileRequest(name, Origin.NAMED), name, data=TEXT) for name in ("a.md", "b.md")]
IN_VAIN = [replace(BROKEN[0], data=TEXT + b"\n<!-- exlint-disable-file EX102 -->\n")]
"""With a suppression that is not needed."""


@pytest.mark.parametrize("rule", FAILING, ids=lambda rule: f"{type(rule).__name__}-{rule.check.__name__}")
def test_a_rule_that_fails_is_a_trouble_and_the_others_still_run(rule: Rule) -> None:
    ordinary = default_plan()
    report = run(BROKEN, with_rule(ordinary, rule))
    assert report.findings == run(BROKEN, ordinary).findings != ()
    assert {trouble.filename for trouble in report.troubles} <= {"a.md", "b.md", "the collection"}
    for trouble in report.troubles:
        assert trouble.message.startswith(f"internal error in rule {rule.code} (failing): ")
        assert trouble.detail.startswith("Traceback")
        assert trouble.detail.count("\n") > 2
    assert report.troubles


@pytest.mark.parametrize("rule", INTERRUPTED, ids=lambda rule: f"{type(rule).__name__}-{rule.check.__name__}")
def test_a_rule_that_is_interrupted_ends_the_run(rule: Rule) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(IN_VAIN, with_rule(default_plan(), rule))


def test_a_rule_about_suppressions_that_fails_is_a_trouble() -> None:
    rule = UnusedRule("EX198", "failing", "0.1.0", Severity.ERROR, leaves)
    (trouble,) = run(IN_VAIN, with_rule(default_plan(), rule)).troubles
    assert (trouble.filename, trouble.message) == ("a.md", "internal error in rule EX198 (failing): SystemExit: 0")


SAYING_NOTHING = {
    "Problem": (Problem(Span(0, 1), 5), "5"),  # type: ignore[arg-type]
    "Related": (Problem(Span(0, 1), "", (Related(Span(0, 1), ValueError("x")),)), "ValueError('x')"),  # type: ignore[arg-type]
    "Fix": (Problem(Span(0, 1), "", fixes=(Fix(None, (Edit(Span(0, 1), "x"),)),)), "None"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("problem", "shown"), SAYING_NOTHING.values(), ids=SAYING_NOTHING.keys())
def test_a_message_that_is_no_text_is_told_with_its_rule_and_file(problem: Problem, shown: str) -> None:
    def finds(*_: object) -> Iterator[Problem]:
        yield problem

    def finds_in_all(*_: object) -> Iterator[tuple[str, Problem]]:
        yield "a.md", problem

    card_rule = CardRule("EX299", "failing", "0.1.0", Severity.ERROR, finds)
    other = CollectionRule("EX799", "failing", "0.1.0", Severity.ERROR, check=finds_in_all, collect=collects_nothing)
    report = run(BROKEN, with_rule(with_rule(default_plan(), card_rule), other))
    assert report.findings == run(BROKEN, default_plan()).findings
    kind = next(kind for kind, (each, _) in SAYING_NOTHING.items() if each is problem)
    why = f"TypeError: the message of a {kind} is no text, but {shown}"
    assert [(each.filename, each.message) for each in report.troubles] == [
        ("a.md", f"internal error in rule EX299 (failing): {why}"),
        ("b.md", f"internal error in rule EX299 (failing): {why}"),
        ("the collection", f"internal error in rule EX799 (failing): {why}"),
    ]


# What is known of a file.


def test_a_card_gives_facts() -> None:
    result = checked(CARDS[0])
    assert result.card_type == "exercise"
    assert result.facts is not None
    assert result.facts.title is not None
    assert result.facts.path == CARDS[0].name
    assert f"# {result.facts.title.text}\n" in CARDS[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\n", b"# A title\n\n\xff\n", b"# Notes\n\nNone yet.\n"])
def test_what_is_no_card_gives_none(data: bytes) -> None:
    result = check_file(REQUEST, data, default_plan())
    assert (result.card_type, result.facts) == (None, None)
    assert all(finding.code.startswith("EX1") for finding in result.findings)
    assert result.why


def test_a_file_beyond_the_limit_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exlint.recognition.parse", fails)
    result = check_file(REQUEST, b"x" * 1001, plan(limits=Limits(max_file_size=1000)))
    assert [finding.name for finding in result.findings] == ["file-too-large"]


def test_a_pattern_of_the_config_decides_the_type() -> None:
    tips = b"# Notes\n\n## Pro tips\n\n- Rest.\n"
    bound = check_file(replace(REQUEST, bound_type="exercise"), tips, default_plan())
    assert (bound.card_type, bound.why) == ("exercise", "a pattern of the config")
    assert {finding.name for finding in bound.findings} >= {"missing-section"}
    unknown = check_file(replace(REQUEST, origin=Origin.NAMED), tips, default_plan())
    assert [finding.name for finding in unknown.findings] == ["unknown-card-type"]


NOTE = "# Notes\n\nNone  yet.\n"
HEAD = "---\ndate: 2024-01-31\n---\n"


@pytest.mark.parametrize(
    ("request_", "text", "card_type", "why", "findings"),
    [
        (REQUEST, NOTE, None, "it resembles no card type", []),
        (
            replace(REQUEST, origin=Origin.NAMED),
            NOTE,
            None,
            "it resembles no card type",
            ["1:1 no card of a known type; known: exercise, guide, markdown"],
        ),
        (
            replace(REQUEST, bound_type="exercise"),
            NOTE,
            None,
            "the config says 'exercise', but it has none of its headings and keys",
            ["1:1 no card of type 'exercise': it has none of its headings and keys"],
        ),
        (
            replace(REQUEST, bound_type="markdown"),
            NOTE,
            "markdown",
            "a pattern of the config",
            ["3:5 2 spaces in a row"],
        ),
        (
            REQUEST,
            HEAD + NOTE,
            "markdown",
            "it resembles no card type, but has front matter",
            ["6:5 2 spaces in a row"],
        ),
        (
            REQUEST,
            "---\nnote: 'x\n---\n# Notes\n\n#### Small print\n\nNone.\n\n##### Smaller\n\n## Rest\n",
            "markdown",
            "it resembles no card type, but has front matter",
            [
                "2:1 front matter is not valid YAML: found unexpected end of stream",
                "6:6 level-4 heading after a level-1 heading; expected level 2",
            ],
        ),
        (REQUEST, "---\n\nText\n\n---\n", None, "it resembles no card type", []),
        (REQUEST, "---\nunclosed: true\n\nText\n", None, "it resembles no card type", []),
    ],
)
def test_what_a_file_is_taken_for(
    request_: FileRequest, text: str, card_type: str | None, why: str, findings: list[str]
) -> None:
    result = check_file(request_, text.encode(), default_plan())
    assert (result.card_type, result.why) == (card_type, why)
    assert [f"{each.place.start.row}:{each.place.start.column} {each.message}" for each in result.findings] == findings


@dataclass(frozen=True)
class Strict:
    """Options that a plan may carry."""

    limit: int = 3


def test_rules_get_the_options_of_the_plan() -> None:
    seen: list[object] = []

    def looks(file: File, options: object) -> Iterator[Problem]:
        seen.append(options)
        return iter(())

    rule = FileRule("EX199", "looking", "0.1.0", Severity.ERROR, looks, Strict)
    check_file(REQUEST, b"x", with_rule(default_plan(), rule, Severity.INFO, Strict(5)))
    assert seen == [Strict(5)]


def test_the_severity_is_that_of_the_plan() -> None:
    settings = tuple(replace(setting, severity=Severity.INFO) for setting in default_plan().rules)
    result = check_file(REQUEST, b"", replace(default_plan(), rules=settings))
    assert [finding.severity for finding in result.findings] == [Severity.INFO]
