"""What the check of one file comes to: a value that can be stored, sent to another process and read back."""

from __future__ import annotations

from dataclasses import dataclass

from exlint.facts import Facts
from exlint.findings import Finding, Trouble
from exlint.suppressions import Suppression


@dataclass(frozen=True, slots=True)
class FileResult:
    """What is known of one file. `card_type` is None for a file that is no card; `why` says what decided.

    `findings` are those that are not suppressed; `used` are the indexes of the `suppressions` that
    suppressed any.
    """

    findings: tuple[Finding, ...]
    facts: Facts | None
    card_type: str | None
    why: str
    troubles: tuple[Trouble, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[int] = frozenset()
