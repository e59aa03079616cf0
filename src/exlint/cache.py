"""What earlier runs found out, in a file: a store of entries under digests that say all that an entry depends on.

A store is an aid and never a source of truth. Whatever is wrong with its file (cut off, of another program, of another
layout, not writable, in use), the run goes on without it or with a new one. Nothing that is read is ever executed, and
who reads an entry has to check that it is what he expects.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from exlint.digests import blake2b
from exlint.secret import own_secret
from exlint.value import Codec, CodecError

T = TypeVar("T")

FOLDER = ".exlint_cache"
"""Where a cache is by default, below the config's folder or else the working directory."""

MAX_BYTES = 512 * 1024 * 1024
"""When entries take more, the older half of the results goes; its room in the file is used again. Results of 100,000
cards take a quarter of it."""

_KEPT = {
    "settings": 64,
    "types": 32,
    "contents": 4096,
    "reports": 16,
    "blocks": 1024,
    "collections": 512,
    "folders": 4096,
    "findings": 4096,
    "files": None,
}
"""The tables, and how many of the newest entries are kept; of `files`, as many as `MAX_BYTES` has room for."""

_SCHEMA = {
    table: f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, value BLOB NOT NULL)"
    for table in _KEPT
}

_PATIENCE = 2.0
"""Seconds to wait for another run that is writing."""

_MEMORY_KIB = 8 * 1024
"""Of the file kept in memory, so that a hundred thousand results are not read page by page."""

_KEYS_AT_ONCE = 512
"""Entries that one statement asks for: for each alone, the statement takes longer than the entry."""

