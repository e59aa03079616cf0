"""`exlint init`: what it writes for which folder, and that it changes nothing."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from exlint import __version__
from exlint.config import load_settings
from exlint.selection import Selection
from exlint.survey import TypeFound, survey
from helpers import CARDS, REPOSITORY
from test_cli import outcome

HOOK = {"repo": "https://github.com/exlint/exlint", "rev": f"v{__version__}", "hooks": [{"id": "exlint"}]}


PAGES = sorted((REPOSITORY / "content" / "guides").glob("*.txt"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: str, *cards: Path) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for card in cards:
        (Path(folder) / card.name).write_bytes(card.read_bytes())


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file() and ".git/" not in path.as_posix()}


def test_pages_of_text_beside_the_dictionary() -> None:
    put(".", *PAGES[:2])
    status, output, error = outcome("init")
    assert (status, error) == (0, "")
    assert output.splitlines()[:2] == ["wrote exlint.toml", "  2 of type guide: /*.txt, !/dictionary.txt"]
    hook = {**HOOK, "hooks": [{"id": "exlint", "types": ["text"]}]}
    assert yaml.safe_load(Path(".pre-commit-config.yaml").read_text()) == {"repos": [hook]}
    assert outcome("check") == (0, "", "All 2 cards are clean.\n")


def test_a_folder_of_cards() -> None:
    put("cards", *CARDS[:2])
    put(".", CARDS[2])
    Path("README.md").write_text("# Our cards\n\nOnly these.\n")
    status, output, error = outcome("init")
    assert (status, error) == (0, "")
    assert output.splitlines() == [
        "wrote exlint.toml",
        "  3 of type exercise: /*.md, !/README.md, /cards/*.md",
        "wrote dictionary.txt",
        "wrote .pre-commit-config.yaml",
    ]
    config = tomllib.loads(Path("exlint.toml").read_text())
    assert config == {
        "dictionary": "dictionary.txt",
        "types": {"exercise": {"files": ["/*.md", "!/README.md", "/cards/*.md"]}},
    }
    assert yaml.safe_load(Path(".pre-commit-config.yaml").read_text()) == {"repos": [HOOK]}
    assert outcome("check") == (0, "", "All 3 cards are clean.\n")
    assert load_settings(Path("exlint.toml"), Selection("test")).plan.types[0].word_list("dictionary") == frozenset()


def test_nothing_is_overwritten_and_all_is_said() -> None:
    for name in ("exlint.toml", "dictionary.txt", ".pre-commit-config.yaml"):
        Path(name).write_text("# ours\n")
    status, output, error = outcome("init")
    assert (status, error) == (0, "")
    assert output.splitlines() == [
        "exlint.toml is there already, and has a config",
        "dictionary.txt is there already",
        ".pre-commit-config.yaml is there already; to check cards before each commit, add to its repos:",
        "  - repo: https://github.com/exlint/exlint",
        f"    rev: v{__version__}",
        "    hooks:",
        "      - id: exlint",
    ]
    assert {path.read_text() for path in Path().iterdir()} == {"# ours\n"}


def test_a_second_time_changes_nothing() -> None:
    put("cards", CARDS[0])
    outcome("init")
    before = {name: Path(name).read_bytes() for name in files()}
    assert outcome("init")[1].splitlines() == [
        "exlint.toml is there already, and has a config",
        "dictionary.txt is there already",
        ".pre-commit-config.yaml is there already, with exlint in it",
    ]
    assert {name: Path(name).read_bytes() for name in files()} == before


def test_a_config_in_pyproject_is_one() -> None:
    Path("pyproject.toml").write_text("[tool.exlint]\n")
    assert outcome("init")[1].splitlines()[0] == "pyproject.toml is there already, and has a config"
    assert files() == {"pyproject.toml", "dictionary.txt", ".pre-commit-config.yaml"}
    Path("pyproject.toml").write_text("[tool.other]\n")
    assert outcome("init")[1].splitlines()[0] == "wrote exlint.toml"


def test_a_folder_without_cards() -> None:
    Path("README.md").write_text("# Nothing here\n")
    assert outcome("init")[0] == 0
    assert tomllib.loads(Path("exlint.toml").read_text()) == {"dictionary": "dictionary.txt"}
    assert outcome("check") == (0, "", "exlint: warning: no cards found under .\n")


@pytest.mark.parametrize("cards", [False, True])
def test_what_stands_in_comments_can_be_used(cards: bool) -> None:
    if cards:
        put("cards", CARDS[0])
    outcome("init")
    config = Path("exlint.toml")
    text = re.sub(r"^# (?=[a-z-]+ = |\[|\")", "", config.read_text(), flags=re.MULTILINE)
    data = tomllib.loads(text)
    assert {"include", "exclude", "extend-select", "ignore", "dictionary", "types", "rules"} <= data.keys()
    config.write_text(text)
    assert outcome("check", "--ignore", "EX9")[0] == 0


def test_below_the_top_of_a_repository() -> None:
    Path(".git").mkdir()
    put("docs/cards", CARDS[0])
    status, output, _ = outcome("init", cwd="docs")
    assert status == 0
    assert [line for line in output.splitlines() if "wrote" not in line][1:] == [
        f".pre-commit-config.yaml belongs in {Path.cwd()}; to check cards before each commit, add to its repos:",
        "  - repo: https://github.com/exlint/exlint",
        f"    rev: v{__version__}",
        "    hooks:",
        "      - id: exlint",
        "        args: [--config, docs/exlint.toml]",
    ]
    assert files() == {f"docs/cards/{CARDS[0].name}", "docs/exlint.toml", "docs/dictionary.txt"}
    assert outcome("check", "--config", "docs/exlint.toml")[::2] == (0, "The card is clean.\n")


def test_the_hook_is_that_of_the_documentation() -> None:
    text = (REPOSITORY / "docs" / "ci.md").read_text(encoding="utf-8")
    block = next(each for each in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "repos:" in each)
    outcome("init")
    assert Path(".pre-commit-config.yaml").read_text() == block


def test_the_dictionary_is_none_of_the_files_that_are_checked() -> None:
    outcome("init")
    Path("empty.md").touch()
    assert outcome("check")[::2] == (1, "Found 1 error in 1 of 1 file.\n")
    assert outcome("check", "dictionary.txt")[::2] == (1, "Found 1 error in 1 of 1 file.\n")  # it is named


# Patterns

SURVEYS: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "one folder": ({"cards/a.md": "x", "cards/b.md": "x"}, ["/cards/*.md"]),
    "folders below one": ({"cards/a.md": "x", "cards/in/b.md": "x"}, ["/cards/**/*.md"]),
    "no card among them": (
        {"cards/a.md": "x", "cards/in/b.md": "x", "cards/in/README.md": None},
        ["/cards/*.md", "/cards/in/*.md", "!/cards/in/README.md"],
    ),
    "another type among them": ({"cards/a.md": "x", "cards/b.md": "y"}, ["/cards/*.md", "!/cards/b.md"]),
    "no card elsewhere": ({"cards/a.md": "x", "notes/b.md": None}, ["/cards/*.md"]),
    "other endings": ({"a.md": "x", "b.txt": "x", "c.txt": None}, ["/*.md", "/*.txt", "!/c.txt"]),
    "what a pattern means": ({"a[b]/*.md": "x", "a[b]/!?.md": None}, [r"/a\[b\]/*.md", r"!/a\[b\]/!\?.md"]),
}


@pytest.mark.parametrize(("names", "patterns"), SURVEYS.values(), ids=SURVEYS.keys())
def test_patterns_match_the_cards_and_nothing_else(names: dict[str, str | None], patterns: list[str]) -> None:
    found = next(each for each in survey(names.items()) if each.name == "x")
    assert found == TypeFound("x", sum(name == "x" for name in names.values()), tuple(patterns))
    Path("exlint.toml").write_text(f"[types.exercise]\nfiles = {json.dumps(patterns)}\n")
    scope = load_settings(Path("exlint.toml"), Selection("test")).scope
    bound = {name for name in names if scope.bound_type(str(Path.cwd() / name))}
    assert bound == {name for name, card_type in names.items() if card_type == "x"}
