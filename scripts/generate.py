"""Write the files that are made from the code, or check with `--check` that they are current.

Run as `python scripts/generate.py` in the checkout, with exlint installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from exlint.limits import Limits
from exlint.rules.base import Rule
from exlint.rules.options import rule_table
from exlint.rules.registry import all_rules
from exlint.typestore import TypeStore
from rule_pages import rule_pages
from type_page import type_page

ROOT = Path(__file__).parent.parent


def config_schema(rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The JSON Schema of the config: fixed keys, and for each rule a table under its code and under its name."""
    tables = {code: rule_table(rule) for code, rule in rules.items()}
    names = {name: {"$ref": f"#/$defs/{rule.code}"} for rule in rules.values() for name in (rule.code, rule.name)}
    selectors = {"type": "array", "items": {"type": "string", "minLength": 1}}
    patterns = {"type": "array", "items": {"type": "string", "minLength": 1}}
    limits = {
        each.name.replace("_", "-"): {
            "description": each.metadata["doc"],
            "type": "integer",
            "minimum": 1,
            "maximum": each.metadata["most"],
            "default": each.default,
        }
        for each in fields(Limits)
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "exlint config",
        "description": "exlint.toml, or the table [tool.exlint] of pyproject.toml. Made by scripts/generate.py.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "include": {
                "description": "The collection: .gitignore patterns, relative to this file's folder.",
                **patterns,
            },
            "exclude": {
                "description": "What is not looked at in folders: .gitignore patterns, relative to this file's folder.",
                **patterns,
            },
            "select": {
                "description": "The rules to run instead of the default ones: codes, beginnings of codes, names, ALL.",
                **selectors,
            },
            "extend-select": {"description": "Rules to run in addition.", **selectors},
            "ignore": {"description": "Rules not to run.", **selectors},
            "unfixable": {"description": "Rules whose fixes are neither made nor offered.", **selectors},
            "plugins": {
                "description": "Rules of your own: Python files, relative to this file's folder, and entry points.",
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "uniqueItems": True,
            },
            "dictionary": {
                "description": "A file of the project's own words, one a line, relative to this file's folder.",
                "type": "string",
                "minLength": 1,
                "default": "dictionary.txt",
            },
            "per-file-ignores": {
                "description": "Rules not to run on the files of a .gitignore pattern, relative to this folder.",
                "type": "object",
                "propertyNames": {"minLength": 1},
                "additionalProperties": selectors,
            },
            "require-reason": {
                "description": "Whether each comment that suppresses findings has to say why.",
                "type": "boolean",
                "default": False,
            },
            "baseline": {
                "description": "A file with findings not to report, relative to this file's folder.",
                "type": "string",
                "minLength": 1,
            },
            **limits,
            "types": {
                "description": "Card types by name: the files of a type, and where a type of your own is defined.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/type"},
            },
            "rules": {
                "description": "Severity and options of rules, by code or name.",
                "type": "object",
                "additionalProperties": False,
                "properties": names,
                # So that an editor accepts the codes of rules of one's own; exlint knows which there are.
                "patternProperties": {"^([A-DF-Z][A-Z]|E[A-WYZ])[A-Z]*[0-9]{3}$": {"type": "object"}},
            },
        },
        "$defs": {
            "type": {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "properties": {
                    "files": {
                        "description": "The files of this type: .gitignore patterns, relative to this file's folder.",
                        **patterns,
                        "minItems": 1,
                    },
                    "path": {
                        "description": "The card type's file, relative to this file's folder.",
                        "type": "string",
                        "minLength": 1,
                    },
                },
            },
            **tables,
        },
    }


def main() -> int:
    """Write or check each generated file; 1 if one is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report what is not current")
    check = parser.parse_args().check
    rules = all_rules(TypeStore().builtin())
    generated = {ROOT / "schemas" / "config.schema.json": json.dumps(config_schema(rules), indent=2) + "\n"}
    introduction = ROOT / "scripts" / "card-types.intro.md"
    generated[ROOT / "docs" / "card-types.md"] = type_page(ROOT / "schemas" / "card-type.schema.json", introduction)
    pages = ROOT / "docs" / "rules"
    generated |= {pages / name: text for name, text in rule_pages(rules, ROOT / "tests" / "rules")}
    stale = 0
    for path in sorted(set(pages.glob("*.md")) - generated.keys()):
        stale = 1
        print(f"{path.relative_to(ROOT)} is no rule's page; remove it", file=sys.stderr)
    for path, text in generated.items():
        current = path.exists() and path.read_text(encoding="utf-8") == text
        if check and not current:
            stale = 1
            print(f"{path.relative_to(ROOT)} is not current; run scripts/generate.py", file=sys.stderr)
        elif not current:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
