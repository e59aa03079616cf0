"""A sentence ends after a word that must be followed by another: a preposition, an article, a conjunction.

Why: its end was lost, and with it what the reader should do.

Fix: write the end.

Many prepositions end sentences in good English ("push off", "the side you started from", "what to look for"). The
language's word lists say which never do (`never-last`), which do only in a question or a relative clause
(`rarely-last`), and which do only after a verb (`last-after-verbs`).

Source: measured over the sentences of some 900 exercise cards.
"""

from __future__ import annotations

from collections.abc import Iterator

from exlint.card import Card
from exlint.findings import Problem, Severity
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.prose._sentence_end import cut_off_sentences


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each, at its last word."""
    for passage in card.passages:
        for words in cut_off_sentences(passage, card.type):
            last = words[-1]
            yield Problem(passage.prose.span(last.start, last.end), f"sentence is cut off after {last.text!r}")


RULE = CardRule(code="EX512", name="cut-off-sentence", since="0.1.0", severity=Severity.WARNING, check=check)
