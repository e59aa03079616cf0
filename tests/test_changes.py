"""`--since` and `--staged`: only what is new, with the real git."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exlint.changes import Comparison, since
from exlint.discovery import Discovered, Scope, TypeFiles, Wanted, discover
from exlint.request import FileRequest, Job, Origin
from gitting import CARD, CONFIG, STALE, check, commit, git, write

OLD_FAULT = CARD.replace("### Is the Ring Pushup good for beginners?", "### Is the the Ring Pushup good for beginners?")
OLD = "cards/ring-pushup.md:57:8: EX504"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "--quiet", "--initial-branch", "main")
    write("exlint.toml", CONFIG)
    return tmp_path


def codes(lines: list[str]) -> list[str]:
    """File, row and code of each finding in short form."""
    return [":".join((*line.split(":")[:2], line.split()[1])) for line in lines]


def test_old_findings_are_left_out_also_when_lines_move() -> None:
    write("cards/ring-pushup.md", OLD_FAULT)
    commit()
    status, everything, _ = check()
    assert (status, len(everything)) == (1, 1)
    quiet: tuple[int, list[str], list[str]] = (0, [], ["Nothing new was found in 1 file."])
    assert check("--since", "HEAD") == quiet
    write("cards/ring-pushup.md", OLD_FAULT.replace("\n## ", "\n\n\n## "))
    assert check("--since", "HEAD") == quiet
    git("add", "--all")
    assert check("--staged") == quiet


def test_a_finding_on_a_new_line_is_reported_even_if_it_was_there() -> None:
    write("cards/ring-pushup.md", OLD_FAULT)
    commit()
    write("cards/ring-pushup.md", OLD_FAULT.replace("the the Ring Pushup good for", "the the Ring Pushup fit for"))
    assert check("--since", "HEAD")[:2] == check()[:2]


def test_a_stale_sentence_is_reported_where_it_is_when_the_metadata_change() -> None:
    write("cards/ring-pushup.md", CARD)
    commit()
    write("cards/ring-pushup.md", STALE)
    changed = check("--since", "HEAD")
    assert changed == check()
    assert changed[0] == 1
    assert [row for _, row, *_ in (line.split(":") for line in changed[1])] == ["11"]


def test_one_stale_sentence_on_an_old_line() -> None:
    write("cards/ring-pushup.md", CARD)
    commit()
    half = STALE.replace("The Ring Pushup is an advanced exercise.", "The Ring Pushup is an intermediate exercise.")
    write("cards/ring-pushup.md", half)
    changed = check("--since", "HEAD")
    assert changed == check()
    assert "cards/ring-pushup.md:5:EX401" in codes(changed[1])


def test_a_removed_section_is_new_although_no_line_is() -> None:
    write("cards/ring-pushup.md", CARD)
    commit()
    assert CARD.count("\n## ") > 3
    head, _, rest = CARD.partition("\n## ")
    write("cards/ring-pushup.md", head + rest[rest.index("\n## ") :])
    changed = check("--since", "HEAD")
    assert changed == check()
    assert [code.rpartition(":")[2] for code in codes(changed[1])] == ["EX203"]


def test_a_further_finding_like_an_old_one_is_reported_once() -> None:
    answer = "Hip height is a sensible start"
    write("cards/ring-pushup.md", CARD.replace(answer, f"Push the the rings.\n\n{answer}"))
    commit()
    write("cards/ring-pushup.md", CARD.replace(answer, f"Push the the rings.\n\nPush the the rings.\n\n{answer}"))
    select = ("--select", "doubled-word")
    assert [len(check(*select, *more)[1]) for more in ((), ("--since", "HEAD"))] == [2, 1]


def test_untracked_and_ignored_files_are_new_entirely() -> None:
    write(".gitignore", "draft.md\n")
    commit()
    write("cards/ring-pushup.md", OLD_FAULT)
    assert check("--since", "HEAD")[:2] == check()[:2]
    write("draft.md", OLD_FAULT)
    status, found, _ = check("--since", "HEAD", "draft.md")
    assert status == 1
    assert {line.split(":")[0] for line in found} == {"draft.md"}


def test_the_collection_is_whole_and_its_other_half_is_told() -> None:
    write("cards/ring-pushup.md", CARD)
    commit()
    write("cards/again.md", CARD)
    status, found, _ = check("--since", "HEAD", "cards/again.md", "--select", "EX701")
    assert (status, codes(found)) == (1, ["cards/again.md:1:EX701"])
    status, found, _ = check("--since", "HEAD", "cards/ring-pushup.md", "--select", "EX701")
    assert (status, codes(found)) == (1, ["cards/ring-pushup.md:1:EX701"])


def test_what_two_old_cards_share_is_old_also_when_a_third_goes() -> None:
    for name in ("a", "b", "c"):
        write(f"cards/{name}.md", CARD)
    commit()
    Path("cards/a.md").unlink()
    assert check("--select", "EX701")[0] == 1
    assert check("--select", "EX701", "--since", "HEAD") == (0, [], ["Nothing new was found in 2 files."])
    git("add", "--all")
    assert check("--select", "EX701", "--staged") == (0, [], ["Nothing new was found in 2 files."])


def test_a_rename_keeps_what_is_old() -> None:
    write("cards/ring pushup.md", OLD_FAULT)
    commit()
    Path("cards/é").mkdir()
    git("mv", "cards/ring pushup.md", "cards/é/ring pushup.md")
    assert check()[0] == 1
    assert check("--since", "HEAD") == (0, [], ["Nothing new was found in 1 file."])
    assert check("--staged") == (0, [], ["Nothing new was found in 1 file."])


def test_what_a_rename_brings_is_new() -> None:
    write("exlint.toml", 'include = ["cards"]\n[types.exercise]\nfiles = ["cards/*.md"]\n')
    write("cards/ring-pushup.md", CARD)
    commit()
    git("mv", "cards/ring-pushup.md", "cards/other.md")
    changed = check("--since", "HEAD")
    assert (changed[0], changed) == (1, check())


def test_staged_is_what_the_index_holds() -> None:
    write("cards/ring-pushup.md", CARD)
    commit()
    write("cards/ring-pushup.md", STALE)
    assert check("--staged") == (0, [], ["Nothing new was found in 1 file."])
    git("add", "--all")
    staged = check("--staged")
    assert staged[0] == 1
    write("cards/ring-pushup.md", CARD)
    write("cards/untracked.md", OLD_FAULT)
    assert check("--staged") == staged
    Path("cards/ring-pushup.md").unlink()
    assert check("--staged") == staged
    assert check("--staged", "cards/ring-pushup.md") == staged


def test_what_is_staged_and_gone_from_disk_is_found_by_its_folder_too(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("exlint.toml", 'include = ["cards"]\nexclude = ["cards/old"]\n')
    for name in ("cards/deep/a.md", "cards/old/b.md", "cards/old/.c/d.md", "drafts/e.md", "drafts/f.rst"):
        write(name, OLD_FAULT)
    git("add", "--all")
    named = ("cards", "cards/deep", "cards/old", "drafts", ".", "..", "cards/old/b.md", "none")
    arguments = ((), *((path,) for path in named))
    on_disk = [check("--staged", *paths) for paths in arguments]
    forced = [check("--staged", "--force-exclude", *paths)[1] for paths in arguments]
    assert forced != [lines for _, lines, _ in on_disk]
    for name in ("cards", "drafts"):
        shutil.rmtree(here / name)
    assert [check("--staged", *paths) for paths in arguments] == on_disk
    assert [check("--staged", "--force-exclude", *paths)[1] for paths in arguments] == forced
    found = [{line.split(":")[0] for line in lines} for _, lines, _ in on_disk]
    a, b, e = ("cards/deep/a.md", "cards/old/b.md", "drafts/e.md")
    assert found == [{a}, {a}, {a}, {b}, {e}, {a, e}, {a, e}, {b}, set()]
    Path("other").mkdir()
    monkeypatch.chdir("other")
    assert check("--staged", "..")[1] == [f"../{line}" for line in on_disk[5][1]]


def test_without_patterns_the_working_directory_is_what_is_staged(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("exlint.toml", "")
    write("here/ring-pushup.md", OLD_FAULT)
    write("there/a.md", OLD_FAULT)
    git("add", "--all")
    Path("there/a.md").unlink()
    monkeypatch.chdir("here")
    assert {line.split(":")[0] for line in check("--staged")[1]} == {"ring-pushup.md"}


def test_a_card_that_is_gone_was_in_the_folder_that_is_named() -> None:
    Path("exlint.toml").unlink()
    for name in ("a", "b"):
        write(f"cards/{name}.md", CARD)
    commit()
    Path("cards/b.md").unlink()
    scope = Scope(Path.cwd(), (TypeFiles("exercise", ("*.md",), binds=False),))
    wanted = Wanted.by(["cards"], scope, force_exclude=False)
    before = since("HEAD", discover(["cards"], scope), wanted).before
    assert [job.request.name for job in before] == ["cards/a.md", "cards/b.md"]


def test_staged_before_the_first_commit() -> None:
    write("cards/ring-pushup.md", OLD_FAULT)
    assert check("--staged")[0] == 0
    git("add", "--intent-to-add", "cards/ring-pushup.md")
    assert check("--staged")[0] == 0
    git("add", "--all")
    assert check("--staged")[0] == 1


def test_rows_are_right_where_a_carriage_return_ends_a_line() -> None:
    write("cards/ring-pushup.md", OLD_FAULT.replace("\n", "\r"))
    commit()
    assert check("--since", "HEAD")[0] == 0
    write("cards/ring-pushup.md", OLD_FAULT.replace("\n", "\r") + "\r\n<!-- end -->\n")
    assert not [each for each in codes(check("--since", "HEAD")[1]) if each.startswith(OLD.rpartition(":")[0])]


def test_from_a_folder_of_the_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("cards/ring-pushup.md", CARD)
    write("cards/old.md", OLD_FAULT)
    commit()
    write("cards/ring-pushup.md", STALE)
    monkeypatch.chdir(here / "cards")
    status, found, _ = check("--since", "HEAD", "--select", "EX4")
    assert (status, [line.split(":")[:2] for line in found]) == (1, [["ring-pushup.md", "11"]])


def test_bad_usage(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", CARD)
    commit()
    assert check("--since", "nope") == (2, [], ["exlint: --since: unknown revision 'nope'"])
    assert check("--since", "--all") == (2, [], ["exlint: --since: unknown revision '--all'"])
    assert check("--since", "") == (2, [], ["exlint: --since: unknown revision ''"])
    assert check("--since", "HEAD", "--staged") == (2, [], ["exlint: --since and --staged exclude each other"])
    assert check("-", "--staged") == (2, [], ["exlint: --staged is about files, not about standard input"])
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    outside = here.parent / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    status, found, said = check("--staged", env={"GIT_CEILING_DIRECTORIES": str(here.parent)})
    assert (status, found) == (2, [])
    assert said == ["exlint: --staged: not a git repository (or any of the parent directories): .git"]


def test_new_rows_move_with_what_is_edited_and_edited_rows_are_new() -> None:
    request = FileRequest("a.md", Origin.NAMED)
    old, new = (Job(request, "a.md", data=data) for data in (b"a\nb\nc\nd\n", b"x\na\nb\ne\nd\n"))
    comparison = Comparison(Discovered((old,), ()), (), {"a.md": (range(2, 3),)}, {})
    assert comparison.after([old]) == comparison
    assert comparison.after([new]).new_rows == {"a.md": (range(1, 2), range(3, 5))}
    assert Comparison(Discovered((old,), ()), (), {"a.md": None}, {}).after([new]).new_rows == {"a.md": None}
