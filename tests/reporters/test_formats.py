"""Each format is parsed back, by its consumer's rules, to the findings that it was made from."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hostile import NAMES, TEXTS, Told, finding, report, shown, told
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from lxml import etree
from markdown_it import MarkdownIt

from exlint.findings import Applicability, Edit, Finding, Fix, Report, Severity, Span, Trouble
from exlint.reporters import FORMATS, github, gitlab, sarif
from exlint.reporters.identity import fingerprints
from exlint.reporters.terminal import visible
from exlint.reporters.xml import allowed

REPORT = report()
PAGES = "https://github.com/exlint/exlint/blob/main/docs/rules"
EXPECTED = [told(each) for each in REPORT.findings]


def many(number: int) -> tuple[Finding, ...]:
    """Findings of all severities, the least severe first."""
    made = (finding("a.md", "rwo", "rwo", f"fault {index}", severity=Severity.WARNING) for index in range(number - 3))
    worse = (finding("b.md", "rwo", "rwo", f"worse {index}") for index in range(3))
    return (*made, *worse)


def plain(text: str) -> str:
    """Without lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


# Readers: from a format's text to what it tells. A reader knows the format, not exlint.


def read_json(text: str) -> Iterator[Told]:
    for each in json.loads(text):
        yield told_by_object(each)


def read_json_lines(text: str) -> Iterator[Told]:
    for line in text.splitlines():
        yield told_by_object(json.loads(line))


def told_by_object(each: dict[str, Any]) -> Told:
    start, end = each["location"], each["end_location"]
    ends = (start["row"], start["column"], end["row"], end["column"])
    return Told(each["filename"], *ends, each["code"], each["severity"], each["message"])


def read_sarif(text: str) -> Iterator[Told]:
    levels = {"error": "error", "warning": "warning", "note": "info"}
    (run,) = json.loads(text)["runs"]
    for each in run["results"]:
        (location,) = each["locations"]
        region = location["physicalLocation"]["region"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
        assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
        ends = (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"])
        name = unquote_to_bytes(uri).decode("utf-8", "surrogateescape")
        yield Told(name, *ends, each["ruleId"], levels[each["level"]], each["message"]["text"])


def read_github(text: str) -> Iterator[Told]:
    """As `ActionCommand.TryParseV2` of the runner reads a line."""
    severities = {"error": "error", "warning": "warning", "notice": "info"}
    for line in text.split("\n")[:-1]:
        assert "\r" not in line
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line, re.DOTALL)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        values = {key: undone(value, property_=True) for key, value in properties.items()}
        if not values["title"].startswith("EX"):
            continue  # a trouble
        row, end_row = int(values["line"]), int(values["endLine"])
        assert ("col" in values) == ("endColumn" in values)
        columns = (int(values.get("col", 0)), end_row, int(values.get("endColumn", 0)))
        code = values["title"].split(" ")[0]
        yield Told(values["file"], row, *columns, code, severities[match[1]], undone(match[3], property_=False))


def undone(text: str, *, property_: bool) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), *([("%3A", ":"), ("%2C", ",")] if property_ else [])):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def read_gitlab(text: str) -> Iterator[Told]:
    severities = {"major": "error", "minor": "warning", "info": "info"}
    for each in json.loads(text):
        place = each["location"]
        row = place["lines"]["begin"]
        yield Told(place["path"], row, 0, 0, 0, each["check_name"], severities[each["severity"]], each["description"])


def read_rdjson(text: str) -> Iterator[Told]:
    """Columns stay bytes here."""
    for each in json.loads(text)["diagnostics"]:
        start, end = each["location"]["range"]["start"], each["location"]["range"]["end"]
        ends = (start["line"], start["column"], end["line"], end["column"])
        yield Told(each["location"]["path"], *ends, each["code"]["value"], each["severity"].lower(), each["message"])


def read_junit(text: str) -> Iterator[Told]:
    root = etree.fromstring(text.encode())
    for suite in root:
        name = suite.get("name") or ""
        assert int(suite.get("tests") or 0) == len(suite)
        assert int(suite.get("failures") or 0) == len(suite.findall("testcase/failure"))
        for failure in suite.iterfind("testcase/failure"):
            message = failure.get("message") or ""
            place = (failure.text or "").removeprefix(f"{name}:")
            row, column, code = re.match(r"(\d+):(\d+): (\w+) ", place).groups()  # type: ignore[union-attr]
            yield Told(name, int(row), int(column), 0, 0, code, failure.get("type") or "", message)


