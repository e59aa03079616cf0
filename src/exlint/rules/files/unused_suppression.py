"""A suppression suppresses nothing.

Why: the fault was mended, or the comment stands at the wrong line; left there, it would hide the next fault.

Fix: delete the comment, or the code in it that is not needed; put one that misses its line where it belongs. A
suppression is not judged if a rule that it names did not run.

Source: the same check in other linters (ruff's RUF100, ESLint's `--report-unused-disable-directives`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.findings import Problem, Severity
from exlint.rules.base import NoOptions, UnusedRule
from exlint.suppressions import Suppression


def check(unused: Sequence[Suppression], options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each word of a comment that was not needed, or for a comment that names no rule."""
    for each in unused:
        yield Problem(each.span, f"{each.text!r} {'ends' if each.ends_nothing else 'suppresses'} nothing")


RULE = UnusedRule(code="EX105", name="unused-suppression", since="0.1.0", severity=Severity.WARNING, check=check)
