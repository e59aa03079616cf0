"""Where reports go: files, standard output, the summary of a GitHub job."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from hostile import exlint

from exlint import __version__
from exlint.reporters import FORMATS

BAD = b"# Row\n\nA caf\xe9 \xc3\xa9\n"
"""Not UTF-8: EX101 at row 3, column 6."""

CONCISE = "bad é.md:3:6: EX101 byte that is not UTF-8\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path) -> Path:
    """A folder with one bad file."""
    (tmp_path / "bad é.md").write_bytes(BAD)
    return tmp_path


def check(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a run with one finding."""
    done = exlint(folder, "bad é.md", "--isolated", "--select", "EX101", *arguments, **environment)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_report_in_a_file_leaves_standard_output_empty(here: Path) -> None:
    status, output, error = check(here, "--output-format", "concise", "--output-file", "report.txt", "--no-cache")
    assert (status, output, error) == (1, "", "Found 1 error in 1 of 1 file.\n")
    assert (here / "report.txt").read_bytes().decode() == CONCISE
    assert sorted(path.name for path in here.iterdir()) == ["bad é.md", "report.txt"], "nothing is left beside it"


def test_standard_output_by_its_name(here: Path) -> None:
    assert check(here, "--output-format", "concise", "--output-file", "-")[1] == CONCISE


def test_one_run_writes_several_reports(here: Path) -> None:
    reports = [f"--report={name}=out/{name}=1.txt" for name in FORMATS]
    (here / "out").mkdir()
    status, output, _ = check(here, "--output-format", "concise", *reports)
    assert (status, output) == (1, CONCISE)
    assert sorted(path.name for path in (here / "out").iterdir()) == sorted(f"{name}=1.txt" for name in FORMATS)
    for name in ("json", "sarif", "html"):
        alone = check(here, "--output-format", name)[1]
        assert (here / "out" / f"{name}=1.txt").read_bytes().decode() == alone


def test_reports_beside_the_usual_output(here: Path) -> None:
    status, output, _ = check(here, "--report", "json=report.json")
    assert status == 1
    assert output.startswith("error[EX101] undecodable-file: ")
    assert len(json.loads((here / "report.json").read_text())) == 1


def test_sarif_tells_the_version_and_all_rules_that_were_on(here: Path) -> None:
    log = json.loads(check(here, "--output-format", "sarif")[1])
    driver = log["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("exlint", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["EX101"]
    assert driver["rules"][0]["shortDescription"]["text"] == "The file is not UTF-8."


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--output-file", "no/report.txt"], "no/report.txt: there is no folder 'no' to write the report to"),
        (["--output-file", "."], ".: is a folder, not a file to write a report to"),
        (["--report", "json=no/r.json"], "no/r.json: there is no folder 'no' to write the report to"),
        (["--report", "json=r", "--report", "html=./r"], "r: two reports can't go to one file"),
        (["--report", "json=r", "--output-file", "r"], "r: two reports can't go to one file"),
        (["--report", "json"], "Invalid value for '--report': 'json' is not of the form FORMAT=FILE"),
        (["--report", "json="], "Invalid value for '--report': 'json=' is not of the form FORMAT=FILE"),
        (["--report", "json=-"], "Invalid value for '--report': standard output is for --output-format"),
        (["--report", "jsn=r"], None),
    ],
)
def test_bad_usage_is_told_before_anything_is_checked(arguments: list[str], complaint: str | None, here: Path) -> None:
    status, output, error = check(here, *arguments)
    assert (status, output, error.count("\n")) == (2, "", 1)
    assert error == f"exlint: {complaint}\n" if complaint else "'jsn' is not one of 'full', 'concise', " in error
    assert [path.name for path in here.iterdir()] == ["bad é.md"]


def test_programs_get_utf_8_whatever_the_locale(here: Path) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    assert "file=bad é.md," in check(here, "--output-format", "github", **ascii_only)[1]
    assert check(here, "--output-format", "concise", **ascii_only)[1] == CONCISE.replace("é", "\\xe9")


