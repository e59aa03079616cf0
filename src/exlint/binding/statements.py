"""Statements and links: finding them in a card, and what each says for the values that it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from exlint.card import (
    BoundLink,
    BoundStatement,
    Deviation,
    Dispute,
    Entry,
    Evidence,
    Located,
    Metadata,
    Question,
    Section,
    Title,
)
from exlint.cardtype import CardType, LinkSpec, StatementSpec
from exlint.document import Link
from exlint.findings import Span
from exlint.prose import Prose, prose_of, sentences
from exlint.template import FILTERS, Capture, Template

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_ALIKE = 0.5
"""A text that shares fewer of its words with a statement is none of it."""


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


def values_of(card_type: CardType, title: Title | None, metadata: Metadata | None) -> Values:
    """The values that statements and links repeat."""
    texts = {name: ", ".join(values) for name, values in (metadata.values if metadata else {}).items()}
    if title:
        texts["title"] = title.text
    return Values(texts, metadata.absent if metadata else frozenset(), card_type.slugs)


def bind_statements(
    card_type: CardType, sections: Iterable[Section], values: Values
) -> tuple[tuple[BoundStatement, ...], Mapping[int, tuple[tuple[int, int], ...]]]:
    """The type's statements in the card, and the fixed ranges of each prose by its source start."""
    by_name = {section.spec.name: section for section in reversed(list(sections)) if section.spec}
    fixed: dict[int, list[tuple[int, int]]] = {}
    bound: list[BoundStatement] = []
    for name in dict.fromkeys(spec.section for spec in card_type.statements):
        section = by_name.get(name)
        specs = [spec for spec in card_type.statements if spec.section == name]
        if section is None:
            bound += (BoundStatement(spec, None, None) for spec in specs)
            continue
        finder = _Finder(section, values, fixed)
        bound += finder.sentences([spec for spec in specs if spec.question is None])
        bound += finder.answers([spec for spec in specs if spec.question is not None])
    order = {spec.name: index for index, spec in enumerate(card_type.statements)}
    bound.sort(key=lambda statement: order[statement.spec.name])
    return tuple(bound), {start: tuple(sorted(ranges)) for start, ranges in fixed.items()}


