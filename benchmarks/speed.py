"""Measure how long exlint takes, against other tools and against itself: whole processes, medians, ratios.

    python benchmarks/speed.py "$EXLINT_CARDS" --sizes 930 9300 93000 --peers-in node_modules/.bin --write

The cards are scaled: copies have other titles, rewritten statements and other words, so that no two are alike. All
commands of a size are run in turn. `--write` keeps the numbers and renders docs/performance.md from them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from measuring.peers import CARDS, installed, on_path
from measuring.processes import Command, Figures, in_turn
from measuring.scaling import readable_cards, write_collection

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "speed.json"
PAGE = ROOT / "docs" / "performance.md"
CACHE = ".exlint_cache"
PASS = "python -c pass"
_SLOW = ("exlint, cold, 1 job", "exlint, no cache")
_ALL_UP_TO = 10_000
"""With more cards, these are left out, and the others run once, over what the cold run has left: each takes minutes."""

Numbers = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 0, or 1 if `--check` finds the page out of date."""
    options = _parser().parse_args(arguments)
    if options.render or options.check:
        return _render(only_check=options.check)
    on_path(options.peers_in)
    cards = readable_cards(options.cards)
    if not cards:
        _parser().error(f"no cards in {options.cards}")
    kept: Numbers = {"cards": len(cards), "processors": os.cpu_count(), "python": platform.python_version()}
    sizes: list[Numbers] = []
    kept |= {"runs": options.runs, "sizes": sizes}
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        for size in options.sizes:
            project = Path(folder) / str(size)
            write_collection(cards, size, project)
            wanted = options.peers if size <= options.peers_up_to else ["none"]
            sizes.append(_measure(project, size, options.runs, wanted))
            print("\n".join(_table(sizes[-1])), flush=True)
            shutil.rmtree(project)
    if options.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        return _render(only_check=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "cards", nargs="?", type=Path, metavar="CARDS", default=ROOT / CARDS, help="the folder of cards"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100], metavar="N", help="cards of each collection")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="counted runs of each command (default: 5)")
    parser.add_argument("--peers", nargs="+", default=[], metavar="NAME", help="only peers whose names begin so")
    parser.add_argument("--peers-up-to", type=int, default=10_000, metavar="N", help="cards that peers are given most")
    parser.add_argument("--peers-in", type=Path, nargs="+", default=[], metavar="FOLDER", help="look for peers there")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="make the collections there")
    parser.add_argument("--write", action="store_true", help="keep the numbers, and render the page")
    parser.add_argument("--render", action="store_true", help="only render the page from the numbers that were kept")
    parser.add_argument("--check", action="store_true", help="only check that the page is rendered from the numbers")
    return parser


def _measure(project: Path, size: int, runs: int, peers: Sequence[str]) -> Numbers:
    others, missing = installed(project, size, peers)
    if size <= _ALL_UP_TO:
        figures = in_turn((*_own(project, "warm"), *others), runs)
    else:
        own = [each for each in _own(project, "cold") if each.name not in _SLOW]
        figures = in_turn((*own, *others), 1, before=0)
    return {"size": size, "missing": list(missing), "figures": {name: vars(each) for name, each in figures.items()}}


