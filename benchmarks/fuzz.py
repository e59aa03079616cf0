"""Feed damaged content to exlint: `python benchmarks/fuzz.py --minutes N [--processes N] [--seed S] [--save FOLDER]`.

Cards, guide pages, configs, card types and metadata schemas are damaged, as bytes and by their structure. Cards and
pages go the whole way: bytes, findings, every report, fixes and what is found then. What may come of it is a report, or
an error that says what is wrong with the input.

A traceback, an internal error, a fix that makes a card worse or a hang (over `--seconds` of processor time) is kept in
the folder, made as small as can be, and ends the run with status 1. The same seed gives the same inputs in the same
order.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from attacks import PIECES
from exlint import schema
from exlint.assembly import Checker, assemble
from exlint.background import with_background
from exlint.budget import OutOfTimeError, time_limit
from exlint.cardtype import CardTypeError
from exlint.config import load_settings
from exlint.configfile import ConfigError
from exlint.engine import Inspector, check_job, infos
from exlint.findings import Applicability, Report
from exlint.fixing import mend
from exlint.plan import Plan
from exlint.reporters import FORMATS, renderer
from exlint.request import FileRequest, Job, Origin
from exlint.results import FileResult
from exlint.selection import Selection, UnknownRuleError
from exlint.typefile import read_card_type

ROOT = Path(__file__).parent.parent
_ALL = Selection("command line", ("ALL",), (), ())
_LEVELS = frozenset({Applicability.SAFE, Applicability.UNSAFE})
_CONTROL = ("\x1b", "\u202e", "\x9b", "\x07")
_CARDS = ("card", "page")
_BYTES = (b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\f", b"\x1b[31m", "\u202e\u2028".encode(), b"\xed\xa0\x80", b"\t")
_CONFIG = b"""include = ["cards/*.md"]
exclude = ["drafts/"]
ignore = ["EX5", "missing-hyphen"]
max-paragraph = 2000

[types.exercise]
files = ["cards/*.md"]

[rules.EX510]
severity = "info"
shared-by = 3
"""


class Failure(Exception):
    """exlint did what it must not do; the message is the same for the same fault."""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of input: what it is damaged from, what takes it, and the mark of its files."""

    seeds: tuple[bytes, ...]
    feed: Callable[[bytes], None]
    suffix: str


