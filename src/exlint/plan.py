"""What a run does: the frozen, picklable value that the configuration comes down to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exlint.cardtype import CardType
from exlint.findings import Severity

MAX_FILE_SIZE = 256 * 1024
"""Bytes. The largest real card has 42 KB; mistune needs half a second for the worst file of this size."""


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule that is on, with its severity and options (an instance of the rule's options class)."""

    code: str
    severity: Severity
    options: Any


@dataclass(frozen=True, slots=True)
class Plan:
    """The card types and the rules of a run, in the order of their codes.

    `usual` are the codes that are on without the command line, and with `whole` every card of the collection belongs to
    the run: what a suppression is for may otherwise not have been looked for.
    """

    types: tuple[CardType, ...]
    rules: tuple[RuleSetting, ...]
    max_file_size: int = MAX_FILE_SIZE
    usual: frozenset[str] = frozenset()
    whole: bool = False
