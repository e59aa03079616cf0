"""A character can't be seen, or is a space of an unusual kind.

Why: nobody sees a zero-width space or a soft hyphen, but it splits a word for search and comparison; a character that
changes the writing direction can turn a line around; a no-break space keeps a list from being recognised.

Fix: remove it, or write a plain space.

A no-break space beside a digit ("10 kg"), the joiners within an emoji, and those that some scripts need are right.

Source: https://www.unicode.org/reports/tr36/; general categories Cc, Cf and Zs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Applicability, Edit, Problem, Severity, Span
from exlint.lazy import lazy_pattern
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, write
from exlint.rules.prose._damage import mojibake

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_FORMAT = r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
_ANNOTATION = r"\ufff9-\ufffb\U000e0001-\U000e007f"
_SPACE = r"\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_CLASS = f"[{_CONTROL}{_FORMAT}{_ANNOTATION}{_SPACE}]"
_CONTROL_OF_ASCII = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_INVISIBLE = lazy_pattern(f"{_CLASS}{_CLASS}*")
_TAB = re.compile(r"\t(?<=\S\t)(?=\S)")
_SPACES = frozenset("\xa0\u1680\u2028\u2029\u202f\u205f\u2800\u3000\x85\x0b\x0c") | {
    chr(code) for code in range(0x2000, 0x200B)
}
_NO_BREAK = frozenset("\xa0\u2009\u202f")
_JOINERS = frozenset("\u200c\u200d\u200e\u200f")
_FLAG = "\U0001f3f4"


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each run of such characters, anywhere in the file, and for tabs within a text."""
    text = card.document.source.text
    found = list((_CONTROL_OF_ASCII if text.isascii() else _INVISIBLE).finditer(text))
    damaged = [(start, end) for start, end, _ in mojibake(text)] if found else []
    for match in found:
        is_damage = any(start < match.end() and match.start() < end for start, end in damaged)
        if not is_damage and not _is_right(text, match):
            fixes = fix("remove it", Edit(Span(*match.span()), _visible(text, match)))
            yield Problem(Span(*match.span()), f"{_names(match[0])} within the text", fixes=fixes)
    for passage in card.passages_with(_TAB):
        for match in _TAB.finditer(passage.prose.text):
            fixes = write(card.document.source, passage.prose.locate(match), "\t", " ")
            yield Problem(passage.prose.locate(match), "tab within the text", fixes=fixes)


def _visible(text: str, match: re.Match[str]) -> str:
    """What is left of the characters: one space if one of them is a space, unless there is one beside them."""
    beside = text[: match.start()][-1:] + text[match.end() :][:1]
    is_space = any(char in _SPACES for char in match[0])
    return " " if is_space and not any(char.isspace() for char in beside) and match.end() < len(text) else ""


def _is_right(text: str, match: re.Match[str]) -> bool:
    """Whether the character belongs there: between a number and its unit, in an emoji, in a script that needs it."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    if match[0] in _NO_BREAK:
        return before.isdigit() or after.isdigit()
    if match[0] in _JOINERS:
        return _is_foreign(before) or _is_symbol(before)
    return before == _FLAG or _FLAG in text[max(0, match.start() - 1) : match.end()]


def _is_foreign(char: str) -> bool:
    """A letter or sign of a script other than the Latin one."""
    return char != "" and char > "\u0370" and unicodedata.category(char)[0] in "LM" and not _is_latin(char)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def _is_symbol(char: str) -> bool:
    """An emoji, or what follows one: a variation selector or a skin tone."""
    return char != "" and (unicodedata.category(char) in ("So", "Sk") or "\ufe00" <= char <= "\ufe0f")


def _names(chars: str) -> str:
    """What the characters are called, each once."""
    return ", ".join(
        dict.fromkeys(f"U+{ord(char):04X} {unicodedata.name(char, 'control character')}" for char in chars)
    )


RULE = CardRule(
    code="EX519",
    name="invisible-character",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE,),
)
