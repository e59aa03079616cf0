"""`exlint types`: card types, as their files describe them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exlint.cli.common import config_options, format_option, put, settings_of, type_named, verbose_option

if TYPE_CHECKING:
    from exlint.cardtype import CardType, Limits, SectionSpec
    from exlint.config import Settings
    from exlint.discovery import TypeFiles


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@format_option
@config_options
@verbose_option
def types(names: tuple[str, ...], output_format: str, config: str | None, isolated: bool) -> None:
    """List the card types, or explain those that are named."""
    settings = settings_of(config, isolated)
    wanted = [type_named(name, settings) for name in names] or settings.plan.types
    objects = [_described(each, settings) for each in wanted]
    if output_format == "json":
        put([json.dumps(objects, indent=2)])
    elif names:
        put("\n\n".join("\n".join(_page(each)) for each in objects).split("\n"))
    else:
        put(_table(objects))


def _described(card_type: CardType, settings: Settings) -> dict[str, Any]:
    """All that is told of a type, as JSON has it."""
    from exlint.resources import SCHEMAS

    files: TypeFiles = next(each for each in settings.scope.types if each.type_name == card_type.name)
    return {
        "name": card_type.name,
        "description": card_type.description,
        "from": "exlint" if Path(card_type.path).parent == SCHEMAS else card_type.path,
        "syntax": card_type.syntax.value,
        "files": list(files.patterns),
        "bound": files.binds,
        "metadata": {
            "from": card_type.metadata.source.value,
            "section": card_type.metadata.section or None,
            "keys": [
                {
                    "name": field.name,
                    "required": field.required,
                    "list": field.is_list,
                    "type": field.kind,
                    "closed": field.closed,
                    "values": list(field.known),
                }
                for field in card_type.metadata.fields
            ],
        },
        "sections": [_section(each) for each in card_type.sections],
        "statements": [
            {
                "name": each.name,
                "section": each.section,
                "question": each.question.text if each.question else None,
                "by": each.by or None,
                "text": {value: form.text for value, form in each.forms.items()} if each.by else each.forms[""].text,
            }
            for each in card_type.statements
        ],
        "links": [{"section": each.section, "text": each.text.text, "url": each.url.text} for each in card_type.links],
        "conditions": [
            {"code": each.code, "name": each.name, "summary": each.doc.partition("\n")[0]}
            for each in card_type.conditions
        ],
    }


def _section(spec: SectionSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "headings": [heading.text for heading in spec.headings],
        "level": spec.level,
        "required": spec.required,
        "content": list(spec.content),
        "item": spec.item,
        "items": _limits(spec.items),
        "words": _limits(spec.words),
        "characters": _limits(spec.characters),
        "answer_at_most": spec.answer_at_most,
        "repeats": _limits(spec.repeats) if spec.repeats else None,
        "sections": [_section(each) for each in spec.sections],
    }


def _limits(limits: Limits) -> dict[str, int | None]:
    return {"at_least": limits.at_least, "at_most": limits.at_most}


def _table(objects: Sequence[dict[str, Any]]) -> Iterator[str]:
    rows = [("NAME", "FROM", "FILES", "DESCRIPTION")]
    rows += [(each["name"], each["from"], " ".join(each["files"]), each["description"]) for each in objects]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _page(each: dict[str, Any]) -> Iterator[str]:
    bound = "the config says that these are of the type" if each["bound"] else "those of them that look like it"
    yield each["name"]
    yield each["description"] or "(no description)"
    yield f"from {each['from']}; files {' '.join(each['files'])}: {bound}"
    yield from _part("Sections, in order", _section_lines(each["sections"], 1))
    where = f"in {each['metadata']['section']!r}" if each["metadata"]["section"] else f"as {each['metadata']['from']}"
    yield from _part(f"Metadata {where}, in order", map(_key_line, each["metadata"]["keys"]))
    yield from _part("Statements, word for word", _statement_lines(each["statements"]))
    yield from _part("Links", (f"  {link['section']}: [{link['text']}]({link['url']})" for link in each["links"]))
    codes = (f"  {one['code']} {one['name']}: {one['summary']}" for one in each["conditions"])
    yield from _part("Conditions: `exlint rule CODE` explains one", codes)


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"{title}:", *found)


def _section_lines(sections: Sequence[dict[str, Any]], depth: int) -> Iterator[str]:
    for each in sections:
        heads = " or ".join(each["headings"])
        name = each["name"] if heads == each["name"] else f"{each['name']} ({heads})"
        yield f"{'  ' * depth}{'#' * each['level']} {name}: {', '.join(_traits(each))}"
        yield from _section_lines(each["sections"], depth + 1)


def _traits(section: dict[str, Any]) -> Iterator[str]:
    yield ", ".join(section["content"])
    for key, unit in (("items", f"{section['item']}s"), ("words", "words"), ("characters", "characters")):
        yield from _range(section[key], unit)
    if section["answer_at_most"]:
        yield f"at most {section['answer_at_most']} paragraphs an answer"
    if section["repeats"]:
        yield from list(_range(section["repeats"], "times")) or ["any number of times"]
    if not section["required"]:
        yield "may be missing"


def _range(limits: dict[str, Any], unit: str) -> Iterator[str]:
    if limits["at_least"]:
        yield f"at least {limits['at_least']} {unit}"
    if limits["at_most"] is not None:
        yield f"at most {limits['at_most']} {unit}"


def _key_line(key: dict[str, Any]) -> str:
    traits = [] if key["type"] == "string" else [key["type"]]
    traits += ["list"] if key["list"] else []
    traits += [] if key["required"] else ["may be missing"]
    name = f"{key['name']} ({', '.join(traits)})" if traits else key["name"]
    values = key["values"] if key["closed"] else [*key["values"], "others"]
    return f"  {name}: {', '.join(values)}" if key["values"] else f"  {name}"


def _statement_lines(statements: Sequence[dict[str, Any]]) -> Iterator[str]:
    for each in statements:
        question = f"{each['question']} " if each["question"] else ""
        texts = each["text"] if isinstance(each["text"], dict) else {"": each["text"]}
        for value, text in texts.items():
            when = f" ({each['by']} {value})" if value else ""
            yield f"  {each['section']}{when}: {question}{text}"