class _Finder:
    """Finds the statements of one section; notes in `fixed` which ranges of which prose they take."""

    def __init__(self, section: Section, values: Values, fixed: dict[int, list[tuple[int, int]]]) -> None:
        self.section = section
        self.values = values
        self.fixed = fixed

    def _take(self, prose: Prose, start: int, end: int) -> None:
        self.fixed.setdefault(prose.whole.start, []).append((start, end))

    def sentences(self, specs: list[StatementSpec]) -> Iterator[BoundStatement]:
        """Statements among the sentences of the section's paragraphs: exact ones first, then the most alike."""
        proses = [prose_of(block.inlines) for block in self.section.blocks if hasattr(block, "inlines")]
        open_specs: list[StatementSpec] = []
        for spec in specs:
            found = next((hit for prose in proses if (hit := self._exact(spec, prose))), None)
            if found:
                yield found
            else:
                open_specs.append(spec)
        for spec in open_specs:
            yield self._most_alike(spec, proses)

    def _exact(self, spec: StatementSpec, prose: Prose) -> BoundStatement | None:
        expected = self._expected(spec)
        if expected is None:
            return None
        match = re.search(r"\s+".join(map(re.escape, expected.split())), prose.text)
        if match is None or self._is_taken(prose, match.start()):
            return None
        return self._bind(spec, prose, match.start(), match.end())

    def _is_taken(self, prose: Prose, at: int) -> bool:
        return any(start <= at < end for start, end in self.fixed.get(prose.whole.start, ()))

    def _most_alike(self, spec: StatementSpec, proses: list[Prose]) -> BoundStatement:
        best: tuple[float, Prose, int, int] | None = None
        for prose in proses:
            for start, end in self._free_sentences(prose):
                likeness = max(self._likeness(form, prose.text[start:end]) for form in spec.forms.values())
                if likeness >= _ALIKE and (best is None or likeness > best[0]):
                    best = (likeness, prose, start, end)
        if best is None:
            return BoundStatement(spec, self.section, None, expected=self._expected(spec))
        return self._bind(spec, *best[1:])

    def _free_sentences(self, prose: Prose) -> Iterator[tuple[int, int]]:
        """Sentences of the prose between its fixed ranges."""
        at = 0
        for start, end in [*sorted(self.fixed.get(prose.whole.start, ())), (len(prose.text), len(prose.text))]:
            piece = prose.text[at:start]
            yield from ((at + first, at + last) for first, last in sentences(piece))
            at = end

    def _likeness(self, form: Template, text: str) -> float:
        """How many words two texts share; a value that is not known counts as said."""
        captures = form.match(text)
        if captures is not None:
            return 2.0 - 0.1 * sum(self.values.write(each.name, each.filter) != each.text for each in captures)
        reference = form.render(self.values.texts) or form.text
        return SequenceMatcher(None, _words(reference), _words(text), autojunk=False).ratio()

    def answers(self, specs: list[StatementSpec]) -> Iterator[BoundStatement]:
        """Statements that are the answer to a question: found by the question, else by the answer."""
        taken: set[int] = set()
        chosen: dict[str, Question] = {}
        for exact in (True, False):
            for spec in specs:
                if spec.name not in chosen:
                    question = self._question(spec, taken, exact=exact)
                    if question:
                        chosen[spec.name] = question
                        taken.add(question.span.start)
        for spec in specs:
            if spec.name in chosen:
                yield self._answer(spec, chosen[spec.name])
            else:
                assert spec.question is not None
                question = spec.question.render(self.values.texts)
                yield BoundStatement(spec, self.section, None, expected=self._expected(spec), question=question)

    def _question(self, spec: StatementSpec, taken: set[int], *, exact: bool) -> Question | None:
        assert spec.question is not None
        free = [question for question in self.section.questions if question.span.start not in taken]
        if exact:
            expected = spec.question.render(self.values.texts)
            same = [question for question in free if question.prose.text.split() == (expected or "").split()]
            return max(same, key=lambda question: self._answer_likeness(spec, question), default=None)
        ranked = [(self._question_likeness(spec, question), -index) for index, question in enumerate(free)]
        best = max(ranked, default=(0.0, 0))
        return free[-best[1]] if best[0] >= 0.6 else None

    def _question_likeness(self, spec: StatementSpec, question: Question) -> float:
        """The answer tells more than the question: free questions come close to the fixed ones."""
        assert spec.question is not None
        answer = self._answer_likeness(spec, question)
        asked = self._likeness(spec.question, question.prose.text)
        return max(answer, asked) if answer >= _ALIKE or not question.answer else 0.0

    def _answer_likeness(self, spec: StatementSpec, question: Question) -> float:
        text = question.answer[0].text if question.answer else ""
        return max(self._likeness(form, text) for form in spec.forms.values()) if text else 0.0

    def _answer(self, spec: StatementSpec, question: Question) -> BoundStatement:
        assert spec.question is not None
        asked = self._bind(replace(spec, forms={"": spec.question}), question.prose, 0, len(question.prose.text))
        if not question.answer:
            return replace(asked, spec=spec, span=question.span)
        prose = question.answer[0]
        said = self._bind(spec, prose, 0, len(prose.text))
        return replace(said, evidence=(*asked.evidence, *said.evidence), deviation=asked.deviation or said.deviation)

    def _expected(self, spec: StatementSpec) -> str | None:
        form = spec.forms.get(self.values.texts.get(spec.by, "") if spec.by else "")
        return form.render(self.values.texts) if form else None

    def _bind(self, spec: StatementSpec, prose: Prose, start: int, end: int) -> BoundStatement:
        """Read the statement in a range of the prose."""
        self._take(prose, start, end)
        text = prose.text[start:end]
        span = prose.span(start, end)
        expected = self._expected(spec)
        readings = [captures for form in spec.forms.values() if (captures := form.match(text)) is not None]
        if readings:
            best = min(readings, key=lambda captures: len(self._disagreeing(captures)))
            evidence = evidence_of(best, prose, start, self.values, spec.name, self._absent_slots(spec, best))
            deviation = None
            if not self._disagreeing(best) and expected is not None and expected.split() != text.split():
                deviation = deviation_of(prose, start, end, expected)
            return BoundStatement(spec, self.section, span, evidence, deviation, expected)
        deviation = deviation_of(prose, start, end, expected) if expected else None
        return BoundStatement(spec, self.section, span, (), deviation, expected)

    def _disagreeing(self, captures: tuple[Capture, ...]) -> list[Capture]:
        return [
            capture
            for capture in captures
            if (written := self.values.write(capture.name, capture.filter)) is not None and written != capture.text
        ]

    def _absent_slots(self, spec: StatementSpec, captures: tuple[Capture, ...]) -> frozenset[str]:
        return frozenset(self.values.absent & {capture.name for capture in captures})