@pytest.mark.skipif(sys.platform != "linux", reason="needs names that are no UTF-8")
def test_a_name_that_is_no_utf_8_stops_no_report(here: Path) -> None:
    Path(os.fsdecode(bytes(here) + b"/no-\xff.md")).write_bytes(BAD)
    reports = [f"--report={name}={name}.txt" for name in FORMATS]
    done = exlint(here, ".", "--isolated", "--select", "EX101", "--output-format", "markdown", *reports)
    assert (done.returncode, done.stderr) == (1, b"Found 2 errors in 2 of 2 files.\n")
    assert done.stdout.decode("utf-8") == (here / "markdown.txt").read_text(encoding="utf-8")
    for name in FORMATS:
        assert "no-" in (here / f"{name}.txt").read_text(encoding="utf-8")


def test_files_have_no_colours(here: Path) -> None:
    _, output, _ = check(here, "--color", "always", "--output-format", "concise", "--report", "full=r.txt")
    assert "\x1b[" in output
    assert "\x1b[" not in (here / "r.txt").read_text()
    assert "\x1b[" not in check(here, "--color", "always", "--output-format", "markdown")[1]


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions and links of POSIX")
def test_a_file_is_replaced_in_one_step_and_stays_what_it_was(here: Path) -> None:
    target, link = here / "target.txt", here / "link.txt"
    target.write_text("old and longer than the report that comes")
    target.chmod(0o640)
    link.symlink_to(target)
    with target.open() as reader:
        check(here, "--output-format", "concise", "--output-file", "link.txt")
        assert reader.read() == "old and longer than the report that comes", "who has it open reads the old one"
    assert link.is_symlink()
    assert target.read_text() == CONCISE
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(not Path("/dev/stderr").exists(), reason="needs a device")
def test_a_device_stays_a_device(here: Path) -> None:
    assert CONCISE in check(here, "--output-format", "concise", "--output-file", "/dev/stderr")[2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_what_can_not_be_written_is_told(here: Path) -> None:
    status, output, error = check(here, "--output-format", "concise", "--report", "json=/dev/full")
    assert (status, output) == (2, CONCISE), "the other reports are still written"
    assert error.startswith("exlint: /dev/full: the report can't be written: No space left on device\n")


def test_the_summary_of_a_github_job(here: Path) -> None:
    summary = here / "summary.md"
    summary.write_text("before\n")
    for _ in range(2):
        status, output, _ = check(here, "--output-format", "github", GITHUB_STEP_SUMMARY=str(summary))
        assert (status, output.count("\n")) == (1, 1)
    markdown = check(here, "--output-format", "markdown", GITHUB_STEP_SUMMARY=str(summary))[1]
    assert summary.read_text() == f"before\n{markdown}\n{markdown}\n"


def test_only_github_writes_the_summary(here: Path) -> None:
    summary = here / "summary.md"
    check(here, GITHUB_STEP_SUMMARY=str(summary))
    assert not summary.exists()
    check(here, "--report", "github=commands.txt", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text().startswith("## exlint\n")


def test_a_summary_that_can_not_be_written_is_told(here: Path) -> None:
    status, output, error = check(here, "--output-format", "github", GITHUB_STEP_SUMMARY=str(here / "no" / "s.md"))
    assert (status, output.count("\n")) == (2, 1)
    assert "s.md: the report can't be written: No such file or directory\n" in error


def test_troubles_of_finding_files_are_in_the_reports(here: Path) -> None:
    status, output, _ = check(here, "gone.md", "--output-format", "sarif")
    (invocation,) = json.loads(output)["runs"][0]["invocations"]
    assert status == 2
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [
        "gone.md: no such file or folder"
    ]


def test_the_order_of_hashes_makes_no_difference(here: Path) -> None:
    runs = []
    for seed in ("1", "2"):
        reports = [f"--report={name}={name}.{seed}.out" for name in FORMATS]
        exlint(here, ".", "--isolated", *reports, PYTHONHASHSEED=seed)
        runs.append({name: (here / f"{name}.{seed}.out").read_bytes() for name in FORMATS})
    assert runs[0] == runs[1]
