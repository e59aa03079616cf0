"""A proper name is in lower case.

Why: "skierg machine" beside "SkiErg" in the title reads as carelessness, and a script that lower-cases titles leaves
such names behind.

Fix: write the name as its owner does. What is no name in your prose, take out of the card type's `proper-names`.

Names are the card type's `proper-names` that the general word list lacks, or has with a capital only, but for its
`either-case-names`, and all of its `capital-names`. A name that many cards write in lower case is a habit of the
collection: it is reported once, for all of them.

Source: measured over 465 exercise cards, where a template lower-cases names in descriptions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from exlint.card import Card
from exlint.facts import Collected, Json
from exlint.findings import Applicability, Edit, GroupProblem, Member, Problem, Severity, Span
from exlint.prose import words
from exlint.rules.base import CollectionRule
from exlint.rules.edits import fix
from exlint.wordlist import general_words


@dataclass(frozen=True, slots=True)
class Options:
    """On how many cards a name in lower case is reported at each of its places."""

    each_up_to: int = field(
        default=9,
        metadata={"doc": "cards up to which a name in lower case is reported at each of its places, not once"},
    )


def collect(card: Card, options: Options) -> Json:
    """The names in lower case: `[name, start, end]`."""
    lists = (card.type.word_list(name) for name in ("proper-names", "capital-names", "either-case-names"))
    names = _names(card.type.language, *lists)
    found: list[Json] = []
    for passage in card.passages_with(names):
        if passage.is_running_text:
            for word in passage.words:
                first = word.text.partition("-")[0].replace("’", "'").removesuffix("'s")
                if first in names:
                    span = passage.prose.span(word.start, word.start + len(first))
                    found.append([first, span.start, span.end])
    return found


def check(collected: Sequence[Collected], options: Options) -> Iterator[tuple[str, Problem] | GroupProblem]:
    """Yield one problem for each name in lower case, or one for all cards if it is a habit."""
    places: defaultdict[str, list[tuple[str, Span]]] = defaultdict(list)
    for card in collected:
        for name, start, end in card.data or ():
            places[name].append((card.path, Span(start, end)))
    written = {word.lower: word.text for card in collected if card.title for word in words(card.title.text)}
    for name, found in sorted(places.items()):
        message = f"the name {name!r} is in lower case"
        firsts = dict(reversed(found))
        if len(firsts) > options.each_up_to:
            members = tuple(Member(path, firsts[path], f"{name!r} here too") for path in sorted(firsts))
            yield GroupProblem(f"{message} on {len(firsts)} cards", members, singly=True)
            continue
        for path, span in found:
            right = written.get(name, "")
            edit = Edit(span, right) if span.end - span.start == len(right) else None
            yield path, Problem(span, message, fixes=fix(f"write {right!r}", edit, how=Applicability.UNSAFE))


@lru_cache(maxsize=8)
def _names(language: str, proper: frozenset[str], always: frozenset[str], sometimes: frozenset[str]) -> frozenset[str]:
    """The names that are no words as well."""
    general = general_words(language)
    return always | {name for name in proper - sometimes if general.rank(name) < 0 or general.is_name(name)}


RULE = CollectionRule(
    code="EX524",
    name="lower-case-name",
    since="0.1.0",
    severity=Severity.WARNING,
    check=check,
    collect=collect,
    options=Options,
    fixable=(Applicability.UNSAFE,),
)
