"""A run by the rules themselves: check each file, then the collection.

The files come as `Job`s from `exlint.discovery`; nothing here walks folders or reads config.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from exlint.assembly import Found, assemble
from exlint.budget import OutOfTimeError, time_limit
from exlint.check import check_file
from exlint.facts import Collected, Facts
from exlint.findings import GroupProblem, Problem, Report, RuleInfo, Trouble
from exlint.outline import Outline, RuleLine
from exlint.plan import Plan
from exlint.request import Job
from exlint.results import FileResult
from exlint.rules.base import CollectionRule, UnusedRule
from exlint.suppressions import Suppression
from exlint.value import replace

_READ_AT_ONCE = 1024
"""Fragments that are read in one go: one by one takes longer, and all at once more memory."""


def run(jobs: Sequence[Job], plan: Plan, progress: Callable[[], None] = lambda: None) -> Report:
    """Check all jobs and the collection that they are; report on those that are to be reported."""
    return assemble(jobs, Inspector(plan), progress)


def outline_of(plan: Plan) -> Outline:
    """The plan's rules in a line each."""
    rules = ((plan.known[setting.code], setting) for setting in plan.rules)
    lines = (
        RuleLine(
            rule.code,
            rule.name,
            each.severity,
            collection=isinstance(rule, CollectionRule),
            unused=isinstance(rule, UnusedRule),
            fixable=each.fixable,
        )
        for rule, each in rules
    )
    return Outline(tuple(lines), plan.usual, plan.whole)


def infos(plan: Plan) -> tuple[RuleInfo, ...]:
    """What a report tells of the plan's rules."""
    rules = (plan.known[setting.code] for setting in plan.rules)
    return tuple(RuleInfo(rule.code, rule.name, rule.severity, rule.summary, rule.doc) for rule in rules)


def classify(jobs: Iterable[Job], plan: Plan) -> Iterator[tuple[Job, str | None, str]]:
    """For each job the type that it was taken for, and why."""
    without_rules = replace(plan, rules=())
    for job in jobs:
        result = check_job(job, without_rules)
        yield job, result.card_type, result.troubles[0].message if result.troubles else result.why


def check_job(job: Job, plan: Plan) -> FileResult:
    """Read and check one file. Never raises: what fails is a `Trouble`."""
    try:
        data = job.read()
        with time_limit(plan.limits.max_seconds):
            return check_file(job.request, data, plan)
    except OSError as error:
        message = f"can't be read: {error.strerror or error}"
    except OutOfTimeError as error:
        limit = f"the config's 'max-seconds' ({plan.limits.max_seconds})"
        message = f"not checked: {error or 'the check'} was still at work after {limit}"
    return FileResult((), None, None, message, (Trouble(job.request.name, message),))


class Inspector:
    """Looks at everything itself, by the plan's rules, one file after the other."""

    def __init__(self, plan: Plan) -> None:
        self.outline = outline_of(plan)
        self._plan = plan
        self._options = {setting.code: setting.options for setting in plan.rules}

    def files(self, jobs: Sequence[Job]) -> Iterator[FileResult]:
        """Check each."""
        return (check_job(job, self._plan) for job in jobs)

    def collection(self, rule: RuleLine, facts: Sequence[Facts], fragments: Sequence[str]) -> Found:
        """Let the rule look at all cards."""
        groups: list[GroupProblem] = []
        singles: list[tuple[str, Problem]] = []
        for collected in _by_type(facts, fragments):
            for found in self._plan.known[rule.code].check(collected, self._options[rule.code]):
                if isinstance(found, GroupProblem):
                    groups.append(found)
                else:
                    singles.append(found)
        return Found(tuple(groups), tuple(singles))

    def unused(self, rule: RuleLine, suppressions: Sequence[Suppression]) -> Iterable[Problem]:
        """Let the rule look at them."""
        problems: Iterable[Problem] = self._plan.known[rule.code].check(suppressions, self._options[rule.code])
        return problems


def _by_type(facts: Sequence[Facts], fragments: Sequence[str]) -> Iterator[Sequence[Collected]]:
    """What was collected from the cards of each type: cards of two types have nothing to do with each other."""
    for name in sorted({each.card_type for each in facts}):
        own = [each for each in zip(facts, fragments, strict=True) if each[0].card_type == name and each[1]]
        starts = range(0, len(own), _READ_AT_ONCE)
        yield [card for start in starts for card in _collected(own[start : start + _READ_AT_ONCE])]


def _collected(cards: Sequence[tuple[Facts, str]]) -> Iterator[Collected]:
    data = json.loads(f"[{','.join(fragment for _, fragment in cards)}]")
    return (Collected(each.path, each.title, value) for (each, _), value in zip(cards, data, strict=True))
