"""A sentence or heading that repeats the metadata or the title disagrees with it.

Why: somebody changed a value in one place; readers now find two answers on one card.

Fix: decide which of the two is right, and write it everywhere. Where one statement disagrees, the finding is at the
statement; where all that the card says, in two places or more, stands against the metadata, it is at the metadata.

Source: the card type, `statements`, `heading` of its sections, and `text` of its title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exlint.card import Card, Evidence
from exlint.findings import Problem, Related, Severity, Span
from exlint.rules.base import CardRule, NoOptions


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each value in dispute, each value that a statement has wrong, and each deviation."""
    yield from _disputes(card)
    for statement in card.statements:
        speaker = f"statement {statement.spec.name!r}"
        wrong = list(_wrong(card, statement.evidence, speaker))
        yield from wrong
        if statement.deviation and not wrong:
            found, expected = statement.deviation.found, statement.deviation.expected
            yield Problem(found.span, f"{speaker} reads {found.text!r}; expected {expected!r}")
    for said in card.metadata.evidence if card.metadata else ():
        yield from _wrong(card, (said,), said.source)
    for section in card.all_sections:
        yield from _wrong(card, section.evidence, f"the heading of section {section.name!r}")
    if card.title:
        yield from _wrong(card, card.title.evidence, "the title")
        if card.title.expected:
            yield Problem(card.title.span, f"the title reads {card.title.text!r}; expected {card.title.expected!r}")


def _wrong(card: Card, evidence: Iterable[Evidence], speaker: str) -> Iterator[Problem]:
    """One problem for each value that the evidence has wrong, at the first place that says so."""
    wrong: dict[str, list[Evidence]] = {}
    for each in evidence:
        if not each.agrees and each.name not in card.disputes:
            wrong.setdefault(each.name, []).append(each)
    for name, (first, *others) in wrong.items():
        related = [Related(each.said.span, "and here") for each in others]
        source = _source_of(card, name)
        if source:
            related.append(Related(source, f"{_called(name)} is {_value(card, name)!r} here"))
        yield Problem(first.said.span, _message(speaker, first), tuple(related))


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
        yield Problem(place, f"{_called(name)} {is_what}, but {says}", related)


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


RULE = CardRule(code="EX401", name="statement-mismatch", since="0.1.0", severity=Severity.ERROR, check=check)
