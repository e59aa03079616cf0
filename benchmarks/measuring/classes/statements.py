"""Statements that disagree with the metadata or the title, and titles that disagree with the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from measuring.cards import Plant, Site, slug
from measuring.classes import EditClass
from measuring.words import LISTS

_Maker = Callable[[Site], Plant | None]
_TITLE = ("statement-mismatch", "file-name-mismatch")


def _said(site: Site, statement: str, old: str, new: str, variant: str = "") -> Plant | None:
    """Replace the last place where a statement says `old`."""
    line, start, end = site.card.statements[statement]
    text = site.card.lines[line]
    at = text.rfind(old, start, end)
    return site.card.edited(line, at, at + len(old), new, variant) if old and at >= 0 else None


def _value(statement: str, key: str, site: Site) -> Plant | None:
    """Let a statement say another allowed value of a key."""
    keeps_capital = statement == "S1" and key == "Difficulty"
    old = site.card.values.get(key, "")
    choices = [value for value in LISTS["values"][key] if value != old]
    new = site.chance.choice(choices)
    return _said(site, statement, *((old, new) if keeps_capital else (old.lower(), new.lower())))


def _misspelled_value(site: Site) -> Plant | None:
    """Drop a letter of a value in a statement."""
    statement, key = site.chance.choice(
        (("S1", "Body Part"), ("S1", "Equipment"), ("S2", "Target Muscle"), ("S3 answer", "Target Muscle"),
         ("S3 answer", "Category"), ("S3 answer", "Body Part"))
    )  # fmt: skip
    old = site.card.values[key].lower()
    at = site.chance.randrange(1, len(old) - 1)
    return _said(site, statement, old, old[:at] + old[at + 1 :], statement)


def _title_said(statement: str, site: Site) -> Plant | None:
    """Let a statement name another exercise."""
    return _said(site, statement, site.card.title, site.chance.choice(site.others).title)


def _title_said_in_part(site: Site) -> Plant | None:
    """Drop a word of the title in a statement."""
    words = site.card.title.split()
    if len(words) < 2:
        return None
    del words[site.chance.randrange(len(words))]
    statement = site.chance.choice(("S3 question", "S3 answer", "S4 question", "S4 answer"))
    return _said(site, statement, site.card.title, " ".join(words), statement)


def _secondary_said(statement: str, site: Site) -> Plant | None:
    """Drop one of the secondary muscles in a statement, add one, or swap two."""
    muscles = site.card.values.get("Secondary Muscles", "").lower().split(", ")
    extra = site.chance.choice([each.lower() for each in LISTS["values"]["Secondary Muscles"]])
    variant = site.chance.choice(("dropped", "added", "swapped") if len(muscles) > 1 else ("added",))
    if not muscles[0] or (variant == "added" and extra in muscles):
        return None
    new = {
        "dropped": muscles[:-1],
        "added": [*muscles, extra],
        "swapped": [*muscles[1:], muscles[0]],
    }[variant]
    return _said(site, statement, ", ".join(muscles), ", ".join(new), variant)


def _secondary_unsaid(site: Site) -> Plant | None:
    """Drop the part of S2 or S3 about the secondary muscles."""
    muscles = site.card.values.get("Secondary Muscles", "").lower()
    statement, part = site.chance.choice(
        (("S2", f", also works {muscles}"), ("S3 answer", f", with secondary activation in the {muscles}"))
    )
    return _said(site, statement, part, "", statement) if muscles else None


def _other_rating(site: Site) -> Plant | None:
    """Let S4 give another difficulty: by its word alone, or by the whole sentence."""
    other = site.chance.choice([value for value in LISTS["values"]["Difficulty"] if value != _difficulty(site)])
    if site.chance.random() < 0.5:
        return _said(site, "S4 answer", _difficulty(site).lower(), other.lower(), "word")
    line, _, _ = site.card.statements["S4 answer"]
    whole = site.card.restated(Difficulty=other).data.decode().split("\n")[line]
    return site.card.with_line(line, whole, "sentence")


def _difficulty(site: Site) -> str:
    return site.card.values["Difficulty"]


def _s4_value(site: Site) -> Plant | None:
    key = "Body Part" if _difficulty(site) == "Advanced" else "Target Muscle"
    return _value("S4 answer", key, site)


def _words_of(site: Site) -> tuple[str, int, list[tuple[int, int]]]:
    """A statement's name, line, and its words but the first and the last."""
    name = site.chance.choice(("S1", "S2", "S3 question", "S3 answer", "S4 question", "S4 answer"))
    line, start, end = site.card.statements[name]
    words = [match.span() for match in re.finditer(r"[\w'-]+", site.card.lines[line][start:end])]
    return name, line, [(start + begin, start + stop) for begin, stop in words[1:-1]]


