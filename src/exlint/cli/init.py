"""`exlint init`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exlint import __version__
from exlint.cli.common import put, verbose_option

if TYPE_CHECKING:
    from exlint.cardtype import CardType
    from exlint.config import Settings
    from exlint.survey import TypeFound

_CONFIG = "exlint.toml"
_DICTIONARY = "dictionary.txt"
_HOOKS = ".pre-commit-config.yaml"

_MARKDOWN = (".md", ".markdown")
"""What pre-commit takes for Markdown; of other files the hook must be told."""

_ENTRY = (
    "  - repo: https://github.com/exlint/exlint",
    f"    rev: v{__version__}",
    "    hooks:",
    "      - id: exlint",
)

_ABOVE = """\
# The config of exlint, the linter for collections of Markdown cards. Paths are relative to this file.
# `exlint check` checks the cards; `exlint check --show-settings` shows what applies, and why.

# The folders that are the collection, if it isn't this whole folder (.gitignore patterns).
# include = ["cards"]

# What to leave out.
# exclude = ["drafts"]

# Rules to run in addition; those of the house style (EX9) are off by default. `exlint rules` lists them all.
# extend-select = ["EX9"]

# Rules that don't suit these cards, by code, beginning of codes, or name.
# ignore = ["mixed-hosts"]

# Words of these cards that exlint doesn't know, one a line.
dictionary = "dictionary.txt"
"""
_BELOW = """
# Severity (error, warning, info) and options of a rule: `exlint rule too-few-items`.
# [rules.too-few-items]
# severity = "error"

# Rules that are not for some files.
# [per-file-ignores]
# "imported/*.md" = ["EX5"]
"""
_WORDS = """\
# Words of these cards that exlint doesn't know, one a line. A word with a capital is a name.
"""


@click.command()
@verbose_option
def init() -> None:
    """Set exlint up in this folder.

    Writes a config that fits the folder's cards, a dictionary and a pre-commit hook. Nothing that is there is changed.
    """
    from exlint.config import load_settings
    from exlint.configfile import find_config
    from exlint.selection import Selection

    here = Path.cwd()
    config = find_config(here)
    found: Sequence[TypeFound] = ()
    if config and config.parent == here:
        put([f"{config.name} is there already, and has a config"])
    else:
        settings = load_settings(None, Selection("init"))
        found = _found(settings)
        _write(here / _CONFIG, lambda: _config(found, settings.plan.types))
        put(f"  {each.cards} of type {each.name}: {', '.join(each.patterns)}" for each in found)
    _write(here / _DICTIONARY, lambda: _WORDS)
    _hook(here, found)


def _write(file: Path, text: Callable[[], str]) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text())
    except FileExistsError:
        put([f"{file.name} is there already"])
    except OSError as error:
        raise click.UsageError(f"{file.name}: can't be written: {error.strerror or error}") from error
    else:
        put([f"wrote {file.name}"])


def _found(settings: Settings) -> Sequence[TypeFound]:
    """The cards of this folder, by what they resemble."""
    from exlint.discovery import discover
    from exlint.engine import classify
    from exlint.survey import survey

    jobs = discover(["."], settings.scope).jobs
    generic = {each.name for each in settings.plan.types if each.is_generic}  # these need no config
    taken = {job.request.name: card_type for job, card_type, _ in classify(jobs, settings.plan)}
    taken[_DICTIONARY] = None  # which is about to be there
    return survey((name, None if card_type in generic else card_type) for name, card_type in taken.items())


def _config(found: Sequence[TypeFound], types: Sequence[CardType]) -> str:
    return _ABOVE + "".join(f"\n{part}" for part in _types(found, types)) + _BELOW


def _types(found: Sequence[TypeFound], types: Sequence[CardType]) -> Iterator[str]:
    """The tables of the types; examples where no card was found."""
    from exlint.cli.show import toml

    for each in found:
        yield (
            f"# The cards of a type: files that match are of this type, whatever they look like.\n"
            f"[types.{each.name}]\nfiles = {toml(each.patterns)}\n"
        )
    if not found:
        yield "# No file here looks like a card of a type that exlint knows. Where cards will be:\n" + "".join(
            f"# [types.{each.name}]\n# files = {toml(tuple(f'cards/{pattern}' for pattern in each.files))}\n"
            for each in types
        )


def _hook(here: Path, found: Sequence[TypeFound]) -> None:
    """Write the hook, or say what to add to the file that is there: pre-commit looks at the top of a repository."""
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    file = top / _HOOKS
    entry = [*_ENTRY, *_options("" if top == here else (here / _CONFIG).relative_to(top).as_posix(), found)]
    if not file.exists() and top == here:
        _write(file, lambda: "".join(f"{line}\n" for line in ("repos:", *entry)))
    elif file.is_file() and "id: exlint" in file.read_text(encoding="utf-8", errors="replace"):
        put([f"{_HOOKS} is there already, with exlint in it"])
    else:
        state = "is there already" if file.exists() else f"belongs in {top}"
        put([f"{_HOOKS} {state}; to check cards before each commit, add to its repos:", *entry])


def _options(config: str, found: Sequence[TypeFound]) -> Iterator[str]:
    """What the hook has to be told: a config elsewhere, and that cards are no Markdown files."""
    if config:
        yield f"        args: [--config, {config}]"
    if any(not pattern.endswith(_MARKDOWN) for each in found for pattern in each.patterns):
        yield "        types: [text]"
