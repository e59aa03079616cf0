"""Defects of a card's structure: title, sections, lists, questions."""

from __future__ import annotations

import re

from measuring.cards import SECTIONS, CardText, Plant, Site, plant_of
from measuring.classes import EditClass
from measuring.words import LISTS, POOLS

_NO_SECTION = ("missing-section", "misnamed-section", "unknown-section", "wrong-heading-level", "empty-section")
_NO_TITLE = ("missing-title", "wrong-heading-level")


def _title_lost(site: Site) -> Plant:
    return site.card.with_lines(0, 2, ())


def _title_level(site: Site) -> Plant:
    marks = site.chance.choice(("##", "###"))
    return site.card.with_line(0, f"{marks} {site.card.title}", marks)


def _title_unmarked(site: Site) -> Plant:
    new = site.chance.choice((site.card.title, f"**{site.card.title}**", f"#{site.card.title}"))
    return site.card.with_line(0, new, new[:2] if new[0] in "*#" else "plain")


def _title_emptied(site: Site) -> Plant:
    return site.card.with_line(0, "#")


def _second_title(site: Site) -> Plant:
    heading = site.card.headings[site.chance.choice(SECTIONS)]
    title = site.chance.choice((site.card.title, site.chance.choice(site.others).title, "Notes"))
    return site.card.with_lines(heading, 0, (f"# {title}", ""))


def _whole(card: CardText, section: str) -> range:
    """The lines of a section from its heading to before the next heading or rule line."""
    return range(card.headings[section], card.body(section).stop)


