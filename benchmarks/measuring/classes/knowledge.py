"""Parts of a card that contradict each other, told by knowing exercises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from measuring.cards import CardText, Plant, Site, Stretch, plant_of
from measuring.classes import EditClass
from measuring.words import LISTS

_CHANGE = (
    r"\b(?:switch\w*|swap\w*|alternat\w+|opposite|both sides|change (?:sides|legs|arms)|"
    r"(?:other|each|left|right|second) (?:side|arm|leg|hand|foot|direction|dumbbell|kettlebell))\b"
)
_ALTERNATION = r"\b(?:alternat\w+|switch\w*|other|opposite|one (?:arm|leg|side) at a time|each rep\w*)\b"
_IMPLEMENTS = {
    "Dumbbell": "dumbbell",
    "Barbell": "barbell",
    "Kettlebell": "kettlebell",
    "Resistance Band": "band",
    "Cable": "cable",
    "Medicine Ball": "ball",
}


def _steps_text(card: CardText) -> list[str]:
    return [card.lines[line].split(" ", 1)[1] for line in card.steps]


def _with_steps(card: CardText, texts: list[str], variant: str = "") -> Plant | None:
    """The card with these steps, None if they are too few or the same; the plant is at the first that differs."""
    old = _steps_text(card)
    if texts == old or len(texts) < 4:
        return None
    first = next((at for at, text in enumerate(texts) if at >= len(old) or text != old[at]), len(texts) - 1)
    new = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    plant = card.with_lines(card.steps[0], len(old), new, variant)
    return Plant(plant.data, card.steps[0] + first + 1, variant)


def _without_sentences(card: CardText, pattern: str) -> list[str]:
    """The steps without the sentences, or the ends of sentences after "then" or "and", that match."""
    kept = []
    for text in _steps_text(card):
        sentences = re.split(r"(?<=[.!]) ", text)
        rest = " ".join(filter(None, (_without_clause(each, pattern) for each in sentences)))
        if rest:
            kept.append(rest)
    return kept


def _without_clause(sentence: str, pattern: str) -> str:
    if not re.search(pattern, sentence, re.IGNORECASE):
        return sentence
    clauses = re.split(r"(, then | and then |, and | before |, alternating)", sentence, maxsplit=1)
    if len(clauses) == 3 and not re.search(pattern, clauses[0], re.IGNORECASE):
        return clauses[0].rstrip(",") + "."
    return ""


def _side_change_lost(site: Site) -> Plant | None:
    if not re.search(r"\b(?:Single|One)[ -](?:Leg|Arm|Hand|Legged|Arm)\b|Unilateral", site.card.title):
        return None
    return _with_steps(site.card, _without_sentences(site.card, _CHANGE))


def _alternation_lost(site: Site) -> Plant | None:
    if not re.search("Alternat", site.card.title):
        return None
    return _with_steps(site.card, _without_sentences(site.card, _ALTERNATION))


def _in_steps(site: Site, pattern: str, new: Callable[[re.Match[str]], str], *, every: bool = False) -> Plant | None:
    """Replace matches in the steps: one, or all of them."""
    texts = _steps_text(site.card)
    hits = [at for at, text in enumerate(texts) if re.search(pattern, text, re.IGNORECASE)]
    if not hits:
        return None
    chosen = hits if every else [site.chance.choice(hits)]
    changed = [re.sub(pattern, new, text, flags=re.IGNORECASE) if at in chosen else text
               for at, text in enumerate(texts)]  # fmt: skip
    return _with_steps(site.card, changed)


def _like(match: re.Match[str], new: str) -> str:
    return new.capitalize() if match[0][0].isupper() else new


def _both_feet(site: Site) -> Plant | None:
    if not re.search(r"\b(?:Single|One)[ -]Leg", site.card.title):
        return None
    pattern = r"\b(?:one|your|the|your (?:left|right|working|front|standing)) foot\b"
    return _in_steps(site, pattern, lambda match: _like(match, "both feet"))


def _both_hands(site: Site) -> Plant | None:
    if not re.search(r"\b(?:Single|One)[ -](?:Arm|Hand)", site.card.title):
        return None
    pattern = r"\b(?:one|your|your (?:left|right|working)) hand\b"
    return _in_steps(site, pattern, lambda match: _like(match, "both hands"))


_GRIPS = {"overhand": "underhand", "underhand": "overhand", "pronated": "supinated", "supinated": "pronated"}
_GRIP = r"\b(?:overhand|underhand|pronated|supinated)\b"
_PALMS = r"\bpalms? (?:\w+ )?(?:facing )?(?:up|down|forward|away|toward|in)"


def _grip_swapped(where: str, site: Site) -> Plant | None:
    """Swap the grip in the steps: where the step tells the palms, or where the rest of the card tells the grip."""
    card = site.card
    texts = _steps_text(card)
    with_grip = [at for at, text in enumerate(texts) if re.search(_GRIP, text, re.IGNORECASE)]
    with_palms = [at for at in with_grip if re.search(_PALMS, texts[at], re.IGNORECASE)]
    hits = with_palms if where == "palms" else [at for at in with_grip if at not in with_palms]
    said = " ".join(each.text for each in card.stretches("description", "tip")) + card.title
    if where == "rest":
        hits = [at for at in hits if _grip_of(texts[at]) & _grip_of(said) and len(_grip_of(said)) == 1]
    if not hits:
        return None
    at = site.chance.choice(hits)
    texts[at] = re.sub(_GRIP, lambda match: _like(match, _GRIPS[match[0].lower()]), texts[at], flags=re.IGNORECASE)
    return _with_steps(card, texts)


def _grip_of(text: str) -> set[str]:
    same = {"pronated": "overhand", "supinated": "underhand"}
    return {same.get(each.lower(), each.lower()) for each in re.findall(_GRIP + "|reverse", text, re.IGNORECASE)}


def _palms_turned(site: Site) -> Plant | None:
    texts = _steps_text(site.card)
    turn = {"up": "down", "down": "up", "forward": "toward you", "away": "toward", "in": "away"}
    hits = [at for at, text in enumerate(texts) if re.search(_GRIP, text, re.I) and re.search(_PALMS, text, re.I)]
    if not hits:
        return None
    at = site.chance.choice(hits)
    texts[at] = re.sub(r"(palms? (?:\w+ )?(?:facing )?)(up|down|forward|away|in)\b",
                       lambda match: match[1] + turn[match[2].lower()], texts[at], flags=re.I)  # fmt: skip
    return _with_steps(site.card, texts)


_POSTURES = (
    ("Standing", r"\b(stand|standing)\b", {"stand": "sit", "standing": "sitting"}),
    ("Seated", r"\b(sit|seated|sitting)\b", {"sit": "stand", "seated": "standing", "sitting": "standing"}),
    ("Kneeling", r"\b(kneel|kneeling|knees on)\b", {"kneel": "stand", "kneeling": "standing", "knees on": "feet on"}),
    ("Lying", r"\b(lie|lying)\b", {"lie": "stand", "lying": "standing"}),
)


def _posture_changed(site: Site) -> Plant | None:
    for posture, pattern, other in _POSTURES:
        if posture in site.card.title.split():
            return _in_steps(site, pattern, partial(_swapped, other), every=True)
    return None


def _swapped(other: dict[str, str], match: re.Match[str]) -> str:
    return _like(match, other[match[0].lower()])


_WIDE = r"\bwide(?P<more>r)?(?: than)?(?= (?:\w+ )?(?:grip|shoulder|stance|apart))"
_NARROW = r"\b(?:close|narrow)(?P<more>r|er)?(?: than)?(?= (?:\w+ )?(?:grip|shoulder|stance|together))"


def _width_changed(site: Site) -> Plant | None:
    """Turn wide into narrow in the steps of a wide-grip exercise, or the other way round."""
    if re.search(r"\bWide\b", site.card.title):
        return _in_steps(site, _WIDE, lambda match: "narrower than" if match["more"] else "narrow", every=True)
    if re.search(r"\b(?:Close|Narrow)\b", site.card.title):
        return _in_steps(site, _NARROW, lambda match: "wider than" if match["more"] else "wide", every=True)
    return None


_THING = r"\b(?:bench|wall|chair|box|towel|rope|stability ball|ball|ring|bosu)(?:es|s)?\b"
_SLOPE = r"\ban? (?:incline|decline|preacher)d?\b|\b(?:incline|decline|preacher)d?\b"


def _apparatus_lost(site: Site) -> Plant | None:
    """Name something else in the steps than the apparatus of the title: a mat, or a flat bench."""
    for pattern, new in ((_THING, "mat"), (_SLOPE, "flat")):
        named = re.search(pattern, site.card.title, re.IGNORECASE)
        if named:
            word = re.escape(named[0])
            return _in_steps(site, rf"\b(?:(an?) )?{word}(?:es|s|d)?\b", partial(_instead, new), every=True)
    return None


def _instead(new: str, match: re.Match[str]) -> str:
    return _like(match, f"a {new}" if match[1] else new)


def _weight_lost(site: Site) -> Plant | None:
    if not site.card.title.startswith("Weighted"):
        return None
    pattern = r"\b(?:(?:a|the|an) )?(?:\w+ )?(?:weight plate|weight|dumbbell|plate|kettlebell|barbell|belt|vest)s?\b"
    return _in_steps(site, pattern, lambda match: _like(match, "your arms"), every=True)


def _weighted_with_body_weight(site: Site) -> Plant | None:
    if not site.card.title.startswith("Weighted") or site.card.values["Equipment"] == "Body Weight":
        return None
    return site.card.restated("Equipment", Equipment="Body Weight")


def _uses(card: CardText, implement: str) -> bool:
    return sum(implement in text.lower() for text in _steps_text(card)) > 0


def _implement_unlisted(site: Site) -> Plant | None:
    """Body Weight as the equipment of an exercise whose steps use an implement."""
    implement = _IMPLEMENTS.get(site.card.values["Equipment"])
    if implement is None or not _uses(site.card, implement):
        return None
    return site.card.restated("Equipment", Equipment="Body Weight")


def _other_equipment(site: Site) -> Plant | None:
    """An implement as the equipment that the steps do not use."""
    own = site.card.values["Equipment"]
    choices = [name for name, word in _IMPLEMENTS.items() if name != own and not _uses(site.card, word)]
    others = [name for name in choices if {name, own} != {"Barbell", "EZ Bar"}]
    return site.card.restated("Equipment", Equipment=site.chance.choice(others)) if others else None


def _implement_replaced(site: Site) -> Plant | None:
    """Another implement than the equipment in all steps."""
    own = _IMPLEMENTS.get(site.card.values["Equipment"])
    if own not in ("dumbbell", "barbell", "kettlebell"):
        return None
    other = site.chance.choice([each for each in ("dumbbell", "barbell", "kettlebell") if each != own])
    return _in_steps(site, rf"\b{own}(?=s?\b)", lambda match: _like(match, other), every=True)


def _name_replaced(site: Site, stretches: Iterable[tuple[int, int, str]], name: str) -> Plant | None:
    """Put the name of another card's exercise where the text names the card's own."""
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    other = site.chance.choice([card for card in site.others if card.title.split()[-1] != name.split()[-1]]).title
    for line, start, text in stretches:
        match = pattern.search(text)
        if match:
            new = other if match[0].istitle() else other.lower()
            return site.card.edited(line, start + match.start(), start + match.end(), new)
    return None


def _description_renamed(site: Site) -> Plant | None:
    places = [(each.line, each.start, each.text) for each in site.card.stretches("description")]
    return _name_replaced(site, places, site.card.title)


def _question_renamed(site: Site) -> Plant | None:
    """Let a question ask about another card's exercise, named in full."""
    other = site.chance.choice([each for each in site.others if len(each.title.split()) > 2]).title
    name, spots = re.escape(site.card.title), []
    for each in site.card.stretches("question"):
        for start, end in each.matches(rf"\b(?:the |an? )?{name}s?\b|\b(?:this|the) (?:exercise|movement|stretch)\b"):
            spots.append((each.line, start, end))
    if not spots:
        return None
    line, start, end = site.chance.choice(spots)
    return site.card.edited(line, start, end, f"the {other}")


