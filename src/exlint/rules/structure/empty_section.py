"""A section has a heading and nothing under it, or no words of its own.

Why: the page shows a heading that promises what is not there. Sentences that only repeat the metadata say nothing new.

Fix: write the content, or remove the heading if the section is not required.

Source: the card type, `sections`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, Passage, PassageKind, Section
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its heading; none for a heading that stands again over its content."""
    for spec, section in card.known_sections:
        repeats = [other for other in card.sections if other.spec is spec and other is not section]
        if section.is_empty and all(other.is_empty for other in repeats):
            yield Problem(section.heading.span, f"section {spec.name!r} is empty")
        for passage in _only_statements(card, section):
            yield Problem(passage.prose.whole, f"section {spec.name!r} says nothing but its statements")


def _only_statements(card: Card, section: Section) -> tuple[Passage, ...]:
    """The section's one paragraph, if templates dictate all of it."""
    paragraphs = tuple(
        passage for passage in card.passages if passage.section is section and passage.kind is PassageKind.PARAGRAPH
    )
    is_prose = section.spec is not None and section.spec.allows("paragraph")
    return paragraphs if is_prose and len(paragraphs) == 1 and not paragraphs[0].words else ()


RULE = CardRule(code="EX207", name="empty-section", since="0.1.0", severity=Severity.ERROR, check=check)
