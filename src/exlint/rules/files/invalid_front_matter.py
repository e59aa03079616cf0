"""The front matter is not valid YAML.

Why: who builds the site gets an error, or a page without its title, date and tags; nothing that the front matter should
say can be checked.

Fix: mend the line. The usual reasons are a colon and a space in text without quotes, a quotation mark that is never
closed, a tab that indents, or a key that stands twice.

Source: https://yaml.org/spec/1.2.2/; the front matter is what stands between a first line `---` and the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem: the first mistake, at its line."""
    head = card.document.head
    if head and head.fault:
        source = card.document.source
        line = source.line_span(source.row(head.fault.span.start))
        yield Problem(line, f"front matter is not valid YAML: {head.fault.text}")


RULE = CardRule(code="EX108", name="invalid-front-matter", since="0.1.0", severity=Severity.ERROR, check=check)
