"""Every rule against its fixtures, and the registry against docs, folders and itself.

A fixture folder `tests/rules/<rule>/` holds

- `good.md` (or `good.txt`, a text with one element a line): a whole valid card; with the default rules and the rule
  on, nothing is found. `good-*.md`: more of them, which come close to the fault.
- `bad.md`: the same card with one thing wrong, and `bad.expect`: all that is found in it, one finding a line
  (`row:column severity code message`), each followed by its related places, indented. `bad-*.md`: other forms of the
  fault.
- if the rule is fixable, `bad.fixed.md`: what its fixes, safe and unsafe, make of `bad.md`; not needed if that is
  `good.md`. The same for each `bad-*.md`.
- for a collection rule, folders of cards in place of files; places in `bad.expect` then start with the file.
- `settings.json`, if the rule needs any of: `limits`; `names`, under which a case is checked (otherwise the
  slug of its own title, or else of the good card's); `walked`, the cases found in a folder, not named; `unmatched`,
  the cases whose name no pattern gives to cards; `unfixed`, the bad cases of a fixable rule that it leaves as they are.
- `type.yaml`, if the cases are of a type of their own.

A new rule adds a folder; no code here.
"""

from __future__ import annotations

import ast
import codecs
import dataclasses
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from exlint.cardtype import CardType
from exlint.engine import run
from exlint.findings import Applicability, Finding, Report
from exlint.fixing import Mended, mend
from exlint.limits import Limits
from exlint.request import FileRequest, Job, Origin
from exlint.rules.base import Rule
from exlint.template import slug
from exlint.typefile import read_card_type
from exlint.value import replace
from helpers import REPOSITORY, RULES, TYPES, plan, shown

Edit = Callable[[bytes], bytes]
FIXTURES = Path(__file__).parent / "rules"
SUFFIXES = (".md", ".txt")
GROUPS = {
    "files": "EX1",
    "structure": "EX2",
    "metadata": "EX3",
    "consistency": "EX4",
    "prose": "EX5",
    "links": "EX6",
    "collection": "EX7",
    "house": "EX9",
}


def rule_named(name: str) -> Rule:
    return next(rule for rule in RULES.values() if rule.name == name)


