"""Rules in data: the conditions of card types.

A condition says what must, or must not, stand in one part of a card when another part says something. It comes with
its card type, has a code and a name like any rule, and needs no Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from exlint.card import Card
from exlint.cardtype import CardType, Case, Condition, Test
from exlint.findings import Problem, Related, Span
from exlint.patterns import Pattern
from exlint.placeholders import is_unwritten
from exlint.rules.base import CardRule, ConflictError, NoOptions

_NO_ANCHOR = re.compile(r"\[\^|\\[\^$]")
_ANCHOR = re.compile(r"[\^$]|\\[AZ]")


def condition_rules(types: Iterable[CardType]) -> tuple[CardRule, ...]:
    """The types' conditions as rules: one for each code, which means to a card what its own type says.

    Raises:
        ConflictError: two types have conditions of one code with another name, severity or default.
    """
    rules: dict[str, tuple[CardRule, CardType]] = {}
    for card_type in types:
        for condition in card_type.conditions:
            rule = _rule(condition)
            first, owner = rules.setdefault(rule.code, (rule, card_type))
            if (rule.name, rule.severity, rule.default) != (first.name, first.severity, first.default):
                message = f"{rule.code} has another name, severity or default than in the type {owner.name!r}"
                raise ConflictError(f"{card_type.path}: condition {message}")
    return tuple(rule for rule, _ in rules.values())


def _rule(condition: Condition) -> CardRule:
    return CardRule(
        code=condition.code,
        name=condition.name,
        since=condition.since,
        severity=condition.severity,
        check=partial(check, condition.code),
        default=condition.default,
        data_doc=condition.doc,
    )


def check(code: str, card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem: the first case that is violated of the condition of this code in the card's type."""
    cases = next((condition.cases for condition in card.type.conditions if condition.code == code), ())
    for case in cases:
        problem = _violation(case, card)
        if problem:
            yield problem
            return


def _violation(case: Case, card: Card) -> Problem | None:
    reasons = []
    for test in case.when:
        found = _find(test, card)
        if found is None:
            return None
        reasons.append(found)
    if _is_in_doubt(case, card) or any(_find(test, card) for test in case.unless):
        return None
    forbidden = _find(case.forbids, card) if case.forbids else None
    if (case.forbids and forbidden is None) or (case.requires and _is_met(case.requires, card)):
        return None
    when, place = reasons[0]
    span = _place(case, card) or (forbidden[1] if forbidden else place)
    message = case.message.format(when=when, found=forbidden[0] if forbidden else "")
    related = [Related(where, f"{text!r} here") for text, where in reasons if not span.overlaps(where)]
    if forbidden and forbidden[1] != span:
        related.append(Related(forbidden[1], f"{forbidden[0]!r} here"))
    return Problem(span, message, tuple(related))


def _is_in_doubt(case: Case, card: Card) -> bool:
    """Whether the card contradicts itself about a part that the case looks into: that is another finding."""
    parts = {part for test in case.tests for part in test.parts}
    return any(each.name in parts and not each.agrees for each in card.evidence)


def _is_met(test: Test, card: Card) -> bool:
    """Whether what is required is there; a part that is missing, or still to be written, is another rule's finding."""
    if all(not card.texts_of(part) or _has_empty_item(part, card) for part in test.parts):
        return True
    return _find(test, card) is not None or any(_is_unwritten(part, card) for part in test.parts)


def _is_unwritten(part: str, card: Card) -> bool:
    return any(is_unwritten(text, card.type) for text, _ in card.texts_of(part))


def _has_empty_item(part: str, card: Card) -> bool:
    section = card.section(part)
    return section is not None and any(not entry.prose.text.strip() for entry in section.entries)


def _find(test: Test, card: Card) -> tuple[str, Span] | None:
    """The first text in the test's parts that it looks for, and where."""
    for part in test.parts:
        if test.pattern and not _may_match(test.pattern, part, card):
            continue
        for text, prose in card.texts_of(part):
            if test.pattern is None:
                if text.casefold() in test.values:
                    return text, prose.whole
                continue
            match = test.pattern.search(text)
            if match:
                return match[0].strip(), prose.span(match.start(), match.end())
    return None


def _may_match(pattern: Pattern, part: str, card: Card) -> bool:
    """Whether a search in all texts of a part at once leaves a chance that the pattern matches in one of them."""
    if part == "title":
        return pattern in card.title_hits
    lines = card.running_lines.get(part)
    is_only_section = not (card.metadata and card.metadata.field(part))
    return lines is None or not is_only_section or _is_anchored(pattern) or pattern.is_in(lines)


@lru_cache(maxsize=1024)
def _is_anchored(pattern: Pattern) -> bool:
    """Whether the pattern may ask for the start or end of a text, so that it can only be searched for in each."""
    return _ANCHOR.search(_NO_ANCHOR.sub("", pattern.text)) is not None


def _place(case: Case, card: Card) -> Span | None:
    """Where the case wants its finding, None if that is where the forbidden text stands."""
    match case.at:
        case "":
            return None
        case "first" | "last":
            part = (case.requires or case.forbids or case.when[0]).parts[0]
            proses = [prose for _, prose in card.texts_of(part)]
            return proses[0 if case.at == "first" else -1].whole if proses else None
        case "title":
            return card.title.span if card.title else None
        case name:
            field = card.metadata.field(name) if card.metadata else None
            section = card.section(name)
            return field.value.span if field else section.heading.span if section else None
