"""Feed damaged content to exlint: `python benchmarks/fuzz.py --minutes N [--seed S] [--save FOLDER]`.

Cards, configs, card types and metadata schemas are damaged, as bytes and by their structure, and go the whole way:
bytes, findings, every report. What may come of it is a report, or an error that says what is wrong with the input.

A traceback, an internal error or a hang (over `--seconds` of processor time) is kept in the folder, made as small as
can be, and ends the run with status 1. The same seed gives the same inputs in the same order.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from attacks import PIECES
from exlint.budget import OutOfTimeError, time_limit
from exlint.cardtype import CardTypeError
from exlint.configfile import ConfigError
from exlint.engine import run
from exlint.plan import Plan
from exlint.reporters import FORMATS, renderer
from exlint.request import FileRequest, Job, Origin
from exlint.selection import Selection, UnknownRuleError
from exlint.typefile import read_card_type

ROOT = Path(__file__).parent.parent
_ALL = Selection("command line", ("ALL",), (), ())
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
    plan = _plan()
    cards = [path.read_bytes() for path in sorted((ROOT / "content").rglob("*.md"))]
    cards += [path.read_bytes() for path in sorted((ROOT / "tests" / "rules").rglob("bad*.md"))]
    types = [path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.yaml")) if path.stem != "english"]
    schemas = [path.read_bytes() for path in sorted((ROOT / "schemas").glob("*.json")) if "schema" not in path.stem]
    schemas += [path.read_bytes() for path in sorted((ROOT / "schemas").glob("*metadata*.json"))]
    return {
        "card": Target(tuple(cards), lambda data: _check(data, plan), ".md"),
        "config": Target((_CONFIG,), lambda data: _load_config(data, folder), ".toml"),
        "type": Target(tuple(types), lambda data: _read_type(data, folder), ".yaml"),
        "schema": Target(tuple(dict.fromkeys(schemas)), _read_schema, ".json"),
    }


def _plan() -> Plan:
    from exlint.config import load_settings

    return load_settings(None, _ALL).plan


def _check(data: bytes, plan: Plan) -> None:
    """A run over the card and a whole one, so that the collection's rules have two, then every report."""
    from exlint.background import with_background
    from exlint.engine import infos

    whole = (ROOT / "content" / "exercises" / "ring-pushup.md").read_bytes()
    jobs = [
        Job(FileRequest(name, Origin.NAMED, "exercise", matching=("exercise",)), Path(name), data=content)
        for name, content in (("damaged\x1b[31m\u202e.md", data), ("whole.md", whole))
    ]
    report = run(jobs, plan)
    if report.troubles:
        raise Failure(report.troubles[0].message)
    full = with_background(report, jobs, infos(plan), sources=True)
    for name, chosen in FORMATS.items():
        text = "\n".join(renderer(name)(full, colour=False))
        text.encode("utf-8", "backslashreplace")
        if chosen.terminal and any(mark in text for mark in "\x1b\u202e\x9b\x07"):
            raise Failure(f"{name}: a control character reaches the terminal")


def _load_config(data: bytes, folder: Path) -> None:
    from exlint.config import load_settings

    file = folder / "exlint.toml"
    file.write_bytes(data)
    try:
        load_settings(file, Selection("command line", None, (), ()))
    except (ConfigError, UnknownRuleError) as error:
        str(error).encode("utf-8", "backslashreplace")


def _read_type(data: bytes, folder: Path) -> None:
    for schema in (ROOT / "schemas").glob("*.json"):
        (folder / schema.name).write_bytes(schema.read_bytes())
    file = folder / "type.yaml"
    file.write_bytes(data)
    try:
        read_card_type(file)
    except CardTypeError as error:
        str(error).encode("utf-8", "backslashreplace")


def _read_schema(data: bytes) -> None:
    from exlint import schema

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


def inputs(chosen: Mapping[str, Target], seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged inputs without end; three of four are cards."""
    random = Random(seed)
    names = [*chosen, "card", "card", "card", "card", "card", "card"]
    while True:
        name = random.choice(names)
        seeds = chosen[name].seeds
        yield name, damaged(random.choice(seeds), seeds, random)


def main() -> int:
    """Run for so many minutes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20, help="processor time after which an input hangs")
    parser.add_argument("--save", type=Path, default=Path("fuzz-failures"))
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    fed: Counter[str] = Counter()
    faults: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        chosen = targets(Path(folder))
        for name, data in inputs(chosen, options.seed):
            if time.monotonic() > end:
                break
            fed[name] += 1
            fault = fault_of(chosen[name], data, options.seconds)
            if fault and fault[:40] not in faults:
                small = smallest(chosen[name], data, fault, options.seconds)
                options.save.mkdir(parents=True, exist_ok=True)
                file = options.save / f"{name}-{hashlib.sha256(small).hexdigest()[:12]}{chosen[name].suffix}"
                file.write_bytes(small)
                faults[fault[:40]] = f"{file}: {fault}"
                print(faults[fault[:40]], file=sys.stderr, flush=True)
    print(json.dumps({"seed": options.seed, "minutes": options.minutes, "inputs": fed, "faults": len(faults)}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