def targets(folder: Path) -> Mapping[str, Target]:
    """What is fed, by name. `folder` is for files that can only be read from disk."""
    plan = load_settings(None, _ALL).plan
    cards, pages = _contents("exercises", ".md"), _contents("guides", ".txt")
    types = [path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.yaml")) if path.stem != "english"]
    schemas = [path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.json"))]
    return {
        "card": Target(cards, partial(_check, plan, "exercise", ".md", cards[0]), ".md"),
        "page": Target(pages, partial(_check, plan, "guide", ".txt", pages[0]), ".txt"),
        "config": Target((_CONFIG,), partial(_load_config, folder), ".toml"),
        "type": Target(tuple(types), partial(_read_type, folder), ".yaml"),
        "schema": Target(tuple(schemas), _read_schema, ".json"),
    }


def _contents(folder: str, suffix: str) -> tuple[bytes, ...]:
    """The project's own files of a kind, and those of the rules' tests."""
    own = sorted((ROOT / "content" / folder).glob(f"*{suffix}"))
    return tuple(path.read_bytes() for path in (*own, *sorted((ROOT / "tests" / "rules").rglob(f"bad*{suffix}"))))


class _Remembering(Inspector):
    """Checks each content once: fixes are tried on the same files over and over."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._known: dict[tuple[str, bytes | None], FileResult] = {}

    def files(self, jobs: Sequence[Job]) -> Iterator[FileResult]:
        """Check those that are new."""
        for job in jobs:
            key = (job.request.name, job.data)
            if key not in self._known:
                self._known[key] = check_job(job, self._plan)
            yield self._known[key]


def _check(plan: Plan, card_type: str, suffix: str, whole: bytes, data: bytes) -> None:
    """A run over the file and a whole one, so that the collection's rules have two, then every report, then fixes."""
    requests = (
        FileRequest(f"{name}{suffix}", Origin.NAMED, card_type, (card_type,))
        for name in ("damaged\x1b[31m\u202e", "whole")
    )
    jobs = [Job(each, each.name, data=content) for each, content in zip(requests, (data, whole), strict=True)]
    checker = _Remembering(plan)
    report = _sound(assemble(jobs, checker))
    full = with_background(report, jobs, infos(plan), sources=True)
    for name, chosen in FORMATS.items():
        text = "\n".join(renderer(name)(full, colour=False))
        text.encode("utf-8", "backslashreplace")
        if chosen.terminal and any(mark in text for mark in _CONTROL):
            raise Failure(f"{name}: a control character reaches the terminal")
    _fix(checker, jobs, report)


def _fix(checker: Checker, jobs: Sequence[Job], report: Report) -> None:
    """What fixes make of the files, and of what they have made."""

    def look(tried: Sequence[Job]) -> Report:
        return _sound(assemble(tried, checker))

    mended = mend(jobs, look, _LEVELS)
    if mended.fixed and len(mended.report.findings) >= len(report.findings) + _brought(mended.report):
        raise Failure("fixes leave no fewer findings")
    if mended.unfinished:  # a run tells of these
        return
    if mended.fixed and mend(mended.jobs, look, _LEVELS).fixed:
        raise Failure("a second run fixes more")


def _brought(report: Report) -> int:
    """What fixes bring on purpose: places that are still to be written."""
    return sum(finding.name == "placeholder" for finding in report.findings)


def _sound(report: Report) -> Report:
    if report.troubles:
        raise Failure(report.troubles[0].message)
    return report


def _load_config(folder: Path, data: bytes) -> None:
    file = folder / "exlint.toml"
    file.write_bytes(data)
    try:
        load_settings(file, Selection("command line", None, (), ()))
    except (ConfigError, UnknownRuleError) as error:
        str(error).encode("utf-8", "backslashreplace")


def _read_type(folder: Path, data: bytes) -> None:
    for beside in (ROOT / "schemas").glob("*.json"):
        (folder / beside.name).write_bytes(beside.read_bytes())
    file = folder / "type.yaml"
    file.write_bytes(data)
    try:
        read_card_type(file)
    except CardTypeError as error:
        str(error).encode("utf-8", "backslashreplace")


def _read_schema(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        samples: tuple[object, ...] = ({}, {"Equipment": "a, b", "Category": ["x" * 100]}, [], None, "a")
        for sample in samples:
            schema.violations(text, sample)
    except schema.SchemaError as error:
        str(error).encode("utf-8", "backslashreplace")


def damaged(data: bytes, others: tuple[bytes, ...], random: Random) -> bytes:
    """The data with one to six faults: of bytes, of lines, of structure."""
    for _ in range(random.randint(1, 6)):
        at, end = sorted(random.choices(range(len(data) + 1), k=2))
        lines = data.split(b"\n")
        row = random.randrange(len(lines))
        match random.randrange(11):
            case 0:
                data = data[:at] + bytes(random.randrange(256) for _ in range(random.randint(1, 8))) + data[at:]
            case 1:
                data = data[:at] + data[min(end, at + random.choice((1, 5, 50, 500))) :]
            case 2:
                data = data[:at] + random.choice(_BYTES) + data[at:]
            case 3:
                piece = random.choice(list(PIECES.values())) * random.choice((1, 3, 30, 300))
                data = data[:at] + piece.encode() + data[at:]
            case 4:
                data = b"\n".join([*lines[:row], *lines[row + 1 :]])
            case 5:
                data = b"\n".join([*lines[:row], lines[row], *lines[row:]])
            case 6:
                other = random.choice(others).split(b"\n")
                start = random.randrange(len(other))
                data = b"\n".join([*lines[:row], *other[start : start + random.randint(1, 20)], *lines[row:]])
            case 7:
                random.shuffle(lines)
                data = b"\n".join(lines) if random.random() < 0.2 else data
            case 8:
                mark = random.choice(
                    (b"> ", b"- ", b"  ", b"    ", b"# ", b"1. ", b"| ", b"`", b"*", b"\t", b'"', b"{")
                )
                lines[row] = mark * random.choice((1, 2, 30)) + lines[row]
                data = b"\n".join(lines)
            case 9:
                words = lines[row].split(b" ")
                random.shuffle(words)
                lines[row] = b" ".join(words)
                data = b"\n".join(lines)
            case _:
                data = (
                    data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\n")))
                    if random.random() < 0.3
                    else data
                )
    return data


def fault_of(target: Target, data: bytes, seconds: float) -> str:
    """What exlint does wrong with the data; "" if nothing."""
    try:
        with time_limit(seconds):
            target.feed(data)
    except OutOfTimeError as error:
        return f"hang in {error or 'a reporter or reader'}"
    except Failure as failure:
        return str(failure)
    except Exception as error:  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"
    return ""


def smallest(target: Target, data: bytes, fault: str, seconds: float) -> bytes:
    """The data with as much taken out of it as leaves a fault of the same kind."""
    kind = fault[:40]
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if fault_of(target, shorter, seconds)[:40] == kind:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def inputs(chosen: Mapping[str, Target], seed: str) -> Iterator[tuple[str, bytes]]:
    """Damaged inputs without end; four of five are cards and pages."""
    random = Random(seed)
    names = [*chosen, *_CARDS * 5]
    while True:
        name = random.choice(names)
        seeds = chosen[name].seeds
        yield name, damaged(random.choice(seeds), seeds, random)


@dataclass(frozen=True, slots=True)
class Fed:
    """What a process has fed: how many inputs of each kind; and the faults, each with the file that shows it."""

    inputs: Counter[str]
    faults: Mapping[str, str]


def feed(seed: str, minutes: float, seconds: float, save: Path) -> Fed:
    """Feed inputs for so many minutes."""
    end = time.monotonic() + 60 * minutes
    fed: Counter[str] = Counter()
    faults: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        chosen = targets(Path(folder))
        for name, data in inputs(chosen, seed):
            if time.monotonic() > end:
                break
            fed[name] += 1
            fault = fault_of(chosen[name], data, seconds)
            if fault and fault[:40] not in faults:
                small = smallest(chosen[name], data, fault, seconds)
                save.mkdir(parents=True, exist_ok=True)
                file = save / f"{name}-{hashlib.sha256(small).hexdigest()[:12]}{chosen[name].suffix}"
                file.write_bytes(small)
                faults[fault[:40]] = f"{file}: {fault}"
                print(faults[fault[:40]], file=sys.stderr, flush=True)
    return Fed(fed, faults)


def main() -> int:
    """Run for so many minutes, in so many processes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20, help="processor time after which an input hangs")
    parser.add_argument("--save", type=Path, default=Path("fuzz-failures"))
    options = parser.parse_args()
    work = partial(feed, minutes=options.minutes, seconds=options.seconds, save=options.save)
    with ProcessPoolExecutor(options.processes) as pool:
        every = list(pool.map(work, [f"{options.seed}.{number}" for number in range(options.processes)]))
    fed = sum((each.inputs for each in every), Counter[str]())
    faults = {kind for each in every for kind in each.faults}
    told = {"seed": options.seed, "minutes": options.minutes, "processes": options.processes}
    print(json.dumps({**told, "inputs": fed.total(), "by_kind": dict(sorted(fed.items())), "faults": len(faults)}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
