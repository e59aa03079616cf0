"""Real git repositories for tests, whatever the settings of who runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from helpers import REPOSITORY

CARD = (REPOSITORY / "content" / "exercises" / "ring-pushup.md").read_text(encoding="utf-8")
"""A card without findings: Advanced by its metadata (line 11), its description (line 5) and an answer (line 59)."""

STALE = CARD.replace("- **Difficulty:** Advanced", "- **Difficulty:** Intermediate")

CONFIG = 'include = ["cards"]\n'

ENVIRONMENT: Mapping[str, str] = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": f"{what}@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "NO_COLOR": "1",
}


def git(*arguments: str, folder: Path | None = None) -> str:
    """What git prints; it must not fail."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(message: str = "a change") -> str:
    """Commit everything in the working directory's repository; the commit's name."""
    git("add", "--all")
    git("commit", "--quiet", "--message", message)
    return git("rev-parse", "HEAD").strip()


def write(name: str, text: str) -> None:
    """Write a file, with the folders that it needs."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def check(*arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, list[str], list[str]]:
    """Run `exlint check`, in short form; exit status and the lines of both outputs."""
    done = subprocess.run(
        [sys.executable, "-m", "exlint", "check", "--output-format", "concise", *arguments],
        env={**ENVIRONMENT, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()
