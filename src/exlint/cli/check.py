"""`exlint check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from exlint.cache import Store
    from exlint.changes import Comparison
    from exlint.config import Settings
    from exlint.discovery import Discovered, Scope
    from exlint.findings import Applicability, Report, Trouble
    from exlint.session import Choices

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
def check(
    context: click.Context,
    paths: tuple[str, ...],
    stdin_filename: str | None,
    output_format: str,
    output_file: str | None,
    reports: tuple[Output, ...],
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    require_reason: bool,
    baseline: str | None,
    write_baseline: str | None,
    update_baseline: bool,
    since: str | None,
    staged: bool,
    force_exclude: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str,
    max_warnings: int | None,
    counted: bool,
    quiet: bool,
    config: str | None,
    isolated: bool,
    jobs: int | None,
    no_cache: bool,
    cache_dir: str | None,
    show_settings: bool,
    show_files: bool,
    color: str,
) -> None:
    """Check cards.

    PATHS are files, folders and - for standard input; without any, what the config includes, or else the working
    directory.
    """
    from exlint.background import with_background
    from exlint.cli.inspection import Inspection
    from exlint.configfile import REASON_RULE
    from exlint.discovery import STDIN, discover
    from exlint.session import Session
    from exlint.value import replace

    gate = Gate.of(fail_on, max_warnings)
    every = outputs(output_format, output_file, reports)
    reasons = (REASON_RULE,) if require_reason else ()
    choices = choices_of(config, isolated, select, (*extend_select, *reasons), ignore)
    several_runs = since is not None or staged or fix or diff
    store = _store(cache_dir, choices, no_cache=no_cache, in_memory=several_runs)
    session = context.with_resource(Session(choices, store, jobs, complain))
    basis = session.basis
    ledger = Ledger.of(baseline, write_baseline, update_baseline, basis.baseline)
    if write_baseline and (since is not None or staged):
        raise click.UsageError("--write-baseline records all findings; it excludes --since and --staged")
    if write_baseline and (fix or diff):
        raise click.UsageError("--write-baseline records all findings; it excludes --fix and --diff")
    if diff and (output_file or reports or update_baseline):
        raise click.UsageError("--diff writes no file; it excludes --output-file, --report and --update-baseline")
    if stdin_filename and STDIN not in paths:
        paths = (*paths, STDIN)
    stdin = (stdin_filename or STDIN, standard_input()) if STDIN in paths else None
    found = discover(paths, basis.scope, stdin, force_exclude=force_exclude, store=store)
    if fix or diff:
        found = replace(found, jobs=with_contents(found.jobs))
    comparison = _comparison(found, basis.scope, since, staged, paths)
    found = comparison.found if comparison else found
    if show_settings or show_files:
        _show(found, session.settings, show_settings, show_files)
        _complain_of(found.troubles, verbose=context.meta[VERBOSE])
        context.exit(2 if found.troubles else 0)
    inspection = Inspection(found, session, comparison, ledger, quiet)
    wanted = levels(unsafe_fixes)
    if diff:
        context.exit(_diff(repair(inspection, wanted, write=False), found, wanted, color, quiet=quiet))
    repaired = repair(inspection, wanted, write=True) if fix else Repair(found.jobs, inspection.look(found.jobs))
    formats = [FORMATS[output.format] for output in every]
    rules = session.infos() if any(each.rules for each in formats) else ()
    sources = any(each.sources for each in formats)
    report = with_background(repaired.report, repaired.jobs, rules, sources=sources)
    report = replace(report, levels=frozenset() if fix else wanted)
    if fix and stdin:
        put_stdin(repaired.jobs, stdin[1])
    troubles = (*report.troubles, *write(every, report, color, sys.stderr if fix and stdin else sys.stdout))
    if ledger:
        troubles += tuple(ledger.write(troubles))
    _complain_of(troubles, verbose=context.meta[VERBOSE])
    if counted:
        for line in statistics(report.findings):
            click.echo(line, err=True)
    if ledger and not quiet and not troubles:
        for line in ledger.told():
            click.echo(line, err=True)
    if not quiet and not write_baseline:
        summary = _summary(report, troubles, paths, only_new=comparison is not None, mended=bool(repaired.fixed))
        _say(fixed_sentence(repaired.fixed), summary, *outlook(report, wanted, tried=fix))
    if gate.is_over(report.findings):
        complain(f"there are more warnings than --max-warnings lets pass, which is {max_warnings}")
    unstaged = staged and _tell_unstaged(repaired)
    context.exit(2 if troubles else int(gate.fails(report.findings, unstaged=unstaged)))


def _store(cache_dir: str | None, choices: Choices, *, no_cache: bool, in_memory: bool) -> Store | None:
    """Where results are kept: in the cache, else only for this process if that is of use, else nowhere."""
    from pathlib import Path

    from exlint.cache import FOLDER, Store

    if cache_dir and no_cache:
        raise click.UsageError("--cache-dir and --no-cache exclude each other")
    folder = Path(cache_dir) if cache_dir else choices.folder / FOLDER
    is_chosen = cache_dir is not None or not folder.is_symlink()  # a link may have come with the content
    store = Store.open(folder) if is_chosen and not no_cache else None
    return store or (Store.in_memory() if in_memory else None)


def _show(found: Discovered, settings: Settings, show_settings: bool, show_files: bool) -> None:
    from exlint.cli.show import files, settings_in_force

    if show_settings:
        put(settings_in_force(settings))
    if show_files:
        put(files(found.jobs, settings.plan))


def _comparison(
    found: Discovered, scope: Scope, since: str | None, staged: bool, paths: Sequence[str]
) -> Comparison | None:
    """The run's files against an earlier version, if only what is new is wanted."""
    if since is None and not staged:
        return None
    from exlint import changes
    from exlint.discovery import STDIN
    from exlint.git import GitError

    option = "--since" if since is not None else "--staged"
    if since is not None and staged:
        raise click.UsageError("--since and --staged exclude each other")
    if STDIN in paths:
        raise click.UsageError(f"{option} is about files, not about standard input")
    try:
        if since is not None:
            return changes.since(since, found, scope, paths)
        return changes.staged(found, scope, paths)
    except GitError as error:
        raise click.UsageError(f"{option}: {error}") from error


