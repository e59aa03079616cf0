"""Reading text against templates: what the card knows of itself, and what a text says instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from exlint.card import Deviation, Dispute, Evidence, Metadata, Title
from exlint.cardtype import CardType, TitleSpec
from exlint.document import Located
from exlint.findings import Span
from exlint.lazy import lazy_pattern
from exlint.prose import Prose
from exlint.template import FILTERS, Capture, Literal, Optional, Slot, Template, singular, slug
from exlint.value import Value, replace

_WORD = lazy_pattern(r"\w+(?:['’-]\w+)*|[^\w\s]")


class Values(Value, dict=True, gc=True):
    """What the card says of itself, as templates need it.

    `texts` are the known values by name, `written` all values as the card writes them, also those that are not known to
    be right; a name in `absent` has none and needs none; any other is unknown. `captures` is what stands in a template
    for names that are none of a card's values.
    """

    texts: Mapping[str, str]
    written: Mapping[str, str]
    absent: frozenset[str]
    slugs: Mapping[str, str]
    captures: Mapping[str, str] = {}

    def write(self, name: str, filter_name: str) -> str | None:
        """The value as a template writes it, None if it is not known."""
        if name in self.absent:
            return ""
        text = self.texts.get(name)
        return None if text is None else self._filtered(text, filter_name)

    def _filtered(self, text: str, filter_name: str) -> str:
        if filter_name == "slug" and text.casefold() in self.slugs:
            return self.slugs[text.casefold()]
        return FILTERS[filter_name](text)

    def expected(self, capture: Capture, text: str) -> str | None:
        """What should stand in a capture's place, where a text is; None if that is not known.

        A text that repeats the card's own way of writing a value, however wrong that is, does not disagree with it.
        """
        meant = self.write(capture.name, capture.filter)
        if text == meant:
            return text
        written = self.written.get(capture.name)
        return text if written is not None and text == self._filtered(written, capture.filter) else meant

    def disagrees(self, capture: Capture) -> bool:
        """Whether a text says another value than the card has; nothing disagrees with an unknown one."""
        text = said(capture)
        return self.expected(capture, text) not in (None, text)

    def knows(self, template: Template) -> bool:
        """Whether all values in the template are known, be it that the card has none."""
        return all(name in self.texts or name in self.absent for name in template.names)

    def fill(self, template: Template) -> str | None:
        """The template's text as far as values are known to the card, None if one of them is not."""
        spelling = self._spelling(template)
        return spelling.text if spelling else None

    def draft(self, template: Template) -> str | None:
        """The same, with values as the card writes them where they are not known to be right."""
        texts = {**self.written, **self.texts}
        return template.render(texts) if template.names <= texts.keys() | self.absent else None

    def read(self, template: Template, text: str) -> tuple[Capture, ...] | None:
        """What the text says for each value of the template, None if it is none of it.

        A text that says just what it should is read so, whatever else it could be read as, and needs no pattern.
        """
        spelling = self._spelling(template)
        return spelling.captures if spelling and spelling.text == text else read(template, text)

    @cached_property
    def _spellings(self) -> dict[int, _Spelling | None]:
        return {}

    def _spelling(self, template: Template) -> _Spelling | None:
        key = id(template)  # which stays the same as long as the card type is there
        if key not in self._spellings:
            self._spellings[key] = self._spell(template)
        return self._spellings[key]

    def _spell(self, template: Template) -> _Spelling | None:
        text = ""
        spoken: list[Capture] = []
        for part in template.parts:
            if isinstance(part, Optional):
                values = {self._value(slot) for slot in part.slots}
                if "" in values and None not in values:
                    spoken += _left_out(part, spoken, text)
                    continue
            for piece in part.parts if isinstance(part, Optional) else (part,):
                if isinstance(piece, Literal):
                    text += piece.text
                    continue
                value = self._value(piece)
                if not value:  # it is not known, or the card has none where the template needs one
                    return None
                spoken.append(Capture(piece.name, piece.filter, value, len(text), len(text) + len(value)))
                text += value
        return _Spelling(text, tuple(spoken))

    def _value(self, slot: Slot) -> str | None:
        return self.captures.get(slot.name) or self.write(slot.name, slot.filter)


