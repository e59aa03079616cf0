"""Defects of the related links."""

from __future__ import annotations

import re

from measuring.cards import Plant, Site
from measuring.classes import EditClass
from measuring.words import LISTS

_KEYS = ("Body Part", "Equipment", "Target Muscle")
_ANY = ("missing-link", "link-mismatch", "broken-link")


def _link(site: Site) -> tuple[int, str, str]:
    """The line of one of the links, its key and its text."""
    index = site.chance.randrange(3)
    return site.card.links[index], _KEYS[index], site.card.lines[site.card.links[index]]


def _lost(site: Site) -> Plant:
    line, key, _ = _link(site)
    return site.card.with_lines(line, 1, (), key)


def _other_label(site: Site) -> Plant:
    line, key, text = _link(site)
    other = site.chance.choice([value for value in LISTS["values"][key] if value != site.card.values[key]])
    return site.card.with_line(line, text.replace(f"[More {site.card.values[key]} ", f"[More {other} "), key)


def _other_address(site: Site) -> Plant:
    line, key, text = _link(site)
    slugs = [value.lower().replace(" ", "-") for value in LISTS["values"][key] if value != site.card.values[key]]
    return site.card.with_line(line, re.sub(r"/[^/]+\)$", f"/{site.chance.choice(slugs)})", text), key)


def _damaged_address(site: Site) -> Plant:
    """A letter lost in the address, a wrong folder, a capital, a slash too many, or a space for the hyphen."""
    line, _, text = _link(site)
    last = text[text.rindex("/") + 1 : -1]
    forms = {
        "letter": text.replace(f"/{last})", f"/{last[:-1]})"),
        "folder": text.replace("/exercises/", "/exercise/"),
        "capital": text.replace(f"/{last})", f"/{last.capitalize()})"),
        "twice": text.replace("/exercises/", "/exercises/exercises/"),
        "slash": text.replace(f"/{last})", f"//{last})"),
    }
    variant = site.chance.choice(tuple(forms))
    return site.card.with_line(line, forms[variant], variant)


def _damaged_label(site: Site) -> Plant:
    """A word lost, a letter lost, or another letter case in the label."""
    line, key, text = _link(site)
    value = site.card.values[key]
    forms = {
        "word": text.replace(" Exercises]", "]"),
        "first word": text.replace("[More ", "["),
        "letter": text.replace(f"[More {value} ", f"[More {value[:-1]} "),
        "case": text.replace(f"[More {value} Exercises]", f"[More {value.lower()} exercises]"),
    }
    variant = site.chance.choice(tuple(forms))
    return site.card.with_line(line, forms[variant], variant)


def _broken(site: Site) -> Plant:
    """Markdown that is no link any more."""
    line, _, text = _link(site)
    forms = {
        "bracket": text.replace("](", "("),
        "opening bracket": text.replace("[", "", 1),
        "end": text[:-1],
        "space": text.replace("](", "] ("),
        "parenthesis": text.replace("](", "]"),
        "swapped": re.sub(r"\[(.+)\]\((.+)\)", r"(\1)[\2]", text),
    }
    variant = site.chance.choice(tuple(forms))
    return site.card.with_line(line, forms[variant], variant)


def _unlinked(site: Site) -> Plant:
    line, key, text = _link(site)
    return site.card.with_line(line, re.sub(r"\[(.+)\]\(.+\)", r"\1", text), key)


def _no_address(site: Site) -> Plant:
    line, key, text = _link(site)
    return site.card.with_line(line, re.sub(r"\(.+\)", site.chance.choice(("()", "(#)", "(TODO)")), text), key)


def _other_host(site: Site) -> Plant:
    line, key, text = _link(site)
    host = site.chance.choice(("https://example.com", "http://localhost:3000", "https://staging.example.org"))
    return site.card.with_line(line, text.replace(site.card.host, host), key)


def _relative(site: Site) -> Plant:
    line, key, text = _link(site)
    return site.card.with_line(line, text.replace(site.card.host, ""), key)


def _wrong_link_twice(site: Site) -> Plant:
    """One of the three links stands in another's place."""
    one, other = site.chance.sample(range(3), 2)
    lines = [site.card.lines[line] for line in site.card.links]
    lines[one] = lines[other]
    plant = site.card.with_lines(site.card.links[0], 3, lines)
    return Plant(plant.data, site.card.links[one] + 1, f"{one}, {other}")


CLASSES = tuple(
    EditClass(name, "links", make, rules, "links")
    for name, make, rules in (
        ("link lost", _lost, _ANY),
        ("label of another value", _other_label, _ANY),
        ("address of another value", _other_address, _ANY),
        ("address damaged", _damaged_address, _ANY),
        ("label damaged", _damaged_label, _ANY),
        ("link broken", _broken, _ANY),
        ("link without brackets and address", _unlinked, _ANY),
        ("address empty", _no_address, _ANY),
        ("link to another host", _other_host, (*_ANY, "mixed-hosts")),
        ("address without host", _relative, (*_ANY, "mixed-hosts")),
        ("one link twice, another lost", _wrong_link_twice, _ANY),
    )
)
