"""A sentence or heading that repeats the metadata or the title disagrees with it.

Why: somebody changed a value in one place; readers now find two answers on one card.

Fix: decide which of the two is right, and write it everywhere. Where one statement disagrees, the finding is at the
statement; where all that the card says, in two places or more, stands against the metadata, it is at the metadata.

Source: the card type, `statements`, `heading` of its sections, and `text` of its title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exlint.binding.reading import likeness
from exlint.card import BoundLink, BoundStatement, Card, Deviation, Dispute, Evidence
from exlint.findings import Applicability, Edit, Fix, Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, replaced
from exlint.rules.witnesses import (
    mended_link,
    mended_statement,
    new_field,
    revalued,
    trust,
    value_said,
    without_field,
)

_SLIP = 2
"""So many words too many are a slip; more may be a sentence that somebody wrote."""

_FEW = 3
"""So few words may be exchanged for others; where there are more, half of them must be the template's."""

_ALIKE = 0.5


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each value in dispute, each value that a statement has wrong, and each deviation."""
    yield from _disputes(card)
    for statement in card.statements:
        speaker = f"statement {statement.spec.name!r}"
        wrong = _wrong(card, statement.evidence)
        for each in wrong.values():
            yield _told(card, speaker, each, _mended(card, statement, wrong, each[0]))
        if statement.deviation and not wrong:
            found, expected = statement.deviation.found, statement.deviation.expected
            message = f"{speaker} reads {found.text!r}; expected {expected!r}"
            yield Problem(found.span, message, fixes=_reworded(card, statement, statement.deviation))
    for speaker, evidence in _others(card):
        yield from (_told(card, speaker, each) for each in _wrong(card, evidence).values())
    if card.title and card.title.expected:
        yield Problem(card.title.span, f"the title reads {card.title.text!r}; expected {card.title.expected!r}")


def _others(card: Card) -> Iterator[tuple[str, Sequence[Evidence]]]:
    """What else repeats values, and how it is called: metadata, headings, the title."""
    for said in card.metadata.evidence if card.metadata else ():
        yield said.source, (said,)
    for section in card.all_sections:
        yield f"the heading of section {section.name!r}", section.evidence
    if card.title:
        yield "the title", card.title.evidence


def _mended(
    card: Card, statement: BoundStatement, wrong: Mapping[str, Sequence[Evidence]], first: Evidence
) -> tuple[Fix, ...]:
    """The statement as the metadata has it; where nothing else confirms the metadata, the other way round as well."""
    how = trust(card, wrong)
    fixes = fix("write the statement anew", *mended_statement(card, statement, wrong), how=how)
    if how is Applicability.SAFE:
        return fixes
    return fixes + _believed(card, first.name, first.said.text)


def _reworded(card: Card, statement: BoundStatement, deviation: Deviation) -> tuple[Fix, ...]:
    """The words of the template; safe if they stand for hardly more, and for no value that nothing else confirms."""
    if statement.expected is None or statement.spec.names & card.disputes.keys():
        return ()
    values = {name: _value(card, name).casefold() for name in statement.spec.names}
    touched = [name for name, value in values.items() if value and value in deviation.expected.casefold()]
    found, expected = deviation.found.text, deviation.expected
    is_slip = len(found.split()) <= _FEW or likeness(expected, found) >= _ALIKE
    lost = len(found.split()) - len(expected.split())
    how = trust(card, touched) if is_slip and lost <= _SLIP else Applicability.DISPLAY
    return fix(f"write {deviation.expected!r}", *mended_statement(card, statement, ()), how=how)


def _wrong(card: Card, evidence: Iterable[Evidence]) -> Mapping[str, Sequence[Evidence]]:
    """What of the evidence is wrong, by value, but for those that are in dispute."""
    wrong: dict[str, list[Evidence]] = {}
    for each in evidence:
        if not each.agrees and each.name not in card.disputes:
            wrong.setdefault(each.name, []).append(each)
    return wrong


def _told(card: Card, speaker: str, wrong: Sequence[Evidence], fixes: tuple[Fix, ...] = ()) -> Problem:
    """The problem of one value, at the first place that has it wrong."""
    first, *others = wrong
    related = [Related(each.said.span, "and here") for each in others]
    source = _source_of(card, first.name)
    if source:
        related.append(Related(source, f"{_called(first.name)} is {_value(card, first.name)!r} here"))
    return Problem(first.said.span, _message(speaker, first), tuple(related), fixes)


def _message(speaker: str, evidence: Evidence) -> str:
    if not evidence.said.text:
        return f"{speaker} names no {_called(evidence.name)}; expected {evidence.expected!r}"
    said = f"{speaker} says {evidence.said.text!r} for {_called(evidence.name)}"
    if not evidence.expected:
        return f"{said}; the card has none"
    return f"{said}; expected {evidence.expected!r}"


def _disputes(card: Card) -> Iterator[Problem]:
    for name, dispute in card.disputes.items():
        value = _value(card, name)
        is_what = f"is {value!r}" if value else "is missing"
        says = "the rest of the card names none"
        if dispute.said:
            says = f"all that the card says of it is {dispute.said!r}"
        related = tuple(
            Related(each.said.span, f"says {each.said.text!r}" if each.said.text else "names none")
            for each in dispute.witnesses
        )
        place = _source_of(card, name) or _key_before(card, name)
        fixes = (*_believed(card, name, dispute.said), *_overruled(card, dispute))
        yield Problem(place, f"{_called(name)} {is_what}, but {says}", related, fixes)


def _believed(card: Card, name: str, said: str) -> tuple[Fix, ...]:
    """The value in the metadata, or the title, as the card's texts say it."""
    title, field = card.title, card.metadata.field(name) if card.metadata else None
    value = value_said(card, name, said)
    edits: list[Edit | None] = []
    if value and name == "title":
        edits = [replaced(card.document.source, title.span, title.text, value)] if title else []
    elif value:
        edits = revalued(card, field, value) if field else [new_field(card, name, value)]
    elif field and field.spec and not field.spec.required and not said:
        edits = [without_field(card, field)]
    wanted = f"write {value!r} for {_called(name)}" if value else f"remove {name!r}"
    return fix(wanted, *edits, how=Applicability.UNSAFE)


