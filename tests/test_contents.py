"""What files hold: read when they may have changed, and not when they can't have."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from exlint import contents, request
from exlint.cache import Store
from exlint.contents import digests
from exlint.digests import content_digest
from exlint.request import FileRequest, Job, Origin, read


@pytest.fixture
def store() -> Store:
    return Store.in_memory()


@pytest.fixture
def is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a change be over at once, as it is for files that nobody has touched for some seconds."""
    monkeypatch.setattr(contents, "_SETTLED", -60_000_000_000)


def job(file: Path) -> Job:
    return Job(FileRequest(file.name, Origin.WALKED), str(file))


class Reader:
    """Asks for the digests of files, and tells which were read."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = store
        self.names: list[str] = []
        monkeypatch.setattr(request, "read", self._read)

    def _read(self, path: str) -> bytes:
        self.names.append(Path(path).name)
        return read(path)

    def __call__(self, *files: Path) -> tuple[dict[str, bytes], list[str]]:
        self.names = []
        return digests(map(job, files), self.store), self.names


@pytest.fixture
def looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(store, monkeypatch)


def write_until_told(file: Path, data: bytes) -> None:
    """Write a file in its place until the clock of the file system has gone on."""
    before = file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_bytes(data)


@pytest.mark.usefixtures("is_settled")
def test_a_file_that_is_as_it_was_is_not_read(tmp_path: Path, looked_at: Reader) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_bytes(b"one")
    second.write_bytes(b"two")
    found = {"a.md": content_digest(b"one"), "b.md": content_digest(b"two")}
    assert looked_at(first, second) == (found, ["a.md", "b.md"])
    assert looked_at(first, second) == (found, [])


@pytest.mark.usefixtures("is_settled")
def test_a_change_that_hides_its_time_and_size_is_seen(tmp_path: Path, looked_at: Reader) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    looked_at(file)
    before = file.stat()
    write_until_told(file, b"two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (after.st_size, after.st_ino, after.st_mtime_ns) == (before.st_size, before.st_ino, before.st_mtime_ns)
    assert looked_at(file) == ({"a.md": content_digest(b"two")}, ["a.md"])


@pytest.mark.usefixtures("is_settled")
def test_another_file_of_the_name_is_seen(tmp_path: Path, looked_at: Reader) -> None:
    file, other = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"one")
    other.write_bytes(b"two")
    looked_at(file)
    other.replace(file)
    assert looked_at(file) == ({"a.md": content_digest(b"two")}, ["a.md"])


@pytest.mark.usefixtures("is_settled")
def test_a_link_is_what_it_leads_to(tmp_path: Path, looked_at: Reader) -> None:
    first, second, link = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "link.md"
    first.write_bytes(b"one")
    second.write_bytes(b"two")
    link.symlink_to(first)
    looked_at(link)
    link.unlink()
    link.symlink_to(second)
    assert looked_at(link) == ({"link.md": content_digest(b"two")}, ["link.md"])


def test_a_file_that_has_just_changed_is_read_again(tmp_path: Path, looked_at: Reader) -> None:
    file = tmp_path / "a.md"
    for text in (b"one", b"two"):  # within one tick of the clock, most times
        file.write_bytes(text)
        assert looked_at(file) == ({"a.md": content_digest(text)}, ["a.md"])


@pytest.mark.usefixtures("is_settled")
def test_a_system_without_the_time_reads_all(
    tmp_path: Path, looked_at: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_HAS_STATUS_TIME", False)
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    for _ in range(2):
        assert looked_at(file) == ({"a.md": content_digest(b"one")}, ["a.md"])


@pytest.mark.skipif(not Path("/proc/self/comm").exists(), reason="a system without /proc")
@pytest.mark.usefixtures("is_settled")
def test_a_file_that_does_not_tell_its_size_is_read_again(looked_at: Reader) -> None:
    for _ in range(2):
        assert looked_at(Path("/proc/self/comm"))[1] == ["comm"]


@pytest.mark.usefixtures("is_settled")
def test_a_name_that_no_text_can_hold_costs_the_others_nothing(tmp_path: Path, looked_at: Reader) -> None:
    plain, odd = tmp_path / "a.md", tmp_path / os.fsdecode(b"b\xff.md")
    for file in (plain, odd):
        file.write_bytes(b"text")
    looked_at(plain, odd)
    assert looked_at(plain, odd)[1] == [odd.name]


def test_what_can_not_be_read_has_no_digest(tmp_path: Path, looked_at: Reader) -> None:
    assert looked_at(tmp_path / "gone.md", tmp_path)[0] == {}


def test_what_is_on_no_disk_has_its_own(store: Store) -> None:
    given = Job(FileRequest("-", Origin.STDIN), "-", data=b"text")
    assert digests([given], store) == {"-": content_digest(b"text")}


@pytest.mark.usefixtures("is_settled")
def test_what_is_known_of_a_folder_does_not_depend_on_what_else_is_asked(tmp_path: Path, looked_at: Reader) -> None:
    files = [tmp_path / folder / name for folder in ("x", "y") for name in ("a.md", "b.md", "c.md")]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"text")
    looked_at(*files[:2])
    assert looked_at(*files[2:4])[1] == ["c.md", "a.md"]
    assert looked_at(*files)[1] == ["b.md", "c.md"]
    assert looked_at(*files)[1] == []


@pytest.mark.usefixtures("is_settled")
def test_only_news_are_kept_and_only_of_what_is_there(tmp_path: Path, store: Store, looked_at: Reader) -> None:
    files = [tmp_path / name for name in ("a.md", "b.md", "c.md")]
    for file in files:
        file.write_bytes(b"text")
    looked_at(*files)
    (row,) = rows(store)
    looked_at(*files)
    looked_at(files[0])
    assert rows(store) == [row]
    files[1].unlink()
    write_until_told(files[0], b"another text")
    looked_at(files[0])
    assert [sorted(json.loads(each)) for each in rows(store)] == [["a.md", "c.md"]]


def rows(store: Store) -> list[bytes]:
    assert store._database is not None
    return [value for (value,) in store._database.execute("SELECT value FROM contents")]
