"""The pages under docs/rules/: one a rule, from its docstring, its options and its fixtures, and an index."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from exlint.findings import GROUPS
from exlint.rules.base import CollectionRule, Rule

_MADE = "<!-- Made by scripts/generate.py; edit the rule, not this page. -->"


def rule_pages(rules: Mapping[str, Rule], fixtures: Path) -> Iterator[tuple[str, str]]:
    """Each page's file name and text, the index first."""
    yield "README.md", _index(rules)
    for rule in rules.values():
        yield f"{rule.name}.md", _page(rule, fixtures / rule.name)


def _index(rules: Mapping[str, Rule]) -> str:
    lines = ["# Rules", "", _MADE]
    for prefix, title in GROUPS.items():
        group = [rule for rule in rules.values() if rule.code.startswith(prefix)]
        if group:
            lines += [
                "",
                f"## {title} ({prefix}xx)",
                "",
                "| code | name | severity | fix | finds |",
                "|---|---|---|---|---|",
            ]
            lines += (_row(rule) for rule in group)
    return "\n".join(lines) + "\n"


def _row(rule: Rule) -> str:
    severity = rule.severity.value if rule.default else f"{rule.severity.value}, off by default"
    return f"| {rule.code} | [{rule.name}]({rule.name}.md) | {severity} | {rule.fixability} | {rule.summary} |"


def _page(rule: Rule, fixture: Path) -> str:
    state = "on by default" if rule.default else "off by default"
    scope = "looks at the whole collection" if isinstance(rule, CollectionRule) else "looks at one file"
    lines = [f"# {rule.code} {rule.name}", "", _MADE, ""]
    fixes = f" Its [fixes](../fixes.md) are {rule.fixability}." if rule.fixable else ""
    lines += [f"{rule.severity.value.capitalize()}, {state}, {scope}, since {rule.since}.{fixes}", "", rule.doc]
    lines += _options(rule)
    lines += _example(fixture)
    return "\n".join(lines) + "\n"


def _options(rule: Rule) -> list[str]:
    fields = dataclasses.fields(rule.options)
    if not fields:
        return []
    lines = ["", "## Options", "", "| option | default | meaning |", "|---|---|---|"]
    for field in fields:
        name = field.name.replace("_", "-")
        lines.append(f"| `{name}` | `{field.default!r}` | {field.metadata.get('doc', '')} |")
    return lines


def _example(fixture: Path) -> list[str]:
    """What the fixtures differ in, and what is found then."""
    good, bad, expected = fixture / "good.md", fixture / "bad.md", fixture / "bad.expect"
    if not (good.is_file() and bad.is_file() and expected.is_file()):
        return []
    try:
        before, after = (path.read_text(encoding="utf-8").split("\n") for path in (good, bad))
    except UnicodeDecodeError:
        return []  # the fault is in the bytes
    diff = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    changes = [line for line in diff if not line.startswith("@@")]
    if not changes or len(changes) > 30:
        return []
    found = expected.read_text(encoding="utf-8").rstrip("\n")
    example = ["", "## Example", "", "A card gets this change:", "", "````diff", *changes, "````", ""]
    return [*example, "Then exlint finds, at row and column:", "", "````text", found, "````"]
