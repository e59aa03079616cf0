"""Digests: what stands for a content or a value, in the cache and between cards. They guard nothing by themselves."""

from __future__ import annotations

try:  # hashlib makes the same of it, and loads OpenSSL, which takes a twentieth of a run with nothing to do
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b", "content_digest", "digest"]


def digest(*parts: str | bytes) -> bytes:
    """A digest of the parts: other parts, or others in sum, have another one."""
    data = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    made = blake2b(f"{list(map(len, data))}".encode(), digest_size=16)
    for part in data:
        made.update(part)
    return made.digest()


def content_digest(data: bytes) -> bytes:
    """A digest of a file's content."""
    return blake2b(data, digest_size=16).digest()