def read_checkstyle(text: str) -> Iterator[Told]:
    for file in etree.fromstring(text.encode()):
        for each in file.iterfind("error"):
            get = {key: str(value) for key, value in each.attrib.items()}
            code = get["source"].removeprefix("exlint.")
            place = (str(file.get("name")), int(get["line"]), int(get["column"]), 0, 0)
            yield Told(*place, code, get["severity"], get["message"])


def read_markdown(text: str) -> Iterator[Told]:
    """The rows of the last table, as a Markdown parser sees them."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    rows: list[list[str]] = []
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
        if token.type == "tr_open":
            rows.append([])
        if token.type == "td_open":
            children = tokens[index + 1].children or []
            assert {child.type for child in children} <= {
                "text",
                "text_special",
                "html_inline",
                "link_open",
                "link_close",
            }
            assert all(child.content in ("<code>", "</code>") for child in children if child.type == "html_inline")
            rows[-1].append("".join(child.content for child in children if child.type.startswith("text")))
    for place, severity, code, message in rows[1:]:
        name, line, column = place.rsplit(":", 2)
        yield Told(name, int(line), int(column), 0, 0, code, severity, message)


def xml_told(each: Told) -> Told:
    return each._replace(filename=allowed(each.filename), message=allowed(each.message), end_row=0, end_column=0)


def github_told(each: Told) -> Told:
    if each.row != each.end_row:
        each = each._replace(column=0, end_column=0)
    return each._replace(filename=in_a_log(each.filename), message=in_a_log(each.message))


def in_a_log(text: str) -> str:
    """The text with escapes for all that a terminal would obey, line ends aside, which a command can't hold raw."""
    return "".join(each if each in "\r\n" else visible(each) for each in text)


def cut_told(each: Told) -> Told:
    return each._replace(filename=visible(each.filename), message=visible(each.message), end_row=0, end_column=0)


READERS: Mapping[str, tuple[Callable[[str], Iterator[Told]], Callable[[Told], Told]]] = {
    "json": (read_json, lambda told: told),
    "json-lines": (read_json_lines, lambda told: told),
    "sarif": (read_sarif, lambda told: told._replace(message=plain(told.message))),
    "github": (read_github, github_told),
    "gitlab": (
        read_gitlab,
        lambda told: Told(plain(told.filename), told.row, 0, 0, 0, told.code, told.severity, plain(told.message)),
    ),
    "junit": (read_junit, xml_told),
    "checkstyle": (read_checkstyle, xml_told),
    "markdown": (read_markdown, cut_told),
}


@pytest.mark.parametrize("name", READERS)
def test_a_hostile_report_is_parsed_back(name: str) -> None:
    read, expected = READERS[name]
    found = list(read(shown(name, REPORT)))
    wanted = [expected(each) for each in EXPECTED]
    if name == "markdown":  # a summary: the worst, as many as it has room for
        assert len(found) == 50
        assert {each.severity for each in found[:36]} == {"error", "warning"}
        assert set(found) <= set(wanted)
        return
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("name", READERS)
def test_a_hostile_collection_is_parsed_back(name: str, run: Path) -> None:
    read, expected = READERS[name]
    found = sorted(read((run / name).read_bytes().decode("utf-8", "surrogateescape")))
    wanted = sorted(expected(each) for each in read_json((run / "json").read_text()))
    assert len({each.filename for each in wanted}) > 10
    if name == "markdown":
        assert len(found) == 50
        assert set(found) <= set(wanted)
    elif name == "github":  # the run's bytes that are no UTF-8 are written as escapes there
        assert [each for each in found if "no-utf8" not in each.filename] == [
            each for each in wanted if "no-utf8" not in each.filename
        ]
    else:
        assert found == wanted


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert shown(name, REPORT) == shown(name, report())


# JSON


def test_json_lines_is_a_line_a_finding_and_nothing_when_clean() -> None:
    assert shown("json-lines", REPORT).count("\n") == len(REPORT.findings)
    assert shown("json-lines", Report((), 1, 1)) == "\n"  # `shown` ends what it joins; the program writes no line


# SARIF