def _left_out(part: Optional, spoken: Sequence[Capture], text: str) -> list[Capture]:
    """What is said for the values of a part that is left out: nothing, at the value before it."""
    start, end = (spoken[-1].start, spoken[-1].end) if spoken else (len(text), len(text))
    return [Capture(slot.name, slot.filter, "", start, end) for slot in part.slots]


class _Spelling(Value):
    """A template's text for a card's values, and where in it each of them stands."""

    text: str
    captures: tuple[Capture, ...]


def values_of(card_type: CardType, title: Title | None, metadata: Metadata | None) -> Values:
    """The values that statements and links repeat."""
    texts = {name: ", ".join(values) for name, values in (metadata.values if metadata else {}).items()}
    fields = {field.name: field.value.text for field in (metadata.fields if metadata else ())}
    if title and title.text and "title" not in fields:
        texts["title"] = title.text
    written = {name: " ".join(text.split()) for name, text in fields.items() if text.strip()}
    return Values(texts, written, metadata.absent if metadata else frozenset(), card_type.slugs)


def name_in(title: Title | None, spec: TitleSpec) -> Title | None:
    """The title without what it repeats of the metadata, None if the type's template can't tell what is the name."""
    if title is None or spec.text is None or "title" not in spec.text.names:
        return title
    captures = spec.text.match(title.text)
    return next((replace(title, text=each.text) for each in captures or () if each.name == "title"), None)


def said(capture: Capture) -> str:
    """What a text says, with single spaces."""
    return " ".join(capture.text.split())


def read(template: Template, text: str) -> tuple[Capture, ...] | None:
    """What the text says for each value of the template, None if it is none of it.

    A value whose optional part the text leaves out is said to be "", at the value before it.
    """
    found = template.match(text)
    if found is None:
        return None
    captures = list(found)
    for index, slot in enumerate(template.slots):
        if not any((each.name, each.filter) == (slot.name, slot.filter) for each in captures):
            before = captures[index - 1] if index else Capture("", "", "", 0, len(text))
            captures.insert(index, Capture(slot.name, slot.filter, "", before.start, before.end))
    return tuple(captures)


def evidence_of(
    captures: tuple[Capture, ...], prose: Prose, offset: int, values: Values, source: str
) -> tuple[Evidence, ...]:
    """What each capture, in offsets of the prose from `offset` on, says beside what it should say."""
    return tuple(
        evidence_at(prose.span(offset + capture.start, offset + capture.end), capture, values, source)
        for capture in captures
    )


def evidence_at(place: Span, capture: Capture, values: Values, source: str) -> Evidence:
    """What a capture at a place says beside what it should say."""
    text = said(capture)
    return Evidence(capture.name, Located(text, place), values.expected(capture, text), source, capture.filter)


def deviation_of(prose: Prose, start: int, end: int, expected: str) -> Deviation | None:
    """The words from the first to the last that differ; where words are only missing, the word before them."""
    from difflib import SequenceMatcher  # most cards need none

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
        if shift and first > 0 and not found_words[first][0].isalnum():
            first, want_first = first - 1, want_first - 1
        if first == last:
            last, want_last = min(last + 1, len(words)), min(want_last + 1, len(expected_words))
    begin, stop = words[first].start(), words[last - 1].end()
    wanted = expected[expected_words[want_first].start() : expected_words[want_last - 1].end()]
    return Deviation(Located(prose.text[begin:stop], prose.span(begin, stop)), wanted)


def likeness(reference: str, text: str) -> float:
    """How many of their words two texts share, in order: 0 to 1."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, _words(reference), _words(text), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def disputes_of(voices: Iterable[tuple[Evidence, ...]], names: Iterable[str]) -> Mapping[str, Dispute]:
    """The values that nothing in the card confirms, and that two or more places say otherwise, with one voice.

    `voices` are what each value, statement, link and heading says.
    """
    everything = [voice for voice in voices if voice]
    disputes: dict[str, Dispute] = {}
    doubted = {each.name for voice in everything for each in voice if not each.agrees}
    for name in filter(doubted.__contains__, names):
        said = [found for voice in everything if (found := [each for each in voice if each.name == name])]
        witnesses = [each for voice in said for each in voice]
        if len(said) < 2 or any(each.agrees for each in witnesses):
            continue
        spoken = {slug(singular(each.said.text)) for each in witnesses}
        if len(spoken) == 1:
            disputes[name] = Dispute(name, witnesses[0].said.text, tuple(witnesses))
    return disputes
