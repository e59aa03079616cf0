"""The examples: card types without a line of Python, and all that exlint finds in their documents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpers import REPOSITORY

EXAMPLES = sorted(path.parent for path in (REPOSITORY / "examples").glob("*/exlint.toml"))

LEAST = """\
name: note
files: ["*.md"]
sections:
  - name: Summary
  - name: Steps
    content: [numbered-list]
"""


def check(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Status, output and messages of the program, run in a folder."""
    command = [sys.executable, "-m", "exlint", "check", "--output-format", "concise", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def test_there_are_three_of_them_without_python() -> None:
    assert [folder.name for folder in EXAMPLES] == ["commands", "decisions", "recipes"]
    assert list((REPOSITORY / "examples").rglob("*.py")) == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_gives_what_it_says(folder: Path) -> None:
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    assert check(folder, "--quiet") == (1, expected, "")
    documents = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.md")}
    bad = {line.partition(":")[0] for line in expected.splitlines()}
    assert bad < documents, "there are good and bad documents"
    for good in sorted(documents - bad):
        assert check(folder, "--quiet", good) == (0, "", "")


def test_the_least_type_works(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text(LEAST)
    (tmp_path / "exlint.toml").write_text('[types.note]\npath = "note.yaml"\n')
    (tmp_path / "good.md").write_text("# Keys\n\n## Summary\n\n> Where they are.\n\n## Steps\n\n1. Look.\n2. Find.\n")
    (tmp_path / "bad.md").write_text("# Locks\n\n## Summary\n\nHow they  work.\n\n## Step\n\n1. Look.\n3. Find.\n")
    assert check(tmp_path, "--quiet") == (
        1,
        "bad.md:5:9: EX509 2 spaces in a row\n"
        "bad.md:7:4: EX209 section is called 'Step'; expected '## Steps'\n"
        "bad.md:10:1: EX211 item is numbered 3; expected 2\n",
        "",
    )


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("name: Steps", "nam: Steps", "note.yaml:5:5: unknown key 'nam'; did you mean 'name'? in sections.1"),
        ("numbered-list]", "numbered-list", "note.yaml:7:1: did not find expected ',' or ']'"),
        ("files: ", "file: ", "note.yaml:2:1: unknown key 'file'; did you mean 'files'?"),
        ('["*.md"]', "3", "note.yaml:2:1: expected array, found 3"),
        ("Steps\n", "summary\n", "note.yaml:5:5: 'summary' stands twice in sections"),
        (
            "sections:",
            "ignore: [mispelling]\nsections:",
            "note.yaml:3:10: unknown rule 'mispelling'; did you mean 'misspelling'?",
        ),
    ],
)
def test_a_mistake_in_a_type_is_one_error_with_its_place(tmp_path: Path, old: str, new: str, error: str) -> None:
    (tmp_path / "note.yaml").write_text(LEAST.replace(old, new))
    (tmp_path / "exlint.toml").write_text('[types.note]\npath = "note.yaml"\n')
    status, output, messages = check(tmp_path)
    assert (status, output) == (2, "")
    assert messages.splitlines()[-1] == f"exlint: {error}"
