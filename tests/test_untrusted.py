"""Content, names, types and places that mean harm: what exlint promises in SECURITY.md."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exlint.background import with_background
from exlint.budget import OutOfTimeError, time_limit
from exlint.check import check_file
from exlint.engine import check_job, infos, run
from exlint.findings import Applicability
from exlint.fixing import mend
from exlint.limits import Limits
from exlint.patterns import PatternError, compile_pattern
from exlint.reporters import FORMATS, renderer
from exlint.request import FileRequest, Job, Origin, read
from exlint.schema import violations
from exlint.value import replace
from helpers import CARDS, GUIDES, REPOSITORY, plan

CARD = CARDS[0].read_text(encoding="utf-8")
PAGE = GUIDES[0].read_text(encoding="utf-8")
REQUEST = FileRequest("some-card.md", Origin.NAMED, "exercise", matching=("exercise",))
_DANGEROUS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def exlint(folder: Path, *arguments: str | bytes, stdin: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "exlint", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "exlint.toml").write_text('include = ["*.md"]\n')
    (tmp_path / CARDS[0].name).write_text(CARD, encoding="utf-8")
    return tmp_path


# Any bytes.


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A text with a few ranges replaced by any bytes or text."""
    data = text.encode()
    for _ in range(draw(st.integers(1, 4))):
        at, end = sorted(draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
        new = draw(st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")))
        data = data[:at] + new + data[at if draw(st.booleans()) else min(end, at + 60) :]
    return data


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(CARD) | st.binary(max_size=300))
@example(b"")
@example(b"\x00" * 300)
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe#\x00 \x00a\x00")
@example(CARD.replace("\n", "\r").encode())
@example(CARD.replace("\n\n", "\n\f\n").encode())
@example(CARD.encode().replace(b"the", b"\xed\xa0\x80"))
@example(CARD.replace("the", "&#xd800;&#0;&#x110000;").encode())
@example(CARD.replace("- **", "\u202e- **").replace(" a ", " \x1b[31m\x07\x9b ").encode())
@example(b'---\na: "\\ud800"\n---\n' + CARD.encode())
def test_any_bytes_become_findings_every_report_and_fixes(data: bytes) -> None:
    goes_all_the_way(data, REQUEST)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(PAGE))
@example(PAGE.replace("\n", "\r").encode())
@example(PAGE.encode("utf-16"))
@example(PAGE.replace("the", "\u202e\x1b[31m\x00").encode())
def test_any_bytes_of_a_guide_page_too(data: bytes) -> None:
    goes_all_the_way(data, replace(REQUEST, bound_type="guide", matching=("guide",)))


def goes_all_the_way(data: bytes, request: FileRequest) -> None:
    """Bytes, findings, every report, fixes, and what is found then."""
    jobs = [Job(replace(request, name=name), name, data=data) for name in ("one.md", "two\x1b\u202e\n.md")]
    report = run(jobs, plan())
    assert report.troubles == ()
    full = with_background(report, jobs, infos(plan()), sources=True)
    for name, chosen in FORMATS.items():
        text = "\n".join(renderer(name)(full, colour=False))
        text.encode("utf-8", "backslashreplace")
        if chosen.terminal:
            assert not _DANGEROUS.search(text)
    mended = mend(jobs, lambda each: run(each, plan()), frozenset(Applicability) - {Applicability.DISPLAY})
    assert mended.report.troubles == ()
    assert all(job.data == data or (job.data or b"").decode() for job in mended.jobs)


# Patterns.


def test_a_pattern_that_python_would_never_end_with_ends() -> None:
    text = "a" * 100_000
    assert compile_pattern("(?:a+)+b").search(text) is None
    assert compile_pattern("(?:a|a)*b").search(text) is None
    assert compile_pattern("(?:a*)*(?:a*)*b").fullmatch(text) is None


@pytest.mark.parametrize("pattern", ["(?:(?:a{100}){100}){100}", r"(?:\pL{1,500}\PL){1,2}", "(a)\\1", "(?=a)"])
def test_a_pattern_that_could_take_long_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_pattern_and_text(pattern: str, text: str) -> None:
    with contextlib.suppress(PatternError):
        compile_pattern(pattern).search(text)