@dataclass(frozen=True)
class Case:
    """One fixture: a card, or a folder of them."""

    path: Path
    settings: dict[str, Any]

    @property
    def rule(self) -> str:
        return self.path.parent.name

    @property
    def expected(self) -> str:
        if self.path.stem.startswith("good"):
            return ""
        return self.path.with_suffix(".expect").read_text(encoding="utf-8")

    @property
    def id(self) -> str:
        return f"{self.rule}/{self.path.stem}"

    def files(self) -> Iterator[tuple[str, Path]]:
        """The files of the case, with the names under which they are checked."""
        if self.path.is_dir():
            yield from ((each.relative_to(self.path).as_posix(), each) for each in sorted(self.path.rglob("*.md")))
            return
        yield self.settings.get("names", {}).get(self.path.name) or self._name(), self.path

    def _name(self) -> str:
        if self.path.suffix == ".txt":
            return self.path.name
        for path in (self.path, self.path.parent / "good.md"):
            title = re.search(r"^# (.+)$", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
            if title:
                return f"{slug(title[1])}.md"
        return "card.md"

    def jobs(self, edit: Edit = lambda data: data) -> Sequence[Job]:
        """The files of the case as the engine takes them."""
        origin = Origin.WALKED if self.path.name in self.settings.get("walked", ()) else Origin.NAMED
        matching = (
            () if self.path.name in self.settings.get("unmatched", ()) else tuple(each.name for each in self.types)
        )
        bound = self.types[0].name if self.own_type.exists() else None
        return [
            Job(FileRequest(name, origin, bound, matching), str(path), data=edit(path.read_bytes()))
            for name, path in self.files()
        ]

    @property
    def own_type(self) -> Path:
        """The type of the cases, if they have one of their own."""
        return self.path.parent / "type.yaml"

    @property
    def types(self) -> tuple[CardType, ...]:
        return (read_card_type(self.own_type),) if self.own_type.exists() else TYPES

    def look(self, jobs: Sequence[Job]) -> Report:
        """Run the default rules and the rule of the folder."""
        usual = plan(self.rule, limits=Limits(**self.settings.get("limits", {})))
        return run(jobs, replace(usual, types=self.types))

    def check(self, edit: Edit = lambda data: data) -> Report:
        """Run the same over the case."""
        return self.look(self.jobs(edit))

    def mended(self, edit: Edit = lambda data: data) -> Mended:
        """Apply the fixes of the rule of the folder, safe and unsafe."""

        def pick(_: Sequence[Job], report: Report) -> Report:
            return replace(report, findings=tuple(_of_rule(report.findings, self.rule)))

        return mend(self.jobs(edit), self.look, frozenset({Applicability.SAFE, Applicability.UNSAFE}), pick)

    @property
    def fixed(self) -> dict[str, bytes]:
        """What the files come to by name: those beside the case, or those of the good one."""
        if self.path.name in self.settings.get("unfixed", ()):
            beside = self.path
        else:
            beside = self.path.with_name(f"{self.path.stem}.fixed{self.path.suffix}")
        expected = dataclasses.replace(self, path=beside if beside.exists() else self.path.with_stem("good"))
        if self.path.suffix == ".txt":  # which is called after the case, not after its title
            return {self.path.name: expected.path.read_bytes()}
        return {name: path.read_bytes() for name, path in expected.files()}


def _of_rule(findings: Iterable[Finding], rule: str) -> Iterator[Finding]:
    return (finding for finding in findings if finding.name == rule)


def _cases() -> Iterator[Case]:
    for folder in sorted(each for each in FIXTURES.iterdir() if each.is_dir()):
        settings = folder / "settings.json"
        read = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        for path in sorted(folder.iterdir()):
            if (path.is_dir() or path.suffix in SUFFIXES) and not _name_of(path).endswith(_FIXED):
                yield Case(path, read)


_FIXED = ".fixed"


def _name_of(path: Path) -> str:
    """A case's name: the folder's, or the file's without its suffix."""
    return path.stem if path.suffix in SUFFIXES else path.name


CASES = tuple(_cases())
BAD_CASES = tuple(case for case in CASES if case.path.stem.startswith("bad"))
FIXABLE_CASES = tuple(case for case in BAD_CASES if rule_named(case.rule).fixable)


MAY_MARK_NOTHING = frozenset({"empty-file", "file-too-large", "missing-title", "missing-section"})
"""Rules that may have nothing to point at."""


def with_carriage_returns(data: bytes) -> bytes:
    """The same text as a Windows editor saves it: with a byte order mark and CRLF."""
    return codecs.BOM_UTF8 + data.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_findings_are_exactly_those_expected(case: Case) -> None:
    report = case.check()
    assert report.troubles == ()
    assert shown(report.findings, with_file=case.path.is_dir()) == case.expected
    for finding in report.findings:
        is_empty = finding.place.start == finding.place.end
        assert not is_empty or finding.name in MAY_MARK_NOTHING


@pytest.mark.parametrize("case", [case for case in CASES if case.path.stem == "bad"], ids=lambda case: case.id)
def test_line_endings_make_no_difference(case: Case) -> None:
    if "max_file_size" in case.settings.get("limits", {}):
        pytest.skip("the size is part of the finding")
    assert shown(case.check(with_carriage_returns).findings, with_file=case.path.is_dir()) == case.expected


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.id)
def test_a_bad_card_shows_the_fault_of_its_rule(case: Case) -> None:
    code = rule_named(case.rule).code
    assert any(line.split()[2] == code for line in case.expected.splitlines() if not line.startswith(" "))


