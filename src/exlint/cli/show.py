"""What `--show-settings` and `--show-files` print."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from typing import Any

from exlint.config import Settings
from exlint.engine import classify
from exlint.plan import Plan, RuleSetting
from exlint.reporters.terminal import visible
from exlint.request import Job, shown_name

_FOUND = {"named": "named", "walked": "found in a folder", "stdin": "standard input"}


def settings_in_force(settings: Settings) -> Iterator[str]:
    """Yield the settings, a line each: where from, which files, which rules."""
    scope, plan = settings.scope, settings.plan
    yield f"config: {settings.file or 'none'}"
    yield f"folder: {shown_name(scope.root)}"
    yield f"include: {', '.join(scope.include) or 'everything'}"
    yield f"exclude: {', '.join(scope.exclude) or 'nothing'}"
    for limit in dataclasses.fields(plan.limits):
        yield f"{limit.name.replace('_', '-')}: {getattr(plan.limits, limit.name)}"
    yield f"baseline: {shown_name(settings.baseline) if settings.baseline else 'none'}"
    yield "per-file-ignores:" if scope.ignores else "per-file-ignores: none"
    for ignored in scope.ignores:
        yield f"  {ignored.pattern}: {', '.join(sorted(ignored.codes))}"
    yield f"plugins: {', '.join(each.name for each in plan.plug_ins) or 'none'}"
    yield "types:"
    for files in scope.types:
        why = "by the config; a file that matches is of this type" if files.binds else "by the type"
        yield f"  {files.type_name}: {', '.join(files.patterns)} ({why})"
    on = {setting.code: setting for setting in plan.rules}
    yield "rules:"
    for code, rule in plan.known.items():
        how = _how(on[code]) if code in on else "off"
        yield f"  {code} {rule.name}: {how} ({settings.choices[code].why})"


def files(jobs: Sequence[Job], plan: Plan) -> Iterator[str]:
    """Yield a line for each file: what it is taken for, and why."""
    for job, card_type, why in classify(jobs, plan):
        how = _FOUND[job.request.origin] if job.reported else "only read, for the collection"
        yield f"{visible(job.request.name)}: {card_type or 'no card'} ({why}; {how})"


def _how(setting: RuleSetting) -> str:
    options = [
        f"{option.name.replace('_', '-')} = {toml(getattr(setting.options, option.name))}"
        for option in dataclasses.fields(setting.options)
    ]
    return ", ".join([setting.severity.value, *options, *([] if setting.fixable else ["unfixable"])])


def toml(value: Any) -> str:
    """An option's value as it is written in the config."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
