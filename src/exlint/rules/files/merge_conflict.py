"""A merge conflict was not resolved.

Why: the file holds two versions of a part, and the markers that git put around them show up on the page. Which
version is meant only its author can tell, and to a reader of Markdown the markers are text, quotations and headings;
so the file is neither checked any further nor fixed.

Fix: keep one version, or what belongs of each, and take out the markers.

Source: https://git-scm.com/docs/git-merge, "How conflicts are presented".
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.conflicts import UNRESOLVED
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each conflict, at its first marker, related to the others."""
    for conflict in file.conflicts:
        first, *others = conflict.markers
        related = (Related(marker, f"{file.source[marker][:7]!r} here") for marker in others)
        yield Problem(first, UNRESOLVED, tuple(related))


RULE = FileRule(
    code="EX111", name="merge-conflict", since="0.1.0", severity=Severity.ERROR, check=check, tells_unchecked=True
)