def _own_type(folder: Path, edit: tuple[str, str]) -> None:
    for file in ("exercise.yaml", "exercise.schema.json", "fitness.yaml"):
        source = REPOSITORY / "schemas" / file
        if source.exists():
            (folder / file).write_bytes(source.read_bytes())
    for source in (REPOSITORY / "schemas").glob("*.json"):
        (folder / source.name).write_bytes(source.read_bytes())
    text = (folder / "exercise.yaml").read_text(encoding="utf-8")
    assert edit[0] in text
    (folder / "exercise.yaml").write_text(text.replace(*edit, 1), encoding="utf-8")
    (folder / "exlint.toml").write_text('[types.exercise]\npath = "exercise.yaml"\nfiles = ["*.md"]\n')


def test_a_type_s_pattern_that_would_run_away_does_not(here: Path) -> None:
    _own_type(here, ("patterns:\n", 'patterns:\n  evil: "(?:(?:\\\\w+ ?)+)+!!"\n'))
    text = (here / "exercise.yaml").read_text(encoding="utf-8")
    (here / "exercise.yaml").write_text(text.replace('"{one-sided}"', '"{evil}"').replace("{one-legged}", "{evil}"))
    (here / "evil.md").write_text(CARD.replace("# ", "# " + "word " * 200, 1), encoding="utf-8")
    status, output, error = exlint(here, "check", "--output-format", "concise", "--no-cache")
    assert "not checked" not in error
    assert (status, "evil.md" in output) == (1, True)


def test_a_pattern_that_is_refused_is_told_with_file_and_key(here: Path) -> None:
    _own_type(here, ("patterns:\n", 'patterns:\n  evil: "(?:(?:a{99}){99}){99}"\n'))
    status, _, error = exlint(here, "check")
    assert status == 2
    assert re.match(r"exlint: exercise\.yaml:\d+:3: not a regular expression of RE2: invalid repetition size", error)


def test_patterns_that_repeat_each_other_do_not_explode(here: Path) -> None:
    levels = "".join(
        f'  p-{chr(97 + n)}{chr(97 + n)}: "{f"{{p-{chr(96 + n)}{chr(96 + n)}}}" * 10}"\n' for n in range(1, 12)
    )
    _own_type(here, ("patterns:\n", f'patterns:\n  p-aa: "aaaaaaaaaa"\n{levels}'))
    status, _, error = exlint(here, "check")
    assert status == 2
    assert "longer than 50000 characters with the patterns in it written out" in error


# Schemas and YAML.

BOMB = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))])
"""Written out, it would have nine to the twenty-ninth items."""
ALIAS = "alias *a0 is not allowed here; write the value out"


def test_aliases_that_explode_are_a_finding_of_a_card(here: Path) -> None:
    (here / "bomb.md").write_text(f"---\n{BOMB}\n---\n\n# Bomb\n", encoding="utf-8")
    status, output, _ = exlint(here, "check", "--no-cache", "--output-format", "concise", "bomb.md")
    assert (status, output) == (1, f"bomb.md:3:1: EX108 front matter is not valid YAML: {ALIAS}\n")


def test_aliases_that_explode_are_an_error_of_a_type(here: Path) -> None:
    (here / "own.yaml").write_text(BOMB)
    (here / "exlint.toml").write_text('[types.own]\npath = "own.yaml"\n')
    status, _, error = exlint(here, "check")
    assert (status, error) == (2, f"exlint: own.yaml:2:10: {ALIAS}\n")


@pytest.mark.parametrize("address", ["http://example.org/a.json", "file:///etc/hostname", "../outside.json"])
def test_a_schema_of_a_type_leads_nowhere(here: Path, address: str) -> None:
    schema = json.loads((REPOSITORY / "schemas" / "exercise.metadata.json").read_text(encoding="utf-8"))
    _own_type(here, ("patterns:\n", "patterns:\n"))
    schema["properties"]["Equipment"] = {"$ref": address}
    (here / "exercise.metadata.json").write_text(json.dumps(schema), encoding="utf-8")
    status, _, error = exlint(here, "check")
    assert status == 2
    assert f"$ref {address!r} leads out of the schema; only references within it are followed" in error


