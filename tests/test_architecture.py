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
    "value": "",
    "lazy": "",
    "digests": "",
    "findings": "",
    "resources": "",
    "sequence": "",
    "request": "",
    "secret": "digests",
    "cache": "digests secret",
    "inputs": "cache digests request resources",
    "outline": "findings",
    "suggest": "",
    "writing": "request",
    "patterns": "",
    "filepatterns": "",
    "budget": "",
    "source": "findings",
    "validity": "patterns",
    "schema": "patterns suggest validity",
    "template": "patterns suggest",
    "scalars": "",
    "yamlfile": "findings scalars source",
    # Bytes to a card
    "conflicts": "findings",
    "document": "findings source",
    "head": "document findings source yamlfile",
    "markdown": "document findings head source",
    "limits": "document findings request source",
    "prose": "document findings",
    "cardtype": "findings patterns template",
    "lines": "cardtype document findings prose source suggest",
    "typefile": "cardtype filepatterns findings patterns request resources schema source suggest template yamlfile",
    "typestore": "cache cardtype digests inputs resources typefile",
    "wordlist": "resources",
    "placeholders": "cardtype prose wordlist",
    "card": "cardtype document findings patterns placeholders prose",
    "binding": "card cardtype document findings prose schema source suggest template scalars",
    "drafting": "binding cardtype placeholders template",
    "given": "binding cardtype schema suggest scalars",
    # Judging it
    "facts": "document",
    "extract": "card document facts findings prose",
    "suppressions": "document findings source",
    "results": "facts findings outline source suppressions",
    "rules.base": "card conflicts facts findings limits request source suppressions",
    "rules.conditions": "card cardtype findings patterns placeholders prose rules.base",
    "rules.options": "findings rules.base",
    "rules.plugins": "digests findings request rules.base rules.options suggest",
    "rules.registry": "cardtype rules.base rules.conditions",
    "rules.edits": "card findings source",
    "rules.witnesses": "card cardtype document findings rules.edits source suggest template",
    "rules": "binding card cardtype conflicts digests document drafting facts findings placeholders prose request"
    " rules.base rules.edits rules.witnesses sequence source suggest suppressions template wordlist",
    "selection": "rules.base suggest",
    "plan": "cardtype findings limits outline rules.base rules.plugins selection",
    "recognition": "binding card cardtype conflicts document head limits lines markdown plan request selection source"
    " suppressions",
    "check": "budget card conflicts digests document facts findings limits outline plan recognition request results"
    " rules.base selection source suppressions",
    # A run
    "assembly": "digests facts findings outline request results source suppressions",
    "engine": "assembly budget check facts findings outline plan request results rules.base suppressions",
    "pool": "assembly engine facts findings outline plan request results suppressions",
    "contents": "cache digests request",
    "recall": "assembly cache contents digests facts findings outline request results suppressions",
    "fixing": "findings request source",
    "discovery": "cache digests filepatterns findings request",
    "configfile": "request",
    "config": "cardtype configfile discovery filepatterns findings limits plan request resources rules.base"
    " rules.options rules.plugins rules.registry schema selection suggest typestore",
    "session": "assembly cache config configfile digests discovery engine findings inputs outline plan pool recall"
    " request selection typestore",
    "survey": "",
    # What a person sees
    "baseline": "findings request",
    "reporters": "findings",
    "git": "",
    "changes": "baseline discovery findings git request sequence source",
    "background": "findings request source",
    "cli": "background baseline cache card cardtype changes check config configfile discovery drafting engine extract"
    " findings fixing git given outline placeholders plan reporters request resources rules.base selection session"
    " suggest survey template writing",
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
    "msgspec": "value",
    "re2": "patterns",
    "pathspec": "filepatterns",
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
    allowed = {here, "value", "lazy", *ROOMS[here].split()}
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