@pytest.mark.parametrize("case", FIXABLE_CASES, ids=lambda case: case.id)
def test_a_fix_gives_the_good_card_or_the_one_beside(case: Case) -> None:
    mended = case.mended()
    assert mended.unfinished == ()
    assert {name: (data or b"").decode() for name, data in _content(mended)} == {
        name: data.decode() for name, data in case.fixed.items()
    }


@pytest.mark.parametrize("case", FIXABLE_CASES, ids=lambda case: case.id)
def test_a_fix_adds_no_finding_but_what_it_brings(case: Case) -> None:
    reports = case.check(), case.look(case.mended().jobs)
    brought = {name for finding in reports[0].findings for fix in finding.fixes for name in fix.brings}
    before, after = (
        Counter(
            (finding.place.filename, finding.code, _without_numbers(finding.message))
            for finding in report.findings
            if finding.name not in brought
        )
        for report in reports
    )
    assert after - before == Counter()


@pytest.mark.parametrize("case", [case for case in FIXABLE_CASES if case.path.stem == "bad"], ids=lambda case: case.id)
def test_a_fix_keeps_line_endings(case: Case) -> None:
    assert dict(_content(case.mended(with_carriage_returns))) == {
        name: with_carriage_returns(data) for name, data in case.fixed.items()
    }


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_declares_the_fixes_that_it_has(rule: Rule) -> None:
    cases = (case for case in BAD_CASES if case.rule == rule.name)
    findings = (finding for case in cases for finding in _of_rule(case.check().findings, rule.name))
    shown = {fix.applicability for finding in findings for fix in finding.fixes}
    assert tuple(each for each in Applicability if each in shown) == rule.fixable


def test_a_fixable_rule_fixes_its_first_example() -> None:
    assert [
        case.id
        for case in FIXABLE_CASES
        if case.path.name in case.settings.get("unfixed", ()) and case.path.stem == "bad"
    ] == []


def _content(mended: Mended) -> Iterator[tuple[str, bytes | None]]:
    return ((job.request.name, job.data) for job in mended.jobs)


def _without_numbers(message: str) -> str:
    return re.sub(r"\d+", "#", message)


def test_every_rule_has_fixtures_and_every_fixture_a_rule() -> None:
    assert {folder.name for folder in FIXTURES.iterdir() if folder.is_dir()} == {rule.name for rule in RULES.values()}


@pytest.mark.parametrize("folder", sorted(FIXTURES.iterdir()), ids=lambda folder: folder.name)
def test_fixture_folders_are_complete(folder: Path) -> None:
    entries = {entry.name for entry in folder.iterdir()}
    cards = {_name_of(path) for path in folder.iterdir() if path.is_dir() or path.suffix in SUFFIXES}
    fixed = {name for name in cards if name.endswith(_FIXED)}
    assert {name.removesuffix(_FIXED) for name in fixed} <= cards if rule_named(folder.name).fixable else not fixed
    cards -= fixed
    bad = {name for name in cards if name.startswith("bad")}
    assert {"good", "bad"} <= cards
    assert all(name in ("good", "bad") or name.startswith(("good-", "bad-")) for name in cards)
    expected = {f"{name}.expect" for name in bad}
    assert {name for name in entries if name.endswith(".expect")} == expected
    rest = entries - expected - {"settings.json", "type.yaml"}
    assert {_name_of(folder / name) for name in rest} == cards | fixed


@pytest.mark.parametrize("folder", sorted(FIXTURES.iterdir()), ids=lambda folder: folder.name)
def test_settings_name_cases_that_exist(folder: Path) -> None:
    path = folder / "settings.json"
    settings = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    assert settings.keys() <= {"limits", "names", "walked", "unmatched", "unfixed"}
    named = {each for key in ("names", "walked", "unmatched", "unfixed") for each in settings.get(key, ())}
    assert all((folder / name).exists() for name in named)


# The registry.


