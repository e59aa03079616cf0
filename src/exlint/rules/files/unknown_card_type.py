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
    source, request = file.source, file.request
    readable = source.text.strip() and not source.undecodable and not file.excess and not file.conflicts
    if not readable or file.card_type is not None:
        return
    place = Span(0, source.line_span(1).end)
    if request.bound_type:
        yield Problem(place, f"no card of type {request.bound_type!r}: it has none of its headings and keys")
    elif request.origin is not Origin.WALKED:
        yield Problem(place, f"no card of a known type; known: {', '.join(file.type_names)}")


RULE = FileRule(code="EX103", name="unknown-card-type", since="0.1.0", severity=Severity.ERROR, check=check)
