"""Edits that leave a card as good as it was: whatever exlint finds new after one is a false alarm."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from measuring.cards import CardText, Plant, Site, Stretch, plant_of
from measuring.classes import EditClass
from measuring.words import FUNCTION_WORDS, LISTS, POOLS

_RATING = r"\b(?:beginner|intermediate|advanced|novice|expert|experienced|easy|easier|hard|harder|difficult)\w*"


def _difficulty(site: Site) -> Plant | None:
    """Change the difficulty everywhere, on a card whose prose says nothing of it."""
    if any(re.search(_RATING, each.text, re.IGNORECASE) for each in site.card.prose):
        return None
    own = site.card.values["Difficulty"]
    other = site.chance.choice([each for each in LISTS["values"]["Difficulty"] if each != own])
    return site.card.restated("Difficulty", Difficulty=other)


def _next(site: Site, pool: str) -> Any:
    """A text of a pool, another one for each card until all are used."""
    return POOLS[pool][site.number % len(POOLS[pool])]


def _bullet(section: str, pool: str, site: Site) -> Plant:
    line = site.chance.choice(site.card.items(section)) + site.chance.choice((0, 1))
    return site.card.with_lines(line, 0, (f"- {_next(site, pool)}",))


def _step(site: Site) -> Plant:
    texts = [site.card.lines[line].split(" ", 1)[1] for line in site.card.steps]
    at = site.chance.randrange(1, len(texts) + 1)
    texts.insert(at, _next(site, "steps"))
    new = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    return site.card.with_lines(site.card.steps[0], len(site.card.steps), new)


def _question(site: Site) -> Plant:
    question, answer = _next(site, "questions")
    line = site.chance.choice(site.card.questions)
    return site.card.with_lines(line, 0, (f"### {question}", "", answer, ""))


def _same_question(site: Site) -> Plant:
    """One of only three questions."""
    return _question(replace(site, number=site.number % 3))


def _sentence(site: Site) -> Plant:
    first = site.card.prose[0]
    return site.card.edited(first.line, first.end, first.end, f" {_next(site, 'sentences')}")


def _wrapped(text: str, indent: int, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)


def _wrap(site: Site) -> Plant | None:
    """Hard-wrap the description or an answer, statements included."""
    lines = [site.card.description, *(line + 2 for line in site.card.questions)]
    line = site.chance.choice([each for each in lines if len(site.card.lines[each]) > 90])
    return _if_plain(site.card, line, _wrapped(site.card.lines[line], 0, site.chance.choice((60, 72, 80))))


def _wrap_item(site: Site) -> Plant | None:
    """Hard-wrap a list item, its next lines indented to its text."""
    sections = ("How to perform", "Pro tips", "Common mistakes")
    lines = [line for section in sections for line in site.card.items(section) if len(site.card.lines[line]) > 70]
    if not lines:
        return None
    line = site.chance.choice(lines)
    text = site.card.lines[line]
    return _if_plain(site.card, line, _wrapped(text, text.index(" ") + 1, site.chance.choice((50, 60, 72))))


def _if_plain(card: CardText, line: int, new: list[str]) -> Plant | None:
    """The card with a line wrapped, unless a next line would begin like a list item."""
    if any(re.match(r"\s*(?:[-+*#>]|\d+[.)]\s)", each) for each in new[1:]):
        return None
    return card.with_lines(line, 1, new)


def _marked(before: str, after: str, site: Site) -> Plant:
    """Put marks around a word in prose."""
    spots = [(each, word) for each in site.card.prose for word in each.words if each.kind != "question"]
    stretch, word = site.chance.choice(spots)
    return site.card.edited(stretch.line, word.start, word.end, f"{before}{word.text}{after}", stretch.kind)


def _linked(site: Site) -> Plant:
    address = re.search(r"\((.+)\)", site.card.lines[site.chance.choice(site.card.links)])
    return _marked("[", f"]({address[1] if address else ''})", site)


def _synonym(site: Site) -> Plant | None:
    spots: list[tuple[Stretch, int, int, str]] = []
    for old, new in POOLS["synonyms"]:
        for stretch in site.card.prose:
            for start, end in stretch.matches(rf"(?<![\w-]){old}(?![\w-])"):
                before = stretch.text[: start - stretch.start].rstrip().rpartition(" ")[2].lower()
                if before not in ("a", "an") or (old[0] in "aeiou") == (new[0] in "aeiou"):
                    spots.append((stretch, start, end, new))
    if not spots:
        return None
    by_word = sorted({each[3] for each in spots})
    word = site.chance.choice(by_word)
    stretch, start, end, new = site.chance.choice([each for each in spots if each[3] == word])
    old = site.card.lines[stretch.line][start:end]
    return site.card.edited(stretch.line, start, end, new.capitalize() if old[0].isupper() else new, f"{old} → {new}")


def _blank_doubled(site: Site) -> Plant:
    blanks = [index for index, line in enumerate(site.card.lines[:-1]) if not line]
    return site.card.with_lines(site.chance.choice(blanks), 0, ("",))


def _line_ends(end: str, site: Site) -> Plant:
    return Plant(end.join(site.card.lines).encode(), 1)


def _byte_order_mark(site: Site) -> Plant:
    return Plant(b"\xef\xbb\xbf" + "\n".join(site.card.lines).encode(), 1)


def _everywhere(old: str, new: str, site: Site) -> Plant | None:
    """Replace a pattern at the start of lines."""
    lines = [re.sub(old, new, line) for line in site.card.lines]
    first = next((index for index, line in enumerate(lines) if line != site.card.lines[index]), None)
    return None if first is None else plant_of(lines, first)


def _rule_lines(site: Site) -> Plant:
    mark = site.chance.choice(("***", "___", "- - -", "-----"))
    return plant_of([mark if line == "---" else line for line in site.card.lines], site.card.rules[0])


def _no_last_line_end(site: Site) -> Plant:
    return Plant("\n".join(site.card.lines).rstrip("\n").encode(), len(site.card.lines))


def _trailing_space(site: Site) -> Plant:
    line = site.chance.choice([index for index, text in enumerate(site.card.lines) if text])
    return site.card.with_line(line, site.card.lines[line] + site.chance.choice((" ", "  ")))


def _curly(site: Site) -> Plant | None:
    """Typographic apostrophes and single quotes in free prose."""
    lines = list(site.card.lines)
    for stretch in site.card.prose:
        text = re.sub(r"(?<!\w)'(?=\w)", "‘", stretch.text).replace("'", "’")
        lines[stretch.line] = lines[stretch.line][: stretch.start] + text + lines[stretch.line][stretch.end :]
    first = next((index for index, line in enumerate(lines) if line != site.card.lines[index]), None)
    return None if first is None else plant_of(lines, first)


def _quoted(site: Site) -> Plant:
    marks = site.chance.choice(('""', "“”"))
    spots = [
        (each, word)
        for each in site.card.prose
        for word in each.words[1:]
        if each.kind != "question" and word.text.lower() not in FUNCTION_WORDS and len(word.text) > 4
    ]
    stretch, word = site.chance.choice(spots)
    return site.card.edited(stretch.line, word.start, word.end, f"{marks[0]}{word.text}{marks[1]}", marks)


def _items_swapped(section: str, site: Site) -> Plant:
    items = site.card.items(section)
    at = site.chance.randrange(len(items) - 1)
    one, other = site.card.lines[items[at]], site.card.lines[items[at + 1]]
    return site.card.with_lines(items[at], 2, (other, one))


def _questions_swapped(site: Site) -> Plant | None:
    lines, at = site.card.lines, site.card.questions
    first = site.chance.randrange(len(at) - 1)
    one, other = lines[at[first] : at[first] + 4], lines[at[first + 1] : at[first + 1] + 4]
    if len(other) < 4 or other[3] or one[3]:
        return None
    return site.card.with_lines(at[first], 8, (*other, *one))


def _comment(site: Site) -> Plant:
    return site.card.with_lines(site.card.description + 1, 0, ("", "<!-- Checked by an editor. -->"))


def _secondary_dropped(site: Site) -> Plant | None:
    """Drop one of several secondary muscles everywhere."""
    muscles = site.card.values.get("Secondary Muscles", "").split(", ")
    if len(muscles) < 3:
        return None
    return site.card.restated("Secondary Muscles", Secondary_Muscles=", ".join(muscles[:-1]))


_MAKERS: tuple[tuple[str, Callable[[Site], Plant | None], bool], ...] = (
    ("difficulty changed everywhere", _difficulty, False),
    ("good tip added", partial(_bullet, "Pro tips", "tips"), True),
    ("good mistake added", partial(_bullet, "Common mistakes", "mistakes"), True),
    ("good step added", _step, True),
    ("good question added", _question, True),
    ("same good question on many cards", _same_question, False),
    ("good sentence added", _sentence, True),
    ("paragraph hard-wrapped", _wrap, False),
    ("list item hard-wrapped", _wrap_item, False),
    ("emphasis on a word", partial(_marked, "*", "*"), False),
    ("strong emphasis on a word", partial(_marked, "**", "**"), False),
    ("underscores around a word", partial(_marked, "_", "_"), False),
    ("link on a word", _linked, False),
    ("synonym", _synonym, True),
    ("word in quotes", _quoted, False),
    ("typographic apostrophes", _curly, False),
    ("blank line doubled", _blank_doubled, False),
    ("CRLF line ends", partial(_line_ends, "\r\n"), False),
    ("byte order mark", _byte_order_mark, False),
    ("bullets with *", partial(_everywhere, r"^- (?!- )", "* "), False),
    ("bullets with +", partial(_everywhere, r"^- (?!- )", "+ "), False),
    ("other rule lines", _rule_lines, False),
    ("last line end lost", _no_last_line_end, False),
    ("space at the end of a line", _trailing_space, False),
    ("two tips swapped", partial(_items_swapped, "Pro tips"), False),
    ("two questions swapped", _questions_swapped, False),
    ("comment added", _comment, False),
    ("secondary muscle dropped everywhere", _secondary_dropped, False),
)

CLASSES = tuple(EditClass(name, "harmless", make, shared=shared) for name, make, shared in _MAKERS)
