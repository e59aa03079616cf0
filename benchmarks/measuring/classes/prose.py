"""Defects of free prose. A finding counts only on the planted line."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from measuring.cards import CardText, Plant, Site, Stretch, Word
from measuring.classes import EditClass
from measuring.words import COMPOUNDS, CUT_AFTER, FUNCTION_WORDS, LISTS, NOUNS, PROPER_NAMES, VERBS

_Maker = Callable[[Site], Plant | None]
_SENTENCES = ("description", "step", "tip", "mistake", "answer")
_HOLE = ("dropped-word", "cut-off-sentence", "capital-article")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A range of a line and what to put there."""

    line: int
    start: int
    end: int
    new: str
    variant: str = ""


def _one_of(site: Site, spots: Iterable[_Spot]) -> Plant | None:
    """One of the spots, the variants being equally likely."""
    by_variant: dict[str, list[_Spot]] = {}
    for spot in spots:
        by_variant.setdefault(spot.variant, []).append(spot)
    if not by_variant:
        return None
    spot = site.chance.choice(by_variant[site.chance.choice(sorted(by_variant))])
    return site.card.edited(spot.line, spot.start, spot.end, spot.new, spot.variant)


def _any_of(site: Site, spots: Iterable[_Spot]) -> Plant | None:
    """One of the spots, all being equally likely."""
    found = list(spots)
    if not found:
        return None
    spot = site.chance.choice(found)
    return site.card.edited(spot.line, spot.start, spot.end, spot.new, spot.variant)


def _words(card: CardText, *kinds: str) -> Iterable[tuple[Stretch, Word]]:
    for stretch in card.stretches(*kinds) if kinds else card.prose:
        for word in stretch.words:
            yield stretch, word


def _neighbours(card: CardText, *kinds: str) -> Iterable[tuple[Stretch, Word, Word]]:
    """Words with only a space between them."""
    for stretch in card.stretches(*kinds) if kinds else card.prose:
        for one, other in zip(stretch.words, stretch.words[1:], strict=False):
            if card.lines[stretch.line][one.end : other.start] == " ":
                yield stretch, one, other


@cache
def _words_in(card: CardText) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", "\n".join(card.lines).lower()))


def _is_used(site: Site, word: str) -> bool:
    """Whether a card of the collection has the word, so that it is likely to be one."""
    return any(word.lower() in _words_in(card) for card in (site.card, *site.others))


def _transposed(site: Site, word: str) -> str:
    at = site.chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(site: Site, word: str) -> str:
    at = site.chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(site: Site, word: str) -> str:
    at = site.chance.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def _replaced(site: Site, word: str) -> str:
    at = site.chance.randrange(1, len(word))
    return word[:at] + site.chance.choice(string.ascii_lowercase) + word[at + 1 :]


def _inserted(site: Site, word: str) -> str:
    at = site.chance.randrange(1, len(word))
    return word[:at] + site.chance.choice(string.ascii_lowercase) + word[at:]


def _misspelled(damage: Callable[[Site, str], str], site: Site) -> Plant | None:
    """Damage a word of five letters or more, so that no card of the collection has the result."""
    words = [(stretch, word) for stretch, word in _words(site.card) if len(word.text) >= 5 and word.text.isalpha()]
    site.chance.shuffle(words)
    for stretch, word in words:
        wrong = damage(site, word.text)
        if wrong != word.text and not _is_used(site, wrong):
            return site.card.edited(stretch.line, word.start, word.end, wrong, stretch.kind)
    return None


def _capital_hole(site: Site) -> Plant | None:
    """Replace an article and the noun after it by "The"; best after a verb."""
    return _one_of(
        site,
        (
            _Spot(stretch.line, article.start, noun.end, "The", "after a verb" if _is_verb(before) else "after another")
            for stretch, before, article, noun in _article_nouns(site.card)
            if not stretch.starts_sentence(article)
        ),
    )


def _article_nouns(card: CardText) -> Iterable[tuple[Stretch, Word, Word, Word]]:
    """The word before an article, the article, and the noun right after it."""
    for stretch in card.prose:
        words = stretch.words
        for before, article, noun in zip(words, words[1:], words[2:], strict=False):
            if article.text in ("a", "an", "the") and noun.text in NOUNS:
                yield stretch, before, article, noun


def _is_verb(word: Word) -> bool:
    stem = word.text.lower()
    stems = {stem, stem.removesuffix("s"), stem.removesuffix("es"), stem.removesuffix("ing"), stem[:-3] + "e"}
    return bool(stems & VERBS)


