"""Defects that only show when cards are compared. At most a twentieth of the cards carry one in a run."""

from __future__ import annotations

import re

from measuring.cards import CardText, Plant, Site, plant_of, slug
from measuring.classes import EditClass
from measuring.words import LISTS

_MISSPELLED_TITLE = ("misspelling", "similar-titles", "spelling-variants", "description-names-another")
_LIKE_ANOTHER = ("near-duplicate-card", "duplicate-steps", "duplicate-description", "duplicate-faq")


def _other(site: Site) -> CardText:
    return site.chance.choice(site.others)


def _same_steps(site: Site) -> Plant:
    card, other = site.card, _other(site)
    lines = (*card.lines[: card.steps[0]], *(other.lines[at] for at in other.steps), *card.lines[card.steps[-1] + 1 :])
    return plant_of(lines, card.steps[0])


def _same_description(site: Site) -> Plant:
    first, text = site.card.prose[0], _other(site).prose[0].text
    return site.card.edited(first.line, first.start, first.end, text)


def _same_faq(site: Site) -> Plant:
    """The free questions and answers of another card."""
    card, other = site.card, _other(site)
    block = [line for at in other.free_questions for line in other.lines[at : at + 4]]
    lines = list(card.lines)
    for at in reversed(card.free_questions):
        del lines[at : at + 4]
    start = card.headings["FAQ"] + 2
    return plant_of((*lines[:start], *block, *lines[start:]), start)


def _copied(site: Site) -> Plant:
    """Another card under this card's title; sometimes with a few words changed."""
    other = _other(site)
    plant = other.restated(title=site.card.title)
    text = plant.data.decode()
    if site.chance.random() < 0.5:
        return Plant(plant.data, 1, "as it is")
    for old, new in (
        ("slowly", "gradually"),
        ("Keep", "Hold"),
        ("floor", "ground"),
        ("your", "the"),
        ("starting", "first"),
    ):
        text = text.replace(old, new, 2)
    return Plant(text.encode(), 1, "words changed")


def _same_title(site: Site) -> Plant:
    """Another card's title, in a folder of its own, with all templates to match."""
    other = _other(site)
    plant = site.card.restated(title=other.title)
    return Plant(plant.data, 1, "", f"copy/{other.name}")


def _similar_title(site: Site) -> Plant | None:
    """Another card's title in other word order or spelling, with file name and templates to match."""
    other = _other(site).title
    words = other.split()
    forms = {
        "order": " ".join((*words[1:], words[0])),
        "plural": re.sub(r"(?<!s)s$", "", other) if other.endswith("s") else f"{other}s",
        "hyphen": other.replace(" ", "-", 1) if len(words) > 1 else re.sub(r"up$", "-up", other),
        "joined": other.replace(" ", "", 1).title() if len(words) > 1 else other,
    }
    variant = site.chance.choice(tuple(forms))
    title = forms[variant]
    if title == other or (variant != "hyphen" and slug(title) == slug(other)):
        return None
    plant = site.card.restated(title=title)
    folder = "copy/" if variant == "hyphen" else ""
    return Plant(plant.data, 1, variant, f"{folder}{slug(title)}.md")


def _title_misspelled(site: Site) -> Plant | None:
    """A letter lost in a long word of the title, with file name and templates to match."""
    words = [word for word in site.card.title.split() if len(word) > 5 and word.isalpha()]
    if not words:
        return None
    word = site.chance.choice(words)
    at = site.chance.randrange(1, len(word) - 1)
    title = site.card.title.replace(word, word[:at] + word[at + 1 :])
    return Plant(site.card.restated(title=title).data, 1, "", f"{slug(title)}.md")


def _variant(site: Site) -> Plant | None:
    """A term in another spelling, once."""
    spots = [
        (stretch, start, end, new)
        for old, new in LISTS["variants"]
        for stretch in site.card.prose
        for start, end in stretch.matches(rf"(?<![\w-]){old}(?![\w-])")
        if not any(new in line.lower() for line in site.card.lines)
    ]
    if not spots:
        return None
    stretch, start, end, new = site.chance.choice(spots)
    old = site.card.lines[stretch.line][start:end]
    return site.card.edited(stretch.line, start, end, new.capitalize() if old[0].isupper() else new, new)


_RARE = {
    "Rear Deltoids": "Rear Delts", "Hip Flexors": "Hip Flexor", "Obliques": "Oblique", "Forearms": "Forearm",
    "Rhomboids": "Rhomboid", "Upper Back": "Upperback", "Lower Back": "Low Back", "Hamstrings": "Hamstring",
    "Biceps": "Bicep", "Triceps": "Tricep", "Glutes": "Gluteus", "Quadriceps": "Quadricep", "Core": "Cores",
}  # fmt: skip


def _rare_value(site: Site) -> Plant | None:
    """A secondary muscle under a name that only this card has, everywhere in it."""
    muscles = site.card.values.get("Secondary Muscles", "").split(", ")
    known = [each for each in muscles if each in _RARE]
    if not known:
        return None
    one = site.chance.choice(known)
    new = ", ".join(_RARE[each] if each == one else each for each in muscles)
    return site.card.restated("Secondary Muscles", Secondary_Muscles=new)


CLASSES = tuple(
    EditClass(name, "collection", make, rules, shared=True)
    for name, make, rules in (
        ("steps of another card", _same_steps, ("duplicate-steps", "near-duplicate-card")),
        ("description of another card", _same_description, ("duplicate-description", "near-duplicate-card")),
        ("questions of another card", _same_faq, ("duplicate-faq", "near-duplicate-card")),
        ("copy of another card", _copied, _LIKE_ANOTHER),
        ("title of another card", _same_title, ("duplicate-title",)),
        ("almost the title of another card", _similar_title, ("similar-titles", "duplicate-title")),
        ("title misspelled everywhere", _title_misspelled, _MISSPELLED_TITLE),
        ("term in another spelling", _variant, ("spelling-variants", "misspelling", "split-compound")),
        ("muscle under another name", _rare_value, ("rare-value", "near-miss-value")),
    )
)
