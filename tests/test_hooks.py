"""The hook as pre-commit runs it: from a clone of this checkout, in its own environment, before real commits."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from gitting import CARD, CONFIG, ENVIRONMENT, STALE, commit, git, write
from helpers import REPOSITORY

pytestmark = pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed")


@dataclass(frozen=True)
class Hook:
    """A repository that brings the hook, and where pre-commit keeps the environment that it made for it."""

    repository: Path
    commit: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**ENVIRONMENT, "PRE_COMMIT_HOME": str(self.home), "PRE_COMMIT_COLOR": "never", "PYTHONPATH": ""}

    def config(self, **hook: object) -> str:
        """A `.pre-commit-config.yaml` with the hook."""
        hooks = [{"id": "exlint", "verbose": True, **hook}]
        return yaml.safe_dump({"repos": [{"repo": str(self.repository), "rev": self.commit, "hooks": hooks}]})

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, encoding="utf-8", check=False)

    def try_commit(self) -> tuple[bool, str]:
        """Stage everything and commit; whether it went through, and what was said."""
        git("add", "--all")
        command = ["git", "-c", "core.quotePath=false", "commit", "--message", "a change"]
        done = subprocess.run(command, env=self.environment, capture_output=True, encoding="utf-8", check=False)
        return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Hook:
    """This checkout as it is now, committed elsewhere, and its hook installed."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is no checkout of git")
    folder = tmp_path_factory.mktemp("hook")
    repository = folder / "exlint"
    for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=REPOSITORY).split("\0"):
        if name and (REPOSITORY / name).is_file():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, repository / name)
    git("init", "--quiet", "--initial-branch", "main", folder=repository)
    git("add", "--all", folder=repository)
    git("commit", "--quiet", "--message", "the checkout", folder=repository)
    made = Hook(repository, git("rev-parse", "HEAD", folder=repository).strip(), folder / "home")
    config = folder / "config.yaml"
    config.write_text(made.config())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repository)
        done = made.pre_commit("install-hooks", "--config", str(config))
    if done.returncode:
        pytest.skip(f"the hook's environment can't be made, perhaps without a network: {done.stdout[-300:]}")
    return made


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: Hook) -> Path:
    """A repository with a good card, a config of exlint, and the hook before each commit."""
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet", "--initial-branch", "main")
    write(".pre-commit-config.yaml", hook.config())
    write("exlint.toml", CONFIG + 'exclude = ["cards/drafts"]\n')
    write("cards/ring-pushup.md", CARD)
    write("README.md", "# Cards\n")
    commit()
    done = hook.pre_commit("install")
    assert done.returncode == 0, done.stdout
    return tmp_path


def test_a_bad_card_is_blocked_and_a_good_one_is_not(here: Path, hook: Hook) -> None:
    write("cards/ring-pushup.md", STALE)
    went_through, said = hook.try_commit()
    assert (went_through, "cards/ring-pushup.md:11:" in said, "EX401" in said) == (False, True, True)
    write("cards/ring-pushup.md", CARD.replace("Hip height is a sensible start", "Hip height is a good start"))
    went_through, said = hook.try_commit()
    assert (went_through, "The card is clean." in said) == (True, True), said


