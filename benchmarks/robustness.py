"""Measure what attacks cost: processor time and memory for content of size n and 2n, and how soon an interrupt ends.

    python benchmarks/robustness.py --size 32768 --write

Each piece of `attacks.py` fills a file in each of the forms; the form that takes longest is kept. A check runs in a
process of its own, forked from one that has read the card types and run a first check. `--write` keeps the numbers and
renders docs/robustness.md from them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attacks import CARD, FORMS, OTHER, PIECES, WIDTH, Form
from exlint import schema
from exlint.config import load_settings
from exlint.engine import check_job
from exlint.patterns import compile_pattern
from exlint.plan import Plan
from exlint.request import Job
from exlint.selection import Selection
from exlint.yamlfile import YamlError, read_yaml
from measuring.report import Column, markdown_table

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "robustness.json"
FUZZED = RESULTS.with_name("fuzz.json")
"""What `benchmarks/fuzz.py` printed at last."""

PAGE = ROOT / "docs" / "robustness.md"
_MEGABYTE = 1_000_000
_SLOWEST = 5
"""Pieces that are measured at the limit of a file's size, too."""

Numbers = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 0, or 1 if `--check` finds the page out of date."""
    options = _parser().parse_args(arguments)
    if options.render or options.check:
        return _render(only_check=options.check)
    plan = load_settings(None, Selection("command line", ("ALL",), (), ())).plan
    for form in FORMS.values():  # what is read and made once for all files does not count
        _check(form, form.text("a", 0, WIDTH), plan)
    kept: Numbers = {"size": options.size, "python": platform.python_version(), "processors": os.cpu_count()}
    kept["interrupts"] = {jobs: _interrupted(jobs) for jobs in ("1", "2")}
    kept["pieces"] = list(_pieces(options.size, plan))
    slowest = sorted(kept["pieces"], key=lambda row: -row["seconds"][1])[:_SLOWEST]
    kept["largest"] = [_at(plan.limits.max_file_size, row, plan) for row in slowest]
    kept["others"] = [_row(name, attack) for name, attack in _others(plan).items()]
    print("\n".join(_page(kept)))
    if options.write:
        RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return _render(only_check=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=32 * 1024, metavar="N", help="characters of the smaller file")
    parser.add_argument("--write", action="store_true", help="keep the numbers, and render the page")
    parser.add_argument("--render", action="store_true", help="only render the page from the numbers that were kept")
    parser.add_argument("--check", action="store_true", help="only check that the page is rendered from the numbers")
    return parser


def _check(form: Form, text: str, plan: Plan) -> str:
    """What a check tells of a text: how many findings, or that it is not checked."""
    result = check_job(Job(form.request, form.request.name, data=text.encode()), plan)
    if result.troubles:
        return result.troubles[0].message
    excess = [each.code for each in result.findings if each.message.endswith("not checked any further")]
    return f"{excess[0]}, not checked" if excess else f"{len(result.findings):,} findings"


def _pieces(size: int, plan: Plan) -> Iterator[Numbers]:
    """Each piece in the form that takes longest."""
    for name, piece in PIECES.items():
        rows = (_measured(name, piece, form, size, plan) for form in FORMS)
        yield max(rows, key=lambda row: row["seconds"][1])


def _measured(name: str, piece: str, form: str, size: int, plan: Plan) -> Numbers:
    made = FORMS[form]
    return {"piece": piece, "form": form} | _row(
        name, lambda times: _check(made, made.text(piece, times * size, WIDTH), plan)
    )


def _at(size: int, row: Numbers, plan: Plan) -> Numbers:
    """The attack of a row on a file that is as large as it may be."""
    form = FORMS[row["form"]]
    room = size
    while len((text := form.text(row["piece"], room, WIDTH)).encode()) > size:
        room = room * size // len(text.encode()) - 100
    seconds, memory, told = _in_a_process(lambda: _check(form, text, plan))
    return {"name": row["name"], "form": row["form"], "seconds": seconds, "memory": memory, "told": told}


def _row(name: str, attack: Callable[[int], str]) -> Numbers:
    """The figures of an attack of size n and 2n."""
    once, twice = (_in_a_process(lambda times=times: attack(times)) for times in (1, 2))  # type: ignore[misc]
    return {"name": name, "seconds": [once[0], twice[0]], "memory": [once[1], twice[1]], "told": twice[2]}


def _in_a_process(work: Callable[[], str]) -> tuple[float, float, str]:
    """Processor seconds of the work, the megabytes that the process grew by, and what the work says."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
            told = work()
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            taken = time.process_time() - start
            os.write(writing, json.dumps([round(taken, 3), round(grown * 1024 / _MEGABYTE, 1), told]).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        seconds, memory, said = json.loads(stream.read())
    os.waitpid(child, 0)
    return seconds, memory, said


def _others(plan: Plan) -> Mapping[str, Callable[[int], str]]:
    """Attacks that are no piece over and over; each takes 1 for its size n and 2 for 2n."""

    def file(make: Callable[[int], str]) -> Callable[[int], str]:
        return lambda times: _check(FORMS["file"], make(times), plan)

    return {
        "5 MB on one line": file(lambda times: CARD + "x" * (5_000_000 * times)),
        "500 KB of `[`": file(lambda times: "[" * (500_000 * times)),
        "500 KB of `*a_ `": file(lambda times: "*a_ " * (125_000 * times)),
        "500 KB of `<!--`": file(lambda times: "<!--" * (125_000 * times)),
        "50,000 empty lines": file(lambda times: CARD + "\n" * (50_000 * times)),
        "50,000 lines of a paragraph": file(lambda times: CARD + "a\n" * (50_000 * times)),
        "5,000 quotes in each other": file(lambda times: CARD + "\n" + "> " * (5_000 * times) + "a\n"),
        "5,000 lists in each other": file(lambda times: CARD + "\n" + "- " * (5_000 * times) + "a\n"),
        "a type's pattern `(?:\\w+ ?)+!!` over 50,000 words": _pattern,
        "a schema of which 40 parts apply the next twice": _schema,
        "YAML with 10 levels of aliases": _aliases,
    }


def _pattern(times: int) -> str:
    found = compile_pattern(r"(?:(?:\w+ ?)+)+!!").search("word " * (50_000 * times))
    return "no match" if found is None else "a match"


def _schema(times: int) -> str:
    levels = 40 * times
    twice = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(levels)}
    try:
        schema.violations(json.dumps({"$defs": {**twice, f"a{levels}": {}}, "$ref": "#/$defs/a0"}), {})
    except schema.SchemaError as error:
        return str(error)
    return "no violation"


