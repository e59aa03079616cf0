"""What git says is new, asked of the real git."""

from __future__ import annotations

from pathlib import Path

import pytest

from exlint.git import Change, GitError, Repository
from gitting import commit, git, write

NAMES = (
    "plain.md",
    "two words.md",
    "trailing space .md",
    'quo"te.md',
    "back\\slash.md",
    "tab\tnew\nline.md",
    "ünï 日本 🏋.md",
    "-dash.md",
    "::error::x.md",
    "b/a.md",
    "deep/er/ +++ b.md",
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "--quiet", "--initial-branch", "main")
    return tmp_path


def repository() -> Repository:
    return Repository.around(Path.cwd())


def test_new_lines_whatever_the_name() -> None:
    for name in NAMES:
        write(name, "one\ntwo\nthree\nfour\n")
    commit()
    for name in NAMES:
        write(name, "one\nTWO\nthree\nfour\nfive\nsix\n")
    expected = {name: Change(name, (range(2, 3), range(5, 7))) for name in NAMES}
    assert repository().since("HEAD").changed == expected
    assert repository().staged().changed == {}
    git("add", "--all")
    assert repository().staged().changed == expected


def test_settings_of_the_user_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write("é a.md", "one\n" + "same\n" * 4 + "two\n")
    write(".gitattributes", "*.md -diff\n")
    commit()
    write("é a.md", "ONE\n" + "same\n" * 4 + "TWO\n")
    settings = {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.context": "7",
        "diff.interHunkContext": "9",
        "diff.external": "false",
        "diff.renames": "false",
        "core.quotePath": "false",
        "color.ui": "always",
    }
    for name, value in settings.items():
        git("config", name, value)
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=5")
    assert repository().since("HEAD").changed == {"é a.md": Change("é a.md", (range(1, 2), range(6, 7)))}


def test_lines_that_look_like_a_patch() -> None:
    write("a.md", "x\n")
    write("b.md", "y")
    commit()
    write("a.md", "x\n++ b/b.md\n@@ -1 +1,9 @@\ndiff --git a/b.md b/b.md\n-- a\n")
    write("b.md", "++ b/a.md")
    assert repository().since("HEAD").changed == {
        "a.md": Change("a.md", (range(2, 6),)),
        "b.md": Change("b.md", (range(1, 2),)),
    }


def test_deleted_added_renamed() -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    write("gone.md", "gone\n")
    write("old name.md", text)
    write("kept.md", "kept\n")
    commit()
    git("rm", "--quiet", "gone.md")
    git("mv", "old name.md", "new name.md")
    write("new name.md", text.replace("line 7\n", "line seven\n"))
    write("added.md", "added\n")
    git("add", "--all")
    changes = repository().staged()
    assert changes.changed == {
        "added.md": Change(None, (range(1, 2),)),
        "new name.md": Change("old name.md", (range(8, 9),)),
    }
    assert changes.deleted == {"gone.md", "old name.md"}
    assert [changes.origin(path) for path in ("added.md", "new name.md", "kept.md", "gone.md", "unknown.md")] == [
        None,
        "old name.md",
        "kept.md",
        None,
        None,
    ]


def test_before_the_first_commit_all_is_new() -> None:
    write("a.md", "a\n")
    git("add", "a.md")
    changes = repository().staged()
    assert (changes.before, changes.changed) == ({}, {"a.md": Change(None, (range(1, 2),))})
    with pytest.raises(GitError, match="unknown revision 'HEAD'"):
        repository().since("HEAD")


def test_a_branch_is_compared_with_where_it_left_the_revision() -> None:
    write("a.md", "one\ntwo\n")
    commit()
    git("switch", "--quiet", "--create", "work")
    write("a.md", "one\ntwo\nmine\n")
    commit()
    git("switch", "--quiet", "main")
    write("a.md", "ONE\ntwo\n")
    write("theirs.md", "theirs\n")
    commit()
    git("switch", "--quiet", "work")
    changes = repository().since("main")
    assert (changes.changed, changes.deleted) == ({"a.md": Change("a.md", (range(3, 4),))}, frozenset())


def test_contents_are_the_bytes() -> None:
    texts = {"empty.md": "", "a.md": "a\r\nb\0\n", "long.md": "x" * 100_000, "no end.md": "last"}
    for name, text in texts.items():
        write(name, text)
    git("-c", "core.autocrlf=false", "add", "--all")
    index = repository().index()
    contents = repository().contents(index.values())
    assert {path: contents[blob] for path, blob in index.items()} == {
        name: text.encode() for name, text in texts.items()
    }
    with pytest.raises(GitError, match="can't be read"):
        repository().contents(["0123456789" * 4])


def test_a_path_is_found_through_links_and_not_outside(here: Path) -> None:
    write("cards/a.md", "a\n")
    Path("link.md").symlink_to("cards/a.md")
    assert [repository().path(Path(name)) for name in ("cards/a.md", "link.md", "../x.md", "..x.md")] == [
        "cards/a.md",
        "cards/a.md",
        None,
        "..x.md",
    ]


def test_no_git_program(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    monkeypatch.setenv("PATH", str(here / "nothing"))
    with pytest.raises(GitError, match="git is not installed"):
        repository()