def _own(project: Path, warm: str) -> Iterator[Command]:
    """Exlint in each situation; those that have something in the cache have it in the folder `warm`."""
    exlint = (str(Path(sys.executable).with_name("exlint")), "check")
    first, *_ = sorted((project / CARDS).iterdir())
    text = first.read_text(encoding="utf-8")
    name = f"{CARDS}/{first.name}"
    changes = iter(range(1_000_000))

    def change() -> None:
        """Add a sentence to the first step, another each time; it moves all that follows."""
        step = re.search(r"^1\. .*", text, re.MULTILINE)
        end = step.end() if step else len(text)
        first.write_text(f"{text[:end]} Hold for {next(changes)} seconds.{text[end:]}", encoding="utf-8")

    def forget() -> None:
        shutil.rmtree(project / "cold", ignore_errors=True)

    def kept(where: str) -> tuple[str, ...]:
        return ("--cache-dir", where)

    def restore() -> None:
        first.write_text(text, encoding="utf-8")

    yield Command(PASS, (sys.executable, "-c", "pass"), project, restore)
    yield Command("exlint, cold, 1 job", (*exlint, "--jobs", "1", *kept("cold")), project, forget)
    yield Command("exlint, cold, 2 jobs", (*exlint, "--jobs", "2", *kept("cold")), project, forget)
    yield Command("exlint, no cache", (*exlint, "--no-cache"), project)
    yield Command("exlint, warm", (*exlint, *kept(warm)), project)
    yield Command("exlint, one card changed", (*exlint, *kept(warm)), project, change)
    yield Command("exlint, one card as a hook", (*exlint, "--force-exclude", name, *kept(warm)), project, change)
    restore()


def _table(measured: Mapping[str, Any]) -> Iterator[str]:
    """A table of one size; the ratios are to exlint's own cold run on all processors, or to Python doing nothing."""
    size = measured["size"]
    figures = {name: Figures(**each) for name, each in measured["figures"].items()}
    nothing = figures[PASS].wall
    cold = figures["exlint, cold, 2 jobs"].wall
    yield f"## {size:,} cards"
    yield ""
    yield "| command | wall s | CPU s | MB | cards/s | × `pass` | × exlint, cold, 2 jobs |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, each in figures.items():
        yield (
            f"| {name} | {each.wall:.3f} | {each.cpu:.3f} | {each.memory:.0f} | {size / each.wall:,.0f} |"
            f" {each.wall / nothing:.1f} | {each.wall / cold:.3f} |"
        )
    if measured["missing"]:
        yield ""
        yield f"Not installed here: {', '.join(measured['missing'])}."
    yield ""


def _growth(sizes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How the time and memory of exlint grow from the smallest collection on."""
    if len(sizes) < 2:
        return
    first = sizes[0]
    yield "## Growth"
    yield ""
    yield "| command | " + " | ".join(f"{each['size'] / first['size']:g} × the cards" for each in sizes[1:]) + " |"
    yield "|---" * len(sizes) + "|"
    for name in first["figures"]:
        if name.startswith("exlint"):
            before = first["figures"][name]
            cells = (_grown(before, each["figures"].get(name)) for each in sizes[1:])
            yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _grown(before: Mapping[str, float], after: Mapping[str, float] | None) -> str:
    return f"{after['wall'] / before['wall']:.1f} × the time, {after['memory']:.0f} MB" if after else "–"


_HEAD = """\
# Performance

Made by `benchmarks/speed.py` from `benchmarks/results/speed.json`; nothing here is written by hand.

Whole processes, medians of {runs} runs after one that is not counted, on {processors} processors with Python {python}.
All commands of a size were run in turn, so their ratios hold where absolute times depend on the machine. A collection
is made of {cards} cards by copies with other titles, rewritten statements and other words. All default rules are on.
With more than 10,000 cards, each command is run once, in this order, and the slowest are left out.

*cold* begins without a cache and leaves one; *warm* has nothing to do; *one card changed* has a cache of everything
else; *as a hook* names that one card, as the commit hook does. `pass` is `python -c pass`.

```console
python benchmarks/speed.py "$EXLINT_CARDS" --sizes {sizes} --runs {runs} --write
```
"""


def _page(kept: Mapping[str, Any]) -> Iterator[str]:
    sizes = kept["sizes"]
    yield _HEAD.format(**{**kept, "sizes": " ".join(str(each["size"]) for each in sizes)})
    for each in sizes:
        yield from _table(each)
    yield from _growth(sizes)


def _render(*, only_check: bool) -> int:
    text = "\n".join(_page(json.loads(RESULTS.read_text(encoding="utf-8")))).rstrip() + "\n"
    is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
    if only_check and not is_current:
        print(f"{PAGE.name} is not current; run benchmarks/speed.py --render", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
