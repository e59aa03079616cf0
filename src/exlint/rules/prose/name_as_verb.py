"""An exercise's name stands where a verb belongs.

Why: "using momentum to Pushup" and "a tall Spine Stretches the muscle" are left over when links to cards of these
names, set by a script on ordinary words, are taken out.

Fix: write the verb, in lower case and in its own spelling: "to push up", "the spine stretches".

Source: measured over some 900 exercise cards: 11 of 11 true.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.prose._capitals import is_headline, is_verb, phrases, text_of


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each capitalised name in a verb's place."""
    for passage in card.passages:
        if passage.is_running_text and passage.inner_capitals and not is_headline(passage, card.type):
            for phrase in phrases(passage, card.type):
                if is_verb(phrase, passage, card.type):
                    span = passage.prose.span(phrase[0].start, phrase[-1].end)
                    yield Problem(span, f"the name {text_of(phrase)!r} stands where a verb belongs")


RULE = CardRule(code="EX504", name="name-as-verb", since="0.1.0", severity=Severity.WARNING, check=check)
