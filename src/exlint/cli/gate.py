"""Whether a run fails, by what it reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

from exlint.findings import Finding, Severity
from exlint.value import Value

Command = TypeVar("Command", bound=Callable[..., Any])

NEVER = "never"

_OPTIONS = (
    click.option(
        "--fail-on",
        type=click.Choice([Severity.ERROR.value, Severity.WARNING.value, NEVER]),
        default=Severity.WARNING.value,
        show_default=True,
        help="Exit with status 1 if a finding is as severe as this; info never fails a run.",
    ),
    click.option(
        "--max-warnings",
        type=click.IntRange(min=0),
        metavar="N",
        help="Let so many warnings pass, and exit with status 1 if there are more.",
    ),
)


def gate_options(command: Command) -> Command:
    """Add the options that `Gate` is made of."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Gate(Value):
    """What fails a run: errors unless `fail_on` is never, and more warnings than may pass."""

    fail_on: str
    max_warnings: int | None

    @classmethod
    def of(cls, fail_on: str, max_warnings: int | None) -> Gate:
        """A gate.

        Raises:
            click.UsageError: nothing is to fail the run, and too many warnings are.
        """
        if fail_on == NEVER and max_warnings is not None:
            raise click.UsageError("--fail-on never and --max-warnings exclude each other")
        return cls(fail_on, max_warnings)

    def fails(self, findings: Sequence[Finding], *, unstaged: bool = False) -> bool:
        """Whether these findings fail the run, or files that are mended and `unstaged`: a commit has their faults."""
        counts = Counter(finding.severity for finding in findings)
        errors = counts[Severity.ERROR] > 0 and self.fail_on != NEVER
        stale = unstaged and self.fail_on != NEVER
        return errors or stale or self.is_over(findings) or (self._no_warning_passes and counts[Severity.WARNING] > 0)

    def is_over(self, findings: Sequence[Finding]) -> bool:
        """Whether there are more warnings than were said to pass."""
        warnings = sum(finding.severity == Severity.WARNING for finding in findings)
        return self.max_warnings is not None and warnings > self.max_warnings

    @property
    def _no_warning_passes(self) -> bool:
        return self.fail_on == Severity.WARNING and self.max_warnings is None


def statistics(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for each rule that found something, the most frequent first: how often, code and name."""
    counts = Counter((finding.code, finding.name) for finding in findings)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = len(str(rows[0][1])) if rows else 0
    for (code, name), number in rows:
        yield f"{number:>{width}} {code} {name}"
