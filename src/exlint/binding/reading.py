"""Reading text against templates: what the card knows of itself, and what a text says instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from exlint.card import BoundLink, BoundStatement, Deviation, Dispute, Evidence, Located, Metadata, Title
from exlint.cardtype import CardType
from exlint.prose import Prose
from exlint.template import FILTERS, Capture, Template, slug

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Values:
    """What the card says of itself, as templates need it.

    `texts` are the known values by name; a name in `absent` has none and needs none; any other is unknown.
    """

    texts: Mapping[str, str]
    absent: frozenset[str]
    slugs: Mapping[str, str]

    def write(self, name: str, filter_name: str) -> str | None:
        """The value as a template writes it, None if it is not known."""
        if name in self.absent:
            return ""
        text = self.texts.get(name)
        if text is None:
            return None
        if filter_name == "slug" and text.casefold() in self.slugs:
            return self.slugs[text.casefold()]
        return FILTERS[filter_name](text)

    def disagrees(self, capture: Capture) -> bool:
        """Whether a text says another value than the card has; nothing disagrees with an unknown one."""
        written = self.write(capture.name, capture.filter)
        return written is not None and written != capture.text

    def fill(self, template: Template) -> str | None:
        """The template's text as far as values are known to the card; a card's own captures stay `{name}`."""
        known = {slot.name: self.write(slot.name, slot.filter) for slot in template.slots}
        if None in known.values():
            return None
        text = template.text
        for slot in template.slots:
            marker = f"{{{slot.name}|{slot.filter}}}" if slot.filter else f"{{{slot.name}}}"
            text = text.replace(marker, known[slot.name] or "")
        return text


def values_of(card_type: CardType, title: Title | None, metadata: Metadata | None) -> Values:
    """The values that statements and links repeat."""
    texts = {name: ", ".join(values) for name, values in (metadata.values if metadata else {}).items()}
    if title:
        texts["title"] = title.text
    return Values(texts, metadata.absent if metadata else frozenset(), card_type.slugs)


def evidence_of(
    captures: tuple[Capture, ...], prose: Prose, offset: int, values: Values, source: str
) -> tuple[Evidence, ...]:
    """What each capture, in offsets of the prose from `offset` on, says beside what it should say."""
    return tuple(
        Evidence(
            capture.name,
            Located(capture.text, prose.span(offset + capture.start, offset + capture.end)),
            values.write(capture.name, capture.filter),
            source,
        )
        for capture in captures
    )


def deviation_of(prose: Prose, start: int, end: int, expected: str) -> Deviation | None:
    """The words from the first to the last that differ; where words are only missing, the word before them."""
    words = list(_WORD.finditer(prose.text, start, end))
    found_words, expected_words = [word[0] for word in words], list(_WORD.finditer(expected))
    matcher = SequenceMatcher(None, found_words, [word[0] for word in expected_words], autojunk=False)
    hunks = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not hunks or not words:
        return None
    first, last = hunks[0][1], hunks[-1][2]
    want_first, want_last = hunks[0][3], hunks[-1][4]
    if first == last or want_first == want_last:
        shift = 1 if first > 0 else 0
        first, want_first = first - shift, want_first - shift
        if first == last:
            last, want_last = min(last + 1, len(words)), min(want_last + 1, len(expected_words))
    begin, stop = words[first].start(), words[last - 1].end()
    wanted = expected[expected_words[want_first].start() : expected_words[want_last - 1].end()]
    return Deviation(Located(prose.text[begin:stop], prose.span(begin, stop)), wanted)


def likeness(reference: str, text: str) -> float:
    """How many of their words two texts share, in order: 0 to 1."""
    return SequenceMatcher(None, _words(reference), _words(text), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def disputes_of(
    statements: Iterable[BoundStatement], links: Iterable[BoundLink], names: Iterable[str]
) -> Mapping[str, Dispute]:
    """The values that nothing in the card confirms, and that two or more places say otherwise, with one voice."""
    groups = [*(each.evidence for each in statements), *(each.evidence for each in links)]
    disputes: dict[str, Dispute] = {}
    for name in names:
        said = [[each for each in group if each.name == name] for group in groups]
        voices = [group for group in said if group]
        everything = [each for group in voices for each in group]
        if len(voices) < 2 or any(each.agrees for each in everything):
            continue
        spoken = {slug(each.said.text) for each in everything}
        if len(spoken) == 1:
            disputes[name] = Dispute(name, everything[0].said.text, tuple(everything))
    return disputes
