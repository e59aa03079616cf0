"""A collection of cards made many times larger, in which no card is another's copy.

Each copy has a title and file of its own, what its templates dictate is written anew, and most of the longer words of
its prose are exchanged for others of the collection that are built alike, so that its sentences stay whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from random import Random

from measuring.cards import CardText, Plant, Stretch, UnreadableCardError, read_card, slug

_SHORTEST = 5
_SHARE = 0.9
"""How many of the words that can be are exchanged."""
_COMMON = 0.5
"""Words of more of the cards than this stay: they are what sentences are built of."""

Like = Mapping[str, Sequence[str]]


def readable_cards(folder: Path) -> tuple[CardText, ...]:
    """The cards of a folder; those of another form are left out."""
    found = []
    for path in sorted(folder.glob("*.md")):
        try:
            found.append(read_card(path.name, path.read_text(encoding="utf-8")))
        except (UnreadableCardError, UnicodeDecodeError):
            continue
    return tuple(found)


def scaled(cards: Sequence[CardText], number: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents of so many cards: the cards as they are, then copies of them in turn."""
    like = _words_alike(cards)
    made = 0
    for copy in count():
        for card in cards:
            if made == number:
                return
            made += 1
            if copy == 0:
                yield card.name, "\n".join(card.lines).encode()
            else:
                yield _copy(card, copy, like)


def write_collection(cards: Sequence[CardText], number: int, folder: Path) -> None:
    """Make a project of so many cards: a config and the cards."""
    content = folder / "content" / "exercises"
    content.mkdir(parents=True)
    config = 'include = ["content"]\n\n[types.exercise]\nfiles = ["content/exercises/*.md"]\n'
    (folder / "exlint.toml").write_text(config, encoding="utf-8")
    for name, data in scaled(cards, number):
        (content / name).write_bytes(data)


def _copy(card: CardText, copy: int, like: Like) -> tuple[str, bytes]:
    title = f"{card.title} {copy}"
    name = f"{slug(title)}.md"
    renamed = read_card(name, _text(card.restated(title=title)))
    lines = list(renamed.lines)
    chance = Random(f"{copy} {card.name}")
    old_name = re.compile(re.escape(card.title), re.IGNORECASE)
    for stretch in reversed(renamed.prose):
        line = _exchanged(lines[stretch.line], stretch, like, chance, title.lower())
        lines[stretch.line] = old_name.sub(title, line)
    return name, "\n".join(lines).encode()


def _text(plant: Plant) -> str:
    return plant.data.decode()


def _exchanged(line: str, stretch: Stretch, like: Like, chance: Random, title: str) -> str:
    for word in reversed(stretch.words):
        others = like.get(_build(word.text), ())
        if word.text in others and word.text not in title and chance.random() < _SHARE:
            line = line[: word.start] + chance.choice(others) + line[word.end :]
    return line


def _words_alike(cards: Sequence[CardText]) -> Like:
    """The words of the collection by how they are built, but for the commonest."""
    uses = Counter(word for card in cards for word in {word.text for each in card.prose for word in each.words})
    alike: dict[str, list[str]] = defaultdict(list)
    for word in sorted(uses):
        is_plain = len(word) >= _SHORTEST and word.isalpha() and word.islower()
        if is_plain and uses[word] <= _COMMON * len(cards):
            alike[_build(word)].append(word)
    return alike


def _build(word: str) -> str:
    """What two words must have in common: how they end, and whether they take `a` or `an`."""
    return f"{word[-3:] if len(word) > 6 else word[-2:]} {word[0] in 'aeiou'}"
