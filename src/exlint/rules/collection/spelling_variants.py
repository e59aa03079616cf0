"""One term is spelled in several ways over the collection.

Why: `pushup` here and `push-up` there looks careless, and a search for one misses the other.

Fix: choose one form and write it everywhere. The finding comes once for each rarer form, at its first use, and is
related to its first use on every other card.

Forms of one term have the same letters with and without a hyphen or a space (`situp`, `sit-up`), singular and plural
alike. Which words can end such a term stands in the lists `compound-particles` and `compound-ends`; a particle after a
space counts in titles and plurals only, as `push up` elsewhere is a verb. A form with a space or a hyphen is no fault
by itself; some card must write the term as one word, unless it begins with a single letter (`V bar`, `V-bar`). Other
forms of one word stand together in the list `spelling-variants` of the card type; those of them that are right before
a noun (`bicep curl`) in its list `modifier-forms`.

Source: measured over 465 real cards: 25 forms, all of them true or arguable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import zip_longest

from exlint.card import Card, Passage, PassageKind
from exlint.cardtype import CardType
from exlint.facts import Collected, Json
from exlint.findings import GroupProblem, Member, Severity, Span
from exlint.prose import Word
from exlint.rules.base import CollectionRule, NoOptions
from exlint.rules.collection._nearness import singular
from exlint.value import Struct, Value, field

_LETTER_WORDS = frozenset({"a", "i", "o"})
_REMEMBERED = 100_000
"""Words of other cards that are kept: what is looked up grows with the content, which may be anything."""
_SHORTEST_START = 3
"""Letters that a word has before its end at least to be a compound (`setup`)."""


class _Lists(Value, eq=False, dict=True, gc=True):
    """The type's word lists that tell forms of terms. `endings` are all ends of a compound, the longest first."""

    particles: frozenset[str]
    ends: frozenset[str]
    endings: tuple[str, ...]
    closed: frozenset[str]
    modifier_forms: frozenset[str]
    family_of: dict[str, str]

    @cached_property
    def others(self) -> set[str]:
        """The words of other cards that were found to be no part of any term."""
        return set()


class _Variant(Struct):
    """A form of a term over the collection: how often it is used, and first where on each card."""

    text: str
    uses: int = 0
    members: list[Member] = field(default_factory=list)


def collect(card: Card, options: NoOptions) -> Json:
    """Each form that has others: `[form, uses, start, end]` of its first use, and its family if no rule gives it."""
    lists = _lists(card.type)
    uses: Counter[str] = Counter()
    first: dict[str, Span] = {}
    terms = frozenset(word for word in card.vocabulary - lists.others if _may_be_of_term(word, lists))
    if len(lists.others) > _REMEMBERED:
        lists.others.clear()
    lists.others.update(card.vocabulary - terms)
    for passage in card.passages_with(terms):
        if passage.is_running_text or passage.kind is PassageKind.TITLE:
            for form, start, end in _forms(passage, terms, lists):
                uses[form] += 1
                first.setdefault(form, passage.prose.span(start, end))
    return [
        [form, uses[form], span.start, span.end, *([lists.family_of[form]] if form in lists.family_of else [])]
        for form, span in first.items()
    ]


def _lists(card_type: CardType) -> _Lists:
    closed = ("articles", "possessives", "demonstratives", "prepositions", "conjunctions", "pronouns", "auxiliaries")
    names = ("compound-particles", "compound-ends", "modifier-forms", "spelling-variants")
    return _cached_lists(card_type.word_list(*closed), *(card_type.word_list(name) for name in names))


@lru_cache(maxsize=8)
def _cached_lists(
    closed: frozenset[str],
    particles: frozenset[str],
    ends: frozenset[str],
    modifier_forms: frozenset[str],
    groups: frozenset[str],
) -> _Lists:
    endings = tuple(sorted(particles | ends, key=lambda ending: (-len(ending), ending)))
    family_of = {form: group.split()[0] for group in sorted(groups) for form in group.split()}
    return _Lists(particles, ends, endings, closed, modifier_forms, family_of)