def _word_lost(site: Site) -> Plant | None:
    name, line, words = _words_of(site)
    if not words:
        return None
    start, end = site.chance.choice(words)
    return site.card.edited(line, start, end + 1, "", name)


def _word_misspelled(site: Site) -> Plant | None:
    name, line, words = _words_of(site)
    long = [(start, end) for start, end in words if end - start > 4]
    if not long:
        return None
    start, end = site.chance.choice(long)
    at = site.chance.randrange(start + 1, end - 1)
    return site.card.edited(line, at, at + 1, "", name)


def _words_swapped(site: Site) -> Plant | None:
    name, line, words = _words_of(site)
    if len(words) < 2:
        return None
    index = site.chance.randrange(len(words) - 1)
    (start, middle), (after, end) = words[index], words[index + 1]
    text = site.card.lines[line]
    if text[start:middle] == text[after:end]:
        return None
    return site.card.edited(line, start, end, text[after:end] + text[middle:after] + text[start:middle], name)


def _title_changed(site: Site) -> Plant | None:
    other = site.chance.choice(site.others).title
    return site.card.with_line(0, f"# {other}") if slug(other) != slug(site.card.title) else None


def _title_word(site: Site) -> Plant | None:
    """Drop, add or swap a word of the title line."""
    words = site.card.title.split()
    variant = site.chance.choice(("dropped", "added", "swapped"))
    if len(words) < 2 and variant != "added":
        return None
    if variant == "dropped":
        del words[site.chance.randrange(len(words))]
    elif variant == "added":
        words.insert(0, site.chance.choice([each for each in ("Seated", "Standing", "Weighted", "Assisted")
                                            if each not in words]))  # fmt: skip
    else:
        words[0], words[1] = words[1], words[0]
    return site.card.with_line(0, "# " + " ".join(words), variant)


def _title_misspelled(site: Site) -> Plant:
    title = site.card.title
    at = site.chance.choice([at for at in range(1, len(title)) if title[at].isalpha()])
    return site.card.with_line(0, f"# {title[:at]}{title[at + 1 :]}")


def _title_case(site: Site) -> Plant | None:
    """Write the title line in other letter case; the slug stays, the statements disagree."""
    new = site.chance.choice((site.card.title.lower(), site.card.title.upper(), site.card.title.capitalize()))
    return site.card.with_line(0, f"# {new}") if new != site.card.title else None


def _file_renamed(site: Site) -> Plant:
    stem = site.card.name.removesuffix(".md")
    name, variant = site.chance.choice(
        (
            (f"{stem}-2.md", "number"),
            (f"{stem.partition('-')[2] or 'exercise'}.md", "word dropped"),
            (f"{stem.replace('-', '_')}.MD.md" if "-" not in stem else f"{stem.replace('-', '_')}.md", "underscores"),
            (f"{stem[:-1]}.md", "letter dropped"),
            (f"{stem.title()}.md", "capitals"),
        )
    )
    return Plant("\n".join(site.card.lines).encode(), 1, variant, name)


_VALUES = (
    ("S1", "Difficulty"), ("S1", "Body Part"), ("S1", "Equipment"), ("S2", "Target Muscle"),
    ("S3 answer", "Target Muscle"), ("S3 answer", "Category"), ("S3 answer", "Body Part"),
)  # fmt: skip
_TITLES = ("S3 question", "S3 answer", "S4 question", "S4 answer")
_STATED: tuple[tuple[str, _Maker], ...] = (
    *((f"{name} says another {key.lower()}", partial(_value, name, key)) for name, key in _VALUES),
    *((f"{name} names another exercise", partial(_title_said, name)) for name in _TITLES),
    ("S2 says other secondary muscles", partial(_secondary_said, "S2")),
    ("S3 answer says other secondary muscles", partial(_secondary_said, "S3 answer")),
    ("S2 or S3 without the secondary muscles", _secondary_unsaid),
    ("S4 answer says another difficulty", _other_rating),
    ("S4 answer says another target or body part", _s4_value),
    ("statement says part of the title", _title_said_in_part),
    ("value misspelled in a statement", _misspelled_value),
    ("word lost in a statement", _word_lost),
    ("word misspelled in a statement", _word_misspelled),
    ("words swapped in a statement", _words_swapped),
)

CLASSES = (
    *(
        EditClass(name, "statements", make, ("statement-mismatch", "missing-statement"), "statements")
        for name, make in _STATED
    ),
    EditClass("title of another exercise", "statements", _title_changed, (*_TITLE, "duplicate-title"), "statements"),
    EditClass("title with a word lost, added or moved", "statements", _title_word, _TITLE, "statements"),
    EditClass("title misspelled", "statements", _title_misspelled, (*_TITLE, "misspelling"), "statements"),
    EditClass("title in other letter case", "statements", _title_case, _TITLE, "statements"),
    EditClass("file renamed", "statements", _file_renamed, ("file-name-mismatch",), "statements"),
)