def _section_lost(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    lines = _whole(site.card, section)
    return site.card.with_lines(lines.start, len(lines), (), section)


def _heading_lost(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    return site.card.with_lines(site.card.headings[section], 2, (), section)


def _section_renamed(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    name = site.chance.choice(LISTS["renamed"][section])
    return site.card.with_line(site.card.headings[section], f"## {name}", name)


def _heading_misspelled(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    at = site.chance.randrange(1, len(section) - 1)
    wrong = section[:at] + section[at + 1 :]
    return site.card.with_line(site.card.headings[section], f"## {wrong}", "dropped letter")


def _section_moved(site: Site) -> Plant:
    """Swap two neighbouring sections of those between the rule lines."""
    middle = SECTIONS[1:5]
    first = site.chance.randrange(3)
    one, other = _whole(site.card, middle[first]), _whole(site.card, middle[first + 1])
    lines = site.card.lines
    swapped = (*lines[other.start : other.stop], *lines[one.start : one.stop])
    return site.card.with_lines(one.start, len(swapped), swapped, "neighbours")


def _section_moved_far(site: Site) -> Plant:
    """Move a section to the end, before the related exercises, or to the start of the middle part."""
    middle = SECTIONS[1:5]
    section = site.chance.choice((middle[0], middle[3]))
    block = _whole(site.card, section)
    rest = [line for index, line in enumerate(site.card.lines) if index not in block]
    anchor = "## Related exercises" if section == middle[0] else f"## {middle[0]}"
    at = rest.index(anchor)
    moved = [site.card.lines[index] for index in block]
    return plant_of((*rest[:at], *moved, *rest[at:]), at, section)


def _section_doubled(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS[1:5])
    block = _whole(site.card, section)
    return site.card.with_lines(block.stop, 0, [site.card.lines[index] for index in block], section)


def _section_emptied(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    body = site.card.body(section)
    return site.card.with_lines(body.start, len(body), ("",), section)


def _section_level(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    marks = site.chance.choice(("#", "###", "####"))
    return site.card.with_line(site.card.headings[section], f"{marks} {section}", marks)


def _section_unmarked(site: Site) -> Plant:
    section = site.chance.choice(SECTIONS)
    new, variant = site.chance.choice(((section, "plain"), (f"**{section}**", "bold"), (f"##{section}", "no space")))
    return site.card.with_line(site.card.headings[section], new, variant)


def _foreign_section(site: Site) -> Plant:
    heading = site.card.headings[site.chance.choice(SECTIONS[1:])]
    name = site.chance.choice(("History", "Notes", "Variations", "Sets and reps", "Safety", "Benefits"))
    text = site.chance.choice(POOLS["tips"])
    return site.card.with_lines(heading, 0, (f"## {name}", "", text, ""), name)


def _question_level(site: Site) -> Plant:
    line = site.chance.choice(site.card.questions)
    marks = site.chance.choice(("##", "####", "#####"))
    return site.card.with_line(line, marks + site.card.lines[line][3:], marks)


def _question_unmarked(site: Site) -> Plant:
    line = site.chance.choice(site.card.questions)
    text = site.card.lines[line][4:]
    new, variant = site.chance.choice(((text, "plain"), (f"**{text}**", "bold"), (f"###{text}", "no space")))
    return site.card.with_line(line, new, variant)


def _question_mark_lost(site: Site) -> Plant:
    line = site.chance.choice(site.card.questions)
    text = site.card.lines[line].removesuffix("?")
    ending = site.chance.choice(("", "."))
    return site.card.with_line(line, text + ending, ending or "none")


def _question_doubled(site: Site) -> Plant:
    line, target = site.chance.sample(site.card.questions, 2)
    block = site.card.lines[line : line + 4]
    variant = site.chance.choice(("with its answer", "with another answer", "in other letter case"))
    if variant == "with another answer":
        block = (*block[:2], site.chance.choice(POOLS["questions"])[1], "")
    if variant == "in other letter case":
        block = ("### " + block[0][4:].capitalize(), *block[1:])
    return site.card.with_lines(target, 0, block, variant)


def _question_lost(site: Site) -> Plant:
    """A question's heading goes, and its answer stands below what comes before."""
    line = site.chance.choice(site.card.free_questions)
    return site.card.with_lines(line, 2, ())


def _answer_lost(site: Site) -> Plant:
    line = site.chance.choice(site.card.questions)
    return site.card.with_lines(line + 2, 2, ())


def _steps_bulleted(site: Site) -> Plant:
    lines = list(site.card.lines)
    for index in site.card.steps:
        lines[index] = re.sub(r"^\d+\.", "-", lines[index])
    return plant_of(lines, site.card.steps[0])


def _bullets_numbered(site: Site) -> Plant:
    section = site.chance.choice(("Pro tips", "Common mistakes"))
    lines = list(site.card.lines)
    for number, index in enumerate(site.card.items(section), 1):
        lines[index] = re.sub(r"^-", f"{number}.", lines[index])
    return plant_of(lines, site.card.items(section)[0], section)


def _other_bullet(site: Site) -> Plant:
    section = site.chance.choice(("Quick answer", "Pro tips", "Common mistakes", "Related exercises"))
    line = site.chance.choice(site.card.items(section))
    bullet = site.chance.choice("*+")
    return site.card.with_line(line, bullet + site.card.lines[line][1:], bullet)


def _step_misnumbered(site: Site) -> Plant:
    index = site.chance.randrange(len(site.card.steps))
    line = site.card.steps[index]
    number = site.chance.choice([each for each in (index, index + 2, index + 3, index + 11) if each != index + 1])
    text = site.card.lines[line].split(" ", 1)[1]
    return site.card.with_line(line, f"{number}. {text}", "first" if index == 0 else "later")


def _steps_start_late(site: Site) -> Plant:
    lines = list(site.card.lines)
    first = site.chance.choice((0, 2, 3))
    for number, index in enumerate(site.card.steps, first):
        lines[index] = f"{number}. " + lines[index].split(" ", 1)[1]
    return plant_of(lines, site.card.steps[0], str(first))


def _step_lost(site: Site) -> Plant | None:
    if len(site.card.steps) < 5:
        return None
    line = site.chance.choice(site.card.steps[:-1])
    return site.card.with_lines(line, 1, ())


def _renumbered(card: CardText, texts: list[str], at: int, variant: str = "") -> Plant:
    """The card with these steps; the plant is at step `at` of them."""
    new = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    start = card.steps[0]
    plant = card.with_lines(start, len(card.steps), new, variant)
    return Plant(plant.data, start + at + 1, variant)


def _step_repeated(site: Site) -> Plant:
    texts = [site.card.lines[line].split(" ", 1)[1] for line in site.card.steps]
    at = site.chance.randrange(len(texts))
    return _renumbered(site.card, [*texts[: at + 1], *texts[at:]], at + 1)


def _bullet_repeated(site: Site) -> Plant:
    line = site.chance.choice((*site.card.items("Pro tips"), *site.card.items("Common mistakes")))
    return site.card.with_lines(line + 1, 0, (site.card.lines[line],))


def _too_few_steps(site: Site) -> Plant:
    keep = site.chance.choice((1, 2, 3))
    return site.card.with_lines(site.card.steps[keep], len(site.card.steps) - keep, (), str(keep))


def _too_few_bullets(site: Site) -> Plant:
    items = site.card.items(site.chance.choice(("Pro tips", "Common mistakes")))
    keep = site.chance.choice((1, 2))
    return site.card.with_lines(items[keep], len(items) - keep, (), str(keep))


def _too_few_questions(site: Site) -> Plant:
    """Leave only the two questions that statements dictate."""
    lines = list(site.card.lines)
    for line in reversed(site.card.free_questions):
        del lines[line : line + 4]
    return plant_of(lines, site.card.headings["FAQ"])


def _marker_lost(site: Site) -> Plant:
    sections = ("How to perform", "Pro tips", "Common mistakes", "Related exercises")
    section = site.chance.choice(sections)
    line = site.chance.choice(site.card.items(section))
    return site.card.with_line(line, site.card.lines[line].split(" ", 1)[1], section)


def _item_emptied(site: Site) -> Plant:
    section = site.chance.choice(("How to perform", "Pro tips", "Common mistakes"))
    line = site.chance.choice(site.card.items(section))
    return site.card.with_line(line, site.card.lines[line].split(" ", 1)[0], section)


def _summary_lost(site: Site) -> Plant:
    name = site.chance.choice(("S1", "S2"))
    line, start, end = site.card.statements[name]
    text = site.card.lines[line]
    return site.card.with_line(line, (text[:start].rstrip() + " " + text[end:].lstrip()).strip(), name)


def _answer_statement_lost(site: Site) -> Plant:
    name = site.chance.choice(("S3", "S4"))
    line, _, _ = site.card.statements[f"{name} question"]
    return site.card.with_lines(line, 4, (), name)


def _answer_sentence_lost(site: Site) -> Plant:
    """Drop one of the two sentences of the answer S3 or S4."""
    name = site.chance.choice(("S3 answer", "S4 answer"))
    line, _, _ = site.card.statements[name]
    first, second = re.split(r"(?<=\.) (?=It's|Beginners)", site.card.lines[line], maxsplit=1)
    return site.card.with_line(line, site.chance.choice((first, second)), name)


def _rule_lost(site: Site) -> Plant:
    which = site.chance.randrange(2)
    return site.card.with_lines(site.card.rules[which], 2, (), ("first", "second")[which])


def _closing_lost(site: Site) -> Plant:
    last = max(index for index, line in enumerate(site.card.lines) if line.strip())
    kept = len(site.card.lines) - last
    return site.card.with_lines(last, kept, ("",))


def _closing_without_link(site: Site) -> Plant:
    last = max(index for index, line in enumerate(site.card.lines) if line.strip())
    return site.card.with_line(last, re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", site.card.lines[last]))


def _stray_content(site: Site) -> Plant:
    section = site.chance.choice(("How to perform", "Pro tips", "Common mistakes", "Related exercises"))
    block = site.chance.choice(
        (
            ("paragraph", (site.chance.choice(POOLS["tips"]),)),
            ("table", ("| set | reps |", "| --- | --- |", "| 1 | 10 |")),
            ("code", ("```", "3 x 10", "```")),
            ("quote", ("> " + site.chance.choice(POOLS["tips"]),)),
        )
    )
    last = site.card.items(section)[-1]
    return site.card.with_lines(last + 1, 0, ("", *block[1]), block[0])


CLASSES = tuple(
    EditClass(name, "structure", make, rules, "structure")
    for name, make, rules in (
        ("title lost", _title_lost, _NO_TITLE),
        ("title at another level", _title_level, _NO_TITLE),
        ("title without its #", _title_unmarked, _NO_TITLE),
        ("title emptied", _title_emptied, _NO_TITLE),
        ("second title", _second_title, ("multiple-titles",)),
        ("section lost", _section_lost, (*_NO_SECTION, "missing-metadata", "missing-statement", "missing-link")),
        ("section heading lost", _heading_lost, _NO_SECTION),
        ("section renamed", _section_renamed, _NO_SECTION),
        ("section heading misspelled", _heading_misspelled, _NO_SECTION),
        ("section moved by one", _section_moved, ("misplaced-section",)),
        ("section moved far", _section_moved_far, ("misplaced-section",)),
        ("section doubled", _section_doubled, ("duplicate-section",)),
        ("section emptied", _section_emptied, _NO_SECTION),
        ("section at another level", _section_level, (*_NO_SECTION, "multiple-titles")),
        ("section heading without its ##", _section_unmarked, _NO_SECTION),
        ("foreign section", _foreign_section, ("unknown-section",)),
        ("question at another level", _question_level, ("wrong-heading-level", "unknown-section")),
        ("question without its ###", _question_unmarked, ("wrong-heading-level", "missing-statement")),
        ("question mark lost", _question_mark_lost, ("missing-question-mark", "statement-mismatch")),
        ("question asked twice", _question_doubled, ("duplicate-question",)),
        ("question lost before its answer", _question_lost, ("overlong-answer", "unexpected-content", "too-few-items")),
        ("answer lost", _answer_lost, ("empty-item", "missing-statement", "statement-mismatch")),
        ("steps as bullets", _steps_bulleted, ("wrong-list-type",)),
        ("bullets as numbers", _bullets_numbered, ("wrong-list-type",)),
        ("item with another bullet", _other_bullet, ("mixed-bullets",)),
        ("step misnumbered", _step_misnumbered, ("misnumbered-step",)),
        ("steps not from 1", _steps_start_late, ("misnumbered-step",)),
        ("step lost", _step_lost, ("misnumbered-step",)),
        ("step repeated", _step_repeated, ("repeated-step",)),
        ("tip or mistake repeated", _bullet_repeated, ("repeated-step",)),
        ("too few steps", _too_few_steps, ("too-few-items",)),
        ("too few tips or mistakes", _too_few_bullets, ("too-few-items",)),
        ("too few questions", _too_few_questions, ("too-few-items",)),
        ("list marker lost", _marker_lost, ("unmarked-item", "unexpected-content", "missing-link", "wrong-list-type")),
        ("item emptied", _item_emptied, ("empty-item",)),
        ("S1 or S2 lost", _summary_lost, ("missing-statement", "statement-mismatch")),
        ("S3 or S4 lost", _answer_statement_lost, ("missing-statement", "statement-mismatch")),
        ("half of S3 or S4 lost", _answer_sentence_lost, ("missing-statement", "statement-mismatch")),
        ("rule line lost", _rule_lost, ("missing-rule-line",)),
        ("closing line lost", _closing_lost, ("missing-closing-line",)),
        ("closing line without link", _closing_without_link, ("missing-closing-line",)),
        ("stray content", _stray_content, ("unexpected-content",)),
    )
)
