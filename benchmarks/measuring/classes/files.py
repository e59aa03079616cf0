"""Defects of a file as such."""

from __future__ import annotations

from dataclasses import replace

from measuring.cards import Plant, Site, plant_of
from measuring.classes import EditClass


def _undecodable(site: Site) -> Plant:
    stretch = site.chance.choice(site.card.prose)
    marked = site.card.edited(stretch.line, stretch.end, stretch.end, "\x00")
    damage = site.chance.choice((b"\xe9", b"\x92", b"\xff\xfe", b"\xc3", b"\xf0\x9f"))
    return replace(marked, data=marked.data.replace(b"\x00", damage), variant=damage.hex())


def _utf_16(site: Site) -> Plant:
    return Plant("\n".join(site.card.lines).encode("utf-16"), 1)


def _empty(site: Site) -> Plant:
    return Plant(site.chance.choice((b"", b"\n", b"   \n\t\n", b"\xef\xbb\xbf")), 1)


def _too_large(site: Site) -> Plant:
    return plant_of((*site.card.lines, "<!-- " + "x" * 300_000 + " -->", ""), len(site.card.lines))


def _conflict(site: Site) -> Plant:
    """A line of prose that one branch has changed, and the other has changed, too, or taken out."""
    line = site.chance.choice(site.card.prose).line
    ours = site.card.lines[line]
    style, base = site.chance.choice((("merge", ()), ("diff3", ("||||||| 3f2a91c", ours))))
    theirs = site.chance.choice(((), (f"{ours} Breathe evenly.",)))
    both = ("<<<<<<< HEAD", ours, *base, "=======", *theirs, ">>>>>>> other")
    return site.card.with_lines(line, 1, both, style)


CLASSES = (
    EditClass("byte that is no UTF-8", "file", _undecodable, ("undecodable-file",), "files"),
    EditClass("UTF-16 file", "file", _utf_16, ("undecodable-file",), "files"),
    EditClass("empty file", "file", _empty, ("empty-file",), "files"),
    EditClass("file too large", "file", _too_large, ("file-too-large",), "files"),
    EditClass("merge conflict", "file", _conflict, ("merge-conflict",), "files"),
)
