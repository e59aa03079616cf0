"""What a run imports and how much work it does: counts, and no times."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from exlint import binding, markdown, recognition
from exlint.engine import run
from exlint.request import FileRequest, Job, Origin
from helpers import CARDS, plan

VERSION = {"exlint", "exlint.cli"}

FIRST = VERSION | {
    "exlint.cache",
    "exlint.cli.baseline",
    "exlint.cli.check",
    "exlint.cli.common",
    "exlint.cli.fix",
    "exlint.cli.gate",
    "exlint.cli.inspection",
    "exlint.cli.output",
    "exlint.cli.progress",
    "exlint.configfile",
    "exlint.contents",
    "exlint.digests",
    "exlint.discovery",
    "exlint.filepatterns",
    "exlint.findings",
    "exlint.inputs",
    "exlint.lazy",
    "exlint.outline",
    "exlint.recall",
    "exlint.reporters",
    "exlint.reporters.terminal",
    "exlint.reporters.totals",
    "exlint.request",
    "exlint.resources",
    "exlint.secret",
    "exlint.session",
    "exlint.value",
    "exlint.writing",
}

WARM = FIRST | {"exlint.background", "exlint.reporters.full"}
"""What a run with nothing new may import of ours."""

ASSEMBLED = WARM | {
    "exlint.assembly",
    "exlint.document",
    "exlint.facts",
    "exlint.results",
    "exlint.source",
    "exlint.suppressions",
}
"""What it may import if its report has to be put together of what is known."""

FOREIGN = {"click", "msgspec"}
"""What it may import of others: neither the parser nor the validator, no YAML, no patterns."""

SPY = """
import json, sys
from exlint.cli import main
try:
    main()
except SystemExit:
    pass
known = set(sys.stdlib_module_names)
names = [name for name in sys.modules if name.partition(".")[0] not in known and not name.startswith("_")]
print(json.dumps(names), file=open(".modules.json", "w"))
"""


def imported(folder: Path, *arguments: str) -> tuple[set[str], set[str]]:
    """Our modules that a process has imported in the end, and the packages of others."""
    code = f"import sys; sys.argv[1:] = {list(arguments)!r}\n{SPY}"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=folder, env=_path(), check=False, capture_output=True)
    names = json.loads((folder / ".modules.json").read_text())
    assert b"rror" not in done.stderr.replace(b" errors", b"").replace(b" error", b""), done.stderr
    ours = {name for name in names if name.partition(".")[0] == "exlint"}
    # msgspec takes typing_extensions if it is there.
    return ours, {name.partition(".")[0] for name in names} - {"exlint", "typing_extensions"}


def _path() -> dict[str, str]:
    """The search path of this process; without `site`, so that no `.pth` file brings modules of its own."""
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with three cards, one of them with a fault."""
    (tmp_path / "cards").mkdir()
    for index, card in enumerate(CARDS[:3]):
        text = card.read_text(encoding="utf-8")
        (tmp_path / "cards" / card.name).write_text(text.replace("## FAQ", "### FAQ") if index == 1 else text)
    (tmp_path / "exlint.toml").write_text('include = ["cards"]\n[types.exercise]\nfiles = ["cards/*.md"]\n')
    return tmp_path


def test_the_version_is_told_at_once(tmp_path: Path) -> None:
    assert imported(tmp_path, "--version") == (VERSION, {"click"})


def test_a_run_with_nothing_new_imports_what_it_uses(project: Path) -> None:
    imported(project, "check")
    assert imported(project, "check") == (WARM, FOREIGN)


def test_a_hook_over_a_card_that_is_known_imports_no_rule(project: Path) -> None:
    imported(project, "check")
    card = f"cards/{CARDS[1].name}"
    assert imported(project, "check", "--force-exclude", card) == (ASSEMBLED, FOREIGN)
    assert imported(project, "check", "--force-exclude", card) == (WARM, FOREIGN)


@pytest.mark.parametrize("output", ["json", "sarif", "junit", "github"])
def test_no_format_needs_the_rules(project: Path, output: str) -> None:
    imported(project, "check", "--output-format", output)
    ours, foreign = imported(project, "check", "--output-format", output)
    assert (ours & {"exlint.engine", "exlint.plan", "exlint.cardtype", "exlint.rules"}, foreign) == (set(), FOREIGN)


def test_each_file_is_parsed_once_and_each_rule_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counted(name: str, work):  # type: ignore[no-untyped-def]
        def call(*arguments, **named):  # type: ignore[no-untyped-def]
            calls[name] += 1
            return work(*arguments, **named)

        return call

    monkeypatch.setattr(recognition, "parse", counted("parse", markdown.parse))
    monkeypatch.setattr(recognition, "bind", counted("bind", binding.bind))
    jobs = [
        Job(
            FileRequest(card.name, Origin.WALKED, "exercise", matching=("exercise",)), str(card), data=card.read_bytes()
        )
        for card in CARDS
    ]
    run(jobs, plan())
    assert calls == {"parse": len(CARDS), "bind": len(CARDS)}
