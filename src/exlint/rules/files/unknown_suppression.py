"""A suppression names a rule, or asks for something, that there is none of.

Why: a slip in the code or in the comment's first word means that nothing is suppressed, or less than was meant.

Fix: correct the word; the message names the nearest. `exlint rules` lists codes and names.

Source: docs/adopting.md, which lists the comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exlint.findings import Problem, Severity
from exlint.rules.base import CommentRule, NoOptions
from exlint.suggest import did_you_mean
from exlint.suppressions import ACTIONS, Comment


def check(comments: Sequence[Comment], options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for a comment that is unknown as a whole, else one for each unknown rule in it."""
    for comment in comments:
        if comment.action not in ACTIONS:
            word = f"exlint-{comment.action}"
            hint = did_you_mean(word, [f"exlint-{action}" for action in ACTIONS])
            yield Problem(comment.span, f"unknown comment {word!r}{hint}")
            continue
        for selector in comment.selectors:
            if selector.problem:
                yield Problem(selector.span, selector.problem)


RULE = CommentRule(code="EX106", name="unknown-suppression", since="0.1.0", severity=Severity.WARNING, check=check)