def test_what_is_staged_counts(here: Path, hook: Hook) -> None:
    write("cards/ring-pushup.md", STALE)
    git("add", "--all")
    write("cards/ring-pushup.md", CARD)
    done = subprocess.run(["git", "commit", "-m", "x"], env=hook.environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"EX401" in done.stdout + done.stderr


def test_the_whole_collection_is_looked_at(here: Path, hook: Hook) -> None:
    write("cards/again.md", CARD)
    went_through, said = hook.try_commit()
    assert (went_through, "--> cards/again.md:1:3" in said, "EX701" in said) == (False, True, True), said


def test_config_and_exclude_hold(here: Path, hook: Hook) -> None:
    for name in ("cards/drafts/bad.md", "elsewhere/bad.md", "README.md", "cards/notes.txt"):
        write(name, STALE if name != "README.md" else "# Cards\n\nRead the the cards.\n")
    went_through, said = hook.try_commit()
    assert went_through, said
    write("exlint.toml", 'include = ["cards"]\nignore = ["EX401"]\n')
    write("cards/ring-pushup.md", STALE)
    went_through, said = hook.try_commit()
    assert "EX401" not in said


def test_a_deletion_goes_through(here: Path, hook: Hook) -> None:
    Path("cards/ring-pushup.md").unlink()
    went_through, said = hook.try_commit()
    assert (went_through, "no files to check" in said) == (True, True), said


def test_a_rename_is_checked(here: Path, hook: Hook) -> None:
    git("mv", "cards/ring-pushup.md", "cards/other.md")
    went_through, said = hook.try_commit()
    assert (went_through, "cards/other.md:1:3" in said) == (False, True), said
    write("exlint.toml", CONFIG + 'ignore = ["EX402"]\n')
    write("cards/other.md", CARD)
    went_through, said = hook.try_commit()
    assert went_through, said


@pytest.mark.parametrize("name", ["two words.md", "ünï 日本 🏋.md", 'quo\'te "and" $more.md'])
def test_a_name_with_spaces_and_other_characters(here: Path, hook: Hook, name: str) -> None:
    write("exlint.toml", CONFIG + 'ignore = ["file-name-mismatch"]\n')
    git("rm", "--quiet", "cards/ring-pushup.md")
    write(f"cards/{name}", STALE)
    went_through, said = hook.try_commit()
    assert (went_through, f"--> cards/{name}:" in said) == (False, True), said
    write(f"cards/{name}", CARD)
    went_through, said = hook.try_commit()
    assert went_through, said


def test_args_of_the_user_keep_the_excludes(here: Path, hook: Hook) -> None:
    write("cards/old.md", STALE)
    git("add", "--all")
    git("commit", "--quiet", "--no-verify", "--message", "old faults")
    write(".pre-commit-config.yaml", hook.config(args=["--staged", "--ignore", "EX7"]))
    write("cards/old.md", STALE.replace("Hip height is a sensible start", "Hip height is a good start"))
    write("cards/drafts/bad.md", STALE)
    went_through, said = hook.try_commit()
    assert (went_through, "Nothing new was found in 1 file." in said) == (True, True), said


def test_what_can_be_mended_is_mended_before_it_is_checked(here: Path, hook: Hook) -> None:
    both = [{"id": "exlint-fix"}, {"id": "exlint"}]
    config = yaml.safe_load(hook.config())
    config["repos"][0]["hooks"] = both
    write(".pre-commit-config.yaml", yaml.safe_dump(config))
    spaced = CARD.replace("Hip height is a sensible start", "Hip  height is a good start")
    for name in ("cards/ring-pushup.md", "cards/drafts/bad.md", "elsewhere.md"):
        write(name, spaced)
    went_through, said = hook.try_commit()
    assert (went_through, "files were modified by this hook" in said) == (False, True), said
    texts = [Path(name).read_text() for name in ("cards/ring-pushup.md", "cards/drafts/bad.md", "elsewhere.md")]
    assert texts == [spaced.replace("  ", " "), spaced, spaced]
    went_through, said = hook.try_commit()
    assert went_through, said
    assert git("show", "HEAD:cards/ring-pushup.md") == texts[0]


def test_all_files(here: Path, hook: Hook) -> None:
    clean = hook.pre_commit("run", "--all-files")
    assert (clean.returncode, "exlint...." in clean.stdout) == (0, True), clean.stdout
    write("cards/ring-pushup.md", STALE)
    bad = hook.pre_commit("run", "--all-files")
    assert (bad.returncode, "EX401" in bad.stdout) == (1, True), bad.stdout
