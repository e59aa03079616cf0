"""SARIF 2.1.0, for code scanning and editors.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
What GitHub reads of it, and its limits:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import TypeAlias
from urllib.parse import quote

from exlint import __version__
from exlint.findings import (
    GROUPS,
    Applicability,
    Finding,
    Place,
    PlacedFix,
    RelatedPlace,
    Report,
    RuleInfo,
    Severity,
    Trouble,
    group_of,
    rule_url,
)
from exlint.reporters.identity import fingerprints
from exlint.reporters.totals import worst

MAX_RESULTS = 25_000
"""GitHub refuses a run with more results."""

MAX_RELATED = 1_000
"""GitHub refuses a result with more locations."""

_MAX_DESCRIPTION = 1_024  # GitHub's limit for a description, in characters

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://github.com/exlint/exlint"
_BASE = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISIONS = {Severity.ERROR: "very-high", Severity.WARNING: "high", Severity.INFO: "medium"}
_SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?")

Json: TypeAlias = Mapping[str, "object"]


def render(report: Report, *, colour: bool) -> Iterator[str]:  # noqa: ARG001 (every format is called alike)
    """Yield one log with one run, in plain ASCII; on one line, as indenting takes seconds for what GitHub allows."""
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> Json:
    kept = worst(report.findings, MAX_RESULTS)
    rules = _rules(report, kept)
    index = {rule.code: position for position, rule in enumerate(rules)}
    prints = dict(zip(map(id, report.findings), fingerprints(report.findings), strict=True))
    return {
        "tool": {"driver": _driver(rules)},
        "automationDetails": {"id": "exlint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": _text("The folder that exlint was run in.")}},
        "invocations": [_invocation(report, len(kept))],
        "results": [_result(finding, index[finding.code], prints[id(finding)]) for finding in kept],
    }


def _driver(rules: Sequence[RuleInfo]) -> Json:
    version = {"semanticVersion": __version__} if _SEMANTIC_VERSION.fullmatch(__version__) else {}
    return {
        "name": "exlint",
        "version": __version__,
        **version,
        "informationUri": _HOME,
        "rules": [_rule(rule) for rule in rules],
    }


def _rules(report: Report, findings: Sequence[Finding]) -> tuple[RuleInfo, ...]:
    """The rules that were on, and what the findings tell of those that the report says nothing of; by code."""
    rules = {f.code: RuleInfo(f.code, f.name, f.severity, f.name, f.name) for f in reversed(findings)}
    rules |= {rule.code: rule for rule in report.rules}
    return tuple(rules[code] for code in sorted(rules))


def _rule(rule: RuleInfo) -> Json:
    url = rule_url(rule.code, rule.name)
    title = f"{rule.code} {rule.name}"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _text(_cut(f"{rule.summary or title}.")),
        "fullDescription": _text(_cut(rule.explanation or title)),
        "help": {
            "text": "\n\n".join(filter(None, (rule.explanation or title, url))),
            "markdown": "\n\n".join(filter(None, (rule.explanation or title, f"[{title}]({url})" if url else ""))),
        },
        **({"helpUri": url} if url else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "precision": _PRECISIONS[rule.severity],
            "problem.severity": _PROBLEMS[rule.severity],
            "tags": [GROUPS.get(group_of(rule.code), "other").lower()],
        },
    }


def _result(finding: Finding, rule_index: int, fingerprint: str) -> Json:
    related = [_related(each, number) for number, each in enumerate(finding.related[:MAX_RELATED], start=1)]
    fixes = [_fix(fix, finding) for fix in finding.fixes if fix.applicability is not Applicability.DISPLAY]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": _text(finding.message),
        "locations": [{"physicalLocation": _location(finding.place)}],
        **({"relatedLocations": related} if related else {}),
        **({"fixes": fixes} if fixes else {}),
        "partialFingerprints": {"exlintContent/v1": fingerprint},
    }


def _related(related: RelatedPlace, number: int) -> Json:
    return {"id": number, "message": _text(related.message), "physicalLocation": _location(related.place)}


def _fix(fix: PlacedFix, finding: Finding) -> Json:
    """A fix, in the only file that it changes; a viewer that applies it doesn't know of `applicability`."""
    replacements = [
        {
            "deletedRegion": _region(each.place),
            **({"insertedContent": _text(each.edit.text)} if each.edit.text else {}),
        }
        for each in fix.edits
    ]
    return {
        "description": _text(fix.message),
        "artifactChanges": [
            {"artifactLocation": _artifact(finding.place.filename), "replacements": replacements},
        ],
        "properties": {"applicability": fix.applicability.value},
    }


def _location(place: Place) -> Json:
    return {"artifactLocation": _artifact(place.filename), "region": _region(place)}


def _region(place: Place) -> Json:
    """Exclusive at its end; without characters, it is a point of insertion."""
    return {
        "startLine": place.start.row,
        "startColumn": place.start.column,
        "endLine": place.end.row,
        "endColumn": place.end.column,
    }


def _artifact(filename: str) -> Json:
    """A relative reference from the working directory, or an absolute `file:` URI (RFC 3986, RFC 8089)."""
    if PurePosixPath(filename).is_absolute():
        return {"uri": f"file://{_encoded(filename)}"}
    if PureWindowsPath(filename).is_absolute():
        return {"uri": f"file:///{_encoded(filename)}"}
    return {"uri": _encoded(filename), "uriBaseId": _BASE}


def _encoded(filename: str) -> str:
    """Percent-encoded but for `/`; a byte of the name that is no UTF-8 is encoded as that byte."""
    return quote(filename.encode("utf-8", "surrogateescape"), safe="/")


def _invocation(report: Report, kept: int) -> Json:
    notifications = [_notification(trouble, report) for trouble in report.troubles]
    left_out = len(report.findings) - kept
    if left_out:
        text = (
            f"{len(report.findings)} findings are more than a report may hold; the {left_out} least severe are left out"
        )
        notifications.append({"level": "warning", "message": _text(text)})
    found = {"toolExecutionNotifications": notifications} if notifications else {}
    return {"executionSuccessful": not report.troubles, **found}


def _notification(trouble: Trouble, report: Report) -> Json:
    text = _text(f"{trouble.filename}: {trouble.message}")
    where = [{"physicalLocation": {"artifactLocation": _artifact(trouble.filename)}}]
    known = {"locations": where} if trouble.filename in report.files else {}
    return {"level": "error", "message": text, **known}


def _text(text: str) -> Json:
    return {"text": text.encode("utf-8", "replace").decode("utf-8")}


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_DESCRIPTION else f"{text[: _MAX_DESCRIPTION - 1]}…"