def test_lone_surrogates_of_a_schema_and_its_values_are_text() -> None:
    lone = json.dumps({"properties": {"a": {"pattern": "\ud800+", "enum": ["\udfff"]}}})
    assert [each.keyword for each in violations(lone, {"a": "\ud800", "\udc00": 1})] == ["enum"]


# Our own patterns.


def test_no_pattern_of_ours_takes_more_than_the_square(tmp_path: Path) -> None:
    """regexploit finds what grows by the cube or faster, over every pattern that a run compiles."""
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests" / "collect_patterns.py")],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    found = json.loads(done.stdout)
    assert found["patterns"] > 100
    assert found["faster"] == []


# Time.


def test_work_that_takes_too_long_is_stopped_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> Iterator[object]:
        while True:
            with contextlib.suppress(Exception):
                sum(range(1000))

    usual = plan(limits=Limits(max_seconds=1))
    rule = replace(usual.known["EX201"], check=endless)
    slow = replace(usual, known={**usual.known, "EX201": rule})
    result = check_job(Job(REQUEST, "x", data=CARD.encode()), slow)
    (trouble,) = result.troubles
    assert trouble.message == (
        "not checked: rule EX201 (missing-title) was still at work after the config's 'max-seconds' (1)"
    )


def test_a_regular_expression_is_stopped_too() -> None:
    with pytest.raises(OutOfTimeError), time_limit(0.2):
        re.match("(?:a|a)*b", "a" * 60)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


# Files.


def test_what_is_no_regular_file_is_told_and_stops_no_other(here: Path) -> None:
    os.mkfifo(here / "pipe.md")
    (here / "folder.md").mkdir()
    (here / "folder.md" / "inner.md").write_text(CARD.replace("the", "teh", 1), encoding="utf-8")
    (here / "loop-a.md").symlink_to("loop-b.md")
    (here / "loop-b.md").symlink_to("loop-a.md")
    (here / "around").symlink_to(".")
    (here / "device.md").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(os.path.relpath(here / "socket.md"))
    named = ("pipe.md", "folder.md", "loop-a.md", "device.md", "socket.md", ".")
    status, output, error = exlint(here, "check", "--output-format", "concise", "--no-cache", *named)
    assert status == 2
    assert "folder.md/inner.md" in output
    told = {line.split(": ", 2)[1]: line.split(": ", 2)[2] for line in error.splitlines() if line.count(": ") > 1}
    assert told["pipe.md"] == "can't be read: not a regular file"
    assert told["device.md"] == "can't be read: not a regular file"
    assert "loop-a.md" in told
    assert "socket.md" in told


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _circle(file: Path) -> None:
    file.symlink_to(file.name)


def _nowhere(file: Path) -> None:
    file.symlink_to("nothing-here")


