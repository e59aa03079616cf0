"""A link that repeats the metadata disagrees with it, in its text or in its address.

Why: the reader is told one thing and sent to another.

Fix: write the text and the address as the message gives them.

Source: the card type, `links` and `slugs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import BoundLink, Card, Evidence
from exlint.findings import Applicability, Fix, Problem, Related, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix
from exlint.rules.witnesses import mended_link, trust


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each link and value that disagree, at the text if it does so too."""
    for link in card.links:
        wrong: dict[str, list[Evidence]] = {}
        for each in link.evidence:
            if not each.agrees and each.name not in card.disputes:
                wrong.setdefault(each.name, []).append(each)
        for name, (first, *others) in wrong.items():
            related = [Related(each.said.span, "and here") for each in others]
            field = card.metadata.field(name) if card.metadata else None
            if field:
                related.append(Related(field.value.span, f"{name} is {field.value.text!r} here"))
            message = f"{first.source} says {first.said.text!r} for {name}; expected {first.expected!r}"
            yield Problem(first.said.span, message, tuple(related), _mended(card, link))
        if link.deviation:
            found, expected = link.deviation.found, link.deviation.expected
            message = f"link reads {found.text!r}; expected {expected!r}"
            yield Problem(found.span, message, fixes=_mended(card, link))


def _mended(card: Card, link: BoundLink) -> tuple[Fix, ...]:
    """The link as the metadata has it."""
    names = (link.spec.text.names | link.spec.url.names) - card.type.captures.keys()
    if names & card.disputes.keys():
        return ()
    return fix(f"write {link.expected!r}", mended_link(card.document.source, link), how=trust(card, names))


RULE = CardRule(
    code="EX602",
    name="link-mismatch",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
