"""`exlint show`."""

from __future__ import annotations

import json

import click

from exlint.cli.common import config_options, put, settings_of, standard_input, verbose_option


@click.command()
@click.argument("card")
@click.option("--stdin-filename", metavar="NAME", help="The name of the card on standard input (CARD -).")
@config_options
@verbose_option
def show(card: str, stdin_filename: str | None, config: str | None, isolated: bool) -> None:
    """Print what a card consists of, as JSON with places.

    CARD is a file, or - for standard input.
    """
    from exlint.check import read_card
    from exlint.discovery import job_for
    from exlint.extract import extract
    from exlint.request import STDIN, Origin

    settings = settings_of(config, isolated)
    data = standard_input() if card == STDIN else None
    job = job_for((stdin_filename or STDIN) if card == STDIN else card, settings.scope, Origin.NAMED, data=data)
    try:
        found, why = read_card(job.request, job.read(), settings.plan)
    except OSError as error:
        raise click.UsageError(f"{card}: can't be read: {error.strerror or error}") from error
    if found is None:
        raise click.UsageError(f"{job.request.name}: is no card: {why}")
    put([json.dumps(extract(found), indent=2)])
