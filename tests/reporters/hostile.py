"""Findings and a collection with names and text that some format would trip over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exlint.findings import Applicability, Edit, Finding, Fix, RelatedPlace, Report, RuleInfo, Severity, Span, Trouble
from exlint.reporters import renderer
from exlint.source import Source

CARD = Path(__file__).parents[2] / "content" / "exercises" / "ring-pushup.md"

TEXTS = (
    "\"double\" and 'single' quotes",
    "100%0A%0D%25 done",
    "::error::planted",
    "##[error]planted",
    "]]> <!-- --> <![CDATA[",
    "</title></style></script><script>document.title = 'planted'</script>",
    "<img src=x onerror=\"document.title='planted'\">",
    "bell \x07 escape \x1b[31m nul \x00 c1 \x9b delete \x7f",
    "emoji 🏋️‍♀️ 👩🏽‍🚀 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "right\u202eto\u202cleft \u200f\u2066marks\u2069",
    "spaces  and\ttab and \u00a0 \u2028 \u2029 \ufeff",
    "a#b?c&d=e;f&amp;g&#60;h",
    "ünïcödé 日本語 עברית",
    "line\nfeed\r\nand\rreturn",
    "| *a* _b_ `c` [d](https://example.org) @e #1 ~~f~~ $g$ \\h :smile: www.example.org",
    "{0} {{ x }} {% raw %} ${y}",
    "\ufffe \uffff \ud800 lone",
)

NAMES = (
    "quo\"te's.md",
    "per%0Acent%41.md",
    "::error::x, y=z.md",
    "end]]>.md",
    "<script>document.title='planted'</script>.md",
    "<img src=x onerror=alert(1)>.md",
    "bell\x07\x1b[31m.md",
    "new\nline\rreturn.md",
    "🏋️ emoji.md",
    "\u202egnp.md",
    "two  spaces .md",
    "hash#query?amp&lt;.md",
    "köln-日本.md",
    "back\\slash.md",
    "-dash.md",
    "{0} *_`|[x](y).md",
    "C:drive.md",
    os.fsdecode(b"no-utf8-\xff.md"),
)


class Told(NamedTuple):
    """What every format has to tell of a finding, as far as it can."""

    filename: str
    row: int
    column: int
    end_row: int
    end_column: int
    code: str
    severity: str
    message: str


def told(finding: Finding) -> Told:
    start, end = finding.place.start, finding.place.end
    name, severity = finding.place.filename, finding.severity.value
    return Told(name, start.row, start.column, end.row, end.column, finding.code, severity, finding.message)


def finding(
    name: str,
    text: str,
    marked: str,
    message: str,
    *,
    code: str = "EX599",
    severity: Severity = Severity.ERROR,
    related: tuple[RelatedPlace, ...] = (),
    fixes: tuple[Fix, ...] = (),
) -> Finding:
    """A finding at the first place of `marked` in `text`."""
    start = text.index(marked)
    source = Source.from_text(name, text)
    place = source.place(Span(start, start + len(marked)))
    placed = tuple(map(source.place_fix, fixes))
    return Finding(code, f"rule-{code.lower()}", severity, message, place, related, fixes=placed)


def _findings() -> Iterator[Finding]:
    for index, name in enumerate(NAMES):
        text = TEXTS[index % len(TEXTS)]
        body = f"# Title\n\n{text} rwo\n\n- {text} and more\n"
        related = RelatedPlace(f"see {text}", Source.from_text(name, body).place(Span(2, 7)))
        other = RelatedPlace("elsewhere", Source.from_text(NAMES[0], "a\nbc\n").place(Span(2, 4)))
        yield finding(name, body, "Title", f"on {text}", code="EX201", related=(related, other))
        at = body.index("rwo")
        safe = Fix(f"write {text}", (Edit(Span(0, 0), text), Edit(Span(at, at + 3), f"{text}\n{text}")))
        unsafe = Fix(f"delete {text}", (Edit(Span(at, at + 3), ""),), Applicability.UNSAFE)
        only_shown = Fix(f"think of {text}", (Edit(Span(at, at), text),), Applicability.DISPLAY)
        fixes = (safe, unsafe, only_shown)
        yield finding(name, body, "rwo", text, severity=Severity.WARNING, fixes=fixes)
        yield finding(name, body, "rwo\n\n- ", f"over lines: {text}", code="EX301", severity=Severity.WARNING)
        yield finding(name, body, "", f"nothing: {text}", code="EX501")


RULES = tuple(
    RuleInfo(code, f"rule-{code.lower()}", Severity.ERROR, f"About {text}", f"About {text}.\n\nWhy: {text}\n\nFix: it")
    for code, text in zip(("EX201", "EX301", "EX599"), TEXTS[5:], strict=False)
)


def report() -> Report:
    """A report with hostile text wherever text can be; the sources are those that the findings were made from."""
    findings = tuple(sorted(_findings(), key=lambda each: each.sort_key))
    texts = {
        name: f"# Title\n\n{TEXTS[i % len(TEXTS)]} rwo\n\n- {TEXTS[i % len(TEXTS)]} and more\n"
        for i, name in enumerate(NAMES)
    }
    sources = {}
    for name, text in texts.items():
        source = Source.from_text(name, text)
        sources[name] = tuple(source.line(row + 1) for row in range(len(source.line_starts)))
    files = tuple(sorted((*NAMES, "clean & <b>tidy</b>.md")))
    troubles = (Trouble(NAMES[0], TEXTS[1]), Trouble(TEXTS[4], TEXTS[5]))
    return Report(findings, len(files), len(files), troubles, files, RULES, sources)


def shown(output_format: str, shown_report: Report) -> str:
    return "\n".join(renderer(output_format)(shown_report, colour=False)) + "\n"


def collection(folder: Path) -> int:
    """Write cards with hostile names and text; how many. A name that the system does not take is left out."""
    good = CARD.read_text(encoding="utf-8")
    written = 0
    for index, name in enumerate(NAMES):
        text = TEXTS[index % len(TEXTS)].replace("\n", " ").replace("\r", " ").encode("utf-8", "replace").decode()
        questions = f"### Is it {text}?\n\nYes.\n\n### Is it {text}?\n\nYes.\n\n"
        bad = good.replace("## Pro tips", f"## {text}\n\nText.\n\n## Pro tips").replace(
            "## FAQ\n\n", f"## FAQ\n\n{questions}"
        )
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bad.encode("utf-8"))
        except OSError:
            continue
        written += 1
    return written


def exlint(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real program in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "exlint", "check", *arguments],
        cwd=folder,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )
