"""What is known of a card when it is bound, for what is still to be written in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from exlint.binding.reading import Values, name_in, values_of
from exlint.card import Card
from exlint.document import Link, Paragraph, walk_inlines
from exlint.value import replace


def known_values(card: Card) -> Values:
    """The card's values, with what its links and its closing line have for the type's captures."""
    title = name_in(card.title, card.type.title)
    values = values_of(card.type, title, card.metadata)
    chosen = Counter(_chosen(card))
    usual = {name: text for (name, text), _ in reversed(chosen.most_common())}
    return replace(values, texts={**usual, **values.texts})


def _chosen(card: Card) -> Iterator[tuple[str, str]]:
    """Each capture that is said somewhere, with what is said for it."""
    for each in card.evidence:
        if each.name in card.type.captures:
            yield each.name, each.said.text
    form = card.type.closing.link if card.type.closing else None
    last = next((block for block in card.document.blocks if block.span == card.closing), None)
    for inline in walk_inlines(last.inlines) if form and isinstance(last, Paragraph) else ():
        if form and isinstance(inline, Link):
            yield from ((each.name, each.text) for each in form.match(inline.url.rstrip("/")) or ())
