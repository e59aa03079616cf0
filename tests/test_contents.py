"""What files hold: read when they may have changed, and not when they can't have."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from exlint import contents
from exlint.cache import Store
from exlint.contents import look_at
from exlint.digests import content_digest, digest
from exlint.request import FileRequest, Job, Origin

KEY = digest("these files")


@pytest.fixture
def store() -> Store:
    return Store.in_memory()


@pytest.fixture
def is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a change be over at once, as it is for files that nobody has touched for some seconds."""
    monkeypatch.setattr(contents, "_SETTLED", -60_000_000_000)


def job(file: Path) -> Job:
    return Job(FileRequest(file.name, Origin.WALKED), str(file))


def looked_at(store: Store, *files: Path) -> tuple[list[bytes | None], list[str]]:
    """The digests of the files, and which of them were read."""
    found = list(look_at(map(job, files), store, KEY))
    return [content for _, content in found], [each.request.name for each, _ in found if each.data is not None]


def write_until_told(file: Path, data: bytes) -> None:
    """Write a file in its place until the clock of the file system has gone on."""
    before = file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_bytes(data)


@pytest.mark.usefixtures("is_settled")
def test_a_file_that_is_as_it_was_is_not_read(tmp_path: Path, store: Store) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_bytes(b"one")
    second.write_bytes(b"two")
    digests: list[bytes | None] = [content_digest(b"one"), content_digest(b"two")]
    assert looked_at(store, first, second) == (digests, ["a.md", "b.md"])
    assert looked_at(store, first, second) == (digests, [])


@pytest.mark.usefixtures("is_settled")
def test_a_change_that_hides_its_time_and_size_is_seen(tmp_path: Path, store: Store) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    looked_at(store, file)
    before = file.stat()
    write_until_told(file, b"two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (after.st_size, after.st_ino, after.st_mtime_ns) == (before.st_size, before.st_ino, before.st_mtime_ns)
    assert looked_at(store, file) == ([content_digest(b"two")], ["a.md"])


@pytest.mark.usefixtures("is_settled")
def test_another_file_of_the_name_is_seen(tmp_path: Path, store: Store) -> None:
    file, other = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"one")
    other.write_bytes(b"two")
    looked_at(store, file)
    other.replace(file)
    assert looked_at(store, file) == ([content_digest(b"two")], ["a.md"])


@pytest.mark.usefixtures("is_settled")
def test_a_link_is_what_it_leads_to(tmp_path: Path, store: Store) -> None:
    first, second, link = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "link.md"
    first.write_bytes(b"one")
    second.write_bytes(b"two")
    link.symlink_to(first)
    looked_at(store, link)
    link.unlink()
    link.symlink_to(second)
    assert looked_at(store, link) == ([content_digest(b"two")], ["link.md"])


def test_a_file_that_has_just_changed_is_read_again(tmp_path: Path, store: Store) -> None:
    file = tmp_path / "a.md"
    for text in (b"one", b"two"):  # within one tick of the clock, most times
        file.write_bytes(text)
        assert looked_at(store, file) == ([content_digest(text)], ["a.md"])


def test_a_system_without_the_time_reads_all(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_SETTLED", -60_000_000_000)
    monkeypatch.setattr(contents, "_HAS_STATUS_TIME", False)
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    for _ in range(2):
        assert looked_at(store, file) == ([content_digest(b"one")], ["a.md"])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a system without /proc")
@pytest.mark.usefixtures("is_settled")
def test_a_file_that_does_not_tell_its_size_is_read_again(store: Store) -> None:
    for _ in range(2):
        assert looked_at(store, Path("/proc/self/comm"))[1] == ["comm"]


def test_what_can_not_be_read_has_no_digest(tmp_path: Path, store: Store) -> None:
    assert looked_at(store, tmp_path / "gone.md", tmp_path) == ([None, None], [])


def test_what_is_on_no_disk_has_its_own(store: Store) -> None:
    given = Job(FileRequest("-", Origin.STDIN), "-", data=b"text")
    assert list(look_at([given], store, KEY)) == [(given, content_digest(b"text"))]


@pytest.mark.usefixtures("is_settled")
def test_only_news_are_kept(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [tmp_path / name for name in ("a.md", "b.md")]
    for file in files:
        file.write_bytes(b"text")
    puts: list[str] = []

    def put(table: str, entries: Iterable[tuple[bytes, bytes]]) -> None:
        puts.append(table)
        Store.put(store, table, entries)

    monkeypatch.setattr(store, "put", put)
    looked_at(store, *files)
    looked_at(store, *files)
    looked_at(store, files[0])
    assert puts == ["contents"]


def test_no_more_is_held_than_there_is_room_for(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_HELD", 5)
    files = [tmp_path / name for name in ("a.md", "b.md", "c.md")]
    for file in files:
        file.write_bytes(b"text")
    assert looked_at(store, *files) == ([content_digest(b"text")] * 3, ["a.md", "b.md"])
