"""Texts that several cards have word for word, told by digests; and the naming of cards in messages."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Sequence

from exlint.card import Card, Passage
from exlint.digests import blake2b
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Member, Span
from exlint.prose import lower_words
from exlint.value import Value

_FEWEST_WORDS = 8
"""Shorter texts ("Yes, it is.") may be alike by chance."""
_DIGEST_BYTES = 6
"""A million texts have two of the same digest by chance once in some 500 collections."""
_MOST_NAMES = 4


class Copy(Value):
    """A text that other cards have too. `fit` is how many percent of its card's title stand in it."""

    card: Collected
    span: Span
    fit: int


def section_texts(card: Card, content: str) -> Iterator[tuple[Passage, ...]]:
    """The passages of each section that holds content of this kind."""
    wanted = {id(section) for section in card.sections if section.spec and section.spec.allows(content)}
    by_section: dict[int, list[Passage]] = {}
    for passage in card.passages:
        if id(passage.section) in wanted and passage.is_running_text:
            by_section.setdefault(id(passage.section), []).append(passage)
    yield from map(tuple, by_section.values())


def fragment_of(texts: Iterable[Sequence[Passage]], card: Card) -> Json:
    """What a copy is told by: `[start, end, fit, digest, digest]` for each text.

    The second digest is there if the text names its card; it is the same for a text that names another card in this
    one's place. Words that a template dictates don't count, nor does a text that is still to be written.
    """
    title = lower_words(card.title.text) if card.title else ()
    fragment: list[Json] = []
    for passages in texts:
        spoken = [word for passage in passages for word in passage.lower_words]
        if len(spoken) >= _FEWEST_WORDS and not any(map(card.is_unwritten, passages)):
            span = passages[0].prose.whole
            digests = dict.fromkeys((_digest(" ".join(spoken)), _digest(_nameless(spoken, title))))
            fragment.append([span.start, span.end, _fit(title, spoken), *digests])
    return fragment


def _digest(text: str) -> str:
    return b2a_base64(blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest(), newline=False).decode()


def _nameless(spoken: Sequence[str], title: Sequence[str]) -> str:
    name = " ".join(title)
    return f" {' '.join(spoken)} ".replace(f" {name} ", " * ").strip() if name else " ".join(spoken)


def _fit(title: Sequence[str], spoken: Sequence[str]) -> int:
    stems = {word.rstrip("s") for word in spoken}
    return 100 * sum(word.rstrip("s") in stems for word in title) // max(len(title), 1)


def copies(collected: Sequence[Collected]) -> Iterator[tuple[tuple[Copy, ...], int]]:
    """For each group of cards that share texts: the first of these in each card, and how many they are."""
    by_digest: dict[str, dict[str, Copy]] = {}
    for card in collected:
        for start, end, fit, *digests in card.data or ():
            for digest in digests:
                by_digest.setdefault(digest, {}).setdefault(card.path, Copy(card, Span(start, end), fit))
    shared: dict[tuple[str, ...], dict[Span, tuple[Copy, ...]]] = {}
    for by_path in by_digest.values():
        if len(by_path) > 1:
            group = tuple(by_path.values())
            shared.setdefault(tuple(by_path), {}).setdefault(group[0].span, group)
    for groups in shared.values():
        yield next(iter(groups.values())), len(groups)


def group_problem(group: Sequence[Copy], message: str, note: str) -> GroupProblem:
    """One problem for a group: at the card whose title the text fits least, for that is likely to be the copy.

    Of equals, the first card comes last, as if the others had been copied from it.
    """
    likely_copies_first = sorted((*group[1:], group[0]), key=lambda copy: copy.fit)
    members = tuple(Member(copy.card.path, copy.span, note) for copy in likely_copies_first)
    return GroupProblem(f"{message}: {named([copy.card for copy in group])}", members)


def named(cards: Sequence[Collected]) -> str:
    """The titles of two cards or more, the last ones counted only if they are many."""
    titles = [repr(card.title.text) if card.title else card.path for card in cards]
    shown = titles[:-1] if len(titles) <= _MOST_NAMES else titles[: _MOST_NAMES - 1]
    rest = titles[-1] if len(titles) <= _MOST_NAMES else f"{len(titles) - len(shown)} more"
    return f"{', '.join(shown)} and {rest}"
