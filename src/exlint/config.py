"""The configuration: find it, check it, and bring it down to what a run needs.

The config is the nearest `exlint.toml`, else `pyproject.toml` with a table `[tool.exlint]`, from the working directory
up. `schemas/config.schema.json` says what it may hold.
"""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exlint import schema
from exlint.cardtype import CardType
from exlint.discovery import Ignored, Scope, TypeFiles, is_pattern, shown_name
from exlint.findings import Severity
from exlint.plan import MAX_FILE_SIZE, Plan, RuleSetting
from exlint.resources import SCHEMAS
from exlint.rules.base import Rule
from exlint.rules.registry import RULES
from exlint.selection import Choice, Selection, UnknownRuleError, choose, rule_named, selected_rules
from exlint.suggest import did_you_mean
from exlint.typefile import CardTypeError, builtin_types, read_card_type

KeyPath = tuple[str | int, ...]

REASON_RULE = "suppression-without-reason"
"""The rule that `require-reason` turns on."""

_PYPROJECT_TABLE = ("tool", "exlint")


class ConfigError(ValueError):
    """A config that can't be used; the message has the file, the line where it can be had, and the key path."""


@dataclass(frozen=True)
class Settings:
    """What a run goes by: `plan` for the checks, `scope` for finding files, `choices` for why a rule is on or off.

    `file` is the config file as shown to people, None without one; `baseline` is the baseline that it names.
    """

    file: str | None
    plan: Plan
    scope: Scope
    choices: Mapping[str, Choice]
    baseline: Path | None = None


def load_settings(file: Path | None, command_line: Selection) -> Settings:
    """Settle the config file (None: no config) and what the command line says of rules.

    Raises:
        ConfigError: the file can't be read or used.
        UnknownRuleError: the command line names a rule that there is none of.
    """
    config = _read(file) if file else None
    types, files = config.types() if config else _without_config()
    dictionary = config.dictionary() if config else frozenset()
    if dictionary:
        types = tuple(each.with_dictionary(dictionary) for each in types)
    own = (config.selection(),) if config else ()
    choices = choose((*own, command_line))
    plan = Plan(
        types=types,
        rules=tuple(_setting(rule, config) for code, rule in RULES.items() if choices[code].on),
        max_file_size=config.data.get("max-file-size", MAX_FILE_SIZE) if config else MAX_FILE_SIZE,
        usual=frozenset(code for code, choice in choose(own).items() if choice.on),
        whole=config is not None,
    )
    if config is None:
        return Settings(None, plan, Scope(Path.cwd(), files), choices)
    include, exclude = config.patterns("include"), config.patterns("exclude")
    scope = Scope(config.folder, files, include, exclude, has_collection=True, ignores=config.ignores())
    baseline = config.folder / config.data["baseline"] if "baseline" in config.data else None
    return Settings(config.shown, plan, scope, choices, baseline)


def find_config(folder: Path) -> Path | None:
    """The config file that holds for an absolute folder.

    Raises:
        ConfigError: a `pyproject.toml` on the way can't be read.
    """
    for each in (folder, *folder.parents):
        if (own := each / "exlint.toml").is_file():
            return own
        if (project := each / "pyproject.toml").is_file() and _table(
            _parse(project).data, _PYPROJECT_TABLE
        ) is not None:
            return project
    return None


def _without_config() -> tuple[tuple[CardType, ...], tuple[TypeFiles, ...]]:
    types = builtin_types()
    return types, tuple(TypeFiles(each.name, each.files, binds=False) for each in types)


def _setting(rule: Rule, config: _Config | None) -> RuleSetting:
    table = config.rules.get(rule.code, {}) if config else {}
    given = {key.replace("-", "_"): _frozen(value) for key, value in table.items() if key != "severity"}
    return RuleSetting(rule.code, Severity(table.get("severity", rule.severity)), rule.options(**given))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class _Parsed:
    """A TOML file. `text` is kept to find the line of a key."""

    shown: str
    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class _Config:
    """A config that its schema allows. `top` is the table that it stands in; `rules` are its rule tables by code."""

    parsed: _Parsed
    top: tuple[str, ...]
    folder: Path
    data: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]]

    @property
    def shown(self) -> str:
        """The file's name for people."""
        return self.parsed.shown

    def selection(self) -> Selection:
        """What it says of rules."""
        for key in ("select", "extend-select", "ignore"):
            for index, selector in enumerate(self.data.get(key, ())):
                try:
                    selected_rules(selector)
                except UnknownRuleError as error:
                    raise self.fail((key, index), str(error)) from error
        reasons = (REASON_RULE,) if self.data.get("require-reason") else ()
        select = self.data.get("select")
        return Selection(
            self.shown,
            None if select is None else tuple(select),
            (*self.data.get("extend-select", ()), *reasons),
            tuple(self.data.get("ignore", ())),
        )

    def patterns(self, *path: str) -> tuple[str, ...]:
        """The file patterns at a key path; none if it is not there."""
        found = _table(self.data, path) or ()
        for index, pattern in enumerate(found):
            if not is_pattern(pattern):
                raise self.fail((*path, index), f"{pattern!r} is no file pattern")
        return tuple(found)

    def ignores(self) -> tuple[Ignored, ...]:
        """The rules that it ignores for files of a pattern."""
        found = []
        for pattern, selectors in self.data.get("per-file-ignores", {}).items():
            path = ("per-file-ignores", pattern)
            if not is_pattern(pattern):
                raise self.fail(path, f"{pattern!r} is no file pattern")
            codes: set[str] = set()
            for index, selector in enumerate(selectors):
                try:
                    codes.update(selected_rules(selector))
                except UnknownRuleError as error:
                    raise self.fail((*path, index), str(error)) from error
            found.append(Ignored(pattern, frozenset(codes)))
        return tuple(found)

    def types(self) -> tuple[tuple[CardType, ...], tuple[TypeFiles, ...]]:
        """The built-in types and its own, and the files of each."""
        tables = self.data.get("types", {})
        types = {each.name: each for each in builtin_types()}
        for name, table in tables.items():
            if "path" in table:
                types[name] = self._own_type(name, table["path"])
            elif name not in types:
                raise self.fail(("types", name), f"unknown type {name!r} without a path{did_you_mean(name, types)}")
        files = []
        for name, card_type in types.items():
            given = self.patterns("types", name, "files")
            files.append(TypeFiles(name, given or card_type.files, binds=bool(given)))
        return tuple(types.values()), tuple(files)

    def dictionary(self) -> frozenset[str]:
        """The project's own words: one a line in `dictionary`, or in `dictionary.txt` beside the config if it is there.

        Raises:
            ConfigError: the file that `dictionary` names can't be read.
        """
        path = self.folder / self.data.get("dictionary", "dictionary.txt")
        if "dictionary" not in self.data and not path.is_file():
            return frozenset()
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise self.fail(("dictionary",), f"{path.name!r} can't be read: {error}") from error
        return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))

    def _own_type(self, name: str, path: str) -> CardType:
        file = Path(shown_name(self.folder / path))
        if not file.is_file():
            raise self.fail(("types", name, "path"), f"no file {path!r}")
        try:
            card_type = read_card_type(file)
        except CardTypeError as error:
            raise ConfigError(str(error)) from error
        if card_type.name != name:
            raise self.fail(("types", name), f"{path!r} is the file of type {card_type.name!r}, not {name!r}")
        return card_type

    def fail(self, path: KeyPath, message: str) -> ConfigError:
        """An error at a key path."""
        return _error(self.parsed, (*self.top, *path), message)


