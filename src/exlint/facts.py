"""What one card tells the collection: small values that can be stored, sent to another process and read back."""

from __future__ import annotations

from typing import Any

from exlint.document import Located
from exlint.value import Value

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What a collection rule may collect from a card: JSON values only, so that any store can hold them."""


class Facts(Value):
    """A card as the collection sees it.

    `fragments` has a line of JSON for each collection rule that is on, in the order of their codes: what it collected,
    null if it failed; the line is empty for a rule that has nothing to do with cards of this type. They stay text until
    their rule asks for them, as a hundred thousand cards would not fit in memory otherwise.
    """

    path: str
    card_type: str
    title: Located | None
    fragments: str


class Collected(Value):
    """A card's facts, and in `data` what the asking rule's own `collect` gave for it (None if it failed)."""

    path: str
    title: Located | None
    data: Any
