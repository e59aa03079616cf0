"""What fails a run, what is told, and which named files count."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from exlint import __version__
from gitting import CARD, ENVIRONMENT, check, write
from helpers import REPOSITORY

WARNINGS = CARD.replace(
    "Hip height is a sensible start", "Push The forward. Push The down. Hip height is a sensible start"
)
"""Two warnings (EX501)."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def status(*arguments: str) -> int:
    return check("--select", "EX101,dropped-word", *arguments)[0]


def test_fail_on_and_max_warnings() -> None:
    write("card.md", WARNINGS)
    assert len(check("--select", "dropped-word")[1]) == 2
    assert [status("--fail-on", each) for each in ("error", "warning", "never")] == [0, 1, 0]
    assert [status("--max-warnings", each) for each in ("0", "1", "2", "3")] == [1, 1, 0, 0]
    assert [status("--fail-on", "error", "--max-warnings", each) for each in ("1", "2")] == [1, 0]
    Path("broken.md").write_bytes(b"\xff")
    assert [status("--fail-on", each) for each in ("error", "warning", "never")] == [1, 1, 0]
    assert status("--max-warnings", "2") == 1
    assert check("--fail-on", "never", "--max-warnings", "1") == (
        2,
        [],
        ["exlint: --fail-on never and --max-warnings exclude each other"],
    )
    assert status("--fail-on", "info") == 2
    assert status("--fail-on", "never", "nowhere.md") == 2  # what can't be checked is not a finding


def test_too_many_warnings_are_told() -> None:
    write("card.md", WARNINGS)
    assert check("--select", "dropped-word", "--max-warnings", "1", "--quiet")[2] == [
        "exlint: there are more warnings than --max-warnings lets pass, which is 1"
    ]


def test_the_gate_follows_what_is_left_after_a_suppression() -> None:
    write("card.md", WARNINGS + "\n<!-- exlint-disable-file dropped-word -->\n")
    assert check("--select", "dropped-word") == (0, [], ["The card is clean."])
    write("exlint.toml", '[rules.EX501]\nseverity = "info"\n')
    write("card.md", WARNINGS)
    assert status("--max-warnings", "0") == 0


def test_statistics_and_quiet() -> None:
    write("card.md", WARNINGS)
    Path("broken.md").write_bytes(b"\xff")
    counts = ["2 EX501 dropped-word", "1 EX101 undecodable-file"]
    select = ("--select", "EX101,dropped-word")
    told = check(*select, "--statistics")[2]
    assert told[:3] == [*counts, "Found 1 error, 2 warnings in 2 of 2 files."]
    assert check(*select, "--statistics", "--quiet")[2] == counts
    assert (check(*select, "--quiet")[1:]) == (check(*select)[1], [])
    assert check("card.md", "--select", "EX101", "--quiet", "--statistics") == (0, [], [])
    assert check("nowhere.md", "--quiet") == (2, [], ["exlint: nowhere.md: no such file or folder"])


def test_force_exclude_holds_named_files_to_the_config() -> None:
    write("exlint.toml", 'include = ["cards"]\nexclude = ["cards/drafts", "*.old.md"]\n')
    bad = ("cards/bad.md", "cards/drafts/bad.md", "cards/bad.old.md", "elsewhere/bad.md", "cards/.hidden/bad.md")
    for name in bad:
        write(name, WARNINGS)
    write("cards/README.md", "# Read me\n")
    write("cards/note.rst", WARNINGS)
    every = (*bad, "cards/README.md", "cards/note.rst")
    assert {line.split(":")[0] for line in check(*every)[1]} >= {*bad, "cards/README.md"}
    for named in (every, ("cards",), (".",), ("cards/drafts", *every)):
        found = check("--force-exclude", *named)[1]
        assert {line.split(":")[0] for line in found} == {"cards/bad.md"}, named
    assert check("--force-exclude", *every[1:])[:2] == (0, [])