def _forms(passage: Passage, terms: frozenset[str], lists: _Lists) -> Iterator[tuple[str, int, int]]:
    """The forms in a passage, in lower case and singular, with their places."""
    for word, after in zip_longest(passage.words, passage.words[1:]):
        if word.lower not in terms and (after is None or after.lower not in terms):
            continue
        neighbour = after if after and passage.free[word.end : after.start] == " " else None
        form = word.lower
        if form in lists.family_of:
            if not (form in lists.modifier_forms and neighbour and neighbour.lower not in lists.closed):
                yield form, word.start, word.end
        elif _is_compound(form, lists):
            yield _singular(form), word.start, word.end
        elif neighbour and _is_pair(word, neighbour, passage, lists):
            yield f"{form} {_singular(neighbour.lower)}", word.start, neighbour.end


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    return singular(word)


@lru_cache(maxsize=8192)
def _is_compound(word: str, lists: _Lists) -> bool:
    """Whether one word is made of two, with a hyphen or without."""
    start, hyphen, end = singular(word).rpartition("-")
    if hyphen:
        is_letter = len(start) == 1 and end.isalpha()
        return start.isalpha() and (end in lists.particles or end in lists.ends or is_letter)
    ending = next((each for each in lists.endings if end.endswith(each)), end)
    return len(end) - len(ending) >= _SHORTEST_START and end.isalpha() and end not in lists.closed


@lru_cache(maxsize=8192)
def _may_be_of_term(word: str, lists: _Lists) -> bool:
    """Whether the word is a form of a term, or a part of one with a space."""
    end = _singular(word)
    is_letter = len(word) == 1 and word.isalpha() and word not in _LETTER_WORDS
    is_form = word in lists.family_of or _is_compound(word, lists)
    return is_form or is_letter or end in lists.ends or end in lists.particles


def _is_pair(word: Word, after: Word, passage: Passage, lists: _Lists) -> bool:
    """Whether two words may be one term."""
    end = _singular(after.lower)
    if len(word.text) == 1:
        return word.lower.isalpha() and word.lower not in _LETTER_WORDS and end.isalpha()
    if word.lower in lists.closed or not word.text.isalpha():
        return False
    return end in lists.ends or (end in lists.particles and (passage.kind is PassageKind.TITLE or end != after.lower))


def check(collected: Sequence[Collected], options: NoOptions) -> Iterator[GroupProblem]:
    """Yield one problem for each form of a term but the commonest."""
    families: dict[str, dict[str, _Variant]] = {}
    for card in collected:
        for form, uses, start, end, *family in card.data or ():
            variants = families.setdefault(family[0] if family else _letters(form), {})
            variant = variants.setdefault(form, _Variant(form))
            variant.uses += uses
            variant.members.append(Member(card.path, Span(start, end), f"{form!r} here too"))
    for name, variants in families.items():
        if len(variants) > 1 and (name in variants or len(_first_part(next(iter(variants)))) == 1):
            yield from _problems(name, list(variants.values()))


def _letters(form: str) -> str:
    return form.replace(" ", "").replace("-", "")


def _first_part(form: str) -> str:
    return form.replace("-", " ").partition(" ")[0]


def _problems(name: str, variants: Sequence[_Variant]) -> Iterator[GroupProblem]:
    """One for each variant but the commonest; of equals, the form that gives the family its name is the right one."""
    commonest = max(variants, key=lambda each: (each.uses, len(each.members), each.text == name, each.text))
    for variant in variants:
        if variant is not commonest:
            counts = f"used {_times(variant.uses)} in the collection, {commonest.text!r} {_times(commonest.uses)}"
            yield GroupProblem(f"{variant.text!r} is {counts}", tuple(variant.members), singly=True)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


RULE = CollectionRule(
    code="EX707", name="spelling-variants", since="0.1.0", severity=Severity.WARNING, check=check, collect=collect
)
