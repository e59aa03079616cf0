"""Defects of the metadata list."""

from __future__ import annotations

from measuring.cards import KEYS, Plant, Site
from measuring.classes import EditClass
from measuring.words import LISTS

_REQUIRED = tuple(key for key in KEYS if key != "Secondary Muscles")
_BAD_VALUE = ("invalid-value", "wrong-case-value", "near-miss-value", "excluded-value")
_BAD_KEY = ("malformed-key", "missing-key", "unknown-key")


def _list_lost(site: Site) -> Plant:
    lines = site.card.fields.values()
    return site.card.with_lines(min(lines), len(lines) + 1, ())


def _key_lost(site: Site) -> Plant:
    key = site.chance.choice(_REQUIRED)
    return site.card.with_lines(site.card.fields[key], 1, (), key)


def _optional_key_lost(site: Site) -> Plant | None:
    """Drop the secondary muscles; S2 and S3 still speak of them."""
    line = site.card.fields.get("Secondary Muscles")
    return None if line is None else site.card.with_lines(line, 1, ())


def _key_renamed(site: Site) -> Plant:
    key = site.chance.choice(tuple(site.card.fields))
    name = site.chance.choice(LISTS["renamed_keys"][key])
    return site.card.with_line(site.card.fields[key], f"- **{name}:** {site.card.values[key]}", name)


def _foreign_key(site: Site) -> Plant:
    line = site.chance.choice(tuple(site.card.fields.values()))
    name, value = site.chance.choice((("Force", "Pull"), ("Mechanic", "Compound"), ("Sets", "3"), ("Author", "Kim")))
    return site.card.with_lines(line, 0, (f"- **{name}:** {value}",), name)


def _key_doubled(site: Site) -> Plant:
    key = site.chance.choice(tuple(site.card.fields))
    line = site.card.fields[key]
    at = site.chance.choice((line + 1, max(site.card.fields.values()) + 1))
    value = site.chance.choice((site.card.values[key], site.chance.choice(LISTS["values"][key])))
    return site.card.with_lines(at, 0, (f"- **{key}:** {value}",), key)


def _value_lost(site: Site) -> Plant:
    key = site.chance.choice(tuple(site.card.fields))
    return site.card.with_line(site.card.fields[key], f"- **{key}:**", key)


def _keys_swapped(site: Site) -> Plant:
    lines = sorted(site.card.fields.values())
    index = site.chance.randrange(len(lines) - 1)
    one, other = site.card.lines[lines[index]], site.card.lines[lines[index + 1]]
    return site.card.with_lines(lines[index], 2, (other, one))


def _key_malformed(site: Site) -> Plant:
    key = site.chance.choice(tuple(site.card.fields))
    value = site.card.values[key]
    forms = (f"{key}: {value}", f"**{key}**: {value}", f"*{key}:* {value}", f"**{key}** {value}", f"**{key}: {value}")
    index = site.chance.randrange(len(forms))
    variant = ("unbolded", "colon outside", "emphasis", "no colon", "never closed")[index]
    return site.card.with_line(site.card.fields[key], f"- {forms[index]}", variant)


def _field_unmarked(site: Site) -> Plant:
    """Drop a field's bullet."""
    key = site.chance.choice(tuple(site.card.fields))
    return site.card.with_line(site.card.fields[key], site.card.lines[site.card.fields[key]][2:], key)


def _put(site: Site, key: str, value: str, variant: str = "") -> Plant:
    return site.card.with_line(site.card.fields[key], f"- **{key}:** {value}", variant or key)


def _value_misspelled(site: Site) -> Plant:
    key = site.chance.choice(_REQUIRED)
    value = site.card.values[key]
    at = site.chance.randrange(1, len(value) - 1)
    variant = site.chance.choice(("dropped", "doubled", "transposed"))
    if variant == "dropped":
        return _put(site, key, value[:at] + value[at + 1 :], variant)
    if variant == "doubled" or value[at] == value[at + 1] or " " in value[at : at + 2]:
        return _put(site, key, value[:at] + value[at] + value[at:], "doubled")
    return _put(site, key, value[:at] + value[at + 1] + value[at] + value[at + 2 :], variant)


def _secondary_misspelled(site: Site) -> Plant | None:
    value = site.card.values.get("Secondary Muscles", "")
    spots = [at for at in range(1, len(value) - 1) if value[at - 1 : at + 2].isalpha()]
    if not spots:
        return None
    at = site.chance.choice(spots)
    return _put(site, "Secondary Muscles", value[:at] + value[at + 1 :])


def _value_case(site: Site) -> Plant:
    key = site.chance.choice(_REQUIRED)
    value = site.card.values[key]
    return _put(site, key, site.chance.choice((value.lower(), value.upper())), key)