def sarif_run(shown_report: Report) -> dict[str, Any]:
    (run,) = json.loads(shown("sarif", shown_report))["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize("shown_report", [REPORT, Report((), 0, 0)], ids=["hostile", "empty"])
def test_sarif_follows_the_schema(shown_report: Report, schemas: Path) -> None:
    schema = json.loads((schemas / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    errors = Draft4Validator(schema).iter_errors(json.loads(shown("sarif", shown_report)))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def test_sarif_of_the_collection_follows_the_schema(run: Path, schemas: Path) -> None:
    schema = json.loads((schemas / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads((run / "sarif").read_text(encoding="utf-8"))
    assert list(Draft4Validator(schema).iter_errors(log)) == []
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) > 30
    for rule in rules:
        assert rule["name"]
        assert rule["shortDescription"]["text"]
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["markdown"].startswith(rule["help"]["text"].split("\n\nhttps://")[0])
        assert rule["helpUri"].endswith(f"/docs/rules/{rule['name']}.md")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")


def test_sarif_of_one_finding() -> None:
    text = "# Ü 🏋\n\nA rwo.\n"
    run = sarif_run(Report((finding("cards/ä b.md", text, "🏋\n", "no", severity=Severity.INFO),), 1, 1))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"]["id"].endswith("/")
    assert run["originalUriBaseIds"].keys() == {"%SRCROOT%"}
    assert run["invocations"] == [{"executionSuccessful": True}]
    (result,) = run["results"]
    assert result.pop("partialFingerprints")["exlintContent/v1"]
    assert result == {
        "ruleId": "EX599",
        "ruleIndex": 0,
        "level": "note",
        "message": {"text": "no"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "cards/%C3%A4%20b.md", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 1, "startColumn": 5, "endLine": 2, "endColumn": 1},
                }
            }
        ],
    }


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("../b.md", "../b.md"),
        ("/tmp/a b.md", "file:///tmp/a%20b.md"),
        ("D:/a.md", "file:///D%3A/a.md"),
        ("a:b.md", "a%3Ab.md"),
        ("-", "-"),
    ],
)
def test_sarif_uris(name: str, uri: str) -> None:
    (result,) = sarif_run(Report((finding(name, "x", "x", "m"),), 1, 1))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) == (not uri.startswith("file:"))


def test_sarif_tells_related_places() -> None:
    result = next(each for each in sarif_run(REPORT)["results"] if "relatedLocations" in each)
    assert [each["id"] for each in result["relatedLocations"]] == [1, 2]
    assert result["relatedLocations"][1]["message"] == {"text": "elsewhere"}
    assert result["relatedLocations"][1]["physicalLocation"]["region"]["startLine"] == 2


def test_sarif_gives_the_fixes_that_may_be_applied() -> None:
    replace = Fix("write 'row'", (Edit(Span(0, 0), "- "), Edit(Span(2, 5), "row")))
    delete = Fix("delete it", (Edit(Span(2, 6), ""),), Applicability.UNSAFE)
    think = Fix("think", (Edit(Span(2, 2), "?"),), Applicability.DISPLAY)
    one = finding("ä.md", "A rwo\nEnd\n", "rwo", "no", fixes=(replace, delete, think))
    (result,) = sarif_run(Report((one,), 1, 1))["results"]
    artifact = {"uri": "%C3%A4.md", "uriBaseId": "%SRCROOT%"}
    assert result["fixes"] == [
        {
            "description": {"text": "write 'row'"},
            "artifactChanges": [
                {
                    "artifactLocation": artifact,
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
                            "insertedContent": {"text": "- "},
                        },
                        {
                            "deletedRegion": {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 6},
                            "insertedContent": {"text": "row"},
                        },
                    ],
                }
            ],
            "properties": {"applicability": "safe"},
        },
        {
            "description": {"text": "delete it"},
            "artifactChanges": [
                {
                    "artifactLocation": artifact,
                    "replacements": [
                        {"deletedRegion": {"startLine": 1, "startColumn": 3, "endLine": 2, "endColumn": 1}}
                    ],
                }
            ],
            "properties": {"applicability": "unsafe"},
        },
    ]