_IGNORED = "# Made by exlint. What is here can be deleted at any time.\n*\n"
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of exlint. https://bford.info/cachedir/ says what this file is for.
"""


class Store:
    """Bytes by table and key."""

    def __init__(self, database: sqlite3.Connection, file: Path | None = None, secret: bytes = b"") -> None:
        self._database: sqlite3.Connection | None = database
        self._file = file
        self._secret = secret
        self._has_written = False

    @classmethod
    def open(cls, folder: Path) -> Store | None:
        """The store in this folder, which is made if it isn't there; None if there can't be one."""
        secret = own_secret()
        if secret is None:
            return None
        try:
            _make(folder)
        except OSError:
            return None
        file = folder / store_name(secret)
        if file.is_symlink():  # what it leads to is not ours to write
            return None
        for _ in range(2):
            try:
                return cls(_connected(str(file)), file, secret)
            except sqlite3.OperationalError:  # in use, or not ours to open
                return None
            except sqlite3.Error:
                _remove(file)
        return None

    @classmethod
    def in_memory(cls) -> Store:
        """A store for this process only."""
        return cls(_connected(":memory:"))

    def get(self, table: str, key: bytes) -> bytes | None:
        """What is under the key, None if there is nothing."""
        return self.get_all(table, (key,))[0]

    def get_all(self, table: str, keys: Sequence[bytes]) -> list[bytes | None]:
        """What is under each of the keys, None if there is nothing."""
        own = [self._own(key) for key in keys]
        found: dict[bytes, object] = {}
        for start in range(0, len(own), _KEYS_AT_ONCE):
            found.update(self._rows(table, own[start : start + _KEYS_AT_ONCE]))
        values = map(found.get, own)
        return [value if isinstance(value, bytes) else None for value in values]

    def _rows(self, table: str, keys: Sequence[bytes]) -> Sequence[tuple[bytes, object]]:
        """Those of the keys that are in the table, with what is there."""
        if self._database is None:
            return ()
        marks = ",".join("?" * len(keys))
        try:
            return self._database.execute(f"SELECT key, value FROM {table} WHERE key IN ({marks})", keys).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            return ()

    def put(self, table: str, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep entries under their keys; all of them or none."""
        entries = [(self._own(key), value) for key, value in entries]
        if self._database is None or not entries:
            return
        self._has_written = True
        try:
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.executemany(f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)", entries)
        except sqlite3.Error as error:
            self._fail(error)

    def _own(self, key: bytes) -> bytes:
        """The key as it stands in the file: nobody else can make an entry that is found."""
        return blake2b(key, key=self._secret, digest_size=16).digest()

    def close(self) -> None:
        """Drop what is old, and leave the file."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._prune(self._database)
            self._give_up()

    def _prune(self, database: sqlite3.Connection) -> None:
        if not self._has_written:
            return
        with database:
            database.execute("BEGIN IMMEDIATE")
            for table, kept in _KEPT.items():
                if kept is not None:
                    database.execute(f"DELETE FROM {table} WHERE id <= (SELECT max(id) FROM {table}) - {kept}")
            pages, free, size = (
                database.execute(f"PRAGMA {what}").fetchone()[0]
                for what in ("page_count", "freelist_count", "page_size")
            )
            if (pages - free) * size > MAX_BYTES:
                half = "(SELECT id FROM files ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM files))"
                database.execute(f"DELETE FROM files WHERE id <= {half}")

    def _fail(self, error: sqlite3.Error) -> None:
        """Do without from here on. A file that is damaged is of no use to the next run either."""
        self._give_up()
        if self._file and not isinstance(error, sqlite3.OperationalError):
            _remove(self._file)

    def _give_up(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None


class Shelf(Generic[T]):
    """Values of one type in a table of a store."""

    def __init__(self, store: Store, table: str, kind: type[T]) -> None:
        self._store, self._table, self._codec = store, table, Codec(kind)

    def get(self, key: bytes) -> T | None:
        """The value under the key, None if there is none."""
        return self._read(self._store.get(self._table, key))

    def get_all(self, keys: Sequence[bytes]) -> list[T | None]:
        """The value under each of the keys, None if there is none."""
        return [self._read(data) for data in self._store.get_all(self._table, keys)]

    def put(self, values: Iterable[tuple[bytes, T]]) -> None:
        """Keep values under their keys; one that can't be written is left out."""
        self._store.put(self._table, self._written(values))

    def recall(self, key: bytes, make: Callable[[], T]) -> T:
        """The value under the key; if there is none, it is made and kept."""
        known = self.get(key)
        if known is None:
            known = make()
            self.put([(key, known)])
        return known

    def _read(self, data: bytes | None) -> T | None:
        if data is not None:
            with suppress(CodecError):
                return self._codec.read(data)
        return None

    def _written(self, values: Iterable[tuple[bytes, T]]) -> Iterator[tuple[bytes, bytes]]:
        for key, value in values:
            with suppress(CodecError):
                yield key, self._codec.write(value)


def store_name(secret: bytes) -> str:
    """What the file of a store is called, which nobody can guess without its secret.

    SQLite reads what lies beside its file before anything can be compared: a journal that came with the content could
    have it delete any file.
    """
    return f"results-{blake2b(b'name', key=secret, digest_size=8).hexdigest()}.sqlite3"


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _make(folder: Path) -> None:
    """Make the folder, so that neither git nor a backup looks at it. One that was there is left as it is."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")


def _connected(file: str) -> sqlite3.Connection:
    """Open a store's file, and make its tables in an empty one.

    Raises:
        sqlite3.Error: it is something else, or can't be opened.
    """
    database = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA synchronous = OFF")  # power that fails may cost the cache, no more
        database.execute(f"PRAGMA cache_size = -{_MEMORY_KIB}")
        if not _schema_of(database):
            _make_tables(database)
        if _schema_of(database) != _SCHEMA:  # views and triggers of somebody else's would run when a table is used
            raise sqlite3.DatabaseError("not a store")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _make_tables(database: sqlite3.Connection) -> None:
    """Make all or none, once: another run that saw some of them would take the file for another program's."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        if not _schema_of(database):
            for statement in _SCHEMA.values():
                database.execute(statement)


def _schema_of(database: sqlite3.Connection) -> Mapping[str, str]:
    rows = database.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex_%'")
    return dict(rows.fetchall())
