"""What a run does: the frozen, picklable value that the configuration comes down to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exlint.cardtype import CardType
from exlint.findings import Severity
from exlint.limits import DEFAULT_LIMITS, Limits
from exlint.rules.base import Rule
from exlint.rules.plugins import PlugIn


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule that is on, with its severity and options (an instance of the rule's options class).

    The fixes of one that is not `fixable` are left out.
    """

    code: str
    severity: Severity
    options: Any
    fixable: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The card types of a run; `known` is every rule that there is by its code, `rules` are those that are on.

    Both are in the order of their codes. `plug_ins` are what some of them come from, and stand before them, so that a
    process that unpickles a plan has loaded their modules when it comes to the rules.

    `usual` are the codes that are on without the command line, and with `whole` every card of the collection belongs to
    the run: what a suppression is for may otherwise not have been looked for.
    """

    types: tuple[CardType, ...]
    plug_ins: tuple[PlugIn, ...]
    known: Mapping[str, Rule]
    rules: tuple[RuleSetting, ...]
    limits: Limits = DEFAULT_LIMITS
    usual: frozenset[str] = frozenset()
    whole: bool = False