def _aliases(times: int) -> str:
    levels = range(1, 10 * times)
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in levels)]
    try:
        read_yaml("\n".join(lines))
    except YamlError as error:
        return str(error).partition("; ")[0]
    return "read"


_WAITS = '''
"""Waits, as a long check would."""
import os, time
from exlint.findings import Severity
from exlint.rules.base import CardRule

def check(card, options):
    """Tell, and wait."""
    os.write({told}, b"!")
    time.sleep(600)
    yield

RULE = CardRule(code="OWN001", name="waits", since="1", severity=Severity.INFO, check=check)
'''


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupted(jobs: str) -> float:
    """Seconds from the signal of Ctrl-C to the end of the last process."""
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "waits.py").write_text(_WAITS.format(told=writing))
        (Path(folder) / "exlint.toml").write_text('plugins = ["waits.py"]\nextend-select = ["OWN001"]\n')
        for number in range(100):
            (Path(folder) / f"{number}.md").write_text(CARD, encoding="utf-8")
        command = (sys.executable, "-m", "exlint", "check", "--no-cache", "--quiet", "--jobs", jobs)
        process = subprocess.Popen(
            command,
            cwd=folder,
            pass_fds=[writing],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
            preexec_fn=_heed_interrupts,
        )
        os.close(writing)
        os.read(reading, 1)
        start = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        while os.read(reading, 1000):  # until no process has the other end any more
            pass
        status = process.wait()
        os.close(reading)
        if status != 130:
            raise RuntimeError(f"the run ended with status {status}")
        return round(time.monotonic() - start, 3)


