"""What the commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from exlint.reporters.terminal import visible

if TYPE_CHECKING:
    from exlint.cardtype import CardType
    from exlint.config import Settings
    from exlint.session import Choices

VERBOSE = "exlint.verbose"
"""Key of the context's `meta`: whether tracebacks are wanted."""

_AT_ONCE = 512
"""Lines that are written at once: to write each by itself takes as long as to make it."""


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


format_option = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the output.",
)


def config_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--config` and `--isolated` to a command."""
    for option in (
        click.option("--isolated", is_flag=True, help="Use no config file."),
        click.option("--config", metavar="FILE", help="Use this config file instead of the nearest one."),
    ):
        command = option(command)
    return command


def selectors(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """The selectors in the values of an option, each of which may hold several, with commas between.

    Raises:
        click.BadParameter: a value holds none. With a variable that is empty, a script would check nothing.
    """
    found = [[part.strip() for part in value.split(",") if part.strip()] for value in values]
    if not all(found):
        raise click.BadParameter("it names no rule")
    return tuple(selector for some in found for selector in some)


def choices_of(
    config: str | None,
    isolated: bool,
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Choices:
    """What the options say of config and rules; a `select` that is empty was not given.

    Raises:
        click.UsageError: they contradict each other.
        ConfigError: a `pyproject.toml` can't be read.
    """
    from exlint.configfile import find_config
    from exlint.session import Choices

    if config and isolated:
        raise click.UsageError("--config and --isolated exclude each other")
    file = Path(config) if config else None if isolated else find_config(Path.cwd())
    return Choices(file, tuple(select) or None, tuple(extend_select), tuple(ignore))


def settings_of(config: str | None, isolated: bool) -> Settings:
    """The settings that the options and the config come down to.

    Raises:
        click.UsageError: the options contradict each other.
        ConfigError: the config can't be used.
    """
    from exlint.session import Session

    return Session(choices_of(config, isolated), None).settings


def standard_input() -> bytes:
    """All that comes on standard input.

    Raises:
        click.UsageError: it can't be read.
    """
    if sys.stdin is None:  # it was closed when the process began
        raise click.UsageError("standard input can't be read: it is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise click.UsageError(f"standard input can't be read: {error.strerror or error}") from error


def type_named(name: str, settings: Settings) -> CardType:
    """The card type of this name.

    Raises:
        click.UsageError: there is none.
    """
    from exlint.suggest import did_you_mean

    types = {each.name: each for each in settings.plan.types}
    if name not in types:
        choice = did_you_mean(name, types) or f"; there are: {', '.join(types)}"
        raise click.UsageError(f"unknown type {name!r}{choice}")
    return types[name]


def complain(message: str) -> None:
    """One line on standard error about what went wrong."""
    click.echo(f"exlint: {visible(message)}", err=True)


def put(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Write lines to standard output (or another stream) as they are; `click.echo` would take the colours out."""
    stream = stream or sys.stdout
    waiting = iter(lines)
    while some := list(islice(waiting, _AT_ONCE)):
        stream.write("\n".join((*some, "")))
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
