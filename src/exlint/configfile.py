"""The config file: which one holds, and its text as TOML.

The config is the nearest `exlint.toml`, else `pyproject.toml` with a table `[tool.exlint]`, from the working directory
up. What it may hold and what that means is `exlint.config`'s.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from exlint.request import read, read_text, shown_name
from exlint.value import Value

PYPROJECT_TABLE = ("tool", "exlint")

REASON_RULE = "suppression-without-reason"
"""The rule that `require-reason` turns on."""


class ConfigError(ValueError):
    """A config that can't be used; the message has the file, the line where it can be had, and the key path."""


class ConfigText(Value):
    """A TOML file. `text` is kept to find the line of a key."""

    file: Path
    shown: str
    text: str
    data: Mapping[str, Any]


def find_config(folder: Path) -> Path | None:
    """The config file that holds for an absolute folder.

    What is called `exlint.toml` is one, also if it can't be read: to go on without would let everything pass.

    Raises:
        ConfigError: a `pyproject.toml` on the way can't be read.
    """
    for each in (folder, *folder.parents):
        if os.path.lexists(own := each / "exlint.toml"):
            return own
        if (project := each / "pyproject.toml").is_file() and _is_config(project):
            return project
    return None


def _is_config(project: Path) -> bool:
    """Whether a `pyproject.toml` has the table. One that says nothing of exlint is not read as TOML."""
    try:
        if b"exlint" not in read(str(project)):
            return False
    except OSError:
        pass  # told with its reason by what follows
    return table_at(parse_config(project).data, PYPROJECT_TABLE) is not None


def parse_config(file: Path) -> ConfigText:
    """Read the file.

    Raises:
        ConfigError: it can't be read, or is no TOML.
    """
    import tomllib  # a run that remembers its settings has no use for it

    shown = shown_name(file)
    try:
        text = read_text(str(file))
        return ConfigText(file, shown, text, tomllib.loads(text))
    except OSError as error:
        raise ConfigError(f"{shown}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        numbers = re.findall(r"\d+", place) or [str(text.count("\n") + 1)]
        raise ConfigError(f"{shown}:{':'.join(numbers)}: not TOML: {reason[:1].lower()}{reason[1:]}") from error


def table_at(data: Mapping[str, Any], path: Sequence[str]) -> Any:
    """What is at a key path; None if there is nothing."""
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
