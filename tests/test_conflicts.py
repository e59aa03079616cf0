"""What git could not merge: where its markers are a conflict, and that such a file is told and left alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from exlint.check import check_file
from exlint.conflicts import UNRESOLVED, conflicts_of
from exlint.request import FileRequest, Origin
from exlint.source import Source
from gitting import CARD, CONFIG, ENVIRONMENT, check, commit, git, write
from helpers import check_text, plan, shown

NEWLINES = ("\n", "\r\n", "\r")
SPACED = CARD.replace("Hip height is", "Hip  height is")
"""One safe fix."""

FIRST = "1. "
"""How the line begins that the two branches change."""

CONFLICT = "<<<<<<< HEAD\nOne.\n=======\nOther.\n>>>>>>> other\n"


def rows(text: str) -> list[tuple[int, ...]]:
    """The rows of the markers of each conflict, each of which is the whole line."""
    source = Source.from_text("card.md", text)
    for conflict in conflicts_of(text):
        assert all(marker == source.line_span(source.row(marker.start)) for marker in conflict.markers)
    return [tuple(source.row(marker.start) for marker in conflict.markers) for conflict in conflicts_of(text)]


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize(
    ("lines", "markers"),
    [
        ("<<<<<<< a|=======|>>>>>>> b", [(1, 2, 3)]),
        ("<<<<<<<|=======|>>>>>>>|", [(1, 2, 3)]),
        ("<<<<<<< |x|=======|y|>>>>>>> |", [(1, 3, 5)]),
        ("<<<<<<< a|x|BASE c|y|=======|z|>>>>>>> b", [(1, 3, 5, 7)]),
        ("<<<<<<< a|Title|=======|=======|>>>>>>> b", [(1, 3, 4, 5)]),
        ("x|<<<<<<< a|=======|>>>>>>> b|x|<<<<<<< a|=======|>>>>>>> b", [(2, 3, 4), (6, 7, 8)]),
        ("<<<<<<< a|<<<<<<< a|=======|>>>>>>> b", [(2, 3, 4)]),
        ("<<<<<<< a|=======|<<<<<<< a|=======|>>>>>>> b|=======|>>>>>>> c", [(3, 4, 5)]),
        ("<<<<<<< a|>>>>>>> quoted|=======|>>>>>>> b", [(1, 2, 3, 4)]),
        ("<<<<<<< a", []),
        ("<<<<<<< a|=======", []),
        ("<<<<<<< a|>>>>>>> b", []),
        ("=======|>>>>>>> b", []),
        ("<<<<<<< a|>>>>>>> b|=======", []),
        (">>>>>>> b|=======|<<<<<<< a", []),
        ("<<<<<<<< a|=======|>>>>>>> b", []),
        ("<<<<<<<a|=======|>>>>>>> b", []),
        (" <<<<<<< a|=======|>>>>>>> b", []),
        ("<<<<<<< a|======= |>>>>>>> b", []),
        ("<<<<<<< a|========|>>>>>>> b", []),
        ("<<<<<<< a|======|>>>>>>> b", []),
        ("<<<<<<< a|=======|>>>>>>>> b", []),
        ("<<<<<<< a|=======|> > >>>>>>> b", []),
        ("<<<<<<< a\f=======\u2028>>>>>>> b", []),
    ],
)
def test_a_conflict_is_all_its_markers_in_order(lines: str, markers: list[tuple[int, ...]], newline: str) -> None:
    assert rows(lines.replace("|", newline).replace("BASE", "|||||||")) == markers


def test_a_text_without_a_first_marker_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exlint.conflicts._MARKER", None)
    assert conflicts_of("Title\n=======\n\n>>>>>>> quoted\n") == ()


# A check


@pytest.mark.parametrize(
    "request_",
    [
        FileRequest("notes.md", Origin.NAMED),
        FileRequest("notes.md", Origin.WALKED, matching=("exercise",)),
        FileRequest("notes.md", Origin.WALKED, "exercise", matching=("exercise",)),
        FileRequest("page.txt", Origin.WALKED, "guide", matching=("guide",)),
    ],
)
@pytest.mark.parametrize("newline", NEWLINES)
def test_whatever_the_file_is_it_is_one_finding_and_no_card(request_: FileRequest, newline: str) -> None:
    text = f"<!-- exlint-disable-file -->\n\n# Notes\n\n{CONFLICT}\nNone  yet".replace("\n", newline)
    result = check_file(request_, text.encode(), plan("suppression-without-reason"))
    assert shown(result.findings) == f"5:1 error EX111 {UNRESOLVED}\n  7:1 '=======' here\n  9:1 '>>>>>>>' here\n"
    assert (result.card_type, result.facts, result.troubles, result.suppressions) == (None, None, (), ())


def test_it_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exlint.recognition.parse", None)
    result = check_text(CARD + CONFLICT)
    assert [finding.name for finding in result.findings] == ["merge-conflict"]
    assert result.troubles == ()


# The program


@pytest.fixture(params=["merge", "diff3"])
def merged(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A card in which git left a conflict and that has a fault besides, in a repository."""
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet", "--initial-branch", "main")
    git("config", "merge.conflictStyle", request.param)
    write("exlint.toml", CONFIG)
    step = next(line for line in CARD.split("\n") if line.startswith(FIRST))
    for branch, text in (("main", SPACED), ("other", SPACED.replace(step, f"{FIRST}Hang the rings low."))):
        git("checkout", "--quiet", "-B", branch)
        write("cards/ring-pushup.md", text)
        commit()
    git("checkout", "--quiet", "main")
    write("cards/ring-pushup.md", SPACED.replace(step, f"{FIRST}Hang the rings high."))
    commit()
    done = subprocess.run(["git", "merge", "--quiet", "other"], env=ENVIRONMENT, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return Path("cards/ring-pushup.md")


def test_a_conflict_of_a_merge_is_told_and_not_mended(merged: Path) -> None:
    data = merged.read_bytes()
    row = data[: data.index(b"<<<<<<< HEAD\n")].count(b"\n") + 1
    finding = f"{merged}:{row}:1: EX111 {UNRESOLVED}"
    for path in ((), (str(merged),)):
        assert check("--fix", "--unsafe-fixes", *path) == (1, [finding], ["Found 1 error in 1 of 1 file."])
        assert merged.read_bytes() == data
    assert check("--diff") == (0, [], ["Nothing would be fixed."])
    assert merged.read_bytes() == data


@pytest.mark.parametrize("off", ["--ignore", "--select", "per-file-ignores"])
def test_without_the_rule_it_is_never_clean(merged: Path, off: str) -> None:
    data = merged.read_bytes()
    if off == "per-file-ignores":
        write("exlint.toml", f'{CONFIG}[per-file-ignores]\n"*.md" = ["EX111"]\n')
    options = {"--ignore": ("--ignore", "EX111"), "--select": ("--select", "EX5")}.get(off, ())
    status, findings, told = check("--fix", *options)
    assert (status, findings, told[0]) == (2, [], f"exlint: {merged}: {UNRESOLVED}")
    assert merged.read_bytes() == data


def test_a_conflict_that_was_resolved_is_a_card_again(merged: Path) -> None:
    write(str(merged), SPACED)
    assert check("--fix") == (0, [], ["Fixed 1 finding in 1 file.", "The card is clean."])
    assert merged.read_bytes() == CARD.encode()
