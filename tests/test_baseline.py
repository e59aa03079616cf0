"""Baselines: what is recorded, what it hides after lines move, what is told as fixed and pruned."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from exlint.baseline import Baseline, BaselineError, read_baseline
from exlint.cli import exlint
from exlint.engine import run
from exlint.findings import Finding, Place, Position, RelatedPlace, Severity
from exlint.request import FileRequest, Job, Origin
from exlint.value import replace
from helpers import CARDS, plan

GOOD = CARDS[0].read_text(encoding="utf-8")
FAULT = "4. Reverse the the dip at once"
BAD = GOOD.replace("4. Reverse the dip at once", FAULT).replace("- **Category:** Strength", "- **Category:** Strenth")
NAME = CARDS[0].name
ANOTHER = CARDS[1].read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("exlint.toml").write_text('include = ["cards"]\n')
    Path("cards").mkdir()
    return tmp_path


def card(text: str, name: str = NAME) -> None:
    Path("cards", name).write_text(text, encoding="utf-8")


def check(*arguments: str) -> tuple[int, list[str], list[str]]:
    result = CliRunner().invoke(exlint, ["check", "--output-format", "concise", *arguments])
    error = result.stderr
    if isinstance(result.exception, SystemExit) or result.exception is None:
        return result.exit_code, result.stdout.splitlines(), error.splitlines()
    raise result.exception


def found(lines: list[str]) -> list[str]:
    """The codes of the findings."""
    return [line.split()[1] for line in lines]


def test_a_baseline_hides_what_it_records() -> None:
    card(BAD)
    before = check()
    assert before[0] == 1
    count = len(before[1])
    recorded = check("--write-baseline", "known.json")
    assert recorded == (0, [], [f"Recorded {count} findings in known.json."])
    hidden = f"The baseline known.json hides {count} findings."
    assert check("--baseline", "known.json") == (0, [], [hidden, "The card is clean."])
    Path("exlint.toml").write_text('include = ["cards"]\nbaseline = "known.json"\n')
    assert check() == (0, [], [hidden, "The card is clean."])
    assert check("--isolated", "cards")[1] == before[1]


def test_the_file_is_the_same_from_every_folder_and_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card(BAD)
    check("--write-baseline", "known.json")
    first = Path("known.json").read_bytes()
    monkeypatch.chdir(here / "cards")
    check("--write-baseline", "../known.json")
    assert (here / "known.json").read_bytes() == first
    assert check("--baseline", "../known.json")[:2] == (0, [])
    data = json.loads(first)
    assert data["version"] == 1
    assert list(data["files"]) == [f"cards/{NAME}"]
    assert all(entry.keys() == {"rule", "message", "line", "count"} for entry in data["files"][f"cards/{NAME}"])
    assert list(here.glob(".exlint-*")) == []


def test_a_new_finding_like_a_known_one_is_new() -> None:
    card(BAD)
    check("--write-baseline", "known.json")
    card(BAD.replace("## Pro tips\n\n", "## Pro tips\n\n- Keep the the bar close.\n"))
    status, lines, _ = check("--baseline", "known.json")
    assert status == 1
    assert found(lines) == ["EX505"]


def test_fixed_findings_are_told_and_pruned() -> None:
    card(BAD)
    check("--write-baseline", "known.json")
    card(BAD.replace(FAULT, "4. Reverse the dip at once"))
    status, lines, error = check("--baseline", "known.json")
    assert (status, lines) == (0, [])
    assert error[-2] == "Fixed: 1 finding of known.json; --update-baseline takes them out."
    assert check("--baseline", "known.json", "--update-baseline")[2][-2] == (
        "Fixed and taken out of known.json: 1 finding."
    )
    before = Path("known.json").read_bytes()
    assert not any("Fixed" in line for line in check("--baseline", "known.json", "--update-baseline")[2])
    assert Path("known.json").read_bytes() == before
    card(BAD)
    assert len(check("--baseline", "known.json")[1]) == 1


def test_an_update_touches_only_what_was_checked() -> None:
    card(BAD)
    card(ANOTHER.replace("## FAQ", "### FAQ"), CARDS[1].name)
    check("--write-baseline", "known.json")
    before = Path("known.json").read_bytes()
    card(GOOD)
    card(ANOTHER, CARDS[1].name)
    check("--baseline", "known.json", "--update-baseline", "--select", "EX7")
    assert Path("known.json").read_bytes() == before
    check("--baseline", "known.json", "--update-baseline", f"cards/{CARDS[1].name}")
    assert list(json.loads(Path("known.json").read_text())["files"]) == [f"cards/{NAME}"]
    check("--baseline", "known.json", "--update-baseline", "--ignore", "EX309")
    check("--baseline", "known.json", "--update-baseline")
    assert json.loads(Path("known.json").read_text())["files"] == {}


def test_what_is_known_of_a_file_that_is_gone_is_pruned() -> None:
    card(BAD)
    check("--write-baseline", "known.json")
    Path("cards", NAME).unlink()
    card(ANOTHER, CARDS[1].name)
    check("--baseline", "known.json", "--update-baseline")
    assert json.loads(Path("known.json").read_text())["files"] == {}


def test_what_cards_share_is_known_from_wherever_it_is_seen() -> None:
    for name in ("a.md", "b.md"):
        card(GOOD, name)
    select = ("--select", "duplicate-title")
    assert len(check(*select)[1]) == 1
    check("--write-baseline", "known.json", *select)
    for paths in ((), ("cards/a.md",), ("cards/b.md",)):
        assert check("--baseline", "known.json", *select, *paths)[:2] == (0, [])
    card(GOOD, "a0.md")
    assert check("--baseline", "known.json", *select)[0] == 1
    assert check("--baseline", "known.json", *select, "cards/b.md")[0] == 1
    Path("cards/a0.md").unlink()
    card(ANOTHER, "b.md")
    before = Path("known.json").read_bytes()
    check("--baseline", "known.json", "--update-baseline", *select, "cards/a.md")
    assert Path("known.json").read_bytes() == before
    check("--baseline", "known.json", "--update-baseline", *select)
    assert json.loads(Path("known.json").read_text())["groups"] == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not a baseline: not JSON"),
        ("[" * 100_000, "not a baseline"),
        ("\xff", "not a baseline: not JSON"),
        ("[]", "not a baseline as --write-baseline makes it"),
        ('{"version": 2}', "a baseline of version 2; this exlint reads version 1"),
        ('{"version": true, "files": {}, "groups": []}', "not a baseline as"),
        ('{"version": 1}', "not a baseline as"),
        ('{"version": 1, "files": [], "groups": []}', "not a baseline as"),
        ('{"version": 1, "files": {"a": [{"rule": "EX501"}]}, "groups": []}', "not a baseline as"),
        (
            '{"version": 1, "files": {"a": [{"rule": 1, "message": "", "line": "", "count": 1}]}, "groups": []}',
            "not a baseline as",
        ),
        (
            '{"version": 1, "files": {"a": [{"rule": "", "message": "", "line": "", "count": 0}]}, "groups": []}',
            "not a baseline as",
        ),
        ('{"version": 1, "files": {}, "groups": [{"rule": "", "message": "", "at": [["a"]]}]}', "not a baseline as"),
    ],
)
def test_a_broken_baseline_is_bad_usage(text: str, complaint: str) -> None:
    card(GOOD)
    Path("known.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(BaselineError, match=f"^known.json: {re.escape(complaint)}"):
        read_baseline(Path("known.json"))
    assert check("--baseline", "known.json")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--baseline", "nothing.json"],
        ["--update-baseline"],
        ["--write-baseline", "x.json", "--baseline", "y.json"],
        ["--write-baseline", "nowhere/x.json"],
        ["--write-baseline", "cards"],
        ["--write-baseline", "x.json", "--staged"],
    ],
)
def test_bad_usage(arguments: list[str]) -> None:
    card(GOOD)
    assert check(*arguments)[:2] == (2, [])


def test_nothing_is_recorded_of_a_run_that_failed() -> None:
    card(BAD)
    status, _, error = check("--write-baseline", "known.json", "cards", "nothing.md")
    assert status == 2
    assert any("the baseline is not written" in line for line in error)
    assert not Path("known.json").exists()


def _finding(line: str, row: int = 1, message: str = "m", path: str = "a.md", *, empty: bool = False) -> Finding:
    place = Place(path, Position(row, 1), Position(row, 1 if empty else 2), (line,))
    return Finding("EX501", "dropped-word", Severity.WARNING, message, place)


@pytest.mark.parametrize(
    ("known", "now", "hidden"),
    [
        (_finding("a b"), _finding("  a  b", 9), True),
        (_finding("- a"), _finding("* a", 9), True),
        (_finding("3. a"), _finding("12. a"), True),
        (_finding("a", message="on 9 cards"), _finding("a", message="on 10 cards"), True),
        (_finding("a", empty=True), _finding("b", empty=True), True),
        (_finding("a"), _finding("b"), False),
        (_finding("a"), _finding("a", message="n"), False),
        (_finding("a"), _finding("a", path="b.md"), False),
        (_finding("a"), replace(_finding("a"), code="EX502"), False),
    ],
)
def test_what_makes_a_finding_the_same(known: Finding, now: Finding, hidden: bool) -> None:
    new, missing = Baseline.of([known], Path("x.json")).compare([now, now])
    assert new == ((now,) if hidden else (now, now))
    assert len(missing) == (not hidden)


def test_a_group_is_known_by_all_its_lines() -> None:
    def group(first: Finding, *others: Finding) -> Finding:
        return replace(first, related=tuple(RelatedPlace("too", each.place) for each in others), shared=True)

    one, two, three = (_finding("a", path=path) for path in ("1.md", "2.md", "3.md"))
    known = Baseline.of([group(one, two)], Path("x.json"))
    assert known.compare([group(two, one)])[0] == ()
    assert len(known.compare([group(three, one, two)])[0]) == 1
    assert len(Baseline.of([group(one, two, three)], Path("x.json")).compare([group(three, one)])[0]) == 0


def test_the_file_reads_back() -> None:
    card(BAD)
    for name in ("a.md", "b\udce4.md"):
        card(GOOD, name)
    check("--write-baseline", "known.json")
    known = read_baseline(Path("known.json"))
    assert "\n".join(known.lines()) + "\n" == Path("known.json").read_text()
    assert known.groups
    assert known.findings


# A whole collection: nothing is found again when its text only moves, and a fault that comes in is found.

Cards = Mapping[str, str]
FAULTS: Mapping[str, Callable[[str], str]] = {
    "a section gone": lambda text: re.sub(r"\n## Common mistakes\n.*?(?=\n## )", "", text, flags=re.DOTALL),
    "a word twice": lambda text: re.sub(r"(?m)^(2\. \w+) (\w+)", r"\1 \2 \2", text, count=1),
    "a key gone": lambda text: re.sub(r"\n- \*\*Difficulty:\*\*.*", "", text),
    "a broken key": lambda text: text.replace("**Category:**", "**Categroy:**"),
    "a question twice": lambda text: re.sub(r"(?s)(\n### .*?\n)(?=\n?### )", r"\1\1", text, count=1),
}


def _own() -> Cards:
    """The project's cards; in every second one there is a fault."""
    faults = [*FAULTS.values()]
    return {
        path.name: faults[index % len(faults)](text) if index % 2 else text
        for index, path in enumerate(CARDS)
        for text in [path.read_text(encoding="utf-8")]
    }