def _read(file: Path) -> _Config:
    parsed = _parse(file)
    top = _PYPROJECT_TABLE if file.name == "pyproject.toml" else ()
    data = _table(parsed.data, top)
    if data is None:
        raise ConfigError(f"{parsed.shown}: there is no table [tool.exlint]")
    rules = (SCHEMAS / "config.schema.json").read_text(encoding="utf-8")
    found = [_violation(parsed, top, violation) for violation in schema.violations(rules, data)]
    if found:
        raise min(found, key=lambda error: error[0])[1]
    config = _Config(parsed, top, Path(os.path.abspath(file)).parent, data, {})  # noqa: PTH100 (links stay)
    return dataclasses.replace(config, rules=_rule_tables(config))


def _rule_tables(config: _Config) -> Mapping[str, Mapping[str, Any]]:
    tables: dict[str, Mapping[str, Any]] = {}
    for key, table in config.data.get("rules", {}).items():
        rule = rule_named(key)
        if rule.code in tables:
            raise config.fail(("rules", key), f"{rule.code!r} and {rule.name!r} are the same rule; keep one table")
        tables[rule.code] = table
    return tables


def _parse(file: Path) -> _Parsed:
    shown = shown_name(file)
    try:
        text = file.read_text(encoding="utf-8-sig")
        return _Parsed(shown, text, tomllib.loads(text))
    except OSError as error:
        raise ConfigError(f"{shown}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        numbers = re.findall(r"\d+", place) or [str(text.count("\n") + 1)]
        raise ConfigError(f"{shown}:{':'.join(numbers)}: not TOML: {reason[:1].lower()}{reason[1:]}") from error


def _table(data: Mapping[str, Any], path: Sequence[str]) -> Any:
    """What is at a key path; None if there is nothing."""
    found: Any = data
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _violation(parsed: _Parsed, top: tuple[str, ...], violation: schema.Violation) -> tuple[int, ConfigError]:
    """A violation as an error, with its line to sort by."""
    path = (*top, *violation.path)
    message = schema.describe(violation)
    if violation.keyword == "additionalProperties":
        path = path[:-1]
        if violation.path[0] == "rules" and len(violation.path) == 2:
            message = message.replace("unknown key", "unknown rule", 1)
    line = _line(parsed.text, (*top, *violation.path))
    return line or 0, _error(parsed, path, message, line)


def _error(parsed: _Parsed, path: KeyPath, message: str, line: int | None = None) -> ConfigError:
    line = line or _line(parsed.text, path)
    where = f"{parsed.shown}:{line}" if line else parsed.shown
    keys = ".".join(key for key in path if isinstance(key, str))
    return ConfigError(f"{where}: {keys}: {message}" if keys else f"{where}: {message}")


def _line(text: str, path: KeyPath) -> int | None:
    """The 1-based line of a key, or of the nearest table or key that holds it.

    tomllib keeps no positions, so the lines are searched for table headers and keys. What looks like one within a
    multi-line string can mislead the search, which costs a wrong line number in an error message, no more.
    """
    wanted = [key for key in path if isinstance(key, str)]
    best, best_length = None, 0
    for number, found in _key_lines(text):
        if found == wanted[: len(found)] and len(found) > best_length:
            best, best_length = number, len(found)
    return best


def _key_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that opens a table or gives a key, with the full key path."""
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[?([^\[\]]+)\]", line):
            table = _keys(header[1])
            yield number, table
        elif key := re.match(r"\s*([^=#\s\[][^=]*?)\s*=", line):
            yield number, [*table, *_keys(key[1])]


def _keys(dotted: str) -> list[str]:
    """The parts of a dotted TOML key; none if it is not one."""
    try:
        data: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return []
    keys = []
    while isinstance(data, dict):
        key, data = next(iter(data.items()))
        keys.append(key)
    return keys
