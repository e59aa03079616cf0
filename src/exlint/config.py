"""The configuration: check it, and bring it down to what a run needs.

`schemas/config.schema.json` says what it may hold; which file it is, `exlint.configfile`.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from exlint import schema
from exlint.cardtype import CardType, CardTypeError
from exlint.configfile import PYPROJECT_TABLE, REASON_RULE, ConfigError, ConfigText, parse_config, table_at
from exlint.discovery import Ignored, Scope, TypeFiles
from exlint.filepatterns import UnusablePatternsError, check_together, is_pattern
from exlint.findings import Severity
from exlint.limits import Limits
from exlint.plan import Plan, RuleSetting
from exlint.request import read_text, shown_name
from exlint.resources import SCHEMAS
from exlint.rules.base import ConflictError, Rule
from exlint.rules.options import rule_table
from exlint.rules.plugins import RESERVED, PlugIn, PlugInError, load_plug_in
from exlint.rules.registry import all_rules
from exlint.selection import Choice, Selection, UnknownRuleError, choose, rule_named, selected_rules
from exlint.suggest import did_you_mean
from exlint.typestore import TypeStore
from exlint.value import Value

KeyPath = tuple[str | int, ...]


class Settings(Value):
    """What a run goes by: `plan` for the checks, `scope` for finding files, `choices` for why a rule is on or off.

    `file` is the config file as shown to people, None without one; `baseline` is the baseline that it names. `inputs`
    are the files that all this was read from, and those that would have been if they were there.
    """

    file: str | None
    plan: Plan
    scope: Scope
    choices: Mapping[str, Choice]
    baseline: Path | None = None
    inputs: tuple[Path, ...] = ()


def load_settings(file: Path | None, command_line: Selection, types: TypeStore | None = None) -> Settings:
    """Settle the config file (None: no config) and what the command line says of rules.

    Raises:
        ConfigError: the file can't be read or used.
        UnknownRuleError: the command line names a rule that there is none of.
    """
    store = types or TypeStore()
    config = _read(file) if file else None
    return _from_config(config, command_line, store) if config else _without_config(command_line, store)


def _without_config(command_line: Selection, store: TypeStore) -> Settings:
    types = store.builtin()
    known = all_rules(types)
    choices = choose((command_line,), known)
    plan = Plan(
        types=types,
        plug_ins=(),
        known=known,
        rules=tuple(_setting(rule, {}) for code, rule in known.items() if choices[code].on),
        usual=frozenset(code for code, choice in choose((), known).items() if choice.on),
    )
    files = tuple(TypeFiles(each.name, each.files, binds=False) for each in types)
    return Settings(None, plan, Scope(Path.cwd(), files), choices)


def _from_config(config: _Config, command_line: Selection, store: TypeStore) -> Settings:
    types, files = config.types(store)
    plug_ins = config.plug_ins()
    known = config.rules(types, plug_ins)
    tables = config.rule_tables(known)
    own = config.selection(known)
    unfixable = config.codes("unfixable", known)
    choices = choose((own, command_line), known)
    plan = Plan(
        types=types,
        plug_ins=plug_ins,
        known=known,
        rules=tuple(
            _setting(rule, tables.get(code, {}), fixable=code not in unfixable)
            for code, rule in known.items()
            if choices[code].on
        ),
        limits=config.limits(),
        usual=frozenset(code for code, choice in choose((own,), known).items() if choice.on),
        whole=True,
    )
    include, exclude = config.patterns("include"), config.patterns("exclude")
    baseline = config.folder / config.data["baseline"] if "baseline" in config.data else None
    inputs = config.inputs(types)
    scope = Scope(
        config.folder,
        files,
        include,
        exclude,
        has_collection=True,
        ignores=config.ignores(known),
        own_files=tuple(os.path.abspath(each) for each in (*inputs, baseline) if each),  # noqa: PTH100 (links stay)
    )
    inputs += tuple(file for each in plug_ins for file in each.files)
    return Settings(config.shown, plan, scope, choices, baseline, inputs)


def _setting(rule: Rule, table: Mapping[str, Any], *, fixable: bool = True) -> RuleSetting:
    given = {key.replace("-", "_"): _frozen(value) for key, value in table.items() if key != "severity"}
    return RuleSetting(rule.code, Severity(table.get("severity", rule.severity)), rule.options(**given), fixable)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class _Config(Value):
    """A config that its schema allows, but for its rules: those depend on the rest. `top` is the table it stands in."""

    parsed: ConfigText
    top: tuple[str, ...]
    folder: Path
    data: Mapping[str, Any]

    @property
    def shown(self) -> str:
        """The file's name for people."""
        return self.parsed.shown

    def plug_ins(self) -> tuple[PlugIn, ...]:
        """The plug-ins that it names, loaded."""
        found = []
        for index, name in enumerate(self.data.get("plugins", ())):
            try:
                found.append(load_plug_in(name, self.folder))
            except PlugInError as error:
                raise self.fail(("plugins", index), str(error)) from error
        return tuple(found)

    def rules(self, types: Iterable[CardType], plug_ins: Iterable[PlugIn]) -> Mapping[str, Rule]:
        """All rules that it may speak of, by their codes."""
        types = tuple(types)
        try:
            known = all_rules(types, (rule for each in plug_ins for rule in each.rules))
        except ConflictError as error:
            raise self.fail((), str(error)) from error
        for card_type in types:
            for selector, position in card_type.ignore.items():
                try:
                    selected_rules(selector, known)
                except UnknownRuleError as error:
                    raise ConfigError(str(CardTypeError(Path(card_type.path), position, str(error)))) from error
        return known

    def rule_tables(self, known: Mapping[str, Rule]) -> Mapping[str, Mapping[str, Any]]:
        """Its tables of rules, by their codes."""
        given = {"rules": self.data["rules"]} if "rules" in self.data else {}
        self.check(_schema(known), given)
        tables: dict[str, Mapping[str, Any]] = {}
        for key, table in given.get("rules", {}).items():
            try:
                rule = rule_named(key, known)
            except UnknownRuleError as error:
                line = _line(self.parsed.text, (*self.top, "rules", key))
                raise _error(self.parsed, (*self.top, "rules"), str(error), line) from error
            if rule.code in tables:
                raise self.fail(("rules", key), f"{rule.code!r} and {rule.name!r} are the same rule; keep one table")
            tables[rule.code] = table
        return tables

    def selection(self, known: Mapping[str, Rule]) -> Selection:
        """What it says of rules."""
        for key in ("select", "extend-select", "ignore"):
            self.codes(key, known)
        reasons = (REASON_RULE,) if self.data.get("require-reason") else ()
        select = self.data.get("select")
        return Selection(
            self.shown,
            None if select is None else tuple(select),
            (*self.data.get("extend-select", ()), *reasons),
            tuple(self.data.get("ignore", ())),
        )

    def codes(self, key: str, known: Mapping[str, Rule]) -> frozenset[str]:
        """The codes of the rules that a list of selectors stands for."""
        return self._codes((key,), self.data.get(key, ()), known)

    def _codes(self, path: KeyPath, selectors: Iterable[str], known: Mapping[str, Rule]) -> frozenset[str]:
        codes: set[str] = set()
        for index, selector in enumerate(selectors):
            try:
                codes.update(selected_rules(selector, known))
            except UnknownRuleError as error:
                raise self.fail((*path, index), str(error)) from error
        return frozenset(codes)

    def limits(self) -> Limits:
        """What it says of how much of a file is looked at."""
        keys = {each.name: each.name.replace("_", "-") for each in fields(Limits)}
        return Limits(**{name: self.data[key] for name, key in keys.items() if key in self.data})

    def patterns(self, *path: str) -> tuple[str, ...]:
        """The file patterns at a key path; none if it is not there."""
        found = table_at(self.data, path) or ()
        for index, pattern in enumerate(found):
            if not is_pattern(pattern):
                raise self.fail((*path, index), f"{pattern!r} is no file pattern")
        try:
            check_together(tuple(found))
        except UnusablePatternsError as error:
            raise self.fail(path, str(error)) from error
        return tuple(found)

    def ignores(self, known: Mapping[str, Rule]) -> tuple[Ignored, ...]:
        """The rules that it ignores for files of a pattern."""
        found = []
        for pattern, selectors in self.data.get("per-file-ignores", {}).items():
            path = ("per-file-ignores", pattern)
            if not is_pattern(pattern):
                raise self.fail(path, f"{pattern!r} is no file pattern")
            found.append(Ignored(pattern, self._codes(path, selectors, known)))
        return tuple(found)

    def types(self, store: TypeStore) -> tuple[tuple[CardType, ...], tuple[TypeFiles, ...]]:
        """The built-in types and its own, with its dictionary, and the files of each."""
        tables = self.data.get("types", {})
        types = {each.name: each for each in store.builtin()}
        own_codes = {condition.code for each in types.values() for condition in each.conditions}
        for name, table in tables.items():
            if "path" in table:
                types[name] = self._own_type(name, store, table["path"], own_codes)
            elif name not in types:
                raise self.fail(("types", name), f"unknown type {name!r} without a path{did_you_mean(name, types)}")
        files = []
        for name, card_type in types.items():
            given = self.patterns("types", name, "files")
            is_own = "path" in tables.get(name, {})
            files.append(TypeFiles(name, given or card_type.files, binds=bool(given) or is_own))
        files.sort(key=lambda each: types[each.type_name].is_generic)  # another type may bind some of their files
        dictionary = self.dictionary()
        every = (each.with_dictionary(dictionary) if dictionary else each for each in types.values())
        return tuple(every), tuple(files)

    def dictionary(self) -> frozenset[str]:
        """The project's own words: one a line in `dictionary`, or in `dictionary.txt` beside the config if it is there.

        Raises:
            ConfigError: the file can't be read.
        """
        path = self._dictionary
        if "dictionary" not in self.data and not os.path.lexists(path):
            return frozenset()
        try:
            lines = read_text(str(path)).split("\n")
        except OSError as error:
            raise self.fail(("dictionary",), f"{path.name!r} can't be read: {error.strerror or error}") from error
        except ValueError as error:
            raise self.fail(("dictionary",), f"{path.name!r} can't be read: {error}") from error
        return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))

    def inputs(self, types: Iterable[CardType]) -> tuple[Path, ...]:
        """The files that it consists of; those that come with exlint and plug-ins aside."""
        tables = self.data.get("types", {})
        own = (Path(path) for each in types if "path" in tables.get(each.name, {}) for path in each.sources)
        return (self.parsed.file, self._dictionary, *own)

    @property
    def _dictionary(self) -> Path:
        return self.folder.joinpath(self.data.get("dictionary", "dictionary.txt"))

    def _own_type(self, name: str, store: TypeStore, path: str, own_codes: Collection[str]) -> CardType:
        file = Path(shown_name(self.folder / path))
        if not file.is_file():
            raise self.fail(("types", name, "path"), f"no file {path!r}")
        try:
            card_type = store.read(file)
        except CardTypeError as error:
            raise ConfigError(str(error)) from error
        if card_type.name != name:
            raise self.fail(("types", name), f"{path!r} is the file of type {card_type.name!r}, not {name!r}")
        for condition in card_type.conditions:
            if condition.code.startswith(RESERVED) and condition.code not in own_codes:
                reason = f"begins with {RESERVED!r}, which is for exlint's own rules"
                raise self.fail(("types", name, "path"), f"{path}: code {condition.code!r} {reason}")
        return card_type

    def check(self, rules: str, data: Mapping[str, Any]) -> None:
        """Hold a part of it against a JSON Schema."""
        found = [_violation(self.parsed, self.top, violation) for violation in schema.quick_violations(rules, data)]
        if found:
            raise min(found, key=lambda error: error[0])[1]

    def fail(self, path: KeyPath, message: str) -> ConfigError:
        """An error at a key path."""
        return _error(self.parsed, (*self.top, *path), message)


