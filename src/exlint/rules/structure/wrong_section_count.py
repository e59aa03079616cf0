"""A section that repeats stands too seldom or too often.

Why: a decision with one option was none; a page with thirty examples is not read.

Fix: write the sections that are missing, or join some.

Source: the card type, `repeats`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each such section: at its last one if there are too few, at the first that is too many.

    One that is not there at all is another rule's finding.
    """
    for level in card.levels:
        for spec in level.specs:
            found = [section.heading.span for section in level.sections if section.spec is spec]
            if spec.repeats is None or not found:
                continue
            least, most = spec.repeats.at_least, spec.repeats.at_most
            times = "once" if len(found) == 1 else f"{len(found)} times"
            if len(found) < least:
                yield Problem(found[-1], f"section {spec.name!r} stands {times}; expected at least {least}")
            elif most is not None and len(found) > most:
                yield Problem(found[most], f"section {spec.name!r} stands {times}; expected at most {most}")


RULE = CardRule(code="EX232", name="wrong-section-count", since="0.1.0", severity=Severity.ERROR, check=check)
