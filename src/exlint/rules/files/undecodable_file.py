"""The file is not UTF-8.

Why: a byte that is not UTF-8 is shown as a replacement character, or breaks the site's build; nothing else about the
card can be told for certain, so no other rule looks at it.

Fix: save the file as UTF-8; if it came from an old program, convert it (`iconv -f windows-1252 -t utf-8`).

Source: https://www.rfc-editor.org/rfc/rfc3629
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Problem, Severity
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each line with such bytes, at its first one."""
    rows: set[int] = set()
    for span in file.source.undecodable:
        row = file.source.row(span.start)
        if row not in rows:
            rows.add(row)
            yield Problem(span, "byte that is not UTF-8")


RULE = FileRule(
    code="EX101", name="undecodable-file", since="0.1.0", severity=Severity.ERROR, check=check, tells_unchecked=True
)