def _rating_added(site: Site) -> Plant:
    """Say another difficulty in the description."""
    own = site.card.values["Difficulty"]
    other = site.chance.choice([each for each in LISTS["values"]["Difficulty"] if each != own]).lower()
    article = "an" if other[0] in "ai" else "a"
    forms = (f"It is {article} {other} exercise.", f"This is {article} {other}-level movement.")
    first = site.card.stretches("description")[0]
    return site.card.edited(first.line, first.end, first.end, " " + site.chance.choice(forms), other)


def _rating_left_behind(site: Site) -> Plant | None:
    """Change the difficulty in all templates of a card whose description says it in its own words."""
    own = site.card.values["Difficulty"]
    if not re.search(rf"\b{own}(?:-level)? (?:exercise|movement|variation|stretch)\b", site.card.prose[0].text, re.I):
        return None
    other = site.chance.choice([each for each in LISTS["values"]["Difficulty"] if each != own])
    return site.card.restated("Difficulty", Difficulty=other)


_MUSCLE_NAMED = r"\b(?:targets?|targeting|works|work) the (latissimus dorsi|upper back|lower back|[a-z]+)\b"
_MUSCLES = (
    "glutes",
    "chest",
    "biceps",
    "triceps",
    "calves",
    "hamstrings",
    "forearms",
    "lats",
    "shoulders",
    "quadriceps",
)


