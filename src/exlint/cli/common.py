"""What the commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

import click

from exlint.reporters.terminal import visible

VERBOSE = "exlint.verbose"
"""Key of the context's `meta`: whether tracebacks are wanted."""


class Jobs(click.ParamType[int | None]):
    """A number of processes; None for `auto`."""

    name = "jobs"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> int | None:
        """Read it.

        Raises:
            click.BadParameter: it is neither.
        """
        return None if value == "auto" else click.IntRange(min=1).convert(value, parameter, context)


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


def put(lines: Iterable[str]) -> None:
    """Write lines to standard output as they are; `click.echo` would take the colours out."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()  # what goes to standard error afterwards comes after it on a terminal, too


def wants_colour(color: str) -> bool:
    """Whether to colour standard output: by the option, else NO_COLOR, else FORCE_COLOR, else the terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
