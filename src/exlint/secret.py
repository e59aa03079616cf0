"""The user's secret, by which what is kept is told from what came with the content."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from exlint.digests import blake2b

SECRET = "EXLINT_CACHE_SECRET"
"""The variable with a secret that several machines share."""

_SECRET_BYTES = 32


def own_secret() -> bytes | None:
    """What this user's stores are keyed with, made at the first need; None if it can't be kept.

    A store may come with the content, as a part of a pull request. What is in it can't be told from what is right, so
    it is not found without the secret, which `EXLINT_CACHE_SECRET` gives to machines that share a store.
    """
    given = os.environ.get(SECRET)
    if given:
        return blake2b(given.encode("utf-8", "surrogateescape"), digest_size=_SECRET_BYTES).digest()
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME", ""))
        file = (folder if folder.is_absolute() else Path.home() / ".cache") / "exlint" / "secret"
        return _read_secret(file) or _make_secret(file)
    except (OSError, RuntimeError):  # there is no home
        return None


def _read_secret(file: Path) -> bytes | None:
    """The secret; None if there is none, or one that somebody else could have put there, as git would."""
    with suppress(FileNotFoundError):
        there = file.lstat()
        is_own = not hasattr(os, "getuid") or (there.st_uid == os.getuid() and there.st_mode & 0o077 == 0)
        if is_own and stat.S_ISREG(there.st_mode) and there.st_size == _SECRET_BYTES:
            return file.read_bytes()
    return None


def _make_secret(file: Path) -> bytes:
    """Two runs may do it at once: one of them has to make its results again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    secret, beside = os.urandom(_SECRET_BYTES), file.with_name(f"secret-{os.urandom(8).hex()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secret)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return secret