def _huge(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(1 << 40)


UNREADABLE: Sequence[tuple[Callable[[Path], None], str]] = [
    (_pipe, "not a regular file"),
    (_device, "not a regular file"),
    (_circle, "Too many levels of symbolic links"),
    (_nowhere, "No such file or directory"),
    (Path.mkdir, "Is a directory"),
    (_huge, "File too large"),
]


@pytest.mark.parametrize(("make", "why"), UNREADABLE)
def test_a_config_that_can_not_be_read_is_an_error(here: Path, make: Callable[[Path], None], why: str) -> None:
    expected = (2, "", f"exlint: exlint.toml: can't be read: {why}\n")
    assert exlint(here, "check")[0] == 0
    (here / "exlint.toml").unlink()
    make(here / "exlint.toml")
    assert exlint(here, "check") == expected
    assert exlint(here, "check", "--config", "exlint.toml") == expected
    assert exlint(here, "check", "--isolated")[0] == 0


@pytest.mark.parametrize(("make", "why"), UNREADABLE)
def test_files_of_a_config_that_can_not_be_read_are_errors(here: Path, make: Callable[[Path], None], why: str) -> None:
    make(here / "dictionary.txt")
    expected = f"exlint: exlint.toml: dictionary: 'dictionary.txt' can't be read: {why}\n"
    assert exlint(here, "check") == (2, "", expected)
    (here / "exlint.toml").write_text('dictionary = "words.txt"\n')
    make(here / "words.txt")
    expected = f"exlint: exlint.toml:1: dictionary: 'words.txt' can't be read: {why}\n"
    assert exlint(here, "check") == (2, "", expected)


@pytest.mark.parametrize(("make", "why"), UNREADABLE)
def test_a_baseline_that_can_not_be_read_is_an_error(here: Path, make: Callable[[Path], None], why: str) -> None:
    make(here / "known.json")
    is_absent = make is _nowhere
    message = "no such baseline; --write-baseline makes one" if is_absent else f"can't be read: {why}"
    assert exlint(here, "check", "--baseline", "known.json") == (2, "", f"exlint: known.json: {message}\n")


TYPE = """\
name: note
files: ["*.md"]
metadata:
  from: front-matter
  schema: keys.json
"""


@pytest.mark.parametrize(("make", "why"), UNREADABLE)
def test_files_of_a_type_that_can_not_be_read_are_errors(here: Path, make: Callable[[Path], None], why: str) -> None:
    (here / "exlint.toml").write_text('[types.note]\npath = "note.yaml"\n')
    make(here / "note.yaml")
    is_file = make is _huge
    expected = (
        f"note.yaml:1:1: can't be read: {why}" if is_file else "exlint.toml:2: types.note.path: no file 'note.yaml'"
    )
    assert exlint(here, "check") == (2, "", f"exlint: {expected}\n")
    (here / "note.yaml").rmdir() if make is Path.mkdir else (here / "note.yaml").unlink()
    (here / "note.yaml").write_text(TYPE)
    make(here / "keys.json")
    assert exlint(here, "check") == (2, "", f"exlint: note.yaml:5:3: 'keys.json' can't be read: {why}\n")
    (here / "note.yaml").write_text(TYPE.replace("schema: keys.json", "schema: {}") + "shared: parts.yaml\n")
    make(here / "parts.yaml")
    assert exlint(here, "check") == (2, "", f"exlint: note.yaml:6:1: 'parts.yaml' can't be read: {why}\n")


@pytest.mark.parametrize(("make", "why"), UNREADABLE)
def test_a_list_of_ignored_files_that_can_not_be_read_is_none(  # unless it is one, but too large: that is told
    here: Path, make: Callable[[Path], None], why: str
) -> None:
    make(here / ".gitignore")
    told = "exlint: .gitignore: has more than 262,144 bytes; what it ignores is checked\n"
    told += "Not everything could be checked; no findings in 1 file.\n"
    assert exlint(here, "check") == ((2, "", told) if make is _huge else (0, "", "The card is clean.\n"))


def test_names_of_all_kinds(here: Path) -> None:
    names = [b"new\nline.md", b"no-utf8-\xff.md", b"\x1b[31m.md", b"a" * 252 + b".md", "\u202egnp.md".encode()]
    for name in names:
        (here / os.fsdecode(name)).write_text(CARD.replace("the", "teh", 1), encoding="utf-8")
    deep = here / "/".join(["d" * 100] * 20)
    deep.mkdir(parents=True)
    (deep / "card.md").write_text(CARD.replace("the", "teh", 1), encoding="utf-8")
    status, output, error = exlint(here, "check", "--output-format", "concise", "--no-cache", ".")
    assert status == 1
    assert len(set(re.findall(r"^(.*?):\d+:\d+: EX402", output, re.MULTILINE))) == len(names) + 1
    assert not _DANGEROUS.search(output + error)


def test_a_file_of_any_size_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse.md"
    with sparse.open("wb") as file:
        file.truncate(1 << 40)
    assert len(read(str(sparse))) == (1 << 26) + 1
    (finding,) = check_job(Job(replace(REQUEST, name="sparse.md"), str(sparse)), plan()).findings
    assert finding.message == (
        "more than 67108864 bytes, more than the config's 'max-file-size' (262144); not checked any further"
    )


def test_a_file_that_vanishes_or_changes_between_the_phases_is_told(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.md", "b.md", "c.md", "d.md")]
    for file in files:
        file.write_text(CARD, encoding="utf-8")
    jobs = [Job(replace(REQUEST, name=file.name), str(file)) for file in files]
    checked = []

    def progress() -> None:
        checked.append(True)
        if len(checked) == 4:
            files[0].unlink()
            files[1].write_text("# Other\n", encoding="utf-8")
            files[2].write_text(f"A line more.\n\n{CARD}", encoding="utf-8")

    report = run(jobs, plan(), progress)
    assert [(each.filename, each.message) for each in report.troubles] == [
        ("a.md", "can't be read again: No such file or directory"),
        ("b.md", "has changed while it was checked"),
        ("c.md", "has changed while it was checked"),
    ]
    assert any(finding.code == "EX701" for finding in report.findings)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 16, 17])
