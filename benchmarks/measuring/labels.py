"""Labels that a person gave to findings on untouched cards: hashes and verdicts, no text of any card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from exlint.findings import Finding, Severity


class Label(StrEnum):
    """What a person says of a finding."""

    TRUE = "true"
    FALSE = "false"
    ARGUABLE = "arguable"


def identity(finding: Finding) -> str:
    """A hash of file name, rule, the text of the lines and the marked columns: it outlives lines added elsewhere."""
    place = finding.place
    lines = "\n".join(place.lines)
    parts = (Path(place.filename).name, finding.name, lines, str(place.start.column), str(place.end.column))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def read_labels(path: Path) -> dict[str, Label]:
    """The labels by identity; none if there is no file."""
    if not path.exists():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {row["finding"]: Label(row["label"]) for row in rows}


def write_labels(path: Path, labels: Mapping[str, Label]) -> None:
    """Write all labels, in the order of their identities."""
    rows = (json.dumps({"finding": key, "label": label.value}) + "\n" for key, label in sorted(labels.items()))
    path.write_text("".join(rows), encoding="utf-8")


def counts_as_true(finding: Finding, label: Label) -> bool:
    """A finding is right if it is true, or arguable and no error."""
    return label is Label.TRUE or (label is Label.ARGUABLE and finding.severity is not Severity.ERROR)