_HEAD = """\
# Robustness

What attacks cost. Made by `benchmarks/robustness.py` from `benchmarks/results/robustness.json`; nothing here is written
by hand. `SECURITY.md` says what is promised, `tests/test_hostile.py` counts the work of the same attacks in calls, and
`benchmarks/fuzz.py` looks for what nobody has thought of.

```console
python benchmarks/robustness.py --size {size} --write
```

Seconds are of processor time, megabytes what the process grew by, in one run each, with all rules on and the limits as
they come; measured with Python {python} on a machine with {processors} processors.

## A piece over and over

Each piece fills {size:,} characters and twice as many: the whole file, paragraphs, items or questions of a card, front
matter, lines of a guide page. The form that takes longest is shown. `{mark}` is another word each time.
"""


def _page(kept: Mapping[str, Any]) -> Iterator[str]:
    yield _HEAD.format(**kept, mark=OTHER)
    grown = Column("×", True)
    sizes = (Column("s, n", True), Column("s, 2n", True), grown, Column("MB, n", True), Column("MB, 2n", True))
    rows = sorted(kept["pieces"], key=lambda row: -row["seconds"][1])
    by_piece = (Column("piece"), Column("form"), *sizes, Column("told of 2n"))
    yield from markdown_table(by_piece, ((row["name"], row["form"], *_cells(row), row["told"]) for row in rows))
    limit = "`max-seconds` stops what takes longer than 30 s."
    yield from ("", "## As large as a file may be", "", f"The slowest of them in a file of 256 KiB. {limit}", "")
    at_limit = (Column("piece"), Column("form"), Column("s", True), Column("MB", True), Column("told"))
    largest = ((row["name"], row["form"], f"{row['seconds']:.1f}", f"{row['memory']:.0f}", row["told"])
               for row in kept["largest"])  # fmt: skip
    yield from markdown_table(at_limit, largest)
    yield from ("", "## Other attacks", "", "n is what is said, 2n twice of it.", "")
    others = ((row["name"], *_cells(row), row["told"]) for row in kept["others"])
    yield from markdown_table((Column("attack"), *sizes, Column("told of 2n")), others)
    yield from ("", "## Ctrl-C", "")
    for jobs, seconds in kept["interrupts"].items():
        yield f"- `--jobs {jobs}`: {seconds:.2f} s from the signal until the last process is gone, with status 130."
    yield from ("", "## Damaged at random", "", *_fuzzed(json.loads(FUZZED.read_text(encoding="utf-8"))))


def _fuzzed(told: Mapping[str, Any]) -> Iterator[str]:
    """What the fuzzer was run with, and what came of it."""
    options = " ".join(f"--{name} {told[name]:g}" for name in ("minutes", "processes", "seed"))
    yield from ("```console", f"python benchmarks/fuzz.py {options}", "```", "")
    kinds = ", ".join(f"{number:,} of kind {kind}" for kind, number in told["by_kind"].items())
    faults = "no fault" if told["faults"] == 0 else f"{told['faults']} faults"
    yield f"{told['inputs']:,} inputs ({kinds}), each the whole way from bytes to reports and fixes: {faults}."


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    (once, twice), (smaller, larger) = row["seconds"], row["memory"]
    growth = f"{twice / once:.1f}" if once >= 0.05 else "–"  # less is noise
    return f"{once:.2f}", f"{twice:.2f}", growth, f"{smaller:.0f}", f"{larger:.0f}"


def _render(*, only_check: bool) -> int:
    text = "\n".join(_page(json.loads(RESULTS.read_text(encoding="utf-8")))) + "\n"
    is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
    if only_check and not is_current:
        print(f"{PAGE.name} is not current; run benchmarks/robustness.py --render", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