def test_force_exclude_says_nothing_of_files_outside(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("outside.md", WARNINGS)
    write("project/exlint.toml", 'exclude = ["*.md"]\n')
    monkeypatch.chdir(here / "project")
    assert check("--force-exclude", "../outside.md")[0] == 1


@pytest.mark.parametrize("name", ["::error::planted.md", " ::warning::planted.md"])
def test_no_line_of_concise_is_a_command_to_github(name: str) -> None:
    write(name, WARNINGS)
    status, found, said = check(".", "--select", "dropped-word")
    assert (status, len(found)) == (1, 2)
    assert [line for line in (*found, *said) if line.lstrip().startswith("::")] == []
    assert all(line.startswith(f"./{name}:") for line in found)


def action() -> Any:
    return yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))


def run_action(**inputs: str) -> tuple[int, str]:
    """Run the action's last step with these inputs, as a runner would; exit status and standard output."""
    defaults = {name.upper().replace("-", "_"): each["default"] for name, each in action()["inputs"].items()}
    step = action()["runs"]["steps"][-1]
    assert step["env"] == {name: f"${{{{ inputs.{name.lower().replace('_', '-')} }}}}" for name in step["env"]}
    env = {name: {**defaults, **inputs}[name] for name in step["env"]}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env={**ENVIRONMENT, **env, "EXLINT_PYTHON": sys.executable, "GITHUB_STEP_SUMMARY": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def test_the_action_runs_exlint_with_its_inputs() -> None:
    write("two words/$(touch planted).md", WARNINGS)
    write("other.md", WARNINGS)
    status, output = run_action(PATHS="two words\n", ARGS="--select dropped-word", SARIF_FILE="a b.sarif")
    assert (status, output.count("::warning file=two words/$(touch planted).md,")) == (1, 2)
    assert "other.md" not in output
    assert Path("a b.sarif").is_file()
    assert run_action(ARGS="--select dropped-word\n--fail-on  error", OUTPUT_FORMAT="json")[0] == 0
    assert len(run_action(ARGS="--select dropped-word", OUTPUT_FORMAT="concise")[1].splitlines()) == 4
    assert run_action(PATHS="-x\n")[0] == 2
    assert not Path("planted").exists()


def test_no_script_of_the_action_holds_an_expression() -> None:
    assert [step["name"] for step in action()["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_actions_of_others_are_pinned_to_a_commit() -> None:
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"].values()
    steps = [*action()["runs"]["steps"], *(step for job in jobs for step in job["steps"])]
    used = [step["uses"].partition("@")[2] for step in steps if "uses" in step and step["uses"] != "./"]
    assert used
    assert all(len(commit) == 40 for commit in used)


def test_the_documents_name_this_version() -> None:
    text = (REPOSITORY / "docs" / "ci.md").read_text(encoding="utf-8")
    assert text.count(f"v{__version__}") == text.count("rev: v") + text.count("exlint@v") >= 3


def test_the_installing_step_names_what_the_last_one_uses(here: Path) -> None:
    step = action()["runs"]["steps"][1]
    assert set(step["env"]) == {"PYTHON", "ACTION"}
    fake = here / "python"
    fake.write_text(
        f'#!/bin/sh\n[ "$2" = venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python"\necho "$@" >> {here}/ran\n'
    )
    fake.chmod(0o755)
    env = {**os.environ, "PYTHON": str(fake), "ACTION": "/the action", "RUNNER_TEMP": str(here / "a temp")}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    subprocess.run(command, env={**env, "GITHUB_ENV": str(here / "env")}, check=True)
    assert (here / "env").read_text() == f"EXLINT_PYTHON={here}/a temp/exlint/bin/python\n"
    assert (here / "ran").read_text().splitlines() == [
        f"-m venv {here}/a temp/exlint",
        "-m pip install --quiet --disable-pip-version-check /the action",
    ]
