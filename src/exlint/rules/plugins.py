"""Rules that a project brings: a Python file, or an entry point of an installed package.

A plug-in is loaded because the config names it, and for no other reason. It is a module like those of exlint's own
rules: it has `RULE`, or `RULES` for several. What is wrong with one is an error, never a warning: a rule that silently
doesn't run would let everything pass.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from exlint.digests import content_digest, digest
from exlint.findings import Severity
from exlint.request import read_whole
from exlint.rules.base import CollectionRule, Rule
from exlint.rules.options import rule_table
from exlint.suggest import did_you_mean
from exlint.value import Value

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "exlint.rules"
"""The group of entry points that name modules with rules."""

RESERVED = "EX"
"""How the codes of exlint's own rules begin, those to come included."""

_CODE = re.compile(r"[A-Z]{2,}[0-9]{3}")
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")


class PlugInError(ValueError):
    """A plug-in that can't be loaded; the message names its file and the reason."""


class PlugIn(Value):
    """A plug-in that is loaded. `name` is what the config calls it, `module` what it is imported as.

    `file` is where a plug-in that is a file lies, and `digest` is that of its content; both are "" for an entry point.

    To unpickle one is to load it, as its rules and their options are of a module that another process does not have.
    """

    name: str
    module: str
    file: str
    digest: str

    @property
    def files(self) -> tuple[Path, ...]:
        """The files with its code."""
        return (Path(self.file),) if self.file else tuple(_sources(sys.modules[self.module]))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its rules."""
        return _rules(sys.modules[self.module])

    def __reduce__(self) -> tuple[object, ...]:
        return _loaded_again, (self.name, self.module, self.file, self.digest)


def load_plug_in(name: str, folder: Path) -> PlugIn:
    """Load the Python file, relative to the folder, or the entry point of this name.

    Raises:
        PlugInError: it isn't there, fails when it is imported, or has no rules that could run.
    """
    plug_in = _from_file(name, folder / name) if name.endswith(".py") else _from_entry_point(name)
    for rule in plug_in.rules:
        fault = _fault(rule)
        if fault:
            raise PlugInError(f"{name}: {fault}")
    return plug_in


def _from_file(name: str, file: Path) -> PlugIn:
    try:
        code = read_whole(str(file))
    except OSError as error:
        raise PlugInError(f"{name}: can't be read: {error.strerror or error}") from error
    content, place = content_digest(code).hex(), digest(str(file)).hex()
    plug_in = PlugIn(name, f"_exlint_plug_in_{place[:16]}_{content[:16]}", str(file), content)
    if plug_in.module not in sys.modules:
        _execute(plug_in, code)
    return plug_in


def _execute(plug_in: PlugIn, code: bytes) -> None:
    """Run a file's code as its module, without a byte code file beside it."""
    module = ModuleType(plug_in.module)
    module.__file__ = plug_in.file
    sys.modules[plug_in.module] = module  # dataclasses look for their module while it is being executed
    try:
        exec(compile(code, plug_in.file, "exec"), module.__dict__)
        _rules(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[plug_in.module]
        raise PlugInError(f"{_place(plug_in, error)}: {_told(error)}") from error


def _loaded_again(name: str, module: str, file: str, digest: str) -> PlugIn:
    """The plug-in of another process, loaded in this one.

    Raises:
        PlugInError: its file has changed since.
    """
    if not file:
        return PlugIn(name, module, file, digest)
    plug_in = _from_file(name, Path(file))
    if plug_in.digest != digest:
        raise PlugInError(f"{name}: has changed while exlint was running")
    return plug_in


def _from_entry_point(name: str) -> PlugIn:
    entry = _entry_point(name)
    try:
        module = import_module(entry.module)
        _rules(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PlugInError(f"{name} ({entry.module}): {_told(error)}") from error
    return PlugIn(name, entry.module, "", "")


def _entry_point(name: str) -> EntryPoint:
    from importlib.metadata import entry_points  # slow to import, and most projects have no use for it

    found = tuple(entry_points(group=GROUP, name=name))
    if not found:
        known = {each.name for each in entry_points(group=GROUP)}
        raise PlugInError(f"{name}: no Python file, and no entry point of {GROUP!r}{did_you_mean(name, sorted(known))}")
    if len(found) > 1:
        packages = ", ".join(sorted(each.dist.name for each in found if each.dist))
        raise PlugInError(f"{name}: several packages have an entry point of this name: {packages}")
    return found[0]


def _sources(module: ModuleType) -> Iterable[Path]:
    """The Python files of the package that the module is in."""
    file = Path(module.__file__ or "")
    package = module.__spec__.parent if module.__spec__ else ""
    return sorted(file.parent.rglob("*.py")) if package else (file,)


def _rules(module: ModuleType) -> tuple[Rule, ...]:
    """The module's rules.

    Raises:
        PlugInError: it has none.
    """
    rules = module.RULES if hasattr(module, "RULES") else (module.RULE,) if hasattr(module, "RULE") else ()
    if not isinstance(rules, tuple | list) or not rules:
        raise PlugInError("has no RULE, and no RULES with several")
    return tuple(rules)


def _fault(rule: object) -> str:
    """Why the rule can't run, "" if it can."""
    if not isinstance(rule, Rule) or type(rule) is Rule:
        return f"{rule!r} is no rule: a CardRule, CollectionRule or FileRule of exlint.rules.base"
    if not isinstance(rule.code, str) or not _CODE.fullmatch(rule.code):
        return f"code {rule.code!r} is not of the form 'AB123'"
    if rule.code.startswith(RESERVED):
        return f"code {rule.code!r} begins with {RESERVED!r}, which is for exlint's own rules"
    if not isinstance(rule.name, str) or not _NAME.fullmatch(rule.name):
        return f"name {rule.name!r} of {rule.code} is not made of lower-case words with hyphens between"
    if not isinstance(rule.severity, Severity):
        return f"severity {rule.severity!r} of {rule.code} is no exlint.findings.Severity"
    calls = (rule.check, rule.collect) if isinstance(rule, CollectionRule) else (rule.check,)
    if not all(map(callable, calls)):
        return f"{rule.code} has a check that can't be called"
    return _fault_of_options(rule) or ("" if rule.doc else f"{rule.code} is not explained; its module has no docstring")


def _fault_of_options(rule: Rule) -> str:
    options: object = rule.options
    parameters = getattr(options, "__dataclass_params__", None)
    if not isinstance(options, type) or not dataclasses.is_dataclass(options) or not getattr(parameters, "frozen", 0):
        return f"options {options!r} of {rule.code} are no frozen dataclass"
    try:
        rule_table(rule)
    except (TypeError, NameError) as error:
        return f"options of {rule.code}: {error}"
    return ""


def _place(plug_in: PlugIn, error: BaseException) -> str:
    """The file as the config names it, and the line that failed."""
    if isinstance(error, SyntaxError) and error.filename == plug_in.file:
        return f"{plug_in.name}:{error.lineno}"
    from traceback import extract_tb

    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == plug_in.file]
    return f"{plug_in.name}:{lines[-1]}" if lines else plug_in.name


def _told(error: BaseException) -> str:
    if isinstance(error, PlugInError):
        return str(error)
    return f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
