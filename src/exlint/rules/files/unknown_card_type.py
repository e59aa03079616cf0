"""The file is no card of a known type.

Why: a file that was named on the command line, or that a pattern of the config gives to a type, is meant to be
checked; passing it in silence would look like "all is well". Files that a folder happens to hold (a README) are
left alone.

Fix: name only cards, correct the pattern, or give the file the headings and keys of its type.

Source: the card types in the configuration; `exlint check --show-files` says what each file was taken for.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.findings import Problem, Severity, Span
from exlint.request import Origin
from exlint.rules.base import File, FileRule, NoOptions


def check(file: File, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem at the start of a named or bound file that could be read but is no card."""
    source = file.source
    readable = source.text.strip() and not source.undecodable and not file.excess
    if readable and file.card_type is None and file.request.origin is not Origin.WALKED:
        known = ", ".join(file.type_names)
        yield Problem(Span(0, source.line_span(1).end), f"no card of a known type; known: {known}")


RULE = FileRule(code="EX103", name="unknown-card-type", since="0.1.0", severity=Severity.ERROR, check=check)
