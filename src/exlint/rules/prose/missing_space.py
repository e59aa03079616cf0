"""No space stands after a comma or a closing mark, or before or after brackets.

Why: two words run together for a reader, for search, and for a speech program.

Fix: write the space; look whether a sentence was lost between the two.

Numbers, addresses, file names and abbreviations are left alone, and so are endings in brackets, "muscle(s)".

Source: every style guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card, Passage
from exlint.findings import Applicability, Fix, Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import added, fix, replaced

_LETTER = r"[^\W\d_]"
_JOINED = lazy_pattern(
    rf"(?<={_LETTER})[,;](?=\w)|(?<=\d)[,;](?={_LETTER})"
    rf"|(?<={_LETTER}{_LETTER})(?:[:!]|\?(?!(?:s|t|re|ll|ve|d|m)\b))(?={_LETTER})"
    rf"|(?<={_LETTER}{_LETTER})…?\.(?={_LETTER}{_LETTER})|(?<={_LETTER}{_LETTER})\.(?=A\b|I\b)"
    rf"|(?<=\d)\.(?=[A-Z]{_LETTER})|(?<=[)\]\"”])[,.;:!?](?={_LETTER})"
    rf"|(?<={_LETTER}{_LETTER})(?=\([^()]{{4,}}\))|(?<= )\([^()]* [^()]*\)(?={_LETTER})"
)
_CLUE = re.compile(r"[(,;:!?.)](?:(?<!\()(?=\w)|(?<=\w\())")
_TOKEN = lazy_pattern(r"\S*$"), lazy_pattern(r"\S*")
_NUMBERED = lazy_pattern(r"\d{1,2}[.)]\D")
_ADDRESS = lazy_pattern(r"://|@|^www\.|/|\\", re.IGNORECASE)


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at the mark and the characters on both its sides."""
    endings = card.type.word_list("address-endings")
    for passage in card.passages_with(_CLUE):
        text = passage.prose.text
        for match in _JOINED.finditer(text):
            token = _token(text, match.start())
            if _is_name(token, text[match.end() :], endings):
                continue
            start, end = max(0, match.start() - 1), match.end() + 1
            span = passage.prose.span(start, end)
            if _NUMBERED.match(token) and card.document.source.position(span.start).column == 1:
                continue  # an item that runs on from the one before is another rule's
            fixes = _parted(card, passage, match.end())
            yield Problem(span, f"no space within {token.strip('.,;:!?')!r}", fixes=fixes)


def _parted(card: Card, passage: Passage, place: int) -> tuple[Fix, ...]:
    """The space; and the capital after it where a sentence has ended, which then is a guess."""
    text, source = passage.prose.text, card.document.source
    space = added(source, passage, place, " ")
    if text[place - 1] not in ".!?" or not text[place].islower():
        return fix("write a space", space)
    capital = replaced(source, passage.prose.span(place, place + 1), text[place], text[place].upper())
    return fix("begin a sentence", space, capital, how=Applicability.UNSAFE)


def _token(text: str, place: int) -> str:
    """All that stands between two spaces around the place."""
    before, after = (pattern.search(part) for pattern, part in zip(_TOKEN, (text[:place], text[place:]), strict=True))
    return (before[0] if before else "") + (after[0] if after else "")


def _is_name(token: str, rest: str, endings: frozenset[str]) -> bool:
    """Whether the token is an address, a file name, a host or an abbreviation, all of which have marks inside."""
    ending = re.match(r"\w*", rest)
    is_host = ending is not None and ending[0].islower() and ending[0] in endings
    is_initials = re.fullmatch(r"\W*(?:\w\.)+\w?\W*", token)
    return bool(_ADDRESS.search(token) or is_host or is_initials)


RULE = CardRule(
    code="EX525",
    name="missing-space",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
