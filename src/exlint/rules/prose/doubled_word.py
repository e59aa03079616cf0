"""A word stands twice in a row.

Why: it is the commonest slip of editing, and the eye reads over it, above all at a line's end.

Fix: remove one. Words that rightly come twice ("had had") stand in the language's `doubled-words`.

Source: every style guide; the check is as old as the Unix tool `diction`.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq

from exlint.card import Card, Passage
from exlint.findings import Applicability, Problem, Severity
from exlint.placeholders import placeholders
from exlint.prose import Word
from exlint.rules.base import CardRule, NoOptions
from exlint.rules.edits import fix, removed

_SMALL = ("articles", "possessives", "prepositions", "conjunctions", "pronouns", "auxiliaries")
"""Words that say nothing more when they are said twice."""


def check(card: Card, options: NoOptions) -> Iterator[Problem]:
    """Yield one problem for each run of one word, at all of it."""
    allowed = card.type.word_list("doubled-words")
    small = card.type.word_list(*_SMALL)
    for passage in card.passages:
        for run in _runs(passage):
            if len(run) < 2 or run[0].lower in allowed or run[0].text.isdigit():
                continue
            if not any(match.start() < run[0].start < match.end() for match in placeholders(passage.free, card.type)):
                times = "twice" if len(run) == 2 else f"{len(run)} times"
                span = passage.prose.span(run[0].start, run[-1].end)
                rest = passage.prose.span(run[0].end, run[-1].end)
                shown = passage.prose.text[run[0].end : run[-1].end]
                how = Applicability.SAFE if run[0].lower in small else Applicability.UNSAFE
                fixes = fix("leave one", removed(card.document.source, rest, shown), how=how)
                yield Problem(span, f"{run[0].text!r} stands {times} in a row", fixes=fixes)


def _runs(passage: Passage) -> Iterator[list[Word]]:
    """The words, those together that are one word with nothing but space between; none where no word follows itself."""
    words = passage.lower_words
    if not any(map(eq, words, words[1:])):
        return
    run: list[Word] = []
    for word in passage.words:
        if run and (word.lower != run[0].lower or not passage.free[run[-1].end : word.start].isspace()):
            yield run
            run = []
        run.append(word)
    yield run


RULE = CardRule(
    code="EX505",
    name="doubled-word",
    since="0.1.0",
    severity=Severity.ERROR,
    check=check,
    fixable=(
        Applicability.SAFE,
        Applicability.UNSAFE,
    ),
)