def _lower_hole(site: Site) -> Plant | None:
    """Delete the noun after an article, whatever follows."""
    spots = []
    for stretch in site.card.prose:
        for article, noun in zip(stretch.words, stretch.words[1:], strict=False):
            if article.text.lower() in ("a", "an", "the") and noun.text in NOUNS:
                after = site.card.lines[stretch.line][noun.end :]
                kind = "word" if after[:2].strip().isalpha() else "mark"
                spots.append(_Spot(stretch.line, noun.start - 1, noun.end, "", f"before a {kind}"))
    return _any_of(site, spots)


def _other_hole(site: Site) -> Plant | None:
    """Delete the word between "to" and "or" or "and", or the noun after a possessive before a closing mark."""
    spots = []
    for stretch in site.card.prose:
        text = stretch.text
        spots += [
            _Spot(
                stretch.line, stretch.start + match.start(1) - 1, stretch.start + match.end(1), "", match[0].split()[0]
            )
            for match in re.finditer(r"\b(?:to|of|with|your) (\w+)(?= (?:or|and) |[.,])", text)
        ]
    return _one_of(site, spots)


def _cut_off(stop: str, site: Site) -> Plant | None:
    """Cut a sentence after a preposition, article or conjunction, and end it there."""
    spots = []
    for stretch in site.card.stretches(*_SENTENCES):
        for start, end in stretch.sentences:
            inner = [word for word in stretch.words if start <= word.start and word.end < end - 1][2:]
            is_last = end == stretch.end
            spots += [
                _Spot(stretch.line, word.end, end, stop, word.text.lower())
                for word in inner
                if word.text.lower() in CUT_AFTER and (stop or is_last)
            ]
    return _any_of(site, spots)


def _wrong_article(site: Site) -> Plant | None:
    swap = {"a": "an", "an": "a", "A": "An", "An": "A"}
    return _one_of(
        site,
        (
            _Spot(stretch.line, one.start, one.end, swap[one.text], f"{swap[one.text]} for {one.text}")
            for stretch, one, _ in _neighbours(site.card)
            if one.text in swap
        ),
    )


def _capital(site: Site) -> Plant | None:
    """Capitalise a common word in mid-sentence: any of four letters or more that is no function word."""
    return _one_of(
        site,
        (
            _Spot(stretch.line, word.start, word.end, word.text.capitalize(), _part_of_speech(word.text))
            for stretch, before, word in _neighbours(site.card)
            if word.text.isalpha() and word.text.islower() and len(word.text) > 3 and before.text.islower()
            if word.text not in FUNCTION_WORDS
        ),
    )


def _capital_article(site: Site) -> Plant | None:
    return _one_of(
        site,
        (
            _Spot(stretch.line, word.start, word.end, word.text.capitalize(), word.text)
            for stretch, before, word in _neighbours(site.card)
            if word.text in ("the", "a", "an") and before.text.islower()
        ),
    )


def _part_of_speech(word: str) -> str:
    """A rough guess, so that each kind of word is planted as often."""
    if word in NOUNS:
        return "noun"
    if word.endswith(("ing", "ed", "ly")):
        return "-ing, -ed, -ly"
    return "other word"


def _wrong_word(pairs: dict[str, list[str]], site: Site) -> Plant | None:
    """Put a real word in another's place; each pair that the card has is as likely."""
    return _one_of(
        site,
        (
            _Spot(stretch.line, word.start, word.end, _like(word.text, wrong), f"{wrong} for {word.text.lower()}")
            for stretch, word in _words(site.card)
            for wrong in pairs.get(word.text.lower(), ())
        ),
    )


def _like(model: str, word: str) -> str:
    """The word with the model's capital."""
    return word[0].upper() + word[1:] if model[0].isupper() else word


def _pairs(name: str, *, both_ways: bool) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for right, wrong in LISTS[name]:
        pairs.setdefault(right, []).append(wrong)
        if both_ways:
            pairs.setdefault(wrong, []).append(right)
    return pairs


def _doubled_word(site: Site) -> Plant | None:
    return _any_of(
        site,
        (
            _Spot(stretch.line, word.end, word.end, f" {word.text.lower()}")
            for stretch, word in _words(site.card)
            if word.text.lower() not in ("that", "had")
        ),
    )


def _doubled_space(site: Site) -> Plant | None:
    spots = (
        _Spot(each.line, each.start + match.start(), each.start + match.end(), "  " if match[0] == " " else "   ")
        for each in site.card.prose
        for match in re.finditer(" ", each.text)
    )
    return _any_of(site, spots)