def _read(file: Path) -> _Config:
    parsed = parse_config(file)
    top = PYPROJECT_TABLE if file.name == "pyproject.toml" else ()
    data = table_at(parsed.data, top)
    if data is None:
        raise ConfigError(f"{parsed.shown}: there is no table [tool.exlint]")
    config = _Config(parsed, top, Path(os.path.abspath(file)).parent, data)  # noqa: PTH100 (links stay)
    rest = {key: value for key, value in data.items() if key != "rules"} if isinstance(data, dict) else data
    config.check(_schema({}), rest)
    return config


def _schema(known: Mapping[str, Rule]) -> str:
    """The config's JSON Schema, with the tables of those rules, too, that did not come with exlint."""
    text = (SCHEMAS / "config.schema.json").read_text(encoding="utf-8")
    rules = json.loads(text)
    added = [rule for code, rule in known.items() if code not in rules["$defs"]]
    if not added:
        return text
    tables = {name: rule_table(rule) for rule in added for name in (rule.code, rule.name)}
    rules["properties"]["rules"]["properties"].update(tables)
    return json.dumps(rules)


def _violation(parsed: ConfigText, top: tuple[str, ...], violation: schema.Violation) -> tuple[int, ConfigError]:
    """A violation as an error, with its line to sort by."""
    path = (*top, *violation.path)
    message = schema.describe(violation)
    if violation.keyword == "additionalProperties":
        path = path[:-1]
        if violation.path[0] == "rules" and len(violation.path) == 2:
            message = message.replace("unknown key", "unknown rule", 1)
    line = _line(parsed.text, (*top, *violation.path))
    return line or 0, _error(parsed, path, message, line)


def _error(parsed: ConfigText, path: KeyPath, message: str, line: int | None = None) -> ConfigError:
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
