"""The command line as its users meet it: streams, exit status, messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from exlint import __version__
from exlint.cli.common import wants_colour

BAD = b"# Row\n\nA caf\xe9 \xc3\xa9\n"
"""Not UTF-8: EX101 at row 3, column 6."""

CONCISE = "bad.md:3:6: EX101 byte that is not UTF-8\n"

CARDS = Path(__file__).parent.parent / "content" / "exercises"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and no wish about colours."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def exlint(
    *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the real program."""
    return subprocess.run(
        [sys.executable, "-m", "exlint", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        check=False,
    )


def outcome(
    *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: str | None = None
) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    done = exlint(*arguments, stdin=stdin, env=env, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def good_card(name: str = "ring-pushup.md") -> Path:
    path = Path(name)
    path.write_bytes((CARDS / "ring-pushup.md").read_bytes())
    return path


def test_clean_cards() -> None:
    good_card()
    assert outcome("check", "--select", "EX1") == (0, "", "The card is clean.\n")
    good_card("again.md")
    assert outcome("check", ".", "--select", "EX1") == (0, "", "All 2 cards are clean.\n")


def test_findings_in_full() -> None:
    Path("bad.md").write_bytes(BAD)
    assert outcome("check", "bad.md", "--select", "EX101") == (
        1,
        """\
error[EX101] undecodable-file: byte that is not UTF-8
 --> bad.md:3:6
  |
3 | A caf\ufffd é
  |      ^
  |

""",
        "Found 1 error in 1 of 1 file.\n",
    )


def test_findings_are_counted_by_severity() -> None:
    good_card()
    Path("bad.md").write_bytes(BAD)
    Path("exlint.toml").write_text('[rules.EX101]\nseverity = "warning"\n')
    Path("worse.md").write_bytes(b"\xff\n\xff\n")
    assert outcome("check", "--select", "EX101", "--output-format", "concise") == (
        1,
        CONCISE + "worse.md:1:1: EX101 byte that is not UTF-8\nworse.md:2:1: EX101 byte that is not UTF-8\n",
        "Found 3 warnings in 2 of 3 files.\n",
    )


def test_info_alone_does_not_fail() -> None:
    Path("bad.md").write_bytes(BAD)
    Path("exlint.toml").write_text('[rules.EX101]\nseverity = "info"\n')
    assert outcome("check", "--select", "EX101", "--output-format", "concise") == (
        0,
        CONCISE,
        "Found 1 info in 1 of 1 file.\n",
    )


def test_json_is_all_of_standard_output() -> None:
    Path("bad.md").write_bytes(BAD)
    status, output, _ = outcome("check", "bad.md", "--select", "EX101", "--output-format", "json")
    assert status == 1
    assert json.loads(output) == [
        {
            "code": "EX101",
            "name": "undecodable-file",
            "severity": "error",
            "message": "byte that is not UTF-8",
            "filename": "bad.md",
            "location": {"row": 3, "column": 6},
            "end_location": {"row": 3, "column": 7},
            "related": [],
            "fix": None,
            "alternatives": [],
            "url": "https://github.com/exlint/exlint/blob/main/docs/rules/undecodable-file.md",
        }
    ]
    good_card()
    assert outcome("check", "ring-pushup.md", "--select", "EX1", "--output-format", "json")[:2] == (0, "[]\n")


def test_a_path_that_does_not_exist_does_not_stop_the_others() -> None:
    Path("bad.md").write_bytes(BAD)
    assert outcome("check", "nope\x1b.md", "bad.md", "--select", "EX101", "--output-format", "concise") == (
        2,
        CONCISE,
        "exlint: nope\\x1b.md: no such file or folder\nFound 1 error in 1 of 1 file.\n",
    )


def test_trouble_without_findings_is_not_called_clean() -> None:
    good_card()
    assert outcome("check", "ring-pushup.md", "nope", "--select", "EX1") == (
        2,
        "",
        "exlint: nope: no such file or folder\nNot everything could be checked; no findings in 1 file.\n",
    )


@pytest.mark.parametrize(("paths", "shown"), [((), "."), (("a", "b"), "a, b")])
def test_no_cards_at_all_is_a_warning(paths: tuple[str, ...], shown: str) -> None:
    for name in ("a", "b"):
        Path(name).mkdir()
    Path("a/README.md").write_text("# Read me\n")
    assert outcome("check", *paths) == (0, "", f"exlint: warning: no cards found under {shown}\n")


def test_standard_input() -> None:
    assert outcome("check", "-", "--select", "EX101", "--output-format", "concise", stdin=BAD)[:2] == (
        1,
        CONCISE.replace("bad.md", "-"),
    )
    for paths in ((), ("-",)):
        status, output, _ = outcome(
            "check", *paths, "--stdin-filename", "bad.md", "--select", "EX101", "--output-format", "concise", stdin=BAD
        )
        assert (status, output) == (1, CONCISE)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["check", "--slect", "EX1"], None),
        (["check", "--select", "EX101,EX2O1"], "unknown rule 'EX2O1'; did you mean 'EX201'?"),
        (["check", "--output-format", "ful"], None),
        (["check", "--config", "nope.toml"], "nope.toml: can't be read: No such file or directory"),
        (["check", "--config", "nope.toml", "--isolated"], "--config and --isolated exclude each other"),
        (["rule", "undecodable-fil"], "unknown rule 'undecodable-fil'; did you mean 'undecodable-file'?"),
        (["rule"], "Missing argument 'CODE...'."),
        (["chekc"], None),
    ],
)
def test_bad_usage_is_one_line_and_status_2(arguments: list[str], complaint: str | None) -> None:
    status, output, error = outcome(*arguments)
    assert (status, output, error.count("\n")) == (2, "", 1)
    assert error.startswith("exlint: ")
    assert complaint is None or error == f"exlint: {complaint}\n"


