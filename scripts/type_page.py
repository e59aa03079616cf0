"""The page docs/card-types.md: an introduction, and every key of a card type file from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

_MADE = "<!-- Made by scripts/generate.py from scripts/card-types.intro.md and schemas/card-type.schema.json. -->"
_KINDS = {
    "string": "text",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "array": "a list",
    "object": "keys and values",
}


def type_page(schema_file: Path, introduction: Path) -> str:
    """The page's text."""
    schema: Any = json.loads(schema_file.read_text(encoding="utf-8"))
    lines = [_MADE, "", introduction.read_text(encoding="utf-8").strip(), "", "## The keys of a type file"]
    for name, node in schema["properties"].items():
        lines += ["", f"### `{name}`", "", *_about(name, node, schema)]
    for title, name in (("A section", "section"), ("A case of a condition", "case"), ("A test of a case", "test")):
        node = schema["$defs"][name]
        lines += ["", f"## {title}", "", node["description"], "", *_table(node, schema)]
    return "\n".join(lines) + "\n"


def _about(name: str, node: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"{node['description']}"
    yield ""
    yield f"{_sentence(_kind(node, schema))}{'; required' if name in schema['required'] else ''}{_default(node)}."
    for example in node["examples"]:
        yield from ("", "```yaml", _block({name: example}), "```")
    inner = node.get("items", {}) if node.get("type") == "array" else node
    if inner.get("properties"):
        yield ""
        yield from _table(inner, schema)
    elif "$ref" in inner:
        yield from ("", "Its keys are [below](#a-section).")


def _table(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """The keys of an object, a row each."""
    yield "| key | value | meaning | example |"
    yield "|---|---|---|---|"
    for name, given in node["properties"].items():
        key = {**_resolved(given, schema), **given}
        required = "; required" if name in node.get("required", ()) else ""
        example = " or ".join(_code(_flow(each)) for each in key["examples"])
        cells = (f"`{name}`", f"{_kind(key, schema)}{required}{_default(key)}", key["description"], example)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def _kind(node: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "enum" in node:
        return " or ".join(f"`{each}`" for each in node["enum"])
    kinds = node.get("type", "object")
    names = " or ".join(_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
    items = _resolved(node.get("items", {}), schema)
    return f"{names} of {_kind(items, schema)}" if "enum" in items else names


def _default(node: Mapping[str, Any]) -> str:
    return f"; by default `{json.dumps(node['default']).strip(chr(34))}`" if "default" in node else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _block(value: object) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110).rstrip()


def _flow(value: object) -> str:
    """A value on one line."""
    text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=True)
    return text.removesuffix("\n...\n").strip()


def _code(text: str) -> str:
    marks = "``" if "`" in text else "`"
    return f"{marks}{text}{marks}"