def _space_before(site: Site) -> Plant | None:
    return _one_of(
        site,
        (
            _Spot(stretch.line, start, start, " ", site.card.lines[stretch.line][start])
            for stretch in site.card.prose
            for start, _ in stretch.matches(r"(?<=\w)[.,?!:;)](?=\s|$)")
        ),
    )


def _doubled_mark(site: Site) -> Plant | None:
    spots = []
    for stretch in site.card.prose:
        for start, end in stretch.matches(r"(?<=\w)[.,?!:;](?=\s|$)"):
            mark = site.card.lines[stretch.line][start]
            extra = (mark, ",") if mark == "." else (mark, ".") if mark in ",?" else (mark,)
            spots += [_Spot(stretch.line, end, end, each, mark + each) for each in extra]
    return _one_of(site, spots)


def _no_stop_at_end(site: Site) -> Plant | None:
    """Drop the full stop at the end of a step, tip, mistake or answer."""
    spots = (
        _Spot(stretch.line, stretch.end - 1, stretch.end, "", stretch.kind)
        for stretch in site.card.stretches("step", "tip", "mistake", "answer")
        if stretch.text.endswith(".")
    )
    return _one_of(site, spots)


def _no_stop_inside(site: Site) -> Plant | None:
    """Drop the full stop between two sentences."""
    spots = (
        _Spot(stretch.line, end - 1, end, "")
        for stretch in site.card.stretches(*_SENTENCES)
        for _, end in stretch.sentences
        if end < stretch.end or stretch.kind == "description"
        if site.card.lines[stretch.line][end - 1] == "."
    )
    return _any_of(site, spots)


def _lower_start(site: Site) -> Plant | None:
    spots = (
        _Spot(
            stretch.line, start, start + 1, site.card.lines[stretch.line][start].lower(),
            stretch.kind if start == stretch.start else "inside",
        )
        for stretch in site.card.prose
        for start, _ in stretch.sentences
        if site.card.lines[stretch.line][start].isupper() and site.card.lines[stretch.line][start + 1].islower()
    )  # fmt: skip
    return _one_of(site, spots)


def _bracket(site: Site) -> Plant | None:
    spots = [
        _Spot(stretch.line, start, end, "", f"{site.card.lines[stretch.line][start]} lost")
        for stretch in site.card.prose
        for start, end in stretch.matches(r"[()]")
    ]
    for stretch, word in _words(site.card):
        spots += [_Spot(stretch.line, word.start, word.start, mark, f"{mark} added") for mark in "(["]
        spots += [_Spot(stretch.line, word.end, word.end, mark, f"{mark} added") for mark in ")]"]
    return _one_of(site, spots)


def _quote(site: Site) -> Plant | None:
    spots = []
    for stretch, word in _words(site.card):
        spots += [_Spot(stretch.line, word.start, word.start, mark, f"{mark} before") for mark in '"“”']
        spots += [_Spot(stretch.line, word.end, word.end, mark, f"{mark} after") for mark in '"”']
    return _one_of(site, spots)


def _placeholder(name: str, site: Site) -> Plant | None:
    """A placeholder for a word, after a sentence, or for all of an item."""
    filling = site.chance.choice(LISTS["placeholders"][name])
    spots = [
        _Spot(stretch.line, word.start, word.end, filling, "word")
        for stretch, word in _words(site.card)
        if word.text not in FUNCTION_WORDS
    ]
    whole = site.chance.choice(LISTS["placeholders"]["sentences"]) if name == "listed" else filling
    for stretch in site.card.prose:
        if stretch.kind != "question":
            spots.append(_Spot(stretch.line, stretch.end, stretch.end, f" {filling}", "after"))
        if stretch.kind != "description":
            spots.append(_Spot(stretch.line, stretch.start, stretch.end, whole, "whole"))
    return _one_of(site, spots)


def _mojibake(site: Site) -> Plant | None:
    """Damage a mark that is there (apostrophe, dash), or put a damaged one in or around a word."""
    marks: dict[str, str] = LISTS["mojibake"]
    spots = []
    for stretch in site.card.prose:
        spots += [_Spot(stretch.line, start, end, marks["'"], "apostrophe") for start, end in stretch.matches(r"'")]
        spots += [
            _Spot(stretch.line, start + 1, end - 1, marks["—"], "dash") for start, end in stretch.matches(r"\w, \w")
        ]
        spots += [_Spot(stretch.line, end, end, marks["°"], "degrees") for _, end in stretch.matches(r"\b\d+\b")]
        for word in stretch.words:
            vowel = re.search("[eu]", word.text[1:])
            if vowel:
                at = word.start + 1 + vowel.start()
                spots.append(_Spot(stretch.line, at, at + 1, marks["é" if vowel[0] == "e" else "ü"], "letter"))
            quoted = f"{marks['“']}{word.text}{marks['”']}"
            spots.append(_Spot(stretch.line, word.start, word.end, quoted, "quotes"))
            spots.append(_Spot(stretch.line, word.end, word.end + 1, "\ufffd", "U+FFFD"))
            spots.append(_Spot(stretch.line, word.end, word.end, "Â", "no-break space"))
    return _one_of(site, spots)


