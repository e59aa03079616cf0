"""`exlint rule` and `exlint rules`: rules as their own docstrings explain them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from exlint.cli.common import put, verbose_option

if TYPE_CHECKING:
    from exlint.rules.base import Rule

_format_option = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the output.",
)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="CODE...")
@_format_option
@verbose_option
def rule(names: tuple[str, ...], output_format: str) -> None:
    """Explain rules, by code or name."""
    from exlint.selection import UnknownRuleError, rule_named

    try:
        wanted = [rule_named(name) for name in names]
    except UnknownRuleError as error:
        raise click.UsageError(str(error)) from error
    put(_json(wanted) if output_format == "json" else _pages(wanted))


@click.command()
@_format_option
@verbose_option
def rules(output_format: str) -> None:
    """List all rules."""
    from exlint.rules.registry import RULES

    every = list(RULES.values())
    put(_json(every) if output_format == "json" else _table(every))


def _pages(wanted: Sequence[Rule]) -> Iterator[str]:
    for index, each in enumerate(wanted):
        if index:
            yield ""
        yield from _page(each)


def _page(each: Rule) -> Iterator[str]:
    from exlint.cli.show import toml

    yield f"{each.code} {each.name}"
    fixes = f", fixes are {each.fixability}" if each.fixable else ""
    yield f"{each.severity}, {_default(each)} by default, since {each.since}{fixes}"
    yield ""
    yield each.doc
    options = _options(each)
    if options:
        yield ""
        yield "Options:"
        for name, value, doc in options:
            yield f"  {name} = {toml(value)}"
            yield f"      {doc}"


def _table(every: Sequence[Rule]) -> Iterator[str]:
    header = ("CODE", "NAME", "SEVERITY", "DEFAULT", "FIX", "SUMMARY")
    rows = [
        header,
        *((each.code, each.name, each.severity, _default(each), each.fixability, each.summary) for each in every),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for *cells, summary in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        yield "  ".join([*padded, summary])


def _json(wanted: Sequence[Rule]) -> Iterator[str]:
    from exlint.findings import rule_url

    yield json.dumps(
        [
            {
                "code": each.code,
                "name": each.name,
                "severity": each.severity.value,
                "default": each.default,
                "since": each.since,
                "fixable": [level.value for level in each.fixable],
                "summary": each.summary,
                "options": [{"name": name, "default": value, "doc": doc} for name, value, doc in _options(each)],
                "explanation": each.doc,
                "url": rule_url(each.name),
            }
            for each in wanted
        ],
        indent=2,
    )


def _default(each: Rule) -> str:
    return "on" if each.default else "off"


def _options(each: Rule) -> list[tuple[str, object, str]]:
    """Name, default and meaning of each option."""
    import dataclasses

    return [
        (option.name.replace("_", "-"), option.default, option.metadata.get("doc", ""))
        for option in dataclasses.fields(each.options)
    ]
