"""A suppression does not say why.

Why: who comes later can't tell a wrong finding from a fault that nobody wanted to mend.

Fix: write the reason after two hyphens: `<!-- exlint-disable-line EX501 -- the brand is called The -->`.

Source: a house's own choice; `--require-reason`, or `require-reason = true` in the config, turns it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.findings import Problem, Severity
from exlint.rules.base import CommentRule, NoOptions
from exlint.suppressions import ACTIONS, END, Comment


def check(comments: Sequence[Comment], options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each comment that suppresses something and has no reason."""
    for comment in comments:
        if comment.action in ACTIONS and comment.action != END and not comment.reason:
            yield Problem(comment.span, f"'exlint-{comment.action}' without a reason; write it after '--'")


RULE = CommentRule(
    code="EX107",
    name="suppression-without-reason",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    default=False,
)
