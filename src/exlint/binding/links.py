"""Finding the type's links in a card, and what each says for the values that it repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from exlint.binding.reading import Values, deviation_of, evidence_at, evidence_of, likeness
from exlint.card import BoundLink, Deviation, Entry, Evidence, Section
from exlint.cardtype import CardType, LinkSpec
from exlint.document import Link, Located
from exlint.findings import Span
from exlint.prose import prose_of
from exlint.template import Capture
from exlint.value import Value, replace

_ALIKE = 0.3
"""An item that shares fewer of its words with a link's text is not that link gone wrong."""


def bind_links(card_type: CardType, sections: Iterable[Section], values: Values) -> tuple[BoundLink, ...]:
    """The type's links in the card, in the type's order."""
    by_name = {section.spec.name: section for section in reversed(list(sections)) if section.spec}
    bound: dict[int, BoundLink] = {}
    for name in dict.fromkeys(spec.section for spec in card_type.links):
        section = by_name.get(name)
        specs = {index: spec for index, spec in enumerate(card_type.links) if spec.section == name}
        if section is None:
            bound.update({index: BoundLink(spec, None, None) for index, spec in specs.items()})
        else:
            usual = _usual_captures(card_type, section, specs.values())
            bound.update(_Finder(section, replace(values, captures=usual)).find(specs))
    return tuple(bound[index] for index in sorted(bound))


def _usual_captures(card_type: CardType, section: Section, specs: Iterable[LinkSpec]) -> Mapping[str, str]:
    """What most of the section's links have for the type's captures; `{name}` if none has anything."""
    in_order = tuple(specs)
    captures: list[Capture] = []
    for place, entry in enumerate(section.entries):
        link = _link(entry)
        likely_first = (*in_order[place:], *in_order[:place])
        read = (spec.url.match(link.url) for spec in likely_first) if link else ()
        captures += next((each for each in read if each), ())
    usual = {}
    for name in card_type.captures:
        found = Counter(capture.text for capture in captures if capture.name == name)
        usual[name] = found.most_common(1)[0][0] if found else f"{{{name}}}"
    return usual


class _Finder(Value):
    """Finds the links of one section: exact ones first, then by address, by text, by likeness of what is left.

    Of several that fit, the one that is nearest to the link's own place is meant.
    """

    section: Section
    values: Values

    def find(self, specs: dict[int, LinkSpec]) -> Iterator[tuple[int, BoundLink]]:
        entries, wanted = dict(enumerate(self.section.entries)), dict(specs)
        place_of = {index: place for place, index in enumerate(specs)}
        for fits in (self._is_exact, self._has_address, self._has_text, self._is_alike, self._is_no_link):
            for index, spec in list(wanted.items()):
                fitting = (place for place, entry in entries.items() if fits(spec, entry))
                nearest = min(fitting, key=lambda place: abs(place - place_of[index]), default=None)
                if nearest is not None:
                    del wanted[index]
                    yield index, self._bind(spec, entries.pop(nearest))
        for index, spec in wanted.items():
            yield index, BoundLink(spec, self.section, None, expected=self._expected(spec))

    def _address(self, spec: LinkSpec, link: Link) -> tuple[Capture, ...] | None:
        return self.values.read(spec.url, link.url)

    def _expected(self, spec: LinkSpec) -> str | None:
        """The whole link, as Markdown."""
        text, address = self.values.fill(spec.text), self.values.fill(spec.url)
        return f"[{text}]({address})" if text and address else None

    def _is_exact(self, spec: LinkSpec, entry: Entry) -> bool:
        link = _link(entry)
        if link is None or prose_of(link.children).text != self.values.fill(spec.text):
            return False
        captures = self._address(spec, link)
        return captures is not None and not any(self.values.disagrees(capture) for capture in captures)

    def _has_address(self, spec: LinkSpec, entry: Entry) -> bool:
        link = _link(entry)
        return link is not None and self._address(spec, link) is not None

    def _has_text(self, spec: LinkSpec, entry: Entry) -> bool:
        text = self.values.fill(spec.text)
        return text is not None and text in entry.prose.text

    def _is_alike(self, spec: LinkSpec, entry: Entry) -> bool:
        return likeness(self.values.fill(spec.text) or spec.text.text, entry.prose.text) >= _ALIKE

    def _is_no_link(self, _: LinkSpec, entry: Entry) -> bool:
        return _link(entry) is None

    def _bind(self, spec: LinkSpec, entry: Entry) -> BoundLink:
        link, expected = _link(entry), self._expected(spec)
        if link is None:
            return BoundLink(spec, self.section, None, broken=entry, expected=expected)
        text_evidence, text_deviation = self._read_text(spec, link)
        url_evidence, url_deviation = self._read_address(spec, link)
        evidence, deviation = (*text_evidence, *url_evidence), text_deviation or url_deviation
        return BoundLink(spec, self.section, link.span, evidence, deviation, expected=expected)

    def _read_text(self, spec: LinkSpec, link: Link) -> tuple[tuple[Evidence, ...], Deviation | None]:
        prose, expected = prose_of(link.children), self.values.fill(spec.text)
        captures = self.values.read(spec.text, prose.text)
        if captures is not None:
            return evidence_of(captures, prose, 0, self.values, "link text"), None
        if expected is None:
            return (), None
        deviation = deviation_of(prose, 0, len(prose.text), expected)
        return (), deviation or Deviation(Located(prose.text, link.span), expected)

    def _read_address(self, spec: LinkSpec, link: Link) -> tuple[tuple[Evidence, ...], Deviation | None]:
        place = link.url_span or link.span
        captures = self._address(spec, link)
        if not link.url:
            return (), None  # a broken link
        if captures is None:
            return (), Deviation(Located(link.url, place), self.values.fill(spec.url) or spec.url.text)
        is_raw = place.end - place.start == len(link.url)
        places = (Span(place.start + each.start, place.start + each.end) if is_raw else place for each in captures)
        found = (evidence_at(*each, self.values, "link address") for each in zip(places, captures, strict=True))
        return tuple(found), None


def _link(entry: Entry) -> Link | None:
    return entry.links[0] if entry.links else None
