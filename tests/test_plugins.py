"""Rules that a project brings: the example of the documentation, what is refused, and other processes."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from exlint.check import check_file
from exlint.config import load_settings
from exlint.request import FileRequest, Origin
from exlint.rules.plugins import PlugInError, load_plug_in
from exlint.selection import Selection
from exlint.value import replace
from helpers import CARDS, REPOSITORY, shown
from test_cli import outcome

RING = next(path for path in CARDS if path.name == "ring-pushup.md")


def block(language: str, index: int = 0) -> str:
    """A code block of the documentation."""
    text = (REPOSITORY / "docs" / "plugins.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return blocks[index]


RULE = block("python")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as the documentation has it, with a card in which the rule finds something."""
    monkeypatch.chdir(tmp_path)
    for folder in ("lint", "cards"):
        Path(folder).mkdir()
    Path("lint/shouted_word.py").write_text(RULE, encoding="utf-8")
    Path("exlint.toml").write_text(block("toml"), encoding="utf-8")
    card = RING.read_text(encoding="utf-8").split("\n")
    row = next(index for index, line in enumerate(card) if line == "## Pro tips") + 2
    card[row] = "- NEVER let the rings drift apart."
    Path("cards/ring-pushup.md").write_text("\n".join(card), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("here")
def test_the_example_of_the_documentation() -> None:
    command, _, expected = block("text").partition("\n")
    status, output, error = outcome(*command.removeprefix("$ exlint ").split())
    assert (status, output + error) == (1, expected)


@pytest.mark.usefixtures("here")
def test_a_plug_in_is_shown_as_any_rule() -> None:
    status, output, _ = outcome("rule", "shouted-word")
    assert (status, output.split("\n\n")[0]) == (0, "HR001 shouted-word\nwarning, on by default, since 1.0")
    assert "HR001  shouted-word" in outcome("rules")[1]
    assert outcome("rule", "HR001", "--isolated")[0] == 2
    settings = outcome("check", "--show-settings")[1].splitlines()
    assert "plugins: lint/shouted_word.py" in settings
    assert '  HR001 shouted-word: error, allowed = ["TABATA"] (default)' in settings


@pytest.mark.usefixtures("here")
def test_selection_suppression_and_reports_know_it() -> None:
    assert outcome("check", "--ignore", "HR")[0] == 0
    assert outcome("check", "--isolated", "--select", "HR")[0] == 2
    (found,) = json.loads(outcome("check", "--output-format", "json")[1])
    assert (found["code"], found["url"]) == ("HR001", None)
    (run,) = json.loads(outcome("check", "--output-format", "sarif")[1])["runs"]
    (rule,) = [each for each in run["tool"]["driver"]["rules"] if each["id"] == "HR001"]
    assert "helpUri" not in rule
    path = Path("cards/ring-pushup.md")
    path.write_text(path.read_text().replace("apart.", "apart. <!-- exlint-disable-line HR001 -->"))
    assert outcome("check")[0] == 0


@pytest.mark.usefixtures("here")
def test_nothing_is_loaded_that_the_config_does_not_name() -> None:
    Path("exlint.toml").write_text("")
    Path("lint/shouted_word.py").write_text("raise RuntimeError")
    assert outcome("check")[0] == 0


CODE = 'code="HR001"'
UNUSABLE = {
    "no such file": (None, "lint/x.py: can't be read: No such file or directory"),
    "syntax": ("RULE = (\n", "lint/x.py:1: SyntaxError: '(' was never closed"),
    "fails": ("import os\n1 / 0\n", "lint/x.py:2: ZeroDivisionError: division by zero"),
    "fails elsewhere": ("import json\njson.loads('')\n", "lint/x.py:2: JSONDecodeError: Expecting value"),
    "exits": ("import sys\nsys.exit(0)\n", "lint/x.py:2: SystemExit: 0"),
    "gives up": ("raise GeneratorExit\n", "lint/x.py:1: GeneratorExit: "),
    "not text": (b"\xff\n", "lint/x.py:1: SyntaxError: (unicode error)"),
    "no module": ("import nothing_like_this", "lint/x.py:1: ModuleNotFoundError: No module named 'nothing_like_this'"),
    "no rule": ('"""Nothing."""', "lint/x.py: has no RULE, and no RULES with several"),
    "no rules": ("RULES = ()", "lint/x.py: has no RULE, and no RULES with several"),
    "no Rule": ("RULE = 1", "lint/x.py: 1 is no rule: a CardRule, CollectionRule or FileRule of exlint.rules.base"),
    "reserved": (RULE.replace("HR001", "EX998"), "lint/x.py: code 'EX998' begins with 'EX', which is for exlint's own"),
    "bad code": (RULE.replace("HR001", "hr1"), "lint/x.py: code 'hr1' is not of the form 'AB123'"),
    "bad name": (RULE.replace("shouted-word", "Shouted"), "lint/x.py: name 'Shouted' of HR001 is not made of lower-"),
    "severity": (RULE.replace("Severity.WARNING", "'warning'"), "lint/x.py: severity 'warning' of HR001 is no exlint."),
    "no check": (RULE.replace("check=check", "check=None"), "lint/x.py: HR001 has a check that can't be called"),
    "no doc": (RULE[RULE.index("from __future__") :], "lint/x.py: HR001 is not explained; its module has no docstring"),
    "mutable": (RULE.replace("(frozen=True)", ""), "lint/x.py: options <class '_exlint_plug_in_"),
    "option type": (
        RULE.replace("tuple[str, ...]", "set[str]"),
        "lint/x.py: options of HR001: an option can't be set[str]: use bool, int, float, str, Literal or tuple[X, ...]",
    ),
    "no default": (
        RULE.replace('field(default=(), metadata={"doc": "words that are right in capitals"})', "field()"),
        "lint/x.py: options of HR001: option 'allowed' has no default",
    ),
    "twice": (RULE, "two rules have the code HR001: 'shouted-word' and 'shouted-word'"),
    "name of another": (
        RULE.replace("HR001", "HR002").replace("shouted-word", "doubled-word"),
        "two rules have the name 'doubled-word': EX505 and HR002",
    ),
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("code", "reason"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_one_that_can_not_be_loaded_is_an_error(code: str | bytes | None, reason: str) -> None:
    if code is not None:
        Path("lint/x.py").write_bytes(code if isinstance(code, bytes) else code.encode())
    Path("exlint.toml").write_text('exclude = []\nplugins = ["lint/shouted_word.py", "lint/x.py"]\n')
    status, output, error = outcome("check")
    assert (status, output, error.count("\n")) == (2, "", 1)
    where = "exlint.toml" if reason.startswith("two rules") else "exlint.toml:2: plugins"
    assert error.startswith(f"exlint: {where}: {reason}")
    assert not Path("lint/__pycache__").exists()


@pytest.mark.usefixtures("here")
def test_an_unknown_table_of_a_rule_is_an_error() -> None:
    Path("exlint.toml").write_text("[rules.HR001]\nseverity = 'info'\n")
    unknown = "exlint.toml:1: rules: unknown rule 'HR001'"
    assert outcome("check")[::2] == (2, f"exlint: {unknown}\n")


# Rules that misbehave while they run


def house(code: str) -> None:
    """A project of two cards whose plug-in has this code after its imports."""
    imports = "import sys\nfrom exlint.findings import *\nfrom exlint.rules.base import *\n"
    Path("lint/house.py").write_text(f'"""Of the house."""\n{imports}{code}')
    Path("exlint.toml").write_text('plugins = ["lint/house.py"]\nselect = ["HR", "EX102"]\n')
    Path("cards/empty.md").write_bytes(b"")


EMPTY = "cards/empty.md:1:1: EX102 the file is empty\n"


@pytest.mark.usefixtures("here")
def test_a_rule_that_ends_the_process_ends_only_itself() -> None:
    house(
        "def leave(*_):\n    sys.exit(0)\n"
        "RULES = (CardRule('HR101', 'leaving', '1.0', Severity.ERROR, leave),"
        " CollectionRule('HR102', 'leaving-all', '1.0', Severity.ERROR, check=leave, collect=lambda *_: 1))\n"
    )
    for _ in range(2):  # nothing of it is remembered
        assert outcome("check", "--output-format", "concise") == (
            2,
            EMPTY,
            "exlint: cards/ring-pushup.md: internal error in rule HR101 (leaving): SystemExit: 0\n"
            "exlint: the collection: internal error in rule HR102 (leaving-all): SystemExit: 0\n"
            "Found 1 error in 1 of 2 files.\n",
        )


@pytest.mark.usefixtures("here")
def test_a_message_that_is_no_text_costs_only_what_its_rule_finds() -> None:
    house(
        "def one(*_):\n    yield Problem(Span(0, 1), ValueError('no'))\n"
        "def all(*_):\n    yield GroupProblem(ValueError('no'), (Member('cards/ring-pushup.md', Span(0, 1), ''),))\n"
        "RULES = (CardRule('HR101', 'one', '1.0', Severity.ERROR, one),"
        " CollectionRule('HR102', 'all', '1.0', Severity.ERROR, check=all, collect=lambda *_: 1))\n"
    )
    why = "TypeError: the message of a Problem is no text, but ValueError('no')"
    for _ in range(2):
        assert outcome("check", "--output-format", "concise") == (
            2,
            EMPTY,
            f"exlint: cards/ring-pushup.md: internal error in rule HR101 (one): {why}\n"
            f"exlint: the collection: internal error in rule HR102 (all): {why}\n"
            "Found 1 error in 1 of 2 files.\n",
        )


@pytest.mark.usefixtures("here")
def test_text_of_a_type_of_its_own_is_text() -> None:
    house(
        "class Word(str):\n    pass\n"
        "def check(*_):\n    yield Problem(Span(0, 1), Word('so'))\n"
        "RULE = CardRule('HR101', 'one', '1.0', Severity.ERROR, check)\n"
    )
    for _ in range(2):  # it is not remembered, and told again
        status, output, _ = outcome("check", "--output-format", "concise")
        assert (status, output) == (1, f"{EMPTY}cards/ring-pushup.md:1:1: HR101 so\n")


# Entry points


@pytest.fixture
def site(here: Path) -> dict[str, str]:
    """An installed package with an entry point, as an environment to run in."""
    package, info = here / "site" / "house_style", here / "site" / "house_style-1.0.dist-info"
    for folder in (package, info):
        folder.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "rules.py").write_text(RULE.replace("shouted", "loud"))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house-style\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[exlint.rules]\nhouse-style = house_style.rules\nother = no_such.module\n")
    Path("exlint.toml").write_text('plugins = ["house-style"]\n')
    return {"PYTHONPATH": str(here / "site")}


def test_an_entry_point_is_loaded_by_its_name(site: dict[str, str]) -> None:
    status, output, _ = outcome("check", "--output-format", "concise", env=site)
    assert (status, output) == (1, "cards/ring-pushup.md:28:3: HR001 'NEVER' is loud\n")


def test_an_entry_point_that_can_not_be_loaded_is_an_error(site: dict[str, str]) -> None:
    def complaint(name: str) -> str:
        Path("exlint.toml").write_text(f'plugins = ["{name}"]\n')
        status, _, error = outcome("check", env=site)
        assert status == 2
        return error

    place = "exlint: exlint.toml:1: plugins"
    unknown = "no Python file, and no entry point of 'exlint.rules'; did you mean 'house-style'?"
    assert complaint("house-stile") == f"{place}: house-stile: {unknown}\n"
    missing = "ModuleNotFoundError: No module named 'no_such'"
    assert complaint("other") == f"{place}: other (no_such.module): {missing}\n"


# Other processes, and other times

WORKER = """\
import pickle, sys
from exlint.check import check_file
request, data, plan = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps(check_file(request, data, plan)))
"""


@pytest.mark.usefixtures("here")
def test_another_process_loads_the_same_rules_from_the_plan() -> None:
    plan = load_settings(Path("exlint.toml"), Selection("test")).plan
    request = FileRequest("card.md", Origin.NAMED)
    data = Path("cards/ring-pushup.md").read_bytes()
    work = pickle.dumps((request, data, plan))
    done = subprocess.run([sys.executable, "-c", WORKER], input=work, capture_output=True, check=True)
    assert pickle.loads(done.stdout) == check_file(request, data, plan)
    assert shown(check_file(request, data, plan).findings) == "28:3 error HR001 'NEVER' is shouted\n"
    Path("lint/shouted_word.py").write_text(RULE + "\n")
    done = subprocess.run([sys.executable, "-c", WORKER], input=work, capture_output=True, check=False)
    assert b"PlugInError: lint/shouted_word.py: has changed while exlint was running" in done.stderr


def test_the_digest_changes_with_the_code_and_nothing_else(here: Path) -> None:
    first = load_plug_in("lint/shouted_word.py", here)
    assert load_plug_in("lint/shouted_word.py", here) == first
    Path("lint/shouted_word.py").write_text(RULE.replace("> 4", "> 5"))
    second = load_plug_in("lint/shouted_word.py", here)
    assert second.digest != first.digest
    assert second.rules != first.rules
    assert replace(second, module=first.module, digest=first.digest) == first


def test_a_failed_load_can_be_tried_again(here: Path) -> None:
    Path("lint/x.py").write_text("RULE = (")
    for _ in range(2):
        with pytest.raises(PlugInError):
            load_plug_in("lint/x.py", here)


def test_several_rules_in_one_file(here: Path) -> None:
    Path("lint/x.py").write_text(
        RULE + 'RULES = (RULE, CardRule("HR002", "other", "1.0", Severity.INFO, check, Options, False, "Another."))\n'
    )
    assert [(rule.code, rule.summary) for rule in load_plug_in("lint/x.py", here).rules] == [
        ("HR001", "A word is written in capitals to make it loud"),
        ("HR002", "Another"),
    ]
