"""What a run does: the frozen, picklable value that the configuration comes down to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Generic

from exlint.cardtype import CardType
from exlint.findings import Severity
from exlint.limits import DEFAULT_LIMITS, Limits
from exlint.outline import RuleLine
from exlint.rules.base import CardRule, CollectionRule, CommentRule, FileRule, Rule, RuleKind
from exlint.rules.plugins import PlugIn
from exlint.selection import selected_rules
from exlint.value import Value


class RuleSetting(Value):
    """A rule that is on, with its severity and options (an instance of the rule's options class).

    The fixes of one that is not `fixable` are left out.
    """

    code: str
    severity: Severity
    options: Any
    fixable: bool = True


class Task(Value, Generic[RuleKind]):
    """A rule that is to be run, with its options, and how its findings are stamped."""

    rule: RuleKind
    options: Any
    line: RuleLine


class Agenda(Value):
    """What is to be run over a file: the tasks of each kind, in the order of their codes.

    `collection_rules` has None for a rule that is on, but has nothing to do with cards of this type.
    """

    file_rules: tuple[Task[FileRule], ...]
    card_rules: tuple[Task[CardRule], ...]
    collection_rules: tuple[Task[CollectionRule] | None, ...]
    comment_rules: tuple[Task[CommentRule], ...]


class Plan(Value, dict=True, gc=True):
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

    def agenda(self, card_type: CardType | None, ignores: frozenset[str]) -> Agenda:
        """What is to be run over a file that is a card of this type (None for no card), but for the codes ignored.

        What a file ignores is collected all the same: other cards may be compared with it.
        """
        key = (card_type.name if card_type else None, ignores)
        if key not in self._agendas:  # there are few, and each is for many files
            self._agendas[key] = self._agenda(card_type, ignores)
        return self._agendas[key]

    @cached_property
    def _agendas(self) -> dict[tuple[str | None, frozenset[str]], Agenda]:
        return {}

    def _agenda(self, card_type: CardType | None, ignores: frozenset[str]) -> Agenda:
        unfit = {code for selector in (card_type.ignore if card_type else ()) for code in self._selected(selector)}
        collecting = self._tasks(CollectionRule, frozenset())
        return Agenda(
            self._tasks(FileRule, ignores),
            self._tasks(CardRule, ignores | unfit) if card_type else (),
            tuple(None if task.rule.code in unfit else task for task in collecting) if card_type else (),
            self._tasks(CommentRule, ignores),
        )

    def _selected(self, selector: str) -> tuple[str, ...]:
        return selected_rules(selector, self.known)

    def _tasks(self, kind: type[RuleKind], without: frozenset[str]) -> tuple[Task[RuleKind], ...]:
        settings = {each.code: each for each in self.rules if each.code not in without}
        found = ((rule, settings[code]) for code, rule in sorted(self.known.items()) if code in settings)
        return tuple(
            Task(rule, setting.options, RuleLine(rule.code, rule.name, setting.severity, fixable=setting.fixable))
            for rule, setting in found
            if isinstance(rule, kind)
        )
