"""Finding, checking and settling the config; selecting rules."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from exlint.cli import exlint
from exlint.config import Settings, load_settings
from exlint.configfile import ConfigError, find_config
from exlint.discovery import TypeFiles
from exlint.engine import run
from exlint.findings import Severity
from exlint.limits import Limits
from exlint.request import FileRequest, Job, Origin
from exlint.resources import SCHEMAS
from exlint.selection import Choice, Selection, UnknownRuleError, choose, rule_named, selected_rules
from helpers import CARDS, RULES

COMMAND_LINE = Selection("command line")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(text: str, name: str = "exlint.toml", command_line: Selection = COMMAND_LINE) -> Settings:
    Path(name).write_text(text, encoding="utf-8")
    return load_settings(Path(name), command_line)


def complaint(text: str, name: str = "exlint.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        settings(text, name)
    return str(caught.value)


def test_the_nearest_config_holds(here: Path) -> None:
    inner = here / "a" / "b"
    inner.mkdir(parents=True)
    (here / "exlint.toml").write_text("")
    assert find_config(inner) == here / "exlint.toml"
    (here / "a" / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert find_config(inner) == here / "exlint.toml"
    (here / "a" / "pyproject.toml").write_text("[tool.exlint]\n")
    assert find_config(inner) == here / "a" / "pyproject.toml"
    (here / "a" / "exlint.toml").write_text("")
    assert find_config(inner) == here / "a" / "exlint.toml"


def test_without_config_the_default_rules_are_on(here: Path) -> None:
    settled = load_settings(None, COMMAND_LINE)
    assert settled.file is None
    assert [setting.code for setting in settled.plan.rules] == [code for code, rule in RULES.items() if rule.default]
    assert settled.plan.limits == Limits()
    assert settled.scope.types == (
        TypeFiles("exercise", ("*.md",), binds=False),
        TypeFiles("guide", ("*.txt",), binds=False),
        TypeFiles("markdown", ("*.md",), binds=False),
    )
    assert not settled.scope.has_collection


def test_a_whole_config(here: Path) -> None:
    settled = settings(
        """
        include = ["content/"]
        exclude = ["content/drafts/"]
        max-file-size = 1000
        select = ["EX101"]

        [types.exercise]
        files = ["content/exercises/*.md"]

        [rules.undecodable-file]
        severity = "warning"
        """
    )
    assert settled.file == "exlint.toml"
    (rule,) = settled.plan.rules
    assert (rule.code, rule.severity) == ("EX101", Severity.WARNING)
    assert settled.plan.limits == Limits(max_file_size=1000)
    scope = settled.scope
    assert (scope.root, scope.include, scope.exclude) == (here, ("content/",), ("content/drafts/",))
    assert scope.types == (
        TypeFiles("exercise", ("content/exercises/*.md",), binds=True),
        TypeFiles("guide", ("*.txt",), binds=False),
        TypeFiles("markdown", ("*.md",), binds=False),
    )
    assert scope.has_collection


def test_a_config_in_pyproject(here: Path) -> None:
    settled = settings('[project]\nname = "x"\n[tool.exlint]\nselect = ["EX101"]\n', "pyproject.toml")
    assert [setting.code for setting in settled.plan.rules] == ["EX101"]


def test_a_byte_order_mark_is_no_syntax_error(here: Path) -> None:
    assert [each.code for each in settings('\ufeffselect = ["EX101"]').plan.rules] == ["EX101"]


def test_a_type_of_the_project(here: Path) -> None:
    (here / "types").mkdir()
    for name in ("exercise.metadata.json", "fitness.yaml"):
        shutil.copy(SCHEMAS / name, here / "types")
    text = (SCHEMAS / "exercise.yaml").read_text(encoding="utf-8")
    (here / "types" / "stretch.yaml").write_text(text.replace("name: exercise", "name: stretch", 1), encoding="utf-8")
    settled = settings('[types.stretch]\npath = "types/stretch.yaml"\n')
    assert [each.name for each in settled.plan.types] == ["exercise", "guide", "markdown", "stretch"]
    assert settled.scope.types[2] == TypeFiles("stretch", ("*.md",), binds=True)
    assert complaint('[types.other]\npath = "types/stretch.yaml"\n') == (
        "exlint.toml:1: types.other: 'types/stretch.yaml' is the file of type 'stretch', not 'other'"
    )
    (here / "types" / "stretch.yaml").write_text(text.replace("name: exercise", "nam: stretch", 1), encoding="utf-8")
    assert complaint('[types.stretch]\npath = "types/stretch.yaml"\n') == (
        "types/stretch.yaml:3:1: unknown key 'nam'; did you mean 'name'?"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('# c\nselct = ["EX1"]', "exlint.toml:2: unknown key 'selct'; did you mean 'select'?"),
        ("[typos]", "exlint.toml:1: unknown key 'typos'; did you mean 'types'?"),
        ('select = ["EX101", "EX01"]', "exlint.toml:1: select: unknown rule 'EX01'; did you mean 'EX101'?"),
        (
            '\nignore = [\n  "undecodable-fil",\n]',
            "exlint.toml:2: ignore: unknown rule 'undecodable-fil'; did you mean 'undecodable-file'?",
        ),
        ('unfixable = ["EX101", "EX9", "x"]', "exlint.toml:1: unfixable: unknown rule 'x'"),
        ("[rules.EX1O1]", "exlint.toml:1: rules: unknown rule 'EX1O1'; did you mean 'EX101'?"),
        (
            '[rules]\nEX101.severty = "error"',
            "exlint.toml:2: rules.EX101: unknown key 'severty'; did you mean 'severity'?",
        ),
        (
            '[rules.undecodable-file]\n\nseverity = "warn"',
            "exlint.toml:3: rules.undecodable-file.severity: 'warn' is not one of error, warning, info; "
            "did you mean 'warning'?",
        ),
        (
            '[rules.undecodable-file]\n[rules."EX101"]',
            "exlint.toml:2: rules.EX101: 'EX101' and 'undecodable-file' are the same rule; keep one table",
        ),
        (
            '[types.exercize]\nfiles = ["a"]',
            "exlint.toml:1: types.exercize: unknown type 'exercize' without a path; did you mean 'exercise'?",
        ),
        ('[types.a]\npath = "no.yaml"', "exlint.toml:2: types.a.path: no file 'no.yaml'"),
        ("[types.exercise]", "exlint.toml:1: types.exercise: expected something, found nothing"),
        ('include = "cards"', "exlint.toml:1: include: expected array, found 'cards'"),
        ("include = [1]", "exlint.toml:1: include: expected string, found 1"),
        ('exclude = ["!"]', "exlint.toml:1: exclude: '!' is no file pattern"),
        ('exclude = ["[z-a]"]', "exlint.toml:1: exclude: '[z-a]' is no file pattern"),
        (f"include = {[f'?{n}' for n in range(4000)]}", "exlint.toml:1: include: too many or too long patterns"),
        ("max-file-size = 0", "exlint.toml:1: max-file-size: expected at least 1, found 0"),
        ("b = 1\na = 1", "exlint.toml:1: unknown key 'b'"),
        ("a = [", "exlint.toml:1: not TOML: invalid value"),
        ("\na = 1 x", "exlint.toml:2:7: not TOML: expected newline or end of document after a statement"),
    ],
)
def test_a_fault_is_named_with_its_place(here: Path, text: str, expected: str) -> None:
    assert complaint(text) == expected


def test_faults_of_other_files(here: Path) -> None:
    assert complaint("[tool.exlint]\nselct = 1", "pyproject.toml") == (
        "pyproject.toml:2: tool.exlint: unknown key 'selct'; did you mean 'select'?"
    )
    assert complaint("[tool.other]", "pyproject.toml") == "pyproject.toml: there is no table [tool.exlint]"
    (here / "sub").mkdir()
    assert complaint("x = 1", "sub/exlint.toml") == "sub/exlint.toml:1: unknown key 'x'"
    with pytest.raises(ConfigError, match=r"^gone\.toml: can't be read: No such file or directory$"):
        load_settings(Path("gone.toml"), COMMAND_LINE)
    Path("latin.toml").write_bytes(b"# \xe9")
    with pytest.raises(ConfigError, match=r"^latin\.toml: not UTF-8$"):
        load_settings(Path("latin.toml"), COMMAND_LINE)


def test_the_config_schema_is_current() -> None:
    script = Path(__file__).parent.parent / "scripts" / "generate.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


HOUSE_RULE = '''\
"""A made-up rule."""

from dataclasses import dataclass, field
from typing import Literal

from exlint.findings import Severity
from exlint.rules.base import CardRule


@dataclass(frozen=True)
class Options:
    ignore_case: bool = field(default=True, metadata={"doc": "whether letter case is ignored"})
    at_least: int = field(default=3, metadata={"doc": "how many"})
    style: Literal["dash", "star"] = field(default="dash", metadata={"doc": "which"})
    words: tuple[str, ...] = field(default=("a", "b"), metadata={"doc": "these"})


RULE = CardRule("HR001", "made-up", "1.0", Severity.ERROR, lambda card, options: (), Options)
'''
PLUG_IN = 'plugins = ["house.py"]\n'


@pytest.fixture
def house_rule(here: Path) -> None:
    Path("house.py").write_text(HOUSE_RULE, encoding="utf-8")


@pytest.mark.usefixtures("house_rule")
def test_options_of_a_rule() -> None:
    def options(text: str) -> object:
        (rule,) = settings(f'{PLUG_IN}select = ["HR001"]\n{text}').plan.rules
        return dataclasses.asdict(rule.options)

    usual = {"ignore_case": True, "at_least": 3, "style": "dash", "words": ("a", "b")}
    assert options("") == usual
    assert options('[rules.made-up]\nignore-case = false\nat-least = 5\nstyle = "star"\nwords = ["c"]') == {
        "ignore_case": False,
        "at_least": 5,
        "style": "star",
        "words": ("c",),
    }
    fault = "exlint.toml:3: rules.HR001"
    assert complaint(f"{PLUG_IN}[rules.HR001]\nignore_case = false") == (
        f"{fault}: unknown key 'ignore_case'; did you mean 'ignore-case'?"
    )
    assert complaint(f'{PLUG_IN}[rules.HR001]\nstyle = "stars"') == (
        f"{fault}.style: 'stars' is not one of dash, star; did you mean 'star'?"
    )
    assert complaint(f'{PLUG_IN}[rules.HR001]\nwords = "c"') == f"{fault}.words: expected array, found 'c'"


@pytest.mark.usefixtures("house_rule")
def test_options_are_shown() -> None:
    Path("exlint.toml").write_text(f"{PLUG_IN}[rules.HR001]\nat-least = 5\n")
    shown = CliRunner().invoke(exlint, ["check", "--show-settings"]).output
    expected = 'error, ignore-case = true, at-least = 5, style = "dash", words = ["a", "b"] (default)'
    assert shown.endswith(f"\n  HR001 made-up: {expected}\n")
    explained = CliRunner().invoke(exlint, ["rule", "HR001"]).output
    assert explained.endswith("""
