"""Which files a run is about."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from exlint.config import load_settings
from exlint.discovery import Discovered, Scope, TypeFiles, discover, would_find
from exlint.filepatterns import is_pattern
from exlint.selection import Selection

MARKDOWN = (TypeFiles("exercise", ("*.md",), binds=False),)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"# {name}\n", encoding="utf-8")


def names(found: Discovered, *, reported: bool = True) -> list[str]:
    return [job.request.name for job in found.jobs if job.reported == reported]


def find(*paths: str, scope: Scope | None = None) -> list[str]:
    found = discover(paths, scope or Scope(Path.cwd(), MARKDOWN))
    assert found.troubles == ()
    return names(found)


def found_by_git() -> list[str]:
    """The Markdown files of the working directory that git does not ignore."""
    subprocess.run(["git", "init", "--quiet"], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "--", "*.md"], check=True, capture_output=True, text=True
    )
    return sorted(listed.stdout.split())


def test_a_folder_is_walked_for_card_files(here: Path) -> None:
    make("b.md", "a.md", "sub/deep/c.md", "note.txt", "UPPER.MD")
    assert find(".") == ["a.md", "b.md", "sub/deep/c.md"]
    assert find("sub") == ["sub/deep/c.md"]
    assert find() == find(".")


def test_hidden_files_and_folders_are_skipped_unless_named(here: Path) -> None:
    make(".venv/a.md", ".git/b.md", "node_modules/c/d.md", ".draft.md", "e.md")
    assert find() == ["e.md"]
    assert find(".venv", ".draft.md", "node_modules") == [".draft.md", ".venv/a.md", "node_modules/c/d.md"]


def test_a_named_file_is_checked_whatever_its_name(here: Path) -> None:
    make("seed.txt", "row.md")
    (row, seed) = discover(["seed.txt", "row.md"], Scope(here, MARKDOWN)).jobs
    assert (set(row.request.matching), row.request.origin.value) == ({"exercise"}, "named")
    assert (set(seed.request.matching), seed.request.origin.value) == (set(), "named")


def test_a_name_is_relative_to_the_working_directory(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("sub/a.md", "other/b.md")
    monkeypatch.chdir("sub")
    assert find("../other", str(here / "sub" / "a.md"), "./../other/b.md") == ["../other/b.md", "a.md"]


def test_a_file_comes_once_by_its_strongest_claim(here: Path) -> None:
    make("sub/a.md")
    Path("link.md").symlink_to("sub/a.md")
    for paths in (["sub", "sub/a.md", "./sub"], ["sub/a.md", "sub"], [".", str(here / "sub/a.md")]):
        (job,) = discover(paths, Scope(here, MARKDOWN)).jobs
        assert (job.request.name, job.request.origin) == ("sub/a.md", "named")
    assert find(".") == ["link.md"]


def test_linked_folders_are_not_followed_but_may_be_named(here: Path) -> None:
    make("sub/a.md")
    Path("sub/loop").symlink_to("..")
    assert find(".") == ["sub/a.md"]
    assert find("sub/loop/sub") == ["sub/loop/sub/a.md"]


def test_dangling_links_are_passed_over_in_a_folder(here: Path) -> None:
    Path("gone.md").symlink_to("nowhere.md")
    assert find(".") == []


def test_a_path_that_does_not_exist_is_trouble_and_the_others_are_found(here: Path) -> None:
    make("a.md")
    found = discover(["nope.md", "a.md"], Scope(here, MARKDOWN))
    assert names(found) == ["a.md"]
    assert [(each.filename, each.message) for each in found.troubles] == [("nope.md", "no such file or folder")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that can't be listed")
def test_a_folder_that_cannot_be_listed_is_trouble(here: Path) -> None:
    make("a.md", "locked/b.md")
    Path("locked").chmod(0)
    found = discover(["."], Scope(here, MARKDOWN))
    Path("locked").chmod(0o700)
    assert names(found) == ["a.md"]
    assert [(each.filename, each.message) for each in found.troubles] == [
        ("locked", "can't be listed: Permission denied")
    ]


def test_gitignore_files_hold_from_the_top_of_the_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.md", "out/b.md", "sub/keep.md", "sub/tmp.md", "sub/deep/tmp.md", "sub/deep/x.md", "sub/deep/only/x.md")
    Path(".git").mkdir()
    Path(".gitignore").write_text("out/\ntmp.md\n")
    Path("sub/.gitignore").write_text("!/tmp.md\n/deep/x.md\n!\n")
    everything = ["a.md", "sub/deep/only/x.md", "sub/keep.md", "sub/tmp.md"]
    assert find() == everything
    assert find("sub") == everything[1:]
    monkeypatch.chdir("sub/deep")
    assert find() == ["only/x.md"]


def test_gitignore_files_above_count_only_in_a_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("sub/a.md", "sub/b.md")
    Path(".gitignore").write_text("a.md\n")
    assert find() == ["sub/b.md"]
    monkeypatch.chdir("sub")
    assert find() == ["a.md", "b.md"]


def test_an_ignored_folder_or_file_that_is_named_is_checked(here: Path) -> None:
    make("out/a.md", "out/b.md")
    Path(".git").mkdir()
    Path(".gitignore").write_text("out/\n")
    Path("out/.gitignore").write_text("b.md\n")
    assert find() == []
    assert find("out") == ["out/a.md"]
    assert find("out/b.md") == ["out/b.md"]


@pytest.mark.parametrize(
    "patterns",
    [
        ["a"], ["a/"], ["/a"], ["a/**"], ["a/*", "!a/b"], ["a/**", "!a/b/"], ["*.md", "!x.md"], ["**/b"], ["/a/b"],
        ["a/**/x.md"], ["*", "!*/", "!y.md"], ["/a/**", "!/a/**/", "!/a/**/x.md"], ["[xy].md", "!/x.md"],
        ["[z-a]", "b/"], ["# a", "", " "], ["[[xy].md", "a/[[b]/"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_gitignore_patterns_mean_what_they_mean_to_git(here: Path, patterns: list[str]) -> None:
    make("x.md", "y.md", "a/x.md", "a/y.md", "a/b/x.md", "a/b/y.md", "b/x.md", "c/a/x.md", "c/y.md")
    Path(".gitignore").write_text("\n".join(patterns) + "\n")
    assert find() == found_by_git()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa.md\nb.md", b"a.md\r\nb.md\r", b"a.md\rb.md", b"a.md\xe2\x80\xa8b.md",
        b"a.md\x0cb.md\x0bc.md\x85a.md", b"\xff\na.md",
    ],
)  # fmt: skip
def test_the_lines_of_a_gitignore_are_those_that_git_reads(here: Path, content: bytes) -> None:
    make("a.md", "b.md", "c.md")
    Path(".gitignore").write_bytes(content)
    assert find() == found_by_git()


@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")  # what pathspec says of `[[`, `[--` and others
@given(st.text("ab.*/-!\\[] ", max_size=6))
@example("[[a]")
@example("[b-a]")
@example("[[:a:]]")
def test_what_is_no_pattern_is_what_pathspec_refuses(text: str) -> None:
    try:
        GitIgnoreSpec.from_lines([text], backend="re2")
        is_accepted = True
    except Exception:
        is_accepted = False
    assert is_pattern(text) == is_accepted


@pytest.mark.parametrize("place", ["pipe", "/dev/zero", "folder", "nowhere"])
def test_a_gitignore_that_is_no_regular_file_is_none(here: Path, place: str) -> None:
    make("a.md", "folder/b.md")
    os.mkfifo("pipe")
    Path(".gitignore").symlink_to(place)
    assert find() == ["a.md", "folder/b.md"]


def test_a_gitignore_that_is_too_large_is_told_once_and_read_no_further(here: Path) -> None:
    make("a.md", "b.md", "sub/c.md")
    Path(".git").mkdir()
    Path(".gitignore").write_text("a.md\n")
    with Path(".gitignore").open("r+b") as file:
        file.truncate(1 << 40)
    found = discover([".", "sub"], Scope(here, MARKDOWN, has_collection=True))
    assert names(found) == ["a.md", "b.md", "sub/c.md"]
    assert [(each.filename, each.message) for each in found.troubles] == [
        (".gitignore", "has more than 262,144 bytes; what it ignores is checked")
    ]


@pytest.mark.parametrize("path", [".", "sub"])
def test_patterns_that_no_search_takes_together_are_told(here: Path, path: str) -> None:
    make("a.md", "sub/b.md")
    Path(".git").mkdir()
    Path(".gitignore").write_text("".join(f"?{number}\n" for number in range(4000)))
    found = discover([path], Scope(here, MARKDOWN))
    assert names(found) == []
    assert [(each.filename, each.message) for each in found.troubles] == [
        (path, "not checked: its .gitignore, or one above, has too many or too long patterns")
    ]


def test_exclude_is_relative_to_the_root_and_outdone_by_naming(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("cards/a.md", "cards/old/b.md", "old/c.md")
    scope = Scope(here, MARKDOWN, exclude=("cards/old", "/old/"))
    assert find(scope=scope) == ["cards/a.md"]
    assert find("cards/old", "old/c.md", scope=scope) == ["cards/old/b.md", "old/c.md"]
    monkeypatch.chdir("cards")
    assert find(scope=scope) == ["a.md"]


def test_a_gitignore_file_can_not_undo_an_exclude(here: Path) -> None:
    make("a.md", "b.md")
    Path(".gitignore").write_text("!a.md\n")
    assert find(scope=Scope(here, MARKDOWN, exclude=("a.md",))) == ["b.md"]


def test_patterns_of_the_config_bind_files_to_types(here: Path) -> None:
    make("cards/a.md", "notes/b.md", "c.txt")
    types = (TypeFiles("exercise", ("/cards/*.md",), binds=True), TypeFiles("note", ("notes/*.md",), binds=False))
    found = discover([".", "c.txt"], Scope(here, types))
    assert [(job.request.name, job.request.bound_type, set(job.request.matching)) for job in found.jobs] == [
        ("c.txt", None, set()),
        ("cards/a.md", "exercise", {"exercise"}),
        ("notes/b.md", None, {"note"}),
    ]


def test_the_collection_is_read_but_only_what_was_asked_for_is_reported(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("cards/a.md", "cards/b.md", "drafts/c.md")
    scope = Scope(here, MARKDOWN, include=("cards/",), has_collection=True)
    found = discover(["cards/a.md", "drafts"], scope)
    assert names(found) == ["cards/a.md", "drafts/c.md"]
    assert names(found, reported=False) == ["cards/b.md"]
    monkeypatch.chdir("drafts")
    found = discover(["c.md"], scope)
    assert names(found) == ["c.md"]
    assert names(found, reported=False) == ["../cards/a.md", "../cards/b.md"]


def test_without_paths_what_the_config_includes_is_reported(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("cards/a.md", "drafts/c.md")
    monkeypatch.chdir("drafts")
    found = discover([], Scope(here, MARKDOWN, include=("cards/",), has_collection=True))
    assert names(found) == ["../cards/a.md"]
    assert names(found, reported=False) == []
    found = discover([], Scope(here, MARKDOWN, has_collection=True))
    assert names(found) == ["c.md"]
    assert names(found, reported=False) == ["../cards/a.md"]


def test_standard_input_takes_the_place_of_its_file(here: Path) -> None:
    make("cards/a.md", "cards/b.md")
    scope = Scope(here, MARKDOWN, has_collection=True)
    found = discover(["-", "cards/a.md"], scope, ("cards/a.md", b"new"))
    (job,) = (job for job in found.jobs if job.reported)
    assert (job.request.name, job.request.origin.value, set(job.request.matching)) == (
        "cards/a.md",
        "stdin",
        {"exercise"},
    )
    assert job.read() == b"new"
    assert names(found, reported=False) == ["cards/b.md"]


def test_standard_input_without_a_name(here: Path) -> None:
    (job,) = discover(["-"], Scope(here, MARKDOWN), ("-", b"new")).jobs
    assert (job.request.name, set(job.request.matching)) == ("-", set())


def test_what_the_config_consists_of_is_no_card(here: Path) -> None:
    make("cards/a.md", "dictionary.txt", "cards/words.txt", "cards/note.md", "cards/keys.md", "cards/known.md")
    Path("cards/note.md").write_text(
        'name: note\nfiles: ["*.md", "*.txt"]\nmetadata: {from: front-matter, schema: keys.md}\n'
    )
    Path("cards/keys.md").write_text('{"properties": {"A": {}}}')
    Path("exlint.toml").write_text(
        'dictionary = "cards/words.txt"\nbaseline = "cards/known.md"\n[types.note]\npath = "cards/note.md"\n'
    )
    scope = load_settings(Path("exlint.toml"), Selection("test")).scope
    assert find(scope=scope) == ["cards/a.md", "dictionary.txt"]
    assert find("cards", scope=scope) == ["cards/a.md"]
    named = ("cards/words.txt", "cards/known.md")
    assert find(*named, scope=scope) == ["cards/known.md", "cards/words.txt"]
    assert [path for path in (*named, "cards/a.md") if would_find(path, scope)] == ["cards/a.md"]
    Path("exlint.toml").write_text('[types.note]\npath = "cards/note.md"\n')
    scope = load_settings(Path("exlint.toml"), Selection("test")).scope
    assert find(scope=scope) == ["cards/a.md", "cards/known.md", "cards/words.txt"]
