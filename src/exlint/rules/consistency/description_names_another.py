"""The description's name of the card is not the title.

Why: the text was written for another form of the thing, or the title was changed and the text was not.

Fix: name in the description what the title names, or rename the card.

Source: seen on real cards. Word order, letter case, plural and the type's synonyms make no difference; nor does what
stands in brackets in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, Passage, PassageKind
from exlint.cardtype import CardType
from exlint.findings import Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.consistency._names import name_words

_SUBJECT = re.compile(
    r"^(?!(?:this|that|these|those|few|many|most|all|some)\b)(?:(?:the|an?) )?(?P<name>[^,.:;]+?)(?: exercise)?"
    r" (?:primarily|mainly|is|are|was|has|have|targets?|targeting|involves?|works?|combines?|uses?|builds?|trains?"
    r"|strengthens?|develops?|isolates?|hits|emphasi[sz]es?|stretches|loads|challenges|teaches"
    r"|shows|takes|makes|keeps|lets|puts|moves|gives|starts|adds|brings|needs|helps|begins|joins|opens|can)\b",
    re.IGNORECASE,
)
_LONG = 10
"""A subject of more words than this is no name."""
_PREPOSITION = re.compile(r" (?:on|over|with|behind|in|at|from|for|using|of) .*", re.IGNORECASE)


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield at most one problem, at the description's subject, related to the title."""
    passage = _description(card)
    if passage is None or card.title is None or "title" in card.disputes:
        return
    match = _SUBJECT.match(passage.free)
    wanted = name_words(re.sub(r"\([^)]*\)", " ", card.title.text), card.type)
    if match is None or len(match["name"].split()) > _LONG:
        return
    found = name_words(match["name"], card.type)
    core = name_words(_PREPOSITION.sub("", match["name"]), card.type)
    shares_a_word = set(found) & set(wanted)
    start = found[: len(wanted)]
    is_other = shares_a_word and sorted(wanted) not in (sorted(found), sorted(core), sorted(start))
    if is_other and _is_name(found, card.type):
        related = (Related(card.title.span, "the title"),)
        message = f"the description is of {match['name']!r}, the title is {card.title.text!r}"
        yield Problem(passage.prose.locate(match, "name"), message, related)


def _is_name(found: tuple[str, ...], card_type: CardType) -> bool:
    """Whether one of the words is the noun of a name; true where the type knows none."""
    nouns = set(name_words(" ".join(card_type.word_list("name-nouns")), card_type))
    return not nouns or not nouns.isdisjoint(found)


def _description(card: Card) -> Passage | None:
    """The first paragraph of the section that holds the metadata."""
    section = card.section(card.type.metadata.section)
    of_section = (each for each in card.passages if each.section is section and each.kind is PassageKind.PARAGRAPH)
    return next(of_section, None) if section else None


RULE = CardRule(code="EX422", name="description-names-another", since="0.1.0", severity=Severity.WARNING, check=check)
