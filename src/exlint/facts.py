"""What one card tells the collection: small values that can be stored, sent to another process and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exlint.document import Located

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What a collection rule may collect from a card: JSON values only, so that any store can hold them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A card as the collection sees it. `fragments` is what each collection rule collected, by rule code."""

    path: str
    card_type: str
    title: Located | None
    fragments: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Collected:
    """A card's facts, and in `data` what the asking rule's own `collect` gave for it (None if it failed)."""

    path: str
    title: Located | None
    data: Any