def _target_replaced(site: Site) -> Plant | None:
    """Name other muscles than the card's after "targets" in the description."""
    first = site.card.prose[0]
    return _other_muscle(site, first, re.search(_MUSCLE_NAMED, first.text))


def _answer_replaced(site: Site) -> Plant | None:
    """Name other muscles in the free answer to a question about the muscles."""
    answers = {each.line - 2: each for each in site.card.stretches("answer")}
    for question in site.card.stretches("question"):
        match = re.search(_MUSCLE_NAMED, answers[question.line].text)
        if re.search(r"\bmuscles?\b", question.text) and match:
            return _other_muscle(site, answers[question.line], match)
    return None


def _other_muscle(site: Site, stretch: Stretch, match: re.Match[str] | None) -> Plant | None:
    """Replace the named muscle by one that is none of the card's, nor a part or another name of one."""
    own = f"{site.card.values['Target Muscle']}, {site.card.values.get('Secondary Muscles', '')}".lower()
    if match is None:
        return None
    names = [each for each in _MUSCLES if each not in own and LISTS["short_muscle"].get(each, each) not in own]
    name = site.chance.choice([each for each in names if each not in stretch.text])
    return site.card.edited(stretch.line, stretch.start + match.start(1), stretch.start + match.end(1), name)