def _given() -> Cards:
    folder = os.environ.get("EXLINT_CARDS")
    if not folder:
        pytest.skip("EXLINT_CARDS names no folder of cards")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        for path in sorted(Path(folder).rglob("*.md"))
    }


def _findings(cards: Cards) -> tuple[Finding, ...]:
    jobs = [
        Job(FileRequest(name, Origin.WALKED, matching=("exercise",)), name, data=text.encode())
        for name, text in sorted(cards.items())
    ]
    report = run(jobs, plan())
    assert report.troubles == ()
    return report.findings


def _moved(text: str, chance: random.Random) -> str:
    """The card with blank lines put in, a tip more, and its tips in another order."""
    text = re.sub(r"\n\n(?=\S)", lambda match: match[0] + "\n" * chance.choice((0, 0, 1, 3)), text)
    tips = re.search(r"(?m)^## Pro tips\n+((?:- .*\n)+)", text)
    if tips:
        lines = [*tips[1].splitlines(keepends=True), "- Rest for as long as you need between two sets.\n"]
        chance.shuffle(lines)
        text = text[: tips.start(1)] + "".join(lines) + text[tips.end(1) :]
    return "\n" * chance.choice((0, 1)) + text


def _planted(text: str, fault: Callable[[str], str]) -> Iterator[str]:
    changed = fault(text)
    if changed != text:
        yield changed


@pytest.mark.parametrize("cards", [_own, _given], ids=["content", "EXLINT_CARDS"])
def test_a_collection_that_moves_has_nothing_new_and_a_planted_fault_is(cards: Callable[[], Cards]) -> None:
    texts = cards()
    known = Baseline.of(_findings(texts), Path("known.json"))
    assert len(known) > 0
    chance = random.Random(5)
    moved = {name: _moved(text, chance) for name, text in texts.items()}
    new, _ = known.compare(_findings(moved))
    assert [(each.place, each.code, each.message) for each in new] == []
    for fault in FAULTS.values():
        name, planted = next(
            (name, changed)
            for name in chance.sample(sorted(moved), len(moved))
            for changed in _planted(moved[name], fault)
        )
        new, _ = known.compare(_findings({**moved, name: planted}))
        places = [place.filename for each in new for place in (each.place, *(one.place for one in each.related))]
        assert name in places