def _diff(repaired: Repair, found: Discovered, wanted: frozenset[Applicability], color: str, *, quiet: bool) -> int:
    """Show what would be changed; the exit status."""
    put_diff(found.jobs, repaired, colour=wants_colour(color))
    _complain_of(repaired.report.troubles, verbose=click.get_current_context().meta[VERBOSE])
    if not quiet:
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


def _complain_of(troubles: Sequence[Trouble], *, verbose: bool) -> None:
    for trouble in troubles:
        complain(f"{trouble.filename}: {trouble.message}")
        if verbose and trouble.detail:
            click.echo(trouble.detail, err=True, nl=False)


def _summary(report: Report, troubles: Sequence[Trouble], paths: Sequence[str], *, only_new: bool, mended: bool) -> str:
    """What was found, in how many files: not all that there is, if it is `only_new`; what is left, if `mended`."""
    if report.findings:
        found = counted(by_severity(report.findings))
        files = len(by_file(report.findings))
        return f"{'Left:' if mended else 'Found'} {found} in {files} of {count(report.checked, 'file')}."
    if troubles:
        return f"Not everything could be checked; no findings in {count(report.checked, 'file')}."
    if only_new:
        return f"Nothing new was found in {count(report.checked, 'file')}."
    if report.cards == 0:
        return f"exlint: warning: no cards found under {', '.join(paths) or '.'}"
    return "The card is clean." if report.cards == 1 else f"All {report.cards} cards are clean."
