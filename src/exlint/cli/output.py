"""Where reports go: standard output, files, the summary of a GitHub job."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

import click

from exlint.cli.common import put, wants_colour
from exlint.findings import Report, Trouble
from exlint.reporters import FORMATS, renderer
from exlint.value import Value
from exlint.writing import replacing

STDOUT = "-"

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable with the file that holds a job's summary:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary"""


class Output(Value):
    """A report to write. `file` is None for standard output."""

    format: str
    file: Path | None = None


def named_reports(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Output, ...]:
    """The outputs that texts of the form `FORMAT=FILE` name.

    Raises:
        click.BadParameter: a text is of another form, or there is no such format.
    """
    return tuple(_named(value, context, parameter) for value in values)


def _named(value: str, context: click.Context, parameter: click.Parameter) -> Output:
    name, _, file = value.partition("=")
    if not file:
        raise click.BadParameter(f"{value!r} is not of the form FORMAT=FILE", context, parameter)
    if file == STDOUT:
        raise click.BadParameter("standard output is for --output-format", context, parameter)
    return Output(click.Choice(list(FORMATS)).convert(name, parameter, context), Path(file))


def outputs(output_format: str, output_file: str | None, reports: Sequence[Output]) -> tuple[Output, ...]:
    """What is to be written: files first, so that a reader who leaves standard output early costs none of them.

    Raises:
        click.UsageError: a file can't be one, or is named twice.
    """
    main = Output(output_format, Path(output_file) if output_file and output_file != STDOUT else None)
    every = sorted((main, *reports), key=lambda output: output.file is None)
    seen: set[str] = set()
    for file in (output.file for output in every if output.file):
        if file.is_dir():
            raise click.UsageError(f"{file}: is a folder, not a file to write a report to")
        if not file.parent.is_dir():
            raise click.UsageError(f"{file}: there is no folder {str(file.parent)!r} to write the report to")
        if (real := os.path.realpath(file)) in seen:
            raise click.UsageError(f"{file}: two reports can't go to one file")
        seen.add(real)
    return tuple(every)


def write(every: Sequence[Output], report: Report, color: str, stream: TextIO | None = None) -> Iterator[Trouble]:
    """Write all reports, and the job's summary where `github` is among them; yield what could not be written.

    What is for standard output goes to another stream, if one is given.
    """
    for output in every:
        if output.file:
            yield from _attempt(put_file, output.file, _lines(output.format, report))
    summary = os.environ.get(STEP_SUMMARY)
    if summary and any(output.format == "github" for output in every):
        yield from _attempt(_append, Path(summary), _lines("markdown", report))
    for output in every:
        if not output.file:
            _print(output, report, color, stream or sys.stdout)


def _lines(output_format: str, report: Report) -> Iterator[str]:
    return renderer(output_format)(report, colour=False)


def _attempt(work: Callable[[Path, Iterable[str]], None], file: Path, lines: Iterable[str]) -> Iterator[Trouble]:
    try:
        work(file, lines)
    except OSError as error:
        yield Trouble(str(file), f"the report can't be written: {error.strerror or error}")


def _print(output: Output, report: Report, color: str, stream: TextIO) -> None:
    chosen = FORMATS[output.format]
    if not chosen.terminal and isinstance(stream, io.TextIOWrapper):  # programs read UTF-8, whatever the locale
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    put(renderer(output.format)(report, colour=chosen.terminal and wants_colour(color, stream)), stream)


def put_file(file: Path, lines: Iterable[str]) -> None:
    """Write the file in one step: who reads it sees the old report or the new one, never a part of it."""
    if file.exists() and not file.is_file():  # a pipe or a device has to stay what it is
        with file.open("wb") as device:
            _write(device, lines)
        return
    with replacing(file) as stream:
        _write(stream, lines)


def _append(file: Path, lines: Iterable[str]) -> None:
    with file.open("ab") as stream:
        _write(stream, (*lines, ""))


def _write(stream: BinaryIO, lines: Iterable[str]) -> None:
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)
