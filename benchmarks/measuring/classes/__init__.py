"""The classes of defects and of harmless edits, a module for each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from measuring.cards import Plant, Site

TARGETS: Mapping[str, float] = {
    "files": 0.99,
    "structure": 0.99,
    "metadata": 0.99,
    "statements": 0.99,
    "links": 0.99,
    "doubled word": 0.98,
    "space": 0.98,
    "punctuation": 0.98,
    "bracket": 0.98,
    "quote": 0.98,
    "placeholder": 0.98,
    "mojibake": 0.98,
    "invisible character": 0.98,
    "lower-case start": 0.98,
    "missing full stop": 0.98,
    "misspelling": 0.92,
    "hole with The": 0.99,
    "hole in lower case": 0.70,
    "cut-off sentence": 0.85,
    "a or an": 0.98,
    "capital in mid-sentence": 0.85,
    "wrong real word": 0.60,
}
"""The recall that is asked for, by goal. A goal may hold for several classes together."""

RESTORED: dict[str, tuple[float, frozenset[str]]] = {
    "statements": (0.95, frozenset({"statements"})),
    "links": (0.95, frozenset({"links"})),
    "numbering": (0.95, frozenset({"step misnumbered", "steps not from 1"})),
    "order": (0.95, frozenset({"section moved by one", "section moved far", "keys swapped"})),
    "case": (0.95, frozenset({"value in another case"})),
    "bold": (0.95, frozenset({"key malformed"})),
    "misspelling": (0.80, frozenset({"misspelling"})),
}
"""The share that fixes are asked to restore, and of what: goals, or names of classes."""

NO_TEXT = frozenset({"file renamed"})
"""What no edit of a text restores."""


@dataclass(frozen=True, slots=True)
class EditClass:
    """A way to change a card. `make` gives None where the card has no place for it.

    `rules` are the names of the rules that may catch it, in a defect's class. `goal` is the key of its target, empty
    if none is set. A `shared` class depends on the words of the other cards: at most a twentieth of them are changed
    in a run.
    """

    name: str
    group: str
    make: Callable[[Site], Plant | None]
    rules: tuple[str, ...] = ()
    goal: str = ""
    shared: bool = False

    @property
    def copies(self) -> bool:
        """Whether it takes over parts of another card, which must then stay as it is."""
        return self.group == "collection"

    @property
    def on_its_line(self) -> bool:
        """Whether only a finding on the planted line counts."""
        return self.group == "prose"
