"""Numbers the items of a list anew, or takes one out."""

from __future__ import annotations

from collections.abc import Sequence

from exlint.card import Card, Entry, Section
from exlint.findings import Applicability, Edit, Fix
from exlint.rules.edits import fix, without_lines


def numbers(entries: Sequence[Entry]) -> list[Edit | None]:
    """The edits that number the items 1, 2, 3 …; a None among them if what an item holds would no longer be in it."""
    edits: list[Edit | None] = []
    for place, entry in enumerate(entries, 1):
        marker = f"{place}."
        if entry.marker and entry.marker.text != marker:
            stays = len(marker) == len(entry.marker.text) or not entry.blocks
            edits.append(Edit(entry.marker.span, marker) if stays else None)
    return edits


def renumbered(entries: Sequence[Entry]) -> tuple[Fix, ...]:
    """The fix that numbers the items 1, 2, 3 …"""
    return fix("number the items from 1 on", *numbers(entries))


def without(card: Card, section: Section, at: int) -> tuple[Fix, ...]:
    """The fix that takes the item at this index out and numbers the others; it wants a look, as another text may be

    meant. None if too few items would be left.
    """
    entry = section.entries[at]
    least = section.spec.items.at_least if section.spec else 0
    if entry.marker is None or len(section.entries) <= least:
        return ()
    edits = numbers((*section.entries[:at], *section.entries[at + 1 :])) if entry.number is not None else []
    removed = without_lines(card.document.source, entry.span)
    return fix("remove the item", removed, *edits, how=Applicability.UNSAFE)
