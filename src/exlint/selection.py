"""Which rules are on, as ruff has it: `select`, `extend-select` and `ignore`, in the config and on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from exlint.rules.base import Rule
from exlint.suggest import did_you_mean
from exlint.value import Struct, Value, field

ALL = "ALL"


class UnknownRuleError(ValueError):
    """A selector that selects nothing; the message quotes it and suggests the nearest."""


class Selection(Value):
    """What one `source` (its name in explanations) says. `select` is None if it leaves the choice as it is."""

    source: str
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Choice(Value):
    """Whether a rule is on, and why."""

    on: bool
    why: str


def rule_named(text: str, rules: Mapping[str, Rule]) -> Rule:
    """The rule of this code or name.

    Raises:
        UnknownRuleError: there is none.
    """
    for rule in rules.values():
        if text in (rule.code, rule.name):
            return rule
    raise UnknownRuleError(f"unknown rule {text!r}{did_you_mean(text, _names(rules))}")


def selected_rules(selector: str, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The codes of the rules that a selector stands for: `ALL`, a code, the beginning of codes (`EX5`), or a name.

    Raises:
        UnknownRuleError: none.
    """
    codes = tuple(rule.code for rule in rules.values() if _selects(selector, rule))
    if not codes:
        meant = did_you_mean(selector, _names(rules)) or did_you_mean(selector, _groups(rules))
        raise UnknownRuleError(f"unknown rule {selector!r}{meant}")
    return codes


def choose(selections: Iterable[Selection], rules: Mapping[str, Rule]) -> Mapping[str, Choice]:
    """For each rule the last word of the selections, which come from the weakest to the strongest.

    Within one selection the more specific selector wins (a code over a longer prefix over a shorter one over `ALL`),
    then `ignore` over `select`. A `select` starts anew, but for the `ignore` of a selection before it that had no
    `select` of its own.

    Raises:
        UnknownRuleError: a selector selects nothing.
    """
    choices = {code: Choice(rule.default, "default") for code, rule in rules.items()}
    carried: tuple[str, ...] = ()
    carried_from = ""
    for selection in selections:
        verdicts = _Verdicts(rules)
        own = selection.source
        verdicts.add(selection.select or (), True, f"select {{}} ({own})")
        verdicts.add(selection.extend_select, True, f"extend-select {{}} ({own})")
        if selection.select is not None:
            choices = dict.fromkeys(rules, Choice(False, f"not in select ({own})"))
            verdicts.add(carried, False, f"ignore {{}} ({carried_from})")
        verdicts.add(selection.ignore, False, f"ignore {{}} ({own})")
        choices.update((code, choice) for code, (_, choice) in verdicts.said.items())
        carried, carried_from = (selection.ignore if selection.select is None else ()), own
    return choices


class _Verdicts(Struct):
    """What one selection says: for each rule that it speaks of, how specific the selector was and what it chose."""

    rules: Mapping[str, Rule]
    said: dict[str, tuple[int, Choice]] = field(default_factory=dict)

    def add(self, selectors: Sequence[str], on: bool, why: str) -> None:
        """Note what the selectors say of each rule, unless a more specific one has said otherwise."""
        for selector in selectors:
            for code in selected_rules(selector, self.rules):
                specificity = _specificity(selector, self.rules[code])
                if code not in self.said or self.said[code][0] <= specificity:
                    self.said[code] = (specificity, Choice(on, why.format(selector)))


def _specificity(selector: str, rule: Rule) -> int:
    if selector == ALL:
        return 0
    return 1000 if selector in (rule.code, rule.name) else len(selector)


def _selects(selector: str, rule: Rule) -> bool:
    is_prefix = len(selector) > 1 and rule.code.startswith(selector)
    return selector in (ALL, rule.code, rule.name) or is_prefix


def _names(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """What each rule is called."""
    return tuple(name for rule in rules.values() for name in (rule.code, rule.name))


def _groups(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """What stands for several rules, for more of them first."""
    prefixes = {rule.code[:length] for rule in rules.values() for length in range(2, len(rule.code))}
    return (ALL, *sorted(prefixes, key=lambda prefix: (len(prefix), prefix)))