Options:
  ignore-case = true
      whether letter case is ignored
  at-least = 3
      how many
  style = "dash"
      which
  words = ["a", "b"]
      these
""")
    (as_json,) = json.loads(CliRunner().invoke(exlint, ["rule", "made-up", "--output-format", "json"]).output)
    assert as_json["options"][3] == {"name": "words", "default": ["a", "b"], "doc": "these"}
    assert as_json["url"] is None


CONDITION = """\
name: note
files: ["*.md"]
sections: [{name: Text, content: [paragraph]}]
conditions:
  - code: XX001
    name: loud-title
    message: "{when!r} is loud"
    why: It is.
    fix: Say it softly.
    source: us
    cases: [{when: [{in: title, matches: loud}], at: title}]
"""


def test_the_conditions_of_a_type_of_ones_own_are_rules(here: Path) -> None:
    Path("note.yaml").write_text(CONDITION, encoding="utf-8")
    text = '[types.note]\npath = "note.yaml"\n[rules.loud-title]\nseverity = "info"\n'
    plan = settings(f"select = ['XX']\n{text}").plan
    assert [(each.code, each.severity) for each in plan.rules] == [("XX001", Severity.INFO)]
    assert plan.known["XX001"].doc.startswith("Loud title.\n\nWhy: It is.")
    Path("note.yaml").write_text(CONDITION.replace("XX001", "EX001"), encoding="utf-8")
    assert complaint(text) == (
        "exlint.toml:2: types.note.path: note.yaml: code 'EX001' begins with 'EX', which is for exlint's own rules"
    )
    Path("note.yaml").write_text(CONDITION.replace("XX001", "EX410"), encoding="utf-8")
    assert complaint(text) == (
        "exlint.toml: note.yaml: condition EX410 has another name, severity or default than in the type 'exercise'"
    )
    Path("note.yaml").write_text(CONDITION.replace("loud-title", "doubled-word"), encoding="utf-8")
    assert complaint(text) == "exlint.toml: two rules have the name 'doubled-word': EX505 and XX001"


def on(*selections: Selection) -> set[str]:
    return {code for code, choice in choose(selections, RULES).items() if choice.on}


DEFAULT = {code for code, rule in RULES.items() if rule.default}


def test_selectors() -> None:
    assert selected_rules("EX101", RULES) == selected_rules("undecodable-file", RULES) == ("EX101",)
    assert selected_rules("ALL", RULES) == selected_rules("EX", RULES) == tuple(RULES)
    assert selected_rules("EX1", RULES) == tuple(code for code in RULES if code.startswith("EX1"))


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("undecodeable-file", "unknown rule 'undecodeable-file'; did you mean 'undecodable-file'?"),
        ("all", "unknown rule 'all'; did you mean 'ALL'?"),
        ("EX1O1", "unknown rule 'EX1O1'; did you mean 'EX101'?"),
        ("EXI", "unknown rule 'EXI'; did you mean 'EX'?"),
        ("E", "unknown rule 'E'"),
        ("", "unknown rule ''"),
    ],
)
def test_an_unknown_selector_suggests_the_nearest(selector: str, message: str) -> None:
    with pytest.raises(UnknownRuleError) as caught:
        selected_rules(selector, RULES)
    assert str(caught.value) == message


def test_rule_named_takes_no_prefix() -> None:
    assert rule_named("EX101", RULES) is rule_named("undecodable-file", RULES)
    with pytest.raises(UnknownRuleError, match="unknown rule 'EX1'"):
        rule_named("EX1", RULES)


def test_select_replaces_the_default_and_the_others_change_it() -> None:
    assert on() == DEFAULT
    assert on(Selection("x", select=("EX101",))) == {"EX101"}
    assert on(Selection("x", select=())) == set()
    assert on(Selection("x", ignore=("EX101",))) == DEFAULT - {"EX101"}
    assert on(Selection("x", select=(), extend_select=("EX101",))) == {"EX101"}


def test_the_more_specific_selector_wins_then_ignore() -> None:
    assert on(Selection("x", select=("EX101",), ignore=("EX1",))) == {"EX101"}
    assert on(Selection("x", select=("EX10",), ignore=("EX1",))) == {code for code in RULES if code.startswith("EX10")}
    assert "EX101" not in on(Selection("x", select=("ALL",), ignore=("undecodable-file",)))
    assert on(Selection("x", select=("EX101",), ignore=("undecodable-file",))) == set()


def test_the_command_line_comes_on_top_of_the_config() -> None:
    config = Selection("c", select=("EX1",), ignore=("EX101",))
    assert "EX101" not in on(config, COMMAND_LINE)
    assert "EX101" in on(config, Selection("l", extend_select=("EX101",)))
    assert on(config, Selection("l", select=("EX101",))) == {"EX101"}
    assert on(config, Selection("l", ignore=("EX1",))) == set()


def test_a_select_of_the_command_line_keeps_what_the_config_only_ignores() -> None:
    config = Selection("c", ignore=("EX101",))
    assert "EX101" not in on(config, Selection("l", select=("EX1",)))
    assert on(config, Selection("l", select=("EX101",))) == set()


def test_a_choice_says_why() -> None:
    config = Selection("exlint.toml", ignore=("EX1",))
    assert choose([config], RULES)["EX101"] == Choice(False, "ignore EX1 (exlint.toml)")
    assert choose([config, Selection("command line", select=("ALL",))], RULES)["EX101"] == Choice(
        False, "ignore EX1 (exlint.toml)"
    )
    assert choose([Selection("command line", select=("EX101",))], RULES)["EX101"] == Choice(
        True, "select EX101 (command line)"
    )
    assert choose([Selection("command line", select=())], RULES)["EX101"] == Choice(
        False, "not in select (command line)"
    )
    assert choose([], RULES)["EX101"] == Choice(True, "default")


CARD_WITH_A_NEW_WORD = (
    CARDS[0].read_text(encoding="utf-8").replace("## Pro tips\n\n- ", "## Pro tips\n\n- Mind the blorfing. ")
)


def spelling(folder: Path) -> tuple[str, ...]:
    """The words that the spelling rule finds in the card of a folder with a config."""
    settings = load_settings(find_config(folder), Selection("the command line"))
    name = CARDS[0].name
    job = Job(FileRequest(name, Origin.NAMED), str(folder / name))
    return tuple(each.message for each in run([job], settings.plan).findings if each.name == "misspelling")


@pytest.mark.parametrize(("config", "file"), [("", "dictionary.txt"), ('dictionary = "words.txt"\n', "words.txt")])
def test_words_of_the_dictionary_are_known(tmp_path: Path, config: str, file: str) -> None:
    (tmp_path / CARDS[0].name).write_text(CARD_WITH_A_NEW_WORD, encoding="utf-8")
    (tmp_path / "exlint.toml").write_text(config, encoding="utf-8")
    (tmp_path / file).write_text("# ours\n", encoding="utf-8")
    assert [message.partition(" is ")[0] for message in spelling(tmp_path)] == ["'blorfing'"]
    (tmp_path / file).write_text("# ours\nBlorf\nblorfing # a word of the trade\n", encoding="utf-8")
    assert spelling(tmp_path) == ()


def test_a_dictionary_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "exlint.toml").write_text('dictionary = "none.txt"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"exlint.toml:1: dictionary: 'none.txt' can't be read: "):
        spelling(tmp_path)