def test_an_unknown_option_suggests_the_nearest() -> None:
    assert "--select" in outcome("check", "--slect", "EX1")[2]


def test_a_bad_config_is_one_line_and_status_2() -> None:
    Path("exlint.toml").write_text("selct = []\n")
    assert outcome("check") == (2, "", "exlint: exlint.toml:1: unknown key 'selct'; did you mean 'select'?\n")
    assert outcome("check", "--isolated")[0] == 0


def test_config_and_selection() -> None:
    Path("bad.md").write_bytes(BAD)
    Path("other.toml").write_text('ignore = ["EX101"]\n')
    concise = ("check", "bad.md", "--output-format", "concise")
    assert outcome(*concise, "--config", "other.toml", "--select", "EX1")[1] == ""
    assert outcome(*concise, "--config", "other.toml", "--extend-select", "undecodable-file")[1] == CONCISE
    assert outcome(*concise, "--select", "EX102, EX101")[1] == CONCISE
    assert outcome(*concise, "--select", "EX102", "--select", "EX101")[1] == CONCISE
    assert outcome(*concise, "--select", ",EX102,,EX101,")[1] == CONCISE
    assert outcome(*concise, "--select", "ALL", "--ignore", "EX")[1] == ""


@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
@pytest.mark.parametrize("value", ["", ",", " , "])
def test_an_option_that_names_no_rule_is_an_error(option: str, value: str) -> None:
    Path("bad.md").write_bytes(BAD)
    expected = (2, "", f"exlint: Invalid value for '{option}': it names no rule\n")
    assert outcome("check", "bad.md", option, value) == expected
    assert outcome("check", "bad.md", "--select", "EX101", option, value) == expected


def test_an_internal_error_is_one_line_and_status_2_with_a_traceback_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("site").mkdir()
    Path("site/sitecustomize.py").write_text(
        "import exlint.discovery\n"
        "def fail(*_, **__):\n    raise RuntimeError('a\\nb')\n"
        "exlint.discovery.discover = fail\n"
    )  # fmt: skip
    path = os.pathsep.join([str(Path("site").resolve()), *filter(None, sys.path)])
    assert outcome("check", env={"PYTHONPATH": path}) == (
        2,
        "",
        "exlint: internal error: RuntimeError: a\\nb; run with --verbose for the traceback\n",
    )
    status, _, error = outcome("check", "-v", env={"PYTHONPATH": path})
    assert status == 2
    assert error.startswith("exlint: internal error: RuntimeError: a\\nb\nTraceback (most recent call last):\n")