def _modules() -> dict[str, Path]:
    """The modules of rules by the name of the rule: all of the groups' folders but those with an underscore."""
    root = REPOSITORY / "src" / "exlint" / "rules"
    paths = [path for group in GROUPS for path in (root / group).glob("*.py") if not path.name.startswith("_")]
    return {path.stem.replace("_", "-"): path for path in paths}


RULES_IN_DATA = {rule.name: rule for rule in RULES.values() if rule.data_doc}
RULES_IN_CODE = {rule.name: rule for rule in RULES.values() if not rule.data_doc}


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES.values()}) == len(RULES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert all(code == rule.code for code, rule in RULES.items())
    assert list(RULES) == sorted(RULES)


def test_rules_are_the_modules_of_the_folders() -> None:
    assert RULES_IN_CODE.keys() == _modules().keys()


@pytest.mark.parametrize("name", sorted(RULES_IN_CODE))
def test_a_rule_lies_in_the_folder_of_its_group(name: str) -> None:
    rule, path = RULES_IN_CODE[name], _modules()[name]
    assert rule.check.__module__ == f"exlint.rules.{path.parent.name}.{path.stem}"
    assert rule.code.startswith(GROUPS[path.parent.name])


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"EX[1-79]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.name)
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    assert rule.default == (not rule.code.startswith("EX9") and rule.name != "suppression-without-reason")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_is_explained(rule: Rule) -> None:
    first, *paragraphs = rule.doc.split("\n\n")
    assert first.endswith(".")
    assert first[0].isupper()
    assert [each for each in ("Why: ", "Fix: ", "Source: ") if not any(p.startswith(each) for p in paragraphs)] == []
    assert not any(line.endswith(" ") for line in rule.doc.splitlines())


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_options_are_a_frozen_dataclass_with_defaults(rule: Rule) -> None:
    options = rule.options()
    assert dataclasses.is_dataclass(options)
    assert rule.options.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert all(each.metadata.get("doc") for each in dataclasses.fields(options))
    assert hash(options) == hash(rule.options())


def test_the_table_of_codes_has_every_rule_under_its_name() -> None:
    text = (REPOSITORY / "docs" / "codes.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (EX\d{3}) \| ([a-z-]+) \|", text, re.MULTILINE))
    assert {code: table.get(code) for code in RULES} == {code: rule.name for code, rule in RULES.items()}
    names = re.findall(r"^\| EX\d{3} \| ([a-z-]+) \|", text, re.MULTILINE)
    assert len(names) == len(set(names))


# Knowledge of exercises is data.


def _vocabulary() -> frozenset[str]:
    """The section names, metadata keys and metadata values of the card type."""
    schemas = REPOSITORY / "schemas"
    card_type: Any = yaml.safe_load((schemas / "exercise.yaml").read_text(encoding="utf-8"))
    properties: Any = json.loads((schemas / "exercise.metadata.json").read_text(encoding="utf-8"))["properties"]
    words = {*(section["name"] for section in card_type["sections"]), *properties, *_enumerated(properties)}
    return frozenset(words)


def _enumerated(schema: Any) -> Iterator[str]:
    for key, value in schema.items():
        if key in ("enum", "examples"):
            yield from value
        elif isinstance(value, dict):
            yield from _enumerated(value)


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a module, docstrings (of attributes too) left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def test_no_exercise_word_stands_in_the_code() -> None:
    vocabulary = _vocabulary()
    assert {"Quick answer", "Body Weight", "Body Part", "Hamstrings", "Ankles", "Rhomboids"} <= vocabulary
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(vocabulary)))})\b")
    whole = {word.casefold() for word in vocabulary}
    found = [
        f"{path.relative_to(REPOSITORY)}:{line}: {text!r}"
        for path in sorted((REPOSITORY / "src").rglob("*.py"))
        for line, text in _strings(path)
        if (pattern.search(text) or text.casefold() in whole) and text != "HEAD"  # what git calls the present commit
    ]
    assert found == []
