"""The values of a new card: what a person gives for them, by key, becomes what the card type asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from exlint import schema
from exlint.binding.reading import Values
from exlint.cardtype import CardType, FieldSpec
from exlint.scalars import plain_value
from exlint.suggest import did_you_mean


class GivenError(ValueError):
    """Values from which no card can be made, with all the reasons."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.reasons))


def values_from(card_type: CardType, title: str, given: Iterable[tuple[str, str]], usual: Mapping[str, str]) -> Values:
    """The values of a card from its title and from pairs of key and value.

    Keys and known values are found in any letter case; the items of a list have commas between. What the taxonomy
    decides may be left out, and so may a capture that is `usual`, and a key that is called title. Whether the values go
    together is for rules to say.

    Raises:
        GivenError: a key is unknown or given twice, or one that is needed is missing.
    """
    texts = {"title": " ".join(title.split())}
    faults = [] if texts["title"] else ["the title is empty"]
    for key, text in given:
        name = _name(card_type, key)
        if name is None:
            faults.append(f"unknown key {key!r}{did_you_mean(key, _names(card_type))}")
        elif name in texts:
            faults.append(f"{name} is given twice")
        else:
            texts[name] = _value(card_type, name, text)
    follows = {rule.decides: rule.parent_of.get(texts.get(rule.key, ""), "") for rule in card_type.taxonomy}
    follows |= {field.name: texts["title"] for field in card_type.metadata.fields if _folded(field.name) == "title"}
    texts = {**usual, **{name: text for name, text in follows.items() if text}, **texts}
    faults += (*_wrong(card_type, texts), *_missing(card_type, texts, follows))
    if faults:
        raise GivenError(faults)
    absent = frozenset(field.name for field in card_type.metadata.fields if field.name not in texts)
    return Values(texts, texts, absent, card_type.slugs)


def free_values(card_type: CardType) -> Mapping[str, str]:
    """The values that a card chooses to write its statements and links, with the pattern of each."""
    templates = [form for each in card_type.statements for form in (each.question, *each.forms.values())]
    templates += [template for each in card_type.links for template in (each.text, each.url)]
    templates += [card_type.closing.link] if card_type.closing else []
    names = frozenset().union(*(template.names for template in templates if template))
    return {name: pattern for name, pattern in card_type.captures.items() if name in names}


def _names(card_type: CardType) -> list[str]:
    return [*(field.name for field in card_type.metadata.fields), *free_values(card_type)]


def _name(card_type: CardType, key: str) -> str | None:
    return next((name for name in _names(card_type) if _folded(name) == _folded(key)), None)


def _folded(key: str) -> str:
    """A key as it is compared: `body-part` is `Body Part`, as a shell makes spaces a nuisance."""
    return " ".join(re.split(r"[\s_-]+", key.strip())).casefold()


def _value(card_type: CardType, name: str, text: str) -> str:
    """The value as a card writes it."""
    field = card_type.metadata.field(name)
    if field is None:
        return text.strip()
    items = text.split(",") if field.is_list else [text]
    return ", ".join(_known(field, " ".join(item.split())) for item in items)


def _known(field: FieldSpec, item: str) -> str:
    return next((known for known in field.known if known.casefold() == item.casefold()), item)


def _wrong(card_type: CardType, texts: Mapping[str, str]) -> Iterator[str]:
    """Which values are none of those that may be."""
    fields = [field for field in card_type.metadata.fields if field.name in texts]
    data = {field.name: _data(field, texts[field.name]) for field in fields}
    for violation in schema.quick_violations(card_type.metadata.schema_text, data):
        if violation.keyword != "required":
            yield ": ".join([*map(str, violation.path[:1]), schema.describe(violation)])
    for name, pattern in free_values(card_type).items():
        if name in texts and not re.fullmatch(pattern, texts[name]):
            yield f"{name}: {texts[name]!r} does not match {pattern}"


def _data(field: FieldSpec, text: str) -> object:
    """A value as JSON has it."""
    items = [item if field.kind == "string" else plain_value(item) for item in text.split(", ")]
    return items if field.is_list else text if field.kind == "string" else plain_value(text)


def _missing(card_type: CardType, texts: Mapping[str, str], follows: Collection[str]) -> Iterator[str]:
    """What has to be given; what follows from another value has not."""
    for field in card_type.metadata.fields:
        if field.required and field.name not in texts and field.name not in follows:
            known = f": {', '.join(field.known)}" if field.known else ""
            yield f"{field.name} is missing{known}"
    for name, pattern in free_values(card_type).items():
        if name not in texts:
            yield f"{name} is missing: what matches {pattern}"
