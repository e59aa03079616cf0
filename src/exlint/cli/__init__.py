"""The command line: parse, call the engine, choose the reporter, exit.

Exit status: 0 clean, 1 findings, 2 bad usage, bad config or our own fault. What a command needs is imported when it
runs, so that `--version` and `--help` answer at once.
"""

from __future__ import annotations

import io
import os
import sys
import traceback

import click

from exlint import __version__
from exlint.cli.check import check
from exlint.cli.common import VERBOSE, complain
from exlint.cli.explain import rule, rules
from exlint.cli.init import init
from exlint.cli.new import new


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def exlint() -> None:
    """The linter for collections of Markdown cards."""


exlint.add_command(check)
exlint.add_command(init)
exlint.add_command(new)
exlint.add_command(rule)
exlint.add_command(rules)


def main() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a locale that can't show a character must not stop a report
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # who reads the output has seen enough, as in `exlint check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


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
        complain(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:  # our own fault, whatever it is
        verbose = context is not None and context.meta.get(VERBOSE, False)
        hint = "" if verbose else "; run with --verbose for the traceback"
        complain(f"internal error: {type(error).__name__}: {error}{hint}")
        if verbose:
            click.echo(traceback.format_exc(), err=True, nl=False)
        return 2
