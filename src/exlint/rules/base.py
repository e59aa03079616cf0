"""What a rule is.

A rule is a module: a docstring (what, why, how to fix, source), a `check` generator, and a `RULE` that names them.
A card rule sees one card; a collection rule collects a few JSON values from each card and later sees only those; a
file rule sees a file that may be no card at all. No rule knows of files on disk, of the config, or of another rule.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from exlint.card import Card
from exlint.conflicts import Conflict
from exlint.facts import Collected, Json
from exlint.findings import Applicability, GroupProblem, Problem, Severity
from exlint.limits import Excess
from exlint.request import FileRequest
from exlint.source import Source
from exlint.suppressions import Comment, Suppression
from exlint.value import Value


class ConflictError(ValueError):
    """Two rules that can't both be there; the message names them."""


@dataclass(frozen=True, slots=True)
class NoOptions:
    """A rule without options."""


class File(Value):
    """A decoded file, before it is known to be a card. `card_type` is the name of the type it was taken for.

    `excess` is what was too much of it to be checked; without text, if it was too large to be decoded. With `conflicts`
    it was not checked, either.
    """

    request: FileRequest
    source: Source
    excess: Excess | None
    conflicts: tuple[Conflict, ...]
    card_type: str | None
    type_names: tuple[str, ...]


class Rule(Value):
    """What all rules have. `options` is a frozen dataclass whose fields have defaults and a `doc` in their metadata.

    `fixable` says how far the fixes of its problems can be trusted, the most trusted first; it is empty if it has none.
    """

    code: str
    name: str
    since: str
    severity: Severity
    check: Callable[..., Iterable[Any]]
    options: type = NoOptions
    default: bool = True
    data_doc: str = ""
    fixable: tuple[Applicability, ...] = ()

    @property
    def doc(self) -> str:
        """What explains the rule: the docstring of its module, or the text that comes with it as data."""
        return self.data_doc or (sys.modules[self.check.__module__].__doc__ or "").strip()

    @property
    def summary(self) -> str:
        """The first line of the docstring, without its full stop."""
        return self.doc.partition("\n")[0].rstrip(".")

    @property
    def fixability(self) -> str:
        """How its fixes can be trusted, in words; "" if it has none."""
        return " or ".join(self.fixable)


RuleKind = TypeVar("RuleKind", bound=Rule)


class FileRule(Rule):
    """Checks a file before it is a card: `check(file, options)` yields problems."""

    check: Callable[[File, Any], Iterable[Problem]]
    tells_unchecked: bool = False  # what it finds means that the file is not checked any further


class CardRule(Rule):
    """Checks one card: `check(card, options)` yields problems."""

    check: Callable[[Card, Any], Iterable[Problem]]


class CollectionRule(Rule, kw_only=True):
    """Checks all cards: `collect(card, options)` gives a card's fragment, `check(collected, options)` yields

    `(path, problem)`, or a `GroupProblem` for what several cards share; the collected come in the order of their paths.
    """

    check: Callable[[Sequence[Collected], Any], Iterable[tuple[str, Problem] | GroupProblem]]
    collect: Callable[[Card, Any], Json]


class CommentRule(Rule):
    """Checks the comments that suppress findings: `check(comments, options)` yields problems, never suppressed."""

    check: Callable[[Sequence[Comment], Any], Iterable[Problem]]


class UnusedRule(Rule):
    """Checks, when all other rules have run, what was never needed: `check(unused, options)` yields problems."""

    check: Callable[[Sequence[Suppression], Any], Iterable[Problem]]
