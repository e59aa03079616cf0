"""Which module may import which: one direction, no way back up."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parent.parent / "src" / "exlint"

# A room is a module or a package, with what it may import beside itself. A package's inner rooms may have less.
ROOMS = {
    # Values and tools
    "findings": "",
    "resources": "",
    "sequence": "",
    "suggest": "",
    "writing": "",
    "source": "findings",
    "schema": "suggest",
    "template": "suggest",
    "yamlfile": "findings source",
    # Bytes to a card
    "document": "findings source",
    "markdown": "document findings source",
    "prose": "document findings",
    "cardtype": "findings resources schema source suggest template yamlfile",
    "card": "cardtype document findings prose",
    "binding": "card cardtype document findings prose schema source suggest template",
    # Judging it
    "facts": "card",
    "wordlist": "resources",
    "suppressions": "document findings source",
    "rules.base": "card facts findings source suppressions",
    "rules.conditions": "card cardtype findings prose rules.base",
    "rules.registry": "cardtype rules.base rules.conditions",
    "rules.edits": "card findings source",
    "rules.witnesses": "card cardtype findings rules.edits source suggest template",
    "rules": "binding card cardtype document facts findings prose rules.base rules.edits rules.witnesses sequence"
    " source suggest suppressions template wordlist",
    "plan": "cardtype findings",
    "selection": "rules.base rules.registry suggest",
    "check": "binding card cardtype document facts findings markdown plan rules.base rules.registry selection source"
    " suppressions",
    # A run
    "engine": "check facts findings plan rules.base rules.registry source suppressions",
    "fixing": "engine findings source",
    "discovery": "engine findings rules.base",
    "config": "cardtype discovery findings plan resources rules.base rules.registry schema selection suggest",
    # What a person sees
    "baseline": "findings",
    "reporters": "findings",
    "git": "",
    "changes": "baseline discovery engine findings git plan rules.base source",
    "cli": "baseline changes config discovery engine findings fixing git plan reporters rules.base rules.registry"
    " selection writing",
    "__main__": "cli",
    "__init__": "",
}

# Each package from outside is used in one room.
PACKAGES = {
    "click": "cli",
    "jinja2": "reporters",
    "jsonschema": "schema",
    "markupsafe": "reporters",
    "mistune": "markdown",
    "pathspec": "discovery",
    "referencing": "schema",
    "yaml": "yamlfile",
}


def modules() -> dict[str, ast.Module]:
    """Every module by its name within the package."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """What a module imports, wherever in it; ours by the name within the package, others by their package."""
    for node in ast.walk(MODULES[name]):
        match node:
            case ast.Import(names=names):
                targets = [alias.name for alias in names]
            case ast.ImportFrom(module=module, names=names, level=0):
                # `from exlint import schema` and `from exlint.rules import base` name modules.
                inner = [f"{module}.{alias.name}" for alias in names]
                targets = [each for each in inner if each.removeprefix("exlint.") in MODULES] or [module or ""]
            case ast.ImportFrom():
                pytest.fail(f"{name} has a relative import")
            case _:
                continue
        for target in targets:
            yield target.removeprefix("exlint.") if target.startswith("exlint.") else target.split(".")[0]


def room(module: str) -> str:
    """The innermost room that a module is in."""
    while module not in ROOMS:
        module, dot, _ = module.rpartition(".")
        assert dot, f"{module} is in no room of the table"
    return module


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_its_room_may(name: str) -> None:
    here = room(name)
    allowed = {here, *ROOMS[here].split()}
    used = {room(target) for target in imports(name) if target in MODULES}
    assert used - allowed == set()


@pytest.mark.parametrize("name", MODULES)
def test_a_package_from_outside_is_used_in_one_room(name: str) -> None:
    outside = {target for target in imports(name) if target not in MODULES and target != "exlint"}
    outside -= sys.stdlib_module_names
    assert outside == {package for package in outside if PACKAGES.get(package) == room(name).split(".")[0]}


def test_the_table_allows_no_way_back() -> None:
    order = list(ROOMS)
    for name, allowed in ROOMS.items():
        later = set(allowed.split()) - set(order[: order.index(name)])
        assert later == set(), f"{name} may import what stands below it"


def test_the_table_names_no_room_that_is_not_there() -> None:
    assert [name for name in ROOMS if name not in MODULES] == []


def test_no_rule_knows_another() -> None:
    for name in MODULES:
        if room(name) == "rules":
            folder = name.rpartition(".")[0]
            others = {target for target in imports(name) if target in MODULES and room(target) == "rules"}
            assert {each for each in others if not each.startswith(f"{folder}._")} == set(), name


def test_no_module_imports_itself_in_a_circle() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for target in set(imports(name)) & MODULES.keys():
                visit(target, (*path, name))
            done.add(name)

    for name in MODULES:
        visit(name, ())
