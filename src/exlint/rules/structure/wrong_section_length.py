"""A section is shorter or longer than it may be.

Why: a summary of one word says nothing, and one of three hundred is no summary; pages that show the section elsewhere
(a list, a search result) have room for so much.

Fix: say what is missing, or cut what is not needed.

Source: the card type, `words` and `characters`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card, PassageKind, Section
from exlint.cardtype import Limits
from exlint.findings import Problem, Severity
from exlint.placeholders import is_unwritten
from exlint.prose import lower_words
from exlint.rules.base import CardRule, NoOptions

_ANY = Limits()


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most two problems for each section, at its heading; none if it is empty or still to be written."""
    for spec, section in card.known_sections:
        if (spec.words, spec.characters) == (_ANY, _ANY):
            continue
        texts = _texts(card, section)
        counts = ((spec.words, _words(texts), "words"), (spec.characters, sum(map(len, texts)), "characters"))
        is_written = texts and not any(is_unwritten(text, card.type) for text in texts)
        for limits, found, unit in counts if is_written else ():
            expected = _broken(limits, found)
            if expected:
                message = f"section {section.name!r} has {found} {unit}; expected {expected}"
                yield Problem(section.heading.span, message)


def _texts(card: Card, section: Section) -> list[str]:
    """What stands in the section, without its heading and its metadata."""
    others = (PassageKind.HEADING, PassageKind.FIELD)
    return [each.prose.text for each in card.passages if each.section is section and each.kind not in others]


def _words(texts: list[str]) -> int:
    return sum(len(lower_words(text)) for text in texts)


def _broken(limits: Limits, found: int) -> str:
    """What was expected, "" if that is what was found."""
    if found < limits.at_least:
        return f"at least {limits.at_least}"
    return f"at most {limits.at_most}" if limits.at_most is not None and found > limits.at_most else ""


RULE = CardRule(code="EX231", name="wrong-section-length", since="0.1.0", severity=Severity.WARNING, check=check)
