"""Comments that suppress findings: how they are read, what they reach, and that nothing else changes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from exlint.check import check_file
from exlint.cli import exlint
from exlint.config import load_settings
from exlint.engine import run
from exlint.findings import Position, Report, Span
from exlint.markdown import parse
from exlint.plan import Plan
from exlint.request import FileRequest, Job, Origin
from exlint.selection import Selection, selected_rules
from exlint.source import Source
from exlint.suppressions import Comment, Cover, Reach, Suppression, blanked, comments_of
from exlint.value import replace
from helpers import CARDS, RULES, check_text, plan

GOOD = CARDS[0].read_text(encoding="utf-8")
STEP = "3. Dip straight down"
BAD = GOOD.replace(STEP, "3. Dip straight straight down")
LINE = next(line for line in BAD.splitlines() if "straight straight" in line)


def resolve(selector: str) -> tuple[str, ...]:
    return selected_rules(selector, RULES)


def comments(text: str) -> tuple[Comment, ...]:
    return comments_of(parse(Source.from_text("card.md", text)), resolve)


def codes(text: str) -> list[str]:
    return [finding.code for finding in check_text(text).findings]


def job(name: str, text: str, *, reported: bool = True, ignores: frozenset[str] = frozenset()) -> Job:
    request = FileRequest(name, Origin.WALKED, None, matching=("exercise",), ignores=ignores)
    return Job(request, name, reported, text.encode())


def found(report: Report) -> list[tuple[str, int, str]]:
    assert report.troubles == ()
    return [(each.place.filename, each.place.start.row, each.code) for each in report.findings]


def whole(*codes: str) -> Plan:
    """A run of a collection with these rules; usual are all default ones."""
    every = plan()
    rules = tuple(setting for setting in every.rules if not codes or setting.code in codes)
    return replace(every, rules=rules, usual=frozenset(setting.code for setting in every.rules), whole=True)


# Reading them.


def test_a_comment_has_action_rules_and_reason() -> None:
    (comment,) = comments("<!-- exlint-disable-next-line EX501, doubled-word\nEX6 -- it's -- so -->\n")
    assert (comment.action, comment.reason) == ("disable-next-line", "it's -- so")
    assert [(each.text, len(each.codes) > 1, each.problem) for each in comment.selectors] == [
        ("EX501", False, ""),
        ("doubled-word", False, ""),
        ("EX6", True, ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- exlint-disable -->`",
        "```\n<!-- exlint-disable -->\n```",
        "text\n\n    <!-- exlint-disable -->",
        r"\<!-- exlint-disable -->",
        "<!-- exlint disable -->",
        "<!-- see exlint-disable -->",
        "<!-- exlint-disable",
    ],
)
def test_what_is_no_comment_to_exlint(text: str) -> None:
    assert comments(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "<!--exlint-disable-->",
        "- a\n<!-- exlint-disable -->\n- b",
        "- a\n  - b\n    <!-- exlint-disable -->",
        "> text <!-- exlint-disable -->",
        "# Title <!-- exlint-disable -->",
        "| a |\n|---|\n| b <!-- exlint-disable --> |",
        "a **b <!-- exlint-disable --> c** d",
    ],
)
def test_where_comments_may_stand(text: str) -> None:
    (comment,) = comments(text)
    assert (comment.action, comment.selectors[0].text) == ("disable", "")
    assert len(comment.selectors[0].codes) == len(RULES)


def test_comments_at_the_end_of_a_line_are_blanked_and_offsets_stay() -> None:
    text = "a <!-- exlint-disable-line --> b\r\nc <!-- exlint-disable\r\n--> <!-- exlint-enable -->\t\r\n- d\n"
    source = Source.from_text("card.md", text)
    clean = blanked(source, comments_of(parse(source), resolve))
    assert clean.text == text[: text.index("c <")] + "c" + " " * 20 + "\r\n" + " " * 26 + "\t\r\n- d\n"
    assert clean.line_starts == source.line_starts


def test_a_comment_does_not_part_a_list() -> None:
    step = next(line for line in GOOD.splitlines() if line.startswith(STEP))
    for comment in ("<!-- exlint-disable-next-line EX9 -->", "<!-- exlint-disable EX9 -- why -->"):
        assert codes(GOOD.replace(step, f"{comment}\n{step}")) == []


# What they reach.

CODE = codes(BAD)[0]


def test_there_is_one_finding_to_suppress() -> None:
    assert codes(BAD) == [CODE]


@pytest.mark.parametrize(
    "named", ["", CODE, CODE[:3], CODE[:4], "doubled-word", f"EX401,{CODE}", f"EX401 {CODE} -- why"]
)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINE, f"<!-- exlint-disable-next-line X -->\n{LINE}"),
        (LINE, f"<!-- exlint-disable-next-line X -->\n\n{LINE}"),
        (LINE, f"<!-- exlint-disable-next-line X -->\n<!-- exlint-disable-next-line EX601 -->\n{LINE}"),
        (LINE, f"{LINE} <!-- exlint-disable-line X -->"),
        (LINE, LINE.replace("straight straight", "straight straight <!-- exlint-disable-line X -->")),
        ("## How to perform\n", "## How to perform\n\n<!-- exlint-disable X -->\n"),
        ("## Quick answer\n", "<!-- exlint-disable X -->\n\n## Quick answer\n"),
        ("# Barbell", "<!-- exlint-disable-file X -->\n\n# Barbell"),
        ("Get a personalized", "<!-- exlint-disable-file X -->\n\nGet a personalized"),
    ],
)
def test_a_finding_is_suppressed(old: str, new: str, named: str) -> None:
    text = BAD.replace(old, new.replace("X -->", f"{named} -->", 1))
    assert text != BAD
    assert codes(text) == []
    assert codes(text.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINE, f"<!-- exlint-disable-next-line EX4 -->\n{LINE}"),
        (LINE, f"{LINE}\n<!-- exlint-disable-line -->"),
        (LINE, f"{LINE}\n<!-- exlint-disable -->"),
        (LINE, f"<!-- exlint-disable -->\n<!-- exlint-enable -->\n{LINE}"),
        (LINE, f"<!-- exlint-disable -->\n<!-- exlint-enable {CODE} -->\n{LINE}"),
        (LINE, f"<!-- exlint-disable {CODE} EX401 -->\n<!-- exlint-enable EX5 -->\n{LINE}"),
    ],
)
def test_a_finding_is_not_suppressed(old: str, new: str) -> None:
    assert codes(BAD.replace(old, new)) == [CODE]


def test_rules_are_enabled_one_by_one() -> None:
    start = f"<!-- exlint-disable {CODE} EX401 -->\n<!-- exlint-enable EX401 -->\n"
    assert codes(BAD.replace(LINE, start + LINE)) == []


def test_the_result_with_suppressions_can_be_pickled() -> None:
    text = BAD.replace(LINE, f"{LINE} <!-- exlint-disable-line -->").encode()
    result = check_file(FileRequest("card.md", Origin.NAMED), text, plan())
    assert result.used == {0}
    assert pickle.loads(pickle.dumps(result)) == result


POSITIONS = st.builds(Position, st.integers(1, 6), st.integers(1, 3))
REACHES = st.builds(Reach, st.frozensets(st.sampled_from("AB")), POSITIONS, POSITIONS)
SUPPRESSIONS = st.builds(Suppression, st.just(""), st.just(Span(0, 0)), st.just(frozenset()), st.tuples(REACHES))


@given(st.lists(SUPPRESSIONS, max_size=8), st.lists(st.tuples(st.sampled_from("AB"), POSITIONS), max_size=8))
def test_what_is_hidden_is_what_a_look_at_each_says(
    every: list[Suppression], asked: list[tuple[str, Position]]
) -> None:
    def covers(suppression: Suppression, code: str, start: Position) -> bool:
        return any(code in each.codes and each.start <= start < each.end for each in suppression.reaches)

    cover = Cover(every)
    assert [cover.hides(*each) for each in asked] == [any(covers(one, *each) for one in every) for each in asked]
    assert cover.used == {index for index, one in enumerate(every) if any(covers(one, *each) for each in asked)}


# The collection.


def suppressing(text: str, *rules: str) -> str:
    return text.replace("# Barbell", f"<!-- exlint-disable-next-line {' '.join(rules)} -->\n# Barbell", 1)


def test_a_finding_of_the_collection_is_suppressed_in_any_of_two_cards() -> None:
    for a, b in ((suppressing(GOOD, "EX701"), GOOD), (GOOD, suppressing(GOOD, "EX701"))):
        for reported in ({"a.md"}, {"b.md"}, {"a.md", "b.md"}):
            jobs = [job(name, text, reported=name in reported) for name, text in (("a.md", a), ("b.md", b))]
            assert found(run(jobs, whole("EX701", "EX105"))) == []
    assert found(run([job("a.md", GOOD), job("b.md", GOOD)], whole("EX701"))) == [("b.md", 1, "EX701")]


def test_the_other_cards_of_a_group_still_share_the_fault() -> None:
    jobs = [job("a.md", suppressing(GOOD, "EX701")), job("b.md", GOOD), job("c.md", GOOD)]
    assert {name for name, _, _ in found(run(jobs, whole("EX701", "EX105")))} <= {"b.md", "c.md"}
    assert len(found(run(jobs, whole("EX701", "EX105")))) == 1


def test_a_rule_of_the_collection_is_ignored_for_a_file() -> None:
    jobs = [job("a.md", GOOD), job("b.md", GOOD, ignores=frozenset({"EX701"}))]
    assert found(run(jobs, whole("EX701"))) == []


# What was not needed.

UNUSED = suppressing(GOOD, "EX701", "EX401")


def unused(text: str, plan: Plan) -> list[str]:
    return [each.message for each in run([job(CARDS[0].name, text)], plan).findings if each.code == "EX105"]


def test_unused_suppressions_are_found() -> None:
    assert unused(UNUSED, whole()) == [
        "'exlint-disable-next-line EX701' suppresses nothing",
        "'exlint-disable-next-line EX401' suppresses nothing",
    ]
    assert unused(suppressing(GOOD), whole()) == ["'exlint-disable-next-line' suppresses nothing"]
    assert unused(GOOD + "\n<!-- exlint-disable-next-line -->\n", whole()) == [
        "'exlint-disable-next-line' suppresses nothing"
    ]


def test_what_was_not_looked_for_is_not_judged() -> None:
    alone = replace(whole(), whole=False)
    assert unused(UNUSED, alone) == ["'exlint-disable-next-line EX401' suppresses nothing"]
    assert unused(suppressing(GOOD), alone) == []
    assert unused(UNUSED, whole("EX105", "EX401")) == ["'exlint-disable-next-line EX401' suppresses nothing"]
    assert unused(suppressing(GOOD), whole("EX105", "EX401")) == []
    assert unused(suppressing(GOOD, "EX4"), whole("EX105", "EX401")) == []
    ignoring = job(CARDS[0].name, UNUSED, ignores=frozenset({"EX401", "EX701"}))
    assert found(run([ignoring], whole())) == []


def test_a_file_that_is_not_reported_or_no_card_is_not_judged() -> None:
    assert found(run([job(CARDS[0].name, UNUSED, reported=False)], whole())) == []
    assert found(run([job("README.md", "# Read me\n\n<!-- exlint-disable-line EX999 -->\n")], whole())) == []


# The config and the command line.


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("cards", "drafts").mkdir(parents=True)
    for path in (Path("cards", CARDS[0].name), Path("cards", "drafts", CARDS[0].name)):
        path.write_text(BAD.replace(LINE, f"{LINE} <!-- exlint-disable-line EX4 -->"), encoding="utf-8")
    return tmp_path


def check(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(exlint, ["check", "--output-format", "concise", *arguments])
    return result.exit_code, [line.split(":")[0] + line.split(":")[3][:6] for line in result.stdout.splitlines()]


def test_per_file_ignores(here: Path) -> None:
    (here / "exlint.toml").write_text('select = ["EX5"]\n[per-file-ignores]\n"drafts/" = ["EX5", "EX401"]\n')
    name = CARDS[0].name
    assert check() == (1, [f"cards/{name} {CODE}"])
    assert check(f"cards/drafts/{name}") == (0, [])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('"drafts/" = ["EX999"]', "exlint.toml:2: per-file-ignores.drafts/: unknown rule 'EX999'"),
        ('"!" = ["EX5"]', "exlint.toml:2: per-file-ignores.!: '!' is no file pattern"),
        ('"a" = "EX5"', "exlint.toml:2: per-file-ignores.a: "),
    ],
)
def test_broken_per_file_ignores(here: Path, text: str, complaint: str) -> None:
    (here / "exlint.toml").write_text(f"[per-file-ignores]\n{text}\n")
    with pytest.raises(ValueError, match="per-file-ignores") as caught:
        load_settings(Path("exlint.toml"), Selection("command line"))
    assert str(caught.value).startswith(complaint)


def test_reasons_can_be_required(here: Path) -> None:
    name = f"cards/{CARDS[0].name}"
    select = ("--select", "EX106", name)
    assert check(*select) == (0, [])
    assert check(*select, "--require-reason") == (1, [f"{name} EX107"])
    (here / "exlint.toml").write_text("require-reason = true\n")
    assert check(*select, "--extend-select", "EX107")[0] == 1
    (here / "exlint.toml").write_text('require-reason = true\nselect = ["EX106"]\n')
    assert check(name) == (1, [f"{name} EX107"])
