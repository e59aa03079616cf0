"""What the commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

import click

from exlint.reporters.terminal import visible

VERBOSE = "exlint.verbose"
"""Key of the context's `meta`: whether tracebacks are wanted."""


def _keep_verbose(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    context.meta[VERBOSE] = value


verbose_option = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_keep_verbose,
    help="Show the traceback of an internal error.",
)

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the output; auto: on a terminal, unless NO_COLOR or FORCE_COLOR says otherwise.",
)


def complain(message: str) -> None:
    """One line on standard error about what went wrong."""
    click.echo(f"exlint: {visible(message)}", err=True)


def put(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Write lines to standard output (or another stream) as they are; `click.echo` would take the colours out."""
    stream = stream or sys.stdout
    for line in lines:
        stream.write(line + "\n")
    stream.flush()  # what goes to standard error afterwards comes after it on a terminal, too


def wants_colour(color: str, stream: TextIO | None = None) -> bool:
    """Whether to colour standard output (or another stream): by the option, else NO_COLOR, else FORCE_COLOR, else

    the terminal.
    """
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"