def _foreign_value(site: Site) -> Plant:
    key = site.chance.choice(_REQUIRED)
    value = site.chance.choice(LISTS["wrong_values"][key])
    return _put(site, key, value, value)


def _other_value(site: Site) -> Plant:
    """Change a value of the metadata to another allowed one; the statements still say the old one."""
    key = site.chance.choice(tuple(site.card.fields))
    choices = [value for value in LISTS["values"][key] if value != site.card.values[key]]
    return _put(site, key, site.chance.choice(choices))


def _list_value_doubled(site: Site) -> Plant | None:
    value = site.card.values.get("Secondary Muscles")
    if not value:
        return None
    first = site.chance.choice(value.split(", "))
    return site.card.restated("Secondary Muscles", Secondary_Muscles=f"{value}, {first}")


def _no_muscle(site: Site) -> Plant | None:
    value = site.card.values.get("Secondary Muscles")
    wrong = site.chance.choice(("Ankles", "Feet", "Hands", "Wrists", "Groin", "Knees", "Hips", "Elbows", "Spine"))
    if not value or wrong in value:
        return None
    return site.card.restated("Secondary Muscles", Secondary_Muscles=f"{value}, {wrong}")


def _list_separator(site: Site) -> Plant | None:
    value = site.card.values.get("Secondary Muscles", "")
    if ", " not in value:
        return None
    mark = site.chance.choice((" ", "; ", " and ", ",", " / ", ",, "))
    return _put(site, "Secondary Muscles", value.replace(", ", mark, 1), repr(mark))


def _target_repeated(site: Site) -> Plant | None:
    """Say the target among the secondary muscles, by its name or a synonym, everywhere."""
    card, target = site.card, site.card.values["Target Muscle"]
    names = [target, *([LISTS["same_muscle"][target]] if target in LISTS["same_muscle"] else [])]
    name = site.chance.choice(names)
    others = [value for value in card.values.get("Secondary Muscles", "").split(", ") if value]
    if name in others or target in others:
        return None
    new = ", ".join([*others, name]) if site.chance.random() < 0.5 else ", ".join([name, *others])
    return card.restated("Secondary Muscles", Secondary_Muscles=new) if others else None


def _wrong_body_part(site: Site) -> Plant | None:
    """Another body part than the target's, everywhere."""
    right = LISTS["body_part_of"].get(site.card.values["Target Muscle"])
    if right != site.card.values["Body Part"]:
        return None
    choices = [part for part in LISTS["values"]["Body Part"] if part not in (right, "Cardio")]
    return site.card.restated("Body Part", Body_Part=site.chance.choice(choices))


def _value_decorated(site: Site) -> Plant:
    key = site.chance.choice(_REQUIRED)
    value = site.card.values[key]
    forms = (f"{value}.", f"{value},", f"{value} {value}", f"{value} (main)", f"{value}, {value}")
    return _put(site, key, site.chance.choice(forms), key)


CLASSES = tuple(
    EditClass(name, "metadata", make, rules, "metadata")
    for name, make, rules in (
        ("metadata list lost", _list_lost, ("missing-metadata", "missing-key")),
        ("key lost", _key_lost, ("missing-key",)),
        ("optional key lost", _optional_key_lost, ("missing-key", "statement-mismatch")),
        ("key renamed", _key_renamed, ("unknown-key", "missing-key", "malformed-key")),
        ("foreign key", _foreign_key, ("unknown-key",)),
        ("key doubled", _key_doubled, ("duplicate-key",)),
        ("value lost", _value_lost, ("empty-value",)),
        ("keys swapped", _keys_swapped, ("misordered-key",)),
        ("key malformed", _key_malformed, _BAD_KEY),
        ("field without its bullet", _field_unmarked, (*_BAD_KEY, "unmarked-item", "unexpected-content")),
        ("value misspelled", _value_misspelled, (*_BAD_VALUE, "statement-mismatch")),
        ("secondary muscle misspelled", _secondary_misspelled, (*_BAD_VALUE, "statement-mismatch", "rare-value")),
        ("value in another case", _value_case, ("wrong-case-value",)),
        ("value that is none", _foreign_value, (*_BAD_VALUE, "statement-mismatch")),
        (
            "other value than the statements",
            _other_value,
            ("statement-mismatch", "taxonomy-mismatch", "repeated-value"),
        ),
        ("secondary muscle twice", _list_value_doubled, ("duplicate-list-value",)),
        ("secondary that is no muscle", _no_muscle, ("excluded-value",)),
        ("list separator wrong", _list_separator, (*_BAD_VALUE, "empty-value", "statement-mismatch", "missing-space")),
        ("target among the secondaries", _target_repeated, ("repeated-value",)),
        ("body part against target", _wrong_body_part, ("taxonomy-mismatch",)),
        ("value with something added", _value_decorated, _BAD_VALUE),
    )
)
