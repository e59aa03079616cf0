"""The command line: parse, call the engine, choose the reporter, exit.

Exit status: 0 clean, 1 findings, 2 bad usage, bad config or our own fault. What a command needs is imported when it
runs, so that `--version` and `--help` answer at once.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from exlint import __version__

_COMMANDS = {
    "check": "exlint.cli.check",
    "init": "exlint.cli.init",
    "new": "exlint.cli.new",
    "rule": "exlint.cli.explain",
    "rules": "exlint.cli.explain",
    "show": "exlint.cli.extraction",
    "types": "exlint.cli.types",
}
"""The module of each command, which has it under its name."""


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        module = _COMMANDS.get(cmd_name)
        command: click.Command | None = getattr(import_module(module), cmd_name) if module else None
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def exlint() -> None:
    """The linter for collections of Markdown cards."""
    try:
        os.getcwd()  # noqa: PTH109
    except OSError as error:  # all names are relative to it
        raise click.UsageError(f"the working directory can't be used: {error.strerror or error}") from error


_NO_PLACE_TO_WRITE = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT)


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed when the process began
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 (as long as it runs)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a locale that can't show a character must not stop a report
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # who reads the output has seen enough, as in `exlint check | head`
        status = 1
        _drop_output()
    except OSError as error:  # the disk is full
        status = 2
        _drop_output()
        _complain(f"the output can't be written: {error.strerror or error}")
    sys.exit(status)


def _drop_output() -> None:
    """Let what is still in the buffer of standard output go nowhere, not to where it can't be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    context: click.Context | None = None
    try:
        with exlint.make_context("exlint", arguments) as context:
            exlint.invoke(context)
        return 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.exceptions.Exit as exit_request:
        return exit_request.exit_code
    except click.ClickException as error:
        _complain(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted")
        return 130
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_PLACE_TO_WRITE:
            raise
        _tell(error, context)
        return 2


def _tell(error: Exception, context: click.Context | None) -> None:
    """Say what is wrong with the config, or else that it is our own fault, whatever it is."""
    import traceback

    from exlint.cli.common import VERBOSE
    from exlint.configfile import ConfigError

    if isinstance(error, ConfigError):
        _complain(str(error))
        return
    verbose = context is not None and context.meta.get(VERBOSE, False)
    hint = "" if verbose else "; run with --verbose for the traceback"
    _complain(f"internal error: {type(error).__name__}: {error}{hint}")
    if verbose:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)


def _complain(message: str) -> None:
    from exlint.cli.common import complain

    complain(message)