def evidence_of(
    captures: tuple[Capture, ...], prose: Prose, offset: int, values: Values, source: str, absent: frozenset[str]
) -> tuple[Evidence, ...]:
    """What each capture says, beside what it should say."""
    return tuple(
        Evidence(
            capture.name,
            Located(capture.text, prose.span(offset + capture.start, offset + capture.end)),
            None if capture.name not in absent and not capture.text else values.write(capture.name, capture.filter),
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


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def bind_links(card_type: CardType, sections: Iterable[Section], values: Values) -> tuple[BoundLink, ...]:
    """The type's links in the card: exact ones first, then by address, by text, by place."""
    by_name = {section.spec.name: section for section in reversed(list(sections)) if section.spec}
    bound: dict[int, BoundLink] = {}
    for name in dict.fromkeys(spec.section for spec in card_type.links):
        section = by_name.get(name)
        specs = {index: spec for index, spec in enumerate(card_type.links) if spec.section == name}
        if section is None:
            bound.update({index: BoundLink(spec, None, None) for index, spec in specs.items()})
        else:
            bound.update(_bind_section_links(section, specs, values))
    return tuple(bound[index] for index in sorted(bound))


def _bind_section_links(
    section: Section, specs: dict[int, LinkSpec], values: Values
) -> Iterator[tuple[int, BoundLink]]:
    entries = list(section.entries)
    open_specs = dict(specs)
    for likeness in (_link_is_exact, _link_url_is_like, _link_text_is_exact, _link_is_next):
        for index, spec in list(open_specs.items()):
            entry = next((entry for entry in entries if likeness(entry, spec, values, entries, open_specs)), None)
            if entry:
                entries.remove(entry)
                del open_specs[index]
                yield index, _bound_link(section, entry, spec, values)
    for index, spec in open_specs.items():
        yield index, BoundLink(spec, section, None, expected=_link_expected(spec, values))


def _write(template: Template, values: Values) -> str | None:
    """The template's text; captures of the card's own choice (the host) stay as `{name}`."""
    parts = {slot.name: values.write(slot.name, slot.filter) for slot in template.slots}
    if None in parts.values():
        return None
    return template.text if not template.slots else _fill(template, values)


def _fill(template: Template, values: Values) -> str:
    text = template.text
    for slot in template.slots:
        marker = f"{{{slot.name}|{slot.filter}}}" if slot.filter else f"{{{slot.name}}}"
        text = text.replace(marker, values.write(slot.name, slot.filter) or "")
    return text


def _link_expected(spec: LinkSpec, values: Values) -> str | None:
    return _write(spec.text, values)


def _first_link(entry: Entry) -> Link | None:
    return entry.links[0] if entry.links else None


def _link_text(link: Link) -> str:
    return prose_of(link.children).text


def _link_is_exact(
    entry: Entry, spec: LinkSpec, values: Values, entries: list[Entry], open_specs: dict[int, LinkSpec]
) -> bool:
    link = _first_link(entry)
    if link is None or _link_text(link) != _write(spec.text, values):
        return False
    captures = spec.url.match(link.url)
    return captures is not None and all(values.write(each.name, each.filter) in (None, each.text) for each in captures)


def _link_url_is_like(
    entry: Entry, spec: LinkSpec, values: Values, entries: list[Entry], open_specs: dict[int, LinkSpec]
) -> bool:
    link = _first_link(entry)
    return link is not None and spec.url.match(link.url) is not None


def _link_text_is_exact(
    entry: Entry, spec: LinkSpec, values: Values, entries: list[Entry], open_specs: dict[int, LinkSpec]
) -> bool:
    expected = _write(spec.text, values)
    return expected is not None and expected in entry.prose.text


def _link_is_next(
    entry: Entry, spec: LinkSpec, values: Values, entries: list[Entry], open_specs: dict[int, LinkSpec]
) -> bool:
    """What is left over stands for what is missing, where there is as much of the one as of the other."""
    return len(entries) >= len(open_specs) and SequenceMatcher(None, entry.prose.text, spec.text.text).ratio() >= 0.3


def _bound_link(section: Section, entry: Entry, spec: LinkSpec, values: Values) -> BoundLink:
    link = _first_link(entry)
    expected = _link_expected(spec, values)
    if link is None:
        return BoundLink(spec, section, None, broken=entry, expected=expected)
    evidence: list[Evidence] = []
    deviation: Deviation | None = None
    prose = prose_of(link.children)
    text_captures = spec.text.match(prose.text)
    if text_captures is not None:
        evidence += evidence_of(text_captures, prose, 0, values, "link text", frozenset())
    elif expected is not None:
        deviation = deviation_of(prose, 0, len(prose.text), expected)
    url_captures = spec.url.match(link.url)
    place = link.url_span or link.span
    if url_captures is None:
        deviation = deviation or Deviation(Located(link.url, place), _write(spec.url, values) or spec.url.text)
    else:
        exact = place.end - place.start == len(link.url)
        for each in url_captures:
            span = Span(place.start + each.start, place.start + each.end) if exact else place
            evidence.append(Evidence(each.name, Located(each.text, span), values.write(each.name, each.filter), "link"))
    return BoundLink(spec, section, link.span, tuple(evidence), deviation, expected=expected)


def disputes_of(
    statements: Iterable[BoundStatement], links: Iterable[BoundLink], names: Iterable[str]
) -> Mapping[str, Dispute]:
    """The values that nothing in the card confirms, and that two or more places say otherwise, with one voice."""
    groups: list[tuple[Evidence, ...]] = [each.evidence for each in (*statements, *links)]
    disputes: dict[str, Dispute] = {}
    for name in names:
        said = [[each for each in group if each.name == name] for group in groups]
        voices = [group for group in said if group]
        everything = [each for group in voices for each in group]
        if len(voices) < 2 or any(each.agrees for each in everything):
            continue
        spoken = {FILTERS["slug"](each.said.text) for each in everything}
        if len(spoken) == 1:
            disputes[name] = Dispute(name, everything[0].said.text, tuple(everything))
    return disputes