def test_a_rule_that_fails_is_named_and_the_others_still_run() -> None:
    Path("bad.md").write_bytes(BAD)
    Path("empty.md").write_bytes(b"")
    Path("house.py").write_text(
        '"""A rule that fails."""\n'
        "from exlint.findings import Severity\nfrom exlint.rules.base import FileRule\n"
        "def fail(*_):\n    raise RuntimeError('oops')\n"
        "RULE = FileRule('HR101', 'failing', '1.0', Severity.ERROR, fail)\n"
    )
    Path("exlint.toml").write_text('plugins = ["house.py"]\n')
    arguments = ("check", "bad.md", "empty.md", "--select", "EX102,HR", "--output-format", "concise")
    status, output, error = outcome(*arguments)
    assert (status, output.split(" ")[:2]) == (2, ["empty.md:1:1:", "EX102"])
    trouble = "internal error in rule HR101 (failing): RuntimeError: oops\n"
    assert error == (
        f"exlint: bad.md: {trouble}exlint: empty.md: {trouble}Found 1 error in 1 of 2 files.\n"
    )  # fmt: skip
    assert "\nTraceback (most recent call last):\n" in outcome(*arguments, "--verbose")[2]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes standard input")
@pytest.mark.parametrize("command", ["check", "show"])
@pytest.mark.parametrize(("given", "why"), [("<&-", "it is closed"), ("0> out", "Bad file descriptor")])
def test_standard_input_that_can_not_be_read_is_told(command: str, given: str, why: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m exlint {command} - {given}', sys.executable], capture_output=True, check=False
    )
    expected = f"exlint: standard input can't be read: {why}\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", expected)


@pytest.mark.skipif(os.name == "nt", reason="a folder that is in use can't be deleted there")
@pytest.mark.parametrize("command", ["check", "check --isolated", "init", "rules", "types", "new exercise X", "show x"])
def test_a_working_directory_that_is_gone_is_told(command: str) -> None:
    Path("gone").mkdir()
    done = subprocess.run(
        ["sh", "-c", f'cd gone && rmdir ../gone && exec "$0" -m exlint {command}', sys.executable],
        capture_output=True,
        check=False,
    )
    expected = "exlint: the working directory can't be used: No such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", expected)


