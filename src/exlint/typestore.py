"""Card types, read from their files or known from an earlier run: to read one takes a hundred times as long."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from exlint.cache import Shelf, Store
from exlint.cardtype import CardType
from exlint.digests import digest
from exlint.inputs import Inputs
from exlint.resources import SCHEMAS
from exlint.value import Value

_BUILTIN = tuple(SCHEMAS / f"{name}.yaml" for name in ("exercise", "guide", "markdown"))


class _Known(Value):
    """A card type and the files that it was read from, as they were."""

    inputs: Inputs
    card_type: CardType


class TypeStore:
    """Gives card types; remembers them if there is a store. `environment` is what they depend on beside their files."""

    def __init__(self, store: Store | None = None, environment: bytes = b"") -> None:
        self._shelf = Shelf(store, "types", _Known) if store else None
        self._environment = environment

    def builtin(self) -> tuple[CardType, ...]:
        """The card types that come with exlint."""
        return tuple(self.read(path) for path in _BUILTIN) if self._shelf else _builtin()

    def read(self, path: Path) -> CardType:
        """The card type of a file.

        Raises:
            CardTypeError: with the place in the file.
        """
        if self._shelf is None:
            return _read(path)
        key = digest(self._environment, str(path))
        known = self._shelf.get(key)
        if known is None or not known.inputs.are_current:
            inputs = Inputs.of(_read(path).sources)
            card_type = _read(path)  # once more, which is quick, as what they hold is known as YAML
            known = _Known(Inputs.of(card_type.sources), card_type)
            if known.inputs == inputs:  # else a file has changed meanwhile, and it may be of what that held before
                self._shelf.put([(key, known)])
        return known.card_type


@cache
def _builtin() -> tuple[CardType, ...]:
    return tuple(_read(path) for path in _BUILTIN)


def _read(path: Path) -> CardType:
    from exlint.typefile import read_card_type

    return read_card_type(path)
