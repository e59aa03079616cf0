"""A right word stands in another's place: "form" for "from", "loose" for "lose".

Why: a spelling checker sees nothing wrong, and the sentence says something else or nothing.

Fix: write the word that is meant. A pattern that is wrong about your prose can be changed in `words: wrong-words` of
the card type.

The neighbours give the slip away. Each pattern is a line of data, `form > from: away|different _ the|your`: at `_`
stands the word; before and after it stand the neighbours, alternatives between `|`. `*ing` is any word with this
ending, `*` any word, `{list}` the words of that list, `^` the start of a sentence or a mark before the word, `$` its
end or a mark after the word, `!` in front all but what follows.

Source: pairs that are often confused; measured over 465 exercise cards, without a false finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial

from exlint.card import Card, Passage
from exlint.findings import Applicability, Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import write
from exlint.source import Source
from exlint.value import Value

_LIST = re.compile(r"\{([^{}]+)\}")
_START, _END, _OTHER = "^", "$", ""
_REMEMBERED = 8192
_OPENING = re.compile(r"[.,;:!?–—(]\s?$")
_CLOSING = re.compile(r"[.,;:!?)]+(?=\s|$)|\s?[–—]")


class _Slot(Value):
    """What a neighbour may be: one of `words` (`^` and `$` are none), or any with one of `endings`; or none of them."""

    words: frozenset[str]
    endings: tuple[str, ...]
    negated: bool

    def admits(self, neighbour: str) -> bool:
        if neighbour == _OTHER:
            return False
        is_named = neighbour in self.words or (neighbour not in (_START, _END) and neighbour.endswith(self.endings))
        return is_named is not self.negated


class _Pattern(Value):
    """The neighbours that show what is meant; `before` runs backwards from the word."""

    meant: str
    before: tuple[_Slot, ...]
    after: tuple[_Slot, ...]

    def fits(self, passage: Passage, index: int) -> bool:
        """Whether all neighbours of the word at `index` are right."""
        return all(
            slot.admits(_neighbour_before(passage, index, distance)) for distance, slot in enumerate(self.before, 1)
        ) and all(
            slot.admits(_neighbour_after(passage, index, distance)) for distance, slot in enumerate(self.after, 1)
        )


class _Patterns:
    """The patterns by the word that stands in another's place; they are read when the word is first met."""

    def __init__(self, lines: Iterable[str], lists: Mapping[str, frozenset[str]]) -> None:
        self._lines: dict[str, list[str]] = {}
        for line in lines:
            self._lines.setdefault(line.partition(" > ")[0], []).append(line)
        self.words = frozenset(self._lines)
        slot = cache(partial(_slot, lists))  # the same neighbours stand in many lines
        self._of = cache(lambda word: tuple(_pattern(line, slot) for line in self._lines[word]))
        self._before = _admitting(lambda word: [each.before for each in self._of(word)])
        self._after = _admitting(lambda word: [each.after for each in self._of(word)])

    def likely(self, word: str, before: str, after: str) -> Iterator[_Pattern]:
        """The patterns for a word that its nearest neighbours are right for."""
        fitting = self._after(word, after) & self._before(word, before)
        return (self._of(word)[index] for index in sorted(fitting))


def _admitting(slots_of: Callable[[str], Sequence[Sequence[_Slot]]]) -> Callable[[str, str], frozenset[int]]:
    """Tells which patterns for a word admit its nearest neighbour on a side; the same two words meet often."""

    @lru_cache(maxsize=_REMEMBERED)
    def admitting(word: str, neighbour: str) -> frozenset[int]:
        return frozenset(index for index, each in enumerate(slots_of(word)) if not each or each[0].admits(neighbour))

    return admitting


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each word whose neighbours call for another."""
    lines = card.type.word_list("wrong-words")
    patterns = _patterns(lines, tuple((name, card.type.word_list(name)) for name in _list_names(lines)))
    for passage in card.passages_with(patterns.words):
        if passage.is_running_text:
            yield from _check(passage, patterns, card.document.source)


def _check(passage: Passage, patterns: _Patterns, source: Source) -> Iterator[Problem]:
    for index, lower in enumerate(passage.lower_words):
        if lower not in patterns.words:
            continue
        word = passage.words[index]
        if word.text[0].isupper() and not passage.may_start_sentence(word):
            continue
        before, after = _neighbour_before(passage, index, 1), _neighbour_after(passage, index, 1)
        for pattern in patterns.likely(lower, before, after):
            if pattern.fits(passage, index):
                span = passage.prose.span(word.start, word.end)
                right = pattern.meant.capitalize() if word.text[0].isupper() else pattern.meant
                message = f"{word.text!r} does not go with its neighbours; did you mean {pattern.meant!r}?"
                yield Problem(span, message, fixes=write(source, span, word.text, right, Applicability.UNSAFE))
                break


def _neighbour_before(passage: Passage, index: int, distance: int) -> str:
    """The word that many words before, `^` if the start or a mark is between, nothing if anything else is."""
    words = passage.words
    for at in range(index, index - distance, -1):
        gap = passage.free[words[at - 1].end if at else 0 : words[at].start]
        if gap != " " or not at:
            return _START if _OPENING.search(gap) or (not at and not gap.strip()) else _OTHER
    return words[index - distance].lower


def _neighbour_after(passage: Passage, index: int, distance: int) -> str:
    """The same after the word, with `$` for the end or a mark."""
    words = passage.words
    for at in range(index + 1, index + distance + 1):
        gap = passage.free[words[at - 1].end : words[at].start if at < len(words) else None]
        if gap != " " or at == len(words):
            return _END if _CLOSING.match(gap) or (at == len(words) and not gap.strip()) else _OTHER
    return words[index + distance].lower


@lru_cache(maxsize=8)
def _list_names(lines: frozenset[str]) -> tuple[str, ...]:
    """The names of the word lists that the patterns speak of."""
    return tuple(sorted({name for line in lines for name in _LIST.findall(line)}))


@lru_cache(maxsize=8)
def _patterns(lines: frozenset[str], lists: tuple[tuple[str, frozenset[str]], ...]) -> _Patterns:
    return _Patterns(sorted(lines), dict(lists))


def _pattern(line: str, slot: Callable[[str], _Slot]) -> _Pattern:
    words, _, context = line.partition(": ")
    before, _, after = f" {context} ".partition(" _ ")
    return _Pattern(
        words.partition(" > ")[2], tuple(map(slot, reversed(before.split()))), tuple(map(slot, after.split()))
    )


def _slot(lists: Mapping[str, frozenset[str]], text: str) -> _Slot:
    negated = text.startswith("!")
    words: set[str] = set()
    endings: list[str] = []
    for each in text.removeprefix("!").split("|"):
        if each.startswith("{"):
            words |= lists.get(each.strip("{}"), frozenset())
        elif each.startswith("*"):
            endings.append(each[1:])
        else:
            words.add(each)
    return _Slot(frozenset(words), tuple(endings), negated)


RULE = CardRule(
    code="EX511",
    name="wrong-word",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    fixable=(Applicability.UNSAFE,),
)
