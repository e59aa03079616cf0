"""`--baseline`, `--write-baseline` and `--update-baseline`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exlint.cli.output import put_file
from exlint.value import Struct

if TYPE_CHECKING:
    from exlint.baseline import Baseline
    from exlint.findings import Report, Trouble
    from exlint.outline import Outline


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in (
        click.option("--update-baseline", is_flag=True, help="Take what is fixed out of the baseline."),
        click.option("--write-baseline", metavar="FILE", help="Record all findings in this file, and report none."),
        click.option("--baseline", metavar="FILE", help="Don't report the findings that are recorded in this file."),
    ):
        command = option(command)
    return command


class Ledger(Struct):
    """A run's baseline: `file` is where it is or goes, `known` what it hides (None if it is to be written)."""

    file: Path
    known: Baseline | None
    update: bool = False
    hidden: int = 0
    fixed: int = 0
    result: Baseline | None = None

    @classmethod
    def of(cls, baseline: str | None, write: str | None, update: bool, configured: Path | None) -> Ledger | None:
        """The ledger that the options and the config ask for; None if none.

        Raises:
            click.UsageError: the options contradict each other, or the baseline can't be used.
        """
        from exlint.request import shown_name

        if write:
            if baseline or update:
                raise click.UsageError("--write-baseline excludes --baseline and --update-baseline")
            if Path(write).is_dir() or not Path(write).parent.is_dir():
                raise click.UsageError(f"{write}: a baseline can't be written there")
            return cls(Path(write), None)
        file = Path(baseline) if baseline else Path(shown_name(configured)) if configured else None
        if file is None:
            if update:
                raise click.UsageError("--update-baseline needs a baseline, by --baseline or the config")
            return None
        from exlint.baseline import BaselineError, read_baseline

        try:
            return cls(file, read_baseline(file), update)
        except BaselineError as error:
            raise click.UsageError(str(error)) from error

    def settle(self, report: Report, checked: Sequence[str], outline: Outline) -> Report:
        """The report without what the baseline hides; `checked` are the names of the files that it is about.

        The last report of a run counts.
        """
        from exlint.baseline import Baseline
        from exlint.value import replace

        if self.known is None:
            self.result = Baseline.of(report.findings, self.file)
            return replace(report, findings=())
        new, missing = self.known.compare(report.findings)
        failed = {trouble.filename for trouble in report.troubles}
        names = [name for name in checked if name not in failed]
        is_whole = not failed and (outline.whole or self.known.covered_by(names))
        fixed = missing.fixed(names, outline.on - outline.collection, outline.collection if is_whole else ())
        self.hidden, self.fixed = len(report.findings) - len(new), len(fixed)
        self.result = self.known.without(fixed) if self.update and self.fixed else None
        return replace(report, findings=new)

    def write(self, troubles: Sequence[Trouble]) -> Iterator[Trouble]:
        """Write the file if there is something to write; yield why it can't be."""
        from exlint.findings import Trouble

        if self.result is None:
            return
        if self.known is None and troubles:
            yield Trouble(str(self.file), "the baseline is not written, as not everything could be checked")
            return
        try:
            put_file(self.file, self.result.lines())
        except OSError as error:
            yield Trouble(str(self.file), f"the baseline can't be written: {error.strerror or error}")

    def told(self) -> Iterator[str]:
        """Yield what to say of it, a line each."""
        if self.known is None:
            yield f"Recorded {_findings(len(self.result or ()))} in {self.file}."
            return
        if self.hidden:
            yield f"The baseline {self.file} hides {_findings(self.hidden)}."
        if self.fixed and self.update:
            yield f"Fixed and taken out of {self.file}: {_findings(self.fixed)}."
        elif self.fixed:
            yield f"Fixed: {_findings(self.fixed)} of {self.file}; --update-baseline takes them out."


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"