def _other_target(site: Site) -> Plant | None:
    """Another target of the same body part, in the metadata and all templates; the description still says the old."""
    card, parts = site.card, LISTS["body_part_of"]
    own = card.values["Target Muscle"]
    if not re.search(rf"\btarget\w* the {own.lower()}\b", card.prose[0].text):
        return None
    secondary = card.values.get("Secondary Muscles", "")
    choices = [
        each for each, part in parts.items()
        if part == parts.get(own) and each != own and each not in secondary
        and LISTS["same_muscle"].get(each, each) not in secondary and each.lower() not in card.prose[0].text.lower()
    ]  # fmt: skip
    return card.restated("Target Muscle", Target_Muscle=site.chance.choice(choices)) if choices else None


def _other_category(site: Site) -> Plant | None:
    title = site.card.title
    if re.search(r"\bStretch(?:es)?\b", title):
        return site.card.restated("Category", Category=site.chance.choice(("Strength", "Plyometrics", "Cardio")))
    if re.search(r"\b(?:Jump|Hop)s?\b", title):
        return site.card.restated("Category", Category=site.chance.choice(("Stretching", "Rehabilitation", "Balance")))
    if re.search(r"\b(?:Curl|Bench Press|Row|Deadlift)\b", title):
        return site.card.restated("Category", Category=site.chance.choice(("Stretching", "Cardio")))
    return None