def test_a_locale_without_the_character_does_not_stop_the_report() -> None:
    Path("bad.md").write_bytes(BAD)
    done = exlint(
        "check", "bad.md", "--select", "EX101", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert done.returncode == 1
    assert b"3 | A caf\\ufffd \\xe9\n" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that its reader closes")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    Path("bad.md").write_bytes(b"\xff\n" * 20_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "exlint", "check", "bad.md", "--select", "EX101"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


@pytest.mark.parametrize(
    ("color", "environment", "terminal", "expected"),
    [
        ("auto", {}, False, False),
        ("auto", {}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(
    color: str, environment: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert wants_colour(color) == expected


def test_colour_reaches_the_output() -> None:
    Path("bad.md").write_bytes(BAD)
    arguments = ("check", "bad.md", "--select", "EX101", "--output-format", "concise")
    assert "\x1b[" in outcome(*arguments, "--color", "always")[1]
    assert "\x1b[" in outcome(*arguments, env={"FORCE_COLOR": "1"})[1]
    assert outcome(*arguments)[1] == CONCISE


def test_version_and_help() -> None:
    assert outcome("--version") == (0, f"exlint {__version__}\n", "")
    status, output, error = outcome()
    assert (status, output) == (2, "")
    assert error.startswith("Usage: exlint [OPTIONS] COMMAND [ARGS]...\n")
    for arguments in (["-h"], ["check", "-h"], ["rule", "--help"], ["rules", "-h"]):
        status, output, error = outcome(*arguments)
        assert (status, error) == (0, "")
        assert output.startswith("Usage: exlint ")


@pytest.mark.parametrize("arguments", [["--version"], ["check", "--help"], ["rules", "--help"]])
def test_version_and_help_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom exlint.cli import main\n"
        f"sys.argv = ['exlint', *{arguments!r}]\n"
        "try:\n    main()\nfinally:\n    sys.stderr.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    loaded = set(done.stderr.split())
    assert "click" in loaded
    assert not loaded & {"mistune", "jsonschema", "jinja2", "yaml", "pathspec", "tomllib", "exlint.rules.registry"}


def test_rule_explains() -> None:
    status, output, _ = outcome("rule", "EX101", "undecodable-file")
    lines = output.split("\n")
    assert status == 0
    assert lines[:4] == [
        "EX101 undecodable-file",
        "error, on by default, since 0.1.0",
        "",
        "The file is not UTF-8.",
    ]
    assert lines.count("EX101 undecodable-file") == 2


def test_rule_and_rules_as_json() -> None:
    (explained,) = json.loads(outcome("rule", "EX101", "--output-format", "json")[1])
    assert explained["explanation"].startswith("The file is not UTF-8.\n\nWhy: ")
    explained["explanation"] = ""
    assert explained == {
        "code": "EX101",
        "name": "undecodable-file",
        "severity": "error",
        "default": True,
        "since": "0.1.0",
        "fixable": [],
        "summary": "The file is not UTF-8",
        "options": [],
        "explanation": "",
        "url": "https://github.com/exlint/exlint/blob/main/docs/rules/undecodable-file.md",
    }
    listed = json.loads(outcome("rules", "--output-format", "json")[1])
    codes = [each["code"] for each in listed]
    assert codes == sorted(codes)
    assert "EX101" in codes


def test_rules_lists_all_in_a_table() -> None:
    status, output, _ = outcome("rules")
    header, first, *_ = output.split("\n")
    assert status == 0
    assert header.split() == ["CODE", "NAME", "SEVERITY", "DEFAULT", "FIX", "SUMMARY"]
    assert first.split(maxsplit=4) == ["EX101", "undecodable-file", "error", "on", "The file is not UTF-8"]
    assert first.index("The file") == header.index("SUMMARY")


def test_show_settings() -> None:
    Path("exlint.toml").write_text(
        'include = ["cards/"]\nignore = ["EX101"]\nextend-select = ["EX102"]\n'
        '[per-file-ignores]\n"cards/old/" = ["EX102", "EX101"]\n'
        '[types.exercise]\nfiles = ["cards/*.md"]\n[rules.EX102]\nseverity = "info"\n'
    )
    status, output, error = outcome("check", "--show-settings")
    assert (status, error) == (0, "")
    assert output.split("\n")[:19] == [
        "config: exlint.toml",
        "folder: .",
        "include: cards/",
        "exclude: nothing",
        "max-file-size: 262144",
        "max-paragraph: 4000",
        "max-nesting: 15",
        "max-seconds: 30",
        "baseline: none",
        "per-file-ignores:",
        "  cards/old/: EX101, EX102",
        "plugins: none",
        "types:",
        "  exercise: cards/*.md (by the config; a file that matches is of this type)",
        "  guide: *.txt (by the type)",
        "  markdown: *.md (by the type)",
        "rules:",
        "  EX101 undecodable-file: off (ignore EX101 (exlint.toml))",
        "  EX102 empty-file: info (extend-select EX102 (exlint.toml))",
    ]


def test_show_files() -> None:
    good_card()
    Path("README.md").write_text("# Read me\n")
    Path("sub").mkdir()
    good_card("sub/card.md")
    Path("exlint.toml").write_text('[types.exercise]\nfiles = ["sub/*.md"]\n')
    assert outcome("check", "--show-files", "README.md", "ring-pushup.md", "nope") == (
        2,
        "README.md: no card (it resembles no card type; named)\n"
        "ring-pushup.md: exercise (it has the headings and keys of type 'exercise'; named)\n"
        "sub/card.md: exercise (a pattern of the config; only read, for the collection)\n",
        "exlint: nope: no such file or folder\n",
    )


def test_the_library_of_cards_is_clean() -> None:
    assert outcome("check", str(CARDS), "--isolated")[:2] == (0, "")


@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2)])
def test_a_stream_that_was_closed_changes_no_status(tmp_path: Path, closed: tuple[int, ...]) -> None:
    def close() -> None:
        for stream in closed:
            os.close(stream)

    (tmp_path / "empty.md").write_text("")
    (tmp_path / "none").mkdir()
    for arguments, status in ((("none",), 0), (("empty.md",), 1), (("gone.md",), 2)):
        command = [sys.executable, "-m", "exlint", "check", "--no-cache", *arguments]
        assert subprocess.run(command, cwd=tmp_path, preexec_fn=close, check=False).returncode == status
