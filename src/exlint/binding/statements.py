"""Finding the type's statements in a card, and what each says for the values that it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from exlint.binding.reading import Values, deviation_of, evidence_of, likeness, said
from exlint.card import BoundStatement, Question, Section
from exlint.cardtype import CardType, StatementSpec
from exlint.document import Heading, Paragraph
from exlint.lazy import lazy_pattern
from exlint.prose import Prose, prose_of, sentences
from exlint.template import Capture, Template
from exlint.value import replace

_SENTENCE_END = lazy_pattern(r"[.!?] ")
_ALIKE = 0.5
"""A text that shares fewer of its words with a statement is none of it."""


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


def _place_of(expected: str, text: str) -> tuple[int, int]:
    """The range in which a text says what is expected, be it with other white space; `(-1, -1)` if it doesn't."""
    if " ".join(text.split()) == text and " ".join(expected.split()) == expected:
        start = text.find(expected)
        return start, start + len(expected) if start >= 0 else -1
    match = re.search(r"\s+".join(map(re.escape, expected.split())), text)
    return match.span() if match else (-1, -1)


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
        proses = [prose_of(block.inlines) for block in self.section.blocks if isinstance(block, Heading | Paragraph)]
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
        start, end = _place_of(expected, prose.text)
        if start < 0 or self._is_taken(prose, start):
            return None
        return self._bind(spec, prose, start, end)

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
            return 2.0 - 0.1 * self._disagreements(captures)
        return likeness(form.render(self.values.texts) or form.text, text)

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
                asked = spec.question.render(self.values.texts)
                yield BoundStatement(spec, self.section, None, expected=self._expected(spec), question=asked)

    def _question(self, spec: StatementSpec, taken: set[int], *, exact: bool) -> Question | None:
        assert spec.question is not None
        free = [question for question in self.section.questions if question.span.start not in taken]
        if exact:
            expected = spec.question.render(self.values.texts)
            same = [question for question in free if question.prose.text.split() == (expected or "").split()]
            if len(same) == 1:
                return same[0]
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
        ask = replace(spec, forms={"": spec.question}, by="")
        asked = self._bind(ask, question.prose, 0, len(question.prose.text))
        if f"{question.prose.text.rstrip()}?" == asked.expected:
            asked = replace(asked, deviation=None)  # a mark is missing, which is a fault of any question
        if not question.answer:
            return replace(asked, spec=spec, span=question.span)
        prose = question.answer[0]
        told = self._bind(spec, prose, 0, len(prose.text))
        return replace(told, evidence=(*asked.evidence, *told.evidence), deviation=asked.deviation or told.deviation)

    def _expected(self, spec: StatementSpec) -> str | None:
        form = spec.forms.get(self.values.texts.get(spec.by, "") if spec.by else "")
        return self.values.fill(form) if form else None

    def _draft(self, spec: StatementSpec) -> str | None:
        form = spec.forms.get(self.values.texts.get(spec.by, "") if spec.by else "")
        return self.values.draft(form) if form else None

    def _bind(self, spec: StatementSpec, prose: Prose, start: int, end: int) -> BoundStatement:
        """Read the statement in a range of the prose."""
        self._take(prose, start, end)
        text = prose.text[start:end]
        span = prose.span(start, end)
        expected = self._expected(spec)
        by, best = self._best_reading(spec, text)
        wanted = expected or self._draft(spec)
        if best is not None:
            own = self.values.texts.get(spec.by, "")
            evidence = evidence_of(best, prose, start, self.values, spec.name)
            is_another = by != own and own in spec.forms and all(each.name != spec.by for each in evidence)
            deviation = deviation_of(prose, start, end, wanted) if is_another and wanted else None
            return BoundStatement(spec, self.section, span, evidence, deviation, expected)
        deviation = deviation_of(prose, start, end, wanted) if wanted else None
        return BoundStatement(spec, self.section, span, (), deviation, expected)

    def _best_reading(self, spec: StatementSpec, text: str) -> tuple[str, tuple[Capture, ...] | None]:
        """What the text says by the form with which it disagrees least, and whose form that is; None if by no form.

        Of equals the form of the card's own value, else the first.
        """
        own = self.values.texts.get(spec.by, "")
        best: tuple[str, tuple[Capture, ...] | None] = ("", None)
        least = 0
        for by, form in sorted(spec.forms.items(), key=lambda each: each[0] != own):
            captures = self._read(form, text)
            disagreements = self._disagreements(captures or ())
            if captures is not None and (best[1] is None or disagreements < least):
                best, least = (by, captures), disagreements
                if least == 0:
                    break
        return best

    def _read(self, form: Template, text: str) -> tuple[Capture, ...] | None:
        """What the text says; None if it is read wrongly: a value with a sentence's end in it, or one that took in

        the optional part after it.
        """
        captures = self.values.read(form, text)
        wrong = [said(each) for each in captures or () if self.values.disagrees(each)]
        if any(_SENTENCE_END.search(each) for each in wrong) or ("" in wrong and any(wrong)):
            return None
        return captures

    def _disagreements(self, captures: tuple[Capture, ...]) -> int:
        return sum(self.values.disagrees(capture) for capture in captures)
