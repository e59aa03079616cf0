"""`--fix`, `--unsafe-fixes` and `--diff`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exlint.findings import Applicability, Report, Trouble
from exlint.reporters.terminal import Paint, visible
from exlint.reporters.totals import count
from exlint.value import Value, replace

if TYPE_CHECKING:
    from exlint.cli.inspection import Inspection
    from exlint.request import Job

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Mend what can be mended safely, in the files."),
    click.option("--unsafe-fixes", is_flag=True, help="Let fixes that want a look count among those to make."),
    click.option("--diff", is_flag=True, help="Print what --fix would change, and exit with status 1 if it would."),
)

_ESCAPES = {code: f"\\{code:03o}" for code in (*range(0x20), 0x7F)}
_ESCAPES |= {ord(each): f"\\{letter}" for each, letter in zip('\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True)}


def fix_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def levels(unsafe_fixes: bool) -> frozenset[Applicability]:
    """Which fixes are to be made."""
    return frozenset({Applicability.SAFE, Applicability.UNSAFE} if unsafe_fixes else {Applicability.SAFE})


class Repair(Value):
    """The files of a run when all is done, and the report on them as they are then.

    `fixed` says how many findings were fixed in each file that any were fixed in, or would be. `on_disk` has the names
    of the files that are mended on disk, some of them before this run, which had read them from elsewhere.
    """

    jobs: tuple[Job, ...]
    report: Report
    fixed: Mapping[str, int] = {}
    on_disk: frozenset[str] = frozenset()


def with_contents(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """The jobs with the content of each file that is reported on: what is checked is what is edited."""
    return tuple(map(_with_content, jobs))


def _with_content(job: Job) -> Job:
    try:
        return replace(job, data=job.read()) if job.reported else job
    except OSError:  # the run tells
        return job


def repair(inspection: Inspection, levels: frozenset[Applicability], *, write: bool) -> Repair:
    """Mend the files that were found; with `write` on disk, too. One that may not be written stays as it was."""
    from exlint.fixing import MAX_PASSES, mend

    before = inspection.found.jobs
    mended = mend(before, inspection.run, levels, inspection.pick)
    after, report, fixed = mended.jobs, mended.report, mended.fixed
    changed = [(old, new) for old, new in zip(before, after, strict=True) if _changes_a_file(old, new)]
    there = frozenset(new.request.name for _, new in changed if _is_on_disk(new))
    to_write = [(old, new) for old, new in changed if new.request.name not in there]
    failed = {trouble.filename: trouble for trouble in _write(to_write, inspection.session.basis.scope.root, write)}
    if failed:
        after = tuple(old if old.request.name in failed else new for old, new in zip(before, after, strict=True))
        report = inspection.look(after)
    fixed = {name: number for name, number in fixed.items() if name not in failed.keys() | there}
    unfinished = (Trouble(name, f"there are fixes left after {MAX_PASSES} passes") for name in mended.unfinished)
    report = replace(report, troubles=(*report.troubles, *failed.values(), *unfinished))
    on_disk = frozenset(new.request.name for _, new in changed) - failed.keys() if write else there
    return Repair(after, report, fixed, on_disk)


def _changes_a_file(old: Job, new: Job) -> bool:
    from exlint.request import Origin

    return old.data != new.data and old.request.origin is not Origin.STDIN


def _is_on_disk(job: Job) -> bool:
    """Whether the file has the content of the job, which need not have come from it."""
    from exlint.request import read

    try:
        return read(job.path) == job.data
    except OSError:
        return False


def _write(changed: Sequence[tuple[Job, Job]], root: Path, write: bool) -> Iterator[Trouble]:
    """Put the new contents on disk, or only ask whether that may be; yield why not."""
    from exlint.writing import clear_leftovers, rewrite

    allowed: list[tuple[Job, Job]] = []
    for old, new in changed:
        if reason := _refusal(old, root):
            yield Trouble(old.request.name, f"not fixed: {reason}")
        else:
            allowed.append((old, new))
    if not write:
        return
    for folder in {Path(old.path).resolve().parent for old, _ in allowed}:
        clear_leftovers(folder)
    for old, new in allowed:
        try:
            rewrite(Path(old.path), old.data or b"", new.data or b"")
        except OSError as error:
            yield Trouble(old.request.name, f"not fixed: {error.strerror or error}")


def _refusal(job: Job, root: Path) -> str:
    """Why a card may not be written, "" if it may. A link that nobody named leads nowhere outside of the root."""
    from exlint.writing import check_rewritable

    if _leads_out(job, root):
        return f"it is a link that leads out of {root}"
    try:
        check_rewritable(Path(job.path), job.data or b"")
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _leads_out(job: Job, root: Path) -> bool:
    """Whether the card is a link that nobody named, to a file outside of the root."""
    from exlint.request import Origin

    path = Path(job.path)
    return job.request.origin is Origin.WALKED and path.is_symlink() and root.resolve() not in path.resolve().parents


def put_stdin(jobs: Sequence[Job], data: bytes) -> None:
    """Write what standard input has become to standard output; `data` is what came, and comes back if it was no job."""
    from exlint.request import Origin

    become = (job.data for job in jobs if job.request.origin is Origin.STDIN and job.data is not None)
    sys.stdout.buffer.write(next(become, data))
    sys.stdout.buffer.flush()


def put_diff(before: Sequence[Job], repaired: Repair, *, colour: bool) -> None:
    """Write a unified diff of all files to standard output, as `patch -p0` takes it; on a terminal, as it is safe."""
    on_terminal = sys.stdout.isatty()
    for old, new in zip(before, repaired.jobs, strict=True):
        for line in _diff(old, new) if old.request.name not in repaired.on_disk else ():
            shown = _painted(line, Paint(colour)) if on_terminal or colour else line
            sys.stdout.buffer.write(shown.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _diff(old: Job, new: Job) -> Iterator[str]:
    if old.data == new.data:
        return
    from difflib import unified_diff

    name = _in_header(old.request.name)
    for line in unified_diff(_lines(old), _lines(new), name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _in_header(name: str) -> str:
    """A name as git writes it in a diff: in quotes, if it would mislead, and with a tab behind one that has a space."""
    escaped = name.translate(_ESCAPES)
    return (name if escaped == name else f'"{escaped}"') + ("\t" if " " in name else "")


def _lines(job: Job) -> list[str]:
    """The lines as a diff has them: ended by line feeds only."""
    *ended, last = (job.data or b"").decode("utf-8").split("\n")
    return [*(f"{line}\n" for line in ended), *([last] if last else [])]


def _painted(line: str, paint: Paint) -> str:
    shown = "\t".join(map(visible, line.rstrip("\r\n").split("\t")))
    match line[:3], line[0]:
        case (("---" | "+++"), _):
            return f"{paint.bold(shown)}\n"
        case _, "-":
            return f"{paint.removed(shown)}\n"
        case _, "+":
            return f"{paint.added(shown)}\n"
    return f"{shown}\n"


def fixed_sentence(fixed: Mapping[str, int], *, would: bool = False) -> str:
    """How many findings were fixed, or would be; "" if none."""
    if not fixed:
        return ""
    return (
        f"{'Would fix' if would else 'Fixed'} {count(sum(fixed.values()), 'finding')} in {count(len(fixed), 'file')}."
    )


def outlook(report: Report, levels: frozenset[Applicability], *, tried: bool) -> Iterator[str]:
    """Yield what could still be fixed, and by which option, a line each; `tried` if these levels have been."""
    hidden = sum(finding.fix({Applicability.UNSAFE} - levels) is not None for finding in report.findings)
    told = {trouble.filename for trouble in report.troubles} if tried else set()
    left = sum(finding.place.filename not in told for finding in report.findings if finding.fix(levels))
    fixes = "1 hidden fix" if hidden == 1 else f"{hidden:,} hidden fixes"
    enabled = f"{fixes} can be enabled with the `--unsafe-fixes` option"
    if tried and left:
        yield f"Not fixed, as other findings would come of it: {count(left, 'finding')}."
    if tried and hidden:
        yield f"{enabled}."
    if not tried and (left or hidden):
        fixable = f"[*] {left:,} fixable with the `--fix` option" if left else "No fixes available"
        yield f"{fixable} ({enabled})." if hidden else f"{fixable}."
