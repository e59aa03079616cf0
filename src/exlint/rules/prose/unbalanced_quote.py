"""A quotation mark has no other half.

Why: the reader can't tell where the quotation ends.

Fix: write the other mark, or remove this one.

Apostrophes are no quotation marks, and so are the marks of feet and inches (5'10", a 12" box).

Source: every style guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exlint.card import Card
from exlint.cardtype import CardType
from exlint.findings import Problem, Severity
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.prose._damage import mojibake

_DOUBLES = '"“”„«»'
_NO_APOSTROPHES = tuple(re.compile(rf"{mark}(?:(?!\w)|(?<!\w{mark}))") for mark in "'‘’")
"""Single marks that are not within a word; a search is fast if its pattern begins with a plain character."""
_DOUBLE = lazy_pattern(f"[{_DOUBLES}]")
_OPENERS = "“„«"
_CLOSERS = "”»"
_SINGLE_OPENER = lazy_pattern(r"(?:^|(?<=[\s(\[\"“—–/]))['‘](?P<word>\w+)")
_SINGLE_CLOSER = lazy_pattern(r"(?<=[\w.,!?%…)])['’](?=[\s)\].,;:!?\"”—–/]|$)")


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each mark without its other half, at the mark."""
    for passage in card.passages_with(*_DOUBLES, *_NO_APOSTROPHES):
        text = _without_damage(passage.prose.text)
        for place in (*_lonely_doubles(text), *_lonely_singles(text, card.type)):
            yield Problem(passage.prose.span(place, place + 1), f"{text[place]!r} without its other half")


def _without_damage(text: str) -> str:
    """The text with a letter in place of each character of a wrong encoding, which may look like a quotation mark."""
    for start, end, _ in mojibake(text):
        text = text[:start] + "x" * (end - start) + text[end:]
    return text


def _lonely_doubles(text: str) -> Iterator[int]:
    """The double marks without a partner. A straight mark after a digit may be an inch, or close a quotation."""
    open_place: int | None = None
    inches: list[int] = []
    for match in _DOUBLE.finditer(text):
        place, mark = match.start(), match[0]
        is_straight = mark == '"'
        if is_straight and place and text[place - 1].isdigit():
            inches.append(place)
        elif mark in _CLOSERS or (is_straight and open_place is not None):
            if open_place is None:
                yield place
            open_place = None
        else:
            if open_place is not None:
                yield open_place
            open_place = place
            inches.clear()
    if open_place is not None and not inches:
        yield open_place


def _lonely_singles(text: str, card_type: CardType) -> Iterator[int]:
    """The single marks that open a quotation that is never closed."""
    elisions = card_type.word_list("elisions")
    openers = [match for match in _SINGLE_OPENER.finditer(text) if not _is_elision(match["word"], elisions)]
    closers = [match.start() for match in _SINGLE_CLOSER.finditer(text)]
    ends = [*(match.start() for match in openers[1:]), len(text)]
    for opener, end in zip(openers, ends, strict=False):
        if not any(opener.end() <= place < end for place in closers):
            yield opener.start()
    yield from _closers_without_opener(text, [match.start() for match in openers], closers, card_type)


def _is_elision(word: str, elisions: frozenset[str]) -> bool:
    return word.lower() in elisions or word[0].isdigit()


def _closers_without_opener(text: str, openers: list[int], closers: list[int], card_type: CardType) -> Iterator[int]:
    """The single marks that close nothing and are no apostrophes at a word's end."""
    last = -1
    for place in closers:
        opened = any(last < opener < place for opener in openers)
        last = place if opened else last
        if not opened and not text[place - 1].isdigit() and not _is_apostrophe(text, place, card_type):
            yield place


def _is_apostrophe(text: str, place: int, card_type: CardType) -> bool:
    """Whether the mark may be a genitive's ("athletes' knees") or stand for a g ("goin'")."""
    elided = re.search(r"['‘’](\w+)$", text[:place])  # rock 'n' roll
    if re.search(r"\w{2}in$", text[:place]) or (elided and elided[1].lower() in card_type.word_list("elisions")):
        return True
    follower = re.match(r" ([^\W\d]+)", text[place + 1 :])
    closed = card_type.word_list("prepositions", "conjunctions", "pronouns", "auxiliaries", "articles", "possessives")
    return text[place - 1].lower() in "sxz" and follower is not None and follower[1].lower() not in closed


RULE = CardRule(code="EX516", name="unbalanced-quote", since="0.1.0", severity=Severity.ERROR, check=check)