def test_a_file_is_read_whole_however_many_bytes_are_read_at_once(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exlint.request._AT_ONCE", 8)
    (tmp_path / "card.md").write_bytes(bytes(range(size)))
    assert read(str(tmp_path / "card.md")) == bytes(range(size))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files that say that they are empty")
def test_a_file_that_says_that_it_is_empty_is_read() -> None:
    assert os.stat("/proc/self/cmdline").st_size == 0  # noqa: PTH116
    assert read("/proc/self/cmdline").endswith(b"\0")


def test_an_unreadable_file_is_never_clean(here: Path) -> None:
    (here / "other.md").write_bytes(b"\xff" + CARD.encode())
    assert exlint(here, "check", "--no-cache")[0] == 1
    status, _, error = exlint(here, "check", "--no-cache", "--select", "EX5")
    assert (status, error.splitlines()[0]) == (2, "exlint: other.md: not UTF-8; not checked")


@pytest.mark.parametrize(
    ("limit", "text", "message"),
    [
        (
            "max-file-size = 1000",
            CARD,
            f"{len(CARD.encode())} bytes, more than the config's 'max-file-size' (1000); not checked any further",
        ),
        (
            "max-nesting = 1",
            CARD + "\n> - a\n",
            "2 lists or quotes within each other, more than the config's 'max-nesting' (1); not checked any further",
        ),
        (
            "max-paragraph = 400",
            CARD + "\n" + "word " * 99,
            "494 characters in one paragraph, more than the config's 'max-paragraph' (400); not checked any further",
        ),
    ],
)
def test_a_limit_that_is_hit_is_never_clean(here: Path, limit: str, text: str, message: str) -> None:
    (here / "exlint.toml").write_text(f"{limit}\n")
    (here / CARDS[0].name).write_text(text, encoding="utf-8")
    status, output, _ = exlint(here, "check", "--no-cache", "--output-format", "concise")
    assert status == 1
    assert message in output
    status, _, error = exlint(here, "check", "--no-cache", "--select", "EX5")
    assert (status, error.splitlines()[0]) == (2, f"exlint: {CARDS[0].name}: {message}")


# Output and ending.


def test_a_full_disk_is_told(here: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "exlint", "rules"], cwd=here, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (2, b"exlint: the output can't be written: No space left on device\n")


def test_a_reader_that_leaves_is_no_crash(here: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m exlint rules | head -1"], cwd=here, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_of_findings_that_leaves_is_no_crash(here: Path) -> None:
    """The findings are more than a pipe holds, so that the rest has nowhere to go."""
    (here / "other.md").write_text(f"{CARD}\n{'[' * 3900}\n", encoding="utf-8")
    command = f"({sys.executable} -m exlint check --no-cache --quiet --output-format json; echo $? >&2) | head -c 1"
    done = subprocess.run(["sh", "-c", command], cwd=here, capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"[", b"1\n")


def test_findings_on_a_full_disk_are_told(here: Path) -> None:
    (here / "other.md").write_text("# Other\n")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "exlint", "check", "--no-cache", "other.md"]
        done = subprocess.run(command, cwd=here, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"exlint: the output can't be written: No space left on device\n")


def test_check_file_takes_any_name() -> None:
    result = check_file(replace(REQUEST, name="\ud800\x00\n"), CARD.encode(), plan())
    assert result.troubles == ()