_INVISIBLE = "\u200b\u00ad\ufeff\u202e\u200e\u2060\u200c\u2028\x07\x08\x0b\x1b\x7f\u0085"


def _invisible(site: Site) -> Plant | None:
    """A character that can't be seen, within a word or at its end."""
    character = site.chance.choice(_INVISIBLE)
    spots = []
    for stretch, word in _words(site.card):
        middle = (word.start + word.end) // 2
        spots.append(_Spot(stretch.line, middle, middle, character, f"U+{ord(character):04X}"))
        spots.append(_Spot(stretch.line, word.end, word.end, character, f"U+{ord(character):04X}"))
    return _one_of(site, spots)


def _space_lost(site: Site) -> Plant | None:
    """Drop the space after a full stop or comma."""
    return _one_of(
        site,
        (
            _Spot(stretch.line, start + 1, end - 1, "", site.card.lines[stretch.line][start])
            for stretch in site.card.prose
            for start, end in stretch.matches(r"[.,?;:] \w")
        ),
    )


def _joined(site: Site) -> Plant | None:
    spots = (
        _Spot(stretch.line, one.end, other.start, "")
        for stretch, one, other in _neighbours(site.card)
        if not _is_used(site, one.text + other.text)
    )
    return _any_of(site, spots)


def _split(site: Site) -> Plant | None:
    """Write a compound as two words, at a place where both halves are likely words."""
    spots = []
    for stretch, word in _words(site.card):
        if word.text in COMPOUNDS and "-" not in word.text:
            spots += [
                _Spot(stretch.line, word.start + at, word.start + at, " ")
                for at in range(2, len(word.text) - 1)
                if _is_used(site, word.text[:at]) and _is_used(site, word.text[at:])
            ]
    return _any_of(site, spots)


def _hyphen_lost(site: Site) -> Plant | None:
    return _any_of(
        site,
        (
            _Spot(stretch.line, start, end, site.card.lines[stretch.line][start:end].replace("-", " "))
            for stretch in site.card.prose
            for start, end in stretch.matches(r"\b\d+-(?:degree|pound|second|minute|inch|week|rep)\b")
        ),
    )


_SINGULAR = {"are": "is", "is": "are", "have": "has", "has": "have", "do": "does", "does": "do", "were": "was"}


def _agreement(site: Site) -> Plant | None:
    return _one_of(
        site,
        (
            _Spot(stretch.line, word.start, word.end, _SINGULAR[word.text], f"{_SINGULAR[word.text]} for {word.text}")
            for stretch, before, word in _neighbours(site.card)
            if word.text in _SINGULAR and before.text in NOUNS
        ),
    )


def _name_as_verb(site: Site) -> Plant | None:
    """An exercise's name where a verb belongs: after an adverb, "to" or "and"."""
    name = site.chance.choice(LISTS["exercise_names"])
    return _any_of(
        site,
        (
            _Spot(stretch.line, word.start, word.end, name, name)
            for stretch, before, word in _neighbours(site.card, "step", "tip")
            if word.text in VERBS and (before.text.endswith("ly") or before.text in ("to", "then"))
        ),
    )


def _bare_name(site: Site) -> Plant | None:
    """Drop the plural of an exercise's name that stands without an article."""
    singulars: dict[str, str] = LISTS["singulars"]
    before = r"(?:perform|performing|do|doing|compared to|than|involves|like|add|unlike|replace) (?:\w+ ){0,2}?"
    spots = []
    for stretch in site.card.prose:
        for start, end in stretch.matches(rf"\b{before}(?:{'|'.join(singulars)})\b"):
            *between, plural = site.card.lines[stretch.line][start:end].split()
            if not {"the", "a", "an", "your", "these", "that", "my", "of"} & set(between):
                new = _like(plural, singulars[plural.lower()])
                spots.append(_Spot(stretch.line, end - len(plural), end, new, plural.lower()))
    return _any_of(site, spots)


