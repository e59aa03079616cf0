"""All classes, group by group."""

from __future__ import annotations

from measuring.classes import (
    EditClass,
    collection,
    files,
    harmless,
    knowledge,
    links,
    metadata,
    prose,
    statements,
    structure,
)

DEFECTS: tuple[EditClass, ...] = (
    *files.CLASSES,
    *structure.CLASSES,
    *metadata.CLASSES,
    *statements.CLASSES,
    *knowledge.CLASSES,
    *prose.CLASSES,
    *links.CLASSES,
    *collection.CLASSES,
)
HARMLESS: tuple[EditClass, ...] = harmless.CLASSES
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(edit.group for edit in DEFECTS))
