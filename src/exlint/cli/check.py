"""`exlint check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from exlint.cli.baseline import Ledger, baseline_options
from exlint.cli.common import (
    VERBOSE,
    Jobs,
    choices_of,
    color_option,
    complain,
    config_options,
    put,
    selectors,
    standard_input,
    verbose_option,
    wants_colour,
)
from exlint.cli.fix import (
    Repair,
    fix_options,
    fixed_sentence,
    levels,
    outlook,
    put_diff,
    put_stdin,
    repair,
    with_contents,
)
from exlint.cli.gate import Gate, gate_options, statistics
from exlint.cli.output import Output, named_reports, outputs, write
from exlint.reporters import FORMATS
from exlint.reporters.totals import by_file, by_severity, count, counted
from exlint.request import STDIN
from exlint.value import Value, replace

if TYPE_CHECKING:
    from exlint.cache import Store
    from exlint.changes import Comparison
    from exlint.config import Settings
    from exlint.discovery import Discovered
    from exlint.findings import Applicability, Report, Trouble
    from exlint.session import Choices, Session

_rules_option = partial(click.option, multiple=True, callback=selectors, metavar="RULES")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--stdin-filename", metavar="NAME", help="The name of the card on standard input (path -).")
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="full",
    show_default=True,
    help="The form of the report.",
)
@click.option("--output-file", metavar="FILE", help="Write the report to this file instead of standard output.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    callback=named_reports,
    metavar="FORMAT=FILE",
    help="Write a report of this form to this file, too; may be given several times.",
)
@_rules_option("--select", help="Run these rules: codes, beginnings, names, ALL.")
@_rules_option("--extend-select", help="Run these rules, too.")
@_rules_option("--ignore", help="Don't run these rules.")
@click.option("--require-reason", is_flag=True, help="Find comments that suppress findings and don't say why.")
@baseline_options
@click.option("--since", metavar="REV", help="Report only what is new since this revision, by git.")
@click.option("--staged", is_flag=True, help="Report only what is new in git's index, and read the files from there.")
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Leave out named files, too, that the config leaves out or that are no cards, as in a folder.",
)
@fix_options
@gate_options
@click.option("--statistics", "counted", is_flag=True, help="Tell how often each rule found something.")
@click.option("-q", "--quiet", is_flag=True, help="Don't sum up: findings and errors only.")
@config_options
@click.option(
    "-j",
    "--jobs",
    type=Jobs(),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Check in so many processes; auto: one for each processor.",
)
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what a run finds out.")
@click.option("--cache-dir", metavar="DIR", help="Keep it there; by default in .exlint_cache beside the config.")
@click.option("--show-settings", is_flag=True, help="Print what applies and why, instead of checking.")
@click.option("--show-files", is_flag=True, help="Print the files and what they are taken for, instead of checking.")
@color_option
@verbose_option
@click.pass_context
def check(context: click.Context, /, **given: Any) -> None:
    """Check cards.

    PATHS are files, folders and - for standard input; without any, what the config includes, or else the working
    directory.
    """
    from exlint.cli.inspection import Inspection

    options = _Options(**given)
    options.refuse_contradictions()
    gate = Gate.of(options.fail_on, options.max_warnings)
    every = outputs(options.output_format, options.output_file, options.reports)
    session = context.with_resource(_session(options))
    ledger = Ledger.of(
        options.baseline, options.write_baseline, options.update_baseline, configured=session.basis.baseline
    )
    stdin = standard_input() if STDIN in options.named else None
    found, comparison = _found(options, session, stdin)
    if options.show_settings or options.show_files:
        context.exit(_show(options, found, session.settings))
    inspection = Inspection(found, session, comparison, ledger, options.quiet)
    wanted = levels(options.unsafe_fixes)
    if options.diff:
        context.exit(_diff(repair(inspection, wanted, write=False), found, wanted, options))
    looked = repair(inspection, wanted, write=True) if options.fix else Repair(found.jobs, inspection.look(found.jobs))
    if options.fix and stdin is not None:
        put_stdin(looked.jobs, stdin)
    report = _with_background(looked, session, every, frozenset() if options.fix else wanted)
    stream = sys.stderr if options.fix and stdin is not None else sys.stdout
    troubles = (*report.troubles, *write(every, report, options.color, stream))
    troubles += tuple(ledger.write(troubles)) if ledger else ()
    _complain_of(troubles)
    if options.counted:
        _say(*statistics(report.findings))
    if ledger and not options.quiet and not troubles:
        _say(*ledger.told())
    if not options.quiet and not options.write_baseline:
        summary = _summary(report, troubles, options, mended=bool(looked.fixed))
        _say(fixed_sentence(looked.fixed), summary, *outlook(report, wanted, tried=options.fix))
    if gate.is_over(report.findings):
        complain(f"there are more warnings than --max-warnings lets pass, which is {gate.max_warnings}")
    unstaged = options.staged and _tell_unstaged(looked)
    context.exit(2 if troubles else int(gate.fails(report.findings, unstaged=unstaged)))


class _Options(Value):
    """What the command line says, by the names that click gives it."""

    paths: tuple[str, ...]
    stdin_filename: str | None
    output_format: str
    output_file: str | None
    reports: tuple[Output, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    require_reason: bool
    baseline: str | None
    write_baseline: str | None
    update_baseline: bool
    since: str | None
    staged: bool
    force_exclude: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    fail_on: str
    max_warnings: int | None
    counted: bool
    quiet: bool
    config: str | None
    isolated: bool
    jobs: int | None
    no_cache: bool
    cache_dir: str | None
    show_settings: bool
    show_files: bool
    color: str

    @property
    def named(self) -> tuple[str, ...]:
        """The paths; standard input is among them if it has a name."""
        return (*self.paths, STDIN) if self.stdin_filename and STDIN not in self.paths else self.paths

    @property
    def only_new(self) -> bool:
        """Whether only what is new since an earlier version is wanted."""
        return self.since is not None or self.staged

    def refuse_contradictions(self) -> None:
        """Nothing, if the options go together.

        Raises:
            click.UsageError: they don't.
        """
        if self.cache_dir and self.no_cache:
            raise click.UsageError("--cache-dir and --no-cache exclude each other")
        if self.write_baseline and self.only_new:
            raise click.UsageError("--write-baseline records all findings; it excludes --since and --staged")
        if self.write_baseline and (self.fix or self.diff):
            raise click.UsageError("--write-baseline records all findings; it excludes --fix and --diff")
        if self.diff and (self.output_file or self.reports or self.update_baseline):
            raise click.UsageError("--diff writes no file; it excludes --output-file, --report and --update-baseline")
        if self.since is not None and self.staged:
            raise click.UsageError("--since and --staged exclude each other")
        if self.only_new and STDIN in self.named:
            option = "--staged" if self.staged else "--since"
            raise click.UsageError(f"{option} is about files, not about standard input")


def _session(options: _Options) -> Session:
    from exlint.configfile import REASON_RULE
    from exlint.session import Session

    reasons = (REASON_RULE,) if options.require_reason else ()
    extend_select = (*options.extend_select, *reasons)
    choices = choices_of(options.config, options.isolated, options.select, extend_select, options.ignore)
    return Session(choices, _store(options, choices), options.jobs, complain)


def _store(options: _Options, choices: Choices) -> Store | None:
    """Where results are kept: in the cache, else only for this process if it makes several runs, else nowhere."""
    from pathlib import Path

    from exlint.cache import FOLDER, Store

    folder = Path(options.cache_dir) if options.cache_dir else choices.folder / FOLDER
    is_chosen = options.cache_dir is not None or not folder.is_symlink()  # a link may have come with the content
    store = Store.open(folder) if is_chosen and not options.no_cache else None
    several_runs = options.only_new or options.fix or options.diff
    return store or (Store.in_memory() if several_runs else None)


def _found(options: _Options, session: Session, stdin: bytes | None) -> tuple[Discovered, Comparison | None]:
    """The files of the run, and what an earlier version of them is, if only what is new is wanted."""
    from exlint.discovery import Wanted, discover

    given = None if stdin is None else (options.stdin_filename or STDIN, stdin)
    scope = session.basis.scope
    found = discover(options.named, scope, given, force_exclude=options.force_exclude, store=session.store)
    if options.fix or options.diff:
        found = replace(found, jobs=with_contents(found.jobs))
    if not options.only_new:
        return found, None
    from exlint import changes
    from exlint.git import GitError

    wanted = Wanted.by(options.named, scope, force_exclude=options.force_exclude)
    try:
        comparison = (
            changes.staged(found, wanted) if options.since is None else changes.since(options.since, found, wanted)
        )
    except GitError as error:
        raise click.UsageError(f"{'--staged' if options.staged else '--since'}: {error}") from error
    return comparison.found, comparison


def _show(options: _Options, found: Discovered, settings: Settings) -> int:
    """Show what applies; the exit status."""
    from exlint.cli.show import files, settings_in_force

    if options.show_settings:
        put(settings_in_force(settings))
    if options.show_files:
        put(files(found.jobs, settings.plan))
    _complain_of(found.troubles)
    return 2 if found.troubles else 0


def _with_background(
    looked: Repair, session: Session, every: Sequence[Output], wanted: frozenset[Applicability]
) -> Report:
    """The report with what the formats show beside the findings, and the fixes that are still to be made."""
    from exlint.background import with_background

    formats = [FORMATS[output.format] for output in every]
    rules = session.infos() if any(each.rules for each in formats) else ()
    sources = any(each.sources for each in formats)
    return replace(with_background(looked.report, looked.jobs, rules, sources=sources), levels=wanted)


def _diff(repaired: Repair, found: Discovered, wanted: frozenset[Applicability], options: _Options) -> int:
    """Show what would be changed; the exit status."""
    put_diff(found.jobs, repaired, colour=wants_colour(options.color))
    _complain_of(repaired.report.troubles)
    if not options.quiet:
        _say(
            fixed_sentence(repaired.fixed, would=True) or "Nothing would be fixed.",
            *outlook(repaired.report, wanted, tried=True),
        )
    unstaged = _tell_unstaged(repaired)  # what is mended before anything was written was read from the index
    return 2 if repaired.report.troubles else int(unstaged or bool(repaired.fixed))


def _tell_unstaged(repaired: Repair) -> bool:
    """Tell which files that were read from the index are mended on disk only; whether there are any."""
    for name in sorted(repaired.on_disk):
        complain(f"{name}: mended on disk, not in the index; `git add` stages it")
    return bool(repaired.on_disk)


def _say(*lines: str) -> None:
    """Lines on standard error, those that are empty left out."""
    for line in filter(None, lines):
        click.echo(line, err=True)


def _complain_of(troubles: Sequence[Trouble]) -> None:
    verbose = click.get_current_context().meta[VERBOSE]
    for trouble in troubles:
        complain(f"{trouble.filename}: {trouble.message}")
        if verbose and trouble.detail:
            click.echo(trouble.detail, err=True, nl=False)


def _summary(report: Report, troubles: Sequence[Trouble], options: _Options, *, mended: bool) -> str:
    """What was found, in how many files; what is left, if any were `mended`."""
    if report.findings:
        found = counted(by_severity(report.findings))
        files = len(by_file(report.findings))
        return f"{'Left:' if mended else 'Found'} {found} in {files} of {count(report.checked, 'file')}."
    if troubles:
        return f"Not everything could be checked; no findings in {count(report.checked, 'file')}."
    if options.only_new:
        return f"Nothing new was found in {count(report.checked, 'file')}."
    if report.cards == 0:
        return f"exlint: warning: no cards found under {', '.join(options.named) or '.'}"
    return "The card is clean." if report.cards == 1 else f"All {report.cards} cards are clean."
