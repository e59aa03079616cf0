"""What must be known of a plan to put a report together: enough for results that are remembered, without any rule."""

from __future__ import annotations

from exlint.findings import Severity
from exlint.value import Value


class RuleLine(Value):
    """A rule that is on. It looks at one card, at the whole `collection`, or at suppressions that were `unused`.

    The fixes of one that is not `fixable` are left out.
    """

    code: str
    name: str
    severity: Severity
    collection: bool = False
    unused: bool = False
    fixable: bool = True


class Outline(Value):
    """The rules of a plan in the order of their codes; `usual` and `whole` are the plan's."""

    rules: tuple[RuleLine, ...]
    usual: frozenset[str]
    whole: bool

    @property
    def on(self) -> frozenset[str]:
        """The codes of all rules that are on."""
        return frozenset(rule.code for rule in self.rules)

    @property
    def collection(self) -> frozenset[str]:
        """The codes of those that need all cards."""
        return frozenset(rule.code for rule in self.rules if rule.collection)
