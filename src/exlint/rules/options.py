"""The options of a rule as the config has them: the JSON Schema of its table."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from exlint.findings import Severity
from exlint.rules.base import Rule

_SCALARS = {bool: "boolean", int: "integer", float: "number", str: "string"}


def rule_table(rule: Rule) -> dict[str, Any]:
    """The JSON Schema of a rule's table in the config: its severity and its options.

    Raises:
        TypeError: an option is of a type that no config can hold, or has no default.
    """
    hints = typing.get_type_hints(rule.options)
    options = {
        field.name.replace("_", "-"): {
            **({"description": field.metadata["doc"]} if "doc" in field.metadata else {}),
            **_value_schema(hints[field.name]),
            "default": _default(field),
        }
        for field in dataclasses.fields(rule.options)
    }
    return {
        "description": f"{rule.code} {rule.name}: {rule.summary}",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "severity": {"enum": [each.value for each in Severity], "default": rule.severity.value},
            **options,
        },
    }


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is dataclasses.MISSING:
        raise TypeError(f"option {field.name!r} has no default")
    return field.default


def _value_schema(hint: Any) -> dict[str, Any]:
    """The JSON Schema of an option's type: a scalar, an enumeration, or a tuple of one of these."""
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and arguments[1:] == (...,):
        return {"type": "array", "items": _value_schema(arguments[0])}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    raise TypeError(f"an option can't be {hint}: use bool, int, float, str, Literal or tuple[X, ...]")
