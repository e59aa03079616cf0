"""Files are replaced whole, and stay what they were but for their content."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from exlint.writing import LEFT_BEHIND, PREFIX, NotRewrittenError, clear_leftovers, replacing, rewrite


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def a_file(name: str = "a.md", data: bytes = b"old") -> Path:
    path = Path(name)
    path.write_bytes(data)
    return path


def names(folder: str = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_the_content_is_replaced() -> None:
    path = a_file()
    rewrite(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    assert names() == ["a.md"]


def test_a_reader_keeps_the_old_content() -> None:
    path = a_file()
    with path.open("rb") as reader:
        rewrite(path, b"old", b"new")
        assert reader.read() == b"old"


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755])
def test_permissions_stay(mode: int) -> None:
    path = a_file()
    path.chmod(mode)
    rewrite(path, b"old", b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give files away")
def test_the_owner_stays() -> None:
    path = a_file()
    os.chown(path, 12345, 23456)
    path.chmod(0o640)
    rewrite(path, b"old", b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 23456, 0o640)


def test_links_stay_links() -> None:
    Path("inner").mkdir()
    target = a_file("inner/a.md")
    Path("link.md").symlink_to("again.md")
    Path("again.md").symlink_to(target)
    rewrite(Path("link.md"), b"old", b"new")
    assert (target.read_bytes(), target.is_symlink()) == (b"new", False)
    assert (Path("link.md").readlink(), Path("again.md").readlink()) == (Path("again.md"), Path("inner/a.md"))
    assert names() == ["again.md", "inner", "link.md"]
    assert names("inner") == ["a.md"]


def refused(path: Path, before: bytes = b"old") -> str:
    with pytest.raises(NotRewrittenError) as caught:
        rewrite(path, before, b"new")
    return str(caught.value)


def test_a_read_only_file_is_left_alone() -> None:
    path = a_file()
    path.chmod(0o444)
    assert refused(path) == "it is read-only"
    assert (path.read_bytes(), names()) == (b"old", ["a.md"])


def test_a_file_that_is_gone_stays_gone() -> None:
    assert refused(Path("a.md")) == "it is gone"
    assert names() == []


def test_a_file_that_has_changed_is_left_alone() -> None:
    path = a_file(data=b"old and more")
    assert refused(path) == "its content is not what was checked"
    assert (path.read_bytes(), names()) == (b"old and more", ["a.md"])


def test_a_file_that_goes_while_it_is_written_stays_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file()
    monkeypatch.setattr(os, "fsync", lambda _: path.unlink())
    assert refused(path) == "it is gone"
    assert names() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for() -> None:
    os.mkfifo("a.md")
    with pytest.raises(OSError, match="not a regular file"):
        rewrite(Path("a.md"), b"old", b"new")
    assert names() == ["a.md"]


def test_an_error_leaves_nothing_behind() -> None:
    path = a_file()
    with pytest.raises(TypeError), replacing(path) as stream:
        stream.writelines([b"half", None])  # type: ignore[list-item]
    assert (path.read_bytes(), names()) == (b"old", ["a.md"])


def test_a_private_file_is_never_readable_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file()
    path.chmod(0o600)
    with replacing(path):
        (beside,) = Path().glob(f"{PREFIX}*")
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_what_a_killed_process_left_is_removed_some_time_later() -> None:
    old, fresh, other = (a_file(name) for name in (f"{PREFIX}{0:016x}", f"{PREFIX}{1:016x}", ".other"))
    long_ago = time.time() - LEFT_BEHIND - 5
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    clear_leftovers(Path())
    assert names() == [fresh.name, other.name]
    clear_leftovers(Path("nowhere"))
