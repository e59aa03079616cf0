"""`exlint new`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from exlint.cli.common import complain, config_options, put, settings_of, type_named, verbose_option
from exlint.writing import writing_new

if TYPE_CHECKING:
    from exlint.card import Card
    from exlint.cardtype import CardType
    from exlint.config import Settings
    from exlint.findings import Finding

_STDOUT = "-"

_WORDING = ("EX5", "EX9")
"""Groups of rules about words: what they find in a title is no reason to refuse a card."""

_MOST_NEIGHBOURS = 20
"""So many cards are enough to tell what all of them have in common."""


def _pairs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} is not of the form KEY=VALUE")
    return [(key, text) for key, _, text in (value.partition("=") for value in values)]


@click.command()
@click.argument("type_name", metavar="TYPE")
@click.argument("title")
@click.option(
    "--set",
    "given",
    multiple=True,
    callback=_pairs,
    metavar="KEY=VALUE",
    help="A value of the card; several of a list have commas between. What follows from others may be left out.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the card to this file or folder; - for standard output.")
@config_options
@verbose_option
@click.pass_context
def new(
    context: click.Context,
    type_name: str,
    title: str,
    given: Sequence[tuple[str, str]],
    output: str | None,
    config: str | None,
    isolated: bool,
) -> None:
    """Write a new card of a type, and print its name.

    All that the type dictates is filled in; what is to be written is left as a placeholder, which exlint finds.
    The file is called after the title, in the folder that the config's patterns name for the type, or else here.
    """
    from exlint.check import check_file
    from exlint.drafting import draft, title_of
    from exlint.given import GivenError, values_from
    from exlint.placeholders import FOUND_BY, TO_WRITE
    from exlint.request import FileRequest, Origin

    settings = settings_of(config, isolated)
    card_type = type_named(type_name, settings)
    file = None if output == _STDOUT else _file(settings, card_type, title, output)
    try:
        values = values_from(card_type, title, given, _usual(settings, card_type, file))
    except GivenError as error:
        _refuse(context, error.reasons)
    if file and card_type.title.file_name_is_slug:
        file = _file(settings, card_type, title_of(card_type, values), output)
    if file and os.path.exists(file):  # noqa: PTH110 (a name that no file can have is told when it is written)
        raise click.UsageError(f"{file}: is there already; nothing is overwritten")
    text = draft(card_type, values)
    named = () if output else (card_type.name,)  # a name that a person chose is no fault
    request = FileRequest(str(file or _STDOUT), Origin.NAMED, card_type.name, named)
    findings = check_file(request, text.encode(), settings.plan).findings
    _refuse(context, reasons_against(findings))
    if file is None:
        sys.stdout.write(text)
        return
    _write(file, text, make_folder=output is None)
    put([str(file)])
    is_shown = any(each.name == FOUND_BY for each in findings)  # the config may ignore it
    where = f"`exlint check {file}` shows them" if is_shown else f"each says {TO_WRITE}"
    places = text.count(TO_WRITE)
    if places:
        click.echo(f"{places} places are still to be written; {where}.", err=True)


def _write(file: Path, text: str, *, make_folder: bool) -> None:
    try:
        if make_folder:
            file.parent.mkdir(parents=True, exist_ok=True)
        with writing_new(file) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise click.UsageError(f"{file}: can't be written: {error.strerror or error}") from error


def _refuse(context: click.Context, reasons: Sequence[str]) -> None:
    for reason in reasons:
        complain(reason)
    if reasons:
        context.exit(2)


def reasons_against(findings: Iterable[Finding]) -> list[str]:
    """Why a draft with these findings is refused: all that is neither a matter of wording nor still to be written."""
    from exlint.placeholders import FOUND_BY

    wrong = (each for each in findings if each.name != FOUND_BY and not each.code.startswith(_WORDING))
    return [f"{each.message} ({each.code} {each.name})" for each in wrong]


def _file(settings: Settings, card_type: CardType, title: str, output: str | None) -> Path:
    """Where the card goes."""
    from exlint.request import shown_name

    if output and not os.path.isdir(output):  # noqa: PTH112 (as above)
        return Path(output)
    name = card_type.slug(title)
    if not name:
        raise click.UsageError(f"no file can be called after the title {title!r}; name one with --output")
    if output:
        return Path(output) / f"{name}{_suffix(card_type.files)}"
    own = next(each for each in settings.scope.types if each.type_name == card_type.name)
    here = Path.cwd() / f"{name}{_suffix(own.patterns)}"
    places = [here, *(settings.scope.root / _folder(each) / f"{name}{_suffix([each])}" for each in own.patterns)]
    bound = (place for place in places if settings.scope.bound_type(str(place)) == card_type.name)
    return Path(shown_name(next(bound, here)))


def _folder(pattern: str) -> PurePath:
    """The folder that a pattern names before its first wildcard."""
    parts = PurePath(pattern.lstrip("/")).parts[:-1]
    wild = next((index for index, part in enumerate(parts) if any(character in part for character in "*?[")), None)
    return PurePath(*parts[:wild])


def _suffix(patterns: Sequence[str]) -> str:
    return next((suffix for each in patterns if (suffix := PurePath(each).suffix)), "")


def _usual(settings: Settings, card_type: CardType, file: Path | None) -> dict[str, str]:
    """What the cards beside the new one say for what the type lets each card choose."""
    from exlint.given import free_values

    free = free_values(card_type)
    folder = file.parent if file else Path.cwd()
    said: Counter[tuple[str, str]] = Counter()
    for card in islice(_cards(folder, settings, card_type), _MOST_NEIGHBOURS) if free else ():
        said.update({(each.name, each.said.text) for each in card.evidence if each.name in free})
    return {name: text for (name, text), _ in reversed(said.most_common())}


def _cards(folder: Path, settings: Settings, card_type: CardType) -> Iterator[Card]:
    """The cards of a type in a folder; not in those below it."""
    from exlint.check import read_card
    from exlint.discovery import job_for
    from exlint.request import Origin

    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        job = job_for(str(file), settings.scope, Origin.WALKED)
        if card_type.name in job.request.matching and file.is_file():
            card, _ = read_card(job.request, job.read(), settings.plan)
            if card and card.type.name == card_type.name:
                yield card
