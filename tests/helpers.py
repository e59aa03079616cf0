"""What several tests need: plans made from the registry, and findings as text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from exlint.cardtype import CardType
from exlint.check import check_file
from exlint.findings import Finding, Place, Severity
from exlint.limits import DEFAULT_LIMITS, Limits
from exlint.plan import Plan, RuleSetting
from exlint.request import FileRequest, Origin
from exlint.results import FileResult
from exlint.rules.base import Rule
from exlint.rules.registry import all_rules
from exlint.typestore import TypeStore
from exlint.value import replace

REPOSITORY = Path(__file__).parent.parent
TYPES = TypeStore().builtin()
RULES = all_rules(TYPES)
"""The rules that come with exlint."""

CARDS = tuple(sorted((REPOSITORY / "content" / "exercises").glob("*.md")))
GUIDES = tuple(sorted((REPOSITORY / "content" / "guides").glob("*.txt")))
"""The project's own cards and guide pages: no rule finds anything in them."""


@lru_cache(maxsize=256)
def plan(*more: str, limits: Limits = DEFAULT_LIMITS) -> Plan:
    """The built-in card types, the default rules, and the rules of these names; all options as they come."""
    rules = (rule for rule in RULES.values() if rule.default or rule.name in more)
    return Plan(TYPES, (), RULES, tuple(setting(rule) for rule in rules), limits)


def builtin_type(name: str) -> CardType:
    """The built-in card type of this name."""
    return next(each for each in TypeStore().builtin() if each.name == name)


def setting(rule: Rule) -> RuleSetting:
    """A rule that is on, with its own severity and options."""
    return RuleSetting(rule.code, rule.severity, rule.options())


def with_rule(plan: Plan, rule: Rule, severity: Severity | None = None, options: object = None) -> Plan:
    """The plan with one more rule, which is on, before its others."""
    setting = RuleSetting(rule.code, severity or rule.severity, options or rule.options())
    return replace(plan, known={**plan.known, rule.code: rule}, rules=(setting, *plan.rules))


def check_text(text: str, name: str = "card.md", plan: Plan | None = None) -> FileResult:
    """Check a text as a file that was named on the command line."""
    return check_file(FileRequest(name, Origin.NAMED), text.encode(), plan or default_plan())


def default_plan() -> Plan:
    """The plan of a run without a config."""
    return plan()


def shown(findings: Iterable[Finding], *, with_file: bool = False) -> str:
    """Findings as an `.expect` file has them: one a line, each followed by its related places, indented."""
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding, with_file=with_file))


def steps(action: Callable[[], object]) -> int:
    """How many instructions of Python's an action takes: a count that sees loops that call nothing, too."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


def _lines(finding: Finding, *, with_file: bool) -> Iterator[str]:
    yield f"{_at(finding.place, with_file)} {finding.severity} {finding.code} {finding.message}"
    for related in finding.related:
        yield f"  {_at(related.place, with_file)} {related.message}"


def _at(place: Place, with_file: bool) -> str:
    position = f"{place.start.row}:{place.start.column}"
    return f"{place.filename}:{position}" if with_file else position
