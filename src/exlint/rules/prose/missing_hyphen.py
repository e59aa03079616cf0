"""A number and its unit stand before a noun without a hyphen: "90 degree angle".

Why: the two words are one adjective; the singular unit shows it.

Fix: write the hyphen: "90-degree angle".

Symbols of units have none ("a 10 kg plate"), and after a range usage is divided, but for `range-units`. The units and
the words for numbers are the language's lists.

Source: The Chicago Manual of Style, 7.96; measured over some 900 exercise cards: 91 of 91 true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, Passage
from exlint.cardtype import CardType
from exlint.findings import Applicability, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write

_NUMBER = lazy_pattern(r"\d+(?:[.,]\d+)?(?P<to>[-–]\d+)?")
_ONE = frozenset({"1", "one", "a", "an"})


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, from the number to the noun."""
    for passage in card.passages_with(card.type.word_list("units", "units-after-figures", "range-units")):
        for number, unit, noun in zip(passage.words, passage.words[1:], passage.words[2:], strict=False):
            if _is_modifier(passage, (number, unit, noun), card.type):
                found = passage.free[number.start : noun.end]
                span = passage.prose.span(number.start, noun.end)
                right = f"{number.text}-{unit.text}"
                pair = passage.prose.span(number.start, unit.end)
                fixes = write(card.document.source, pair, passage.free[number.start : unit.end], right)
                yield Problem(span, f"{found!r} lacks a hyphen; expected '{right} {noun.text}'", fixes=fixes)


def _is_modifier(passage: Passage, phrase: tuple[Word, Word, Word], card_type: CardType) -> bool:
    """Whether the number and the unit can only be said of the noun."""
    number, unit, noun = phrase
    lists = card_type.word_list
    digits = _NUMBER.fullmatch(number.text)
    is_number = digits or number.lower in lists("number-words")
    if not is_number or unit.lower not in lists(*_unit_lists(digits)) or not noun.text[0].isalpha():
        return False
    joined = passage.free[number.end : unit.start] == " " and passage.free[unit.end : noun.start] == " "
    closed = lists("prepositions", "conjunctions", "pronouns", "auxiliaries", "articles", "directions", "relatives")
    follows = noun.lower not in closed | lists("possessives", "after-units") and not noun.lower.endswith("ly")
    return joined and follows and not (number.lower in _ONE and unit.lower in lists("ambiguous-units"))


def _unit_lists(digits: re.Match[str] | None) -> tuple[str, ...]:
    """The lists of units that ask for a hyphen after a number in figures, a range in figures, or a number in words."""
    if digits is None:
        return ("units",)
    return ("range-units",) if digits["to"] else ("units", "units-after-figures")


RULE = CardRule(
    code="EX520",
    name="missing-hyphen",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.SAFE,),
)