def _proper_name_lowered(site: Site) -> Plant | None:
    spots = (
        _Spot(stretch.line, word.start, word.end, word.text.lower(), word.text)
        for stretch, word in _words(site.card)
        if word.text in PROPER_NAMES
    )
    return _one_of(site, spots)


_EXTRA_PAIRS = _pairs("further_confusions", both_ways=False)
_SPELL = ("misspelling", "wrong-word", "split-compound", "missing-space")
_WRONG = ("wrong-word", "misspelling", "dropped-word", "verb-agreement", "split-compound")
_Row = tuple[str, _Maker, tuple[str, ...], str]
_MISSPELLINGS: tuple[_Row, ...] = tuple(
    (f"misspelling: letter {what}", partial(_misspelled, damage), _SPELL, "misspelling")
    for what, damage in (
        ("transposed", _transposed),
        ("dropped", _dropped),
        ("doubled", _doubled),
        ("replaced", _replaced),
        ("inserted", _inserted),
    )
)
_MARKS = ("doubled-punctuation", "space-before-punctuation")
_SENTENCE = ("missing-full-stop", "capital-common-noun", "capital-article")

_ROWS: tuple[_Row, ...] = (
    *_MISSPELLINGS,
    ("hole with The", _capital_hole, _HOLE, "hole with The"),
    ("hole after a, an, the", _lower_hole, (*_HOLE, "space-before-punctuation", "wrong-article"), "hole in lower case"),
    ("hole elsewhere", _other_hole, (*_HOLE, "space-before-punctuation"), ""),
    ("cut-off sentence", partial(_cut_off, "."), ("cut-off-sentence", "dropped-word"), "cut-off sentence"),
    (
        "cut-off sentence without stop",
        partial(_cut_off, ""),
        ("cut-off-sentence", "missing-full-stop", "dropped-word"),
        "cut-off sentence",
    ),
    ("a for an, an for a", _wrong_article, ("wrong-article",), "a or an"),
    (
        "capital in mid-sentence",
        _capital,
        ("capital-common-noun", "capital-article", "name-as-verb"),
        "capital in mid-sentence",
    ),
    ("article with a capital", _capital_article, ("capital-article", "dropped-word"), ""),
    ("wrong real word", partial(_wrong_word, _pairs("confusions", both_ways=True)), _WRONG, "wrong real word"),
    ("wrong real word, further pairs", partial(_wrong_word, _EXTRA_PAIRS), _WRONG, ""),
    ("doubled word", _doubled_word, ("doubled-word",), "doubled word"),
    ("doubled space", _doubled_space, ("doubled-space",), "space"),
    ("space before punctuation", _space_before, ("space-before-punctuation",), "space"),
    ("doubled punctuation", _doubled_mark, _MARKS, "punctuation"),
    ("full stop lost at the end", _no_stop_at_end, ("missing-full-stop",), "missing full stop"),
    ("full stop lost between sentences", _no_stop_inside, _SENTENCE, "missing full stop"),
    ("lower-case start", _lower_start, ("lower-case-start",), "lower-case start"),
    ("bracket without its other half", _bracket, ("unbalanced-bracket", "broken-link"), "bracket"),
    ("quote without its other half", _quote, ("unbalanced-quote",), "quote"),
    ("placeholder", partial(_placeholder, "listed"), ("placeholder",), "placeholder"),
    ("placeholder, further kinds", partial(_placeholder, "further"), ("placeholder", "missing-full-stop"), ""),
    ("mojibake", _mojibake, ("mojibake",), "mojibake"),
    ("invisible character", _invisible, ("invisible-character",), "invisible character"),
    ("space lost after a mark", _space_lost, ("missing-space", "misspelling", "missing-full-stop"), ""),
    ("joined words", _joined, ("misspelling", "missing-space", "split-compound"), ""),
    ("split compound", _split, ("split-compound", "misspelling", "wrong-word", "dropped-word"), ""),
    ("hyphen lost after a number", _hyphen_lost, ("missing-hyphen",), ""),
    ("verb that does not agree", _agreement, ("verb-agreement",), ""),
    ("name as a verb", _name_as_verb, ("name-as-verb", "capital-common-noun"), ""),
    ("bare name", _bare_name, ("bare-name", "dropped-word"), ""),
    ("proper name in lower case", _proper_name_lowered, ("lower-case-name", "spelling-variants"), ""),
)

CLASSES = tuple(
    EditClass(name, "prose", make, rules, goal, shared=name.startswith(("misspelling", "capital", "name", "joined")))
    for name, make, rules, goal in _ROWS
)