def test_sarif_tells_troubles() -> None:
    (invocation,) = sarif_run(REPORT)["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    assert first["level"] == second["level"] == "error"
    assert first["message"]["text"] == f"{NAMES[0]}: {TEXTS[1]}"
    assert ("locations" in first, "locations" in second) == (True, False)


def test_sarif_keeps_the_worst_of_too_many_and_says_so() -> None:
    run = sarif_run(Report(many(25_010), 2, 2))
    assert len(run["results"]) == sarif.MAX_RESULTS == 25_000
    assert [each["message"]["text"] for each in run["results"][-3:]] == ["worse 0", "worse 1", "worse 2"]
    assert [each["message"]["text"] for each in run["results"][:2]] == ["fault 0", "fault 1"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification == {
        "level": "warning",
        "message": {"text": "25010 findings are more than a report may hold; the 10 least severe are left out"},
    }


# Fingerprints


def prints(*findings: Finding) -> list[str]:
    return list(fingerprints(findings))


def test_fingerprints_stay_when_lines_move() -> None:
    before = finding("a.md", "# A\n\n- the rwo here\n", "rwo", "no word")
    after = finding("a.md", "# A\n\nnew\n\n\n  -  the rwo  here\n", "rwo", "no word")
    assert prints(before) == prints(after)


def test_fingerprints_of_findings_alike_differ() -> None:
    alike = [finding("a.md", "x\n" * n + "rwo", "rwo", "no word") for n in range(3)]
    assert len(set(prints(*alike))) == 3
    assert prints(*alike)[:2] == prints(*alike[:2])


@pytest.mark.parametrize(
    "other",
    [
        finding("b.md", "the rwo", "rwo", "no word"),
        finding("a.md", "that rwo", "rwo", "no word"),
        finding("a.md", "the rwo", "rwo", "another"),
        finding("a.md", "the rwo", "rwo", "no word", code="EX598"),
    ],
    ids=["file", "line", "message", "rule"],
)
def test_fingerprints_are_of_file_line_message_and_rule(other: Finding) -> None:
    assert prints(finding("a.md", "the rwo", "rwo", "no word")) != prints(other)


def test_gitlab_fingerprints_are_unique_and_paths_bare() -> None:
    listed = json.loads(shown("gitlab", REPORT))
    assert len({each["fingerprint"] for each in listed}) == len(listed)
    (one,) = json.loads("".join(gitlab.render(Report((finding("./a.md", "x", "x", "m"),), 1, 1), colour=False)))
    assert one["location"] == {"path": "a.md", "lines": {"begin": 1}}
    assert one.keys() == {"description", "check_name", "fingerprint", "severity", "location"}


def test_gitlab_when_clean() -> None:
    assert shown("gitlab", Report((), 3, 3)) == "[]\n"


# GitHub


def test_github_of_one_finding() -> None:
    one = finding("a, b:c%.md", "A rwo.\n", "rwo", "100%\nsure: yes, no", severity=Severity.INFO)
    assert shown("github", Report((one,), 1, 1)) == (
        "::notice file=a%2C b%3Ac%25.md,line=1,endLine=1,col=3,endColumn=6,title=EX599 rule-ex599"
        "::100%25%0Asure: yes, no\n"
    )


def test_github_leaves_columns_out_when_the_lines_differ() -> None:
    text = "one\ntwo\nthree\n"
    (command,) = github.render(Report((finding("a.md", text, "ne\ntwo", "m"),), 1, 1), colour=False)
    assert command.startswith("::error file=a.md,line=1,endLine=2,title=")
    (command,) = github.render(Report((finding("a.md", text, "two\n", "m"),), 1, 1), colour=False)
    assert command.startswith("::error file=a.md,line=2,endLine=2,title="), "a line's end is no further line"


@given(st.text())
def test_github_escapes_are_undone_by_the_runner(text: str) -> None:
    (command,) = github.render(Report((finding(f"{text}.md", "x", "x", text),), 1, 1), colour=False)
    assert [each[::7] for each in read_github(f"{command}\n")] == [(f"{in_a_log(text)}.md", in_a_log(text))]
    assert visible(command) == command


def test_github_tells_troubles() -> None:
    trouble = Trouble("a:b.md", "can't be read")
    assert shown("github", Report((), 1, 0, (trouble,), ("a:b.md",))) == (
        "::error file=a%3Ab.md,title=exlint could not check this::a:b.md: can't be read\n"
    )


# reviewdog


def test_rdjson_counts_bytes() -> None:
    text = "# A\n\n- ü🏋 rwo ü\nend\n"
    one = finding("é.md", text, "rwo ü", "m", severity=Severity.WARNING)
    over = finding("é.md", text, "ü🏋 rwo ü\nen", "m")
    whole = finding("é.md", text, "end\n", "m", severity=Severity.INFO)
    assert [each[1:5] for each in read_rdjson(shown("rdjson", Report((one, over, whole), 1, 1)))] == [
        (3, 10, 3, 16),
        (3, 3, 4, 3),
        (4, 1, 5, 1),
    ]


def test_rdjson_is_parsed_back() -> None:
    """Its fields are those of reviewdog.proto; a field that it doesn't have makes reviewdog refuse the report."""
    result = json.loads(shown("rdjson", REPORT))
    assert result.keys() == {"source", "diagnostics"}
    fields = {"message", "location", "severity", "code", "related_locations", "suggestions"}
    assert all(each.keys() <= fields for each in result["diagnostics"])
    wanted = [(plain(each.filename), each.row, each.code, each.severity, plain(each.message)) for each in EXPECTED]
    found = list(read_rdjson(json.dumps(result)))
    assert [(each.filename, each.row, each.code, each.severity, each.message) for each in found] == wanted
    related = next(each["related_locations"] for each in result["diagnostics"] if "related_locations" in each)
    assert [each.keys() for each in related] == [{"message", "location"}] * 2


def test_rdjson_suggests_fixes_that_are_one_edit() -> None:
    two = Fix("both", (Edit(Span(0, 1), ""), Edit(Span(2, 5), "row")))
    one = Fix("write 'row'", (Edit(Span(2, 5), "row"),), Applicability.UNSAFE)
    think = Fix("think", (Edit(Span(2, 2), "?"),), Applicability.DISPLAY)
    made = finding("a.md", "ü rwo\n", "rwo", "no", fixes=(two, one, think))
    (diagnostic,) = json.loads(shown("rdjson", Report((made,), 1, 1)))["diagnostics"]
    assert diagnostic["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 7}}, "text": "row"}
    ]


# XML


@pytest.mark.parametrize(
    "shown_report",
    [REPORT, Report((), 0, 0), Report((), 2, 2, (), ("a.md", "b.md"))],
    ids=["hostile", "empty", "clean"],
)
def test_junit_follows_the_schema(shown_report: Report, schemas: Path) -> None:
    schema = etree.XMLSchema(etree.parse(schemas / "junit-jenkins-10.xsd"))
    schema.assertValid(etree.fromstring(shown("junit", shown_report).encode()))


def test_junit_of_the_collection_follows_the_schema(run: Path, schemas: Path) -> None:
    etree.XMLSchema(etree.parse(schemas / "junit-jenkins-10.xsd")).assertValid(etree.parse(run / "junit"))


def test_junit_when_clean() -> None:
    assert shown("junit", Report((), 1, 1, (), ("cards/row.md",))) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="exlint" tests="1" failures="0" errors="0">\n'
        '  <testsuite name="cards/row.md" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="cards/row" name="no findings" />\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )
    assert shown("junit", Report((), 0, 0)).count("<testcase ") == 1


def test_junit_is_a_suite_a_file_and_a_case_a_finding() -> None:
    one = finding("cards/row.md", "A <rwo>.\n", "<rwo>", "no word")
    told_only = finding("cards/row.md", "A <rwo>.\n", "A", "hm", severity=Severity.INFO)
    trouble = Trouble("b.md", "can't be read")
    shown_report = Report((one, one, told_only), 3, 2, (trouble,), ("a.md", "b.md", "cards/row.md"))
    assert shown("junit", shown_report).split("\n")[1:-1] == [
        '<testsuites name="exlint" tests="5" failures="2" errors="1">',
        '  <testsuite name="a.md" tests="1" failures="0" errors="0">',
        '    <testcase classname="a" name="no findings" />',
        "  </testsuite>",
        '  <testsuite name="b.md" tests="1" failures="0" errors="1">',
        '    <testcase classname="b" name="can be checked: can\'t be read">',
        '      <error type="trouble" message="can\'t be read">can\'t be read</error>',
        "    </testcase>",
        "  </testsuite>",
        '  <testsuite name="cards/row.md" tests="3" failures="2" errors="0">',
        '    <testcase classname="cards/row" name="EX599 rule-ex599: no word">',
        '      <failure type="error" message="no word">cards/row.md:1:3: EX599 no word',
        "A &lt;rwo&gt;.</failure>",
        "    </testcase>",
        '    <testcase classname="cards/row" name="EX599 rule-ex599: no word (2)">',
        '      <failure type="error" message="no word">cards/row.md:1:3: EX599 no word',
        "A &lt;rwo&gt;.</failure>",
        "    </testcase>",
        '    <testcase classname="cards/row" name="EX599 rule-ex599: hm">',
        "      <system-out>cards/row.md:1:1: EX599 hm",
        "A &lt;rwo&gt;.</system-out>",
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
    ]


def test_checkstyle() -> None:
    one = finding("row.md", "A rwo.\n", "rwo", 'no "word" & 🏋', severity=Severity.WARNING)
    assert shown("checkstyle", Report((one,), 1, 1, (Trouble("b.md", "gone"),))) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<checkstyle version="10.0">\n'
        '  <file name="b.md">\n    <exception>gone</exception>\n  </file>\n'
        '  <file name="row.md">\n'
        '    <error line="1" column="3" severity="warning" message="no &quot;word&quot; &amp; &#127947;"'
        ' source="exlint.EX599" />\n'
        "  </file>\n"
        "</checkstyle>\n"
    )


@given(st.text(alphabet=st.characters()))
def test_xml_takes_any_text(text: str) -> None:
    one = finding("a.md", "x", "x", text)
    (read,) = read_checkstyle(shown("checkstyle", Report((one,), 1, 1)))
    assert read.message == allowed(text)


@pytest.mark.parametrize("name", ["full", "concise", "github", "junit", "checkstyle", "html"])
def test_what_a_terminal_or_browser_would_obey_is_nowhere_raw(name: str) -> None:
    text = shown(name, REPORT)
    raw = {character for character in text if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert raw <= {"\n", "\t"}


# Markdown


def test_markdown() -> None:
    one = finding("cards/row.md", "A rwo.\n", "rwo", "a | b")
    two = finding("cards/row.md", "A rwo.\n", "rwo", "hm", code="EX301", severity=Severity.INFO)
    assert shown("markdown", Report((one, one, two), 4, 4, (Trouble("b.md", "gone"),))) == (
        "## exlint\n\n"
        "**2 errors, 1 info** in 1 of 4 files.\n\n"
        "| severity | findings |\n|---|---:|\n| error | 2 |\n| warning | 0 |\n| info | 1 |\n\n"
        "### By rule\n\n"
        "| rule | name | severity | findings | files |\n|---|---|---|---:|---:|\n"
        f"| [EX599]({PAGES}/rule-ex599.md) | rule-ex599 | error | 2 | 1 |\n"
        f"| [EX301]({PAGES}/rule-ex301.md) | rule-ex301 | info | 1 | 1 |\n\n"
        "### The worst files\n\n"
        "| file | errors | warnings | info |\n|---|---:|---:|---:|\n"
        "| <code>cards/row.md</code> | 2 | 0 | 1 |\n\n"
        "### Findings\n\n"
        "| place | severity | rule | message |\n|---|---|---|---|\n"
        "| <code>cards/row.md</code>:1:3 | error | EX599 | a &#124; b |\n"
        "| <code>cards/row.md</code>:1:3 | error | EX599 | a &#124; b |\n"
        "| <code>cards/row.md</code>:1:3 | info | EX301 | hm |\n\n"
        "### Not checked\n\n"
        "- <code>b.md</code>: gone\n"
    )


def test_markdown_when_clean() -> None:
    assert shown("markdown", Report((), 1, 1)) == "## exlint\n\n✅ No findings in 1 file.\n"


def test_markdown_is_short_for_any_number_of_findings() -> None:
    text = shown("markdown", Report(many(5_000), 2, 2))
    assert len(text) < 20_000
    assert "### The 50 worst findings\n" in text
    assert "… and 4,950 more findings.\n" in text
    assert text.index("worse 0") > text.index("fault 0"), "what is kept stays in the report's order"
    long = shown("markdown", Report((finding("a.md", "x", "x", "<" * 1_000_000),), 1, 1))
    assert len(long) < 4_000


@given(st.text(alphabet=st.characters(), max_size=60))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    (read,) = read_markdown(shown("markdown", Report((finding("a.md", "x", "x", f"x{text}x"),), 1, 1)))
    assert read.message == visible(f"x{text}x")