def _overruled(card: Card, dispute: Dispute) -> tuple[Fix, ...]:
    """All that says the value as the metadata has it."""
    edits: list[Edit | None] = []
    for statement in card.statements:
        if _disagrees(statement, dispute.name):
            edits += mended_statement(card, statement, (dispute.name,))
    edits += (mended_link(card.document.source, link) for link in card.links if _disagrees(link, dispute.name))
    return fix(f"write all that repeats {_called(dispute.name)} anew", *edits, how=Applicability.UNSAFE)


def _disagrees(witness: BoundStatement | BoundLink, name: str) -> bool:
    return any(each.name == name and not each.agrees for each in witness.evidence)


def _key_before(card: Card, name: str) -> Span:
    """The metadata key after which this one belongs."""
    names = [spec.name for spec in card.type.metadata.fields]
    fields = card.metadata.fields if card.metadata else ()
    before = [field for field in fields if field.spec and names.index(field.name) < names.index(name)]
    return before[-1].key.span if before else fields[0].key.span if fields else card.end


def _called(name: str) -> str:
    return "the title" if name == "title" else name


def _source_of(card: Card, name: str) -> Span | None:
    field = card.metadata.field(name) if card.metadata else None
    if field is None and name == "title":
        return card.title.span if card.title else None
    return field.value.span if field else None


def _value(card: Card, name: str) -> str:
    field = card.metadata.field(name) if card.metadata else None
    if field is None and name == "title":
        return card.title.text if card.title else ""
    return field.value.text if field else ""


RULE = CardRule(
    code="EX401",
    name="statement-mismatch",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY),
)