def _foreign_steps(site: Site) -> Plant:
    """The steps of a card with another equipment and body part."""
    far = [each for each in site.others if each.values["Equipment"] != site.card.values["Equipment"]
           and each.values["Body Part"] != site.card.values["Body Part"]]  # fmt: skip
    other = site.chance.choice(far or list(site.others))
    card = site.card
    lines = (*card.lines[: card.steps[0]], *(other.lines[at] for at in other.steps), *card.lines[card.steps[-1] + 1 :])
    return plant_of(lines, card.steps[0])


_EQUIPMENT = ("unused-equipment", "implement-without-equipment", "apparatus-mismatch", "weighted-without-equipment")
_GRIP_RULES = ("grip-against-palms", "grip-mismatch")
_FOREIGN = (*_EQUIPMENT, "posture-mismatch", "duplicate-steps", "no-side-change", "never-alternates",
            "weight-never-used", "width-mismatch", "grip-mismatch", "both-sides-at-once")  # fmt: skip

CLASSES = tuple(
    EditClass(name, "knowledge", make, rules)
    for name, make, rules in (
        ("change of sides lost", _side_change_lost, ("no-side-change",)),
        ("alternation lost", _alternation_lost, ("never-alternates", "no-side-change")),
        ("both feet in a one-legged exercise", _both_feet, ("both-sides-at-once",)),
        ("both hands in a one-armed exercise", _both_hands, ("both-sides-at-once",)),
        ("grip swapped beside the palms", partial(_grip_swapped, "palms"), _GRIP_RULES),
        ("palms turned beside the grip", _palms_turned, _GRIP_RULES),
        ("grip swapped against the rest of the card", partial(_grip_swapped, "rest"), _GRIP_RULES),
        ("posture changed in the steps", _posture_changed, ("posture-mismatch",)),
        ("width changed in the steps", _width_changed, ("width-mismatch",)),
        ("apparatus replaced in the steps", _apparatus_lost, ("apparatus-mismatch", "unused-equipment")),
        ("weight lost from a weighted exercise", _weight_lost, ("weight-never-used", "unused-equipment")),
        ("weighted exercise with Body Weight", _weighted_with_body_weight, _EQUIPMENT),
        ("implement in a Body Weight exercise", _implement_unlisted, _EQUIPMENT),
        ("equipment that the steps do not use", _other_equipment, _EQUIPMENT),
        ("implement replaced in the steps", _implement_replaced, _EQUIPMENT),
        ("description names another exercise", _description_renamed, ("description-names-another",)),
        ("question about another exercise", _question_renamed, ("question-names-another",)),
        ("other difficulty in the description", _rating_added, ("difficulty-in-prose",)),
        ("difficulty changed but in the description", _rating_left_behind, ("difficulty-in-prose",)),
        ("other muscles in the description", _target_replaced, ("value-in-prose",)),
        ("other muscles in an answer", _answer_replaced, ("value-in-prose",)),
        ("target changed but in the description", _other_target, ("value-in-prose",)),
        ("category against the title", _other_category, ("category-mismatch",)),
        ("steps of quite another exercise", _foreign_steps, _FOREIGN),
    )
)
