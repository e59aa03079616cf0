"""The file is larger than the limit.

Why: a card is a page to read; a file of several hundred kilobytes is a mistake (a pasted image, a joined export), and
Markdown can be written that takes minutes to parse.

Fix: split the file, or raise `max-file-size` in the config.

Source: the largest of some 900 real cards has 42 KB.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Problem, Severity
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem at the start of the file."""
    if file.excess and file.excess.key == "max-file-size":
        yield Problem(file.excess.span, file.excess.message)


RULE = FileRule(
    code="EX104", name="file-too-large", since="0.1.0", severity=Severity.ERROR, check=check, tells_unchecked=True
)
